//! rule 制度: the text of a rule, lists whose names say how many they hold, powers with their risks, and how something goes step by step.

mod checks;
mod flow;
#[cfg(test)]
mod tests;
mod view;

use std::any::Any;

use super::fields::{Chosen, Field, Map, Reader, Some1, Tell, Text, Told, choice, fields};
use super::{
    Context, Deadline, Disclosure, Filed, Hanging, Kind, Level, Overview, Record, SheetForm,
    Status, Tone, Use, View, Words,
};
use crate::diagnostics::Report;
use crate::values::{Day, Limit, Paper, Sp};

/// The kind.
pub struct Rules;

choice! {
    /// What sort of rule it is.
    pub enum Class {
        /// A rule or measure in articles.
        Text = "制度" / "text";
        /// What must not be done.
        MustNots = "禁令" / "must-nots";
        /// Who answers for what.
        Duties = "责任清单" / "duties";
        /// What an office may decide, with the risks.
        Powers = "职权目录" / "powers";
        /// How matters of weight are decided.
        Decisions = "议事规则" / "decisions";
        /// How work is to be done.
        Norms = "工作规范" / "norms";
        /// Which registers are kept.
        Registers = "台账表册" / "registers";
    }
}

choice! {
    /// How great the risk is that a power is misused (廉政风险点).
    pub enum Risk {
        /// High.
        High = "高" / "high";
        /// Medium.
        Medium = "中" / "medium";
        /// Low.
        Low = "低" / "low";
    }
}

fields! {
    /// A rule.
    pub struct Rule {
        /// What sort.
        class: Chosen<Class> = "类别" / "class";
        /// Its document number.
        number: Option<Text> = "文号" / "number";
        /// The level that it was made at.
        level: Option<Chosen<Level>> = "层级" / "level";
        /// The first day that it is in force; the day of publication where nothing is said.
        effective: Option<Sp<Day>> = "施行" / "effective";
        /// That it has lost force.
        abolished: Option<Abolished> = "废止" / "abolished";
        /// Its lists and named sets.
        lists: Vec<ItemList> = "清单" / "lists";
        /// How many powers there are, where that is stated.
        power_count: Option<Sp<u32>> = "职权项数" / "power_count";
        /// The powers.
        powers: Vec<Power> = "职权" / "powers";
        /// How it goes, in order.
        steps: Vec<FlowStep> = "流程" / "steps";
    }
}

fields! {
    /// That a rule has lost force.
    pub struct Abolished {
        /// The first day without force.
        date: Sp<Day> = "日期" / "date";
        /// Why.
        reason: Text = "原因" / "reason";
        /// What replaces it.
        by: Option<Text> = "替代" / "by";
    }
}

fields! {
    /// A list: 六不准, 八项制度, a responsibility list.
    pub struct ItemList {
        /// What it is called. A numeral that it begins with says how many entries there are.
        name: Text = "名称" / "name";
        /// How many entries there are; stands before what the name says.
        count: Option<Sp<u32>> = "条数" / "count";
        /// The entries.
        entries: Some1<Entry> = "条目" / "items";
    }
}

fields! {
    /// An entry of a list.
    pub struct Entry {
        /// What.
        text: Text = "内容" / "text";
        /// How it is to be understood.
        note: Option<Text> = "说明" / "note";
        /// The post that answers for it.
        responsible: Option<Text> = "责任人" / "responsible";
        /// By when or how often, in words.
        due: Option<Text> = "时限" / "due";
    }
}

fields! {
    /// A power of an office.
    pub struct Power {
        /// What may be decided.
        name: Text = "名称" / "name";
        /// The rule that gives it.
        source: Option<Text> = "依据" / "source";
        /// The post that holds it.
        responsible: Option<Text> = "责任人" / "responsible";
        /// The risk of misuse.
        risk: Option<Chosen<Risk>> = "风险" / "risk";
        /// What is done against the risk.
        guard: Option<Text> = "防控" / "guard";
        /// How it is used, in order.
        steps: Vec<FlowStep> = "流程" / "steps";
    }
}

fields! {
    /// A step of a flow chart.
    pub struct FlowStep {
        /// What is done.
        name: Text = "环节" / "name";
        /// Who does it.
        actor: Option<Text> = "办理" / "actor";
        /// How long it may take.
        limit: Option<Sp<Limit>> = "时限" / "limit";
        /// The risk of misuse.
        risk: Option<Chosen<Risk>> = "风险" / "risk";
        /// What is done against the risk.
        guard: Option<Text> = "防控" / "guard";
        /// What happens where it is not passed.
        otherwise: Option<Text> = "不通过" / "otherwise";
    }
}

impl Rule {
    /// The first day without force, if one is known.
    fn ended(&self) -> Option<Day> {
        self.abolished.as_ref().map(|end| end.date.value)
    }

    /// The first day in force.
    fn begins(&self, record: &Record) -> Day {
        self.effective
            .as_ref()
            .map_or(record.envelope.published.value, |day| day.value)
    }

    /// Whether it has lost force by `day`.
    fn is_over(&self, day: Day) -> bool {
        self.ended().is_some_and(|end| end <= day)
    }

