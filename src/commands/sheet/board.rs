//! What hung on a board before, and what is put up and taken down today.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::select::{Item, is_posted};
use crate::commands::Failure;
use crate::output::write_whole;
use crate::plan::{BoardView, Cover, Hung, Sheets, Taken, TakenWhy, Why};
use crate::site::Edition;
use crate::source::config::Board;
use crate::values::Day;

/// How long after its last day a sheet is still looked for on a board of which nothing is known.
const LOOKED_FOR: i64 = 30;

/// Days that are remembered of a board.
const REMEMBERED: usize = 60;

/// What was printed for a board, day by day.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct History {
    days: Vec<Printed>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Printed {
    day: String,
    hung: Vec<Sheet>,
}

/// A sheet that was printed for a board.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Sheet {
    key: String,
    version: String,
    title: String,
    org: String,
    since: String,
}

impl History {
    /// What is known of the board called `id` of the site in `root`; nothing where the file is not there or cannot be read.
    pub fn load(root: &Path, id: &str) -> History {
        let text = std::fs::read_to_string(file(root, id)).unwrap_or_default();
        serde_json::from_str(&text).unwrap_or_default()
    }

    /// Remembers that `sheets` hang on `day`, instead of what was remembered of that day.
    pub fn remember(&mut self, day: Day, sheets: &[(Item, Hung)], edition: &Edition<'_>) {
        let day = day.to_string();
        self.days.retain(|printed| printed.day != day);
        let hung = sheets.iter().map(|(item, hung)| sheet(item, hung, edition));
        self.days.push(Printed {
            day,
            hung: hung.collect(),
        });
        self.days.sort_by(|a, b| a.day.cmp(&b.day));
        let old = self.days.len().saturating_sub(REMEMBERED);
        self.days.drain(..old);
    }

    /// Writes it down.
    ///
    /// # Errors
    /// The disk refuses.
    pub fn save(&self, root: &Path, id: &str) -> Result<(), Failure> {
        let path = file(root, id);
        let write = || {
            let folder = path.parent().unwrap_or(root);
            std::fs::create_dir_all(folder)?;
            serde_json::to_vec_pretty(self).map_err(std::io::Error::other)
        };
        let bytes = write().map_err(|error| {
            Failure::new("error.write")
                .arg("path", path.display())
                .arg("reason", error)
        })?;
        Ok(write_whole(&path, &bytes)?)
    }

    /// What hung last before `day`; none where nothing is known.
    fn before(&self, day: Day) -> Option<&[Sheet]> {
        let day = day.to_string();
        let last = self.days.iter().rev().find(|printed| printed.day < day);
        last.map(|printed| printed.hung.as_slice())
    }
}

fn file(root: &Path, id: &str) -> PathBuf {
    // A board may be called what no file can be called.
    let name = &blake3::hash(id.as_bytes()).to_hex()[..12];
    root.join(".gongkai")
        .join("boards")
        .join(format!("{name}.json"))
}

fn sheet(item: &Item, hung: &Hung, edition: &Edition<'_>) -> Sheet {
    Sheet {
        key: key(item, edition),
        version: hung.version.code.clone(),
        title: hung.title.clone(),
        org: hung.org.clone(),
        since: hung.from.to_string(),
    }
}

/// What stays the same of a sheet from one version to the next.
fn key(item: &Item, edition: &Edition<'_>) -> String {
    match item.records(edition).as_slice() {
        [record] if !item.group => record.id.to_string(),
        _ => format!("{}/{}/{}", item.org, item.kind.name(), item.form.name),
    }
}

