//! What can be seen in the text itself: paragraphs cut off in the middle, wrong signs in names, first words.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::{cjk::is_wide, place};
use crate::diagnostics::{Diagnostic, Report};
use crate::kinds::Body;

type Events<'a> = [(Event<'a>, Range<usize>)];

/// A paragraph this short is a line of its own (an address, a name), not a sentence that was cut.
const SENTENCE: usize = 20;

/// The words of some events, without markup.
pub fn text_of(events: &Events<'_>) -> String {
    events
        .iter()
        .filter_map(|(event, _)| match event {
            Event::Text(text) | Event::Code(text) => Some(text.as_ref()),
            Event::SoftBreak | Event::HardBreak => Some(" "),
            _ => None,
        })
        .collect()
}

/// The first `limit` characters of the text's paragraphs.
pub fn summary(events: &Events<'_>, limit: usize) -> String {
    let mut out = String::new();
    let mut count = 0;
    let mut in_paragraph = false;
    for (event, _) in events {
        match event {
            Event::Start(Tag::Paragraph) => in_paragraph = true,
            Event::End(TagEnd::Paragraph) => in_paragraph = false,
            Event::Text(text) | Event::Code(text) if in_paragraph => {
                for c in text.chars() {
                    if count == limit {
                        out.push('…');
                        return out;
                    }
                    out.push(c);
                    count += 1;
                }
            }
            _ => {}
        }
    }
    out
}

/// Warns of a paragraph that ends in mid-sentence before another that does not open like a new item: text pasted across a page break.
pub fn check_cut(events: &Events<'_>, body: &Body, out: &mut Report) {
    let mut depth = 0;
    let mut start = 0;
    let mut before: Option<(char, Range<usize>)> = None;
    for (i, (event, range)) in events.iter().enumerate() {
        match event {
            Event::Start(tag) => {
                if depth == 0 {
                    start = i;
                    let text = body.text[range.clone()].trim();
                    let previous = before.take();
                    if let (Tag::Paragraph, Some((last, at))) = (tag, previous)
                        && !opens_an_item(text)
                    {
                        out.add(Diagnostic::new("text/cut", place(body, &at)).arg("end", last));
                    }
                }
                depth += 1;
            }
            Event::End(end) => {
                depth -= 1;
                let image = i > 0 && matches!(events[i - 1].0, Event::End(TagEnd::Image));
                if depth == 0 && *end == TagEnd::Paragraph && !image {
                    let text = text_of(&events[start..i]);
                    let text = text.trim_end();
                    let last = text.chars().next_back().unwrap_or('。');
                    let cut = text.chars().count() >= SENTENCE
                        && (last.is_alphanumeric() || matches!(last, '，' | '、' | ','))
                        && is_wide_or_comma(last);
                    // The last characters of the paragraph's source carry the mark.
                    let source_end = range.start + body.text[range.clone()].trim_end().len();
                    before =
                        cut.then(|| (last, source_end.saturating_sub(last.len_utf8())..source_end));
                }
            }
            _ => {}
        }
    }
}

fn is_wide_or_comma(c: char) -> bool {
    is_wide(c) || c == ',' || c.is_ascii_digit()
}

/// Whether a paragraph begins like an item of its own: 一是, （一）, 1., 第一, a bracket or a bold head.
fn opens_an_item(text: &str) -> bool {
    let mut chars = text.chars();
    match chars.next() {
        Some('（' | '(' | '【' | '*' | '#' | '①'..='⑳' | '“' | '《' | '!' | '[') => true,
        Some('第' | '附' | '注') => true,
        Some(c) if c.is_ascii_digit() => true,
        Some(c) if "一二三四五六七八九十".contains(c) => chars
            .next()
            .is_some_and(|next| "是、．.，十".contains(next)),
        _ => false,
    }
}

/// Warns of `•‧・･` between Han characters: the separator inside a name is `·` (U+00B7).
pub fn check_names(events: &Events<'_>, body: &Body, out: &mut Report) {
    for (event, range) in events {
        let Event::Text(text) = event else { continue };
        if let Some((at, sign)) = wrong_separator(text, &['•', '‧', '・', '･']) {
            let start = range.start + at;
            let found = Diagnostic::new(
                "text/name-separator",
                place(body, &(start..start + sign.len_utf8())),
            )
            .arg("found", sign);
            out.add(found);
        }
    }
}

/// The first of `signs` that stands between two Han characters.
pub fn wrong_separator(text: &str, signs: &[char]) -> Option<(usize, char)> {
    text.char_indices().find(|(at, c)| {
        let han = |c: Option<char>| {
            c.is_some_and(|c| ('\u{3400}'..='\u{9FFF}').contains(&c) || c >= '\u{20000}')
        };
        signs.contains(c)
            && han(text[..*at].chars().next_back())
            && han(text[at + c.len_utf8()..].chars().next())
    })
}

/// Reports links that were typed with full-width signs or with a space in the address: they would be published as plain text.
pub fn check_link_signs(events: &Events<'_>, body: &Body, out: &mut Report) {
    let source = body.text.as_str();
    for (event, range) in events {
        let Event::Text(_) = event else { continue };
        let text = &source[range.clone()];
        for (at, sign) in text.match_indices(['（', '(']) {
            let start = range.start + at;
            let (before, rest) = (&source[..start], &source[start + sign.len()..]);
            let line = rest.lines().next().unwrap_or_default();
            let Some(end) = line.find(['）', ')']) else {
                continue;
            };
            let (dest, close) = (
                &line[..end],
                if line[end..].starts_with(')') {
                    ")"
                } else {
                    "）"
                },
            );
            let bracket = before.chars().next_back();
            let wide = sign == "（" || close == "）" || bracket == Some('】');
            if !matches!(bracket, Some(']' | '】')) || !is_address(dest) {
                continue;
            }
            let case = if wide { "full-width" } else { "space" };
            let place = place(body, &(start..start + sign.len() + end + close.len()));
            out.add(
                Diagnostic::new("link/broken", place)
                    .case(case)
                    .arg("found", dest),
            );
        }
    }
}

/// Whether what stands in parentheses after a bracket is an address: a full one, a record's, or a file's name.
fn is_address(text: &str) -> bool {
    let text = text.trim();
    let file = text.rsplit_once('.').is_some_and(|(stem, extension)| {
        !stem.is_empty()
            && (2..=4).contains(&extension.len())
            && extension.chars().all(|c| c.is_ascii_alphanumeric())
            && !extension.chars().all(|c| c.is_ascii_digit())
    });
    text.starts_with("http://")
        || text.starts_with("https://")
        || text.starts_with("记录:")
        || text.starts_with("记录：")
        || file && !text.contains(['，', '。', '、'])
}
