//! What the ledger says of the site: nothing that was published changes or goes without a word.

use std::collections::BTreeSet;

use crate::diagnostics::{Diagnostic, Place, Report};
use crate::ledger::{self, Change, Changed, Line, Verdict};
use crate::site::{Article, Site};
use crate::values::Audience;

/// Days that 发布日期 may be earlier than the first publication, where the profile has no other number.
const GRACE: u32 = 3;

/// Changed keys that one finding names; the last says how many more there are.
const NAMED: usize = 12;

/// Checks one record against the ledger.
pub fn check(article: &Article, site: &Site, out: &mut Report) {
    if site.ledger.is_empty() || !article.is_out() || article.audience != Audience::Public {
        return;
    }
    let record = &*article.record;
    let identity = record.id.to_string();
    backdated(article, site.ledger.of(&identity).next(), site, out);
    let (verdict, ..) = article.verdict(site);
    let Some(last) = site.ledger.last(&identity) else {
        return;
    };
    let finding = Diagnostic::new("ledger/silent-edit", record.place())
        .arg("day", last.day)
        .arg("today", site.day);
    match verdict {
        Verdict::Silent(values) if values.is_empty() => out.add(finding.case("unknown")),
        Verdict::Silent(values) => {
            let more = values.len().saturating_sub(NAMED);
            for value in values.iter().take(NAMED) {
                out.add(
                    finding
                        .clone()
                        .arg("key", ledger::in_words(&identity, &value.key, true))
                        .arg("change", words(value)),
                );
            }
            if more > 0 {
                out.add(finding.case("more").arg("n", more));
            }
        }
        Verdict::Returned => out.add(finding.case("returned")),
        Verdict::Same | Verdict::New | Verdict::Updated(_) | Verdict::Corrected(_) => {}
    }
}

/// The old value and the new one, as in `“12.5” → “13”`.
fn words(value: &Changed) -> String {
    let part = |text: &Option<String>| match text {
        Some(text) => format!("“{}”", text.replace('\n', " ")),
        None => "∅".to_owned(),
    };
    format!("{} → {}", part(&value.old), part(&value.new))
}

/// A day of publication long before the first one. What is there on the ledger's first day may have been public for years; the ledger cannot know.
fn backdated(article: &Article, first: Option<&Line>, site: &Site, out: &mut Report) {
    let first = first.map_or(site.day, |line| line.day);
    if Some(first) == site.ledger.first_day() {
        return;
    }
    let published = &article.record.envelope.published;
    let grace = site.profile.grace_days.unwrap_or(GRACE);
    if first.since(published.value) > i64::from(grace) {
        out.add(
            Diagnostic::new("ledger/backdated", published.place)
                .arg("published", published.value)
                .arg("first", first)
                .arg("grace", grace),
        );
    }
}

/// Checks that everything published is still there, or was withdrawn.
pub fn check_all(site: &Site, out: &mut Report) {
    if site.ledger.is_empty() {
        return;
    }
    let path = format!("content/{}", ledger::NAME);
    let file = site.listing.find(&path);
    let whole = Place::file(file.unwrap_or(site.config.name.place.file));
    let there: BTreeSet<String> = site
        .articles()
        .iter()
        .filter(|article| article.audience == Audience::Public)
        .filter(|article| article.is_out() || article.withdrawal().is_some())
        .map(|article| article.record.id.to_string())
        .chain(site.unread().map(ToString::to_string))
        .collect();
    for line in site.ledger.latest() {
        if line.change == Change::Withdrawn || there.contains(&line.record) {
            continue;
        }
        let mut records = site.records();
        let hidden = records.find(|record| record.id.to_string() == line.record);
        let finding = match hidden {
            Some(record) => Diagnostic::new("ledger/removed", record.place()).case("hidden"),
            None => Diagnostic::new("ledger/removed", whole),
        };
        out.add(
            finding
                .arg("record", &line.record)
                .arg("title", &line.title)
                .arg("day", line.day)
                .arg("today", site.day),
        );
    }
}
