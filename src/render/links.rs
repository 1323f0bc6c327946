//! The links of a finished page, templates included, and whether they lead anywhere.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};

use percent_encoding::percent_decode_str;
use serde::{Deserialize, Serialize};

/// The page that a server shows for an address that is not there.
const NOT_FOUND: &str = "404.html";

/// Every address of the site with its number. Looked up, never iterated.
#[derive(Debug, Default)]
pub struct Addresses<'a> {
    numbers: HashMap<&'a str, u32>,
    base: Option<String>,
    /// Addresses that somebody asked for and did not get; that is reported there.
    refused: Option<&'a BTreeSet<String>>,
}

/// What a finished page links to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageLinks {
    /// Numbers of the pages and files it leads to, in order, each once.
    pub targets: Vec<u32>,
    /// Places inside pages it leads to: page and id.
    pub fragments: Vec<(u32, String)>,
    /// The ids it has itself, if anything could lead to them.
    pub ids: Vec<String>,
    /// Links that lead nowhere, as written.
    pub broken: Vec<String>,
}

impl<'a> Addresses<'a> {
    /// The addresses `paths`, numbered in order; full addresses that begin with `base` are the site's own.
    pub fn new(paths: impl Iterator<Item = &'a str>, base: Option<String>) -> Addresses<'a> {
        let numbers = paths
            .enumerate()
            .map(|(i, path)| (path, u32::try_from(i).unwrap_or(u32::MAX)))
            .collect();
        Addresses {
            numbers,
            base,
            refused: None,
        }
    }

    /// Takes links to `refused` for right.
    pub fn without(mut self, refused: &'a BTreeSet<String>) -> Addresses<'a> {
        self.refused = Some(refused);
        self
    }

    /// Adds what `href` on the page at `from` leads to.
    pub fn follow(&self, href: &str, from: &str, links: &mut PageLinks) {
        match self.resolve(href, from) {
            Target::Page(number, fragment) => {
                links.targets.push(number);
                links
                    .fragments
                    .extend(fragment.map(|fragment| (number, fragment)));
            }
            Target::Nowhere => links.broken.push(href.to_owned()),
            Target::Elsewhere => {}
        }
    }

    /// The number of `path`.
    pub fn number(&self, path: &str) -> Option<u32> {
        self.numbers.get(path).copied()
    }

    /// The number of the page or file that `href` on the page at `from` leads to.
    fn resolve(&self, href: &str, from: &str) -> Target {
        let (path, fragment) = href
            .split_once('#')
            .map_or((href, None), |(path, fragment)| (path, Some(fragment)));
        let path = path.split('?').next().unwrap_or_default();
        let own = self.base.as_deref().and_then(|base| {
            // Only the error page is shown at any address, and leads home from the host.
            let by_host = || {
                path.strip_prefix(path_of(base))
                    .filter(|_| from == NOT_FOUND)
            };
            path.strip_prefix(base).or_else(by_host)
        });
        if own.is_none() && (has_scheme(path) || path.starts_with("//")) {
            return Target::Elsewhere;
        }
        let decoded = percent_decode_str(own.unwrap_or(path)).decode_utf8_lossy();
        let mut parts: Vec<&str> = if own.is_some() {
            Vec::new()
        } else {
            from.split('/').collect()
        };
        if own.is_none() && !path.is_empty() {
            parts.pop();
        }
        for part in decoded
            .split('/')
            .filter(|part| !part.is_empty() && *part != ".")
        {
            if part != ".." {
                parts.push(part);
            } else if parts.pop().is_none() {
                return Target::Nowhere;
            }
        }
        let mut full = parts.join("/");
        if full.is_empty() || decoded.ends_with('/') {
            full.push_str(if full.is_empty() {
                "index.html"
            } else {
                "/index.html"
            });
        }
        match self.numbers.get(full.as_str()) {
            Some(number) => Target::Page(
                *number,
                fragment
                    .filter(|f| !f.is_empty())
                    .map(|f| percent_decode_str(f).decode_utf8_lossy().into_owned()),
            ),
            None if self.refused.is_some_and(|refused| refused.contains(&full)) => {
                Target::Elsewhere
            }
            None => Target::Nowhere,
        }
    }
}

/// The path of the full address `base` on its host: `/` or `/党务/`.
pub fn path_of(base: &str) -> &str {
    let host = base.find("://").map_or(0, |at| at + 3);
    base[host..].find('/').map_or("/", |at| &base[host + at..])
}

enum Target {
    Page(u32, Option<String>),
    Elsewhere,
    Nowhere,
}

/// The links and ids of the page at `from`. What is looked for are attributes of start tags; the text of scripts and styles, comments, and a `<` that begins no tag are passed over, as a browser does.
pub fn scan(html: &str, from: &str, addresses: &Addresses<'_>) -> PageLinks {
    let mut links = PageLinks::default();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = after(comment, "-->");
        } else if rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
            let tag = rest;
            rest = attributes(tag, |name, raw| {
                look(name, raw, from, addresses, &mut links);
            });
            for (name, end) in [("script", "</script"), ("style", "</style")] {
                if begins(tag, name) {
                    let ends = rest.match_indices("</").map(|(at, _)| &rest[at..]);
                    rest = ends
                        .into_iter()
                        .find(|text| begins(text, end))
                        .unwrap_or("");
                }
            }
        }
    }
    links.targets.sort_unstable();
    links.targets.dedup();
    links
}

