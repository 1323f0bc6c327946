//! Edits as an officer makes them, the same for every server with the same records.

use std::collections::HashMap;
use std::fs;
use std::io;
use std::path::PathBuf;

use super::MOST;
use crate::dice::Dice;
use crate::records::Maker;
use crate::sites::{Place, Reader, source};

/// Entries of a feed and of a page of a list, of both programs.
const SHOWN: usize = 30;

/// A sort of edit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edit {
    /// A sentence is added to a record.
    Text,
    /// A record's title is changed.
    Title,
    /// A new record of today is written.
    New,
}

/// An edit that is ready to be saved.
pub struct Made {
    /// What is open in the browser meanwhile.
    pub open: String,
    /// The file to write.
    pub file: PathBuf,
    /// All of its text.
    pub text: String,
    /// What is nowhere before the edit.
    pub mark: String,
    /// The record's page, which shows the mark afterwards.
    pub page: String,
    /// The lists and feeds that show it as well.
    pub lists: Vec<String>,
}

/// Edits one site.
pub struct Editor {
    reader: Reader,
    root: PathBuf,
    maker: Maker,
    records: usize,
    /// Records among the newest of their organisation.
    places: Vec<Place>,
}

impl Editor {
    /// An editor of the site in `root`, whose `records` lie at `places`.
    ///
    /// # Errors
    /// There are no records.
    pub fn new(
        reader: Reader,
        root: PathBuf,
        records: usize,
        mut places: Vec<Place>,
    ) -> io::Result<Editor> {
        // Sorted by the day alone: of those of one day the programs differ in which comes first, so all of them count as before each other.
        let mut days: HashMap<String, Vec<_>> = HashMap::new();
        for place in &places {
            let own = days.entry(place.org.clone()).or_default();
            own.push(place.published);
        }
        places.retain(|place| {
            let newer = days[&place.org].iter();
            newer.filter(|day| **day >= place.published).count() <= SHOWN
        });
        match places.is_empty() {
            true => Err(io::Error::other("no records that a feed shows")),
            false => Ok(Editor {
                reader,
                root,
                maker: Maker::new(records),
                records,
                places,
            }),
        }
    }

    /// The page of a record.
    pub fn any_page(&self) -> String {
        page(&self.places[0])
    }

    /// Makes the edit of a sort with the number `turn`.
    ///
    /// # Errors
    /// The record cannot be read.
    pub fn make(&self, edit: Edit, turn: usize) -> io::Result<Made> {
        let mut dice = Dice((edit as usize * MOST + turn) as u64);
        let mark = format!("〔{}{turn}〕", edit.name());
        if edit == Edit::New {
            return Ok(self.new_record(mark, turn, &mut dice));
        }
        let place = &self.places[dice.below(self.places.len())];
        let file = self.root.join(place.file());
        let text = fs::read_to_string(&file)?;
        let (text, lists) = match edit {
            Edit::Title => (retitled(&text, &mark), self.lists(place)),
            _ => (format!("{text}\n又及{mark}。\n"), Vec::new()),
        };
        Ok(Made {
            open: page(place),
            file,
            text,
            mark,
            page: page(place),
            lists,
        })
    }

    fn new_record(&self, mark: String, turn: usize, dice: &mut Dice) -> Made {
        let notices = self
            .places
            .iter()
            .filter(|place| place.folder == "notices")
            .count();
        let chosen = dice.below(notices.max(1));
        let beside = self
            .places
            .iter()
            .filter(|place| place.folder == "notices")
            .nth(chosen);
        let org = beside
            .and_then(|place| self.maker.orgs.iter().position(|org| org.path == place.org))
            .unwrap_or_default();
        let record = self.maker.notice_of_today(self.records + turn, org);
        let org = &self.maker.orgs[org];
        let place = Place::of(&record, org);
        let mut lists = self.lists(&place);
        let open = lists[0].clone();
        lists.push(match self.reader {
            Reader::Gongkai => format!("/{}/", place.folder),
            Reader::Hugo => format!("/kinds/{}.html", place.folder),
        });
        lists.push("/feed.xml".to_owned());
        Made {
            open,
            file: self.root.join(place.file()),
            text: retitled(&source(&record, org, self.reader), &mark),
            mark,
            page: page(&place),
            lists,
        }
    }

    /// The list of the organisation's records of the kind, and the organisation's feed.
    fn lists(&self, place: &Place) -> Vec<String> {
        vec![
            format!("/{}/{}/", place.org, place.folder),
            format!("/{}/feed.xml", place.org),
        ]
    }
}

impl Edit {
    /// Every sort.
    pub const ALL: [Edit; 3] = [Edit::Text, Edit::Title, Edit::New];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Edit::Text => "text",
            Edit::Title => "title",
            Edit::New => "new record",
        }
    }
}

fn page(place: &Place) -> String {
    format!("/{}/{}/{}.html", place.org, place.folder, place.slug)
}

/// `text` with `mark` at the end of its title, which stands in its second line.
fn retitled(text: &str, mark: &str) -> String {
    let lines = text.split_inclusive('\n').enumerate();
    lines
        .map(|(at, line)| match at {
            1 => format!("{}{mark}\n", line.trim_end()),
            _ => line.to_owned(),
        })
        .collect()
}
