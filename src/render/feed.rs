//! Atom feeds (RFC 4287).

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use crate::plan::{Feed, Plan};
use crate::source::encode_path;

type Xml = Writer<Vec<u8>>;

/// A feed. Addresses are full where the site's is known, otherwise relative to the feed.
pub fn atom(plan: &Plan<'_>, feed: &Feed, offset: &str) -> Vec<u8> {
    let base = plan.base_url();
    let up = "../".repeat(feed.address.matches('/').count());
    let link =
        |address: &str| format!("{}{}", base.as_deref().unwrap_or(&up), encode_path(address));
    // Without an address of its own a site is told apart by its name.
    let identity = |path: &str| match &base {
        Some(base) => format!("{base}{}", encode_path(path)),
        None => format!(
            "urn:gongkai:{}:{}",
            encode_path(&plan.edition().config().name.value),
            encode_path(path)
        ),
    };
    let time = |day| format!("{day}T00:00:00{offset}");
    let entries = plan.feed_entries(feed);
    let updated = entries
        .iter()
        .map(|entry| entry.updated)
        .max()
        .unwrap_or(plan.edition().day());
    let mut xml = Writer::new(Vec::new());
    put(
        &mut xml,
        Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)),
    );
    let mut root = BytesStart::new("feed");
    root.push_attribute(("xmlns", "http://www.w3.org/2005/Atom"));
    root.push_attribute(("xml:lang", plan.language()));
    put(&mut xml, Event::Start(root));
    text(&mut xml, "id", &identity(&feed.address));
    text(&mut xml, "title", &feed.title);
    text(&mut xml, "updated", &time(updated));
    empty(
        &mut xml,
        "link",
        &[("rel", "self"), ("href", &link(&feed.address))],
    );
    empty(
        &mut xml,
        "link",
        &[
            ("rel", "alternate"),
            ("type", "text/html"),
            ("href", &link(&feed.page)),
        ],
    );
    person(&mut xml, &plan.edition().config().name.value);
    for entry in entries {
        put(&mut xml, Event::Start(BytesStart::new("entry")));
        text(&mut xml, "id", &identity(&entry.id));
        text(&mut xml, "title", entry.title);
        text(&mut xml, "published", &time(entry.published));
        text(&mut xml, "updated", &time(entry.updated));
        empty(
            &mut xml,
            "link",
            &[
                ("rel", "alternate"),
                ("type", "text/html"),
                ("href", &link(&entry.address)),
            ],
        );
        empty(&mut xml, "category", &[("term", &entry.category)]);
        person(&mut xml, &entry.author);
        text(&mut xml, "summary", &entry.summary);
        put(&mut xml, Event::End(BytesEnd::new("entry")));
    }
    put(&mut xml, Event::End(BytesEnd::new("feed")));
    let mut bytes = xml.into_inner();
    bytes.push(b'\n');
    bytes
}

/// Writes an event; writing to memory cannot fail.
pub(super) fn put(xml: &mut Xml, event: Event<'_>) {
    let _ = xml.write_event(event);
}

/// Writes an element with text.
pub(super) fn text(xml: &mut Xml, name: &str, content: &str) {
    put(xml, Event::Start(BytesStart::new(name)));
    // Control characters may not stand in XML at all, escaped or not.
    let content: String = content
        .chars()
        .filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))
        .collect();
    put(xml, Event::Text(BytesText::new(&content)));
    put(xml, Event::End(BytesEnd::new(name)));
}

fn empty(xml: &mut Xml, name: &str, attributes: &[(&str, &str)]) {
    let mut element = BytesStart::new(name);
    for attribute in attributes {
        element.push_attribute(*attribute);
    }
    put(xml, Event::Empty(element));
}

fn person(xml: &mut Xml, name: &str) {
    put(xml, Event::Start(BytesStart::new("author")));
    text(xml, "name", name);
    put(xml, Event::End(BytesEnd::new("author")));
}
