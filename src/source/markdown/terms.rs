//! Terms in a text: the first occurrence of each leads to its explanation at the foot of the page.

use pulldown_cmark::{CowStr, Event, TagEnd, TextMergeStream};

use crate::source::{Glossary, Occurrence, encode_path};

/// `events` with the first occurrence of each term of `glossary` as a link, and the terms in the order of their first occurrence. Headings, the heads of tables, links and
/// code stay as they are.
pub fn mark<'a>(events: Vec<Event<'a>>, glossary: &Glossary) -> (Vec<Event<'a>>, Vec<u32>) {
    let mut seen = Vec::new();
    if glossary.is_empty() {
        return (events, seen);
    }
    let mut done = Vec::with_capacity(events.len() + 8);
    let mut closed = 0_usize;
    // A line break that was left out between two Han characters parts what is one text to its readers.
    for event in TextMergeStream::new(events.into_iter()) {
        match &event {
            Event::Start(tag) if is_closed(&tag.to_end()) => closed += 1,
            Event::End(tag) if is_closed(tag) => closed = closed.saturating_sub(1),
            Event::Text(text) if closed == 0 => {
                let mut found = glossary.find(text);
                found.retain(|own| first_time(own.term, &mut seen));
                if !found.is_empty() {
                    add_marked(text, &found, glossary, &mut done);
                    continue;
                }
            }
            _ => {}
        }
        done.push(event);
    }
    (done, seen)
}

/// The id of the explanation of `word` on a page: its letters and digits, and the numbers of its signs. No heading has one like it: theirs have no low line.
pub fn term_id(word: &str) -> String {
    let mut id = "term_".to_owned();
    for c in word.chars() {
        if c.is_alphanumeric() {
            id.push(c);
        } else {
            id.push_str(&format!("~{:x}~", u32::from(c)));
        }
    }
    id
}

fn first_time(term: u32, seen: &mut Vec<u32>) -> bool {
    let new = !seen.contains(&term);
    if new {
        seen.push(term);
    }
    new
}

fn is_closed(tag: &TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::Heading(_)
            | TagEnd::Link
            | TagEnd::Image
            | TagEnd::CodeBlock
            | TagEnd::TableHead
            | TagEnd::MetadataBlock(_)
    )
}

fn add_marked<'a>(text: &str, found: &[Occurrence], glossary: &Glossary, out: &mut Vec<Event<'a>>) {
    let plain = |text: &str| Event::Text(CowStr::from(text.to_owned()));
    let mut from = 0;
    for own in found {
        if from < own.range.start {
            out.push(plain(&text[from..own.range.start]));
        }
        let word = &glossary.terms()[own.term as usize].word;
        let open = format!(
            "<a class=\"term\" href=\"#{}\">",
            encode_path(&term_id(word))
        );
        out.push(Event::InlineHtml(open.into()));
        out.push(plain(&text[own.range.clone()]));
        out.push(Event::InlineHtml(CowStr::Borrowed("</a>")));
        from = own.range.end;
    }
    if from < text.len() {
        out.push(plain(&text[from..]));
    }
}

#[cfg(test)]
mod tests {
    use pulldown_cmark::{Options, Parser};

    use super::*;

    /// The HTML of a text, each mark written as `[word]`, and the terms.
    fn marked(words: &[&str], text: &str) -> (String, Vec<u32>) {
        let events = Parser::new_ext(text, Options::ENABLE_TABLES).collect();
        let (events, seen) = mark(events, &Glossary::of(words));
        let mut html = String::new();
        pulldown_cmark::html::push_html(&mut html, events.into_iter());
        let mut out = String::new();
        let mut rest = html.as_str();
        while let Some((before, tail)) = rest.split_once("<a class=\"term\" href=\"#") {
            let (_, inner) = tail.split_once("\">").unwrap();
            let (word, tail) = inner.split_once("</a>").unwrap();
            out.push_str(&format!("{before}[{word}]"));
            rest = tail;
        }
        (out + rest.trim_end(), seen)
    }

    #[test]
    fn only_the_first_occurrence_of_a_term_is_marked() {
        let words = ["公示期|期限", "党费"];
        let (html, seen) = marked(&words, "先说党费，再说公示期。\n\n公示期、期限、党费。");
        assert_eq!(
            html,
            "<p>先说[党费]，再说[公示期]。</p>\n<p>公示期、期限、党费。</p>"
        );
        assert_eq!(seen, [1, 0]);
        // The first is another word for it.
        assert_eq!(marked(&words, "期限是公示期").0, "<p>[期限]是公示期</p>");
        // A shorter term is not found inside a longer one that is not marked again.
        let (html, seen) = marked(&["公示", "公示期"], "公示期，公示期，公示");
        assert_eq!(html, "<p>[公示期]，公示期，[公示]</p>");
        assert_eq!(seen, [1, 0]);
    }

    #[test]
    fn headings_links_code_and_heads_of_tables_stay() {
        for (text, html) in [
            ("## 党费", "<h2>党费</h2>"),
            (
                "[党费](http://a.cn) 党费",
                "<p><a href=\"http://a.cn\">党费</a> [党费]</p>",
            ),
            ("`党费`", "<p><code>党费</code></p>"),
            ("    党费", "<pre><code>党费</code></pre>"),
            ("**党费**", "<p><strong>[党费]</strong></p>"),
            (
                "- 党费\n- 党费",
                "<ul>\n<li>[党费]</li>\n<li>党费</li>\n</ul>",
            ),
            (
                "|党费|\n|-|\n|党费|",
                "<table><thead><tr><th>党费</th></tr></thead><tbody>\n<tr><td>[党费]</td></tr>\n</tbody></table>",
            ),
        ] {
            assert_eq!(marked(&["党费"], text).0, html);
        }
        assert!(marked(&["党费"], "## 党费").1.is_empty());
    }

    #[test]
    fn a_mark_is_escaped() {
        let events = Parser::new("甲<b>&\"乙").collect();
        let words = ["<b>&\"|乙"];
        let (events, _) = mark(events, &Glossary::of(&words));
        let mut html = String::new();
        pulldown_cmark::html::push_html(&mut html, events.into_iter());
        let href = "#term_~3c~b~3e~~26~~22~";
        assert!(
            html.contains(&format!("<a class=\"term\" href=\"{href}\">乙</a>")),
            "{html}"
        );
    }
}
