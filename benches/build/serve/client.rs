//! Reads pages as a browser does that keeps its connection.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::time::Duration;

/// The status of an answer with the page that was asked for.
pub const FOUND: u16 = 200;

/// Longest wait for an answer; a server may hold it back while it renders.
const PATIENCE: Duration = Duration::from_secs(600);

/// A browser with one connection to a server on this machine.
pub struct Client {
    port: u16,
    connection: Option<BufReader<TcpStream>>,
}

impl Client {
    /// A browser of the server at `port`, which need not listen yet.
    pub fn new(port: u16) -> Client {
        Client {
            port,
            connection: None,
        }
    }

    /// The status and the body of what is at `path`, which begins with a slash and is percent-encoded.
    ///
    /// # Errors
    /// The server does not listen, or what it says is no answer.
    pub fn get(&mut self, path: &str) -> io::Result<(u16, Vec<u8>)> {
        if let Some(mut kept) = self.connection.take()
            && let Ok(answer) = self.ask(&mut kept, path)
        {
            self.connection = answer.stays.then_some(kept);
            return Ok((answer.status, answer.body));
        }
        // None was kept, or the server has closed it since.
        let stream = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port))?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        let mut fresh = BufReader::new(stream);
        let answer = self.ask(&mut fresh, path)?;
        self.connection = answer.stays.then_some(fresh);
        Ok((answer.status, answer.body))
    }

    fn ask(&self, connection: &mut BufReader<TcpStream>, path: &str) -> io::Result<Answer> {
        let request = format!(
            "GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nAccept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8\r\nSec-Fetch-Mode: navigate\r\n\r\n",
            self.port
        );
        connection.get_mut().write_all(request.as_bytes())?;
        Answer::read(connection)
    }
}

struct Answer {
    status: u16,
    body: Vec<u8>,
    /// Whether the connection can be asked again.
    stays: bool,
}

impl Answer {
    fn read(from: &mut BufReader<TcpStream>) -> io::Result<Answer> {
        let first = line(from)?;
        let status = first.split(' ').nth(1).and_then(|word| word.parse().ok());
        let status = status.ok_or_else(|| io::Error::other(format!("no answer: {first}")))?;
        let (mut length, mut chunked, mut stays) = (None, false, true);
        loop {
            let header = line(from)?.to_ascii_lowercase();
            let Some((name, value)) = header.split_once(':') else {
                break;
            };
            match (name, value.trim()) {
                ("content-length", value) => length = value.parse().ok(),
                ("transfer-encoding", "chunked") => chunked = true,
                ("connection", "close") => stays = false,
                _ => {}
            }
        }
        let mut body = Vec::new();
        if chunked {
            chunks(from, &mut body)?;
        } else if let Some(length) = length {
            take(from, length, &mut body)?;
        } else {
            from.read_to_end(&mut body)?;
            stays = false;
        }
        Ok(Answer {
            status,
            body,
            stays,
        })
    }
}

/// Reads chunks, each with its length before it, to the empty one at the end.
fn chunks(from: &mut BufReader<TcpStream>, body: &mut Vec<u8>) -> io::Result<()> {
    loop {
        let size = line(from)?;
        let length = u64::from_str_radix(&size, 16).map_err(io::Error::other)?;
        take(from, length, body)?;
        line(from)?;
        if length == 0 {
            return Ok(());
        }
    }
}

fn take(from: &mut BufReader<TcpStream>, length: u64, body: &mut Vec<u8>) -> io::Result<()> {
    match from.take(length).read_to_end(body)? as u64 == length {
        true => Ok(()),
        false => Err(io::ErrorKind::UnexpectedEof.into()),
    }
}

fn line(from: &mut BufReader<TcpStream>) -> io::Result<String> {
    let mut line = String::new();
    if from.read_line(&mut line)? == 0 {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    line.truncate(line.trim_end().len());
    Ok(line)
}
