//! Renders a plan: every page in parallel, each looked at for links that lead nowhere.

mod sheets;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use indicatif::{ProgressBar, ProgressStyle};
use rayon::prelude::*;

use super::Failure;
use crate::diagnostics::{Diagnostic, FileId, Files, Place, Report};
use crate::output::{Store, Written};
use crate::plan::{Job, Plan, What};
use crate::render::{Addresses, PageLinks, Renderer, scan};
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
    renderer: &Renderer<'_>,
    store: Option<&Store>,
) -> Result<Made, Failure> {
    let addresses = Addresses::new(
        plan.jobs.iter().map(|job| job.path.as_str()),
        plan.base_url(),
    )
    .without(&plan.refused);
    let renumbered: Vec<Option<u32>> = store.map_or_else(Vec::new, |store| {
        store
            .cache()
            .files
            .iter()
            .map(|file| addresses.number(&file.path))
            .collect()
    });
    let progress = bar(plan.jobs.len() as u64);
    let mut files: Vec<MadeFile> = plan
        .jobs
        .par_iter()
        .map(|job| {
            if matches!(job.what, What::Sheet(_)) {
                return Ok(MadeFile::default());
            }
            let made = one(job, renderer, store, &addresses, &renumbered);
            progress.inc(1);
            made
        })
        .collect::<Result<_, Failure>>()?;
    if let Some(store) = store {
        for (at, made) in sheets::all(plan, renderer, store, &progress)? {
            files[at] = made;
        }
    }
    progress.finish_and_clear();
    let mut sources = site.listing.files.clone();
    let mut report = check_links(site, plan, &files, &mut sources);
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
    renderer: &Renderer<'_>,
    store: Option<&Store>,
    addresses: &Addresses<'_>,
    renumbered: &[Option<u32>],
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
    let written = store
        .map(|store| store.put(&job.path, &bytes))
        .transpose()?;
    Ok(MadeFile {
        written,
        inputs,
        links,
        ..MadeFile::default()
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

/// A link that leads nowhere.
struct Wrong {
    /// As written, or the name of the place inside a page.
    found: String,
    /// Whether the page is there and the place in it is not.
    is_place: bool,
}

/// Findings about links. One that comes from a template is on many pages; it is reported once, and so is one that the check of the text has found.
fn check_links(site: &Site, plan: &Plan<'_>, files: &[MadeFile], sources: &mut Files) -> Report {
    let mut report = Report::default();
    let mut templates: BTreeMap<String, FileId> = BTreeMap::new();
    let mut seen: BTreeSet<(FileId, String)> = found_in_text(site);
    let ids = ids_asked_for(files);
    for (job, file) in plan.jobs.iter().zip(files) {
        for Wrong { found, is_place } in wrong_links(&file.links, &ids) {
            let about = plan.source(job);
            let template = plan.view(job).map(|view| view.template);
            let file = match (about, template) {
                (Some(file), None) => file,
                (Some(file), Some(_)) if is_place => file,
                (_, template) => {
                    let path = theme_path(plan, job, template);
                    *templates.entry(path.clone()).or_insert_with(|| {
                        sources.0.push(path.into());
                        FileId(u32::try_from(sources.0.len() - 1).unwrap_or(u32::MAX))
                    })
                }
            };
            if !seen.insert((file, found.clone())) {
                continue;
            }
            let finding = if is_place {
                Diagnostic::new("link/anchor", place_of(site, file, &found)).case("page")
            } else if template.is_none() {
                Diagnostic::new("link/broken", Place::file(file)).case("inside")
            } else {
                Diagnostic::new("link/broken", Place::file(file))
            };
            report.add(finding.arg("page", &job.path).arg("found", found));
        }
    }
    report
}

/// The file of the theme that a job's bytes come from.
fn theme_path(plan: &Plan<'_>, job: &Job, template: Option<&str>) -> String {
    let theme = plan.theme().name();
    match (&job.what, template) {
        (What::ThemeFile(name), _) => format!("themes/{theme}/assets/{name}"),
        (_, template) => format!("themes/{theme}/templates/{}", template.unwrap_or_default()),
    }
}

/// Places inside a record's own page that the check of its text missed already.
fn found_in_text(site: &Site) -> BTreeSet<(FileId, String)> {
    let missing = site.report.0.iter().filter(|d| d.rule == "link/anchor");
    missing
        .flat_map(|d| {
            let found = d.args.iter().filter(|(name, _)| *name == "found");
            found.map(|(_, id)| (d.place.file, id.clone()))
        })
        .collect()
}

/// The ids of every page that a link leads into.
fn ids_asked_for(files: &[MadeFile]) -> HashMap<u32, BTreeSet<&str>> {
    let wanted: BTreeSet<u32> = files
        .iter()
        .flat_map(|file| file.links.fragments.iter().map(|(page, _)| *page))
        .collect();
    let ids = |page: u32| -> BTreeSet<&str> {
        let links = files.get(page as usize).map(|file| &file.links);
        links
            .into_iter()
            .flat_map(|links| links.ids.iter().map(String::as_str))
            .collect()
    };
    wanted.into_iter().map(|page| (page, ids(page))).collect()
}

fn wrong_links(
    links: &PageLinks,
    ids: &HashMap<u32, BTreeSet<&str>>,
) -> impl Iterator<Item = Wrong> {
    let missing = links
        .fragments
        .iter()
        .filter(|(page, id)| !ids.get(page).is_some_and(|ids| ids.contains(id.as_str())));
    let broken = links.broken.iter().map(|href| (href, false));
    broken
        .chain(missing.map(|(_, id)| (id, true)))
        .map(|(found, is_place)| Wrong {
            found: found.clone(),
            is_place,
        })
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
