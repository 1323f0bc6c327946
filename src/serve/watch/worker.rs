//! The thread that hears of changes, looks at them and tells them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use notify::event::{Event, EventKind, ModifyKind};

use super::held::Held;
use super::pending::{Pending, Touch};
use super::root::{Place, Root};
use super::system::{self, Watcher};
use super::tree::{self, Stamp, Tree};
use super::{Pace, Signal, System, WhyPolling};

/// What the worker hears.
#[derive(Debug)]
pub enum Message {
    /// The system's watcher says something.
    Event(notify::Result<Event>),
    /// Nobody listens any more.
    Stop,
}

/// What is watched, what is known of it and what is under way.
pub struct Worker {
    pace: Pace,
    system: System,
    roots: Vec<Root>,
    tree: Tree,
    /// None while polling.
    watcher: Option<Watcher>,
    pending: Pending,
    held: Held,
    /// Paths that a walk found changed and the system's watcher did not tell yet, and since when.
    untold: BTreeMap<PathBuf, Instant>,
    /// Why the watcher was given up, until it is told.
    polling: Option<WhyPolling>,
    /// How long the last walk took.
    took: Duration,
    next_roots: Instant,
    next_walk: Instant,
}

impl Worker {
    /// Sets the watches and looks at all there is.
    pub fn new(
        pace: Pace,
        system: System,
        folders: Vec<PathBuf>,
        poll: bool,
        sender: Sender<Message>,
    ) -> Worker {
        let now = Instant::now();
        let mut worker = Worker {
            pace,
            system,
            roots: folders
                .into_iter()
                .map(|given| Root { given, place: None })
                .collect(),
            tree: Tree::default(),
            watcher: None,
            pending: Pending::default(),
            held: Held::new(pace, system, now),
            untold: BTreeMap::new(),
            polling: None,
            took: Duration::ZERO,
            next_roots: now + pace.roots,
            next_walk: now,
        };
        if poll {
            worker.polling = Some(WhyPolling::Asked);
        } else {
            match (system.watcher)(sender) {
                Ok(watcher) => worker.watcher = Some(watcher),
                Err(error) => worker.polling = Some(WhyPolling::Failed(error.to_string())),
            }
        }
        worker.look_at_roots(now);
        // What is there at the start is no news.
        worker.pending.take();
        let began = Instant::now();
        for root in &worker.roots {
            worker.tree.replace(&root.given, tree::walk(&root.given));
        }
        worker.plan_walk(began.elapsed());
        worker
    }

    /// Works until [`Message::Stop`].
    pub fn run(mut self, messages: &Receiver<Message>, send: &impl Fn(Signal)) {
        /// So many messages are taken before the clock is looked at.
        const AT_ONCE: usize = 1000;
        loop {
            self.tell_polling(send);
            let wait = self.due().saturating_duration_since(Instant::now());
            let first = match messages.recv_timeout(wait) {
                Ok(message) => Some(message),
                Err(RecvTimeoutError::Timeout) => None,
                Err(RecvTimeoutError::Disconnected) => return,
            };
            for message in first.into_iter().chain(messages.try_iter().take(AT_ONCE)) {
                match message {
                    Message::Event(event) => self.hear(event),
                    Message::Stop => return,
                }
            }
            self.look(send);
        }
    }

    /// When something is to be done if nothing is heard before.
    fn due(&self) -> Instant {
        let roots = self.watcher.as_ref().map(|_| self.next_roots);
        let untold = self.untold.values().min().map(|at| *at + self.pace.grace);
        [self.pending.due(&self.pace), self.held.due(), roots, untold]
            .into_iter()
            .flatten()
            .fold(self.next_walk, Instant::min)
    }

    fn hear(&mut self, event: notify::Result<Event>) {
        let now = Instant::now();
        match event {
            Err(error) => match error.kind {
                // A folder that was gone before it could be watched.
                notify::ErrorKind::PathNotFound | notify::ErrorKind::WatchNotFound => {}
                _ => self.poll(WhyPolling::Failed(error.to_string())),
            },
            Ok(event) if event.need_rescan() => self.pending.overflow(now),
            // The program itself reads the files.
            Ok(event) if event.kind.is_access() => {}
            Ok(event) => {
                for path in &event.paths {
                    let given: Vec<PathBuf> = self
                        .roots
                        .iter()
                        .filter_map(|root| root.to_given(path))
                        .collect();
                    for given in given {
                        self.hear_of(given, event.kind, now);
                    }
                }
            }
        }
    }

