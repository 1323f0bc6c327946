//! Objections that were received and answered, and the evidence that a notice was posted. There is no key for who objected: none is to be published.

use serde::Serialize;

use super::window::{end_of, minimum};
use super::{Notice, Text};
use crate::diagnostics::{Diagnostic, Report};
use crate::kinds::fields::fields;
use crate::kinds::{Context, Deadline, Record, Words};
use crate::values::{Day, Limit, Sp};

fields! {
    /// An objection, without the name of who made it.
    pub struct Objection {
        /// The day it was received.
        received: Sp<Day> = "收到" / "received";
        /// What it is about.
        matter: Text = "事由" / "matter";
        /// The day it was answered.
        answered: Option<Sp<Day>> = "答复" / "answered";
        /// What the answer was.
        reply: Option<Text> = "答复内容" / "reply";
    }
}

fields! {
    /// Evidence of posting.
    pub struct Evidence {
        /// The day of posting.
        date: Sp<Day> = "日期" / "date";
        /// Where.
        at: Text = "地点" / "place";
        /// The name of a photograph, video or notarial record beside the record.
        photo: Option<Text> = "照片" / "photo";
    }
}

impl Objection {
    /// The day it was answered, if it has been by `day`.
    fn answered_by(&self, day: Day) -> Option<Day> {
        let answered = self.answered.as_ref().map(|answered| answered.value);
        answered.filter(|answered| *answered <= day)
    }

    /// The last day for an answer: the time that the profile gives for the matter, or for all, from the day of receipt on, which is not counted (Civil Code art. 201).
    fn due(&self, notice: &Notice, cx: &Context<'_>) -> Option<Day> {
        let own = notice
            .matter()
            .and_then(|matter| minimum(cx.profile, matter))
            .and_then(|rule| rule.objection.as_ref());
        let limit = Limit::parse(own.or(cx.profile.objection.as_ref())?)?;
        Some(end_of(self.received.value, limit, cx.calendar, &mut None))
    }
}

/// Checks objections and evidence of `notice`.
pub fn check(notice: &Notice, record: &Record, cx: &Context<'_>, out: &mut Report) {
    for objection in &notice.objections {
        check_objection(objection, notice, cx, out);
    }
    check_evidence(notice, record, cx, out);
}

fn check_objection(objection: &Objection, notice: &Notice, cx: &Context<'_>, out: &mut Report) {
    let received = objection.received.value;
    let lacks = |key| Diagnostic::new("yaml/missing-key", objection.place).arg("key", key);
    match (&objection.answered, &objection.reply) {
        (Some(_), None) => out.add(lacks("答复内容")),
        (None, Some(_)) => out.add(lacks("答复")),
        _ => {}
    }
    let due = objection.due(notice, cx);
    match (&objection.answered, due) {
        (Some(answered), _) if answered.value < received => out.add(
            Diagnostic::new("notice/objection-order", answered.place)
                .arg("answered", answered.value)
                .arg("received", received),
        ),
        (Some(answered), Some(due)) if answered.value > due => out.add(
            Diagnostic::new("notice/objection-late", answered.place)
                .arg("answered", answered.value)
                .arg("due", due)
                .arg("received", received),
        ),
        (None, Some(due)) if due < cx.day => out.add(
            Diagnostic::new("notice/objection-overdue", objection.received.place)
                .arg("received", received)
                .arg("due", due)
                .arg("days", cx.day.since(due)),
        ),
        _ => {}
    }
}

/// Where the profile asks for evidence, there is some with a file once the window has begun; a file that is named is there.
fn check_evidence(notice: &Notice, record: &Record, cx: &Context<'_>, out: &mut Report) {
    let photos = notice.evidence.iter().filter_map(|own| own.photo.as_ref());
    for photo in photos.clone() {
        let mut files = record.attachments.iter();
        if !files.any(|file| *file.name == *photo.value.trim()) {
            out.add(Diagnostic::new("image/missing", photo.place).arg("found", &photo.value));
        }
    }
    let rule = notice.matter().and_then(|own| minimum(cx.profile, own));
    let Some(rule) = rule.filter(|rule| rule.evidence) else {
        return;
    };
    let begun = notice.window.as_ref().map(|window| &window.from);
    if let Some(from) = begun.filter(|from| from.value < cx.day)
        && photos.count() == 0
    {
        out.add(
            Diagnostic::new("notice/evidence", from.place)
                .arg("matter", notice.matter().unwrap_or_default())
                .arg("basis", &rule.basis),
        );
    }
}

/// The answers that are still owed.
pub fn deadlines<'a>(
    notice: &'a Notice,
    cx: &'a Context<'_>,
) -> impl Iterator<Item = Deadline> + use<'a> {
    let open = notice.objections.iter().filter(|objection| {
        objection.received.value <= cx.day && objection.answered_by(cx.day).is_none()
    });
    open.filter_map(|objection| {
        Some(Deadline {
            day: objection.due(notice, cx)?,
            place: objection.received.place,
            words: Words::new("deadline.objection"),
            owed: true,
        })
    })
}

/// The objections as pages and sheets show them: how many came, how many are answered, and each with its clock.
#[derive(Serialize)]
pub struct ObjectionsView<'a> {
    received: usize,
    answered: usize,
    items: Vec<ObjectionView<'a>>,
}

#[derive(Serialize)]
struct ObjectionView<'a> {
    received: Day,
    matter: &'a str,
    due: Option<Day>,
    answered: Option<Day>,
    reply: Option<&'a str>,
    late: bool,
}

/// A posting that is proved.
#[derive(Serialize)]
pub struct EvidenceView<'a> {
    date: Day,
    place: &'a str,
    photo: Option<&'a str>,
}

/// The objections to `notice` that have come by the day of `cx`; none where there are none.
pub fn view<'a>(notice: &'a Notice, cx: &Context<'_>) -> Option<ObjectionsView<'a>> {
    let come = notice.objections.iter();
    let items: Vec<ObjectionView<'a>> = come
        .filter(|objection| objection.received.value <= cx.day)
        .map(|objection| {
            let (due, answered) = (objection.due(notice, cx), objection.answered_by(cx.day));
            let reply = objection.reply.as_ref().filter(|_| answered.is_some());
            ObjectionView {
                received: objection.received.value,
                matter: &objection.matter.value,
                due,
                answered,
                reply: reply.map(|reply| reply.value.as_str()),
                late: due.is_some_and(|due| answered.unwrap_or(cx.day) > due),
            }
        })
        .collect();
    (!items.is_empty()).then(|| ObjectionsView {
        received: items.len(),
        answered: items.iter().filter(|item| item.answered.is_some()).count(),
        items,
    })
}

/// The evidence of posting of `notice`.
pub fn evidence(notice: &Notice) -> Vec<EvidenceView<'_>> {
    let all = notice.evidence.iter().map(|own| EvidenceView {
        date: own.date.value,
        place: &own.at.value,
        photo: own.photo.as_ref().map(|photo| photo.value.trim()),
    });
    all.collect()
}
