//! Sitemaps and `robots.txt`, for sites whose full address is known.

use std::ops::Range;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, Event};

use super::feed::{put, text};
use crate::plan::Plan;
use crate::source::encode_path;

const NAMESPACE: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";

/// A sitemap of the plan's pages `range`.
pub fn part(plan: &Plan<'_>, range: Range<usize>) -> Vec<u8> {
    let base = plan.base_url().unwrap_or_default();
    document("urlset", |xml| {
        for (path, changed) in plan.sitemap_pages(range.start, range.end) {
            put(xml, Event::Start(BytesStart::new("url")));
            text(xml, "loc", &format!("{base}{}", encode_path(path.as_str())));
            if let Some(day) = changed {
                text(xml, "lastmod", &day.to_string());
            }
            put(xml, Event::End(BytesEnd::new("url")));
        }
    })
}

/// The list of `parts` sitemaps.
pub fn index(plan: &Plan<'_>, parts: usize) -> Vec<u8> {
    let base = plan.base_url().unwrap_or_default();
    document("sitemapindex", |xml| {
        for part in 1..=parts {
            put(xml, Event::Start(BytesStart::new("sitemap")));
            text(xml, "loc", &format!("{base}sitemap-{part}.xml"));
            put(xml, Event::End(BytesEnd::new("sitemap")));
        }
    })
}

/// `robots.txt`: everything may be read.
pub fn robots(plan: &Plan<'_>) -> Vec<u8> {
    let sitemap = plan
        .base_url()
        .map(|base| format!("Sitemap: {base}sitemap.xml\n"))
        .unwrap_or_default();
    format!("User-agent: *\nAllow: /\n{sitemap}").into_bytes()
}

fn document(root: &str, body: impl FnOnce(&mut Writer<Vec<u8>>)) -> Vec<u8> {
    let mut xml = Writer::new(Vec::new());
    put(
        &mut xml,
        Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)),
    );
    let mut element = BytesStart::new(root);
    element.push_attribute(("xmlns", NAMESPACE));
    put(&mut xml, Event::Start(element));
    body(&mut xml);
    put(&mut xml, Event::End(BytesEnd::new(root)));
    let mut bytes = xml.into_inner();
    bytes.push(b'\n');
    bytes
}
