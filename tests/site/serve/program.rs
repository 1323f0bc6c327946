//! The program while it serves a site.

use std::io::Read;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex, PoisonError};

use super::client::{Answer, Event, Listener, Shown, ask, encoded};
use crate::harness::{Folder, Tree, tree};
pub use crate::patience::{PATIENCE, until};

/// What a browser sends.
pub const BROWSER: &str = "Accept: text/html,application/xhtml+xml,*/*;q=0.8\r\n";

/// The program while it serves a site; ends with the test.
pub struct Serving {
    child: Child,
    /// Host and port.
    pub address: String,
    said: Arc<Mutex<String>>,
}

impl Serving {
    /// Serves the site in `folder`.
    #[track_caller]
    pub fn of(folder: &Folder) -> Serving {
        Serving::with(folder, &[])
    }

    /// The same with more arguments.
    #[track_caller]
    pub fn with(folder: &Folder, args: &[&str]) -> Serving {
        Serving::start(folder.command(&[&["serve", "--port", "0"], args].concat()))
    }

    /// Starts a command that serves.
    #[track_caller]
    pub fn start(mut command: Command) -> Serving {
        let mut child = command
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut stream = child.stderr.take().expect("the error stream");
        let said = Arc::new(Mutex::new(String::new()));
        let writing = said.clone();
        // Ends with the program.
        std::thread::spawn(move || {
            let (mut bytes, mut part) = (Vec::new(), [0; 4096]);
            while let Ok(n @ 1..) = stream.read(&mut part) {
                bytes.extend_from_slice(&part[..n]);
                // Whole characters only, so that what was said before stays as long as it was.
                let whole = bytes.utf8_chunks().next().map_or("", |chunk| chunk.valid());
                *writing.lock().unwrap_or_else(PoisonError::into_inner) = whole.to_owned();
            }
        });
        let mut serving = Serving {
            child,
            address: String::new(),
            said,
        };
        serving.address = until(|| {
            let said = serving.said();
            let first = said.lines().next().unwrap_or_default();
            let address = first.split_once("http://").map(|(_, rest)| rest);
            let address = address.and_then(|rest| rest.split_once('/'));
            let ended = serving.child.try_wait().expect("a child");
            assert!(ended.is_none(), "it ended: {ended:?}: {said}");
            address.map_or(Err(said.clone()), |(address, _)| Ok(address.to_owned()))
        });
        serving
    }

    /// The number of the process.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// What it has said on the error stream.
    pub fn said(&self) -> String {
        let said = self.said.lock().unwrap_or_else(PoisonError::into_inner);
        said.clone()
    }

    /// Waits until it has said `words` after the first `from` bytes.
    #[track_caller]
    pub fn await_said(&self, from: usize, words: &str) {
        until(|| {
            let said = self.said();
            let new = said.get(from..).unwrap_or_default();
            new.contains(words)
                .then_some(())
                .ok_or(format!("{words:?} is not in: {new}"))
        });
    }

    /// Waits for the end of the program.
    #[track_caller]
    pub fn ended(&mut self) -> ExitStatus {
        until(|| {
            let ended = self.child.try_wait().expect("a child");
            ended.ok_or("it runs".to_owned())
        })
    }

    /// What stands at `path`, which is not encoded and has no slash at its beginning, exactly as a build has it.
    #[track_caller]
    pub fn get(&self, path: &str) -> Answer {
        self.ask("GET", &format!("/{}", encoded(path)), "")
    }

    /// What a browser gets at `path`.
    #[track_caller]
    pub fn browse(&self, path: &str) -> Answer {
        self.ask("GET", &format!("/{}", encoded(path)), BROWSER)
    }

    /// Any request.
    #[track_caller]
    pub fn ask(&self, method: &str, target: &str, headers: &str) -> Answer {
        let answer = ask(&self.address, method, target, headers);
        answer.unwrap_or_else(|error| panic!("{target}: {error}; {}", self.said()))
    }

    /// A browser that shows `path`.
    #[track_caller]
    pub fn listen(&self, path: &str) -> Listener {
        Listener::open(&self.address, Shown::of(&self.browse(path).text()))
    }

    /// Waits until the page at `path` holds `words`.
    #[track_caller]
    pub fn await_words(&self, path: &str, words: &str) {
        until(|| {
            let text = self.get(path).text();
            text.contains(words)
                .then_some(())
                .ok_or(format!("{path} lacks {words:?}: {text}"))
        });
    }

    /// Waits until the page at `path` does not hold `words`.
    #[track_caller]
    pub fn await_none(&self, path: &str, words: &str) {
        until(|| {
            let text = self.get(path).text();
            (!text.contains(words))
                .then_some(())
                .ok_or(format!("{path} holds {words:?}: {text}"))
        });
    }

    /// Waits until `path` is answered with `status`.
    #[track_caller]
    pub fn await_status(&self, path: &str, status: u16) {
        until(|| {
            let found = self.get(path).status;
            (found == status)
                .then_some(())
                .ok_or(format!("{path}: {found}"))
        });
    }

    /// The files of `built` that are served otherwise, each with what is served.
    pub fn differing(&self, built: &Tree) -> Vec<String> {
        let differing = built.iter().filter_map(|(path, bytes)| {
            let answer = self.get(path);
            let same = answer.status == 200 && answer.body == *bytes;
            (!same).then(|| format!("{path} ({}, {} bytes)", answer.status, answer.body.len()))
        });
        differing.collect()
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
        if std::thread::panicking() {
            eprintln!("the program said: {}", self.said());
        }
    }
}

/// What a build of the site in `folder`, which has no errors, puts into a folder elsewhere; but not the list of it, which is no file of the site.
#[track_caller]
pub fn built(folder: &Folder, args: &[&str]) -> Tree {
    let out = Folder::in_memory();
    let place = out.path("public");
    let place = place.to_str().expect("UTF-8");
    folder
        .run(&[&["build", "--out", place], args].concat())
        .expect(0);
    let mut built = tree(&out.path("public"));
    assert!(built.remove("manifest.json").is_some());
    built
}

/// A notice of the 20th of November 2026.
pub fn notice(title: &str, text: &str) -> String {
    format!("---\n标题: {title}\n发布日期: 2026-11-20\n文种: 通知\n---\n\n{text}\n")
}

/// The site of [`Folder::site`] with two villages, each with a notice `n`.
pub fn villages() -> Folder {
    let folder = Folder::site();
    for name in ["a", "b"] {
        folder
            .write(
                &format!("content/qx/{name}/org.yaml"),
                format!("名称: {name}村\n层级: 村\n"),
            )
            .write(
                &format!("content/qx/{name}/notices/n.md"),
                notice(&format!("{name}村通知"), &format!("{name}村开会。")),
            );
    }
    folder
}

/// Whether `event` tells to load the page again.
pub fn is_reload(event: &Event) -> bool {
    event.name == "reload"
}
