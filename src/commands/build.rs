//! `gongkai build`: read, check, render, write.

use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use super::make::{Made, MadeFile, make};
use super::place::out_folder;
use super::{Failure, HAS_ERRORS, report};
use crate::cli::BuildArgs;
use crate::diagnostics::{Files, Finding, Report, RuleBook, Severity};
use crate::output::{self, Fingerprint, Finished, Store, fingerprint};
use crate::plan::{Extras, plan};
use crate::render::Renderer;
use crate::text::Texts;
use crate::values::Audience;
use crate::workspace::{Ask, Loaded, Outcome, day_by_clock, load};

/// What a build was asked for.
pub(super) struct Build<'a> {
    /// The site's folder.
    pub root: &'a Path,
    /// What was asked for.
    pub args: &'a BuildArgs,
    /// Words.
    pub texts: &'a Texts,
    /// When it was asked for.
    pub began: Instant,
}

/// Builds the site in `root`.
///
/// # Errors
/// There is no site, a template fails, or the output cannot be written. The old output is as it was.
pub fn run(root: &Path, args: &BuildArgs, texts: &Texts) -> Result<ExitCode, Failure> {
    let build = Build {
        root,
        args,
        texts,
        began: Instant::now(),
    };
    let store = Store::open(root, &out_folder(root, &args.out)?)?;
    let options = format!(
        "{:?} {:?} {:?} {:?}",
        args.day, args.drafts, args.no_sheets, texts.lang
    );
    let print = fingerprint(root, &options).map_err(|error| {
        Failure::new("error.read")
            .arg("path", root.display())
            .arg("reason", error)
    })?;
    if let Some(done) = unchanged(&store, &print) {
        let size = Size {
            pages: done.pages,
            files: store.cache().files.len(),
            written: 0,
        };
        store.abandon();
        return Ok(build.succeed(&done.findings, &size));
    }
    let ask = Ask::new(args.day.as_deref(), args.drafts)?;
    match load(root, ask)? {
        Outcome::Broken(found, files, book) => Ok(build.refuse(&found, &files, &book, store)),
        Outcome::Site(loaded) => build.write(store, &loaded, print, || Ok(())),
    }
}

impl Build<'_> {
    /// Renders the site and puts it in place, if nothing is wrong with it. `first` is done when everything is made and nothing is in place yet.
    pub fn write(
        &self,
        store: Store,
        loaded: &Loaded,
        print: Fingerprint,
        first: impl FnOnce() -> Result<(), Failure>,
    ) -> Result<ExitCode, Failure> {
        let (site, book) = (&loaded.site, &loaded.book);
        let edition = site.admit(Audience::Public);
        let extras = Extras {
            sheets: !self.args.no_sheets,
            search: true,
        };
        let plan = plan(&edition, &loaded.theme, &site.listing, extras);
        let mut found = loaded.report.clone();
        found.append(plan.report().clone());
        if book.count(&found, Severity::Error) > 0 {
            found.sort(&site.listing.files);
            return Ok(self.refuse(&found, &site.listing.files, book, store));
        }
        let renderer = Renderer::new(&plan, &loaded.theme, &site.listing, loaded.offset.clone())?;
        let made = match make(site, &plan, &renderer, Some(&store)) {
            Ok(made) => made,
            Err(failure) => {
                store.abandon();
                return Err(failure);
            }
        };
        found.append(made.report.clone());
        found.sort(&made.sources);
        if book.count(&found, Severity::Error) > 0 {
            return Ok(self.refuse(&found, &made.sources, book, store));
        }
        let findings = report::in_words(self.root, &found, &made.sources, book, self.texts);
        let pages = plan
            .jobs()
            .iter()
            .filter(|job| job.path.as_str().ends_with(".html"))
            .count();
        let day = site.day.to_string();
        let outcome = store.settled(print.newest).then(|| output::Outcome {
            inputs: print.hash,
            day: day.clone(),
            clock: loaded.clock.clone(),
            findings: findings.clone(),
            pages,
        });
        if let Err(failure) = first() {
            store.abandon();
            return Err(failure);
        }
        let files = finished(made);
        let count = files.len();
        let written = store.finish(&day, files, outcome, &renderer.stand_in()?)?;
        let size = Size {
            pages,
            files: count,
            written,
        };
        Ok(self.succeed(&findings, &size))
    }

    /// Says what is wrong and leaves the old site as it is.
    pub fn refuse(&self, found: &Report, files: &Files, book: &RuleBook, store: Store) -> ExitCode {
        let findings = report::in_words(self.root, found, files, book, self.texts);
        report::print(&findings, self.texts, self.args.all);
        let errors = book.count(found, Severity::Error);
        let warnings = book.count(found, Severity::Warning);
        let words = self.texts.fill(
            "build.refused",
            &[("errors", &errors), ("warnings", &warnings)],
        );
        anstream::eprintln!("{words}");
        store.abandon();
        ExitCode::from(HAS_ERRORS)
    }

    /// Says what was made.
    fn succeed(&self, findings: &[Finding], size: &Size) -> ExitCode {
        report::print(findings, self.texts, self.args.all);
        let seconds = format!("{:.2}", self.began.elapsed().as_secs_f64());
        let warnings = report::count(findings, Severity::Warning);
        let unchanged = size.files.saturating_sub(size.written);
        let args: [(&str, &dyn std::fmt::Display); 5] = [
            ("pages", &size.pages),
            ("written", &size.written),
            ("unchanged", &unchanged),
            ("seconds", &seconds),
            ("warnings", &warnings),
        ];
        anstream::eprintln!("{}", self.texts.fill("build.summary", &args));
        ExitCode::SUCCESS
    }
}

/// How much a build made.
struct Size {
    pages: usize,
    files: usize,
    written: usize,
}

/// The files of a build that were written or kept: all of them, since there was a store.
fn finished(made: Made) -> Vec<Finished> {
    made.files
        .into_iter()
        .filter_map(|file: MadeFile| Some((file.written?, file.inputs, file.links)))
        .collect()
}

/// The last build's outcome, if it was made from the same on the same day and its files are as it left them.
fn unchanged(store: &Store, print: &Fingerprint) -> Option<output::Outcome> {
    let outcome = store
        .cache()
        .outcome
        .as_ref()
        .filter(|outcome| outcome.inputs == print.hash)?;
    let same_day = outcome
        .clock
        .as_ref()
        .is_none_or(|zone| day_by_clock(zone).is_some_and(|day| day.to_string() == outcome.day));
    (same_day && store.is_whole()).then(|| outcome.clone())
}
