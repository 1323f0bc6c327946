//! Where pages went whose files were renamed or moved.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use crate::kinds::Record;
use crate::site::Site;

/// Pages that are remembered after they are gone.
const REMEMBERED: usize = 500;

/// Where pages went.
#[derive(Debug, Default)]
pub struct Moves {
    /// New addresses of records by their old ones.
    pages: BTreeMap<String, String>,
    /// New folders of organisations by their old ones.
    orgs: BTreeMap<String, String>,
    /// Records that are gone and have not come back elsewhere yet, the latest last.
    gone: VecDeque<Arc<Record>>,
}

impl Moves {
    /// Follows the records from `before` to `now`.
    pub fn follow(&mut self, before: &Site, now: &Site) {
        let (mut left, mut came) = (Vec::new(), Vec::new());
        let (mut old, mut new) = (
            before.articles().iter().peekable(),
            now.articles().iter().peekable(),
        );
        loop {
            let order = match (old.peek(), new.peek()) {
                (None, None) => break,
                (Some(a), Some(b)) => a.record.id.cmp(&b.record.id),
                (Some(_), None) => std::cmp::Ordering::Less,
                (None, Some(_)) => std::cmp::Ordering::Greater,
            };
            if order.is_le() {
                let gone = old.next().filter(|_| order.is_lt());
                left.extend(gone.map(|article| article.record.clone()));
            }
            if order.is_ge() {
                let arrived = new.next().filter(|_| order.is_gt());
                came.extend(arrived.map(|article| article.record.clone()));
            }
        }
        self.gone.extend(left);
        for record in came {
            self.arrive(&record);
        }
        while self.gone.len() > REMEMBERED {
            self.gone.pop_front();
        }
        while self.pages.len() > REMEMBERED {
            self.pages.pop_first();
        }
        while self.orgs.len() > REMEMBERED {
            self.orgs.pop_first();
        }
    }

    /// `record` is new: it may be one that is gone from another place.
    fn arrive(&mut self, record: &Record) {
        let address = record.address();
        self.pages.remove(&address);
        self.orgs.remove(record.id.org.as_ref());
        let same = |own: &Arc<Record>| own.digest == record.digest;
        let like = |own: &Arc<Record>| {
            let title = |record: &Record| record.envelope.title.value.clone();
            own.id.folder == record.id.folder && title(own) == title(record)
        };
        let found = self.gone.iter().rposition(same);
        let Some(at) = found.or_else(|| self.gone.iter().rposition(like)) else {
            return;
        };
        let Some(own) = self.gone.remove(at).filter(|own| own.id != record.id) else {
            return;
        };
        if own.id.org != record.id.org {
            self.orgs
                .insert(own.id.org.to_string(), record.id.org.to_string());
        }
        self.pages.insert(own.address(), address);
    }

    /// Where a browser that shows `path`, which is not there any more, should go: its new place, or the nearest page above it. `is_there` says what is there.
    pub fn place_of(&self, path: &str, is_there: impl Fn(&str) -> bool) -> String {
        let mut now = path;
        for _ in 0..8 {
            match self.pages.get(now) {
                Some(next) if is_there(next) => return next.clone(),
                Some(next) => now = next,
                None => break,
            }
        }
        let moved = self.orgs.iter().rev().find_map(|(old, new)| {
            let rest = path.strip_prefix(old.as_str())?;
            let new = format!("{new}{rest}");
            (rest.starts_with('/') && is_there(&new)).then_some(new)
        });
        moved.unwrap_or_else(|| parent(path, is_there))
    }
}

/// The nearest page above `path` that is there.
fn parent(path: &str, is_there: impl Fn(&str) -> bool) -> String {
    let folders =
        std::iter::successors(path.rsplit_once('/').map(|(folder, _)| folder), |folder| {
            folder.rsplit_once('/').map(|(above, _)| above)
        });
    let indices = folders.map(|folder| format!("{folder}/index.html"));
    let found = indices
        .into_iter()
        .find(|index| index != path && is_there(index));
    found.unwrap_or_else(|| "index.html".to_owned())
}
