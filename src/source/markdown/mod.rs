//! The Markdown of a record's text.
//!
//! CommonMark with tables, footnotes, strikethrough and task lists. Raw HTML is shown as text. Links and images go through a [`Resolver`], so that nothing can
//! point where the site does not allow it. What is wrong is reported at its place in the record's file.

mod blocks;
mod cjk;
mod code;
mod links;
mod prose;
mod terms;
mod tree;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use pulldown_cmark::{
    Alignment, CowStr, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd,
};

use crate::diagnostics::{Diagnostic, FileId, Place, Report};
use crate::kinds::Body;
use crate::source::Glossary;

pub use blocks::Block;
pub use code::Highlighter;
pub use prose::wrong_separator;
pub use terms::term_id;
pub use tree::tree;

/// What links and images may point to.
pub trait Resolver {
    /// The address of the record with identity `id`, relative to the site's root; none if there is no such record, or the linking record's
    /// readers may not read it.
    fn record(&self, id: &str) -> Option<String>;

    /// The published address of the file at `path`, which is relative to the record's own folder, and its size in pixels if it is an image.
    fn file(&self, path: &str) -> Option<Target>;

    /// Whether pages may link to `host`.
    fn allows(&self, host: &str) -> bool;

    /// The way from the record's page up to the site's root: `../../`.
    fn root(&self) -> &str;
}

/// A file that a record points to.
#[derive(Debug, Clone)]
pub struct Target {
    /// The source file to publish with the record; none where the address is a record's page.
    pub file: Option<FileId>,
    /// Its address, relative to the site's root.
    pub address: String,
    /// Width and height, of an image.
    pub size: Option<(usize, usize)>,
}

/// A text ready for a page.
#[derive(Debug, Clone, Default)]
pub struct Rendered {
    /// Its HTML. Links and image sources are relative to the record's page.
    pub html: String,
    /// Its first words, without markup, at most 120 characters.
    pub summary: String,
    /// The files it points to; they are published with it.
    pub files: Vec<FileId>,
    /// The images among them, by their address in the text.
    pub images: Vec<(String, FileId)>,
    /// The terms that it explains, by their index in the glossary, in order of occurrence.
    pub terms: Vec<u32>,
}

/// Characters of a summary.
const SUMMARY: usize = 120;

/// What the text may hold besides CommonMark.
const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS);

