//! `gongkai build`: read, check, render, write.

use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use super::load::{Ask, Loaded, Outcome, day_by_clock, load};
use super::make::{MadeFile, make};
use super::{Failure, HAS_ERRORS, report};
use crate::cli::BuildArgs;
use crate::diagnostics::{Finding, Severity};
use crate::output::{self, Fingerprint, Store, fingerprint};
use crate::plan::plan;
use crate::render::Renderer;
use crate::text::Texts;
use crate::values::Audience;

/// Builds the site in `root`.
///
/// # Errors
/// There is no site, a template fails, or the output cannot be written. The old output is as it was.
pub fn run(root: &Path, args: &BuildArgs, texts: &Texts) -> Result<ExitCode, Failure> {
    let began = Instant::now();
    let out = if args.out.is_absolute() {
        args.out.clone()
    } else {
        root.join(&args.out)
    };
    let store = Store::open(&out)?;
    let options = format!("{:?} {:?} {:?}", args.day, args.drafts, texts.lang);
    let print = fingerprint(root, &options).map_err(|error| {
        Failure::new("error.read")
            .arg("path", root.display())
            .arg("reason", error)
    })?;
    if let Some(done) = unchanged(&store, &print) {
        report::print(&done.findings, texts, args.all);
        let size = Size {
            pages: done.pages,
            files: store.cache().files.len(),
            written: 0,
        };
        summary(texts, began, &size, &done.findings);
        store.abandon();
        return Ok(ExitCode::SUCCESS);
    }
    let loaded = match load(
        root,
        Ask {
            day: args.day.as_deref(),
            drafts: args.drafts,
        },
    )? {
        Outcome::Broken(found, files, book) => {
            return Ok(refuse(
                &report::in_words(root, &found, &files, &book, texts),
                texts,
                args.all,
                store,
            ));
        }
        Outcome::Site(loaded) => loaded,
    };
    write(root, args, texts, began, store, &loaded, print)
}

fn write(
    root: &Path,
    args: &BuildArgs,
    texts: &Texts,
    began: Instant,
    store: Store,
    loaded: &Loaded,
    print: Fingerprint,
) -> Result<ExitCode, Failure> {
    let edition = loaded.site.admit(Audience::Public);
    let mut plan = plan(&edition, &loaded.theme, &loaded.site.listing);
    plan.jobs.sort_by(|a, b| a.path.cmp(&b.path));
    let mut found = loaded.report.clone();
    found.append(plan.report.clone());
    let early = report::in_words(
        root,
        &found,
        &loaded.site.listing.files,
        &loaded.book,
        texts,
    );
    if report::count(&early, Severity::Error) > 0 {
        return Ok(refuse(&early, texts, args.all, store));
    }
    let renderer = Renderer::new(
        &plan,
        &loaded.theme,
        &loaded.site.listing,
        loaded.offset.clone(),
    )?;
    let made = match make(&loaded.site, &plan, &renderer, Some(&store)) {
        Ok(made) => made,
        Err(failure) => {
            store.abandon();
            return Err(failure);
        }
    };
    found.append(made.report);
    found.sort(&made.sources);
    let findings = report::in_words(root, &found, &made.sources, &loaded.book, texts);
    if report::count(&findings, Severity::Error) > 0 {
        return Ok(refuse(&findings, texts, args.all, store));
    }
    let pages = plan
        .jobs
        .iter()
        .filter(|job| job.path.as_str().ends_with(".html"))
        .count();
    let outcome = store.settled(print.newest).then(|| output::Outcome {
        inputs: print.hash,
        day: loaded.site.day.to_string(),
        clock: loaded.clock.clone(),
        findings: findings.clone(),
        pages,
    });
    let files: Vec<_> = made
        .files
        .into_iter()
        .filter_map(|(written, inputs, links): MadeFile| Some((written?, inputs, links)))
        .collect();
    let stub = renderer.stand_in()?;
    let count = files.len();
    let written = store.finish(&loaded.site.day.to_string(), files, outcome, &stub)?;
    report::print(&findings, texts, args.all);
    summary(
        texts,
        began,
        &Size {
            pages,
            files: count,
            written,
        },
        &findings,
    );
    Ok(ExitCode::SUCCESS)
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

/// Says what is wrong and leaves the old site as it is.
fn refuse(findings: &[Finding], texts: &Texts, all: bool, store: Store) -> ExitCode {
    report::print(findings, texts, all);
    let errors = report::count(findings, Severity::Error);
    anstream::eprintln!(
        "{}",
        texts.fill(
            "build.refused",
            &[
                ("errors", &errors),
                ("warnings", &report::count(findings, Severity::Warning))
            ]
        )
    );
    store.abandon();
    ExitCode::from(HAS_ERRORS)
}

/// How much a build made.
struct Size {
    pages: usize,
    files: usize,
    written: usize,
}

fn summary(texts: &Texts, began: Instant, size: &Size, findings: &[Finding]) {
    let seconds = format!("{:.2}", began.elapsed().as_secs_f64());
    let warnings = report::count(findings, Severity::Warning);
    let unchanged = size.files.saturating_sub(size.written);
    let args: [(&str, &dyn std::fmt::Display); 5] = [
        ("pages", &size.pages),
        ("written", &size.written),
        ("unchanged", &unchanged),
        ("seconds", &seconds),
        ("warnings", &warnings),
    ];
    anstream::eprintln!("{}", texts.fill("build.summary", &args));
}
