//! The finished sample site as a visitor meets it: every link leads somewhere, also from a folder without a server.

use std::collections::BTreeSet;

use percent_encoding::percent_decode_str;
use quick_xml::events::Event;

use crate::harness::{Folder, Tree};

/// The largest page that a slow telephone is asked to load, in bytes.
const LARGEST_PAGE: usize = 60 * 1024;

/// The values of the attribute `name` in a page.
fn attributes(html: &str, name: &str) -> Vec<String> {
    let start = format!(" {name}=\"");
    html.match_indices(&start)
        .filter_map(|(at, _)| {
            let value = &html[at + start.len()..];
            Some(
                value[..value.find('"')?]
                    .replace("&amp;", "&")
                    .replace("&#x2F;", "/")
                    .replace("&#39;", "'"),
            )
        })
        .collect()
}

/// What a page links to inside the site: page or file, and the place in it; or why it is no link that works everywhere.
fn target(page: &str, link: &str) -> Result<Option<(String, String)>, String> {
    if ["mailto:", "tel:", "http://", "https://"]
        .iter()
        .any(|scheme| link.starts_with(scheme))
    {
        return Ok(None);
    }
    let (path, fragment) = link.split_once('#').unwrap_or((link, ""));
    let decode = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
    // The error page is shown at any address, and leads home from the host.
    let path = match page {
        "404.html" => path.strip_prefix('/').unwrap_or(path),
        _ => path,
    };
    if path.starts_with('/') || path.starts_with("data:") || path.starts_with("javascript:") {
        return Err(format!("{page}: {link} is not relative"));
    }
    let mut parts: Vec<String> = page.split('/').map(str::to_owned).collect();
    if !path.is_empty() {
        parts.pop();
    }
    for part in path.split('/').filter(|part| !matches!(*part, "" | ".")) {
        if part != ".." {
            parts.push(decode(part));
        } else if parts.pop().is_none() {
            return Err(format!("{page}: {link} leads out of the site"));
        }
    }
    if path.ends_with('/') {
        return Err(format!("{page}: {link} does not spell its index page out"));
    }
    Ok(Some((parts.join("/"), decode(fragment))))
}

/// Links of a site that do not lead to a file of it.
pub fn broken(tree: &Tree) -> Vec<String> {
    let mut out = Vec::new();
    for (page, bytes) in tree.iter().filter(|(path, _)| path.ends_with(".html")) {
        let html = String::from_utf8_lossy(bytes);
        for link in ["href", "src"]
            .iter()
            .flat_map(|name| attributes(&html, name))
        {
            match target(page, &link) {
                Ok(Some((path, _))) if !tree.contains_key(&path) => {
                    out.push(format!("{page}: {link}"))
                }
                Err(why) => out.push(why),
                _ => {}
            }
        }
    }
    out
}

/// What is wrong with an XML text, and the names of its elements.
pub fn elements(xml: &[u8]) -> Result<Vec<String>, String> {
    let mut reader = quick_xml::Reader::from_reader(xml);
    let mut buffer = Vec::new();
    let (mut names, mut open) = (Vec::new(), 0);
    loop {
        match reader
            .read_event_into(&mut buffer)
            .map_err(|error| error.to_string())?
        {
            Event::Start(start) => {
                open += 1;
                names.push(String::from_utf8_lossy(start.name().as_ref()).into_owned());
            }
            Event::End(_) => open -= 1,
            Event::Empty(start) => {
                names.push(String::from_utf8_lossy(start.name().as_ref()).into_owned())
            }
            Event::Eof if open == 0 && !names.is_empty() => return Ok(names),
            Event::Eof => return Err("it ends in the middle".to_owned()),
            _ => {}
        }
        buffer.clear();
    }
}

/// The texts of the elements `name` of an XML text.
fn texts(xml: &str, name: &str) -> Vec<String> {
    let (start, end) = (format!("<{name}>"), format!("</{name}>"));
    xml.split(&start)
        .skip(1)
        .filter_map(|rest| Some(rest[..rest.find(&end)?].to_owned()))
        .collect()
}

