//! What live editing adds to pages: the panel of findings, the officer's start page, and the page shown in place of one that cannot be read yet.

use std::collections::BTreeMap;

use serde::Serialize;
use tera::{Context, Kwargs, State, Tera, TeraResult, Value};

use crate::diagnostics::Severity;
use crate::source::encode_path;
use crate::text::fill;

/// The script of live pages, served at `/_/live.js`.
pub const SCRIPT: &str = include_str!("pages/live.js");

/// The stylesheet of live pages, served at `/_/live.css`.
pub const STYLE: &str = include_str!("pages/live.css");

/// What goes into the head of every live page.
pub const HEAD: &str = "<link rel=\"stylesheet\" href=\"/_/live.css\">\n";

/// A finding as the panel and the start page show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// How bad it is.
    pub severity: Severity,
    /// The block that the terminal prints, without colour codes.
    pub text: String,
    /// What is wrong.
    pub message: String,
    /// The mend; empty if there is none.
    pub help: String,
    /// The rule's name, such as `fund/closing`.
    pub rule: String,
    /// The file, relative to the site.
    pub file: String,
    /// Line, from 1.
    pub line: u32,
    /// Column, from 1, in characters.
    pub column: u32,
}

/// What the panel of a page says.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Panel {
    /// Errors in the whole site.
    pub errors: usize,
    /// Warnings in the whole site.
    pub warnings: usize,
    /// Whether the page shows its last good version rather than what the files say now.
    pub held: bool,
    /// The findings to list, in order.
    pub findings: Vec<Finding>,
    /// Findings that are not listed.
    pub more: usize,
    /// Why nothing can be made from the newest files, such as a template that is wrong.
    pub failure: Option<String>,
}

/// The officer's start page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Start {
    /// The site's name.
    pub site: String,
    /// The day it is made for, in words.
    pub day: String,
    /// Where the site is served, such as `http://localhost:8000/`.
    pub address: String,
    /// Whether drafts have pages.
    pub drafts_shown: bool,
    /// Why nothing can be made from the newest files.
    pub failure: Option<String>,
    /// Errors in the whole site.
    pub errors: usize,
    /// Warnings in the whole site.
    pub warnings: usize,
    /// What is to be done, in the order shown; each subject once.
    pub sections: Vec<Section>,
    /// Files with findings, in order.
    pub files: Vec<File>,
}

/// Records that wait for the same thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// What they wait for.
    pub subject: Subject,
    /// The records, or their items.
    pub entries: Vec<Entry>,
}

/// What records wait for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Subject {
    /// Their day has passed.
    Overdue,
    /// They end today.
    Today,
    /// A step of approval is open.
    Review,
    /// They are drafts.
    Drafts,
}

/// A record, or an item of one, that waits for something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// Its title.
    pub title: String,
    /// Its page, relative to the site, not percent-encoded; none if it has no page.
    pub address: Option<String>,
    /// The organisation's name.
    pub org: String,
    /// Its kind in words.
    pub kind: String,
    /// The file, relative to the site.
    pub file: String,
    /// Line, from 1.
    pub line: u32,
    /// What is to be done, or since when; may be empty.
    pub note: String,
}

/// A file with findings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Its path, relative to the site.
    pub file: String,
    /// The record's page, relative to the site, not percent-encoded; none if it has no page.
    pub address: Option<String>,
    /// The record's title, if it could be read.
    pub title: Option<String>,
    /// Its findings of every severity, in order.
    pub findings: Vec<Finding>,
}

/// What stands in place of a page that has never been readable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unreadable {
    /// The page of one record.
    Page,
    /// Every page: the site itself cannot be read.
    Site,
}

/// What a browser is given, for its script to tell the server which news it lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Version<'a> {
    /// The page's path, relative to the server, not percent-encoded.
    pub page: &'a str,
    /// The version of the page.
    pub version: &'a str,
    /// The version of its panel.
    pub state: &'a str,
}

/// Makes panels and pages in one language.
pub struct Pages {
    tera: Tera,
    lost: String,
}