/// Turns `body` into HTML that leads to the explanations of the terms of `glossary`; mistakes go to `out`.
pub fn render(
    body: &Body,
    resolver: &dyn Resolver,
    highlighter: &Highlighter,
    glossary: &Glossary,
    out: &mut Report,
) -> Rendered {
    let source = body.text.as_str();
    if source.trim().is_empty() {
        return Rendered::default();
    }
    let mut events: Vec<(Event<'_>, Range<usize>)> = Parser::new_ext(source, OPTIONS)
        .into_offset_iter()
        .collect();
    cjk::emphasis(&mut events, source);
    let mut writer = Writer {
        body,
        resolver,
        highlighter,
        out,
        ids: BTreeSet::new(),
        stems: BTreeMap::new(),
        fragments: Vec::new(),
        rendered: Rendered::default(),
        columns: Vec::new(),
        heads: Vec::new(),
        cell: ("td", 0),
    };
    prose::check_cut(&events, body, writer.out);
    prose::check_names(&events, body, writer.out);
    prose::check_link_signs(&events, body, writer.out);
    let summary = prose::summary(&events, SUMMARY);
    let (events, terms) = terms::mark(writer.walk(events), glossary);
    let mut html = String::with_capacity(source.len() * 3 / 2);
    pulldown_cmark::html::push_html(&mut html, events.into_iter());
    writer.check_fragments();
    let mut rendered = writer.rendered;
    rendered.html = html;
    rendered.summary = summary;
    rendered.terms = terms;
    rendered
}

/// Where bytes `range` of the text stand in the record's file.
fn place(body: &Body, range: &Range<usize>) -> Place {
    match body.place.at {
        crate::diagnostics::At::Bytes { start, .. } if body.exact => Place::bytes(
            body.place.file,
            start as usize + range.start,
            start as usize + range.end,
        ),
        _ => body.place,
    }
}

struct Writer<'a> {
    body: &'a Body,
    resolver: &'a dyn Resolver,
    highlighter: &'a Highlighter,
    out: &'a mut Report,
    ids: BTreeSet<String>,
    /// How often each heading's words were there.
    stems: BTreeMap<String, usize>,
    fragments: Vec<(String, Range<usize>)>,
    rendered: Rendered,
    /// Alignment of the columns of the table at hand.
    columns: Vec<Alignment>,
    /// What its columns are called.
    heads: Vec<String>,
    /// Element and number of the cell at hand.
    cell: (&'static str, usize),
}

impl<'a> Writer<'a> {
    fn walk(&mut self, events: Vec<(Event<'a>, Range<usize>)>) -> Vec<Event<'a>> {
        let mut done: Vec<Event<'a>> = Vec::with_capacity(events.len() + 8);
        let mut events = events.into_iter().peekable();
        let mut last = ' ';
        while let Some((event, range)) = events.next() {
            match event {
                Event::Html(text) | Event::InlineHtml(text) => done.push(Event::Text(text)),
                Event::Start(Tag::HtmlBlock) => done.push(Event::Start(Tag::Paragraph)),
                Event::End(TagEnd::HtmlBlock) => done.push(Event::End(TagEnd::Paragraph)),
                Event::SoftBreak => {
                    let next = events.peek().and_then(|(event, _)| match event {
                        Event::Text(text) | Event::Code(text) => text.chars().next(),
                        Event::Start(_) => self.body.text[range.end..]
                            .chars()
                            .find(|c| !c.is_whitespace() && !matches!(c, '*' | '[' | '~' | '_')),
                        _ => None,
                    });
                    if !next.is_some_and(|next| cjk::joins(last, next)) {
                        done.push(Event::SoftBreak);
                    }
                }
                Event::Start(Tag::Heading {
                    level,
                    classes,
                    attrs,
                    ..
                }) => {
                    let inner = take_until(&mut events, |event| {
                        matches!(event, Event::End(TagEnd::Heading(_)))
                    });
                    let level = lower(level);
                    let id = self.heading_id(&inner);
                    done.push(Event::Start(Tag::Heading {
                        level,
                        id: Some(id.into()),
                        classes,
                        attrs,
                    }));
                    done.extend(self.walk(inner));
                    done.push(Event::End(TagEnd::Heading(level)));
                }
                Event::Start(Tag::CodeBlock(kind)) => {
                    let inner = take_until(&mut events, |event| {
                        matches!(event, Event::End(TagEnd::CodeBlock))
                    });
                    done.push(Event::Html(self.highlighter.block(&kind, &inner).into()));
                }
                Event::Start(Tag::Image {
                    dest_url, title, ..
                }) => {
                    let inner = take_until(&mut events, |event| {
                        matches!(event, Event::End(TagEnd::Image))
                    });
                    if let Some(image) =
                        self.image(&dest_url, &title, &prose::text_of(&inner), &range)
                    {
                        done.push(Event::InlineHtml(image.into()));
                    }
                }
                Event::Start(Tag::Link {
                    link_type: LinkType::Email,
                    dest_url,
                    title,
                    id,
                }) => {
                    let dest_url = format!("mailto:{dest_url}").into();
                    done.push(Event::Start(Tag::Link {
                        link_type: LinkType::Inline,
                        dest_url,
                        title,
                        id,
                    }));
                }
                Event::Start(Tag::Link {
                    link_type,
                    dest_url,
                    title,
                    id,
                }) => match self.link(&dest_url, &range) {
                    Some(href) => done.push(Event::Start(Tag::Link {
                        link_type,
                        dest_url: href.into(),
                        title,
                        id,
                    })),
                    None => {
                        // The mistake is reported; the words stay.
                        let inner = take_until(&mut events, |event| {
                            matches!(event, Event::End(TagEnd::Link))
                        });
                        done.extend(self.walk(inner));
                    }
                },
                Event::Start(Tag::Table(columns)) => {
                    // Two columns fit on a phone; more become cards there, each value with the name of its column.
                    done.push(Event::Html(CowStr::Borrowed(if columns.len() > 2 {
                        "<div class=\"scroll\" tabindex=\"0\"><table class=\"cards\">"
                    } else {
                        "<div class=\"scroll\" tabindex=\"0\"><table>"
                    })));
                    self.columns = columns;
                    self.heads.clear();
                }
                Event::Start(Tag::TableHead) => {
                    self.cell = ("th", 0);
                    let inner = take_until(&mut events, |event| {
                        matches!(event, Event::End(TagEnd::TableHead))
                    });
                    self.heads = inner
                        .split(|(event, _)| matches!(event, Event::End(TagEnd::TableCell)))
                        .map(prose::text_of)
                        .collect();
                    done.push(Event::Start(Tag::TableHead));
                    done.extend(self.walk(inner));
                    done.push(Event::End(TagEnd::TableHead));
                }
                Event::Start(Tag::TableRow) => {
                    self.cell = ("td", 0);
                    done.push(Event::Start(Tag::TableRow));
                }
                // The library would align cells by inline style, which a strict content security policy forbids.
                Event::Start(Tag::TableCell) => {
                    let class = match self.columns.get(self.cell.1) {
                        Some(Alignment::Right) => " class=\"n\"",
                        Some(Alignment::Center) => " class=\"c\"",
                        _ => "",
                    };
                    let (element, at) = self.cell;
                    self.cell.1 += 1;
                    let head = self.heads.get(at).filter(|head| {
                        element == "td" && self.columns.len() > 2 && !head.trim().is_empty()
                    });
                    let name = head.map_or(String::new(), |head| {
                        format!(" data-t=\"{}\"", links::escape(head.trim()))
                    });
                    done.push(Event::InlineHtml(
                        format!("<{element}{class}{name}>").into(),
                    ));
                }
                Event::End(TagEnd::TableCell) => {
                    done.push(Event::InlineHtml(format!("</{}>", self.cell.0).into()))
                }
                Event::End(TagEnd::Table) => {
                    done.push(Event::End(TagEnd::Table));
                    done.push(Event::Html(CowStr::Borrowed("</div>\n")));
                }
                Event::TaskListMarker(checked) => {
                    done.push(Event::Text(CowStr::Borrowed(if checked {
                        "☑ "
                    } else {
                        "☐ "
                    })))
                }
                Event::Start(Tag::FootnoteDefinition(label)) => {
                    self.ids.insert(label.to_string());
                    done.push(Event::Start(Tag::FootnoteDefinition(label)));
                }
                Event::Text(text) => {
                    last = text.chars().next_back().unwrap_or(last);
                    done.push(Event::Text(text));
                }
                other => done.push(other),
            }
        }
        done
    }

    /// An id from a heading's words, Han characters kept; the second of its kind gets `-2`.
    fn heading_id(&mut self, inner: &[(Event<'_>, Range<usize>)]) -> String {
        let text = prose::text_of(inner);
        let words: Vec<&str> = text
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .collect();
        let stem = if words.is_empty() {
            "section".to_owned()
        } else {
            words.join("-").to_lowercase()
        };
        let seen = self.stems.entry(stem.clone()).or_default();
        let mut id = stem.clone();
        loop {
            *seen += 1;
            if *seen > 1 {
                id = format!("{stem}-{seen}");
            }
            if self.ids.insert(id.clone()) {
                break;
            }
        }
        id
    }

    fn wrong(&mut self, rule: &'static str, case: &'static str, found: &str, range: &Range<usize>) {
        self.out.add(
            Diagnostic::new(rule, place(self.body, range))
                .case(case)
                .arg("found", found),
        );
    }
}

/// Takes events up to and with the first that `ends`; the last one is dropped.
fn take_until<'a>(
    events: &mut dyn Iterator<Item = (Event<'a>, Range<usize>)>,
    ends: impl Fn(&Event<'a>) -> bool,
) -> Vec<(Event<'a>, Range<usize>)> {
    events.take_while(|(event, _)| !ends(event)).collect()
}

/// The page's title is the first heading; those of the text come below it.
fn lower(level: HeadingLevel) -> HeadingLevel {
    match level {
        HeadingLevel::H1 => HeadingLevel::H2,
        HeadingLevel::H2 => HeadingLevel::H3,
        HeadingLevel::H3 => HeadingLevel::H4,
        HeadingLevel::H4 => HeadingLevel::H5,
        HeadingLevel::H5 | HeadingLevel::H6 => HeadingLevel::H6,
    }
}

#[cfg(test)]
mod tests;
