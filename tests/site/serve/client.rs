//! A small HTTP client: one request a connection, and streams of events.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use super::program::PATIENCE;

/// What a path must not hold as it is.
const ENCODED: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'`')
    .add(b'{')
    .add(b'}');

/// `path` as it stands in a request.
pub fn encoded(path: &str) -> String {
    utf8_percent_encode(path, ENCODED).to_string()
}

/// An answer.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Answer {
    /// The value of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(own, _)| own == name);
        found.map(|(_, value)| value.as_str())
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// Asks the server at `address` for `target`, with these further header lines, each ended by a line break.
pub fn ask(address: &str, method: &str, target: &str, headers: &str) -> std::io::Result<Answer> {
    let host = format!("Host: {address}\r\n{headers}");
    exchange(address, method, target, &host)
}

/// The same, with no header but those given.
pub fn exchange(
    address: &str,
    method: &str,
    target: &str,
    headers: &str,
) -> std::io::Result<Answer> {
    let mut stream = connect(address)?;
    write!(
        stream,
        "{method} {target} HTTP/1.1\r\n{headers}Connection: close\r\n\r\n"
    )?;
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes)?;
    let end = bytes.windows(4).position(|part| part == b"\r\n\r\n");
    let end = end.ok_or(std::io::ErrorKind::UnexpectedEof)?;
    let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let mut lines = head.split("\r\n");
    let status = lines.next().and_then(|line| line.split(' ').nth(1));
    let headers = lines.filter_map(|line| line.split_once(": "));
    Ok(Answer {
        status: status
            .and_then(|status| status.parse().ok())
            .unwrap_or_default(),
        headers: headers
            .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
            .collect(),
        body: bytes[end + 4..].to_vec(),
    })
}

fn connect(address: &str) -> std::io::Result<TcpStream> {
    let stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    Ok(stream)
}

/// An event of a stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    pub name: String,
    pub data: String,
}

impl Event {
    /// The data, which is JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.data).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }
}

/// What a page that live editing has put its script into says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// Its path, percent-encoded.
    pub page: String,
    pub version: String,
    pub state: String,
}

impl Shown {
    /// What `html` says of itself.
    #[track_caller]
    pub fn of(html: &str) -> Shown {
        let value = |name: &str| {
            let start = format!(" {name}=\"");
            let at = html.find(&start);
            let at = at.unwrap_or_else(|| panic!("no {name} in: {html}")) + start.len();
            let end = html[at..].find('"').expect("an end") + at;
            html[at..end].to_owned()
        };
        Shown {
            page: value("data-page"),
            version: value("data-version"),
            state: value("data-state"),
        }
    }
}

/// A browser that listens to what becomes of the page it shows.
pub struct Listener {
    stream: TcpStream,
    events: Receiver<Event>,
    /// What it showed when it began to listen.
    pub shown: Shown,
}

impl Listener {
    /// Listens at `address` for what becomes of `shown`.
    pub fn open(address: &str, shown: Shown) -> Listener {
        let mut stream = TcpStream::connect(address).expect("a connection");
        let Shown {
            page,
            version,
            state,
        } = &shown;
        write!(
            stream,
            "GET /_/events?page={page}&version={version}&state={state} HTTP/1.1\r\nHost: {address}\r\nAccept: text/event-stream\r\n\r\n"
        )
        .expect("a request");
        let mut reader = BufReader::new(stream.try_clone().expect("the stream"));
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            let n = reader.read_line(&mut head).expect("a head");
            assert!(n > 0, "cut off: {head}");
        }
        assert!(head.starts_with("HTTP/1.1 200 "), "{head}");
        assert!(head.contains("text/event-stream"), "{head}");
        let (send, events) = channel();
        // Ends when the stream does.
        std::thread::spawn(move || read_events(reader, &send));
        Listener {
            stream,
            events,
            shown,
        }
    }

    /// The next event, which must come.
    #[track_caller]
    pub fn next(&self) -> Event {
        match self.events.recv_timeout(PATIENCE) {
            Ok(event) => event,
            Err(RecvTimeoutError::Timeout) => panic!("{}: no event", self.shown.page),
            Err(RecvTimeoutError::Disconnected) => panic!("{}: cut off", self.shown.page),
        }
    }

    /// The next event, which must have this name; its data.
    #[track_caller]
    pub fn expect(&self, name: &str) -> String {
        let event = self.next();
        assert_eq!(event.name, name, "{}: {event:?}", self.shown.page);
        event.data
    }

    /// The events that have come and were not taken yet.
    pub fn seen(&self) -> Vec<Event> {
        self.events.try_iter().collect()
    }

    /// Takes events until one fits, which must come; gives all of them.
    #[track_caller]
    pub fn take_until(&self, fits: impl Fn(&Event) -> bool) -> Vec<Event> {
        let mut taken = Vec::new();
        loop {
            let event = self.next();
            taken.push(event);
            if taken.last().is_some_and(&fits) {
                return taken;
            }
        }
    }

    /// Waits for the end of the stream.
    #[track_caller]
    pub fn expect_end(&self) {
        loop {
            match self.events.recv_timeout(PATIENCE) {
                Ok(_) => {}
                Err(RecvTimeoutError::Disconnected) => return,
                Err(RecvTimeoutError::Timeout) => panic!("{}: still open", self.shown.page),
            }
        }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        // The server may have ended it.
        let _ = self.stream.shutdown(Shutdown::Both);
    }
}

/// Sends the events of a chunked body on until it ends.
fn read_events(mut reader: impl BufRead, send: &Sender<Event>) -> Option<()> {
    let mut text = Vec::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let size = usize::from_str_radix(line.trim(), 16).ok()?;
        let mut chunk = vec![0; size + 2];
        reader.read_exact(&mut chunk).ok()?;
        text.extend_from_slice(&chunk[..size]);
        while let Some(end) = text.windows(2).position(|part| part == b"\n\n") {
            let block: Vec<u8> = text.drain(..end + 2).collect();
            if let Some(event) = event(&String::from_utf8_lossy(&block)) {
                send.send(event).ok()?;
            }
        }
    }
}

fn event(block: &str) -> Option<Event> {
    let field = |name: &str| {
        let lines = block.lines().filter_map(|line| line.strip_prefix(name));
        let lines: Vec<&str> = lines
            .map(|line| line.strip_prefix(' ').unwrap_or(line))
            .collect();
        (!lines.is_empty()).then(|| lines.join("\n"))
    };
    Some(Event {
        name: field("event:")?,
        data: field("data:").unwrap_or_default(),
    })
}