impl Pages {
    /// Parses the templates; `strings` are the program's words, of which those under `serve.` are used.
    ///
    /// # Errors
    /// A template inside the program is malformed; a test keeps this from happening.
    pub fn new(strings: &BTreeMap<String, String>) -> Result<Pages, tera::Error> {
        let mut tera = Tera::new();
        tera.autoescape_on(vec![".html"]);
        let words: BTreeMap<String, String> = strings
            .iter()
            .filter(|(key, _)| key.starts_with("serve."))
            .map(|(key, text)| (key.clone(), text.clone()))
            .collect();
        let lost = words.get("serve.lost").cloned().unwrap_or_default();
        tera.register_filter(
            "t",
            move |key: &str, args: Kwargs, _: &State| -> TeraResult<String> {
                let args: Vec<(&str, String)> = args
                    .iter()
                    .filter_map(|(name, value)| Some((name.as_str()?, value.to_string())))
                    .collect();
                Ok(fill(words.get(key).map_or(key, String::as_str), &args))
            },
        );
        tera.register_filter("url", |path: &str, _: Kwargs, _: &State| encode_path(path));
        tera.register_filter(
            "parts",
            |text: &str, _: Kwargs, _: &State| -> TeraResult<Value> {
                Value::try_from_serializable(&parts(text))
            },
        );
        tera.add_raw_templates([
            ("panel.html", include_str!("pages/panel.html")),
            ("start.html", include_str!("pages/start.html")),
            ("unreadable.html", include_str!("pages/unreadable.html")),
        ])?;
        Ok(Pages { tera, lost })
    }

    /// The element `#gongkai-live`: the panel with errors or a failure, a counter with warnings alone, otherwise empty and hidden.
    ///
    /// # Errors
    /// The template inside the program is wrong; a test keeps this from happening.
    pub fn panel(&self, panel: &Panel) -> Result<String, tera::Error> {
        let mut context = Context::new();
        insert(&mut context, "panel", panel)?;
        self.tera.render("panel.html", &context)
    }

    /// The officer's start page.
    ///
    /// # Errors
    /// The template inside the program is wrong; a test keeps this from happening.
    pub fn start(&self, start: &Start) -> Result<String, tera::Error> {
        let sections: Vec<SectionView<'_>> = start.sections.iter().map(section_view).collect();
        let mut context = Context::new();
        insert(&mut context, "site", &start.site)?;
        insert(&mut context, "day", &start.day)?;
        insert(&mut context, "address", &start.address)?;
        insert(&mut context, "drafts_shown", &start.drafts_shown)?;
        insert(&mut context, "failure", &start.failure)?;
        insert(&mut context, "errors", &start.errors)?;
        insert(&mut context, "warnings", &start.warnings)?;
        insert(&mut context, "sections", &sections)?;
        let errors = files_with(&start.files, |severity| severity == Severity::Error);
        let others = files_with(&start.files, |severity| severity != Severity::Error);
        insert(&mut context, "with_errors", &errors)?;
        insert(&mut context, "with_warnings", &others)?;
        self.tera.render("start.html", &context)
    }

    /// The page in place of one that has never been readable, with its panel in it.
    ///
    /// # Errors
    /// The template inside the program is wrong; a test keeps this from happening.
    pub fn unreadable(
        &self,
        site: &str,
        what: Unreadable,
        panel: &Panel,
    ) -> Result<String, tera::Error> {
        let mut context = Context::new();
        let what = match what {
            Unreadable::Page => "page",
            Unreadable::Site => "site",
        };
        insert(&mut context, "site", &site)?;
        insert(&mut context, "what", &what)?;
        // There is no older content to be seen.
        let panel = Panel {
            held: false,
            ..panel.clone()
        };
        insert(&mut context, "panel", &panel)?;
        self.tera.render("unreadable.html", &context)
    }

    /// The script element of a page; it goes after the panel.
    pub fn script(&self, shown: &Version<'_>) -> String {
        format!(
            "<script src=\"/_/live.js\" defer data-page=\"{}\" data-version=\"{}\" data-state=\"{}\" data-lost=\"{}\"></script>\n",
            escape(&encode_path(shown.page)),
            escape(shown.version),
            escape(shown.state),
            escape(&self.lost),
        )
    }
}

