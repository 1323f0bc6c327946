//! Being asked to end by the system.

use std::process::{Command, Stdio};

use super::*;

/// Done by [`a_signal_ends_it`] in a process of its own.
#[test]
#[ignore = "waits for a signal"]
fn until_a_signal() {
    let listener = listen(&Options {
        host: "127.0.0.1".to_owned(),
        port: 0,
    });
    let listener = listener.unwrap();
    let address = listener.address();
    std::thread::spawn(move || {
        assert_eq!(get(address, "/a").1, "a false true");
        println!("\nready");
    });
    let served = Arc::new(Fake {
        reply: Box::new(echoed),
        news: Box::new(|_| Vec::new()),
    });
    let (_changed, receiver) = watch::channel(0);
    run(listener, served, receiver, interrupted()).unwrap();
    println!("\nended");
}

#[test]
fn a_signal_ends_it() {
    for signal in ["-INT", "-TERM"] {
        let mut child = alone(concat!(module_path!(), "::until_a_signal"))
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut words = BufReader::new(child.stdout.take().unwrap()).lines();
        assert!(words.any(|line| line.unwrap() == "ready"));
        let sent = Command::new("kill")
            .args([signal, &child.id().to_string()])
            .status();
        assert!(sent.unwrap().success());
        assert!(words.any(|line| line.unwrap() == "ended"));
        assert!(child.wait().unwrap().success());
    }
}
