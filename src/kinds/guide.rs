//! guide 办事指南: how to get something done, where, with what, by when and for how much.

mod linked;
mod overview;
mod rules;
#[cfg(test)]
mod tests;
mod view;

use std::any::Any;
use std::cmp::Reverse;

use super::fields::{Chosen, Field, Map, Reader, Tell, Text, Told, choice, fields};
use super::{
    Context, Disclosure, Kind, Level, Overview, Record, SheetForm, Status, Tone, Use, View, Words,
};
use crate::diagnostics::Report;
use crate::values::{Day, Limit, Paper, Sp};

/// The kind.
pub struct Guides;

choice! {
    /// What of a document is handed in or shown.
    pub enum Form {
        /// The document itself.
        Original = "原件" / "original";
        /// A copy of it.
        Copy = "复印件" / "copy";
    }
}

choice! {
    /// Whether it costs something.
    pub enum FeeMode {
        /// Nothing is charged.
        Free = "免费" / "free";
        /// Something is charged.
        Paid = "收费" / "paid";
    }
}

fields! {
    /// A service guide. Nothing is required to read one; `guide/element-missing` names all that it lacks at once.
    pub struct Guide {
        /// Its number in the list of government services.
        code: Option<Text> = "事项编码" / "code";
        /// Who may apply.
        applicants: Vec<Text> = "服务对象" / "for";
        /// What must hold for an applicant. An empty list says that there are no conditions.
        conditions: Option<Vec<Text>> = "条件" / "conditions";
        /// What to bring. An empty list says that nothing is needed.
        materials: Option<Vec<Material>> = "材料" / "materials";
        /// What happens, in order.
        steps: Vec<Step> = "流程" / "steps";
        /// The most time that the law allows.
        statutory: Option<Sp<Limit>> = "法定时限" / "statutory";
        /// The most time that the office promises to take.
        committed: Option<Sp<Limit>> = "承诺时限" / "committed";
        /// What it costs.
        fee: Option<Fee> = "收费" / "fee";
        /// Where it can be done.
        venues: Vec<Venue> = "地点" / "places";
        /// Who does it for those who cannot come.
        agent: Option<Agent> = "代办" / "agent";
        /// Whom to ask: a telephone number.
        enquiries: Option<Text> = "咨询" / "enquiries";
        /// Whom to complain to: a telephone number.
        complaints: Option<Text> = "监督" / "complaints";
        /// The day somebody last made sure that all of this still holds.
        checked_on: Option<Sp<Day>> = "核对" / "checked_on";
    }
}

fields! {
    /// Something to bring.
    pub struct Material {
        /// What.
        name: Text = "名称" / "name";
        /// Itself or a copy.
        form: Option<Chosen<Form>> = "形式" / "form";
        /// How many.
        copies: Option<Sp<u32>> = "份数" / "copies";
        /// Where it comes from, who need not bring it.
        note: Option<Text> = "说明" / "note";
    }
}

fields! {
    /// A step of the procedure.
    pub struct Step {
        /// What is done.
        name: Text = "环节" / "name";
        /// Who does it.
        actor: Option<Text> = "办理" / "actor";
        /// At which level.
        level: Option<Chosen<Level>> = "层级" / "level";
        /// Where.
        venue: Option<Text> = "地点" / "place";
        /// How long it may take.
        limit: Option<Sp<Limit>> = "时限" / "limit";
    }
}

fields! {
    /// What it costs.
    pub struct Fee {
        /// Whether it costs something.
        mode: Chosen<FeeMode> = "方式" / "mode";
        /// How much, in words: `9元/本`.
        amount: Option<Text> = "金额" / "amount";
        /// The rule that allows the charge.
        basis: Option<Text> = "依据" / "basis";
    }
}

fields! {
    /// Where it can be done.
    pub struct Venue {
        /// At which level.
        level: Option<Chosen<Level>> = "层级" / "level";
        /// The house or office.
        name: Text = "名称" / "name";
        /// Which window or desk.
        window: Option<Text> = "窗口" / "window";
        /// Address.
        address: Option<Text> = "地址" / "address";
        /// Opening hours.
        hours: Option<Text> = "时间" / "hours";
        /// Telephone.
        phone: Option<Text> = "电话" / "phone";
    }
}

fields! {
    /// Who does it for those who cannot come.
    pub struct Agent {
        /// Who.
        name: Text = "姓名" / "name";
        /// Telephone.
        phone: Option<Text> = "电话" / "phone";
    }
}

