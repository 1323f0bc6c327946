//! What tells one state of a page from another, its style sheets apart.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::plan::Plan;

/// A state of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// The hash of the page without the addresses of its style sheets.
    page: String,
    /// The hash of these addresses.
    style: String,
}

/// Style sheets of a theme: their addresses by their names in the theme.
pub type Styles = BTreeMap<Arc<str>, String>;

/// The style sheets of `plan`.
pub fn styles(plan: &Plan<'_>) -> Styles {
    let all = plan.assets().iter();
    all.filter(|(name, _)| name.ends_with(".css"))
        .map(|(name, address)| (name.clone(), address.clone()))
        .collect()
}

/// The hash of the addresses of style sheets.
pub fn hash_of(styles: &Styles) -> String {
    let lines: Vec<&str> = styles.values().map(String::as_str).collect();
    short(lines.join("\n").as_bytes())
}

impl Version {
    /// The state of `page`, which may name `styles` and shows pictures with the hashes `pictures`.
    pub fn of(page: &[u8], styles: &Styles, pictures: &[u8]) -> Version {
        let mut text = String::from_utf8_lossy(page).into_owned();
        for (name, address) in styles {
            text = text.replace(&crate::source::encode_path(address), name);
        }
        Version {
            page: short(&[text.as_bytes(), pictures].concat()),
            style: hash_of(styles),
        }
    }

    /// The state that `text` names, if it names one.
    pub fn parse(text: &str) -> Option<Version> {
        let (page, style) = text.split_once('-')?;
        Some(Version {
            page: page.to_owned(),
            style: style.to_owned(),
        })
    }

    /// Whether it differs from `other` in style sheets alone.
    pub fn is_restyled(&self, other: &Version) -> bool {
        self.page == other.page && self.style != other.style
    }

    /// Whether it is the page that `other` is, whatever their style sheets.
    pub fn same_page(&self, other: &Version) -> bool {
        self.page == other.page
    }

    /// The hash of the addresses of its style sheets.
    pub fn style(&self) -> &str {
        &self.style
    }
}

impl std::fmt::Display for Version {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}-{}", self.page, self.style)
    }
}

/// Sixteen letters of the hash of `bytes`.
pub fn short(bytes: &[u8]) -> String {
    let mut hash = blake3::hash(bytes).to_hex().to_string();
    hash.truncate(16);
    hash
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_style_sheet_is_no_part_of_the_page() {
        let styles = |address: &str| Styles::from([(Arc::from("s.css"), address.to_owned())]);
        let page = |address: &str, text: &str| {
            let html = format!("<link rel=stylesheet href=\"../{address}\">{text}");
            Version::of(html.as_bytes(), &styles(address), &[])
        };
        let first = page("assets/s.1.css", "甲");
        assert_eq!(first, page("assets/s.1.css", "甲"));
        assert!(first.is_restyled(&page("assets/s.2.css", "甲")));
        assert!(!first.is_restyled(&page("assets/s.2.css", "乙")));
        assert!(!first.is_restyled(&page("assets/s.1.css", "乙")));
        assert_eq!(Version::parse(&first.to_string()), Some(first));
    }
}
