//! A record's text as a tree of blocks, for sheets.
//!
//! The same Markdown as on the page, without addresses: what a sheet cannot follow is left out, and images are named by their file.

use std::ops::Range;

use pulldown_cmark::{Alignment, Event, Parser, Tag};

use super::blocks::{Block, Inline, Note, words_of};
use super::links::{decoded, scheme};
use super::{OPTIONS, cjk};

/// Blocks inside blocks beyond this depth are shown side by side: a sheet has no room for more, and no stack either.
const DEEPEST: usize = 8;

/// The tree of `source`. `locate` names the file of an image by its address in the text, percent signs decoded.
pub fn tree(source: &str, locate: &mut dyn FnMut(&str) -> Option<String>) -> Vec<Block> {
    if source.trim().is_empty() {
        return Vec::new();
    }
    let mut events: Vec<(Event<'_>, Range<usize>)> = Parser::new_ext(source, OPTIONS)
        .into_offset_iter()
        .collect();
    cjk::emphasis(&mut events, source);
    let mut builder = Builder {
        events: events.into_iter().peekable(),
        source,
        locate,
        last: ' ',
        nested: 0,
        notes: Vec::new(),
    };
    let mut blocks = builder.blocks(0);
    if !builder.notes.is_empty() {
        blocks.push(Block::Notes {
            items: builder.notes,
        });
    }
    blocks
}

struct Builder<'a, 'b> {
    events: std::iter::Peekable<std::vec::IntoIter<(Event<'a>, Range<usize>)>>,
    source: &'a str,
    locate: &'b mut dyn FnMut(&str) -> Option<String>,
    last: char,
    /// How many marks of emphasis are open.
    nested: usize,
    notes: Vec<Note>,
}

impl Builder<'_, '_> {
    /// Blocks up to the end of what is open, `depth` deep.
    fn blocks(&mut self, depth: usize) -> Vec<Block> {
        let mut blocks = Vec::new();
        while let Some((event, _)) = self.events.peek() {
            match event {
                Event::End(_) => {
                    self.events.next();
                    break;
                }
                Event::Start(tag) if is_block(tag) => {
                    let Some((Event::Start(tag), _)) = self.events.next() else {
                        break;
                    };
                    self.block(tag, depth, &mut blocks);
                }
                Event::Rule => {
                    self.events.next();
                    blocks.push(Block::Rule);
                }
                // The items of a tight list hold words without a paragraph.
                _ => {
                    let inner = self.inlines(false);
                    if !inner.is_empty() {
                        blocks.push(Block::Para { inner });
                    }
                }
            }
        }
        blocks
    }

    fn block(&mut self, tag: Tag<'_>, depth: usize, out: &mut Vec<Block>) {
        self.last = ' ';
        match tag {
            Tag::Heading { level, .. } => {
                let inner = self.inlines(true);
                let level = level as u8;
                out.push(Block::Heading { level, inner });
            }
            Tag::List(start) => {
                let mut items = Vec::new();
                while let Some((Event::Start(Tag::Item), _)) = self.events.next() {
                    items.push(self.blocks(depth + 1));
                }
                if depth < DEEPEST {
                    out.push(Block::List { start, items });
                } else {
                    out.extend(items.into_iter().flatten());
                }
            }
            Tag::BlockQuote(_) => {
                let of = self.blocks(depth + 1);
                if depth < DEEPEST {
                    out.push(Block::Quote { of });
                } else {
                    out.extend(of);
                }
            }
            Tag::FootnoteDefinition(label) => {
                let of = self.blocks(depth + 1);
                self.notes.push(Note {
                    label: label.to_string(),
                    of,
                });
            }
            Tag::CodeBlock(_) => {
                let text = self.text();
                out.push(Block::Code { text });
            }
            Tag::HtmlBlock => {
                let text = self.text();
                out.push(Block::Para {
                    inner: vec![Inline::Text { s: text }],
                });
            }
            Tag::Table(columns) => out.push(self.table(&columns)),
            _ => {
                let inner = self.inlines(true);
                if !inner.is_empty() {
                    out.push(Block::Para { inner });
                }
            }
        }
    }

    fn table(&mut self, columns: &[Alignment]) -> Block {
        let align = columns
            .iter()
            .map(|column| match column {
                Alignment::None => "none",
                Alignment::Left => "left",
                Alignment::Center => "center",
                Alignment::Right => "right",
            })
            .collect();
        let mut head = Vec::new();
        let mut rows = Vec::new();
        while let Some((Event::Start(tag), _)) = self.events.next() {
            let mut cells = Vec::new();
            while let Some((Event::Start(Tag::TableCell), _)) = self.events.next() {
                self.last = ' ';
                cells.push(self.inlines(true));
            }
            if tag == Tag::TableHead {
                head = cells;
            } else {
                rows.push(cells);
            }
        }
        Block::Table { align, head, rows }
    }

    /// The words up to the end of what is open, which is taken too.
    fn text(&mut self) -> String {
        let mut text = String::new();
        for (event, _) in self.events.by_ref() {
            match event {
                Event::End(_) => break,
                Event::Text(words) | Event::Html(words) => text.push_str(&words),
                _ => {}
            }
        }
        text.trim_end().to_owned()
    }

    /// Pieces of a line up to its end. With `closed` the end of what is open is taken too; without, a block that begins ends them as well.
    fn inlines(&mut self, closed: bool) -> Vec<Inline> {
        let mut out: Vec<Inline> = Vec::new();
        while let Some((event, _)) = self.events.peek() {
            match event {
                Event::End(_) if closed => {
                    self.events.next();
                    break;
                }
                Event::End(_) | Event::Rule => break,
                Event::Start(tag) if is_block(tag) => break,
                _ => {
                    if let Some((event, range)) = self.events.next() {
                        self.inline(event, range, &mut out);
                    }
                }
            }
        }
        out
    }

    fn inline(&mut self, event: Event<'_>, range: Range<usize>, out: &mut Vec<Inline>) {
        match event {
            Event::Text(words) | Event::Html(words) | Event::InlineHtml(words) => {
                self.words(&words, out);
            }
            Event::Code(words) => out.push(Inline::Code {
                s: words.to_string(),
            }),
            Event::SoftBreak => {
                let next = self.source[range.end..]
                    .chars()
                    .find(|c| !c.is_whitespace() && !matches!(c, '*' | '[' | '~' | '_' | '>'));
                if !next.is_some_and(|next| cjk::joins(self.last, next)) {
                    self.words(" ", out);
                }
            }
            Event::HardBreak => out.push(Inline::Break),
            Event::TaskListMarker(done) => self.words(if done { "☑ " } else { "☐ " }, out),
            Event::FootnoteReference(label) => out.push(Inline::Note {
                label: label.to_string(),
            }),
            Event::Start(tag @ (Tag::Strong | Tag::Emphasis | Tag::Strikethrough)) => {
                self.nested += 1;
                let inner = self.inlines(true);
                self.nested -= 1;
                match tag {
                    _ if self.nested >= DEEPEST => out.extend(inner),
                    Tag::Strong => out.push(Inline::Strong { inner }),
                    Tag::Emphasis => out.push(Inline::Emph { inner }),
                    _ => out.push(Inline::Strike { inner }),
                }
            }
            Event::Start(Tag::Link { dest_url, .. }) => {
                let inner = self.inlines(true);
                let elsewhere = scheme(&dest_url).is_some_and(|(name, _)| {
                    ["http", "https", "mailto"].contains(&name.to_ascii_lowercase().as_str())
                });
                let shown = words_of(&inner);
                let to =
                    (elsewhere && shown.trim() != dest_url.as_ref()).then(|| dest_url.to_string());
                out.push(Inline::Link { inner, to });
            }
            Event::Start(Tag::Image { dest_url, .. }) => {
                let inner = self.inlines(true);
                let dest = dest_url.trim();
                let file = scheme(dest)
                    .is_none()
                    .then(|| (self.locate)(&decoded(dest)))
                    .flatten();
                out.push(Inline::Image {
                    file,
                    alt: words_of(&inner),
                });
            }
            Event::Start(_) => out.extend(self.inlines(true)),
            _ => {}
        }
    }

    /// Adds words to those before them, if any.
    fn words(&mut self, words: &str, out: &mut Vec<Inline>) {
        self.last = words.chars().next_back().unwrap_or(self.last);
        match out.last_mut() {
            Some(Inline::Text { s }) => s.push_str(words),
            _ => out.push(Inline::Text {
                s: words.to_owned(),
            }),
        }
    }
}

fn is_block(tag: &Tag<'_>) -> bool {
    !matches!(
        tag,
        Tag::Strong | Tag::Emphasis | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. }
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn json(source: &str) -> String {
        let blocks = tree(source, &mut |path| {
            (path == "图 1.png").then(|| "0.png".to_owned())
        });
        serde_json::to_string(&blocks).unwrap()
    }

    #[test]
    fn a_text_becomes_blocks() {
        let cases = [
            (
                "## 一、题\n\n**重点。**后文\n下一行",
                r#"[{"t":"heading","level":2,"in":[{"t":"text","s":"一、题"}]},{"t":"para","in":[{"t":"strong","in":[{"t":"text","s":"重点。"}]},{"t":"text","s":"后文下一行"}]}]"#,
            ),
            (
                "3. 甲\n4. 乙\n   - 丙",
                r#"[{"t":"list","start":3,"items":[[{"t":"para","in":[{"t":"text","s":"甲"}]}],[{"t":"para","in":[{"t":"text","s":"乙"}]},{"t":"list","start":null,"items":[[{"t":"para","in":[{"t":"text","s":"丙"}]}]]}]]}]"#,
            ),
            (
                "|a|b|\n|:-|-:|\n|甲|1|",
                r#"[{"t":"table","align":["left","right"],"head":[[{"t":"text","s":"a"}],[{"t":"text","s":"b"}]],"rows":[[[{"t":"text","s":"甲"}],[{"t":"text","s":"1"}]]]}]"#,
            ),
            (
                "![村口](图%201.png) [站](https://a.cn/) <https://b.cn>",
                r#"[{"t":"para","in":[{"t":"image","file":"0.png","alt":"村口"},{"t":"text","s":" "},{"t":"link","in":[{"t":"text","s":"站"}],"to":"https://a.cn/"},{"t":"text","s":" "},{"t":"link","in":[{"t":"text","s":"https://b.cn"}],"to":null}]}]"#,
            ),
            (
                "见注[^一]\n\n[^一]: 说明\n",
                r#"[{"t":"para","in":[{"t":"text","s":"见注"},{"t":"note","label":"一"}]},{"t":"notes","items":[{"label":"一","of":[{"t":"para","in":[{"t":"text","s":"说明"}]}]}]}]"#,
            ),
            (
                "<b>字</b>\n\n> 引\n\n---\n\n    码",
                r#"[{"t":"para","in":[{"t":"text","s":"<b>字</b>"}]},{"t":"quote","of":[{"t":"para","in":[{"t":"text","s":"引"}]}]},{"t":"rule"},{"t":"code","text":"码"}]"#,
            ),
        ];
        for (source, expected) in cases {
            assert_eq!(json(source), expected, "{source}");
        }
    }

    #[test]
    fn what_is_nested_too_deep_stays_readable() {
        let source = format!("{} 底", ">".repeat(60));
        let blocks = json(&source);
        assert!(blocks.contains("底") && blocks.matches("quote").count() == DEEPEST);
    }
}
