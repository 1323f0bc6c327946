//! The tags of a page, as its author wrote them.

use std::collections::BTreeSet;

use html5gum::{Token, Tokenizer};

/// A tag.
pub struct Tag {
    /// Its name in lower case.
    pub name: String,
    /// Attributes in the order of their names.
    pub attributes: Vec<(String, String)>,
    /// Whether it is the tag at the end.
    pub closes: bool,
}

impl Tag {
    /// The value of an attribute.
    pub fn get(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str())
    }
}

/// Elements without an end tag: those of HTML, and the shapes of SVG.
const EMPTY: [&str; 15] = [
    "br", "circle", "col", "hr", "img", "input", "line", "link", "meta", "path", "polygon",
    "polyline", "rect", "source", "use",
];

/// The tags of `page`.
pub fn tags(page: &[u8]) -> Vec<Tag> {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Tokenizer::new(page)
        .filter_map(|token| {
            let Ok(token) = token;
            match token {
                Token::StartTag(tag) => Some(Tag {
                    name: text(&tag.name),
                    attributes: tag
                        .attributes
                        .iter()
                        .map(|(key, value)| (text(key), text(value)))
                        .collect(),
                    closes: false,
                }),
                Token::EndTag(tag) => Some(Tag {
                    name: text(&tag.name),
                    attributes: Vec::new(),
                    closes: true,
                }),
                _ => None,
            }
        })
        .collect()
}

/// Every kind of place in `page`: an element with its classes inside another. Pages of one template differ little in them, pages of two templates much.
pub fn places(page: &[u8]) -> BTreeSet<String> {
    let mut open: Vec<(String, String)> = Vec::new();
    let mut places = BTreeSet::new();
    for tag in tags(page) {
        if tag.closes {
            if let Some(at) = open.iter().rposition(|(name, _)| *name == tag.name) {
                open.truncate(at);
            }
            continue;
        }
        let kind = format!("{}.{}", tag.name, tag.get("class").unwrap_or_default());
        let outer = open.last().map_or("", |(_, kind)| kind.as_str());
        places.insert(format!("{outer} {kind}"));
        if !EMPTY.contains(&tag.name.as_str()) {
            open.push((tag.name, kind));
        }
    }
    places
}
