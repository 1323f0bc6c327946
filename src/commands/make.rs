//! Renders a plan: every page in parallel, each looked at for links that lead nowhere.

mod sheets;

use indicatif::{ProgressBar, ProgressStyle};
use rayon::prelude::*;

use super::Failure;
use crate::diagnostics::{Files, Place, Report};
use crate::output::{Store, Written};
use crate::plan::{Job, Plan, What};
use crate::render::{Addresses, PageLinks, Renderer, dead_links, scan};
use crate::rules::Net;
use crate::site::{OutPath, Site};
use crate::source::encode_path;
pub use sheets::findings as sheet_findings;

/// From this many files on a build shows its progress.
const SHOWN_FROM: u64 = 400;

/// A file that was made, or kept.
#[derive(Default)]
pub struct MadeFile {
    /// How it was written; none where nothing is.
    pub written: Option<Written>,
    /// The hash of what it was made from.
    pub inputs: Option<[u8; 16]>,
    /// What it links to.
    pub links: PageLinks,
    /// What is wrong with it.
    report: Report,
}

/// What came of rendering.
pub struct Made {
    /// Every file, in the order of the plan's jobs.
    pub files: Vec<MadeFile>,
    /// Links that lead nowhere.
    pub report: Report,
    /// The files that findings are about, templates included.
    pub sources: Files,
}

/// Makes every file of `plan`, whose jobs are in order of path. With a `store` what is unchanged is kept and the rest is written beside the site; without one nothing is written.
///
/// # Errors
/// A template fails, or the disk refuses.
pub fn make(
    site: &Site,
    plan: &Plan<'_>,
    renderer: &Renderer<'_, '_>,
    store: Option<&Store>,
) -> Result<Made, Failure> {
    let addresses = Addresses::new(
        plan.jobs().iter().map(|job| job.path.as_str()),
        plan.base_url(),
    )
    .without(plan.refused());
    let renumbered: Vec<Option<u32>> = store.map_or_else(Vec::new, |store| {
        store
            .cache()
            .files
            .iter()
            .map(|file| addresses.number(&file.path))
            .collect()
    });
    let net = Net::new(site);
    let place_of = |job: &Job| Place::file(plan.source(job).unwrap_or(site.config.name.place.file));
    let look = |job: &Job, bytes: &[u8]| {
        let mut out = Report::default();
        let (path, place) = (job.path.as_str(), place_of(job));
        match job.what {
            What::File(_) => net.check_attachment(path, bytes, place, &mut out),
            _ => net.check(path, bytes, place, &mut out),
        }
        out
    };
    let progress = bar(plan.jobs().len() as u64);
    let mut files: Vec<MadeFile> = plan
        .jobs()
        .par_iter()
        .map(|job| {
            if matches!(job.what, What::Sheet(_)) {
                return Ok(MadeFile::default());
            }
            let made = one(job, renderer, store, &addresses, &renumbered, &look);
            progress.inc(1);
            made
        })
        .collect::<Result<_, Failure>>()?;
    if let Some(store) = store {
        for (at, made) in sheets::all(plan, renderer, (store, &net), &progress)? {
            files[at] = made;
        }
    }
    progress.finish_and_clear();
    let mut sources = site.listing.files.clone();
    let links = |at: usize| files.get(at).map(|file| &file.links);
    let mut report = dead_links(site, plan, links, &mut sources);
    for file in &files {
        report.append(file.report.clone());
    }
    Ok(Made {
        files,
        report,
        sources,
    })
}

fn bar(length: u64) -> ProgressBar {
    if length < SHOWN_FROM {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{bar:40} {pos}/{len}")
        .unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(length).with_style(style)
}

fn one(
    job: &Job,
    renderer: &Renderer<'_, '_>,
    store: Option<&Store>,
    addresses: &Addresses<'_>,
    renumbered: &[Option<u32>],
    look: &(impl Fn(&Job, &[u8]) -> Report + Sync),
) -> Result<MadeFile, Failure> {
    let view = renderer.view(job);
    let inputs = store
        .and_then(|store| renderer.inputs(job, view.as_ref(), |changed| store.settled(changed)));
    if let (Some(store), Some(inputs)) = (store, inputs)
        && let Some((file, stamp)) = store.known(&job.path, inputs)
    {
        let path_of = |old: u32| {
            let file = store.cache().files.get(old as usize);
            file.map(|file| file.path.as_str())
        };
        let links = carry(&file.links, &job.path, addresses, renumbered, path_of);
        return Ok(MadeFile {
            written: Some(Written::kept(&job.path, file, stamp)),
            inputs: Some(inputs),
            links,
            ..MadeFile::default()
        });
    }
    let bytes = renderer.render(job, view.as_ref())?;
    let html = job
        .path
        .as_str()
        .ends_with(".html")
        .then(|| std::str::from_utf8(&bytes).ok())
        .flatten();
    let links = html.map_or_else(PageLinks::default, |html| {
        scan(html, job.path.as_str(), addresses)
    });
    let report = look(job, &bytes);
    let written = store
        .map(|store| store.put(&job.path, &bytes))
        .transpose()?;
    Ok(MadeFile {
        written,
        // What is wrong with a file is said every time.
        inputs: inputs.filter(|_| report.0.is_empty()),
        links,
        report,
    })
}

/// The links of the unchanged page at `from` by today's numbers. Those that are gone, and those that led nowhere, are looked at again. `path_of` gives the path of an old number.
fn carry<'a>(
    links: &PageLinks,
    from: &OutPath,
    addresses: &Addresses<'_>,
    renumbered: &[Option<u32>],
    path_of: impl Fn(u32) -> Option<&'a str>,
) -> PageLinks {
    let mut now = PageLinks {
        ids: links.ids.clone(),
        ..PageLinks::default()
    };
    let number = |old: u32| renumbered.get(old as usize).copied().flatten();
    let mut again = links.broken.clone();
    let written = |old: u32| path_of(old).map(|path| from.root() + &encode_path(path));
    for old in &links.targets {
        match number(*old) {
            Some(number) => now.targets.push(number),
            None => again.extend(written(*old)),
        }
    }
    for (old, id) in &links.fragments {
        match number(*old) {
            Some(number) => now.fragments.push((number, id.clone())),
            None => again.extend(written(*old).map(|href| format!("{href}#{}", encode_path(id)))),
        }
    }
    for href in again {
        addresses.follow(&href, from.as_str(), &mut now);
    }
    now.targets.sort_unstable();
    now.targets.dedup();
    now
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_of_an_unchanged_page_are_looked_at_again() {
        let then = ["a.html", "b/c.html", "b/gone.html"];
        let links = PageLinks {
            targets: vec![0, 2, 9],
            fragments: vec![(2, "甲".to_owned())],
            ids: vec!["x".to_owned()],
            broken: vec!["new.html".to_owned(), "never.html".to_owned()],
        };
        let addresses = Addresses::new(
            ["0.html", "a.html", "b/c.html", "b/new.html"].into_iter(),
            None,
        );
        let renumbered: Vec<_> = then.iter().map(|path| addresses.number(path)).collect();
        let from = OutPath::new("b/c.html").unwrap();
        let path_of = |old: u32| then.get(old as usize).copied();
        let now = carry(&links, &from, &addresses, &renumbered, path_of);
        assert_eq!(now.targets, [1, 3]);
        assert_eq!(now.ids, ["x"]);
        assert_eq!(
            now.broken,
            ["never.html", "../b/gone.html", "../b/gone.html#%E7%94%B2"]
        );
    }
}
