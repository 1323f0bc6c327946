//! What the pages of rules show.

use serde::Serialize;

use super::flow::{Flow, flow};
use super::{Class, Entry, FlowStep, ItemList, Power, Rule};
use crate::kinds::fields::Text;
use crate::kinds::{Context, Overview, Record, View};
use crate::values::{Day, Limit};

/// Lines on a page of an overview.
const PER_PAGE: usize = 40;

/// The phrase that names a class.
pub(super) fn class_phrase(class: Class) -> &'static str {
    match class {
        Class::Text => "rule.class.text",
        Class::MustNots => "rule.class.must-nots",
        Class::Duties => "rule.class.duties",
        Class::Powers => "rule.class.powers",
        Class::Decisions => "rule.class.decisions",
        Class::Norms => "rule.class.norms",
        Class::Registers => "rule.class.registers",
    }
}

/// A rule for its page.
#[derive(Serialize)]
pub(super) struct RuleView<'a> {
    class: &'static str,
    number: Option<&'a str>,
    level: Option<&'static str>,
    effective: Option<Day>,
    abolished: Option<End<'a>>,
    lists: Vec<ListView<'a>>,
    powers: Vec<PowerView<'a>>,
    steps: Vec<StepView<'a>>,
    flow: Option<Flow>,
}

impl<'a> RuleView<'a> {
    /// The view of `rule`.
    pub(super) fn new(rule: &'a Rule) -> RuleView<'a> {
        RuleView {
            class: rule.class.value.key(),
            number: plain(&rule.number),
            level: rule.level.map(|level| level.value.key()),
            effective: rule.effective.as_ref().map(|day| day.value),
            abolished: rule.abolished.as_ref().map(|end| End {
                date: end.date.value,
                reason: &end.reason.value,
                by: plain(&end.by),
            }),
            lists: rule.lists.iter().map(ListView::new).collect(),
            powers: rule.powers.iter().map(PowerView::new).collect(),
            steps: rule.steps.iter().map(StepView::new).collect(),
            flow: flow(&rule.steps),
        }
    }
}

#[derive(Serialize)]
struct End<'a> {
    date: Day,
    reason: &'a str,
    by: Option<&'a str>,
}

#[derive(Serialize)]
struct ListView<'a> {
    name: &'a str,
    n: usize,
    items: Vec<EntryView<'a>>,
}

impl<'a> ListView<'a> {
    fn new(list: &'a ItemList) -> ListView<'a> {
        ListView {
            name: &list.name.value,
            n: list.entries.len(),
            items: list.entries.iter().map(EntryView::new).collect(),
        }
    }
}

#[derive(Serialize)]
struct EntryView<'a> {
    text: &'a str,
    note: Option<&'a str>,
    responsible: Option<&'a str>,
    due: Option<&'a str>,
}

impl<'a> EntryView<'a> {
    fn new(entry: &'a Entry) -> EntryView<'a> {
        EntryView {
            text: &entry.text.value,
            note: plain(&entry.note),
            responsible: plain(&entry.responsible),
            due: plain(&entry.due),
        }
    }
}

#[derive(Serialize)]
struct PowerView<'a> {
    name: &'a str,
    source: Option<&'a str>,
    responsible: Option<&'a str>,
    risk: Option<&'static str>,
    guard: Option<&'a str>,
    steps: Vec<StepView<'a>>,
    flow: Option<Flow>,
}

impl<'a> PowerView<'a> {
    fn new(power: &'a Power) -> PowerView<'a> {
        PowerView {
            name: &power.name.value,
            source: plain(&power.source),
            responsible: plain(&power.responsible),
            risk: power.risk.map(|risk| risk.value.key()),
            guard: plain(&power.guard),
            steps: power.steps.iter().map(StepView::new).collect(),
            flow: flow(&power.steps),
        }
    }
}

/// A time limit; `n` is 0 for `at-once`.
#[derive(Serialize)]
struct LimitView {
    kind: &'static str,
    n: u32,
}

impl LimitView {
    fn new(limit: Limit) -> LimitView {
        let (kind, n) = match limit {
            Limit::AtOnce => ("at-once", 0),
            Limit::Hours(n) => ("hours", n),
            Limit::Days(n) => ("days", n),
            Limit::WorkingDays(n) => ("working-days", n),
        };
        LimitView { kind, n }
    }
}

#[derive(Serialize)]
struct StepView<'a> {
    name: &'a str,
    actor: Option<&'a str>,
    limit: Option<LimitView>,
    risk: Option<&'static str>,
    guard: Option<&'a str>,
    otherwise: Option<&'a str>,
}

