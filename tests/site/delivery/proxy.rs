//! A connection that is cut after so many bytes.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// Listens on a port of its own and passes on `bytes` bytes to `port` in all; then every connection is cut and none is let through.
pub fn start(port: u16, bytes: i64) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let own = listener.local_addr().expect("an address").port();
    let left = Arc::new(AtomicI64::new(bytes));
    std::thread::spawn(move || {
        for client in listener.incoming().flatten() {
            if left.load(Ordering::SeqCst) <= 0 {
                continue;
            }
            let Ok(server) = TcpStream::connect(("127.0.0.1", port)) else {
                continue;
            };
            let there = (client.try_clone(), server.try_clone());
            let (Ok(client2), Ok(server2)) = there else {
                continue;
            };
            let left = left.clone();
            std::thread::spawn(move || pass(client, server, Some(&left)));
            std::thread::spawn(move || pass(server2, client2, None));
        }
    });
    own
}

fn pass(mut from: TcpStream, mut to: TcpStream, left: Option<&AtomicI64>) {
    let mut buffer = [0; 2048];
    while let Ok(n) = from.read(&mut buffer) {
        if n == 0 {
            break;
        }
        let size = i64::try_from(n).expect("it is small");
        let over = left.is_some_and(|left| left.fetch_sub(size, Ordering::SeqCst) < size);
        if over || to.write_all(&buffer[..n]).is_err() {
            break;
        }
    }
    let _ = (from.shutdown(Shutdown::Both), to.shutdown(Shutdown::Both));
}
