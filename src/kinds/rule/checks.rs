//! rule/*: lists as long as they say, rules that have lost force, risks that nothing is done against.

use super::{ItemList, Risk, Rule};
use crate::diagnostics::{Diagnostic, Report};
use crate::kinds::fields::Chosen;
use crate::kinds::{Context, Hanging, Record};
use crate::values::Stated;

/// The rules that need one record.
pub(super) fn check(rule: &Rule, record: &Record, cx: &Context<'_>, out: &mut Report) {
    for list in &rule.lists {
        count(list, out);
    }
    if let Some(stated) = &rule.power_count
        && stated.value as usize != rule.powers.len()
    {
        out.add(
            Diagnostic::new("rule/count", stated.place)
                .case("powers")
                .arg("stated", stated.value)
                .arg("counted", rule.powers.len()),
        );
    }
    guards(rule, out);
    abolished(rule, record, cx, out);
}

/// Whether `list` has as many entries as it or its name says.
fn count(list: &ItemList, out: &mut Report) {
    let name = list.name.value.as_str();
    let counted = list.entries.len();
    let wrong = match &list.count {
        Some(count) if count.value as usize != counted => Some((count.place, count.value)),
        Some(_) => None,
        // 一站式 or 一岗双责 tell no number of entries.
        None => Stated::of(name)
            .filter(|stated| stated.first > 1 && !stated.agrees(counted))
            .map(|stated| (list.name.place, stated.all)),
    };
    if let Some((place, stated)) = wrong {
        out.add(
            Diagnostic::new("rule/count", place)
                .arg("name", name)
                .arg("stated", stated)
                .arg("counted", counted),
        );
    }
}

fn guards(rule: &Rule, out: &mut Report) {
    let high = |risk: &Option<Chosen<Risk>>| risk.is_some_and(|risk| risk.value == Risk::High);
    let steps = rule.powers.iter().flat_map(|power| &power.steps);
    let steps = steps
        .chain(&rule.steps)
        .map(|step| (&step.name, high(&step.risk) && step.guard.is_none()));
    let powers = rule.powers.iter().map(|power| {
        let told = power.guard.is_some() || power.steps.iter().any(|step| step.guard.is_some());
        (&power.name, high(&power.risk) && !told)
    });
    for (name, _) in powers.chain(steps).filter(|(_, bare)| *bare) {
        out.add(Diagnostic::new("rule/guard", name.place).arg("name", &name.value));
    }
}

fn abolished(rule: &Rule, record: &Record, cx: &Context<'_>, out: &mut Report) {
    let Some(end) = rule.abolished.as_ref().map(|end| &end.date) else {
        return;
    };
    let begins = rule.begins(record);
    if end.value < begins {
        out.add(
            Diagnostic::new("rule/abolished", end.place)
                .case("before")
                .arg("end", end.value)
                .arg("begin", begins),
        );
    }
    // Either days are written, or boards, where it hangs until somebody takes it down.
    let written = Hanging::written(record);
    let posted = written.is_some() || !record.envelope.post.is_empty();
    let last = written.and_then(|hanging| hanging.to);
    if posted && end.value <= cx.day && last.is_none_or(|last| last >= end.value) {
        out.add(Diagnostic::new("rule/abolished", end.place).arg("end", end.value));
    }
}

/// The rules that look at several records: a rule in force must not rest on one that is not.
pub(super) fn together(records: &[&Record], cx: &Context<'_>, out: &mut Report) {
    let rules = || {
        records
            .iter()
            .filter_map(|record| Some((*record, record.content::<Rule>()?)))
    };
    let over: Vec<_> = rules().filter(|(_, rule)| rule.is_over(cx.day)).collect();
    if over.is_empty() {
        return;
    }
    for (record, _) in rules().filter(|(_, rule)| !rule.is_over(cx.day)) {
        for basis in &record.envelope.basis {
            let number = basis.number.as_ref().map(|number| number.value.trim());
            let old = over.iter().find(|(old, rule)| {
                let own = rule.number.as_ref().map(|number| number.value.trim());
                let same_number = own.is_none() || number.is_none() || own == number;
                let place = old.id.org.as_ref();
                let above = record.id.org.strip_prefix(place);
                // Villages have rules of one name each: only one's own and those above are meant.
                above.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
                    && same_number
                    && bare(&old.envelope.title.value) == bare(&basis.title.value)
            });
            if let Some((_, rule)) = old
                && let Some(end) = rule.ended()
            {
                out.add(
                    Diagnostic::new("rule/abolished", basis.title.place)
                        .case("relied")
                        .arg("title", bare(&basis.title.value))
                        .arg("end", end),
                );
            }
        }
    }
}

/// A title without book-title marks.
fn bare(title: &str) -> &str {
    title.trim().trim_matches(['《', '》'])
}
