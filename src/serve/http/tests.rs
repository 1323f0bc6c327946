//! A server on a real socket, and a client that writes its requests by hand.

mod guarded;
mod load;
mod ports;
mod replies;
#[cfg(unix)]
mod signals;
mod streams;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::{Arc, Condvar, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use tokio::sync::{oneshot, watch};

use super::run::{Limits, run_within};
use super::*;

/// How long anything may take on a busy machine.
const DEADLINE: Duration = Duration::from_secs(60);

type Replying = Box<dyn Fn(&Request<'_>) -> Reply + Send + Sync>;
type Telling = Box<dyn Fn(&mut Shown) -> Vec<Message> + Send + Sync>;

struct Fake {
    reply: Replying,
    news: Telling,
}

impl Served for Fake {
    fn reply(&self, request: &Request<'_>) -> Reply {
        (self.reply)(request)
    }

    fn news(&self, shown: &mut Shown) -> Vec<Message> {
        (self.news)(shown)
    }
}

/// A server on a thread of its own; it ends when this is dropped.
struct Running {
    address: SocketAddr,
    changed: watch::Sender<u64>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<std::io::Result<()>>>,
}

impl Running {
    fn change(&self) {
        self.changed.send_modify(|count| *count += 1);
    }

    fn stop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            eventually("the server ends", || thread.is_finished());
            thread.join().unwrap().unwrap();
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            self.stop();
        }
    }
}

fn limits() -> Limits {
    Limits {
        head: 10 * DEADLINE,
        stall: 10 * DEADLINE,
        ..Limits::of_system()
    }
}

fn start_at(host: &str, limits: Limits, reply: Replying, news: Telling) -> Running {
    let options = Options {
        host: host.to_owned(),
        port: 0,
    };
    let listener = listen(&options).unwrap();
    let address = listener.address();
    let (changed, receiver) = watch::channel(0);
    let (stop, stopped) = oneshot::channel();
    let served = Arc::new(Fake { reply, news });
    let thread = std::thread::spawn(move || {
        let stopped = async {
            let _ = stopped.await;
        };
        run_within(limits, listener, served, receiver, stopped)
    });
    Running {
        address,
        changed,
        stop: Some(stop),
        thread: Some(thread),
    }
}

fn start(
    limits: Limits,
    reply: impl Fn(&Request<'_>) -> Reply + Send + Sync + 'static,
    news: impl Fn(&mut Shown) -> Vec<Message> + Send + Sync + 'static,
) -> Running {
    start_at("127.0.0.1", limits, Box::new(reply), Box::new(news))
}

/// A server that answers with what it understood.
fn echo() -> Running {
    start(limits(), echoed, |_| Vec::new())
}

fn echoed(request: &Request<'_>) -> Reply {
    let Request {
        path,
        browser,
        local,
    } = request;
    page(format!("{path} {browser} {local}"))
}

fn page(text: impl Into<Bytes>) -> Reply {
    Reply::Answer(Answer {
        status: 200,
        path: "a.html".to_owned(),
        body: text.into(),
    })
}

fn connect(address: SocketAddr) -> TcpStream {
    let stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(DEADLINE)).unwrap();
    stream
}

/// Sends the lines of a request's head.
fn send(stream: &mut TcpStream, head: &[u8]) {
    stream.write_all(head).unwrap();
    stream.write_all(b"\r\n\r\n").unwrap();
}

/// What is left to read; nothing more if the server cut the connection.
fn rest(stream: &mut TcpStream) -> Vec<u8> {
    let mut bytes = Vec::new();
    if let Err(error) = stream.read_to_end(&mut bytes) {
        use std::io::ErrorKind::{ConnectionAborted, ConnectionReset};
        assert!(
            [ConnectionAborted, ConnectionReset].contains(&error.kind()),
            "{error}"
        );
    }
    bytes
}

/// The head in lower case, and the body.
fn ask(address: SocketAddr, head: &[u8]) -> (String, Vec<u8>) {
    let mut stream = connect(address);
    send(&mut stream, &[head, b"\r\nConnection: close"].concat());
    let bytes = rest(&mut stream);
    let end = bytes.windows(4).position(|w| w == b"\r\n\r\n").unwrap();
    let head = String::from_utf8(bytes[..end + 2].to_vec()).unwrap();
    (head.to_lowercase(), bytes[end + 4..].to_vec())
}

fn get(address: SocketAddr, path: &str) -> (String, String) {
    let request = format!("GET {path} HTTP/1.1\r\nHost: localhost");
    let (head, body) = ask(address, request.as_bytes());
    (head, String::from_utf8(body).unwrap())
}

fn status(head: &str) -> u16 {
    head.split(' ').nth(1).unwrap().parse().unwrap()
}

/// A page that listens to events.
struct Page {
    /// In lower case.
    head: String,
    lines: BufReader<TcpStream>,
}

impl Page {
    fn open(address: SocketAddr, query: &str) -> Page {
        let mut stream = connect(address);
        let head = format!("GET /_/events?{query} HTTP/1.1\r\nHost: localhost");
        send(&mut stream, head.as_bytes());
        let mut lines = BufReader::new(stream);
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            assert_ne!(lines.read_line(&mut head).unwrap(), 0);
        }
        Page {
            head: head.to_lowercase(),
            lines,
        }
    }

    /// The next line of the stream.
    fn line(&mut self) -> String {
        loop {
            let mut line = String::new();
            self.lines.read_line(&mut line).unwrap();
            assert!(!line.is_empty(), "the stream has ended");
            // The lines between the chunks end otherwise than those of the stream.
            if !line.ends_with("\r\n") {
                return line.trim_end_matches('\n').to_owned();
            }
        }
    }

    /// The next line of a field named `name`.
    fn field(&mut self, name: &str) -> String {
        loop {
            if let Some(value) = self.line().strip_prefix(&format!("{name}: ")) {
                return value.to_owned();
            }
        }
    }
}

fn eventually(what: &str, mut holds: impl FnMut() -> bool) {
    let end = Instant::now() + DEADLINE;
    while !holds() {
        assert!(Instant::now() < end, "{what}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// The ignored test at this path, in a process of its own.
#[cfg(unix)]
fn alone(path: &str) -> std::process::Command {
    let (_crate, name) = path.split_once("::").unwrap();
    let mut command = std::process::Command::new(std::env::current_exe().unwrap());
    command.args([name, "--exact", "--ignored", "--nocapture"]);
    command
}

/// A door that blocking work waits at.
#[derive(Clone, Default)]
struct Gate(Arc<(Mutex<bool>, Condvar)>);

impl Gate {
    fn pass(&self) {
        let (open, opened) = &*self.0;
        drop(opened.wait_while(open.lock().unwrap(), |open| !*open));
    }

    fn open(&self) {
        *self.0.0.lock().unwrap() = true;
        self.0.1.notify_all();
    }

    fn shut(&self) {
        *self.0.0.lock().unwrap() = false;
    }
}
