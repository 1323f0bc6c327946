//! The search index: what the client in `assets/search.js` loads, piece by piece, to find any two characters
//! or more that follow one another.
//!
//! Everything is a script that calls `gongkaiSearch(name, payload)` with two strings, so that it loads over HTTP
//! and from a folder alike. Documents are numbered from 0, newest first. A payload over [`files::LIMIT`] bytes is
//! cut: each part but the last ends in U+001D, and the next is named `name-1`, `name-2` …
//!
//! | file | payload |
//! | --- | --- |
//! | `index.js` | JSON: `per`, documents a pack; `shards`, the first key of each shard, and `hot`, the keys of most documents, the commonest last, both separated by U+007F; `kinds`, as `[key, name]` |
//! | `fold.js` | a list of characters (code units, as in [`postings`]), a space, and what each is replaced by: see [`fold`] |
//! | `g/N.js` | a shard: keys and documents ([`key`], [`postings`]) in turn, separated by tabs; of a key, how many units it shares with the one before (as a character, `0` for none), and the rest |
//! | `t/N.js` | a pack: documents separated by U+001E; their fields by U+001F: address, organisation, kind by number, day as 20261122, title, its [`initials`], how many names follow, the names, the pieces of text; all words as [`fold::Folded::shown`] has them |
//!
//! A word of two units or an exact amount or day is answered by the shard alone. A longer one is looked up by
//! all its keys, and each result is verified against its pack before it is shown.

#[cfg(test)]
mod client;
mod files;
mod fold;
mod grams;
mod initials;
mod key;
mod labels;
mod merge;
mod numbers;
mod packs;
mod postings;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::ops::Range;

use rayon::prelude::*;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use files::script;
use fold::{Fold, Folded};
use grams::{Grams, Place};
use initials::Initials;
use key::Key;
pub use labels::Labels;
use labels::Ranked;
use numbers::Meant;
use packs::Packs;

/// What is found.
pub struct Doc<'a> {
    /// Its title.
    pub title: Cow<'a, str>,
    /// The address of its page, from the root of the site.
    pub address: String,
    /// Its organisation, by number in [`Labels::orgs`].
    pub org: u32,
    /// Its kind, by number in [`Labels::kinds`].
    pub kind: u32,
    /// Its day: year, month, day.
    pub day: (i16, i8, i8),
    /// Short values: people, bodies, numbers of documents.
    pub names: Vec<Cow<'a, str>>,
    /// Values and paragraphs; nothing is found across two of them.
    pub text: Vec<Cow<'a, str>>,
    /// Sums of money in yuan, whatever unit the text has them in.
    pub amounts: Vec<Decimal>,
}

/// The index of a site.
pub struct Index {
    /// `index.js`, `fold.js`, and the shards.
    files: Vec<(String, Vec<u8>)>,
    packs: Packs,
    version: String,
}

/// The index of `count` documents, newest first, of which `doc` gives each once.
pub fn index<'a>(
    count: usize,
    doc: impl Fn(usize) -> Doc<'a> + Sync,
    labels: &Labels<'_>,
) -> Index {
    let fold = Fold::new();
    let ranked = Ranked::new(labels);
    let share = count.div_ceil(rayon::current_num_threads()).max(64);
    let ranges: Vec<Range<usize>> = (0..count)
        .step_by(share)
        .map(|from| from..count.min(from + share))
        .collect();
    let parts: Vec<Part> = ranges
        .into_par_iter()
        .map(|range| {
            let mut part = Part::default();
            range.for_each(|number| part.add(number, &doc(number), &fold, &ranked));
            part
        })
        .collect();
    let mut grams = Vec::with_capacity(parts.len());
    let mut texts = Vec::with_capacity(parts.len());
    for part in parts {
        grams.push(part.grams);
        texts.push(part.texts);
    }
    let merged = merge::merge(&grams, count, &ranked.names);
    drop(grams);
    let packs = Packs::new(texts);
    let mut files = script("index", &ranked.directory(packs.per(), &merged));
    files.extend(script("fold", &fold::payload(&fold::table())));
    for (number, shard) in merged.shards.iter().enumerate() {
        files.extend(script(&format!("g/{number}"), shard));
    }
    let version = files::version(&files, &packs);
    Index {
        files,
        packs,
        version,
    }
}

impl Index {
    /// What changes whenever any file does, for `?v=`: sixteen hexadecimal digits.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// The address of every file.
    pub fn addresses(&self) -> impl Iterator<Item = String> {
        let shards = self.files.iter().map(|(name, _)| name.clone());
        shards.chain(self.packs.addresses())
    }

    /// The bytes of the file at `address`, such as `search/g/12.js`.
    pub fn file(&self, address: &str) -> Option<Cow<'_, [u8]>> {
        let own = self.files.iter().find(|(name, _)| name == address);
        own.map(|(_, bytes)| Cow::Borrowed(&bytes[..]))
            .or_else(|| self.packs.file(address).map(Cow::Owned))
    }
}

/// What is known of a run of documents.
#[derive(Default)]
struct Part {
    grams: Grams,
    texts: packs::Texts,
    folded: Folded,
}

impl Part {
    fn add(&mut self, number: usize, doc: &Doc, fold: &Fold, labels: &Ranked) {
        let number = number as u32;
        let (year, month, day) = doc.day;
        let day = u32::from(year.unsigned_abs()) * 10_000
            + u32::from(month.unsigned_abs()) * 100
            + u32::from(day.unsigned_abs());
        let (org, org_name) = labels.org(doc.org).unzip();
        self.texts.field(&doc.address);
        self.texts.field(org_name.unwrap_or_default());
        self.texts.field(&doc.kind.to_string());
        self.texts.field(&day.to_string());
        self.add_text(&doc.title, number, Place::Title, fold);
        let initials = Initials::of(&self.folded.shown);
        initials.each(|run| self.grams.add(Key::initials(run), number, Place::Title));
        self.texts.field(&initials.text());
        self.texts.field(&doc.names.len().to_string());
        for name in &doc.names {
            self.add_text(name, number, Place::Name, fold);
        }
        for text in &doc.text {
            self.add_text(text, number, Place::Text, fold);
        }
        self.texts.end();
        let amounts = doc
            .amounts
            .iter()
            .filter_map(|amount| (amount.abs() * Decimal::ONE_HUNDRED).to_u64());
        let amounts = amounts
            .filter(|cents| *cents < numbers::TOO_MUCH)
            .map(Key::amount);
        let kind = labels.kind(doc.kind).map(Key::kind);
        let org = org.map(Key::org);
        let keys = [Key::day(day), Key::year(year)]
            .into_iter()
            .chain(kind)
            .chain(org)
            .chain(amounts);
        keys.for_each(|key| self.grams.add(key, number, Place::Text));
    }

    fn add_text(&mut self, text: &str, number: u32, place: Place, fold: &Fold) {
        self.folded.units.clear();
        self.folded.shown.clear();
        fold.text(text, &mut self.folded);
        self.texts.field(&self.folded.shown);
        self.grams.add_text(&self.folded.units, number, place);
        numbers::scan(&self.folded.units, |meant| {
            let key = match meant {
                Meant::Amount(cents) => Key::amount(cents),
                Meant::Day(day) => Key::day(day),
            };
            self.grams.add(key, number, place);
        });
    }
}
