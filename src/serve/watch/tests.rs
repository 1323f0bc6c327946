//! Real files, changed as editors and tools change them.

mod doubt;
mod folders;
mod polling;

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use super::{Pace, Signal, System, Watch, WhyPolling, watch_at};

/// Far beyond what anything takes, on however busy a machine.
const DEADLINE: Duration = Duration::from_secs(60);

/// So long that it does not happen within a test.
const NEVER: Duration = Duration::from_secs(3600);

/// The walks that would find what the system's watcher misses are put off.
fn events_only() -> Pace {
    Pace {
        check: (NEVER, 1),
        ..Pace::default()
    }
}

/// A site in a temporary folder, and what is told of it.
struct Site {
    folder: TempDir,
    signals: Receiver<Signal>,
    heard: RefCell<Vec<Signal>>,
    watch: Option<Watch>,
}

impl Site {
    /// With `files` already there.
    fn with(files: &[&str]) -> Site {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("content")).unwrap();
        let (_, signals) = channel();
        let site = Site {
            folder,
            signals,
            heard: RefCell::default(),
            watch: None,
        };
        for file in files {
            site.write(file, "before");
        }
        site
    }

    fn watched(self, pace: Pace) -> Site {
        self.watched_by(pace, System::default(), false, &["content"])
    }

    fn watched_by(mut self, pace: Pace, system: System, poll: bool, folders: &[&str]) -> Site {
        let folders = folders.iter().map(|folder| self.path(folder)).collect();
        let (send, signals) = channel();
        let tell = move |signal| {
            let _ = send.send(signal);
        };
        self.watch = Some(watch_at(pace, system, folders, poll, tell));
        self.signals = signals;
        self
    }

    fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn rename(&self, from: &str, to: &str) {
        fs::rename(self.path(from), self.path(to)).unwrap();
    }

    /// The next signal.
    fn next(&self) -> Signal {
        let signal = self.signals.recv_timeout(DEADLINE);
        let signal = signal.unwrap_or_else(|_| panic!("nothing more after {:?}", self.heard));
        self.heard.borrow_mut().push(signal.clone());
        signal
    }

    /// Waits until each of these paths is told, itself or by a folder above it. Gives all that was told until then.
    fn told(&self, paths: &[&str]) -> BTreeSet<PathBuf> {
        let mut told = BTreeSet::new();
        let mut wanted: Vec<PathBuf> = paths.iter().map(|path| self.path(path)).collect();
        while !wanted.is_empty() {
            match self.next() {
                Signal::Changed(paths) => {
                    assert!(!paths.is_empty());
                    told.extend(paths);
                }
                other => panic!("{other:?}"),
            }
            wanted.retain(|path| !path.ancestors().any(|above| told.contains(above)));
        }
        told
    }

    /// Asserts that what is told up to a change made only now has no path that `unwanted` holds for.
    fn silent(&self, unwanted: impl Fn(&Path) -> bool) {
        self.write("content/last.md", "mark");
        let told = self.told(&["content/last.md"]);
        assert!(!told.iter().any(|path| unwanted(path)), "{told:?}");
    }

    fn set(&self, paths: &[&str]) -> Signal {
        Signal::Changed(paths.iter().map(|path| self.path(path)).collect())
    }
}

#[test]
fn a_file_written_in_place_is_told() {
    let site = Site::with(&["content/a.md"]).watched(events_only());
    site.write("content/a.md", "after");
    let told = site.told(&["content/a.md"]);
    assert_eq!(told, BTreeSet::from([site.path("content/a.md")]));
}

#[test]
fn a_file_renamed_over_another_is_told() {
    let site = Site::with(&["content/a.md"]).watched(events_only());
    // As vim does by default,
    site.write("content/4913", "");
    fs::remove_file(site.path("content/4913")).unwrap();
    site.rename("content/a.md", "content/a.md~");
    site.write("content/a.md", "after");
    fs::remove_file(site.path("content/a.md~")).unwrap();
    site.told(&["content/a.md"]);
    // and as most others do.
    site.write("content/b.tmp", "later");
    site.rename("content/b.tmp", "content/a.md");
    site.told(&["content/a.md"]);
    site.silent(|path| path.ends_with("4913"));
}

#[test]
fn a_removed_and_a_renamed_file_are_told() {
    let site = Site::with(&["content/a.md", "content/b.md"]).watched(events_only());
    fs::remove_file(site.path("content/a.md")).unwrap();
    site.told(&["content/a.md"]);
    site.rename("content/b.md", "content/c.md");
    site.told(&["content/b.md", "content/c.md"]);
}

#[test]
fn many_changes_at_once_are_one_signal() {
    let names: Vec<String> = (0..400)
        .map(|i| format!("content/{}/{i}.md", i % 7))
        .collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let site = Site::with(&names).watched(Pace {
        rest: Duration::from_secs(2),
        rest_most: Duration::from_secs(2),
        restless: DEADLINE,
        ..events_only()
    });
    for name in &names {
        site.write(name, "after");
    }
    assert_eq!(site.next(), site.set(&names));
}

#[test]
fn a_folder_that_never_rests_is_told_all_the_same() {
    let site = Site::with(&["content/a.md"]).watched(Pace {
        rest: NEVER,
        rest_most: NEVER,
        restless: Duration::from_millis(300),
        ..events_only()
    });
    site.write("content/a.md", "after");
    site.told(&["content/a.md"]);
}

#[test]
fn reading_is_no_change() {
    let site = Site::with(&["content/x/a.md"]).watched(events_only());
    for _ in 0..100 {
        fs::read(site.path("content/x/a.md")).unwrap();
        fs::read_dir(site.path("content/x")).unwrap().for_each(drop);
    }
    site.silent(|path| path.ends_with("a.md") || path.ends_with("x"));
}

#[test]
fn hidden_files_and_folders_are_left_out() {
    let site = Site::with(&["content/.git/index"]).watched(events_only());
    site.write("content/.git/index", "after");
    site.write("content/.git/new/object", "after");
    site.write("content/.a.md.swp", "after");
    let hidden = |path: &Path| {
        let inner = path.strip_prefix(site.folder.path()).unwrap();
        inner.iter().any(super::tree::is_hidden)
    };
    site.silent(hidden);
}

#[test]
fn the_watch_ends_when_it_is_dropped() {
    let mut site = Site::with(&[]).watched(events_only());
    site.watch = None;
    // The worker owns the sending end.
    assert_eq!(
        site.signals.recv_timeout(DEADLINE),
        Err(RecvTimeoutError::Disconnected)
    );
}

#[test]
fn an_overflow_says_to_look_at_everything() {
    let system = System {
        watcher: |sender| {
            let lost =
                notify::Event::new(notify::EventKind::Other).set_flag(notify::event::Flag::Rescan);
            let _ = sender.send(super::worker::Message::Event(Ok(lost)));
            super::system::watcher(sender)
        },
        ..System::default()
    };
    let site = Site::with(&["content/a.md"]).watched_by(events_only(), system, false, &["content"]);
    assert_eq!(site.next(), Signal::Everything);
    site.write("content/a.md", "after");
    site.told(&["content/a.md"]);
}
