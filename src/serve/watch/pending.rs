//! Paths that were named and are not looked at yet.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Instant;

use super::Pace;

/// Paths that wait until no more are named.
#[derive(Debug, Default)]
pub struct Pending {
    paths: BTreeMap<PathBuf, Touch>,
    everything: bool,
    /// When the first and the last of them were named.
    times: Option<(Instant, Instant)>,
}

/// What was said of a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Touch {
    /// Only the attributes of a folder are others: what is in it may have come within reach.
    Attributes,
    /// It was written, made, moved or removed.
    Changed,
}

impl Pending {
    /// Adds what was said of `path` at `now`.
    pub fn touch(&mut self, path: PathBuf, touch: Touch, now: Instant) {
        let known = self.paths.entry(path).or_insert(touch);
        *known = touch.max(*known);
        self.note(now);
    }

    /// Notes at `now` that changes went unnamed.
    pub fn overflow(&mut self, now: Instant) {
        self.everything = true;
        self.note(now);
    }

    fn note(&mut self, now: Instant) {
        let first = self.times.map_or(now, |(first, _)| first);
        self.times = Some((first, now));
    }

    /// Whether `path` waits.
    pub fn contains(&self, path: &Path) -> bool {
        self.paths.contains_key(path)
    }

    /// When they have rested long enough; none if nothing waits. The more there are, the longer it is: a tool that changes hundreds of files pauses on the way.
    pub fn due(&self, pace: &Pace) -> Option<Instant> {
        let (first, last) = self.times?;
        let others = u32::try_from(self.paths.len().saturating_sub(1)).unwrap_or(u32::MAX);
        let rest = pace.rest + pace.rest_each.saturating_mul(others);
        Some((last + rest.min(pace.rest_most)).min(first + pace.restless))
    }

    /// Empties it: the paths, in order, and whether changes went unnamed.
    pub fn take(&mut self) -> (BTreeMap<PathBuf, Touch>, bool) {
        let taken = std::mem::take(self);
        (taken.paths, taken.everything)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn many_paths_wait_longer_than_one_and_never_without_end() {
        let pace = Pace::default();
        let start = Instant::now();
        let mut pending = Pending::default();
        assert_eq!(pending.due(&pace), None);
        pending.touch("/a".into(), Touch::Changed, start);
        pending.touch("/a".into(), Touch::Attributes, start);
        assert_eq!(pending.due(&pace), Some(start + pace.rest));
        for i in 0..500 {
            pending.touch(format!("/a/{i}").into(), Touch::Changed, start);
        }
        assert_eq!(pending.due(&pace), Some(start + pace.rest_most));
        let later = start + pace.restless - Duration::from_millis(1);
        pending.touch("/b".into(), Touch::Changed, later);
        assert_eq!(pending.due(&pace), Some(start + pace.restless));
        let (paths, everything) = pending.take();
        assert_eq!((paths.len(), everything), (502, false));
        assert_eq!(paths[Path::new("/a")], Touch::Changed);
        assert_eq!(pending.due(&pace), None);
    }
}
