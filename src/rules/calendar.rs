//! The rules that follow the catalogue of disclosures.

use crate::diagnostics::{Diagnostic, Report};
use crate::kinds::{Context, Record};
use crate::site::{Duty, Readable, Site, State, Term, due_of, orgs_of, progress};
use crate::source::Item;

/// Words by which a text says that there was nothing.
const NOTHING: [&str; 12] = [
    "本期无",
    "本月无",
    "本季度无",
    "本年无",
    "本年度无",
    "无此项",
    "无收支",
    "没有收支",
    "没有收入",
    "没有发生",
    "nothing",
    "no transactions",
];

/// Checks the rows of the catalogue, and whether each period of each has been published.
pub fn check(site: &Site, out: &mut Report) {
    let catalogue = &site.catalogue;
    let Some(catalogue) = catalogue.as_ref() else {
        return;
    };
    let cx = site.context();
    for item in &catalogue.items {
        row(item, site, &cx, out);
    }
    let out_now = site.articles().iter().filter(|article| article.is_out());
    let records: Vec<Readable<'_>> = out_now
        .map(|article| (article.record.as_ref(), article.audience))
        .collect();
    let items: Vec<&Item> = catalogue.items.iter().collect();
    let progress = progress(catalogue, &items, &records, &site.orgs, &cx);
    if let Some((item, year)) = progress.missing {
        let finding = Diagnostic::new("calendar/holidays-missing", item.level1.place);
        out.add(finding.arg("year", year.0));
    }
    for duty in &progress.duties {
        for term in &duty.terms {
            out.0.extend(late(duty, term, site));
        }
        for at in &duty.records {
            out.0.extend(empty(duty.item, records[*at].0));
        }
    }
}

/// What keeps a row from being followed.
fn row(item: &Item, site: &Site, cx: &Context<'_>, out: &mut Report) {
    let orgs = match orgs_of(&item.orgs.0, &site.orgs) {
        Ok(orgs) => orgs,
        Err(word) => {
            let finding = Diagnostic::new("calendar/row", word.place).case("org");
            return out.add(finding.arg("found", word.value.trim()));
        }
    };
    if let Some(kind) = item.kind.as_ref().filter(|_| item.kind().is_none()) {
        let finding = Diagnostic::new("calendar/row", kind.place).case("kind");
        out.add(finding.arg("found", kind.value.trim()));
    }
    if !item.is_followed() {
        return;
    }
    let periods = item.frequency.value.months().is_some();
    match due_of(item, cx) {
        None if periods => out.add(
            Diagnostic::new("calendar/row", item.frequency.place)
                .case("due")
                .arg("item", item.name()),
        ),
        Some(due) if periods == due.is_of_event() => out.add(
            Diagnostic::new(
                "calendar/row",
                item.due
                    .as_ref()
                    .map_or(item.frequency.place, |due| due.place),
            )
            .arg("item", item.name())
            .arg("due", due),
        ),
        _ => {}
    }
    for nil in &item.nil {
        let known = match &nil.org {
            None => orgs.len() == 1,
            Some(org) => orgs
                .iter()
                .any(|at| *site.orgs[*at].path == *org.value.trim()),
        };
        if !known {
            let finding = Diagnostic::new("calendar/row", nil.period.place).case("nil");
            out.add(
                finding
                    .arg("item", item.name())
                    .arg("period", &nil.period.value),
            );
        }
    }
}

/// What is not there although its last day is past or near.
fn late(duty: &Duty<'_>, term: &Term, site: &Site) -> Option<Diagnostic> {
    let (rule, days) = match term.state {
        State::Overdue(days) => ("calendar/overdue", days),
        State::Soon(days) => ("calendar/due-soon", days),
        _ => return None,
    };
    let finding = Diagnostic::new(rule, duty.item.level1.place)
        .arg("org", &site.orgs[duty.org].config.name.value)
        .arg("item", duty.item.name())
        .arg("due", term.due?)
        .arg("days", days)
        .arg("basis", duty.item.basis.value.trim());
    Some(match &term.period {
        Some(period) => finding.arg("period", period),
        None => finding.case("standing"),
    })
}

/// A record with nothing in it that does not say so.
fn empty(item: &Item, record: &Record) -> Option<Diagnostic> {
    let says = |text: &str| NOTHING.iter().any(|word| text.contains(word));
    if !record.content.filed().empty
        || says(&record.body.text.to_lowercase())
        || says(&record.envelope.title.value)
    {
        return None;
    }
    Some(
        Diagnostic::new("calendar/nil", record.place())
            .arg("item", item.name())
            .arg("basis", item.basis.value.trim()),
    )
}
