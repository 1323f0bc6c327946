//! `gongkai publish`: check, build, write in the ledger what is new, deliver.
//!
//! The lines are worked out first and the site is made with them, in memory and beside the old one. Then, each file whole:
//!
//! 1. what the records say now goes to `content/ledger/`, beside what they said before;
//! 2. the signature, which nobody believes before the ledger has the line that it signs;
//! 3. `content/ledger.jsonl`: from here on it is published;
//! 4. what the records said before goes from `content/ledger/`;
//! 5. the site is put in place;
//! 6. it is brought to where the public reads it, if a target was named: see [`super::deliver`].
//!
//! A publication that is cut off before 3 has changed nothing that anybody reads, and the next one does it again. One that is cut off after 3 leaves the old site with its own old
//! ledger, or a part of the new one; the next finds nothing new to write and puts the site in place. The other way round the site would show lines that the chain does not have.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use rayon::prelude::*;

use super::build::Build;
use super::deliver::deliver;
use super::place::out_folder;
use super::{Failure, HAS_ERRORS};
use crate::cli::{BuildArgs, PublishArgs};
use crate::diagnostics::Severity;
use crate::ledger::{self, Change, Content, Key, Ledger, Line};
use crate::output::{Store, fingerprint, write_whole};
use crate::site::{Article, Site};
use crate::text::Texts;
use crate::values::Audience;
use crate::workspace::{Ask, Outcome, load};

/// Where the site is made.
pub const OUT: &str = "public";

/// Where the key that signs is told.
const KEY: &str = "GONGKAI_KEY";

/// The key's file below `content/`; nothing in that folder is published.
const KEY_FILE: [&str; 2] = ["private", "key"];

/// Publishes the site in `root`.
///
/// # Errors
/// There is no site there, a key is not one, or the disk refuses. What is in place is whole.
pub fn run(root: &Path, args: &PublishArgs, texts: &Texts) -> Result<ExitCode, Failure> {
    let build_args = BuildArgs {
        out: OUT.into(),
        day: args.day.clone(),
        drafts: false,
        no_sheets: false,
        all: args.all,
    };
    let build = Build {
        root,
        args: &build_args,
        texts,
        began: Instant::now(),
    };
    let store = Store::open(root, &out_folder(root, &build_args.out)?)?;
    let print = fingerprint(root, "publish").map_err(|error| {
        Failure::new("error.read")
            .arg("path", root.display())
            .arg("reason", error)
    })?;
    let mut loaded = match load(root, Ask::new(args.day.as_deref(), false)?)? {
        Outcome::Broken(found, files, book) => {
            return Ok(build.refuse(&found, &files, &book, store));
        }
        Outcome::Site(loaded) => loaded,
    };
    if loaded.book.count(&loaded.report, Severity::Error) > 0 {
        let files = &loaded.site.listing.files;
        return Ok(build.refuse(&loaded.report, files, &loaded.book, store));
    }
    let key = key(root)?;
    let posting = Posting::of(&loaded.site, key.as_ref());
    if args.dry_run {
        store.abandon();
        posting.say(texts, "publish.would");
        return deliver_to(root, &loaded.site, args, texts).map(|()| ExitCode::SUCCESS);
    }
    loaded.site = loaded.site.with_ledger(posting.ledger.clone()).into();
    let code = build.write(store, &loaded, print, || posting.write(root))?;
    if code != ExitCode::from(HAS_ERRORS) {
        posting.say(texts, "publish.done");
        if let Some(key) = key {
            let words = texts.fill("publish.signed", &[("key", &key.public())]);
            anstream::eprintln!("{words}");
        }
        deliver_to(root, &loaded.site, args, texts)?;
    }
    Ok(code)
}

/// Delivers the site in place, if a target was named.
fn deliver_to(root: &Path, site: &Site, args: &PublishArgs, texts: &Texts) -> Result<(), Failure> {
    match &args.to {
        Some(to) => deliver(root, &site.config, (to, args), texts),
        None => Ok(()),
    }
}

