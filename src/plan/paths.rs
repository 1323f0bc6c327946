//! Where pages lie.

use crate::site::OutPath;

/// The folders of generated pages; nothing that an officer names may lie in one, so that no later page finds its place taken.
pub const GENERATED: [&str; 10] = [
    "assets",
    "calendar",
    "catalogue",
    "data",
    "glossary",
    "orgs",
    "r",
    "search",
    "tags",
    "years",
];

/// The folder of the pages that explain terms.
pub const GLOSSARY: &str = "glossary/";

/// The folder of the pages of all organisations.
pub const ORGS: &str = "orgs/";

/// The list of published files, which is written beside the pages.
pub const MANIFEST: &str = "manifest.json";

/// The page that searches.
pub const SEARCH: &str = "search/index.html";

/// Most bytes of a tag's own in the name of its folder.
const TAG: usize = 120;

/// Page `page` (from 0) of the list in `folder` (empty, or with a slash at its end): `index.html`, `index-2.html`.
pub fn list_page(folder: &str, page: usize) -> String {
    numbered(folder, "index", page)
}

/// Page `page` (from 0) of the overview `slug` in `folder`.
pub fn overview_page(folder: &str, slug: &str, page: usize) -> String {
    numbered(folder, slug, page)
}

fn numbered(folder: &str, stem: &str, page: usize) -> String {
    if page == 0 {
        format!("{folder}{stem}.html")
    } else {
        format!("{folder}{stem}-{}.html", page + 1)
    }
}

/// The folder of a kind's list: the site's, or an organisation's.
pub fn kind_folder(org: Option<&str>, folder: &str) -> String {
    match org {
        Some("") | None => format!("{folder}/"),
        Some(org) => format!("{org}/{folder}/"),
    }
}

/// The page of an organisation.
pub fn org_page(org: &str) -> String {
    if org.is_empty() {
        "orgs/site.html".to_owned()
    } else {
        format!("{org}/index.html")
    }
}

/// The folder of a year's list.
pub fn year_folder(year: i16) -> String {
    format!("years/{year}/")
}

/// The page of the short address that sheets of version `version` (from 1) of a record bear. Those of the first bear the plain one, as everything printed before there were more.
pub fn version_page(code: &str, version: usize) -> String {
    format!("{}/index.html", version_path(code, version))
}

/// The same below the site's address, without the slash at its end.
pub fn version_path(code: &str, version: usize) -> String {
    match version {
        0 | 1 => format!("r/{code}"),
        n => format!("r/{code}/{n}"),
    }
}

/// A sheet of the record at `address`: beside its page. `part` tells it from the record's usual sheet.
pub fn record_sheet(address: &str, part: &str) -> String {
    format!("{}{part}.pdf", address.trim_end_matches(".html"))
}

/// The JSON of the record at `address`: beside its page.
pub fn record_json(address: &str) -> String {
    format!("{}.json", address.trim_end_matches(".html"))
}

/// The list called `name` of the record at `address`, as a table.
pub fn record_table(address: &str, name: &str) -> String {
    format!("{}.{name}.csv", address.trim_end_matches(".html"))
}

/// A sheet of all that an organisation has in the folder of a kind.
pub fn group_sheet(org: &str, folder: &str, form: &str) -> String {
    format!("{}{form}.pdf", kind_folder(Some(org), folder))
}

/// The folder of a tag's list. Tags that differ have folders that differ on every system: one that a file system would not keep as it is (signs, capitals, too long, a device's
/// name) has a few letters of its hash added.
pub fn tag_folder(tag: &str) -> String {
    let tag = tag.trim();
    let mut name = String::new();
    for c in tag.chars().flat_map(char::to_lowercase) {
        let c = if c.is_alphanumeric() || matches!(c, '-' | '_') {
            c
        } else {
            '-'
        };
        if name.len() + c.len_utf8() > TAG {
            break;
        }
        name.push(c);
    }
    if name != tag || OutPath::new(&name).is_none() {
        let hash = blake3::hash(tag.as_bytes()).to_hex();
        name = format!("{name}-{}", &hash[..8]);
    }
    format!("tags/{name}/")
}

/// The site's full address as written in `site.yaml`, with a slash at its end; none if it is no address of a site.
pub fn full_address(text: &str) -> Option<String> {
    let url = text.trim().trim_end_matches('/');
    let rest = url
        .strip_prefix("https://")
        .or_else(|| url.strip_prefix("http://"))?;
    let host = rest.split('/').next().unwrap_or_default();
    let odd = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '?' | '#' | '"' | '<');
    (!host.is_empty() && !rest.contains(odd)).then(|| format!("{url}/"))
}

/// The page that an alias asks for: a folder's index, or the page itself.
pub fn alias_page(alias: &str) -> String {
    let path = alias.trim().trim_start_matches('/');
    if path.ends_with(".html") || path.ends_with(".htm") {
        path.to_owned()
    } else {
        format!("{}/index.html", path.trim_end_matches('/'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_have_their_places() {
        assert_eq!(list_page("funds/", 0), "funds/index.html");
        assert_eq!(list_page("funds/", 2), "funds/index-3.html");
        assert_eq!(alias_page("/old/path/"), "old/path/index.html");
        assert_eq!(alias_page("/old/a.html"), "old/a.html");
        assert_eq!(kind_folder(Some("qx/liucun"), "funds"), "qx/liucun/funds/");
    }

    #[test]
    fn tags_that_differ_have_folders_that_differ() {
        assert_eq!(tag_folder(" 党费 "), "tags/党费/");
        assert_eq!(tag_folder("abc"), "tags/abc/");
        let long = "长".repeat(100);
        let odd = [
            "ABC",
            "Abc",
            "党费/公示",
            "党费 公示",
            "con",
            "",
            "…",
            &long,
        ];
        let mut seen = std::collections::BTreeSet::new();
        for tag in odd {
            let folder = tag_folder(tag);
            assert!(
                OutPath::new(&format!("{folder}index.html")).is_some(),
                "{tag}"
            );
            assert!(seen.insert(folder.to_lowercase()), "{tag}");
        }
        assert!(!seen.contains("tags/abc/"));
    }

    #[test]
    fn a_full_address_begins_with_its_scheme() {
        let full = |text| full_address(text);
        assert_eq!(
            full(" https://a.gov.cn/x/ ").unwrap(),
            "https://a.gov.cn/x/"
        );
        for wrong in [
            "www.a.gov.cn",
            "ftp://a.gov.cn",
            "https://",
            "https://a b",
            "",
        ] {
            assert_eq!(full(wrong), None, "{wrong}");
        }
    }
}
