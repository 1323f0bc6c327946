//! From a folder to a checked site: once for a command, and again after each change while a site is being edited.
//!
//! What was read of a file is kept until the file changes, and so is what follows from it. Two states are kept apart: the site as it lies in the folder, which is what is
//! checked, and the site as it can be shown, in which every file that has errors stands as it last was without.

mod changes;
mod once;
mod reads;
mod settings;
mod shown;
#[cfg(test)]
mod tests;
mod turn;

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

pub use changes::Changes;
pub use settings::{Chosen, ZONE, day_by_clock, day_of};

use crate::diagnostics::{Diagnostic, FileId, Files, Report, RuleBook};
use crate::render::Fonts;
use crate::rules::{self, Checked};
use crate::site::{Gathered, Site};
use crate::source::{Listing, Theme, read_files};
use crate::text::Failure;
use crate::values::Day;
use reads::Reads;
use settings::{Known, choose};
use shown::Shown;
use turn::{Turn, is_setting, renew};

/// What is asked of a site.
#[derive(Debug, Clone, Copy)]
pub struct Ask {
    /// The day, instead of the site's.
    pub day: Option<Day>,
    /// Whether drafts are looked at.
    pub drafts: bool,
}

impl Ask {
    /// The day is as written on the command line.
    ///
    /// # Errors
    /// It is no day.
    pub fn new(day: Option<&str>, drafts: bool) -> Result<Ask, Failure> {
        let read =
            |text| Day::parse(text).ok_or_else(|| Failure::new("error.day").arg("found", text));
        Ok(Ask {
            day: day.map(read).transpose()?,
            drafts,
        })
    }
}

/// A site that could be read, with all that is wrong with it.
#[derive(Clone)]
pub struct Loaded {
    /// The site.
    pub site: Arc<Site>,
    /// Its theme.
    pub theme: Arc<Theme>,
    /// The rules, with the severities of this site.
    pub book: RuleBook,
    /// Everything found.
    pub report: Report,
    /// The time zone whose clock gave the day; none if the day was set.
    pub clock: Option<String>,
    /// The time zone's offset on the day, as in `+08:00`.
    pub offset: String,
}

/// A site, or as much as can be said where `site.yaml` has mistakes.
#[derive(Clone)]
pub enum Outcome {
    /// A site.
    Site(Box<Loaded>),
    /// Only findings.
    Broken(Report, Files, RuleBook),
}

/// Reads the site in `root` and runs every rule that needs no finished page.
///
/// # Errors
/// There is no site there, or its theme cannot be read.
pub fn load(root: &Path, ask: Ask) -> Result<Outcome, Failure> {
    let workspace = Workspace::open(root, ask)?;
    match workspace.failure() {
        Some(failure) => Err(failure.clone()),
        None => Ok(workspace.outcome),
    }
}

/// The files of the site in `root`.
///
/// # Errors
/// There is no site there, or its folder cannot be read.
pub fn list(root: &Path) -> Result<Listing, Failure> {
    has_site(root)?;
    Listing::new(root).map_err(|error| unreadable(root, &error))
}

/// What the files of `listing` say.
pub fn gather(listing: &Listing) -> Gathered {
    let files: Vec<FileId> = listing.ids().collect();
    let mut reads = Reads::default();
    for (file, read) in files.iter().zip(read_files(listing, &files)) {
        reads.put(*file, Arc::new(read));
    }
    Gathered::of(listing, |file| reads.get(file))
}

fn has_site(root: &Path) -> Result<(), Failure> {
    let site = root.join("content").join("site.yaml");
    if site.is_file() {
        return Ok(());
    }
    Err(Failure::new("error.no-site").arg("path", site.display()))
}

fn unreadable(root: &Path, error: &std::io::Error) -> Failure {
    Failure::new("error.read")
        .arg("path", root.display())
        .arg("reason", error)
}

