//! Tells what changes in the folders of a site while it is edited.
//!
//! 1. The system's watcher names paths; `pending` waits until they rest.
//! 2. `worker` looks at each path and compares it with what `tree` knows: what is there is told, what may only be missing for a moment is `held` back.
//! 3. `root` notices when a watched folder itself comes, goes or becomes another.
//! 4. Every few seconds the folders are walked for what the system did not tell; where it does not tell at all, as `network` knows of shares, they are walked twice a second.

mod held;
mod network;
mod pending;
mod root;
mod system;
mod tree;
mod worker;

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Sender, channel};
use std::time::Duration;

use worker::{Message, Worker};

/// What may have changed since the last signal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Signal {
    /// These files or folders were written, made, moved or removed; a folder stands for all in it. Absolute paths under the folders as they were given, whatever symbolic links lie on the way; never empty. Backup and lock files of editors are among them, hidden files are not.
    Changed(BTreeSet<PathBuf>),
    /// Something changed, and the system cannot say what: everything must be looked at.
    Everything,
    /// From now on the folders are looked at instead of watched.
    Polling {
        /// The cause.
        why: WhyPolling,
        /// The time from one look to the next; longer later, if looking takes longer.
        every: Duration,
    },
}

/// Why folders are looked at rather than watched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WhyPolling {
    /// It was asked for.
    Asked,
    /// A folder lies on a network share or another file system that does not tell of changes: its type, such as `nfs4`.
    Network(String),
    /// The system's watcher could not be made or gave up: its words.
    Failed(String),
    /// Changes were found that the system's watcher had not told of.
    Missed,
}

/// A watch on folders. Its threads end when it is dropped; a signal that is on its way then may still arrive.
#[derive(Debug)]
pub struct Watch {
    worker: Sender<Message>,
}

impl Drop for Watch {
    fn drop(&mut self) {
        // A worker that is gone already needs no word.
        let _ = self.worker.send(Message::Stop);
    }
}

/// Watches `folders` and all in them but what is hidden; symbolic links in them are not followed. A folder that is not there yet is noticed when it appears. With `poll` they are looked at twice a second instead.
///
/// When this returns every later change will be told. `send` is called on a thread of the watch and holds it up while it runs.
pub fn watch(folders: Vec<PathBuf>, poll: bool, send: impl Fn(Signal) + Send + 'static) -> Watch {
    watch_at(Pace::default(), System::default(), folders, poll, send)
}

fn watch_at(
    pace: Pace,
    system: System,
    folders: Vec<PathBuf>,
    poll: bool,
    send: impl Fn(Signal) + Send + 'static,
) -> Watch {
    let (sender, messages) = channel();
    let folders = folders
        .into_iter()
        .map(|folder| std::path::absolute(&folder).unwrap_or(folder))
        .collect();
    let worker = Worker::new(pace, system, folders, poll, sender.clone());
    std::thread::spawn(move || worker.run(&messages, &send));
    Watch { worker: sender }
}

/// How long everything takes.
#[derive(Debug, Clone, Copy)]
struct Pace {
    /// A change is told when this long no other came,
    rest: Duration,
    /// longer by this for each changed path after the first,
    rest_each: Duration,
    /// but no longer than this,
    rest_most: Duration,
    /// and at the latest this long after the first of them.
    restless: Duration,
    /// How long a file that is gone or empty may be on its way back.
    missing: Duration,
    /// How long a file may be held by another program.
    busy: Duration,
    /// From one look at a file held back to the next.
    recheck: Duration,
    /// From one look at which folders the given paths mean to the next.
    roots: Duration,
    /// From one walk to the next while polling, at least, and how many times longer than a walk.
    poll: (Duration, u32),
    /// The same while the system tells of changes.
    check: (Duration, u32),
    /// How long after a walk the system may still tell of what the walk found.
    grace: Duration,
}

impl Default for Pace {
    fn default() -> Pace {
        Pace {
            rest: Duration::from_millis(15),
            rest_each: Duration::from_millis(1),
            rest_most: Duration::from_millis(150),
            restless: Duration::from_secs(2),
            missing: Duration::from_millis(200),
            busy: Duration::from_secs(1),
            recheck: Duration::from_millis(20),
            roots: Duration::from_millis(250),
            poll: (Duration::from_millis(500), 20),
            check: (Duration::from_secs(10), 100),
            grace: Duration::from_secs(2),
        }
    }
}

/// What is asked of the operating system.
#[derive(Debug, Clone, Copy)]
struct System {
    /// Makes a watcher that sends to the worker.
    watcher: fn(Sender<Message>) -> notify::Result<system::Watcher>,
    /// The type of the file system of a folder, if it does not tell of changes.
    silent: fn(&Path) -> Option<String>,
    /// Whether another program keeps this file from being read just now.
    is_busy: fn(&Path) -> bool,
}

impl Default for System {
    fn default() -> System {
        System {
            watcher: system::watcher,
            silent: network::silent,
            is_busy: system::is_busy,
        }
    }
}
