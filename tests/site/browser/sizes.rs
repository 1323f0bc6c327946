//! What is sent to a phone: how much, and nothing that a strict policy would stop. No browser is needed.

use std::collections::BTreeSet;

use super::html::{Tag, tags};
use super::sample::{Sample, sample};
use crate::harness::Tree;

/// Most bytes of a page, of all its style sheets, of all its scripts.
const PAGE: usize = 60 * 1024;
const STYLE: usize = 20 * 1000;
const SCRIPT: usize = 15 * 1000;

/// The pages of `sample`.
fn pages(sample: &Sample) -> impl Iterator<Item = (&str, &[u8])> {
    let pages = sample
        .files
        .iter()
        .filter(|(path, _)| path.ends_with(".html"));
    pages.map(|(path, bytes)| (path.as_str(), bytes.as_slice()))
}

/// The file that `link` of `page` means.
fn target(sample: &Sample, page: &str, link: &str) -> String {
    let link = link.split(['?', '#']).next().unwrap_or_default();
    let own = format!("http://{}/", sample.host);
    if let Some(path) = link.strip_prefix(&own).or_else(|| link.strip_prefix('/')) {
        return path.to_owned();
    }
    let mut folders: Vec<&str> = page.split('/').collect();
    folders.pop();
    for part in link.split('/') {
        match part {
            ".." => _ = folders.pop(),
            "." => {}
            part => folders.push(part),
        }
    }
    folders.join("/")
}

/// Bytes of the files that `links` mean.
fn bytes(sample: &Sample, files: &Tree, page: &str, links: &[&str]) -> usize {
    let size = |link: &&str| {
        let path = target(sample, page, link);
        files
            .get(&path)
            .unwrap_or_else(|| panic!("{page}: no {path}"))
            .len()
    };
    links.iter().map(size).sum()
}

#[test]
fn pages_styles_and_scripts_are_small() {
    let sample = sample();
    let mut seen = BTreeSet::new();
    for (path, page) in pages(sample) {
        assert!(page.len() <= PAGE, "{path}: {} bytes", page.len());
        let tags = tags(page);
        let of = |tag: &str, key: &str, wanted: &dyn Fn(&Tag) -> bool| -> Vec<String> {
            let found = tags.iter().filter(|t| t.name == tag && wanted(t));
            found
                .filter_map(|t| t.get(key))
                .map(str::to_owned)
                .collect()
        };
        let styles = of("link", "href", &|t| t.get("rel") == Some("stylesheet"));
        let scripts = of("script", "src", &|_| true);
        let sum = |links: &[String]| {
            let links: Vec<&str> = links.iter().map(String::as_str).collect();
            bytes(sample, &sample.files, path, &links)
        };
        assert!(
            sum(&styles) <= STYLE,
            "{path}: {} bytes of style",
            sum(&styles)
        );
        assert!(
            sum(&scripts) <= SCRIPT,
            "{path}: {} bytes of script",
            sum(&scripts)
        );
        seen.extend(
            scripts
                .iter()
                .chain(&styles)
                .map(|link| target(sample, path, link)),
        );
    }
    assert!(seen.iter().any(|path| path.ends_with(".css")), "{seen:?}");
    assert!(seen.iter().any(|path| path.ends_with(".js")), "{seen:?}");
}

#[test]
fn no_page_needs_a_lax_policy() {
    for (path, page) in pages(sample()) {
        let tags = tags(page);
        let head: Vec<&Tag> = tags.iter().take_while(|tag| tag.name != "body").collect();
        let policy = |tag: &Tag| {
            let key = tag.get("http-equiv");
            key.is_some_and(|key| key.eq_ignore_ascii_case("content-security-policy"))
        };
        let found = head.iter().filter(|tag| policy(tag));
        let found: Vec<&str> = found.filter_map(|tag| tag.get("content")).collect();
        let [policy] = found[..] else {
            panic!("{path}: {found:?}");
        };
        assert!(policy.contains("default-src 'none'"), "{path}: {policy}");
        assert!(policy.contains("script-src 'self'"), "{path}: {policy}");
        for lax in ["unsafe", "*", "http:", "https:", "blob:"] {
            assert!(!policy.contains(lax), "{path}: {policy}");
        }
        // A policy holds for what follows it.
        let loads = |tag: &Tag| matches!(tag.name.as_str(), "link" | "script" | "img");
        let first = head.iter().position(|tag| loads(tag));
        let at = head
            .iter()
            .position(|tag| tag.get("content") == Some(policy));
        assert!(
            first.is_none_or(|first| at < Some(first)),
            "{path}: too late"
        );
        for tag in &tags {
            let here = format!("{path}: <{} {:?}>", tag.name, tag.attributes);
            let data = tag.get("type").is_some_and(|kind| kind.ends_with("json"));
            let script = tag.name == "script" && !tag.closes;
            assert!(!script || data || tag.get("src").is_some(), "{here}");
            assert!(tag.name != "style" && tag.get("style").is_none(), "{here}");
            let handler = tag.attributes.iter().any(|(key, _)| key.starts_with("on"));
            assert!(!handler, "{here}");
            let module = tag.get("type") == Some("module");
            assert!(!module, "{here}");
            assert!(
                tag.attributes
                    .iter()
                    .all(|(_, value)| !value.trim_start().starts_with("javascript:")),
                "{here}"
            );
        }
    }
}

#[test]
fn nothing_is_loaded_from_elsewhere() {
    let sample = sample();
    let own = format!("http://{}/", sample.host);
    for (path, page) in pages(sample) {
        for tag in tags(page) {
            let linked = match tag.name.as_str() {
                "link" => matches!(tag.get("rel"), Some("stylesheet" | "icon" | "preload")),
                name => name != "a",
            };
            let keys = ["src", "srcset", "data", "poster", "action", "xlink:href"];
            let loaded = keys.into_iter().filter_map(|key| tag.get(key));
            for link in loaded.chain(tag.get("href").filter(|_| linked)) {
                let away =
                    (link.contains("//") || link.starts_with("http")) && !link.starts_with(&own);
                assert!(!away, "{path}: <{} {link}>", tag.name);
            }
        }
    }
    let styles = sample
        .files
        .iter()
        .filter(|(path, _)| path.ends_with(".css"));
    for (path, style) in styles {
        let style = String::from_utf8_lossy(style);
        assert!(
            !style.contains("//") && !style.contains("@import"),
            "{path}"
        );
    }
}
