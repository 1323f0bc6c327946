//! What every page is given alike: the site, its navigation and foot, the names of organisations.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;

use super::OrgNames;
use super::build::Plan;
use super::paths;
use crate::kinds::KINDS;
use crate::values::Day;

/// The values that all pages share; they are part of what each page depends on.
#[derive(Debug, Serialize)]
pub struct Shared<'a> {
    site: SiteView<'a>,
    org_names: &'a OrgNames,
}

/// Kinds, from the first, that stand in the navigation of every page; the first page leads to all.
const LEADING: usize = 4;

#[derive(Debug, Serialize)]
struct SiteView<'a> {
    name: &'a str,
    language: &'a str,
    day: Day,
    demo: bool,
    drafts: bool,
    base_url: Option<String>,
    footer: Option<FooterView<'a>>,
    nav: Vec<NavLink>,
    /// Whether some of it is reached by way of the first page only.
    more: bool,
    /// Where all terms are explained; none where the site has no glossary.
    glossary: Option<String>,
    /// The page that searches.
    search: &'static str,
    assets: &'a BTreeMap<Arc<str>, String>,
}

#[derive(Debug, Serialize)]
struct FooterView<'a> {
    host: Option<&'a str>,
    site_id: Option<&'a str>,
    icp: Option<&'a str>,
    police: Option<&'a str>,
    phone: Option<&'a str>,
    report: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct NavLink {
    key: &'static str,
    address: String,
    /// Whether it is reached by way of the first page only.
    more: bool,
}

impl<'a> Plan<'a> {
    /// What every page is given alike.
    pub fn shared(&self) -> Shared<'_> {
        let config = self.edition.config();
        let text =
            |text: &'a Option<crate::kinds::fields::Text>| text.as_ref().map(|t| t.value.as_str());
        let footer = config.footer.as_ref().map(|footer| FooterView {
            host: text(&footer.host),
            site_id: text(&footer.site_id),
            icp: text(&footer.icp),
            police: text(&footer.police),
            phone: text(&footer.phone),
            report: text(&footer.report),
        });
        let columns = KINDS
            .iter()
            .zip(&self.sorted().by_kind)
            .enumerate()
            .filter(|(_, (_, records))| !records.is_empty());
        let mut nav = vec![NavLink {
            key: "home",
            address: "index.html".to_owned(),
            more: false,
        }];
        nav.extend(columns.map(|(at, (kind, _))| NavLink {
            key: kind.name(),
            address: paths::list_page(&paths::kind_folder(None, kind.folder().1), 0),
            more: at >= LEADING,
        }));
        nav.push(NavLink {
            key: "orgs",
            address: "orgs/index.html".to_owned(),
            more: false,
        });
        let site = SiteView {
            name: &config.name.value,
            language: self.language(),
            day: self.edition.day(),
            demo: config.day.is_some(),
            drafts: self.edition.has_drafts(),
            base_url: self.base_url(),
            footer,
            more: nav.iter().any(|link| link.more),
            nav,
            glossary: self.glossary_address(),
            search: paths::SEARCH,
            assets: &self.assets,
        };
        Shared {
            site,
            org_names: &self.names,
        }
    }
}
