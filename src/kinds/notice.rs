//! notice 公告公示: what is made known, for how long objections are taken, and what came of them.
//!
//! The length of a public notice is computed in [`window`], the rules stand in [`rules`], what pages get in [`pages`].

mod list;
mod objections;
mod pages;
mod rules;
#[cfg(test)]
mod tests;
mod window;

use std::any::Any;

use super::fields::{Chosen, Field, Map, Reader, Row, Tell, Text, Told, choice, fields};
use super::{
    Context, Deadline, Disclosure, Filed, Hanging, Kind, Overview, Record, SheetForm, Spell,
    Status, Tone, Use, View, Words,
};
use crate::diagnostics::Report;
use crate::privacy::Mask;
use crate::values::{Day, Limit, Paper, Sp};
use objections::{Evidence, Objection};
use window::{Span, State};

/// The kind.
pub struct Notices;

choice! {
    /// What sort of notice it is.
    pub enum Class {
        /// Open to objections for a time.
        Publicity = "公示" / "publicity";
        /// Makes something known.
        Announcement = "公告" / "announcement";
        /// Asks for something to be done.
        Notification = "通知" / "notification";
        /// Praises, criticises or informs within a circle.
        Circular = "通报" / "circular";
        /// News of the work.
        Briefing = "简报" / "briefing";
        /// Anything else to read.
        Article = "文章" / "article";
    }
}

fields! {
    /// A notice.
    pub struct Notice {
        /// What sort.
        class: Chosen<Class> = "文种" / "class";
        /// What it is about; selects the minimum period of the rules profile.
        matter: Option<Text> = "事项" / "matter";
        /// The days on which objections are taken.
        window: Option<Window> = "公示期" / "window";
        /// Who takes them.
        receiver: Option<Receiver> = "受理" / "receiver";
        /// The persons or things it names, with columns of the officer's own.
        list: Option<Vec<Row>> = "名单" / "list";
        /// A table that holds the list: beside the record, or under `content/private/`, which is never published.
        table: Option<Text> = "名单表" / "table";
        /// How many it names.
        count: Option<Sp<u32>> = "人数" / "count";
        /// Which step of a procedure it publishes.
        stage: Option<Stage> = "阶段" / "stage";
        /// Who signs it.
        signed_by: Option<Text> = "落款" / "signed_by";
        /// The day it was drawn up.
        dated: Option<Sp<Day>> = "成文日期" / "dated";
        /// Objections that were received, and their answers.
        objections: Vec<Objection> = "办理" / "objections";
        /// Evidence that it was posted.
        evidence: Vec<Evidence> = "张贴记录" / "evidence";
        /// What came of it.
        outcome: Option<Outcome> = "结果" / "outcome";
    }
}

fields! {
    /// The days on which objections are taken, as written: one of `to` and `days` is needed.
    pub struct Window {
        /// The day of posting, which is not counted (Civil Code art. 201).
        from: Sp<Day> = "起" / "from";
        /// Last day.
        to: Option<Sp<Day>> = "止" / "to";
        /// How long; the last day is computed then.
        days: Option<Sp<Limit>> = "天数" / "days";
    }
}

fields! {
    /// Who takes objections.
    pub struct Receiver {
        /// Office.
        unit: Option<Text> = "单位" / "unit";
        /// Person.
        person: Option<Text> = "联系人" / "person";
        /// Telephone.
        phone: Option<Text> = "电话" / "phone";
        /// Address.
        address: Option<Text> = "地址" / "address";
    }
}

fields! {
    /// A step of a procedure that is published step by step.
    pub struct Stage {
        /// Which, from 1.
        n: Sp<u32> = "第" / "n";
        /// Of how many.
        of: Sp<u32> = "共" / "of";
        /// What it is called.
        name: Option<Text> = "环节" / "name";
    }
}

fields! {
    /// What came of a notice.
    pub struct Outcome {
        /// When.
        date: Sp<Day> = "日期" / "date";
        /// What.
        text: Text = "内容" / "text";
    }
}

