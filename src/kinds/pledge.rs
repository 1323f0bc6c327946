//! pledge 承诺: who promised what, by when, and what became of it.

#[cfg(test)]
mod tests;
mod view;

use std::any::Any;

use super::fields::{Chosen, Field, Map, Reader, Some1, Tell, Text, Told, choice, fields};
use super::{
    Context, Deadline, Disclosure, Filed, Kind, Overview, Record, SheetForm, Status, Tone, Use,
    View, Words,
};
use crate::diagnostics::{Diagnostic, Report};
use crate::values::{Day, Paper, Sp};
use view::{Counts, ItemView, OpenItem, PledgeView};

/// The kind.
pub struct Pledges;

choice! {
    /// What sort of pledge it is.
    pub enum Class {
        /// Of a post-holder.
        Post = "岗位" / "post";
        /// A livelihood item; each needs a time limit.
        Livelihood = "民情" / "livelihood";
        /// For a year.
        Yearly = "年度" / "yearly";
        /// Of a service window.
        Service = "服务" / "service";
        /// Of a government office.
        Government = "政务" / "government";
        /// 亮标准、亮身份、亮承诺.
        ThreeShows = "三亮" / "three-shows";
    }
}

fields! {
    /// A pledge and its items.
    pub struct Pledge {
        /// Who promises.
        maker: Maker = "承诺人" / "maker";
        /// What sort.
        class: Chosen<Class> = "类别" / "class";
        /// Who watches over it.
        supervision: Option<Supervision> = "监督" / "supervision";
        /// What is promised.
        items: Some1<Item> = "承诺" / "items";
    }
}

fields! {
    /// Who promises.
    pub struct Maker {
        /// A person or an organisation.
        name: Text = "姓名" / "name";
        /// The post held.
        post: Option<Text> = "职务" / "post";
    }
}

fields! {
    /// Whom to tell when a pledge is not kept.
    pub struct Supervision {
        /// Telephone.
        phone: Text = "电话" / "phone";
        /// Office.
        unit: Option<Text> = "单位" / "unit";
    }
}

fields! {
    /// One thing promised.
    pub struct Item {
        /// What.
        text: Text = "事项" / "text";
        /// How.
        measure: Option<Text> = "措施" / "measure";
        /// By when.
        due: Option<Sp<Day>> = "时限" / "due";
        /// By whom.
        responsible: Option<Text> = "责任人" / "responsible";
        /// What has been done so far.
        progress: Vec<Progress> = "进展" / "progress";
        /// The day it was done.
        done: Option<Sp<Day>> = "完成" / "done";
        /// Why it was not done.
        dropped: Option<Dropped> = "未办" / "dropped";
    }
}

fields! {
    /// A step on the way.
    pub struct Progress {
        /// When.
        date: Sp<Day> = "日期" / "date";
        /// What.
        text: Text = "内容" / "text";
    }
}

fields! {
    /// An item given up.
    pub struct Dropped {
        /// Why.
        reason: Text = "原因" / "reason";
        /// When.
        date: Sp<Day> = "日期" / "date";
    }
}

/// Where an item stands on the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum State {
    Overdue,
    UnderWay,
    DoneLate,
    Done,
    Dropped,
}

impl Item {
    fn state(&self, day: Day) -> State {
        let due = self.due.as_ref().map(|due| due.value);
        // What is dated after today has not happened yet.
        let done = self.done.as_ref().filter(|done| done.value <= day);
        match (done, &self.dropped) {
            (Some(done), _) if due.is_some_and(|due| done.value > due) => State::DoneLate,
            (Some(_), _) => State::Done,
            (None, Some(_)) => State::Dropped,
            (None, None) if due.is_some_and(|due| due < day) => State::Overdue,
            (None, None) => State::UnderWay,
        }
    }

