//! Paths that are not told yet since they may only be missing or busy for a moment.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Instant;

use super::tree::Stamp;
use super::{Pace, System};

/// Paths held back, and since when.
#[derive(Debug)]
pub struct Held {
    since: BTreeMap<PathBuf, Instant>,
    next_look: Instant,
    pace: Pace,
    is_busy: fn(&Path) -> bool,
}

impl Held {
    /// Holds nothing yet.
    pub fn new(pace: Pace, system: System, now: Instant) -> Held {
        Held {
            since: BTreeMap::new(),
            next_look: now,
            pace,
            is_busy: system.is_busy,
        }
    }

    /// Whether `path`, which looked like `was` and looks like `is`, is held back from now on or still. An editor that writes a file anew removes or empties it first; another program may be about to let go of it.
    pub fn holds(
        &mut self,
        path: &Path,
        was: Option<Stamp>,
        is: Option<Stamp>,
        now: Instant,
    ) -> bool {
        let had = was.is_some_and(|was| was.has_bytes() || was.is_folder());
        let limit = if had && !is_back(is) {
            Some(self.pace.missing)
        } else if is.is_some_and(|is| is.has_bytes()) && (self.is_busy)(path) {
            Some(self.pace.busy)
        } else {
            None
        };
        if let Some(limit) = limit {
            if self.since.is_empty() {
                self.next_look = now + self.pace.recheck;
            }
            let since = *self.since.entry(path.to_owned()).or_insert(now);
            if now < since + limit {
                return true;
            }
        }
        self.since.remove(path);
        false
    }

    /// Whether `path` is held back.
    pub fn contains(&self, path: &Path) -> bool {
        self.since.contains_key(path)
    }

    /// When to look at them next; none if there are none.
    pub fn due(&self) -> Option<Instant> {
        (!self.since.is_empty()).then_some(self.next_look)
    }

    /// Those that are back or were held long enough. They stay held until they are settled.
    pub fn ready(&mut self, now: Instant, stamp: impl Fn(&Path) -> Option<Stamp>) -> Vec<PathBuf> {
        self.next_look = now + self.pace.recheck;
        let mut ready = Vec::new();
        for (path, since) in &self.since {
            let back = is_back(stamp(path));
            let limit = if back {
                self.pace.busy
            } else {
                self.pace.missing
            };
            if *since + limit <= now || (back && !(self.is_busy)(path)) {
                ready.push(path.clone());
            }
        }
        ready
    }
}

fn is_back(is: Option<Stamp>) -> bool {
    is.is_some_and(|is| !is.is_empty_file())
}
