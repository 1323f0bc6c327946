//! What a record's page says of other records: those that it refers to, and those that refer to it. Only what the edition admits is among them.

use std::collections::BTreeMap;

use serde::Serialize;

use super::build::Plan;
use super::record::org_of;
use crate::site::{RELATED, Refer};
use crate::values::Day;

/// Records that refer to one and are named on its page, the newest; the rest are counted.
const SHOWN: usize = 20;

/// The newest records that refer to a record come first. Indices are the edition's.
pub type Referrers = BTreeMap<u32, Vec<u32>>;

/// The records beside a record.
#[derive(Debug, Serialize)]
pub struct Related<'a> {
    /// Those that it refers to, in the order written.
    to: Vec<Led<'a>>,
    /// Those that refer to it, newest first.
    from: Vec<Other<'a>>,
    /// How many more refer to it.
    more: usize,
}

/// A record that is referred to.
#[derive(Debug, Serialize)]
struct Led<'a> {
    /// The reference as it was written, by which a template finds it.
    written: String,
    /// The key that it stands under, where that says more than that they belong together.
    key: Option<&'static str>,
    /// What is named inside the record.
    part: Option<String>,
    #[serde(flatten)]
    other: Other<'a>,
}

#[derive(Debug, Serialize)]
struct Other<'a> {
    title: &'a str,
    address: String,
    kind: &'static str,
    org: String,
    published: Day,
}

impl<'a> Plan<'a> {
    /// What stands beside the record at index `at`; none if that is nothing.
    pub(super) fn related(&self, at: usize) -> Option<Related<'a>> {
        let chinese = self.in_chinese();
        let refers = self.edition.entries()[at].refers();
        let led = |refer: &Refer| {
            let other = self.leads_to(refer)?;
            Some(Led {
                written: refer.reference.to_string(),
                key: (refer.field.en != RELATED).then_some(match chinese {
                    true => refer.field.zh,
                    false => refer.field.en,
                }),
                part: refer.reference.part().map(str::to_owned),
                other: self.other(other),
            })
        };
        let to: Vec<Led<'a>> = refers.iter().filter_map(led).collect();
        let all = u32::try_from(at)
            .ok()
            .and_then(|at| self.referrers().get(&at))
            .map_or(&[][..], Vec::as_slice);
        let from = all.iter().take(SHOWN);
        let related = Related {
            to,
            from: from.map(|at| self.other(*at)).collect(),
            more: all.len().saturating_sub(SHOWN),
        };
        (!related.to.is_empty() || !related.from.is_empty()).then_some(related)
    }

    /// The index of the record that `refer` leads to, if the edition admits it.
    fn leads_to(&self, refer: &Refer) -> Option<u32> {
        let at = self.edition.find_identity(refer.identity.as_deref()?)?;
        u32::try_from(at).ok()
    }

    fn referrers(&self) -> &Referrers {
        self.lazy.referrers.get_or_init(|| {
            let mut found = Referrers::new();
            for (own, entry) in (0..).zip(self.edition.entries()) {
                for at in entry
                    .refers()
                    .iter()
                    .filter_map(|refer| self.leads_to(refer))
                {
                    let all = found.entry(at).or_default();
                    // One that refers twice is named once.
                    if at != own && all.last() != Some(&own) {
                        all.push(own);
                    }
                }
            }
            found
        })
    }

    fn other(&self, at: u32) -> Other<'a> {
        let record = self.edition.entries()[at as usize].record;
        Other {
            title: &record.envelope.title.value,
            address: record.address(),
            kind: record.kind.name(),
            org: org_of(record, &self.names).name,
            published: record.envelope.published.value,
        }
    }
}