/// Whether `text` begins with `start`, which is in lower case, in letters of any case.
fn begins(text: &str, start: &str) -> bool {
    text.as_bytes()
        .get(..start.len())
        .is_some_and(|own| own.eq_ignore_ascii_case(start.as_bytes()))
}

/// What follows `end`; nothing where it is missing.
fn after<'t>(text: &'t str, end: &str) -> &'t str {
    text.find(end).map_or("", |at| &text[at + end.len()..])
}

/// Calls `each` with name and value of every attribute of the tag that `tag` begins with, and gives what follows the tag.
fn attributes<'t>(tag: &'t str, mut each: impl FnMut(&'t str, &'t str)) -> &'t str {
    let ends = |c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>');
    let cut = |text: &'t str, at: Option<usize>| text.split_at(at.unwrap_or(text.len()));
    let (_, mut rest) = cut(tag, tag.find(ends));
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        if let Some(rest) = rest.strip_prefix('>') {
            return rest;
        }
        if rest.is_empty() {
            return rest;
        }
        // A name may begin with `=`, and with nothing else that ends it.
        let mut signs = rest.char_indices().skip(1);
        let end = signs.find(|(_, c)| ends(*c) || *c == '=');
        let (name, then) = cut(rest, end.map(|(at, _)| at));
        let Some(value) = then.trim_ascii_start().strip_prefix('=') else {
            rest = then;
            continue;
        };
        let value = value.trim_ascii_start();
        let (value, then) = match value.bytes().next() {
            Some(quote @ (b'"' | b'\'')) => {
                let (value, then) = cut(&value[1..], value[1..].find(char::from(quote)));
                (value, then.get(1..).unwrap_or_default())
            }
            _ => cut(
                value,
                value.find(|c: char| c.is_ascii_whitespace() || c == '>'),
            ),
        };
        each(name, value);
        rest = then;
    }
}

fn look(name: &str, raw: &str, from: &str, addresses: &Addresses<'_>, links: &mut PageLinks) {
    if !matches!(name, "href" | "src" | "id" | "action") {
        return;
    }
    let value = unescaped(raw);
    if name == "id" {
        links.ids.push(value.into_owned());
        return;
    }
    addresses.follow(&value, from, links);
}

/// The text that an attribute stands for.
fn unescaped(raw: &str) -> Cow<'_, str> {
    if !raw.contains('&') {
        return Cow::Borrowed(raw);
    }
    let text = raw
        .replace("&#x2F;", "/")
        .replace("&#x27;", "'")
        .replace("&#39;", "'")
        .replace("&quot;", "\"")
        .replace("&amp;", "&");
    Cow::Owned(text)
}

