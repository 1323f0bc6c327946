//! The rules that look across records, and the call of those that the kinds bring themselves.

mod calendar;
mod ledger;
mod links;
mod privacy;
mod signoff;
mod whole;

use std::collections::BTreeSet;

use rayon::prelude::*;

use crate::diagnostics::{Diagnostic, FileId, Report};
use crate::kinds::{Context, KINDS, Kind, Record, check_basis, check_deliberation};
use crate::site::{Article, Site};

pub use privacy::Net;
pub use signoff::{Authorities, open_steps, rank, step_key};

/// What the rules say of a site.
#[derive(Debug, Clone)]
pub struct Checked {
    /// By kind, in the registry's order: the rules that look at several of its records.
    together: Vec<Report>,
    /// What follows from the identities of the records alone.
    identities: Report,
}

/// Reports characters that nothing can print: `has` says whether some font of the theme called `theme` has one.
pub fn check_characters(site: &Site, theme: &str, has: impl Fn(char) -> bool) -> Report {
    let owners: BTreeSet<FileId> = site.rare.iter().map(|rare| rare.owner).collect();
    let waiting: BTreeSet<FileId> = site
        .records()
        .filter(|record| !site.drafts && record.is_draft() && owners.contains(&record.file))
        .map(|record| record.file)
        .collect();
    let mut out = Report::default();
    for rare in &site.rare {
        if !has(rare.character) && !waiting.contains(&rare.owner) {
            out.add(
                Diagnostic::new("sheet/glyph", rare.place)
                    .arg("found", rare.character)
                    .arg("code", format!("U+{:04X}", u32::from(rare.character)))
                    .arg("theme", theme),
            );
        }
    }
    out
}

/// Runs every rule that needs no finished page. Reading and assembling have made their own findings already; they are in the site's report.
///
/// `before` is what was said of an earlier state of the site with the same settings and the same records, of which those of the kinds that are named say something else now.
pub fn check(
    site: &Site,
    before: Option<(&Checked, &BTreeSet<&'static str>)>,
) -> (Report, Checked) {
    let cx = site.context();
    site.articles().par_iter().for_each(|article| {
        article.checked.get_or_init(|| one(article, site, &cx));
    });
    let mut out = Report::default();
    for article in site.articles() {
        let checked = article.checked.get();
        out.0.extend(
            checked
                .into_iter()
                .flat_map(|report| report.0.iter().cloned()),
        );
    }
    let together = |(at, kind): (usize, &&dyn Kind)| match before {
        Some((before, kinds)) if !kinds.contains(kind.name()) => before.together[at].clone(),
        _ => {
            let records: Vec<&Record> = site
                .records()
                .filter(|record| {
                    record.id.folder == kind.folder().1 && (site.drafts || !record.is_draft())
                })
                .collect();
            let mut out = Report::default();
            kind.check_together(&records, &cx, &mut out);
            out
        }
    };
    let checked = Checked {
        together: KINDS.iter().enumerate().map(together).collect(),
        identities: match before {
            Some((before, _)) => before.identities.clone(),
            None => whole::identities(site),
        },
    };
    for report in &checked.together {
        out.append(report.clone());
    }
    out.append(checked.identities.clone());
    whole::check(site, &mut out);
    out.append(signers(site));
    links::check(site, &mut out);
    calendar::check(site, &mut out);
    ledger::check_all(site, &mut out);
    (out, checked)
}

/// Whether those signed who may. Organisations say who, so it cannot be kept with a record.
fn signers(site: &Site) -> Report {
    let mut out = Report::default();
    signoff::check_orgs(&site.orgs, &mut out);
    let Some(authorities) = Authorities::of(&site.orgs) else {
        return out;
    };
    let found: Vec<Report> = site
        .articles()
        .par_iter()
        .filter(|article| site.drafts || !article.record.is_draft())
        .map(|article| {
            let mut out = Report::default();
            authorities.check(&article.record, &mut out);
            out
        })
        .collect();
    found.into_iter().for_each(|report| out.append(report));
    out
}

/// The rules that need one record only.
fn one(article: &Article, site: &Site, cx: &Context<'_>) -> Report {
    let record = &*article.record;
    let mut out = Report::default();
    whole::boards_of(record, site, &mut out);
    // A draft is work in progress; it stops nobody else's publication.
    if record.is_draft() && !site.drafts {
        return out;
    }
    record.content.check(record, cx, &mut out);
    check_basis(record, cx, &mut out);
    check_deliberation(&record.envelope, &mut out);
    signoff::check(record, &site.config, &mut out);
    privacy::check(&record.personal, site.day, &mut out);
    ledger::check(article, site, &mut out);
    if record.envelope.published.value > site.day {
        let published = &record.envelope.published;
        out.add(
            Diagnostic::new("record/future", published.place)
                .arg("published", published.value)
                .arg("day", site.day),
        );
    }
    out
}
