//! What every page is given, and which view a page is.

use serde::Serialize;

use super::build::Plan;
use super::{Job, What};
use crate::kinds;
use crate::source::encode_path;

/// The inputs of one page: a template and the values it gets by name.
pub struct View<'a> {
    /// The template.
    pub template: &'static str,
    /// Names and values.
    pub fields: Vec<(&'static str, kinds::View<'a>)>,
}

/// A step on the way to a page; the way a name and an address are given everywhere.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub struct Crumb {
    /// What it is called.
    pub name: String,
    /// Where it is.
    pub address: String,
}

/// What a page says about itself.
#[derive(Debug, Clone, Serialize)]
pub struct PageMeta {
    /// Its title, without the site's name.
    pub title: String,
    /// A sentence about it.
    pub description: String,
    /// Its own address.
    pub address: String,
    /// Its full address, where the site's is known.
    pub canonical: Option<String>,
    /// Which column of the navigation it belongs to.
    pub column: &'static str,
    /// The way to it.
    pub crumbs: Vec<Crumb>,
    /// The feed nearest to it.
    pub feed: Option<String>,
    /// The same as JSON, of a record's page.
    pub json: Option<String>,
    /// What it is to machines (schema.org as JSON-LD), safe inside a script element.
    pub json_ld: Option<String>,
    /// Whether search engines should leave it out.
    pub noindex: bool,
    /// The day of publication, of a record's page.
    pub published: Option<String>,
    /// The issuing body, of a record's page.
    pub source: Option<String>,
    /// Tags.
    pub keywords: Vec<String>,
}

/// The pages of a list, seen from one of them.
#[derive(Debug, Clone, Serialize)]
pub struct Pager {
    /// This page, from 1.
    pub n: usize,
    /// How many there are.
    pub of: usize,
    /// The page before.
    pub previous: Option<String>,
    /// The page after.
    pub next: Option<String>,
    /// Some of them to choose from, with gaps.
    pub pages: Vec<PagerLink>,
}

/// One page to choose, or a gap.
#[derive(Debug, Clone, Serialize)]
pub struct PagerLink {
    /// Its number.
    pub n: usize,
    /// Its address; none for a gap.
    pub address: Option<String>,
    /// Whether it is this one.
    pub current: bool,
}

impl Pager {
    /// The pager on page `page` (from 0) of `of`; `address` gives the address of a page (from 0).
    pub fn new(page: usize, of: usize, address: impl Fn(usize) -> String) -> Pager {
        let mut pages: Vec<PagerLink> = Vec::new();
        let mut last = None;
        for at in (0..of).filter(|at| *at == 0 || *at + 1 == of || at.abs_diff(page) <= 2) {
            if last.is_some_and(|last: usize| last + 1 < at) {
                pages.push(PagerLink {
                    n: 0,
                    address: None,
                    current: false,
                });
            }
            pages.push(PagerLink {
                n: at + 1,
                address: Some(address(at)),
                current: at == page,
            });
            last = Some(at);
        }
        let previous = page.checked_sub(1).map(&address);
        let next = (page + 1 < of).then(|| address(page + 1));
        Pager {
            n: page + 1,
            of,
            previous,
            next,
            pages,
        }
    }
}

impl<'a> Plan<'a> {
    /// The inputs of a page; a file that is no page has none.
    pub fn view<'b>(&'b self, job: &'b Job) -> Option<View<'b>> {
        let address = job.path.as_str();
        match &job.what {
            What::Home => Some(self.home_view(address)),
            What::Orgs(page) => Some(self.orgs_view(*page, address)),
            What::Glossary(page) => Some(self.glossary_view(*page, address)),
            What::Calendar(page) => Some(self.calendar_view(*page, address)),
            What::CalendarOf { org, page } => Some(self.calendar_of_view(*org, *page, address)),
            What::Catalogue(page) => Some(self.catalogue_view(*page, address)),
            What::Org(at) => Some(self.org_view(*at, address)),
            What::Record(at) => Some(self.record_view(*at, address)),
            What::List(page) => Some(self.list_view(page, address)),
            What::Overview { kind, at, page } => {
                Some(self.overview_view((*kind, *at), *page, address))
            }
            What::Redirect(at) => Some(self.redirect_view(*at, address)),
            What::Tombstone(at) => Some(self.tombstone_view(*at, address)),
            What::OldVersion { record, version } => {
                Some(self.old_version_view(*record, *version, address))
            }
            What::SearchPage => Some(self.search_view(address)),
            What::NotFound => Some(self.not_found_view(address)),
            What::Data(_)
            | What::Feed(_)
            | What::Sitemap { .. }
            | What::SitemapIndex(_)
            | What::Ledger
            | What::LedgerSignature
            | What::Robots
            | What::SearchPart
            | What::Sheet(_)
            | What::File(_)
            | What::ThemeFile(_) => None,
        }
    }

    fn not_found_view(&self, address: &str) -> View<'_> {
        let mut meta = self.meta(self.say("error.404", &[]), address);
        meta.noindex = true;
        View {
            template: "404.html",
            fields: vec![("page", Box::new(meta))],
        }
    }

    fn redirect_view(&self, at: usize, address: &str) -> View<'_> {
        #[derive(Serialize)]
        struct Target<'a> {
            title: &'a str,
            address: String,
        }
        let record = self.edition.entries()[at].record;
        let mut meta = self.meta(record.envelope.title.value.clone(), address);
        meta.noindex = true;
        meta.canonical = self
            .base_url()
            .map(|base| format!("{base}{}", encode_path(&record.address())));
        let target = Target {
            title: &record.envelope.title.value,
            address: record.address(),
        };
        View {
            template: "redirect.html",
            fields: vec![("page", Box::new(meta)), ("target", Box::new(target))],
        }
    }

    /// What a page at `address` says about itself, before it says anything of its own.
    pub(super) fn meta(&self, title: String, address: &str) -> PageMeta {
        let home = Crumb {
            name: self.say("nav.home", &[]),
            address: "index.html".to_owned(),
        };
        PageMeta {
            description: format!("{} - {}", title, self.edition.config().name.value),
            title,
            address: address.to_owned(),
            canonical: self
                .base_url()
                .map(|base| format!("{base}{}", encode_path(address))),
            column: "",
            crumbs: vec![home],
            feed: Some("feed.xml".to_owned()),
            json: None,
            json_ld: None,
            noindex: false,
            published: None,
            source: None,
            keywords: Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Pager;

    #[test]
    fn a_long_pager_has_gaps() {
        let pager = Pager::new(9, 20, |at| at.to_string());
        let shown: Vec<usize> = pager.pages.iter().map(|link| link.n).collect();
        assert_eq!(shown, [1, 0, 8, 9, 10, 11, 12, 0, 20]);
        assert_eq!(
            (pager.previous.as_deref(), pager.next.as_deref()),
            (Some("8"), Some("10"))
        );
        assert_eq!(Pager::new(0, 1, |at| at.to_string()).pages.len(), 1);
    }
}
