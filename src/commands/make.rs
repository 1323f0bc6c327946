//! Renders a plan: every page in parallel, each looked at for links that lead nowhere.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use indicatif::{ProgressBar, ProgressStyle};
use rayon::prelude::*;

use super::Failure;
use crate::diagnostics::{Diagnostic, FileId, Files, Place, Report};
use crate::output::{Store, Written};
use crate::plan::{Job, Plan};
use crate::render::{Addresses, PageLinks, Renderer, scan};
use crate::site::Site;

/// From this many files on a build shows its progress.
const SHOWN_FROM: u64 = 400;

/// A file that was made, or kept.
pub type MadeFile = (Option<Written>, Option<[u8; 16]>, PageLinks);

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
    renderer: &Renderer<'_>,
    store: Option<&Store>,
) -> Result<Made, Failure> {
    let addresses = Addresses::new(
        plan.jobs.iter().map(|job| job.path.as_str()),
        plan.base_url(),
    );
    let renumbered: Vec<Option<u32>> = store.map_or_else(Vec::new, |store| {
        store
            .cache()
            .files
            .iter()
            .map(|file| addresses.number(&file.path))
            .collect()
    });
    let progress = bar(plan.jobs.len() as u64);
    let files: Vec<MadeFile> = plan
        .jobs
        .par_iter()
        .map(|job| {
            let made = one(job, renderer, store, &addresses, &renumbered);
            progress.inc(1);
            made
        })
        .collect::<Result<_, Failure>>()?;
    progress.finish_and_clear();
    let mut sources = site.listing.files.clone();
    let report = check_links(site, plan, &files, &mut sources);
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
    renderer: &Renderer<'_>,
    store: Option<&Store>,
    addresses: &Addresses<'_>,
    renumbered: &[Option<u32>],
) -> Result<MadeFile, Failure> {
    let view = renderer.view(job);
    let inputs = store.and(view.as_ref()).map(|view| renderer.inputs(view));
    if let (Some(store), Some(inputs)) = (store, inputs)
        && let Some((file, stamp)) = store.known(&job.path, inputs)
    {
        let links = carry(&file.links, renumbered, |old| {
            store.cache().files[old as usize].path.clone()
        });
        let written = Written {
            path: job.path.clone(),
            hash: file.hash,
            stamp,
            staged: false,
        };
        return Ok((Some(written), Some(inputs), links));
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
    let written = store
        .map(|store| store.put(&job.path, &bytes))
        .transpose()?;
    Ok((written, inputs, links))
}

/// The links of an unchanged page by today's numbers; those that are gone are broken.
fn carry(links: &PageLinks, renumbered: &[Option<u32>], path: impl Fn(u32) -> String) -> PageLinks {
    let mut now = PageLinks {
        ids: links.ids.clone(),
        ..PageLinks::default()
    };
    for old in &links.targets {
        match renumbered[*old as usize] {
            Some(number) => now.targets.push(number),
            None => now.broken.push(path(*old)),
        }
    }
    let fragment =
        |(old, id): &(u32, String)| renumbered[*old as usize].map(|number| (number, id.clone()));
    now.fragments = links.fragments.iter().filter_map(fragment).collect();
    now.targets.sort_unstable();
    now
}

/// Findings about links. One that comes from a template is on many pages; it is reported once.
fn check_links(site: &Site, plan: &Plan<'_>, files: &[MadeFile], sources: &mut Files) -> Report {
    let mut report = Report::default();
    let mut templates: BTreeMap<&'static str, FileId> = BTreeMap::new();
    let mut seen: BTreeSet<(FileId, String)> = BTreeSet::new();
    let wanted: BTreeSet<u32> = files
        .iter()
        .flat_map(|(_, _, links)| links.fragments.iter().map(|(page, _)| *page))
        .collect();
    let ids: HashMap<u32, BTreeSet<&str>> = wanted
        .into_iter()
        .map(|page| {
            (
                page,
                files[page as usize]
                    .2
                    .ids
                    .iter()
                    .map(String::as_str)
                    .collect(),
            )
        })
        .collect();
    for (job, (_, _, links)) in plan.jobs.iter().zip(files) {
        let missing = links
            .fragments
            .iter()
            .filter(|(page, id)| !ids.get(page).is_some_and(|ids| ids.contains(id.as_str())));
        let wrong = links
            .broken
            .iter()
            .map(|found| (found.clone(), false))
            .chain(missing.map(|(_, id)| (id.clone(), true)));
        for (found, is_place) in wrong {
            let file = plan.source(job).filter(|_| is_place).unwrap_or_else(|| {
                let template = plan.view(job).map_or("", |view| view.template);
                *templates.entry(template).or_insert_with(|| {
                    let path = format!(
                        "themes/{}/templates/{template}",
                        site.config
                            .theme
                            .as_ref()
                            .map_or("default", |t| t.value.trim())
                    );
                    sources.0.push(path.into());
                    FileId(u32::try_from(sources.0.len() - 1).unwrap_or(u32::MAX))
                })
            });
            if !seen.insert((file, found.clone())) {
                continue;
            }
            let finding = if is_place {
                Diagnostic::new("link/anchor", place_of(site, file, &found)).case("page")
            } else {
                Diagnostic::new("link/broken", Place::file(file))
            };
            report.add(finding.arg("page", &job.path).arg("found", found));
        }
    }
    report
}

/// Where a record's text names the place `id` of another page.
fn place_of(site: &Site, file: FileId, id: &str) -> Place {
    let record = site
        .records
        .iter()
        .find(|record| record.file == file && record.body.exact);
    let found = record.and_then(|record| {
        let at = record.body.text.find(&format!("#{id}"))?;
        match record.body.place.at {
            crate::diagnostics::At::Bytes { start, .. } => Some(Place::bytes(
                file,
                start as usize + at,
                start as usize + at + id.len() + 1,
            )),
            _ => None,
        }
    });
    found.unwrap_or(Place::file(file))
}