/// `page` with `head` before its `</head>` and `tail` before its last `</body>`; what finds no place is appended, so that nothing ever stands before the document type.
pub fn with_live(page: &[u8], head: &str, tail: &str) -> Vec<u8> {
    let body = last_tag(page, b"</body").unwrap_or(page.len());
    let first = first_tag(page, b"</head").filter(|at| *at <= body);
    let at = first.unwrap_or(body);
    let mut out = Vec::with_capacity(page.len() + head.len() + tail.len());
    out.extend_from_slice(&page[..at]);
    out.extend_from_slice(head.as_bytes());
    out.extend_from_slice(&page[at..body]);
    out.extend_from_slice(tail.as_bytes());
    out.extend_from_slice(&page[body..]);
    out
}

/// Where the first closing tag that begins with `tag` (in lower case, without its end) stands.
fn first_tag(page: &[u8], tag: &[u8]) -> Option<usize> {
    (0..page.len()).find(|at| is_tag(&page[*at..], tag))
}

fn last_tag(page: &[u8], tag: &[u8]) -> Option<usize> {
    (0..page.len()).rev().find(|at| is_tag(&page[*at..], tag))
}

fn is_tag(rest: &[u8], tag: &[u8]) -> bool {
    rest.first() == tag.first()
        && rest.len() > tag.len()
        && rest[..tag.len()].eq_ignore_ascii_case(tag)
        && (rest[tag.len()] == b'>' || rest[tag.len()].is_ascii_whitespace())
}

/// A stretch of the block of a finding.
#[derive(Debug, PartialEq, Eq, Serialize)]
struct Part<'a> {
    text: &'a str,
    /// Whether it is lines of source with marks under them, which must not be wrapped.
    source: bool,
}

/// The block of a finding in stretches, which together are exactly `text`.
fn parts(text: &str) -> Vec<Part<'_>> {
    let mut parts: Vec<(usize, usize, bool)> = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let source = line
            .trim_start_matches(|c: char| c == ' ' || c.is_ascii_digit())
            .starts_with('│');
        let end = start + line.len();
        match parts.last_mut().filter(|last| last.2 == source) {
            Some(last) => last.1 = end,
            None => parts.push((start, end, source)),
        }
        start = end;
    }
    parts
        .into_iter()
        .map(|(start, end, source)| Part {
            text: &text[start..end],
            source,
        })
        .collect()
}

#[derive(Serialize)]
struct SectionView<'a> {
    key: Subject,
    tone: &'static str,
    entries: &'a [Entry],
}

fn section_view(section: &Section) -> SectionView<'_> {
    SectionView {
        key: section.subject,
        tone: match section.subject {
            Subject::Overdue => "late",
            Subject::Today => "soon",
            Subject::Review | Subject::Drafts => "plain",
        },
        entries: &section.entries,
    }
}

#[derive(Serialize)]
struct FileView<'a> {
    file: &'a str,
    address: Option<&'a str>,
    title: Option<&'a str>,
    findings: Vec<&'a Finding>,
}

/// The files that have findings of the severities asked for, each with these alone.
fn files_with(files: &[File], wanted: fn(Severity) -> bool) -> Vec<FileView<'_>> {
    files
        .iter()
        .map(|file| FileView {
            file: &file.file,
            address: file.address.as_deref(),
            title: file.title.as_deref(),
            findings: file
                .findings
                .iter()
                .filter(|finding| wanted(finding.severity))
                .collect(),
        })
        .filter(|file| !file.findings.is_empty())
        .collect()
}

fn insert(
    context: &mut Context,
    name: &'static str,
    value: &impl Serialize,
) -> Result<(), tera::Error> {
    context.insert_value(name, Value::try_from_serializable(value)?);
    Ok(())
}

fn escape(text: &str) -> String {
    let mut escaped = Vec::with_capacity(text.len());
    // Writing to memory cannot fail.
    let _ = tera::escape_html(text, &mut escaped);
    String::from_utf8_lossy(&escaped).into_owned()
}

#[cfg(test)]
mod tests;
