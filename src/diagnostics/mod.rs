//! What is wrong, where, and how to mend it: diagnostics as data, and their printers.
//!
//! A rule adds a [`Diagnostic`] to a [`Report`] with the rule's name, a [`Place`] and the figures of the case. Its severity and its words come
//! from the [`RuleBook`], so that a site can change the one and both languages have the other.

mod json;
mod rulebook;
mod text;

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::text::Lang;

pub use json::print_json;
pub use rulebook::{Rule, RuleBook};
pub use text::{print_one, print_text};

/// How bad it is. Errors stop a build.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Nothing is published.
    Error,
    /// Published, but somebody should look.
    Warning,
    /// Worth knowing.
    Note,
}

/// A source file, as an index into the site's [`Files`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

/// The source files of a site: paths relative to the site, with `/` between the parts.
#[derive(Debug, Clone, Default)]
pub struct Files(pub Vec<Arc<str>>);

impl Files {
    /// The path of `file`.
    pub fn path(&self, file: FileId) -> &Arc<str> {
        &self.0[file.0 as usize]
    }
}

/// Where in a file something stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum At {
    /// The file as a whole.
    File,
    /// Bytes `start..end` of its text.
    Bytes {
        /// First byte.
        start: u32,
        /// One past the last byte.
        end: u32,
    },
    /// A cell of a table; both count from 1.
    Cell {
        /// Row, the head being row 1.
        row: u32,
        /// Column.
        column: u32,
    },
}

/// A place in a source file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The file.
    pub file: FileId,
    /// Where in it.
    pub at: At,
}

impl Place {
    /// The whole of `file`.
    pub fn file(file: FileId) -> Place {
        Place { file, at: At::File }
    }

    /// Bytes `start..end` of `file`.
    pub fn bytes(file: FileId, start: usize, end: usize) -> Place {
        let narrow = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Place {
            file,
            at: At::Bytes {
                start: narrow(start),
                end: narrow(end),
            },
        }
    }
}

/// A mend that has a single possible meaning: put `replacement` in the place of `start..end`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// First byte of the file's text to replace.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// What to put there.
    pub replacement: String,
}

/// One finding.
#[derive(Debug, Clone)]
pub struct Diagnostic {
    /// The rule's name, as in `fund/closing`.
    pub rule: &'static str,
    /// The case of the rule, where one rule has several wordings.
    pub case: &'static str,
    /// Where.
    pub place: Place,
    /// The figures and names of the case, by the placeholder they fill.
    pub args: Vec<(&'static str, String)>,
    /// What `check --fix` would write.
    pub fix: Option<Fix>,
}

impl Diagnostic {
    /// A finding of `rule` at `place`.
    pub fn new(rule: &'static str, place: Place) -> Diagnostic {
        Diagnostic {
            rule,
            case: "",
            place,
            args: Vec::new(),
            fix: None,
        }
    }

    /// Chooses one of the rule's wordings: entry `rule#case` of the rule book.
    pub fn case(mut self, case: &'static str) -> Diagnostic {
        self.case = case;
        self
    }

    /// Fills the placeholder `{name}`.
    pub fn arg(mut self, name: &'static str, value: impl ToString) -> Diagnostic {
        self.args.push((name, value.to_string()));
        self
    }

    /// Adds the mend.
    pub fn fix(mut self, start: usize, end: usize, replacement: impl Into<String>) -> Diagnostic {
        self.fix = Some(Fix {
            start,
            end,
            replacement: replacement.into(),
        });
        self
    }
}

/// Findings, in the order they were made until [`Report::sort`].
#[derive(Debug, Clone, Default)]
pub struct Report(pub Vec<Diagnostic>);

impl Report {
    /// Adds a finding.
    pub fn add(&mut self, diagnostic: Diagnostic) {
        self.0.push(diagnostic);
    }

    /// Adds findings.
    pub fn extend(&mut self, found: impl IntoIterator<Item = Diagnostic>) {
        self.0.extend(found);
    }

    /// Takes over the findings of another report.
    pub fn append(&mut self, other: Report) {
        self.0.extend(other.0);
    }