    fn hear_of(&mut self, path: PathBuf, kind: EventKind, now: Instant) {
        tree::remove_below(&mut self.untold, &path);
        for above in path.ancestors() {
            self.untold.remove(above);
        }
        if kind.is_remove() || matches!(kind, EventKind::Modify(ModifyKind::Name(_))) {
            // Another watched folder may be there by now, and look like the one that was.
            for i in 0..self.roots.len() {
                if self.roots[i].given == path {
                    self.unwatch_root(i, now);
                }
            }
        }
        let touch = match kind {
            EventKind::Modify(ModifyKind::Name(_)) => Touch::Changed,
            // Windows says so of a folder whenever a file in it changes.
            EventKind::Modify(kind) if self.tree.get(&path).is_some_and(|at| at.is_folder()) => {
                match kind {
                    ModifyKind::Metadata(_) => Touch::Attributes,
                    _ => return,
                }
            }
            _ => Touch::Changed,
        };
        self.pending.touch(path, touch, now);
    }

    /// Does what is due.
    fn look(&mut self, send: &impl Fn(Signal)) {
        let now = Instant::now();
        if self.watcher.is_some() && self.next_roots <= now {
            self.next_roots = now + self.pace.roots;
            self.look_at_roots(now);
        }
        if self.held.due().is_some_and(|due| due <= now) {
            self.look_at_held(now);
        }
        if self.next_walk <= now {
            self.walk();
        }
        let grace = self.pace.grace;
        if self.untold.values().any(|at| *at + grace <= now) {
            self.poll(WhyPolling::Missed);
        }
        if self.pending.due(&self.pace).is_some_and(|due| due <= now) {
            self.tell(now, send);
        }
    }

    /// Looks at all that was named, and tells what is not held back.
    fn tell(&mut self, now: Instant, send: &impl Fn(Signal)) {
        let (paths, everything) = self.pending.take();
        let mut told = BTreeSet::new();
        for (path, touch) in paths {
            self.settle(path, touch, now, &mut told);
        }
        if everything {
            self.catch_up(now);
        }
        // A folder comes before all in it, and stands for it.
        let mut last: Option<PathBuf> = None;
        told.retain(|path| {
            let inside = last.as_ref().is_some_and(|last| path.starts_with(last));
            if !inside {
                last = Some(path.clone());
            }
            !inside
        });
        self.tell_polling(send);
        if everything {
            send(Signal::Everything);
        } else if !told.is_empty() {
            send(Signal::Changed(told));
        }
    }

    /// After changes went unnamed: new folders may have no watch, and what is known is old.
    fn catch_up(&mut self, now: Instant) {
        self.untold.clear();
        let roots: Vec<PathBuf> = self.roots.iter().map(|root| root.given.clone()).collect();
        let mut covered = BTreeSet::new();
        for root in roots {
            self.cover(&root);
            for (path, _) in self.tree.compare(&root) {
                self.settle(path, Touch::Changed, now, &mut covered);
            }
        }
    }

    /// Looks at `path` and adds it to `told`, unless it is held back or there is nothing to tell.
    fn settle(&mut self, path: PathBuf, touch: Touch, now: Instant, told: &mut BTreeSet<PathBuf>) {
        let was = self.tree.get(&path);
        let is = stamp(&self.roots, &path);
        let both_folders =
            is.is_some_and(|is| is.is_folder()) && was.is_some_and(|was| was.is_folder());
        if touch == Touch::Attributes && both_folders {
            for (path, _) in self.tree.compare(&path) {
                self.settle(path, Touch::Changed, now, told);
            }
            return;
        }
        if self.held.holds(&path, was, is, now) {
            return;
        }
        match is {
            // Made and removed before anybody looked.
            None if was.is_none() => return,
            None => self.tree.remove(&path),
            Some(is) if is.is_folder() => {
                self.cover(&path);
                let walked = tree::walk(&path);
                for (path, stamp) in &walked {
                    self.held.holds(path, None, Some(*stamp), now);
                }
                self.tree.replace(&path, walked);
            }
            Some(is) => self.tree.insert(&path, is),
        }
        told.insert(path);
    }

