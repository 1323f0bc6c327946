//! References between records: whether they lead to something that the same readers may read, and what kinds say of what they lead to.

use rayon::prelude::*;

use crate::diagnostics::{Diagnostic, Report};
use crate::kinds::fields::Reference;
use crate::kinds::{Linked, Lookup, Named, Record};
use crate::site::{Article, Refer, Site};
use crate::values::Audience;

/// Names that differ by more than this are not suggested.
const CLOSE: f64 = 0.6;

/// A reference that leads somewhere: the index of the record that it leads to, that of the record it stands in, and its number there.
type Lead = (usize, usize, usize);

/// Checks every reference, and lets kinds check what theirs lead to.
pub fn check(site: &Site, out: &mut Report) {
    let counts = |article: &Article| site.drafts || !article.record.is_draft();
    let with: Vec<usize> = (0..site.articles().len())
        .filter(|at| {
            let article = &site.articles()[*at];
            !article.refers().is_empty() && counts(article)
        })
        .collect();
    if with.is_empty() {
        return;
    }
    let mut leads: Vec<Lead> = Vec::new();
    for at in &with {
        let refers = site.articles()[*at].refers().iter();
        leads.extend(refers.enumerate().filter_map(|(n, refer)| {
            let target = site.find(refer.identity.as_deref()?)?;
            Some((target, *at, n))
        }));
    }
    leads.sort_unstable();
    let found: Vec<Report> = with
        .par_iter()
        .map(|at| of_one(site, *at, &leads))
        .collect();
    found.into_iter().for_each(|report| out.append(report));
}

fn of_one(site: &Site, at: usize, leads: &[Lead]) -> Report {
    let mut out = Report::default();
    let article = &site.articles()[at];
    for refer in article.refers() {
        out.0.extend(wrong(site, article, refer));
    }
    let lookup = Links { site, at, leads };
    let record = &article.record;
    record
        .content
        .check_linked(record, &lookup, &site.context(), &mut out);
    out
}

/// What is wrong with a reference of `own`.
fn wrong(site: &Site, own: &Article, refer: &Refer) -> Option<Diagnostic> {
    let place = refer.reference.place;
    let broken = |case| Diagnostic::new("link/record", place).case(case);
    let found = refer.identity.as_deref();
    let Some(at) = found.and_then(|identity| site.find(identity)) else {
        let unread = site
            .unread()
            .any(|id| Some(id.to_string().as_str()) == found);
        // What is wrong with a record that cannot be read is said where it stands.
        return (!unread).then(|| missing(site, own, refer));
    };
    let other = &site.articles()[at];
    let titled = |finding: Diagnostic| finding.arg("title", &other.record.envelope.title.value);
    if other.record.id == own.record.id {
        return Some(broken("self").arg("found", &refer.reference));
    }
    if !site.is_readable_with(own, other) {
        let finding = titled(broken("audience"));
        let finding = finding.arg("theirs", circle(other.audience));
        return Some(finding.arg("own", circle(own.audience)));
    }
    if !other.is_placed() && own.is_placed() {
        return Some(match other.record.is_draft() {
            true => titled(broken("draft")),
            false => {
                titled(broken("future")).arg("published", other.record.envelope.published.value)
            }
        });
    }
    if let Some(withdrawal) = other.withdrawal() {
        let finding = titled(Diagnostic::new("link/withdrawn", place));
        return Some(finding.arg("day", withdrawal.date.value));
    }
    let part = refer.reference.part()?;
    match other.sayings().named(part) {
        Named::One(_) => None,
        Named::Several(parts) => {
            let names: Vec<String> = parts.iter().take(5).map(|part| part.to_string()).collect();
            let finding = titled(broken("several")).arg("part", part);
            Some(finding.arg("names", names.join("、")))
        }
        Named::Nothing => Some(titled(broken("part")).arg("part", part)),
    }
}

/// The Chinese name of an audience, as records write it.
fn circle(audience: Audience) -> &'static str {
    let names = Audience::NAMES.iter();
    names
        .filter(|(.., own)| *own == audience)
        .map(|(zh, ..)| *zh)
        .next()
        .unwrap_or_default()
}

/// A record that is not there, with the one that may have been meant.
fn missing(site: &Site, own: &Article, refer: &Refer) -> Diagnostic {
    let finding = |case| {
        Diagnostic::new("link/record", refer.reference.place)
            .case(case)
            .arg("found", &refer.reference)
    };
    let Some(wanted) = refer.identity.as_deref() else {
        return finding("");
    };
    let slug = |identity: &str| identity.rsplit('/').next().map(str::to_owned);
    let near = |record: &Record| {
        let name = record.id.to_string();
        // The same file in another place is what was meant; otherwise whatever is spelled most alike.
        let moved = slug(wanted).as_deref() == Some(&record.id.slug);
        let like = strsim::normalized_damerau_levenshtein(wanted, &name);
        (if moved { like + 1.0 } else { like }, name)
    };
    let others = site.articles().iter();
    let others = others.filter(|other| {
        other.record.id != own.record.id && other.is_out() && site.is_readable_with(own, other)
    });
    let nearest = others
        .map(|other| near(&other.record))
        .filter(|(like, _)| *like >= CLOSE)
        .max_by(|a, b| a.0.total_cmp(&b.0));
    match nearest {
        Some((_, name)) => finding("near").arg("nearest", name),
        None => finding(""),
    }
}

/// The records that the one at an index may look at.
struct Links<'a> {
    site: &'a Site,
    at: usize,
    /// In order.
    leads: &'a [Lead],
}

impl<'a> Links<'a> {
    fn own(&self) -> &'a Article {
        &self.site.articles()[self.at]
    }

    /// The record at hand's own entry for `reference`.
    fn refer(&self, reference: &Reference) -> Option<&'a Refer> {
        let same = |own: &&Refer| own.reference.place == reference.place;
        self.own().refers().iter().find(same)
    }

    fn target(&self, reference: &Reference) -> Option<usize> {
        let refer = self.refer(reference)?;
        match wrong(self.site, self.own(), refer) {
            None => self.site.find(refer.identity.as_deref()?),
            Some(_) => None,
        }
    }
}

impl Lookup for Links<'_> {
    fn follow(&self, reference: &Reference) -> Option<Linked<'_>> {
        let other = &self.site.articles()[self.target(reference)?];
        let sayings = other.sayings();
        let part = match reference.part().map(|name| sayings.named(name)) {
            Some(Named::One(part)) => Some(part),
            _ => None,
        };
        Some(Linked {
            record: &other.record,
            whole: &sayings.whole,
            part,
        })
    }

    fn referring(&self, reference: &Reference) -> Vec<&Record> {
        let Some(target) = self.target(reference) else {
            return Vec::new();
        };
        let articles = self.site.articles();
        let sayings = articles[target].sayings();
        // The same line may be called by its number and by its voucher.
        let meant = |reference: &Reference| {
            let name = reference.part()?;
            match sayings.named(name) {
                Named::One(part) => Some(part.to_string()),
                _ => Some(name.to_owned()),
            }
        };
        let wanted = meant(reference);
        let from = self.leads.partition_point(|lead| lead.0 < target);
        let leads = self.leads[from..]
            .iter()
            .take_while(|lead| lead.0 == target);
        let mut found: Vec<usize> = leads
            .filter(|(_, at, n)| meant(&articles[*at].refers()[*n].reference) == wanted)
            .map(|(_, at, _)| *at)
            .collect();
        found.dedup();
        found.into_iter().map(|at| &*articles[at].record).collect()
    }
}