fn has_scheme(path: &str) -> bool {
    path.split(['/', '?', '#'])
        .next()
        .unwrap_or_default()
        .split_once(':')
        .is_some_and(|(scheme, _)| {
            scheme.starts_with(|c: char| c.is_ascii_alphabetic())
                && scheme
                    .chars()
                    .all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(html: &str) -> PageLinks {
        let paths = [
            "index.html",
            "qx/funds/甲.html",
            "qx/index.html",
            "assets/style.css",
        ];
        scan(
            html,
            "qx/funds/乙.html",
            &Addresses::new(paths.into_iter(), Some("https://qx.example.gov.cn/".into())),
        )
    }

    #[test]
    fn finds_what_a_page_links_to() {
        let html = "<!doctype html><html lang=zh><link rel=stylesheet href=\"../../assets/style.css\"><body id=top>\
            <a href=\"%E7%94%B2.html#h\">甲</a> <a href='../'>上</a> <a href=\"https://qx.example.gov.cn/\">首页</a> <a href=\"tel:0000\">电</a>\
            <a href=\"#top\">顶</a> <a href=\"https://www.gov.cn/x\">外</a> <a href=\"丙.html\">无</a> <img src=\"../../../x.png\" alt=\"<b>\"><br>a < b</body>";
        let links = page(html);
        assert_eq!(links.targets, [0, 1, 2, 3]);
        assert_eq!(links.fragments, [(1, "h".to_owned())]);
        assert_eq!(links.ids, ["top"]);
        assert_eq!(links.broken, ["#top", "丙.html", "../../../x.png"]);
    }

    #[test]
    fn the_error_page_leads_home_from_the_host() {
        let paths = ["404.html", "qx/index.html"];
        let addresses = Addresses::new(paths.into_iter(), Some("https://a.cn/b/".into()));
        let html = "<a href=\"/b/qx/\">上</a><a href=\"//qx/\">外</a><a href=\"/b/丁.html\">无</a>";
        let links = scan(html, "404.html", &addresses);
        assert_eq!(
            (links.targets, links.broken),
            (vec![1], vec!["/b/丁.html".to_owned()])
        );
        assert_eq!(path_of("https://a.cn/b/"), "/b/");
        assert_eq!(path_of("https://a.cn"), "/");
    }

    #[test]
    fn passes_over_what_is_no_tag() {
        let html = "<!-- <a href=\"无\"> --><script>if (a<b) { x = '<a href=\"无\">' }</script><style>a::before{content:'<a href=无>'}</style>\
            <a data-href=\"无\" hidden href = 甲.html>甲</a><input disabled/><a 甲=乙 href=\"?a=1&amp;b=2#top\" id=x>";
        let links = page(html);
        assert_eq!(links.broken, ["?a=1&b=2#top"]);
        assert_eq!((links.targets, links.ids), (vec![1], vec!["x".to_owned()]));
        assert!(page("<a href=\"").targets.is_empty());
        assert!(page("<a").targets.is_empty());
    }

    #[test]
    fn what_is_no_markup_does_not_end_the_links() {
        for wrong in ["<p>a <= b, it's", "<", "<!x", "<?y", "</", "a<b "] {
            let links = page(&format!("<p id=\"a\">{wrong}<a href=\"丙.html\">无</a>"));
            assert_eq!(links.broken, ["丙.html"], "{wrong}");
        }
        let links = page(
            "<SCRIPT>if (a<b) s='<a href=\"丁.html\">'</SCRIPT><a href=\"丙.html\">无</a><style>a<b",
        );
        assert_eq!(links.broken, ["丙.html"]);
    }

    #[test]
    fn a_refused_address_is_not_the_fault_of_a_link() {
        let refused = BTreeSet::from(["qx/funds/a?.html".to_owned()]);
        let addresses = Addresses::new([].into_iter(), None).without(&refused);
        let html = "<a href=\"a%3F.html\">a</a>";
        let links = scan(html, "qx/funds/b.html", &addresses);
        assert_eq!(links.broken, Vec::<String>::new());
    }
}