    /// Has those looked at again that are back or were held long enough.
    fn look_at_held(&mut self, now: Instant) {
        let roots = &self.roots;
        for path in self.held.ready(now, |path| stamp(roots, path)) {
            if !self.pending.contains(&path) {
                self.pending.touch(path, Touch::Changed, now);
            }
        }
    }

    /// Watches each folder that is there now and was not, or is another one than it was.
    fn look_at_roots(&mut self, now: Instant) {
        for i in 0..self.roots.len() {
            let place = Place::of(&self.roots[i].given);
            if place == self.roots[i].place {
                continue;
            }
            self.unwatch_root(i, now);
            self.roots[i].place = place;
            let given = self.roots[i].given.clone();
            self.pending.touch(given, Touch::Changed, now);
            self.watch_root(i);
        }
    }

    /// Ends the watch on a folder that is gone or may be another, and has it looked at again.
    fn unwatch_root(&mut self, i: usize, now: Instant) {
        let Some(place) = self.roots[i].place.take() else {
            return;
        };
        self.next_roots = now;
        if let Some(watcher) = &mut self.watcher {
            // It may be gone, and its watch with it.
            let _ = watcher.unwatch(&place.real);
        }
        // The watches of folders in one another go together.
        for root in &mut self.roots {
            root.place.take_if(|other| other.overlaps(&place));
        }
    }

    fn watch_root(&mut self, i: usize) {
        let (Some(watcher), Some(place)) = (&mut self.watcher, &self.roots[i].place) else {
            return;
        };
        if let Some(kind) = (self.system.silent)(&place.real) {
            self.poll(WhyPolling::Network(kind));
        } else if let Err(error) = system::watch(watcher, &place.real) {
            self.poll(WhyPolling::Failed(error.to_string()));
        }
    }

    /// Makes sure that the folder `given` is watched before it is looked at, so that no change falls between the two.
    fn cover(&mut self, given: &Path) {
        if !system::watches_each_folder() {
            return;
        }
        let real: Vec<PathBuf> = self
            .roots
            .iter()
            .filter_map(|root| root.to_real(given))
            .collect();
        for real in real {
            if let Some(watcher) = &mut self.watcher
                && let Err(error) = system::watch(watcher, &real)
            {
                self.poll(WhyPolling::Failed(error.to_string()));
            }
        }
    }

    /// Walks all folders for what was not told.
    fn walk(&mut self) {
        let began = Instant::now();
        let roots: Vec<PathBuf> = self.roots.iter().map(|root| root.given.clone()).collect();
        let mut found = Vec::new();
        for root in roots {
            found.append(&mut self.tree.compare(&root));
        }
        self.plan_walk(began.elapsed());
        let now = Instant::now();
        for (path, grave) in found {
            let known = path
                .ancestors()
                .any(|above| self.held.contains(above) || self.pending.contains(above));
            if !known {
                if grave && self.watcher.is_some() {
                    self.untold.insert(path.clone(), now);
                }
                self.pending.touch(path, Touch::Changed, now);
            }
        }
    }

    fn plan_walk(&mut self, took: Duration) {
        self.took = took;
        self.next_walk = Instant::now() + self.between_walks();
    }

    fn between_walks(&self) -> Duration {
        let (least, times) = if self.watcher.is_some() {
            self.pace.check
        } else {
            self.pace.poll
        };
        least.max(self.took.saturating_mul(times))
    }

    /// Gives the system's watcher up.
    fn poll(&mut self, why: WhyPolling) {
        if self.watcher.take().is_some() {
            self.polling = Some(why);
            self.untold.clear();
            self.next_walk = Instant::now();
        }
    }

    fn tell_polling(&mut self, send: &impl Fn(Signal)) {
        if let Some(why) = self.polling.take() {
            let every = self.between_walks();
            send(Signal::Polling { why, every });
        }
    }
}

/// How `path` looks now; a watched folder may itself be a symbolic link.
fn stamp(roots: &[Root], path: &Path) -> Option<Stamp> {
    Stamp::of(path, roots.iter().any(|root| root.given == path))
}