/// A site's folder as it is being edited.
pub struct Workspace {
    ask: Ask,
    /// The rules as they come with the program.
    book: RuleBook,
    listing: Arc<Listing>,
    reads: Reads,
    chosen: Option<Chosen>,
    /// What the rules said of the last state.
    checked: Option<Checked>,
    outcome: Outcome,
    shown: Shown,
    /// Why the folder cannot be read.
    failure: Option<Failure>,
    /// Changes that could not be gone along with yet.
    missed: Changes,
    /// Whether the theme changed while it could not be read anew.
    old_theme: bool,
}

impl Workspace {
    /// Reads the site in `root`.
    ///
    /// # Errors
    /// There is no site there, or its folder cannot be read.
    pub fn open(root: &Path, ask: Ask) -> Result<Workspace, Failure> {
        let listing = Arc::new(list(root)?);
        let book =
            RuleBook::load().map_err(|error| Failure::new("error.program").arg("reason", error))?;
        let mut workspace = Workspace {
            ask,
            outcome: Outcome::Broken(Report::default(), Files::default(), book.clone()),
            book,
            reads: Reads::default(),
            chosen: None,
            checked: None,
            shown: Shown::default(),
            failure: None,
            missed: Changes::default(),
            old_theme: false,
            listing,
        };
        let all: BTreeSet<FileId> = workspace.listing.ids().collect();
        workspace.read(&all);
        let first = Turn {
            dirty: all,
            moved: true,
            settings: true,
            ..Turn::default()
        };
        workspace.settle(&first, |_| ())?;
        Ok(workspace)
    }

    /// The site as it lies in the folder, with everything that is wrong with it.
    pub fn outcome(&self) -> &Outcome {
        &self.outcome
    }

    /// The site as it can be shown; none if it never could be read.
    pub fn shown(&self) -> Option<Loaded> {
        self.shown.loaded()
    }

    /// Files that have errors and stand in the shown site as they last were without.
    pub fn held(&self) -> impl Iterator<Item = FileId> {
        self.shown.held()
    }

    /// Whether the shown site goes by older settings, because the newest have errors.
    pub fn settings_held(&self) -> bool {
        self.shown.settings_held()
    }

    /// Why the program cannot go by the newest files of the site as a whole: its folder or its theme cannot be read.
    pub fn failure(&self) -> Option<&Failure> {
        let of_theme = self
            .chosen
            .as_ref()
            .and_then(|chosen| chosen.failure.as_ref());
        self.failure.as_ref().or(of_theme)
    }

    /// The rules as they come with the program.
    pub fn book(&self) -> &RuleBook {
        &self.book
    }

    /// Goes along with `changes`, and with the day. Gives whether anything is different now.
    ///
    /// `early` gets the site before the rules are run over it: it is what will be shown unless something has errors.
    pub fn update(&mut self, changes: &Changes, early: impl FnOnce(Loaded)) -> bool {
        let before = self.failure.take();
        let mut all = std::mem::take(&mut self.missed);
        all.add(changes);
        let turn = has_site(&self.listing.root).and_then(|()| self.turn(&all));
        let done = turn.inspect_err(|_| self.missed = all).and_then(|turn| {
            self.read(&turn.dirty);
            let busy = !turn.is_empty() || before.is_some();
            if busy {
                self.settle(&turn, early)?;
            }
            Ok(busy)
        });
        match done {
            Ok(busy) => busy,
            Err(failure) => {
                let new = before.as_ref() != Some(&failure);
                self.failure = Some(failure);
                new
            }
        }
    }

    /// What `changes` come to.
    fn turn(&mut self, changes: &Changes) -> Result<Turn, Failure> {
        let mut turn = Turn::default();
        let found = changes.sort(&self.listing);
        turn.theme = found.theme;
        turn.files = found.files;
        let before = self.listing.clone();
        if found.moved {
            let root = &before.root;
            let now = before.again().map_err(|error| unreadable(root, &error))?;
            for id in before.ids() {
                let path = before.files.path(id);
                if now.find(path).is_none() {
                    self.reads.forget(id);
                    turn.files.insert(path.clone());
                    turn.moved = true;
                }
            }
            for id in now.ids() {
                let path = now.files.path(id);
                let inside = || found.folders.iter().any(|folder| path.starts_with(folder));
                let new = before.find(path).is_none();
                turn.moved |= new;
                if new || inside() {
                    turn.files.insert(path.clone());
                }
            }
            self.listing = Arc::new(now);
        }
        turn.dirty = self.reads.touched_by(&turn.files, &self.listing);
        let config = self.listing.find("content/site.yaml");
        turn.settings = turn.theme
            || turn.dirty.iter().any(|id| {
                Some(*id) == config || self.listing.files.path(*id).starts_with("content/site.")
            })
            || turn.files.iter().any(|path| is_setting(path))
            || self.day_is_over();
        Ok(turn)
    }

