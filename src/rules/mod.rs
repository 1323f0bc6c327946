//! The rules that look across records, and the call of those that the kinds bring themselves.

mod signoff;
mod whole;

use rayon::prelude::*;

use crate::diagnostics::{Diagnostic, FileId, Place, Report};
use crate::kinds::{KINDS, Record, check_basis};
use crate::site::Site;

/// Reports characters that nothing can print: `has` says whether some font of the theme called `theme` has one.
pub fn check_characters(site: &Site, theme: &str, has: impl Fn(char) -> bool) -> Report {
    let waits = |file: FileId| {
        let mut records = site.records.iter();
        let record = records.find(|record| record.file == file);
        !site.drafts && record.is_some_and(Record::is_draft)
    };
    let mut out = Report::default();
    for rare in &site.rare {
        if !has(rare.character) && !waits(rare.owner) {
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
