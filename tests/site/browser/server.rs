//! A web server as plain as a county's: files, nothing added, nothing compressed.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;

/// Files by their paths.
type Tree = BTreeMap<String, Vec<u8>>;

/// Serves `tree` as long as the tests run.
pub fn serve(listener: TcpListener, tree: Arc<Tree>) {
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let tree = tree.clone();
            std::thread::spawn(move || answer(&stream, &tree));
        }
    });
}

/// Answers one request; a browser that goes away needs none.
fn answer(stream: &TcpStream, tree: &Tree) -> Option<()> {
    let mut lines = BufReader::new(stream).lines();
    let first = lines.next()?.ok()?;
    // The rest of the head is read, so that closing does not cut the answer off.
    lines.find(|line| line.as_ref().is_ok_and(String::is_empty));
    let path = first.split(' ').nth(1)?.split('?').next()?;
    let mut path = decoded(path.trim_start_matches('/'));
    if path.is_empty() || path.ends_with('/') {
        path.push_str("index.html");
    }
    let (status, body) = match tree.get(&path) {
        Some(body) => ("200 OK", body),
        None => ("404 Not Found", tree.get("404.html")?),
    };
    let kind = match path.rsplit('.').next() {
        Some("css") => "text/css",
        Some("js") => "text/javascript",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("jpg") => "image/jpeg",
        _ => "text/html; charset=utf-8",
    };
    let mut stream = stream;
    let length = body.len();
    write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n"
    )
    .ok()?;
    stream.write_all(body).ok()
}

/// A path with its percent signs resolved.
fn decoded(path: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = path.as_bytes();
    while let [first, tail @ ..] = rest {
        let hex = |at: usize| char::from(*tail.get(at)?).to_digit(16);
        match (first, hex(0), hex(1)) {
            (b'%', Some(high), Some(low)) => {
                bytes.push((high * 16 + low) as u8);
                rest = &tail[2..];
            }
            _ => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