impl<'a> StepView<'a> {
    fn new(step: &'a FlowStep) -> StepView<'a> {
        StepView {
            name: &step.name.value,
            actor: plain(&step.actor),
            limit: step.limit.as_ref().map(|limit| LimitView::new(limit.value)),
            risk: step.risk.map(|risk| risk.value.key()),
            guard: plain(&step.guard),
            otherwise: plain(&step.otherwise),
        }
    }
}

fn plain(text: &Option<Text>) -> Option<&str> {
    text.as_ref().map(|text| text.value.as_str())
}

/// A power on the list of all.
#[derive(Serialize)]
struct PowerLine<'a> {
    address: String,
    org: &'a str,
    title: &'a str,
    name: &'a str,
    responsible: Option<&'a str>,
    risk: Option<&'static str>,
    guard: Option<&'a str>,
}

/// A list or named set among all.
#[derive(Serialize)]
struct SetLine<'a> {
    address: String,
    org: &'a str,
    title: &'a str,
    name: &'a str,
    items: Vec<&'a str>,
}

/// What stands above an overview: how many lines it has, and of what risk.
#[derive(Default, Serialize)]
struct Head {
    total: usize,
    high: usize,
    medium: usize,
    low: usize,
}

/// The powers of all, the riskiest first, and the named sets and lists of all; of rules that have not lost force.
pub(super) fn overviews<'a>(records: &[&'a Record], cx: &Context<'a>) -> Vec<Overview<'a>> {
    let live: Vec<(&'a Record, &'a Rule)> = records
        .iter()
        .filter_map(|record| Some((*record, record.content::<Rule>()?)))
        .filter(|(_, rule)| !rule.is_over(cx.day))
        .collect();
    let mut powers: Vec<(&'a Record, &'a Power)> = live
        .iter()
        .flat_map(|(record, rule)| rule.powers.iter().map(|power| (*record, power)))
        .collect();
    let rank = |power: &Power| power.risk.map(|risk| risk.value);
    powers.sort_by_key(|(_, power)| (rank(power).is_none(), rank(power)));
    let mut head = Head {
        total: powers.len(),
        ..Head::default()
    };
    for (_, power) in &powers {
        match rank(power) {
            Some(super::Risk::High) => head.high += 1,
            Some(super::Risk::Medium) => head.medium += 1,
            Some(super::Risk::Low) => head.low += 1,
            None => {}
        }
    }
    let power_lines = powers.into_iter().map(|(record, power)| {
        Box::new(PowerLine {
            address: record.address(),
            org: &record.id.org,
            title: &record.envelope.title.value,
            name: &power.name.value,
            responsible: plain(&power.responsible),
            risk: power.risk.map(|risk| risk.value.key()),
            guard: plain(&power.guard),
        }) as View<'a>
    });
    let sets: Vec<View<'a>> = live
        .iter()
        .flat_map(|(record, rule)| rule.lists.iter().map(|list| (*record, list)))
        .map(|(record, list)| {
            Box::new(SetLine {
                address: record.address(),
                org: &record.id.org,
                title: &record.envelope.title.value,
                name: &list.name.value,
                items: list.entries.iter().map(|e| e.text.value.as_str()).collect(),
            }) as View<'a>
        })
        .collect();
    let set_head = Head {
        total: sets.len(),
        ..Head::default()
    };
    vec![
        overview("powers", "rule-powers.html", head, power_lines.collect()),
        overview("sets", "rule-sets.html", set_head, sets),
    ]
}

fn overview<'a>(
    slug: &'static str,
    template: &'static str,
    head: Head,
    items: Vec<View<'a>>,
) -> Overview<'a> {
    Overview {
        slug,
        org: None,
        template,
        head: Box::new(head),
        items,
        per_page: PER_PAGE,
        groups: Vec::new(),
    }
}
