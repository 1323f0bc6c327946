//! Many clients, slow clients, and too few files.

use std::net::Shutdown;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::*;

fn told(data: &str) -> Vec<Message> {
    vec![Message {
        event: "state",
        data: data.to_owned(),
    }]
}

/// Connections of which this process holds both ends: as many as the system allows, also while other tests run.
fn many(wanted: usize) -> usize {
    let files = rlimit::increase_nofile_limit(16_384).unwrap_or(256);
    let possible = usize::try_from(files / 8).unwrap().min(wanted);
    if possible < wanted {
        eprintln!("only {possible} connections of {wanted}: the limit of open files is {files}");
    }
    possible
}

#[test]
fn idle_and_slow_clients_do_not_stall_it() {
    let server = echo();
    let idle: Vec<TcpStream> = (0..many(1500)).map(|_| connect(server.address)).collect();
    let mut slow: Vec<TcpStream> = (0..many(1700).saturating_sub(idle.len()))
        .map(|_| connect(server.address))
        .collect();
    for byte in b"GET / HTTP/1.1\r\nX: " {
        for stream in &mut slow {
            stream.write_all(&[*byte]).unwrap();
        }
        if *byte == b' ' {
            assert_eq!(get(server.address, "/a").1, "a false true");
        }
    }
}

#[test]
fn who_sends_no_request_is_cut() {
    let limits = Limits {
        head: Duration::from_millis(50),
        ..limits()
    };
    let server = start(limits, echoed, |_| Vec::new());
    assert_eq!(rest(&mut connect(server.address)), b"");
    let mut slow = connect(server.address);
    slow.write_all(b"GET / HTTP/1.1\r\nHost: localhost\r\n")
        .unwrap();
    assert_eq!(rest(&mut slow), b"");
    let mut kept = connect(server.address);
    send(&mut kept, b"GET /a HTTP/1.1\r\nHost: localhost");
    assert!(rest(&mut kept).ends_with(b"a false true"));
}

#[test]
fn who_takes_no_answer_is_cut() {
    let limits = Limits {
        stall: Duration::from_millis(50),
        ..limits()
    };
    let body = Bytes::from(vec![b' '; 64_000_000]);
    let large = move |request: &Request<'_>| match request.path {
        "large" => page(body.clone()),
        _ => echoed(request),
    };
    let server = start(limits, large, |_| Vec::new());
    let mut stuck = connect(server.address);
    send(&mut stuck, b"GET /large HTTP/1.1\r\nHost: localhost");
    stuck.read_exact(&mut [0; 100]).unwrap();
    assert_eq!(get(server.address, "/a").1, "a false true");
    eventually("the connection is cut", || stuck.write(b"x").is_err());
    assert!(rest(&mut stuck).len() < 64_000_000);
}

#[test]
fn the_last_comer_is_let_in_and_the_idlest_goes() {
    let limits = Limits {
        connections: 6,
        ..limits()
    };
    let gate = Gate::default();
    let pass = gate.clone();
    let answered = move |request: &Request<'_>| {
        if request.path == "held" {
            pass.pass();
        }
        echoed(request)
    };
    let server = start(limits, answered, |_| told("told"));
    let mut held = connect(server.address);
    send(&mut held, b"GET /held HTTP/1.1\r\nHost: localhost");
    let mut followed = Page::open(server.address, "");
    assert_eq!(followed.field("data"), "told");
    let mut idle: Vec<TcpStream> = (0..4).map(|_| connect(server.address)).collect();
    // At least so long that the idle ones are no longer new.
    std::thread::sleep(Duration::from_millis(1200));
    let mut last = connect(server.address);
    send(&mut last, b"GET /a HTTP/1.1\r\nHost: localhost");
    assert_eq!(rest(&mut idle[0]), b"");
    assert_eq!(get(server.address, "/b").1, "b false true");
    assert_eq!(rest(&mut idle[1]), b"");
    server.change();
    assert_eq!(followed.field("data"), "told");
    gate.open();
    held.shutdown(Shutdown::Write).unwrap();
    let mut answer = [0; 12];
    last.read_exact(&mut answer).unwrap();
    assert_eq!(&answer, b"HTTP/1.1 200");
}

