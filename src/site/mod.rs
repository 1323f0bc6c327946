//! The site as one immutable value: organisations, records, settings, and the day.

mod address;
mod assemble;
mod edition;
mod resolve;

use std::collections::BTreeSet;
use std::sync::Arc;

pub use address::OutPath;
pub use assemble::{Inputs, assemble};
pub use edition::Edition;
pub use resolve::published_path;

use crate::diagnostics::{FileId, Report};
use crate::kinds::{Context, Profile, Record};
use crate::source::config::{OrgConfig, SiteConfig};
use crate::source::markdown::Rendered;
use crate::source::{Listing, Rare};
use crate::values::{Audience, Day, WorkCalendar};

/// An organisation: a folder with an `org.yaml`.
#[derive(Debug)]
pub struct Org {
    /// Its folder, as in `qingxi/shuikou/liucun`.
    pub path: Arc<str>,
    /// What that says.
    pub config: OrgConfig,
    /// The organisation above, by index.
    pub parent: Option<usize>,
    /// Those directly below, in order.
    pub children: Vec<usize>,
}

/// Everything that was read, in order, with what follows from it. It never changes; what depends on the day is computed from [`Site::day`].
#[derive(Debug)]
pub struct Site {
    /// `site.yaml`.
    pub config: SiteConfig,
    /// The day. Nothing else knows what day it is.
    pub day: Day,
    /// Whether drafts are admitted.
    pub drafts: bool,
    /// Working days.
    pub calendar: WorkCalendar,
    /// Local periods and limits.
    pub profile: Profile,
    /// Organisations in order of path.
    pub orgs: Vec<Org>,
    /// Records in order of identity.
    pub records: Vec<Record>,
    /// The text of each record, by the same index.
    pub bodies: Vec<Rendered>,
    /// The files.
    pub listing: Listing,
    /// Images with data in them that tells where and when they were taken.
    pub exif: BTreeSet<FileId>,
    /// Characters that the built-in fonts lack.
    pub rare: Vec<Rare>,
    /// What was wrong so far.
    pub report: Report,
}

impl Site {
    /// What rules and views may look at.
    pub fn context(&self) -> Context<'_> {
        Context {
            day: self.day,
            calendar: &self.calendar,
            profile: &self.profile,
        }
    }

    /// Whether a record is published at all on the day: no draft (unless asked for), its day has come, and it is known who publishes it (every page says so).
    pub fn is_out(&self, record: &Record) -> bool {
        is_out(record, &self.orgs, self.drafts, self.day)
    }

    /// The edition for a notice board of the organisation at `org`.
    pub fn admit_board(&self, org: &str) -> Edition<'_> {
        Edition::for_board(self, org)
    }

    /// The edition for `audience`: with [`Site::admit_board`] the only way from here to a renderer.
    pub fn admit(&self, audience: Audience) -> Edition<'_> {
        Edition::new(self, audience)
    }
}

fn is_out(record: &Record, orgs: &[Org], drafts: bool, day: Day) -> bool {
    let published = (drafts || !record.is_draft()) && record.envelope.published.value <= day;
    published
        && orgs
            .binary_search_by(|org| org.path.cmp(&record.id.org))
            .is_ok()
}
