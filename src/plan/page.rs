//! What every page is given.

use serde::Serialize;

use crate::kinds;

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
