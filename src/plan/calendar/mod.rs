//! The pages of the disclosure calendar: of the site, of each organisation that the catalogue asks, and the catalogue itself.

pub mod catalogue;
mod heat;

use std::ops::Range;

use serde::Serialize;

use super::build::Plan;
use super::page::{Crumb, Pager, View};
use super::{paths, portions};
use crate::kinds::{Status, Words};
use crate::site::{Duty, State, Term};
use crate::source::Nil;
use heat::{Counted, Month, now, status};

/// Bytes of a line of the table of months.
const LINE: usize = 1700;

/// Things named in the lists of what is late and of what comes next.
const SHOWN: usize = 12;

/// The folder of the calendar's pages.
const CALENDAR: &str = "calendar/";

/// The folder of the catalogue's pages.
const CATALOGUE: &str = "catalogue/";

#[derive(Serialize)]
struct CalendarView {
    /// The organisation; none for the site.
    org: Option<Crumb>,
    counted: Counted,
    late: Vec<Owed>,
    late_count: usize,
    next: Vec<Owed>,
    nil: Vec<NilView>,
    months: Vec<Month>,
    lines: Vec<Line>,
    catalogue: String,
}

/// Something that is late or comes next.
#[derive(Serialize)]
struct Owed {
    item: String,
    basis: String,
    org: Crumb,
    period: Option<Words>,
    due: String,
    status: Status,
}

/// A statement that there was nothing to publish.
#[derive(Serialize)]
struct NilView {
    item: String,
    org: Crumb,
    period: Words,
    day: String,
    note: String,
}

/// A line of the table of months.
#[derive(Serialize)]
struct Line {
    name: String,
    address: Option<String>,
    /// Where it stands.
    now: Status,
    cells: Vec<Option<Status>>,
}

impl<'a> Plan<'a> {
    /// Whether the site has a catalogue that everybody may read.
    pub(super) fn calendar_address(&self) -> Option<String> {
        let has_some = !self.edition.catalogue().is_empty();
        has_some.then(|| paths::list_page(CALENDAR, 0))
    }

    /// The first page of the calendar of the organisation at `path`, if the catalogue asks it for anything.
    pub(super) fn calendar_page_of(&self, path: &str) -> Option<String> {
        let at = self.edition.org_index(path)?;
        let asked = self.progress().duties.iter().any(|duty| duty.org == at);
        asked.then(|| paths::list_page(&folder_of(path), 0))
    }

    /// The organisations that the catalogue asks for anything.
    fn asked(&self) -> Vec<usize> {
        let mut orgs: Vec<usize> = self.progress().duties.iter().map(|duty| duty.org).collect();
        orgs.sort_unstable();
        orgs.dedup();
        orgs
    }

    /// Every page of the calendar and the catalogue, with what it is.
    pub(super) fn calendar_pages(&self) -> Vec<(String, super::What)> {
        let Some(_) = self.calendar_address() else {
            return Vec::new();
        };
        let asked = self.asked();
        let site = 0..lines(asked.len()).len();
        let of_site = site.map(|page| {
            (
                paths::list_page(CALENDAR, page),
                super::What::Calendar(page),
            )
        });
        let of_orgs = asked.iter().flat_map(|org| {
            let folder = folder_of(&self.edition.orgs()[*org].path);
            (0..lines(self.duties_of(*org).len()).len()).map(move |page| {
                let what = super::What::CalendarOf { org: *org, page };
                (paths::list_page(&folder, page), what)
            })
        });
        let pages = 0..self.catalogue_portions().len();
        let catalogue = pages.map(|page| {
            (
                paths::list_page(CATALOGUE, page),
                super::What::Catalogue(page),
            )
        });
        of_site.chain(of_orgs).chain(catalogue).collect()
    }

