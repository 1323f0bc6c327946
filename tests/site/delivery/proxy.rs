//! A connection that is cut, or held up, after so many bytes.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

/// What happens when the bytes are used up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Then {
    /// Every connection is cut and none is let through.
    Cut,
    /// What comes waits until the proxy is opened.
    Hold,
}

/// Passes on what is sent to its port.
pub struct Proxy {
    pub port: u16,
    left: Arc<AtomicI64>,
}

impl Proxy {
    /// Listens on a port of its own and passes on `bytes` bytes to `port` in all.
    pub fn start(port: u16, bytes: i64, then: Then) -> Proxy {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let own = listener.local_addr().expect("an address").port();
        let left = Arc::new(AtomicI64::new(bytes));
        let shared = left.clone();
        std::thread::spawn(move || {
            for client in listener.incoming().flatten() {
                if then == Then::Cut && shared.load(Ordering::SeqCst) <= 0 {
                    continue;
                }
                let Ok(server) = TcpStream::connect(("127.0.0.1", port)) else {
                    continue;
                };
                let there = (client.try_clone(), server.try_clone());
                let (Ok(client2), Ok(server2)) = there else {
                    continue;
                };
                let left = shared.clone();
                std::thread::spawn(move || pass(client, server, Some((&left, then))));
                std::thread::spawn(move || pass(server2, client2, None));
            }
        });
        Proxy { port: own, left }
    }

    /// Whether the bytes are used up.
    pub fn is_used_up(&self) -> bool {
        self.left.load(Ordering::SeqCst) <= 0
    }

    /// Lets everything through from now on.
    pub fn open(&self) {
        self.left.store(i64::MAX / 2, Ordering::SeqCst);
    }
}

fn pass(mut from: TcpStream, mut to: TcpStream, bound: Option<(&AtomicI64, Then)>) {
    let mut buffer = [0; 2048];
    while let Ok(n) = from.read(&mut buffer) {
        if n == 0 {
            break;
        }
        let size = i64::try_from(n).expect("it is small");
        if let Some((left, then)) = bound
            && left.fetch_sub(size, Ordering::SeqCst) < size
        {
            if then == Then::Cut {
                break;
            }
            while left.load(Ordering::SeqCst) <= 0 {
                std::thread::sleep(Duration::from_millis(20));
            }
        }
        if to.write_all(&buffer[..n]).is_err() {
            break;
        }
    }
    let _ = (from.shutdown(Shutdown::Both), to.shutdown(Shutdown::Both));
}