/// Days that a notice with neither a window nor days of display stays on the running board.
const BOARD_DAYS: i64 = 30;

impl Class {
    /// The phrase that names the class where a notice has no matter.
    fn gist(self) -> &'static str {
        match self {
            Class::Publicity => "gist.notice.publicity",
            Class::Announcement => "gist.notice.announcement",
            Class::Notification => "gist.notice.notification",
            Class::Circular => "gist.notice.circular",
            Class::Briefing => "gist.notice.briefing",
            Class::Article => "gist.notice.article",
        }
    }

    /// Whether the class is something to read rather than something to act on: it does not go on the running board by its date alone.
    fn is_reading(self) -> bool {
        matches!(self, Class::Briefing | Class::Article)
    }
}

impl Notice {
    /// What the notice is about, trimmed; none where it is blank.
    fn matter(&self) -> Option<&str> {
        let matter = self.matter.as_ref()?.value.trim();
        (!matter.is_empty()).then_some(matter)
    }

    /// The computed window; none where there is none, or neither its end nor its length is written.
    fn span<'a>(&self, cx: &Context<'a>) -> Option<Span<'a>> {
        Span::of(self.window.as_ref()?, self.matter(), cx)
    }

    /// The telephone number of the receiver; none where it is blank.
    fn phone(&self) -> Option<&str> {
        let phone = self.receiver.as_ref()?.phone.as_ref()?.value.trim();
        (!phone.is_empty()).then_some(phone)
    }

    /// Where `span` stands on `day`.
    fn state(&self, span: &Span<'_>, day: Day) -> State {
        let told = |outcome: &Outcome| outcome.date.value <= day;
        match () {
            () if day < span.from => State::Upcoming,
            () if day <= span.to => State::Running,
            () if self.outcome.as_ref().is_some_and(told) => State::Concluded,
            // Only a 公示 owes its readers an outcome.
            () if self.class.value == Class::Publicity => State::Waiting,
            () => State::Expired,
        }
    }

    /// The status of the notice, whose window is `span`.
    fn status_of(&self, record: &Record, span: Option<&Span<'_>>, cx: &Context<'_>) -> Status {
        let Some(span) = span else {
            let expired = display_end(record).is_some_and(|end| end < cx.day);
            let key = if expired {
                "status.notice.expired"
            } else {
                "status.notice.published"
            };
            return Status::new(Tone::Plain, key);
        };
        match self.state(span, cx.day) {
            State::Upcoming => Status::new(Tone::Plain, "status.notice.upcoming"),
            State::Running => match span.left(cx) {
                left if left.n == 0 => Status::new(Tone::Warn, "status.notice.last-day"),
                left => Status::new(Tone::Warn, left.unit.running()).arg("n", left.n),
            },
            State::Waiting => Status::new(Tone::Plain, "status.notice.waiting"),
            State::Concluded => Status::new(Tone::Good, "status.notice.concluded"),
            State::Expired => Status::new(Tone::Plain, "status.notice.expired"),
        }
    }
}

/// The last day that `record` hangs on a board, if one is written.
fn display_end(record: &Record) -> Option<Day> {
    let display = record.envelope.display.as_ref()?;
    display.to.as_ref().map(|to| to.value)
}

impl Kind for Notices {
    fn grows(&self) -> &'static [&'static str] {
        &["结果"]
    }

    fn name(&self) -> &'static str {
        "notice"
    }

    fn folder(&self) -> (&'static str, &'static str) {
        ("公告", "notices")
    }

    fn template(&self) -> &'static str {
        "notice.html"
    }

    fn lead(&self) -> Option<&'static str> {
        Some("board")
    }

    fn fields(&self) -> &'static [Field] {
        Notice::FIELDS
    }

    fn read(&self, map: &mut Map, reader: &mut Reader<'_>) -> Option<Box<dyn Disclosure>> {
        let mut notice = Notice::take(map, reader)?;
        list::read_table(&mut notice, reader)?;
        Some(Box::new(notice))
    }

    fn check_together(&self, records: &[&Record], _cx: &Context<'_>, out: &mut Report) {
        rules::check_stages(records, out);
    }

    fn overviews<'a>(&self, records: &[&'a Record], cx: &Context<'a>) -> Vec<Overview<'a>> {
        pages::overviews(records, cx)
    }
}