#[test]
fn few_replies_are_made_at_a_time_and_none_for_nobody() {
    let limits = Limits {
        replies: 2,
        ..limits()
    };
    let (gate, running, most, lost) = (
        Gate::default(),
        Arc::new(AtomicUsize::new(0)),
        Arc::new(AtomicUsize::new(0)),
        Arc::new(AtomicUsize::new(0)),
    );
    let (pass, now, peak, wasted) = (
        gate.clone(),
        Arc::clone(&running),
        Arc::clone(&most),
        Arc::clone(&lost),
    );
    let answered = move |request: &Request<'_>| {
        if request.path == "gone" {
            wasted.fetch_add(1, Ordering::SeqCst);
        }
        let others = now.fetch_add(1, Ordering::SeqCst);
        peak.fetch_max(others + 1, Ordering::SeqCst);
        pass.pass();
        now.fetch_sub(1, Ordering::SeqCst);
        echoed(request)
    };
    let server = start(limits, answered, |_| told("told"));
    let asking = |path: &str| {
        let mut stream = connect(server.address);
        let head = format!("GET /{path} HTTP/1.1\r\nHost: localhost\r\nConnection: close");
        send(&mut stream, head.as_bytes());
        stream
    };
    let first: Vec<TcpStream> = (0..2).map(|_| asking("kept")).collect();
    eventually("two replies are made", || {
        running.load(Ordering::SeqCst) == 2
    });
    let gone: Vec<TcpStream> = (0..5).map(|_| asking("gone")).collect();
    let kept: Vec<TcpStream> = (0..5).map(|_| asking("kept")).collect();
    for mut stream in gone {
        stream.shutdown(Shutdown::Write).unwrap();
        assert_eq!(rest(&mut stream), b"");
    }
    assert_eq!(Page::open(server.address, "").field("data"), "told");
    gate.open();
    for mut stream in first.into_iter().chain(kept) {
        assert!(rest(&mut stream).ends_with(b"kept false true"));
    }
    assert_eq!(lost.load(Ordering::SeqCst), 0);
    assert_eq!(most.load(Ordering::SeqCst), 2);
}

#[test]
fn a_change_for_a_thousand_pages_does_not_stall_requests() {
    let gate = Gate::default();
    gate.open();
    let pass = gate.clone();
    let news = move |_: &mut Shown| {
        pass.pass();
        told("told")
    };
    let server = start(limits(), echoed, news);
    let mut pages: Vec<Page> = (0..many(1000))
        .map(|_| Page::open(server.address, ""))
        .collect();
    for page in &mut pages {
        assert_eq!(page.field("data"), "told");
    }
    gate.shut();
    server.change();
    for _ in 0..10 {
        assert_eq!(get(server.address, "/a").1, "a false true");
    }
    gate.open();
    for page in &mut pages {
        assert_eq!(page.field("data"), "told");
    }
}

/// Done by [`it_goes_on_when_files_run_out`] in a process of its own.
#[cfg(unix)]
#[test]
#[ignore = "lowers the limits of its process"]
fn with_few_files() {
    let server = echo();
    assert_eq!(get(server.address, "/a").1, "a false true");
    rlimit::Resource::NOFILE.set(64, 64).unwrap();
    let mut clients = Vec::new();
    let mut failures = 0;
    while failures < 20 {
        match TcpStream::connect(server.address) {
            Ok(stream) => clients.push(stream),
            Err(_) => {
                failures += 1;
                std::thread::sleep(Duration::from_millis(20));
            }
        }
    }
    assert!(clients.len() > 32, "the server held on to its files");
    clients.truncate(clients.len() - 4);
    assert_eq!(get(server.address, "/b").1, "b false true");
}

#[cfg(unix)]
#[test]
fn it_goes_on_when_files_run_out() {
    let ended = alone(concat!(module_path!(), "::with_few_files"))
        .output()
        .unwrap();
    let words = String::from_utf8_lossy(&ended.stdout);
    assert!(ended.status.success(), "{ended:?}");
    assert!(words.contains("1 passed"), "{words}");
}
