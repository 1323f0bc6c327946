//! Links of finished pages that lead nowhere.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::PageLinks;
use crate::diagnostics::{At, Diagnostic, FileId, Files, Place, Report};
use crate::plan::{Job, Plan, What};
use crate::site::Site;

/// A link that leads nowhere.
struct Wrong {
    /// As written, or the name of the place inside a page.
    found: String,
    /// Whether the page is there and the place in it is not.
    is_place: bool,
}

/// Findings about links: `links` gives those of the file at an index of the jobs of `plan`; templates that they come from are added to `sources`. One that comes from a template is on many pages; it is reported once, and so is one that the check of the text has found.
pub fn dead_links<'l>(
    site: &Site,
    plan: &Plan<'_>,
    links: impl Fn(usize) -> Option<&'l PageLinks>,
    sources: &mut Files,
) -> Report {
    let mut report = Report::default();
    let mut templates: BTreeMap<String, FileId> = BTreeMap::new();
    let mut seen: BTreeSet<(FileId, String)> = found_in_text(site);
    let ids = ids_asked_for(plan.jobs().len(), &links);
    for (at, job) in plan.jobs().iter().enumerate() {
        let Some(links) = links(at) else { continue };
        for Wrong { found, is_place } in wrong_links(links, &ids) {
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
    let found = site.articles().iter().flat_map(|article| &article.report.0);
    let missing = found.filter(|d| d.rule == "link/anchor");
    missing
        .flat_map(|d| {
            let found = d.args.iter().filter(|(name, _)| *name == "found");
            found.map(|(_, id)| (d.place.file, id.clone()))
        })
        .collect()
}

/// The ids of every page that a link leads into.
fn ids_asked_for<'l>(
    count: usize,
    links: &impl Fn(usize) -> Option<&'l PageLinks>,
) -> HashMap<u32, BTreeSet<&'l str>> {
    let wanted: BTreeSet<u32> = (0..count)
        .filter_map(links)
        .flat_map(|links| links.fragments.iter().map(|(page, _)| *page))
        .collect();
    let ids = |page: u32| -> BTreeSet<&str> {
        let ids = links(page as usize)
            .into_iter()
            .flat_map(|links| &links.ids);
        ids.map(String::as_str).collect()
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
    let record = site.record_of(file).filter(|record| record.body.exact);
    let found = record.and_then(|record| {
        let at = record.body.text.find(&format!("#{id}"))?;
        match record.body.place.at {
            At::Bytes { start, .. } => Some(Place::bytes(
                file,
                start as usize + at,
                start as usize + at + id.len() + 1,
            )),
            _ => None,
        }
    });
    found.unwrap_or(Place::file(file))
}
