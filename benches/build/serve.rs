//! How soon a save is seen, beside Hugo's server on the same records.
//!
//! 1. A [`Server`] is started on a site, and a record's page is read over HTTP until it is there.
//! 2. An [`Edit`] is written to disk, when the servers have nothing else to do, or after a pause.
//! 3. What shows it is read again and again until it does: the record's page, then the list that it stands in and the feed. Everything counts from before the first byte was
//!    written. The same edits of the same records are made for every server.
//!
//! Servers of gongkai, one for each size, are edited in turns; those of Hugo come after them, each by itself.

mod client;
mod edits;
mod figures;
mod server;

pub use server::guard;

use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use crate::hugo;
use crate::sites::{self, Reader};
use client::Client;
use edits::{Edit, Editor};
use figures::{Figures, Look, Table};
use server::Server;

/// Records that Hugo gets at most, and that more are compared with.
const SMALL: usize = 10_000;

/// Most edits of a sort. More new records of one day would not all stand on the first page of a list, nor in a feed.
pub const MOST: usize = 30;

/// No other edit of a sort is begun when those before have taken this long.
const ENOUGH: Duration = Duration::from_secs(150);

/// Longest pause before an edit while gongkai, which looks for dead links when it has nothing else to do, is still busy; an officer does not wait for that. Hugo is given all the
/// time that it wants.
const PAUSE: Duration = Duration::from_secs(3);

/// How long a server may take to show a page.
const PATIENCE: Duration = Duration::from_secs(600);

/// How long lists and feeds may be behind the page before they count as stale.
const STALE: Duration = Duration::from_secs(60);

/// A program, as it is started.
#[derive(Debug, Clone)]
enum Program {
    Gongkai,
    /// Hugo's program, and whether it puts off what nobody looked at.
    Hugo(PathBuf, bool),
}

/// Measures `edits` edits of each sort on a site of `records` in `work`; with more than ten thousand, on one of ten thousand as well. `hugo` is Hugo's program.
///
/// # Errors
/// A server does not start or never shows a change, or the disk refuses.
pub fn bench(records: usize, edits: usize, work: &Path, hugo: Option<PathBuf>) -> io::Result<()> {
    let small = records.min(SMALL);
    let mut lanes = vec![Lane::start(Program::Gongkai, small, work)?];
    if records > small {
        lanes.push(Lane::start(Program::Gongkai, records, work)?);
    }
    let mut figures = run(lanes, edits)?;
    for fast in [true, false] {
        if let Some(program) = &hugo {
            let program = Program::Hugo(program.clone(), fast);
            figures.extend(run(vec![Lane::start(program, small, work)?], edits)?);
        }
    }
    println!("{}", Table { edits, figures });
    Ok(())
}

/// Makes the edits, of every lane in turn, and ends their servers.
fn run(mut lanes: Vec<Lane>, edits: usize) -> io::Result<Vec<Figures>> {
    for edit in Edit::ALL {
        let began = Instant::now();
        for turn in 0..edits {
            if turn > 0 && began.elapsed() > ENOUGH {
                break;
            }
            for at in 0..lanes.len() {
                lanes.iter().for_each(Lane::rest);
                lanes[at].turn(edit, turn)?;
            }
            eprintln!("{}: {} of {edits}", edit.name(), turn + 1);
        }
    }
    Ok(lanes.into_iter().map(Lane::end).collect())
}

/// A server, and what was measured on it.
struct Lane {
    server: Server,
    client: Client,
    editor: Editor,
    figures: Figures,
}

impl Lane {
    fn start(program: Program, records: usize, work: &Path) -> io::Result<Lane> {
        let name = program.name();
        eprintln!("{name}, {records} records");
        let root = work.join(format!("{name}-{records}").replace(' ', "-"));
        let places = sites::write(records, program.reader(), &root)?;
        let editor = Editor::new(program.reader(), root.clone(), records, places)?;
        let began = Instant::now();
        let server = match &program {
            Program::Gongkai => {
                let mut command = Command::new(env!("CARGO_BIN_EXE_gongkai"));
                command.args(["--lang", "en", "-C"]).arg(&root);
                command.args(["serve", "--port", "0"]);
                Server::start(&command, None)?
            }
            Program::Hugo(hugo, fast) => {
                let port = server::free_port()?;
                Server::start(&hugo::serve(hugo, &root, port, *fast), Some(port))?
            }
        };
        let mut client = Client::new(server.port());
        let page = editor.any_page();
        // Until it listens it refuses connections.
        while !client
            .get(&page)
            .is_ok_and(|(status, _)| status == client::FOUND)
        {
            if let Some(said) = server.last_words(began.elapsed() > PATIENCE) {
                return Err(io::Error::other(format!(
                    "{name} does not serve {page}\n{said}"
                )));
            }
            std::thread::sleep(Duration::from_millis(2));
        }
        let figures = Figures::new(name, program.reader(), records, began.elapsed());
        Ok(Lane {
            server,
            client,
            editor,
            figures,
        })
    }

    fn rest(&self) {
        self.server.rest(match self.figures.reader {
            Reader::Gongkai => PAUSE,
            Reader::Hugo => PATIENCE,
        });
    }

    /// Makes the edit with the number `turn`, and looks until it is seen.
    fn turn(&mut self, edit: Edit, turn: usize) -> io::Result<()> {
        let made = self.editor.make(edit, turn)?;
        self.client.get(&made.open)?;
        let began = Instant::now();
        std::fs::write(&made.file, &made.text)?;
        if !self.sees(&made.page, &made.mark, PATIENCE)? {
            let page = &made.page;
            return Err(io::Error::other(format!("{page} never shows the change")));
        }
        let page = began.elapsed();
        let mut seen = true;
        for list in &made.lists {
            seen = seen && self.sees(list, &made.mark, STALE)?;
        }
        let lists = (!made.lists.is_empty()).then(|| seen.then(|| began.elapsed()));
        self.figures.add(edit, Look { page, lists });
        Ok(())
    }

    /// Reads `path` until `mark` is in it; false if that takes longer than `patience`.
    fn sees(&mut self, path: &str, mark: &str, patience: Duration) -> io::Result<bool> {
        let began = Instant::now();
        loop {
            let (status, body) = self.client.get(path)?;
            if status == client::FOUND && String::from_utf8_lossy(&body).contains(mark) {
                return Ok(true);
            }
            let passed = began.elapsed();
            if passed > patience {
                return Ok(false);
            }
            // So seldom that looking costs the server little, and that no more than a hundredth is added to the time.
            std::thread::sleep((passed / 100).clamp(Duration::from_millis(1), STALE / 600));
        }
    }

    fn end(mut self) -> Figures {
        self.figures.memory = self.server.memory();
        self.figures
    }
}

impl Program {
    fn name(&self) -> &'static str {
        match self {
            Program::Gongkai => "gongkai",
            Program::Hugo(_, true) => "Hugo",
            Program::Hugo(_, false) => "Hugo full",
        }
    }

    fn reader(&self) -> Reader {
        match self {
            Program::Gongkai => Reader::Gongkai,
            Program::Hugo(..) => Reader::Hugo,
        }
    }
}
