//! Where pages lie.

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

/// The folder of a tag's list: what a file name cannot hold becomes `-`.
pub fn tag_folder(tag: &str) -> String {
    let safe: String = tag
        .trim()
        .chars()
        .map(|c| {
            if c.is_alphanumeric() || matches!(c, '-' | '_') {
                c
            } else {
                '-'
            }
        })
        .collect();
    format!("tags/{}/", if safe.is_empty() { "-" } else { &safe })
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
        assert_eq!(tag_folder("党费/公示"), "tags/党费-公示/");
        assert_eq!(kind_folder(Some("qx/liucun"), "funds"), "qx/liucun/funds/");
    }
}
