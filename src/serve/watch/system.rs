//! The system's watcher, and what differs from one system to the next.

use std::io;
use std::path::Path;
use std::sync::mpsc::Sender;

use notify::{Config, ErrorKind, RecommendedWatcher, RecursiveMode, Watcher as _, WatcherKind};

use super::worker::Message;

/// A watcher that can move to the worker's thread.
pub type Watcher = Box<dyn notify::Watcher + Send>;

/// Makes the system's watcher. It sends all it hears to `worker`.
///
/// # Errors
/// The system has no more watchers to give.
pub fn watcher(worker: Sender<Message>) -> notify::Result<Watcher> {
    let config = Config::default().with_follow_symlinks(false);
    let tell = move |event| {
        // A worker that is gone needs no word.
        let _ = worker.send(Message::Event(event));
    };
    Ok(Box::new(RecommendedWatcher::new(tell, config)?))
}

/// Watches the folder `real` and all in it. A folder that is gone counts as watched: its removal is told elsewhere.
///
/// # Errors
/// The system refuses.
pub fn watch(watcher: &mut Watcher, real: &Path) -> notify::Result<()> {
    // One folder that vanishes while it is on its way ends the watcher's walk, with others not reached.
    const TRIES: usize = 10;
    let mut last = Ok(());
    for _ in 0..TRIES {
        last = watcher.watch(real, RecursiveMode::Recursive);
        let vanished = match &last {
            Ok(()) => return last,
            Err(error) => match &error.kind {
                ErrorKind::PathNotFound => true,
                ErrorKind::Io(error) => error.kind() == io::ErrorKind::NotFound,
                _ => false,
            },
        };
        if !real.is_dir() {
            return Ok(());
        }
        if !vanished {
            break;
        }
    }
    last
}

/// Whether the system wants a watch on each folder, so that a new one is watched a moment after it is made.
pub fn watches_each_folder() -> bool {
    matches!(
        RecommendedWatcher::kind(),
        WatcherKind::Inotify | WatcherKind::Kqueue
    )
}

/// Whether another program keeps the file at `path` from being read just now. Only Windows has such files.
pub fn is_busy(path: &Path) -> bool {
    const SHARING_VIOLATION: i32 = 32;
    const LOCK_VIOLATION: i32 = 33;
    cfg!(windows)
        && std::fs::File::open(path).is_err_and(|error| {
            matches!(
                error.raw_os_error(),
                Some(SHARING_VIOLATION | LOCK_VIOLATION)
            )
        })
}