impl Guide {
    /// The places, the nearest to residents first; those without a level last.
    fn nearest_first(&self) -> Vec<&Venue> {
        let mut venues: Vec<&Venue> = self.venues.iter().collect();
        venues.sort_by_key(|venue| Reverse(venue.level.map(|level| level.value)));
        venues
    }

    /// Whether residents need not leave the village: there is a place in it, or every step is done in it.
    fn at_village(&self) -> bool {
        let near =
            |level: Option<Chosen<Level>>| level.is_some_and(|level| level.value >= Level::Village);
        self.venues.iter().any(|venue| near(venue.level))
            || (!self.steps.is_empty() && self.steps.iter().all(|step| near(step.level)))
    }

    /// The time that residents may count on: what is promised, else what the law allows.
    fn limit(&self) -> Option<Limit> {
        self.committed
            .as_ref()
            .or(self.statutory.as_ref())
            .map(|limit| limit.value)
    }

    fn fee_mode(&self) -> Option<FeeMode> {
        self.fee.as_ref().map(|fee| fee.mode.value)
    }

    /// The last day on which it was made sure of. Who publishes a guide vouches for it, so that without 核对 this is the day of publication.
    fn checked(&self, record: &Record) -> Day {
        self.checked_on
            .as_ref()
            .map_or(record.envelope.published.value, |day| day.value)
    }
}

/// The wall chart of an organisation: name, basis, time, materials, steps.
const CHART: SheetForm = SheetForm {
    name: "chart",
    papers: &[Paper::A3.turned()],
    used: Use::Board,
};

/// The booklet of all guides of an organisation.
const BOOKLET: SheetForm = SheetForm {
    name: "booklet",
    papers: &[Paper::A4],
    used: Use::Hand,
};

/// What is told once and for all: one for each who asks.
const SLIP: SheetForm = SheetForm {
    name: "slip",
    papers: &[Paper::A5],
    used: Use::Cut,
};

/// Whom to call and where to go, eight to a sheet of A4.
const CARD: SheetForm = SheetForm {
    name: "card",
    papers: &[Paper::new(105, 74)],
    used: Use::Cut,
};

impl Kind for Guides {
    fn grows(&self) -> &'static [&'static str] {
        &["核对"]
    }

    fn name(&self) -> &'static str {
        "guide"
    }

    fn folder(&self) -> (&'static str, &'static str) {
        ("办事指南", "guides")
    }

    fn template(&self) -> &'static str {
        "guide.html"
    }

    fn lead(&self) -> Option<&'static str> {
        Some("services")
    }

    fn group_sheets(&self) -> &'static [SheetForm] {
        &[CHART, BOOKLET]
    }

    fn fields(&self) -> &'static [Field] {
        Guide::FIELDS
    }

    fn read(&self, map: &mut Map, reader: &mut Reader<'_>) -> Option<Box<dyn Disclosure>> {
        Some(Box::new(Guide::take(map, reader)?))
    }

    fn overviews<'a>(&self, records: &[&'a Record], _cx: &Context<'a>) -> Vec<Overview<'a>> {
        overview::overviews(records)
    }
}

impl Disclosure for Guide {
    fn as_any(&self) -> &dyn Any {
        self
    }

    fn check(&self, record: &Record, cx: &Context<'_>, out: &mut Report) {
        rules::check(self, record, cx, out);
    }

    fn status(&self, record: &Record, cx: &Context<'_>) -> Status {
        let repealed = |basis| super::basis::repeal(basis, cx).is_some();
        if record.envelope.basis.iter().any(repealed) {
            return Status::new(Tone::Late, "status.guide.repealed");
        }
        match rules::months_stale(self.checked(record), cx) {
            Some(months) => Status::new(Tone::Warn, "status.guide.stale").arg("n", months),
            None => Status::new(Tone::Good, "status.guide.current"),
        }
    }

    fn tell(&self) -> Told<'_> {
        Tell::tell(self)
    }

    fn view<'a>(&'a self, _record: &'a Record, _cx: &Context<'a>) -> View<'a> {
        Box::new(view::GuideView::new(self))
    }

    fn gist(&self, _record: &Record, _cx: &Context<'_>) -> Vec<Words> {
        view::gist(self)
    }

    fn sheets(&self) -> &'static [SheetForm] {
        &[SLIP, CARD]
    }

    fn linked_data(&self, record: &Record) -> Option<serde_json::Map<String, serde_json::Value>> {
        Some(linked::service(self, record))
    }
}