    fn status(&self, day: Day) -> Status {
        let due = self.due.as_ref().map_or(day, |due| due.value);
        match self.state(day) {
            State::Overdue => {
                Status::new(Tone::Late, "status.pledge.overdue").arg("n", day.since(due))
            }
            State::UnderWay => Status::new(Tone::Warn, "status.pledge.under-way"),
            State::DoneLate => {
                let late = self.done.as_ref().map_or(0, |done| done.value.since(due));
                Status::new(Tone::Good, "status.pledge.done-late").arg("n", late)
            }
            State::Done => Status::new(Tone::Good, "status.pledge.done"),
            State::Dropped => Status::new(Tone::Plain, "status.pledge.dropped"),
        }
    }
}

/// Whether `text` says how much: a figure, or a Chinese numeral with a measure word.
fn says_how_much(text: &str) -> bool {
    const MEASURES: &str = "次个件户人天日月年盏条项处名场公里米元成批期周小份台间座套平亩吨度";
    let chars: Vec<char> = text.chars().collect();
    chars
        .iter()
        .any(|c| c.is_numeric() && !"一二三四五六七八九十百千万两〇零".contains(*c))
        || chars.windows(2).any(|pair| {
            "一二三四五六七八九十百千万两半每".contains(pair[0]) && MEASURES.contains(pair[1])
        })
}

/// All members of a branch on one wall.
const WALL: SheetForm = SheetForm {
    name: "wall",
    papers: &[Paper::A3.turned()],
    used: Use::Board,
};

/// One member's promises and how far they are kept.
const DUTY: SheetForm = SheetForm {
    name: "duty",
    papers: &[Paper::A4],
    used: Use::Board,
};

/// The letter that a member signs.
const LETTER: SheetForm = SheetForm {
    name: "letter",
    papers: &[Paper::A4],
    used: Use::Hand,
};

impl Kind for Pledges {
    fn grows(&self) -> &'static [&'static str] {
        &["承诺.进展", "承诺.完成", "承诺.未办"]
    }

    fn name(&self) -> &'static str {
        "pledge"
    }

    fn folder(&self) -> (&'static str, &'static str) {
        ("承诺", "pledges")
    }

    fn template(&self) -> &'static str {
        "pledge.html"
    }

    fn lead(&self) -> Option<&'static str> {
        Some("due")
    }

    fn group_sheets(&self) -> &'static [SheetForm] {
        &[WALL]
    }

    fn fields(&self) -> &'static [Field] {
        Pledge::FIELDS
    }

    fn read(&self, map: &mut Map, reader: &mut Reader<'_>) -> Option<Box<dyn Disclosure>> {
        Some(Box::new(Pledge::take(map, reader)?))
    }

    fn overviews<'a>(&self, records: &[&'a Record], cx: &Context<'a>) -> Vec<Overview<'a>> {
        let mut open: Vec<(&'a Record, &'a Pledge, &'a Item)> = Vec::new();
        let mut counts = Counts::default();
        for record in records {
            let Some(pledge) = record.content::<Pledge>() else {
                continue;
            };
            counts.add(pledge, cx.day);
            let unfinished =
                |item: &&Item| matches!(item.state(cx.day), State::Overdue | State::UnderWay);
            open.extend(
                pledge
                    .items
                    .iter()
                    .filter(unfinished)
                    .map(|item| (*record, pledge, item)),
            );
        }
        // Overdue ones come first because their day is past; items without a day come last.
        open.sort_by_key(|(record, _, item)| {
            (
                item.due.as_ref().is_none(),
                item.due.as_ref().map(|due| due.value),
                record.id.clone(),
            )
        });
        let items = open
            .into_iter()
            .map(|(record, pledge, item)| {
                Box::new(OpenItem::new(record, pledge, item, cx.day)) as View<'a>
            })
            .collect();
        vec![Overview {
            slug: "due",
            org: None,
            template: "pledge-due.html",
            head: Box::new(counts),
            items,
            per_page: 50,
            groups: Vec::new(),
        }]
    }
}

impl Disclosure for Pledge {
    fn as_any(&self) -> &dyn Any {
        self
    }

