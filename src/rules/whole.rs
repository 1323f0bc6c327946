//! Rules about the site as a whole: short codes, columns, freshness.

use std::collections::BTreeMap;

use crate::diagnostics::{Diagnostic, Place, Report};
use crate::kinds::{KINDS, Record, ShortCode};
use crate::site::Site;
use crate::values::{Audience, Qr};

/// Days without a publication after which a site is stale, where the profile has no other number (国办发〔2017〕47号: two weeks).
const STALE_DAYS: u32 = 14;

/// Checks the site as a whole.
pub fn check(site: &Site, out: &mut Report) {
    duplicate_codes(&site.records, out, site);
    boards(site, out);
    codes(site, out);
    let public: Vec<&Record> = site
        .records
        .iter()
        .filter(|record| record.audience == Audience::Public)
        // A column that holds drafts alone is not there yet, so it is not blank.
        .filter(|record| site.drafts || !record.is_draft())
        .collect();
    let place = Place::file(site.config.name.place.file);
    for kind in KINDS {
        let mut column = public
            .iter()
            .filter(|record| record.kind.name() == kind.name())
            .peekable();
        if column.peek().is_some() && !column.any(|record| site.is_out(record)) {
            out.add(Diagnostic::new("site/blank-column", place).arg("column", kind.folder().0));
        }
    }
    let newest = public
        .iter()
        .filter(|record| site.is_out(record))
        .map(|record| record.envelope.published.value)
        .max();
    if let Some(newest) = newest {
        let days = site.day.since(newest);
        let limit = site.profile.stale_days.unwrap_or(STALE_DAYS);
        if days > i64::from(limit) {
            out.add(
                Diagnostic::new("site/stale", place)
                    .arg("newest", newest)
                    .arg("days", days)
                    .arg("limit", limit),
            );
        }
    }
}

/// A board belongs to an organisation of the site, and a record can hang only on a board that the site has.
/// Whether the codes that lead to short addresses can be read from paper. All have the same length, so one stands for all.
fn codes(site: &Site, out: &mut Report) {
    let (Some(url), Some(record)) = (&site.config.base_url, site.records.first()) else {
        return;
    };
    let text = format!(
        "{}/r/{}/",
        url.value.trim().trim_end_matches('/'),
        record.code
    );
    let readable = Qr::of(&text)
        .filter(|code| code.modules() <= Qr::MOST)
        .is_some_and(|code| code.read_back().as_ref() == Some(&text));
    if !readable {
        out.add(Diagnostic::new("sheet/qr", url.place).arg("found", text));
    }
}

fn boards(site: &Site, out: &mut Report) {
    for board in &site.config.boards {
        if !site.orgs.iter().any(|org| *org.path == *board.org.value) {
            out.add(
                Diagnostic::new("yaml/type", board.org.place)
                    .case("board-org")
                    .arg("found", &board.org.value),
            );
        }
    }
    for post in site.records.iter().flat_map(|record| &record.envelope.post) {
        if !site
            .config
            .boards
            .iter()
            .any(|board| board.id.value == post.value)
        {
            out.add(
                Diagnostic::new("yaml/type", post.place)
                    .case("board")
                    .arg("found", &post.value),
            );
        }
    }
}

fn duplicate_codes(records: &[Record], out: &mut Report, site: &Site) {
    let mut codes: BTreeMap<ShortCode, &Record> = BTreeMap::new();
    for record in records {
        if let Some(first) = codes.insert(record.code, record) {
            let finding = Diagnostic::new("record/duplicate-code", Place::file(record.file))
                .arg("code", record.code);
            out.add(finding.arg("first", site.listing.files.path(first.file)));
        }
    }
}
