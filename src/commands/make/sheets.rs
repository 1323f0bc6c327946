//! Makes the sheets of a plan, and says what is wrong with them.

use std::sync::atomic::{AtomicUsize, Ordering};

use indicatif::ProgressBar;

use super::MadeFile;
use crate::commands::Failure;
use crate::diagnostics::{Diagnostic, Place, Report};
use crate::output::{Store, Written};
use crate::plan::{Job, Plan, SheetJob, What};
use crate::render::{Problem, Renderer, Setter, workers};
use crate::rules::Net;

/// Makes every sheet of `plan`, with its index among the plan's jobs.
///
/// # Errors
/// A template fails, or the disk refuses.
pub fn all(
    plan: &Plan<'_>,
    renderer: &Renderer<'_, '_>,
    (store, net): (&Store, &Net),
    progress: &ProgressBar,
) -> Result<Vec<(usize, MadeFile)>, Failure> {
    let Some(setter) = renderer.setter() else {
        return Ok(Vec::new());
    };
    let sheets: Vec<(usize, &Job, &SheetJob)> = plan
        .jobs()
        .iter()
        .enumerate()
        .filter_map(|(at, job)| match &job.what {
            What::Sheet(sheet) => Some((at, job, sheet)),
            _ => None,
        })
        .collect();
    let next = AtomicUsize::new(0);
    let work = || -> Result<Vec<(usize, MadeFile)>, Failure> {
        let worker = workers(1)?;
        let mut made = Vec::new();
        while let Some((at, job, sheet)) = sheets.get(next.fetch_add(1, Ordering::Relaxed)) {
            let file = worker.install(|| one(job, sheet, (plan, net), (renderer, setter), store));
            progress.inc(1);
            // A template that fails fails for all: the others need not be tried.
            let file = file.inspect_err(|_| next.store(sheets.len(), Ordering::Relaxed))?;
            made.push((*at, file));
        }
        Ok(made)
    };
    let threads = rayon::current_num_threads().min(sheets.len());
    let results: Vec<Result<Vec<(usize, MadeFile)>, Failure>> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        threads
            .into_iter()
            .map(|thread| {
                thread
                    .join()
                    .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
            })
            .collect()
    });
    let mut files = Vec::with_capacity(sheets.len());
    for result in results {
        files.extend(result?);
    }
    Ok(files)
}

/// Sets the sheet that `job` is, unless it is there and nothing of it changed.
fn one(
    job: &Job,
    sheet: &SheetJob,
    (plan, net): (&Plan<'_>, &Net),
    (renderer, setter): (&Renderer<'_, '_>, &Setter<'_>),
    store: &Store,
) -> Result<MadeFile, Failure> {
    let doc = plan.sheet_doc(sheet);
    let inputs = renderer.sheet_inputs(&doc, |changed| store.settled(changed));
    if let Some(inputs) = inputs
        && let Some((file, stamp)) = store.known(&job.path, inputs)
    {
        return Ok(MadeFile {
            written: Some(Written::kept(&job.path, file, stamp)),
            inputs: Some(inputs),
            ..MadeFile::default()
        });
    }
    let set = setter.set(&doc, job.path.as_str(), None)?;
    let config = plan.edition().config();
    let file = plan.source(job).unwrap_or(config.name.place.file);
    let mut report = findings(&set.problems, Place::file(file), &doc.title);
    // What is broken over two lines on the paper stands whole in the data.
    let mut said = serde_json::to_vec(&doc).unwrap_or_default();
    said.push(b'\n');
    said.extend_from_slice(set.text.as_bytes());
    net.check(job.path.as_str(), &said, Place::file(file), &mut report);
    Ok(MadeFile {
        written: Some(store.put(&job.path, &set.pdf)?),
        // What is wrong with a sheet is said every time.
        inputs: inputs.filter(|_| report.0.is_empty()),
        report,
        ..MadeFile::default()
    })
}

/// What is wrong with the sheet called `sheet`, whose text comes from `place`.
pub fn findings(problems: &[Problem], place: Place, sheet: &str) -> Report {
    let mut report = Report::default();
    for problem in problems {
        let finding = match problem {
            Problem::Glyph(c) => Diagnostic::new("sheet/glyph", place)
                .case("sheet")
                .arg("found", c)
                .arg("code", format!("U+{:04X}", u32::from(*c))),
            Problem::Small { words, size, floor } => Diagnostic::new("sheet/overflow", place)
                .arg("found", words)
                .arg("size", size)
                .arg("floor", floor),
            Problem::Outside { words, page } => Diagnostic::new("sheet/overflow", place)
                .case("outside")
                .arg("found", words)
                .arg("page", page),
            Problem::Image(name) => Diagnostic::new("image/missing", place)
                .case("unreadable")
                .arg("found", name),
            Problem::Code(url) => Diagnostic::new("sheet/qr", place).arg("found", url),
        };
        report.add(finding.arg("sheet", sheet));
    }
    report
}