    fn duties_of(&self, org: usize) -> Vec<&Duty<'a>> {
        let duties = self.progress().duties.iter();
        duties.filter(|duty| duty.org == org).collect()
    }

    /// Page `page` (from 0) of the site's calendar.
    pub(super) fn calendar_view<'b>(&'b self, page: usize, address: &str) -> View<'b> {
        let asked = self.asked();
        let portions = lines(asked.len());
        let months = heat::months(self.edition.day());
        let own = portions.get(page).cloned().unwrap_or_default();
        let line = |org: &usize| {
            let duties = self.duties_of(*org);
            let path = &self.edition.orgs()[*org].path;
            Line {
                name: self.edition.orgs()[*org].config.name.value.clone(),
                address: Some(paths::list_page(&folder_of(path), 0)),
                now: now(&duties),
                cells: heat::cells(&duties, &months),
            }
        };
        let drawn = asked[own].iter().map(line).collect();
        let all: Vec<&Duty<'a>> = self.progress().duties.iter().collect();
        let pager = Pager::new(page, portions.len(), |at| paths::list_page(CALENDAR, at));
        self.calendar_page((None, &all), months, drawn, pager, address)
    }

    /// Page `page` (from 0) of the calendar of the organisation at index `org`.
    pub(super) fn calendar_of_view<'b>(
        &'b self,
        org: usize,
        page: usize,
        address: &str,
    ) -> View<'b> {
        let duties = self.duties_of(org);
        let portions = lines(duties.len());
        let months = heat::months(self.edition.day());
        let own = portions.get(page).cloned().unwrap_or_default();
        let line = |duty: &&Duty<'a>| Line {
            name: duty.item.name().to_owned(),
            address: self.newest_of(duty),
            now: now(&[*duty]),
            cells: heat::cells(&[*duty], &months),
        };
        let drawn = duties[own].iter().map(line).collect();
        let path = &self.edition.orgs()[org].path;
        let folder = folder_of(path);
        let pager = Pager::new(page, portions.len(), |at| paths::list_page(&folder, at));
        let name = self.names.get(path).cloned();
        self.calendar_page((name, &duties), months, drawn, pager, address)
    }

    /// The page of the newest record that counts for `duty`.
    fn newest_of(&self, duty: &Duty<'_>) -> Option<String> {
        let record = self.edition.entries()[*duty.records.last()?].record;
        Some(record.address())
    }

    fn calendar_page<'b>(
        &'b self,
        (org, duties): (Option<Crumb>, &[&Duty<'a>]),
        months: Vec<Month>,
        lines: Vec<Line>,
        pager: Pager,
        address: &str,
    ) -> View<'b> {
        let mut owed: Vec<(crate::values::Day, bool, Owed)> = Vec::new();
        for duty in duties {
            for term in &duty.terms {
                owed.extend(self.owed(duty, term));
            }
        }
        owed.sort_by_key(|(due, ..)| *due);
        let (late, next): (Vec<_>, Vec<_>) = owed.into_iter().partition(|(_, late, _)| *late);
        let shown = |list: Vec<(_, bool, Owed)>| {
            list.into_iter()
                .take(SHOWN)
                .map(|(.., owed)| owed)
                .collect()
        };
        let title = match &org {
            Some(org) => self.say("calendar.title-of", &[("org", org.name.clone())]),
            None => self.say("calendar.title", &[]),
        };
        let mut meta = self.meta(title, address);
        meta.column = "calendar";
        if let Some(org) = &org {
            meta.crumbs.push(Crumb {
                name: self.say("calendar.title", &[]),
                address: paths::list_page(CALENDAR, 0),
            });
            meta.crumbs.push(org.clone());
        }
        let view = CalendarView {
            counted: Counted::of(duties),
            late_count: late.len(),
            late: shown(late),
            next: shown(next),
            nil: self.nil_returns(duties),
            months,
            lines,
            org,
            catalogue: paths::list_page(CATALOGUE, 0),
        };
        View {
            template: "calendar.html",
            fields: vec![
                ("page", Box::new(meta)),
                ("calendar", Box::new(view)),
                ("pager", Box::new(pager)),
            ],
        }
    }

    /// The newest statements that there was nothing.
    fn nil_returns(&self, duties: &[&Duty<'a>]) -> Vec<NilView> {
        let mut all = Vec::new();
        for duty in duties {
            for term in &duty.terms {
                let State::Nil { on, at } = term.state else {
                    continue;
                };
                all.push((on, *duty, &duty.item.nil[at]));
            }
        }
        all.sort_by_key(|(on, ..)| std::cmp::Reverse(*on));
        let view = |(on, duty, nil): (crate::values::Day, &Duty<'a>, &Nil)| {
            Some(NilView {
                item: duty.item.name().to_owned(),
                org: self.names.get(&self.edition.orgs()[duty.org].path)?.clone(),
                period: heat::period_words(&nil.period.value),
                day: on.to_string(),
                note: nil.note.value.trim().to_owned(),
            })
        };
        all.into_iter().filter_map(view).take(SHOWN).collect()
    }

    /// `term` as a line of a list, if it is open and has a last day; with that day and whether it is past.
    fn owed(&self, duty: &Duty<'_>, term: &Term) -> Option<(crate::values::Day, bool, Owed)> {
        let due = term.due?;
        if matches!(term.state, State::Done { .. } | State::Nil { .. }) {
            return None;
        }
        let org = self.names.get(&self.edition.orgs()[duty.org].path)?.clone();
        let owed = Owed {
            item: duty.item.name().to_owned(),
            basis: duty.item.basis.value.trim().to_owned(),
            org,
            period: term.period.as_ref().map(heat::period_words),
            due: due.to_string(),
            status: status(&[term])?,
        };
        Some((due, matches!(term.state, State::Overdue(_)), owed))
    }
}

/// The folder of the calendar of the organisation at `path`.
fn folder_of(path: &str) -> String {
    match path {
        "" => format!("{CALENDAR}site/"),
        path => format!("{CALENDAR}{path}/"),
    }
}

/// So many lines of the table of months, cut into pages.
fn lines(count: usize) -> Vec<Range<usize>> {
    portions::pages(std::iter::repeat_n(LINE, count))
}
