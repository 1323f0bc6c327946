//! Calendars: the days that residents and officers have to keep in mind.

use std::sync::Arc;

use super::super::build::Plan;
use super::super::record::changed;
use crate::data::{Calendar, Event};
use crate::kinds::{Record, Words};
use crate::values::Day;

/// How many days an event stays in a calendar after its end: phones that look seldom still see it, and the file does not grow for ever.
const KEPT: i64 = 92;

/// Hexadecimal digits that tell the events of one record apart.
const DIGITS: usize = 12;

/// A calendar.
#[derive(Debug)]
pub struct CalendarOf {
    /// Its address.
    pub address: String,
    /// The organisation it belongs to; none for the whole site.
    pub org: Option<Arc<str>>,
}

/// All events in order of their first day, each with its organisation.
pub type Events = Vec<(Arc<str>, Event)>;

impl Plan<'_> {
    /// Every calendar: the site's, then one for each organisation with records.
    pub(in crate::plan) fn calendars(&self) -> &[CalendarOf] {
        self.lazy.data.calendars.get_or_init(|| {
            let site = CalendarOf {
                address: "calendar.ics".to_owned(),
                org: None,
            };
            let orgs = self.edition.orgs().iter();
            let with_records =
                orgs.filter(|org| !org.path.is_empty() && self.has_records(&org.path));
            let of_orgs = with_records.map(|org| CalendarOf {
                address: format!("{}/calendar.ics", org.path),
                org: Some(org.path.clone()),
            });
            std::iter::once(site).chain(of_orgs).collect()
        })
    }

    /// The address of the calendar of the organisation at `path`, if it has one.
    pub(in crate::plan) fn calendar_of(&self, path: &str) -> Option<&str> {
        let mut calendars = self.calendars().iter();
        let own = calendars.find(|calendar| calendar.org.as_deref() == Some(path))?;
        Some(&own.address)
    }

    /// The file of the calendar at index `at`.
    pub(super) fn calendar_bytes(&self, at: usize) -> Vec<u8> {
        let calendar = &self.calendars()[at];
        let site = self.edition.config().name.value.clone();
        let name = calendar.org.as_ref().and_then(|org| self.names.get(org));
        let name = name.map_or(site.clone(), |org| {
            self.say("feed.org", &[("site", site), ("org", org.name.clone())])
        });
        let own =
            |(org, _): &&(Arc<str>, Event)| calendar.org.as_ref().is_none_or(|own| own == org);
        let events: Vec<&Event> = self
            .events()
            .iter()
            .filter(own)
            .map(|(_, event)| event)
            .collect();
        Calendar {
            name: &name,
            events: &events,
        }
        .bytes()
    }

    fn events(&self) -> &Events {
        self.lazy.data.events.get_or_init(|| {
            let entries = self.edition.entries().iter();
            let host = self.host();
            let mut events: Events = entries
                .flat_map(|entry| {
                    let org = &entry.record.id.org;
                    self.events_of(entry.record, &host)
                        .into_iter()
                        .map(|event| (org.clone(), event))
                })
                .collect();
            events.sort_by(|(_, a), (_, b)| (a.from, &a.uid).cmp(&(b.from, &b.uid)));
            events
        })
    }

    /// What tells the events of this site from those of others.
    fn host(&self) -> String {
        let base = self.base_url();
        let host = base.as_deref().and_then(|base| base.split('/').nth(2));
        match host {
            Some(host) => host.to_owned(),
            None => blake3::hash(self.edition.config().name.value.as_bytes()).to_hex()[..DIGITS]
                .to_owned(),
        }
    }

    fn events_of(&self, record: &Record, host: &str) -> Vec<Event> {
        let cx = self.edition.context();
        let deadlines = record.content.deadlines(record, &cx).into_iter();
        let days = deadlines.map(|deadline| (deadline.day, deadline.day, deadline.words));
        let spells = record.content.spells(record, &cx).into_iter();
        let all = spells
            .map(|spell| (spell.from, spell.to, spell.words))
            .chain(days);
        let mut events: Vec<Event> = all
            .filter(|(_, to, _)| cx.day.since(*to) <= KEPT)
            .map(|(from, to, words)| self.event(record, (from, to.max(from)), &words, host))
            .collect();
        events.sort_by(|a, b| (&a.uid, a.from).cmp(&(&b.uid, b.from)));
        // What is written twice goes on twice, and two events may not be one.
        for at in 1..events.len() {
            if events[at].uid.split('@').next() == events[at - 1].uid.split('@').next() {
                events[at].uid = format!(
                    "{}+{at}@{host}",
                    events[at].uid.split('@').next().unwrap_or_default()
                );
            }
        }
        events
    }

    fn event(&self, record: &Record, (from, to): (Day, Day), words: &Words, host: &str) -> Event {
        let title = record.envelope.title.value.clone();
        let what = self.theme.words(words);
        // The day is no part of it: an event whose day is put off is still the same.
        let told = format!("{}{:?}", words.key, words.args);
        let hash = blake3::hash(told.as_bytes()).to_hex();
        let org = self.names.get(&record.id.org);
        Event {
            uid: format!("{}.{}@{host}", record.code, &hash[..DIGITS]),
            from,
            to,
            changed: changed(record, self.edition.day()),
            summary: self.say("data.event", &[("what", what), ("title", title)]),
            about: org.map_or_else(String::new, |org| org.name.clone()),
            url: self.base_url().map(|_| self.full(&record.address())),
            category: self.say(&format!("kind.{}", record.kind.name()), &[]),
        }
    }
}