/// The key that signs, if the site has one.
fn key(root: &Path) -> Result<Option<Key>, Failure> {
    let file = KEY_FILE
        .iter()
        .fold(root.join("content"), |path, part| path.join(part));
    let text = match std::env::var(KEY) {
        Ok(text) if !text.trim().is_empty() => text,
        _ if file.is_file() => std::fs::read_to_string(&file).map_err(|error| {
            Failure::new("error.read")
                .arg("path", file.display())
                .arg("reason", error)
        })?,
        _ => return Ok(None),
    };
    match Key::read(&text) {
        Some(key) => Ok(Some(key)),
        None => Err(Failure::new("error.key").arg("path", file.display())),
    }
}

/// What a publication adds.
struct Posting {
    /// The ledger with the new lines.
    ledger: Ledger,
    /// How many of them are new.
    new: usize,
    /// What the records of the new lines say, by short code.
    contents: BTreeMap<String, Content>,
}

impl Posting {
    fn of(site: &Site, key: Option<&Key>) -> Posting {
        let mut articles: Vec<&Article> = site.articles().iter().map(AsRef::as_ref).collect();
        articles.retain(|article| article.audience == Audience::Public);
        let lines: Vec<Option<(Line, Content)>> = articles
            .par_iter()
            .map(|article| line_of(article, site))
            .collect();
        let mut posting = Posting {
            ledger: Ledger::clone(&site.ledger),
            new: 0,
            contents: BTreeMap::new(),
        };
        for (line, content) in lines.into_iter().flatten() {
            posting.contents.insert(line.code.clone(), content);
            posting.ledger.push(line);
            posting.new += 1;
        }
        if posting.new > 0 {
            posting.ledger.unsign();
        }
        if let Some(key) = key.filter(|_| !posting.ledger.is_empty()) {
            posting.ledger.sign(key);
        }
        posting
    }

    /// Writes what is new, in an order that can be cut off anywhere.
    fn write(&self, root: &Path) -> Result<(), Failure> {
        let folder = root.join("content");
        let shelf = ledger::Shelf::new(folder.join(ledger::FOLDER));
        if self.new > 0 {
            shelf.add(&self.contents)?;
        }
        if let Some(signature) = self.ledger.signature() {
            write_whole(&folder.join(ledger::SIGNATURE), signature.as_bytes())?;
        }
        if self.new > 0 {
            write_whole(&folder.join(ledger::NAME), self.ledger.text().as_bytes())?;
            if let Some(end) = self.ledger.end() {
                shelf.set_head(&end)?;
            }
            let latest = self.ledger.latest();
            let hashes: BTreeMap<&str, &str> = latest
                .map(|line| (line.code.as_str(), line.hash.as_str()))
                .collect();
            let wanted = |code: &str| hashes.get(code).map(|hash| (*hash).to_owned());
            shelf.tidy(self.contents.keys().map(String::as_str), wanted)?;
        }
        Ok(())
    }

    /// Says what is new, and how much of each sort.
    fn say(&self, texts: &Texts, key: &str) {
        let lines = self.ledger.lines();
        let new = &lines[lines.len() - self.new..];
        let count = |change| new.iter().filter(|line| line.change == change).count();
        let words = texts.fill(
            key,
            &[
                ("published", &count(Change::Published)),
                ("updated", &count(Change::Updated)),
                ("corrected", &count(Change::Corrected)),
                ("withdrawn", &count(Change::Withdrawn)),
                ("lines", &lines.len()),
            ],
        );
        anstream::eprintln!("{words}");
    }
}

/// The line that an article adds, and what its record says then.
fn line_of(article: &Article, site: &Site) -> Option<(Line, Content)> {
    let (record, ledger, day) = (&*article.record, &site.ledger, site.day);
    if let Some(withdrawal) = article.withdrawal() {
        let last = ledger.last(&record.id.to_string())?;
        let is_new = last.change != Change::Withdrawn;
        let content = Content::withdrawn(&record.envelope.title.value);
        return is_new.then(|| (ledger::line_of_withdrawal(record, withdrawal, day), content));
    }
    if !article.is_out() {
        return None;
    }
    let (verdict, record, stamp) = article.verdict(site);
    let line = ledger::next_line(ledger, record, &stamp.hash, verdict, day)?;
    let content = Content::of(record, &article.body.html, &stamp.files);
    Some((line, content))
}