fn sample() -> Tree {
    let folder = Folder::sample();
    let tree = folder.build();
    assert!(tree.len() > 300);
    tree
}

fn pages(tree: &Tree) -> impl Iterator<Item = (&String, String)> {
    tree.iter()
        .filter(|(path, _)| path.ends_with(".html"))
        .map(|(path, bytes)| (path, String::from_utf8(bytes.clone()).expect("UTF-8")))
}

#[test]
fn every_link_leads_to_a_file_and_to_a_place_in_it() {
    let tree = sample();
    assert_eq!(broken(&tree), Vec::<String>::new());
    let mut wrong = Vec::new();
    for (page, html) in pages(&tree) {
        for link in attributes(&html, "href") {
            let Ok(Some((path, fragment))) = target(page, &link) else {
                continue;
            };
            if fragment.is_empty() || !path.ends_with(".html") {
                continue;
            }
            let there = String::from_utf8_lossy(&tree[&path]).into_owned();
            if !attributes(&there, "id").contains(&fragment) {
                wrong.push(format!("{page}: {link}"));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

/// The site stands on its own: nothing is loaded from another host, nor by a style sheet.
#[test]
fn no_page_asks_another_host_for_anything() {
    let tree = sample();
    for (page, html) in pages(&tree) {
        for link in attributes(&html, "src") {
            assert!(!link.contains("//"), "{page}: {link}");
        }
        for tag in html.split('<').filter(|tag| {
            tag.starts_with("link ")
                && !tag.contains("rel=\"alternate\"")
                && !tag.contains("rel=\"canonical\"")
        }) {
            for link in attributes(tag, "href") {
                assert!(!link.contains("//"), "{page}: {link}");
            }
        }
        for banned in [
            "@import",
            "<iframe",
            "<object",
            "<embed",
            " onclick=",
            " onload=",
            "<base ",
        ] {
            assert!(!html.contains(banned), "{page}: {banned}");
        }
        assert!(!html.contains(" style=\""), "{page}: an inline style");
    }
    for (path, bytes) in tree
        .iter()
        .filter(|(path, _)| path.ends_with(".css") || path.ends_with(".js"))
    {
        let text = String::from_utf8_lossy(bytes);
        assert!(!text.contains("//") || !text.contains("url(http"), "{path}");
        assert!(
            !text.contains("@import") && !text.contains("http:") && !text.contains("https:"),
            "{path}"
        );
    }
}

#[test]
fn every_page_is_small_and_says_what_it_is() {
    let tree = sample();
    let names = [
        "SiteName",
        "SiteDomain",
        "SiteIDCode",
        "ColumnName",
        "ColumnType",
    ];
    for (page, html) in pages(&tree) {
        assert!(html.len() <= LARGEST_PAGE, "{page}: {} bytes", html.len());
        assert!(html.trim_end().ends_with("</html>"), "{page}");
        if html.contains("http-equiv=\"refresh\"") {
            continue;
        }
        assert!(html.contains("<html lang=\"zh-CN\""), "{page}: no language");
        assert!(
            texts(&html, "title")
                .iter()
                .any(|title| !title.trim().is_empty()),
            "{page}: no title"
        );
        assert!(
            html.contains("演示数据"),
            "{page}: the sample site says that it is one"
        );
        if page == "404.html" {
            continue;
        }
        assert!(html.contains("name=\"viewport\""), "{page}");
        let described = html.split("name=\"Description\" content=\"").nth(1);
        assert!(
            described.is_some_and(|rest| !rest.starts_with('"')),
            "{page}: no description"
        );
        for name in names {
            assert!(
                html.contains(&format!("name=\"{name}\"")),
                "{page}: no {name}"
            );
        }
        assert_eq!(html.matches("<h1").count(), 1, "{page}: one heading");
    }
    let records = pages(&tree)
        .filter(|(_, html)| html.contains("name=\"ArticleTitle\""))
        .count();
    assert!(records >= 100, "{records} records");
    for (page, html) in pages(&tree).filter(|(_, html)| html.contains("name=\"ArticleTitle\"")) {
        for name in ["PubDate", "ContentSource"] {
            assert!(
                html.contains(&format!("name=\"{name}\"")),
                "{page}: no {name}"
            );
        }
    }
    let guide = pages(&tree)
        .find(|(path, _)| path.ends_with("guides/hukou.html"))
        .expect("a guide")
        .1;
    let data = guide
        .split("<script type=\"application/ld+json\">")
        .nth(1)
        .expect("data for machines");
    let data: serde_json::Value =
        serde_json::from_str(data.split("</script>").next().expect("its end")).expect("JSON");
    assert_eq!(data["@type"], "GovernmentService");
}

#[test]
fn ids_are_given_once() {
    for (page, html) in pages(&sample()) {
        let ids = attributes(&html, "id");
        let once: BTreeSet<&String> = ids.iter().collect();
        assert_eq!(once.len(), ids.len(), "{page}: {ids:?}");
    }
}

#[test]
fn feeds_are_atom_with_what_it_asks_for() {
    let tree = sample();
    let feeds: Vec<&String> = tree
        .keys()
        .filter(|path| path.ends_with("feed.xml"))
        .collect();
    assert!(feeds.len() > 10, "{feeds:?}");
    for kind in [
        "feed.xml",
        "pledges/feed.xml",
        "guides/feed.xml",
        "funds/feed.xml",
        "notices/feed.xml",
        "qingxi/feed.xml",
    ] {
        assert!(tree.contains_key(kind), "{kind}");
    }
    for feed in feeds {
        let names = elements(&tree[feed]).unwrap_or_else(|error| panic!("{feed}: {error}"));
        let xml = String::from_utf8(tree[feed].clone()).expect("UTF-8");
        assert_eq!(names[0], "feed", "{feed}");
        assert!(
            xml.contains("xmlns=\"http://www.w3.org/2005/Atom\""),
            "{feed}"
        );
        let entries = names.iter().filter(|name| *name == "entry").count();
        assert!(entries > 0, "{feed}: no entry");
        for name in ["id", "title", "updated"] {
            assert_eq!(
                texts(&xml, name).len(),
                entries + 1,
                "{feed}: {name} for the feed and each entry"
            );
        }
        let ids = texts(&xml, "id");
        assert_eq!(
            ids.iter().collect::<BTreeSet<_>>().len(),
            ids.len(),
            "{feed}: ids are given once"
        );
        for day in texts(&xml, "updated") {
            assert!(day.len() >= 20 && day.contains('T'), "{feed}: {day}");
        }
        for link in attributes(&xml, "href") {
            let path = link
                .strip_prefix("https://qx.example.gov.cn/")
                .unwrap_or_else(|| panic!("{feed}: {link}"));
            let path = percent_decode_str(path).decode_utf8_lossy();
            assert!(
                path.is_empty() || tree.contains_key(path.as_ref()),
                "{feed}: {link}"
            );
        }
    }
}

#[test]
fn the_sitemap_lists_pages_that_are_there() {
    let tree = sample();
    let xml = String::from_utf8(tree["sitemap.xml"].clone()).expect("UTF-8");
    assert_eq!(elements(xml.as_bytes()).expect("XML")[0], "urlset");
    let listed = texts(&xml, "loc");
    let records = pages(&tree)
        .filter(|(_, html)| html.contains("name=\"ArticleTitle\""))
        .map(|(path, _)| path.clone());
    let paths: BTreeSet<String> = listed
        .iter()
        .map(|url| {
            percent_decode_str(
                url.strip_prefix("https://qx.example.gov.cn/")
                    .expect("an own address"),
            )
            .decode_utf8_lossy()
            .into_owned()
        })
        .collect();
    assert_eq!(paths.len(), listed.len(), "each once");
    for path in &paths {
        let there = tree.contains_key(path) || path.is_empty();
        assert!(there, "{path} is not there");
    }
    for record in records {
        assert!(paths.contains(&record), "{record} is not listed");
    }
    let robots = String::from_utf8(tree["robots.txt"].clone()).expect("UTF-8");
    assert!(
        robots.contains("Sitemap: https://qx.example.gov.cn/sitemap.xml"),
        "{robots}"
    );
}