    /// Whether the clock shows another day than the site's.
    fn day_is_over(&self) -> bool {
        let chosen = self.chosen.as_ref().filter(|_| self.config().is_some());
        let clock = chosen.and_then(|chosen| Some((chosen.clock.as_ref()?, chosen.settings.day)));
        clock.is_some_and(|(zone, day)| day_by_clock(zone).is_some_and(|now| now != day))
    }

    fn read(&mut self, files: &BTreeSet<FileId>) {
        let files: Vec<FileId> = files.iter().copied().collect();
        let read = read_files(&self.listing, &files);
        for (file, read) in files.into_iter().zip(read) {
            self.reads.put(file, Arc::new(read));
        }
    }

    /// Brings both states up to what was read.
    fn settle(&mut self, turn: &Turn, early: impl FnOnce(Loaded)) -> Result<(), Failure> {
        self.old_theme |= turn.theme;
        let config = self.config();
        let Some(config) = config else {
            let mut report = self.reads.report(&self.listing);
            report.sort(&self.listing.files);
            let files = self.listing.files.clone();
            self.outcome = Outcome::Broken(report, files, self.book.clone());
            self.checked = None;
            self.shown
                .keep(&self.reads, &self.listing, &self.outcome, turn);
            return Ok(());
        };
        if turn.settings || self.chosen.is_none() {
            let last = self.chosen.as_ref();
            let known = last.map(|chosen| Known {
                theme: &chosen.theme,
                newest: !self.old_theme && chosen.failure.is_none(),
            });
            let chosen = choose(
                &self.listing,
                (config, self.glossary(), self.catalogue()),
                &self.ask,
                &self.book,
                known,
            )?;
            self.old_theme = false;
            self.chosen = Some(chosen.unless_same(last));
        }
        let Some(chosen) = &self.chosen else {
            return Ok(());
        };
        let before = match &self.outcome {
            Outcome::Site(loaded) => Some(loaded.site.clone()),
            Outcome::Broken(..) => None,
        };
        let read = |file| self.reads.get(file);
        let made = renew(
            before.as_ref(),
            turn,
            &self.listing,
            &chosen.settings,
            &read,
        );
        if before.is_some() {
            early(chosen.load(made.site.clone(), Report::default()));
        }
        let known = self.checked.as_ref().zip(made.kinds.as_ref());
        let (found, checked) = rules::check(&made.site, known);
        let mut report = chosen.report.clone();
        report.append(made.site.report());
        report.append(found);
        report.append(check_fonts(&made.site, &chosen.theme));
        report.sort(&self.listing.files);
        self.checked = Some(checked);
        self.outcome = Outcome::Site(Box::new(chosen.load(made.site, report)));
        self.shown
            .keep(&self.reads, &self.listing, &self.outcome, turn);
        Ok(())
    }
}

/// What is wrong with the fonts that a site names, and characters that none of them has.
fn check_fonts(site: &Site, theme: &Theme) -> Report {
    let mut report = Report::default();
    if site.rare.is_empty() && site.config.fonts.is_none() {
        return report;
    }
    let fonts = Fonts::load(theme, site.config.fonts.as_ref());
    report.append(rules::check_characters(site, theme.name(), |c| {
        fonts.has(c)
    }));
    for missing in fonts.missing() {
        report.add(Diagnostic::new("sheet/font", missing.place).arg("found", &missing.name));
    }
    report
}
