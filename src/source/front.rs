//! A record's file, cut into its information and its text.

use super::typing::{Mended, mend};
use crate::diagnostics::{Diagnostic, FileId, Place, Report};

/// The parts of a record's file.
pub struct Parts<'a> {
    /// The information, with typing mistakes repaired.
    pub front: Mended,
    /// The text, and the byte it begins at; none in a file that is all information.
    pub body: Option<(&'a str, usize)>,
}

/// Cuts `text` (of a `.md` file if `markdown`) into its parts.
///
/// # Errors
/// A Markdown file without information between two `---` lines, as `yaml/syntax`.
pub fn split<'a>(
    text: &'a str,
    markdown: bool,
    file: FileId,
    out: &mut Report,
) -> Result<Parts<'a>, Diagnostic> {
    if text.trim().is_empty() {
        return Err(Diagnostic::new("yaml/syntax", Place::file(file)).case("empty"));
    }
    if !markdown {
        return Ok(Parts {
            front: mend(text, 0, file, out),
            body: None,
        });
    }
    let mut at = 0;
    let mut opened = None;
    for line in text.split_inclusive('\n') {
        let bare = line.trim_end();
        let next = at + line.len();
        match opened {
            None if bare.is_empty() => {}
            None if is_fence(bare) => {
                tidy(bare, at, file, out);
                opened = Some(next);
            }
            None => {
                return Err(Diagnostic::new(
                    "yaml/syntax",
                    Place::bytes(file, at, at + bare.len()),
                )
                .case("front-matter"));
            }
            Some(start) if is_fence(bare) => {
                tidy(bare, at, file, out);
                let front = mend(&text[start..at], start, file, out);
                return Ok(Parts {
                    front,
                    body: Some((&text[next..], next)),
                });
            }
            Some(_) => {}
        }
        at = next;
    }
    let start = text.find(|c: char| !c.is_whitespace()).unwrap_or(0);
    Err(Diagnostic::new("yaml/syntax", Place::bytes(file, start, start + 3)).case("unclosed"))
}

/// Three or more dashes of any width, alone on a line.
fn is_fence(line: &str) -> bool {
    let half = line == "---";
    half || line.chars().count() >= 2
        && line.chars().all(|c| matches!(c, '-' | '—' | '－' | '–'))
        && line.chars().any(|c| c != '-')
}

fn tidy(line: &str, at: usize, file: FileId, out: &mut Report) {
    if line != "---" {
        let place = Place::bytes(file, at, at + line.len());
        out.add(
            Diagnostic::new("yaml/full-width", place)
                .arg("found", line)
                .arg("right", "---")
                .fix(at, at + line.len(), "---"),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> Result<(String, String, usize), &'static str> {
        let mut out = Report::default();
        let parts = split(text, true, FileId(0), &mut out).map_err(|d| d.case)?;
        let (body, _) = parts.body.unwrap();
        Ok((parts.front.text, body.to_owned(), out.0.len()))
    }

    #[test]
    fn cuts_at_the_fences() {
        assert_eq!(
            parts("---\na: 1\n---\n正文\n"),
            Ok(("a: 1\n".into(), "正文\n".into(), 0))
        );
        assert_eq!(
            parts("---\r\na: 1\r\n---\r\n正文"),
            Ok(("a: 1\r\n".into(), "正文".into(), 0))
        );
        assert_eq!(
            parts("\n———\na: 1\n－－－\n"),
            Ok(("a: 1\n".into(), String::new(), 2))
        );
        assert_eq!(parts("标题: 甲\n"), Err("front-matter"));
        assert_eq!(parts("---\n标题: 甲\n"), Err("unclosed"));
        assert_eq!(parts("  \n"), Err("empty"));
    }
}
