//! `gongkai check`: everything that a build would check, and nothing written.

use std::path::Path;
use std::process::ExitCode;

use super::make::make;
use super::{Failure, HAS_ERRORS, fix, report};
use crate::cli::{CheckArgs, Format};
use crate::diagnostics::{Finding, Severity};
use crate::plan::{Extras, plan};
use crate::render::Renderer;
use crate::text::Texts;
use crate::values::Audience;
use crate::workspace::{Ask, Outcome, load};

/// Checks the site in `root`.
///
/// # Errors
/// There is no site there, or it cannot be read.
pub fn run(root: &Path, args: &CheckArgs, texts: &Texts) -> Result<ExitCode, Failure> {
    let ask = Ask::new(args.day.as_deref(), args.drafts)?;
    if args.fix {
        let fixed = fix::run(root, ask)?;
        anstream::eprintln!(
            "{}",
            texts.fill(
                "fix.done",
                &[("fixes", &fixed.fixes), ("files", &fixed.files)]
            )
        );
    }
    let findings = findings(root, ask, texts)?;
    match args.format {
        Format::Json => report::print_as_json(&findings),
        Format::Text => {
            report::print(&findings, texts, args.all);
            let (errors, warnings) = (
                report::count(&findings, Severity::Error),
                report::count(&findings, Severity::Warning),
            );
            let key = if findings.is_empty() {
                "check.clean"
            } else {
                "check.summary"
            };
            anstream::eprintln!(
                "{}",
                texts.fill(key, &[("errors", &errors), ("warnings", &warnings)])
            );
        }
    }
    let failed = report::count(&findings, Severity::Error) > 0;
    Ok(if failed {
        ExitCode::from(HAS_ERRORS)
    } else {
        ExitCode::SUCCESS
    })
}

pub(super) fn findings(root: &Path, ask: Ask, texts: &Texts) -> Result<Vec<Finding>, Failure> {
    let loaded = match load(root, ask)? {
        Outcome::Broken(found, files, book) => {
            return Ok(report::in_words(root, &found, &files, &book, texts));
        }
        Outcome::Site(loaded) => loaded,
    };
    let edition = loaded.site.admit(Audience::Public);
    let plan = plan(
        &edition,
        &loaded.theme,
        &loaded.site.listing,
        Extras::default(),
    );
    let renderer = Renderer::new(
        &plan,
        &loaded.theme,
        &loaded.site.listing,
        loaded.offset.clone(),
    )?;
    let made = make(&loaded.site, &plan, &renderer, None)?;
    let mut found = loaded.report.clone();
    found.append(plan.report().clone());
    found.append(made.report);
    found.sort(&made.sources);
    Ok(report::in_words(
        root,
        &found,
        &made.sources,
        &loaded.book,
        texts,
    ))
}