/// The list for `board` on `day`, on which `items` hang, and those in its order: what is put up, then what stays.
pub fn cover<'a>(
    board: &Board,
    day: Day,
    items: Vec<Item>,
    edition: &Edition<'a>,
    sheets: &Sheets<'a>,
    history: &History,
) -> (Cover, Vec<(Item, Hung)>) {
    let before = history.before(day);
    let mut all: Vec<(Item, Hung)> = items
        .into_iter()
        .map(|item| {
            let hung = hung(&item, edition, sheets);
            (item, hung)
        })
        .collect();
    let mut take = Vec::new();
    for (item, hung) in &mut all {
        let key = key(item, edition);
        let old = before.map(|before| before.iter().find(|old| old.key == key));
        hung.why = match old {
            None => Why::First,
            Some(None) => Why::New,
            Some(Some(old)) if old.version != hung.version.code => {
                take.push(taken(old, TakenWhy::Replaced));
                Why::Corrected
            }
            Some(Some(_)) => Why::Kept,
        };
    }
    let stays = |(_, hung): &(Item, Hung)| hung.why == Why::Kept;
    all.sort_by_key(stays);
    match before {
        Some(before) => {
            let here: Vec<String> = all.iter().map(|(item, _)| key(item, edition)).collect();
            for old in before.iter().filter(|old| !here.contains(&old.key)) {
                let why = if still_meant(old, board, day, edition) {
                    TakenWhy::Withdrawn
                } else {
                    TakenWhy::Over
                };
                take.push(taken(old, why));
            }
        }
        None => take = over_lately(board, day, edition, sheets),
    }
    let split = all.iter().position(stays).unwrap_or(all.len());
    let (put, keep) = all.split_at(split);
    let lines = |part: &[(Item, Hung)]| part.iter().map(|(_, hung)| hung.clone()).collect();
    let cover = Cover {
        board: BoardView {
            id: board.id.value.trim().to_owned(),
            name: board.name.value.trim().to_owned(),
            org: sheets.name_of(board.org.value.trim()),
        },
        put: lines(put),
        take,
        keep: lines(keep),
    };
    (cover, all)
}

fn hung(item: &Item, edition: &Edition<'_>, sheets: &Sheets<'_>) -> Hung {
    let cx = edition.context();
    let days: Vec<_> = item
        .records(edition)
        .into_iter()
        .map(|record| record.content.hanging(record, &cx))
        .collect();
    let ends: Option<Vec<Day>> = days.iter().map(|days| days.to).collect();
    Hung {
        title: item.title(edition, sheets),
        org: sheets.name_of(&item.org),
        kind: item.kind.name(),
        from: days.iter().map(|days| days.from).min().unwrap_or(cx.day),
        until: ends.and_then(|ends| ends.into_iter().max()),
        why: Why::New,
        version: item.version(edition),
    }
}

fn taken(old: &Sheet, why: TakenWhy) -> Taken {
    Taken {
        title: old.title.clone(),
        org: old.org.clone(),
        since: Day::parse(&old.since),
        why,
    }
}

/// Whether the days of a sheet that is not there any more are not over: its record was taken from the board, or from the site.
fn still_meant(old: &Sheet, board: &Board, day: Day, edition: &Edition<'_>) -> bool {
    let cx = edition.context();
    let mut records = edition.entries().iter().map(|entry| entry.record);
    let record = records.find(|record| record.id.to_string() == old.key);
    record.is_none_or(|record| {
        let over = record.content.hanging(record, &cx).over();
        !is_posted(record, board) || over.is_none_or(|over| over > day)
    })
}

/// What should have come down of late from a board of which nothing is known.
fn over_lately(board: &Board, day: Day, edition: &Edition<'_>, sheets: &Sheets<'_>) -> Vec<Taken> {
    let cx = edition.context();
    let mut over: Vec<(Day, Taken)> = Vec::new();
    for entry in edition.entries() {
        let record = entry.record;
        let hanging = record.content.hanging(record, &cx);
        let Some(gone) = hanging.over().filter(|_| is_posted(record, board)) else {
            continue;
        };
        if gone <= day && day.since(gone) <= LOOKED_FOR {
            let taken = Taken {
                title: record.envelope.title.value.clone(),
                org: sheets.name_of(&record.id.org),
                since: Some(hanging.from),
                why: TakenWhy::Over,
            };
            over.push((gone, taken));
        }
    }
    over.sort_by(|(a, x), (b, y)| (a, &x.title).cmp(&(b, &y.title)));
    over.into_iter().map(|(_, taken)| taken).collect()
}