impl Disclosure for Notice {
    fn as_any(&self) -> &dyn Any {
        self
    }

    fn check(&self, record: &Record, cx: &Context<'_>, out: &mut Report) {
        rules::check(self, cx, out);
        objections::check(self, record, cx, out);
    }

    fn filed(&self) -> Filed<'_> {
        Filed {
            event: self.dated.as_ref().map(|dated| dated.value),
            ..Filed::default()
        }
        .chosen("class", &self.class)
        .text("matter", self.matter())
    }

    fn status(&self, record: &Record, cx: &Context<'_>) -> Status {
        self.status_of(record, self.span(cx).as_ref(), cx)
    }

    fn tell(&self) -> Told<'_> {
        Tell::tell(self)
    }

    fn view<'a>(&'a self, _record: &'a Record, cx: &Context<'a>) -> View<'a> {
        Box::new(pages::NoticeView::new(self, cx))
    }

    fn reduced(&self, cx: &Context<'_>, mask: Mask) -> Option<Box<dyn Disclosure>> {
        let reduced = list::reduced(self, cx, mask)?;
        Some(Box::new(reduced))
    }

    fn table(&self) -> Option<&str> {
        self.table.as_ref().map(|table| table.value.trim())
    }

    fn sheets(&self) -> &'static [SheetForm] {
        match self.class.value {
            Class::Notification | Class::Circular => &[SheetForm {
                name: "document",
                papers: &[Paper::A4],
                used: Use::Board,
            }],
            _ => &[SheetForm {
                name: "notice",
                papers: &[Paper::A4, Paper::A3],
                used: Use::Board,
            }],
        }
    }

    fn hanging(&self, record: &Record, cx: &Context<'_>) -> Hanging {
        let published = record.envelope.published.value;
        let hanging = match (self.span(cx), Hanging::written(record)) {
            // It may hang longer than objections are taken, and never shorter.
            (Some(span), written) => Hanging {
                from: written.map_or(span.from, |written| written.from.min(span.from)),
                to: match written {
                    Some(written) => written.to.map(|to| to.max(span.to)),
                    None => Some(span.to),
                },
            },
            (None, Some(written)) => written,
            (None, None) => Hanging {
                from: published,
                to: Some(published.plus(BOARD_DAYS)),
            },
        };
        hanging.at_least(cx.profile.board_days)
    }

    fn deadlines(&self, record: &Record, cx: &Context<'_>) -> Vec<Deadline> {
        let mut all: Vec<Deadline> = Deadline::of_display(record).into_iter().collect();
        all.extend(objections::deadlines(self, cx));
        let Some(span) = self.span(cx) else {
            return all;
        };
        let mut add = |day, key, owed| {
            all.push(Deadline {
                day,
                place: record.place(),
                words: Words::new(key),
                owed,
            });
        };
        match self.state(&span, cx.day) {
            State::Upcoming | State::Running => add(span.to, "deadline.notice", false),
            State::Waiting => add(rules::outcome_due(&span, cx), "deadline.outcome", true),
            State::Concluded | State::Expired => {}
        }
        all
    }

    fn spells(&self, record: &Record, cx: &Context<'_>) -> Vec<Spell> {
        let window = self.span(cx).map(|span| Spell {
            from: span.from,
            to: span.to,
            words: Words::new("spell.notice"),
        });
        Spell::of_display(record)
            .into_iter()
            .chain(window)
            .collect()
    }

    fn gist(&self, _record: &Record, _cx: &Context<'_>) -> Vec<Words> {
        vec![match self.matter() {
            Some(matter) => Words::new("gist.notice").arg("matter", matter),
            None => Words::new(self.class.value.gist()),
        }]
    }
}
