//! Rules about the site as a whole: short codes, columns, freshness.

use std::collections::BTreeMap;

use crate::diagnostics::{Diagnostic, Place, Report};
use crate::kinds::{KINDS, Record, ShortCode};
use crate::site::Site;
use crate::values::{Audience, Day, Qr};

/// Days without a publication after which a site is stale, where the profile has no other number (国办发〔2017〕47号: two weeks).
const STALE_DAYS: u32 = 14;

/// What a column of the site holds that everybody may read.
#[derive(Clone, Copy, Default)]
struct Column {
    /// Whether there is anything.
    any: bool,
    /// Whether something of it is published.
    out: bool,
}

/// Checks the site as a whole.
pub fn check(site: &Site, out: &mut Report) {
    boards(site, out);
    super::privacy::check(&site.personal, site.day, out);
    let mut columns = vec![Column::default(); KINDS.len()];
    let (mut last, mut at) = ("", 0);
    let mut newest: Option<Day> = None;
    for article in site.articles() {
        let record = &article.record;
        // A column that holds drafts alone is not there yet, so it is not blank.
        if article.audience != Audience::Public || record.is_draft() && !site.drafts {
            continue;
        }
        // In order of identity records of one kind often follow one another.
        if record.id.folder != last {
            last = record.id.folder;
            let kind = KINDS.iter().position(|kind| kind.folder().1 == last);
            at = kind.unwrap_or_default();
        }
        let column = &mut columns[at];
        column.any = true;
        if article.is_out() {
            column.out = true;
            newest = newest.max(Some(record.envelope.published.value));
        }
    }
    let place = Place::file(site.config.name.place.file);
    for (kind, column) in KINDS.iter().zip(columns) {
        if column.any && !column.out {
            out.add(Diagnostic::new("site/blank-column", place).arg("column", kind.folder().0));
        }
    }
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

/// Whether the codes that lead to short addresses can be read from paper. All have the same length, so one stands for all.
fn codes(site: &Site, out: &mut Report) {
    let (Some(url), Some(record)) = (&site.config.base_url, site.records().next()) else {
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

/// A board belongs to an organisation of the site.
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
}

/// A record can hang only on a board that the site has.
pub fn boards_of(record: &Record, site: &Site, out: &mut Report) {
    for post in &record.envelope.post {
        let mut boards = site.config.boards.iter();
        if !boards.any(|board| board.id.value == post.value) {
            out.add(
                Diagnostic::new("yaml/type", post.place)
                    .case("board")
                    .arg("found", &post.value),
            );
        }
    }
}

/// Two records with one short code, and codes that cannot be read.
pub fn identities(site: &Site) -> Report {
    let mut out = Report::default();
    codes(site, &mut out);
    let mut codes: BTreeMap<ShortCode, &Record> = BTreeMap::new();
    for record in site.records() {
        if let Some(first) = codes.insert(record.code, record) {
            let finding = Diagnostic::new("record/duplicate-code", Place::file(record.file))
                .arg("code", record.code);
            out.add(finding.arg("first", site.listing.files.path(first.file)));
        }
    }
    out
}
