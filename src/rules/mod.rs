//! The rules that look across records, and the call of those that the kinds bring themselves.

mod signoff;
mod whole;

use rayon::prelude::*;

use crate::diagnostics::{Diagnostic, Place, Report};
use crate::kinds::{KINDS, Record, check_basis};
use crate::site::Site;

/// Runs every rule that needs no finished page. Reading and assembling have made their own findings already; they are in the site's report.
pub fn check(site: &Site) -> Report {
    let cx = site.context();
    let each: Vec<Report> = site
        .records
        .par_iter()
        .map(|record| {
            let mut out = Report::default();
            // A draft is work in progress; it stops nobody else's publication.
            if record.is_draft() && !site.drafts {
                return out;
            }
            record.content.check(record, &cx, &mut out);
            check_basis(record, &cx, &mut out);
            signoff::check(record, &site.config, &mut out);
            if record.envelope.published.value > site.day {
                let published = &record.envelope.published;
                out.add(
                    Diagnostic::new("record/future", published.place)
                        .arg("published", published.value)
                        .arg("day", site.day),
                );
            }
            out
        })
        .collect();
    let mut out = Report::default();
    each.into_iter().for_each(|report| out.append(report));
    for kind in KINDS {
        let records: Vec<&Record> = site
            .records
            .iter()
            .filter(|record| {
                record.kind.name() == kind.name() && (site.drafts || !record.is_draft())
            })
            .collect();
        kind.check_together(&records, &cx, &mut out);
    }
    whole::check(site, &mut out);
    for file in &site.exif {
        out.add(Diagnostic::new("image/exif", Place::file(*file)));
    }
    out
}