    /// Orders by file, place and rule, whatever order the rules ran in.
    pub fn sort(&mut self, files: &Files) {
        self.0.sort_by(|a, b| {
            let key =
                |d: &Diagnostic| (files.path(d.place.file).clone(), d.place.at, d.rule, d.case);
            key(a).cmp(&key(b)).then_with(|| a.args.cmp(&b.args))
        });
        self.0.dedup_by(|a, b| {
            a.rule == b.rule && a.case == b.case && a.place == b.place && a.args == b.args
        });
    }
}

/// A finding in words, ready for a printer; it can be stored and printed again.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq)]
pub struct Finding {
    /// The rule's name.
    pub rule: String,
    /// Its severity on this site.
    pub severity: Severity,
    /// The file, relative to the site.
    pub file: String,
    /// Line, from 1.
    pub line: u32,
    /// Column, from 1, in characters.
    pub column: u32,
    /// What is wrong.
    pub message: String,
    /// The mend.
    pub help: String,
    /// The source line and the bytes of it that are marked, if the file has lines.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub excerpt: Option<Excerpt>,
}

/// A line of source with a marked stretch.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq)]
pub struct Excerpt {
    /// The line's text without its end.
    pub text: String,
    /// First marked byte.
    pub start: usize,
    /// One past the last.
    pub end: usize,
}

/// The line, from 1, of `at` in `text`; row for a cell of a table.
pub fn line_of(at: At, text: String) -> u32 {
    locate(at, Some(&Lines::new(text))).0
}

/// Puts findings into words. `read` gives the text of a file, or nothing where it has none.
pub fn explain_all(
    report: &Report,
    files: &Files,
    book: &RuleBook,
    lang: Lang,
    read: &dyn Fn(&str) -> Option<String>,
) -> Vec<Finding> {
    let mut open: Option<(FileId, Option<Lines>)> = None;
    report
        .0
        .iter()
        .map(|d| {
            if open.as_ref().is_none_or(|(file, _)| *file != d.place.file) {
                open = Some((d.place.file, read(files.path(d.place.file)).map(Lines::new)));
            }
            let lines = open.as_ref().and_then(|(_, lines)| lines.as_ref());
            let (line, column, excerpt) = locate(d.place.at, lines);
            let (message, help) = book.words(d, lang);
            let file = files.path(d.place.file).to_string();
            Finding {
                rule: d.rule.to_owned(),
                severity: book.severity(d.rule),
                file,
                line,
                column,
                message,
                help,
                excerpt,
            }
        })
        .collect()
}

/// A text and where its lines begin.
struct Lines {
    text: String,
    starts: Vec<usize>,
}

impl Lines {
    fn new(text: String) -> Lines {
        let starts = std::iter::once(0)
            .chain(text.match_indices('\n').map(|(at, _)| at + 1))
            .collect();
        Lines { text, starts }
    }
}

fn locate(at: At, lines: Option<&Lines>) -> (u32, u32, Option<Excerpt>) {
    let narrow = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let (start, end) = match at {
        At::File => return (1, 1, None),
        At::Cell { row, column } => return (row, column, None),
        At::Bytes { start, end } => (start as usize, end as usize),
    };
    let Some(Lines { text, starts }) = lines else {
        return (1, 1, None);
    };
    let start = text.floor_char_boundary(start.min(text.len()));
    let line = starts.partition_point(|begin| *begin <= start);
    let line_start = starts[line - 1];
    let line_end = starts.get(line).map_or(text.len(), |next| next - 1);
    let line_text = text[line_start..line_end].trim_end_matches('\r');
    let column = narrow(text[line_start..start].chars().count()) + 1;
    let mark_start = (start - line_start).min(line_text.len());
    let mark_end = text
        .floor_char_boundary(end.max(start).min(text.len()))
        .saturating_sub(line_start)
        .clamp(mark_start, line_text.len());
    (
        narrow(line),
        column,
        Some(Excerpt {
            text: line_text.to_owned(),
            start: mark_start,
            end: mark_end,
        }),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_count_lines_and_characters() {
        let text = "标题: 甲\r\n发布日期: 昨天\n";
        let start = text.find("昨天").unwrap();
        let at = At::Bytes {
            start: start as u32,
            end: (start + 6) as u32,
        };
        let (line, column, excerpt) = locate(at, Some(&Lines::new(text.to_owned())));
        let excerpt = excerpt.unwrap();
        assert_eq!((line, column), (2, 7));
        assert_eq!(&excerpt.text[excerpt.start..excerpt.end], "昨天");
        assert_eq!(locate(At::Cell { row: 3, column: 2 }, None), (3, 2, None));
    }
}
