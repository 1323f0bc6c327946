//! A server that ends with this program, whatever happens to it.

use std::io::{self, BufRead, BufReader, Read};
use std::net::{Ipv4Addr, TcpListener};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use crate::measure::{peak_memory, present_memory, processor};

/// What stands before the port in the line by which gongkai says where it serves.
const ADDRESS: &str = "http://127.0.0.1:";

/// A running server.
///
/// Between it and this program stands a [`guard`]: it ends the server when its standard input closes, which the system does even if this program is killed.
pub struct Server {
    guard: Child,
    process: u32,
    port: u16,
    said: Receiver<String>,
}

impl Server {
    /// Starts `command`, which serves at `port`, or else says where it does.
    ///
    /// # Errors
    /// It does not start, or it ends without saying where it serves.
    pub fn start(command: &Command, port: Option<u16>) -> io::Result<Server> {
        let mut guard = Command::new(std::env::current_exe()?)
            .arg("--guard")
            .arg(command.get_program())
            .args(command.get_args())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()?;
        let (send, said) = channel();
        if let Some(errors) = guard.stderr.take() {
            // Always read to its end, so that the server is never held up by a full pipe.
            std::thread::spawn(move || {
                for line in BufReader::new(errors).lines().map_while(Result::ok) {
                    // When nobody listens any more the server is about to be ended.
                    let _ = send.send(line);
                }
            });
        }
        let mut first = String::new();
        if let Some(output) = guard.stdout.take() {
            BufReader::new(output).read_line(&mut first)?;
        }
        let mut server = Server {
            guard,
            process: first.trim().parse().unwrap_or_default(),
            port: port.unwrap_or_default(),
            said,
        };
        if port.is_none() {
            server.port = server.hear_port()?;
        }
        Ok(server)
    }

    fn hear_port(&self) -> io::Result<u16> {
        let mut heard = String::new();
        for line in &self.said {
            let port = line.split_once(ADDRESS).and_then(|(_, rest)| {
                let end = rest.find(|c: char| !c.is_ascii_digit());
                rest[..end.unwrap_or(rest.len())].parse().ok()
            });
            if let Some(port) = port {
                return Ok(port);
            }
            heard = format!("{heard}{line}\n");
        }
        Err(io::Error::other(format!("it never served\n{heard}")))
    }

    /// The port it serves at.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// What it said last, if it has ended or with `anyway`.
    pub fn last_words(&self, anyway: bool) -> Option<String> {
        let mut words = String::new();
        loop {
            match self.said.try_recv() {
                Ok(line) => words = format!("{words}{line}\n"),
                Err(std::sync::mpsc::TryRecvError::Empty) if !anyway => return None,
                Err(_) => return Some(words),
            }
        }
    }

    /// Waits until it has nothing to do, but no longer than `most`; where that cannot be seen, a second.
    pub fn rest(&self, most: Duration) {
        const LOOK: Duration = Duration::from_millis(250);
        const IDLE: f64 = 0.02;
        let Some(mut before) = processor(self.process) else {
            std::thread::sleep(LOOK * 4);
            return;
        };
        let began = Instant::now();
        while began.elapsed() < most {
            std::thread::sleep(LOOK);
            match processor(self.process) {
                Some(now) if now - before > IDLE => before = now,
                _ => return,
            }
        }
    }

    /// The most memory it has had and what it has now, in MB, where the system tells.
    pub fn memory(&self) -> Option<(f64, f64)> {
        Some((peak_memory(self.process)?, present_memory(self.process)?))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.guard.stdin.take());
        // A guard that is gone has nothing left to end.
        let _ = self.guard.wait();
    }
}

/// A port that nobody has just now.
///
/// # Errors
/// There is none.
pub fn free_port() -> io::Result<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?
        .local_addr()?
        .port())
}

/// Runs the program and the arguments in `words` until standard input closes, and says first, on a line of its own, which process it is.
///
/// # Errors
/// It does not start.
pub fn guard(words: &[String]) -> io::Result<()> {
    let [program, args @ ..] = words else {
        return Err(io::ErrorKind::InvalidInput.into());
    };
    let mut child = Command::new(program)
        .args(args)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .spawn()?;
    println!("{}", child.id());
    let (send, closed) = channel::<()>();
    std::thread::spawn(move || {
        // An end and an error mean the same: nobody is there any more.
        let _ = io::stdin().read_to_end(&mut Vec::new());
        drop(send);
    });
    while child.try_wait()?.is_none() {
        match closed.recv_timeout(Duration::from_millis(200)) {
            Err(RecvTimeoutError::Timeout) => {}
            _ => {
                child.kill()?;
                child.wait()?;
            }
        }
    }
    Ok(())
}