    /// Whether there is anything to draw a flow chart of.
    fn flows(&self) -> bool {
        !self.steps.is_empty() || self.powers.iter().any(|power| !power.steps.is_empty())
    }
}

/// The whole rule.
const POSTER: SheetForm = SheetForm {
    name: "rule-poster",
    papers: &[Paper::A4],
    used: Use::Board,
};

/// Its flow charts.
const FLOW: SheetForm = SheetForm {
    name: "rule-flow",
    papers: &[Paper::A4],
    used: Use::Board,
};

impl Kind for Rules {
    fn grows(&self) -> &'static [&'static str] {
        &["废止"]
    }

    fn name(&self) -> &'static str {
        "rule"
    }

    fn folder(&self) -> (&'static str, &'static str) {
        ("制度", "rules")
    }

    fn template(&self) -> &'static str {
        "rule.html"
    }

    fn fields(&self) -> &'static [Field] {
        Rule::FIELDS
    }

    fn read(&self, map: &mut Map, reader: &mut Reader<'_>) -> Option<Box<dyn Disclosure>> {
        Some(Box::new(Rule::take(map, reader)?))
    }

    fn check_together(&self, records: &[&Record], cx: &Context<'_>, out: &mut Report) {
        checks::together(records, cx, out);
    }

    fn overviews<'a>(&self, records: &[&'a Record], cx: &Context<'a>) -> Vec<Overview<'a>> {
        view::overviews(records, cx)
    }
}

impl Disclosure for Rule {
    fn as_any(&self) -> &dyn Any {
        self
    }

    fn filed(&self) -> Filed<'_> {
        Filed::default()
            .chosen("class", &self.class)
            .text("number", self.number.as_deref().map(String::as_str))
    }

    fn check(&self, record: &Record, cx: &Context<'_>, out: &mut Report) {
        checks::check(self, record, cx, out);
    }

    fn status(&self, record: &Record, cx: &Context<'_>) -> Status {
        if self.is_over(cx.day) {
            Status::new(Tone::Late, "status.rule.abolished")
        } else if self.begins(record) > cx.day {
            Status::new(Tone::Plain, "status.rule.not-yet")
        } else if self.abolished.is_some() {
            Status::new(Tone::Warn, "status.rule.ending")
        } else {
            Status::new(Tone::Good, "status.rule.in-force")
        }
    }

    fn tell(&self) -> Told<'_> {
        Tell::tell(self)
    }

    fn view<'a>(&'a self, _record: &'a Record, _cx: &Context<'a>) -> View<'a> {
        Box::new(view::RuleView::new(self))
    }

    fn gist(&self, _record: &Record, _cx: &Context<'_>) -> Vec<Words> {
        let class = Words::new("gist.rule").phrase("class", view::class_phrase(self.class.value));
        let lists = self.lists.iter().map(|list| {
            Words::new("gist.rule.list")
                .arg("name", &list.name.value)
                .arg("n", list.entries.len())
        });
        let powers = (!self.powers.is_empty())
            .then(|| Words::new("gist.rule.powers").arg("n", self.powers.len()));
        let steps = (!self.steps.is_empty())
            .then(|| Words::new("gist.rule.steps").arg("n", self.steps.len()));
        let figures = lists.take(2).chain(powers).chain(steps);
        std::iter::once(class).chain(figures).collect()
    }

    /// A rule hangs no longer than it is in force.
    fn hanging(&self, record: &Record, cx: &Context<'_>) -> Hanging {
        let written = Hanging::written(record).unwrap_or(Hanging {
            from: record.envelope.published.value,
            to: None,
        });
        let hanging = written.at_least(cx.profile.board_days);
        let last = self.ended().map(|end| end.plus(-1));
        let to = [hanging.to, last].into_iter().flatten().min();
        Hanging { to, ..hanging }
    }

    fn deadlines(&self, record: &Record, cx: &Context<'_>) -> Vec<Deadline> {
        let of = |day: Option<&Sp<Day>>, key| {
            let day = day.filter(|day| day.value >= cx.day)?;
            Some(Deadline {
                day: day.value,
                place: day.place,
                words: Words::new(key).arg("title", &record.envelope.title.value),
                owed: false,
            })
        };
        let begins = of(self.effective.as_ref(), "deadline.rule.begins");
        let ends = of(
            self.abolished.as_ref().map(|end| &end.date),
            "deadline.rule.ends",
        );
        let display = Deadline::of_display(record);
        display.into_iter().chain(begins).chain(ends).collect()
    }

    fn sheets(&self) -> &'static [SheetForm] {
        if self.flows() {
            &[POSTER, FLOW]
        } else {
            &[POSTER]
        }
    }

    fn linked_data(&self, record: &Record) -> Option<serde_json::Map<String, serde_json::Value>> {
        let texts = [
            ("@type", Some("Legislation".to_owned())),
            ("name", Some(record.envelope.title.value.clone())),
            (
                "legislationIdentifier",
                self.number.as_ref().map(|n| n.value.clone()),
            ),
            (
                "legislationDateOfApplicability",
                Some(self.begins(record).to_string()),
            ),
        ];
        let known = texts
            .into_iter()
            .filter_map(|(key, text)| Some((key.to_owned(), text?.into())));
        Some(known.collect())
    }
}