    fn filed(&self) -> Filed<'_> {
        Filed::default().chosen("class", &self.class)
    }

    fn check(&self, record: &Record, cx: &Context<'_>, out: &mut Report) {
        for item in self.items.iter() {
            match &item.due {
                None if self.class.value == Class::Livelihood => out.add(
                    Diagnostic::new("pledge/due-missing", item.text.place)
                        .arg("item", &item.text.value),
                ),
                Some(due) if due.value < record.envelope.published.value => {
                    out.add(
                        Diagnostic::new("pledge/due-before-published", due.place)
                            .arg("due", due.value)
                            .arg("published", record.envelope.published.value),
                    );
                }
                Some(due) if item.state(cx.day) == State::Overdue => {
                    out.add(
                        Diagnostic::new("pledge/overdue", due.place)
                            .arg("item", &item.text.value)
                            .arg("due", due.value)
                            .arg("days", cx.day.since(due.value)),
                    );
                }
                _ => {}
            }
            if let Some(done) = item.done.as_ref().filter(|done| done.value > cx.day) {
                out.add(
                    Diagnostic::new("pledge/done", done.place)
                        .arg("done", done.value)
                        .arg("day", cx.day),
                );
            }
            if let (Some(_), Some(dropped)) = (&item.done, &item.dropped) {
                out.add(Diagnostic::new("pledge/done", dropped.place).case("both"));
            }
            if item.measure.is_none() && item.due.is_none() && !says_how_much(&item.text.value) {
                out.add(
                    Diagnostic::new("pledge/vague", item.text.place).arg("item", &item.text.value),
                );
            }
        }
    }

    fn status(&self, _record: &Record, cx: &Context<'_>) -> Status {
        let mut counts = Counts::default();
        counts.add(self, cx.day);
        match counts {
            Counts { overdue: 1.., .. } => {
                Status::new(Tone::Late, "status.pledge.some-overdue").arg("n", counts.overdue)
            }
            Counts { under_way: 1.., .. } => Status::new(Tone::Warn, "status.pledge.under-way"),
            Counts { done: 0, .. } => Status::new(Tone::Plain, "status.pledge.dropped"),
            _ => Status::new(Tone::Good, "status.pledge.all-done"),
        }
    }

    fn tell(&self) -> Told<'_> {
        Tell::tell(self)
    }

    fn view<'a>(&'a self, _record: &'a Record, cx: &Context<'a>) -> View<'a> {
        let mut counts = Counts::default();
        counts.add(self, cx.day);
        Box::new(PledgeView {
            maker: &self.maker.name.value,
            post: self.maker.post.as_deref().map(String::as_str),
            class: self.class.value.key(),
            supervision_phone: self.supervision.as_ref().map(|s| s.phone.value.as_str()),
            supervision_unit: self
                .supervision
                .as_ref()
                .and_then(|s| s.unit.as_deref())
                .map(String::as_str),
            items: self
                .items
                .iter()
                .map(|item| ItemView::new(item, cx.day))
                .collect(),
            counts,
        })
    }

    fn deadlines(&self, record: &Record, cx: &Context<'_>) -> Vec<Deadline> {
        let open = |item: &&Item| matches!(item.state(cx.day), State::Overdue | State::UnderWay);
        let of_items = self.items.iter().filter(open).filter_map(|item| {
            let due = item.due.as_ref()?;
            Some(Deadline {
                day: due.value,
                place: due.place,
                words: Words::new("deadline.pledge").arg("item", &item.text.value),
                owed: true,
            })
        });
        Deadline::of_display(record)
            .into_iter()
            .chain(of_items)
            .collect()
    }

    fn sheets(&self) -> &'static [SheetForm] {
        &[DUTY, LETTER]
    }

    fn gist(&self, _record: &Record, _cx: &Context<'_>) -> Vec<Words> {
        vec![
            Words::new("gist.pledge")
                .arg("maker", &self.maker.name.value)
                .arg("n", self.items.len()),
        ]
    }
}
