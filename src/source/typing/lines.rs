//! The lines of a YAML text: indentation, list dashes, keys with their colons, and texts that run over several lines.

use super::brackets::{is_wide_collection, partner, takes_words};
use super::heads::{begins_with_dash, dash, mend_colon, mended_dash, wide_quotes};
use super::signs::{
    cut_by_hash, is_odd_space, leading_key, opens_block, quoted, spaces, width, without_comment,
};
use super::{Flow, Slip, Spot};

/// A line at hand: its text without its end, and the byte it begins at.
#[derive(Debug, Clone, Copy)]
struct Line<'a> {
    body: &'a str,
    start: usize,
}

/// A list or map that is open, by the column its items begin in.
#[derive(Debug)]
struct Level {
    column: usize,
    is_list: bool,
    spot: Spot,
}

/// A block of lines that is text: those with more indentation than `parent`.
#[derive(Debug, Clone, Copy)]
struct Block {
    parent: usize,
    indent: Option<usize>,
}

/// Where a key, or a text that is none, begins.
#[derive(Debug)]
struct Head {
    /// The byte of the line.
    at: usize,
    /// The column.
    column: usize,
    /// What may stand there.
    spot: Spot,
    /// The column that lines going on with a text here are beyond, if it is a text.
    parent: usize,
    /// Whether any word before a colon is a key: a line of a map can be nothing else.
    sure: bool,
}

/// Where the reading of lines stands.
#[derive(Debug, Default)]
pub struct Lines {
    levels: Vec<Level>,
    block: Option<Block>,
    flow: Flow,
    /// The column of a key or dash that has no value yet, and what it takes.
    pending: Option<(usize, Spot)>,
    /// The column of a key or dash whose value has been there: lines beyond it go on with the value.
    running: Option<usize>,
}

impl Lines {
    /// Looks at the next line, which begins at byte `start`.
    pub fn look(&mut self, line: &str, start: usize, out: &mut Vec<Slip>) {
        let body = line.trim_end_matches(['\n', '\r']);
        let line = Line { body, start };
        let indent = spaces(body);
        if indent == body.len() {
            self.blank(line, out);
        } else if self.block.is_some() && self.in_block(line, indent, out) {
        } else if self.flow.is_open() {
            if !self.flow.in_quote() && body[..indent].contains(is_odd_space) {
                out.push(respace(line, indent, width(&body[..indent])));
            }
            self.flow.scan(body, indent, start, out);
        } else if !body[indent..].starts_with('#') {
            self.structure(line, indent, out);
        }
    }

    /// A line of full-width spaces is not blank to YAML.
    fn blank(&mut self, line: Line<'_>, out: &mut Vec<Slip>) {
        let in_text = |block: Block| ascii_indent(line.body) > block.parent;
        if line.body.contains(is_odd_space)
            && !self.flow.is_open()
            && !self.block.is_some_and(in_text)
        {
            out.push(respace(line, line.body.len(), 0));
        }
    }

    /// Whether the line is text of the open block. Tabs and full-width spaces in the place of its indentation are repaired.
    fn in_block(&mut self, line: Line<'_>, indent: usize, out: &mut Vec<Slip>) -> bool {
        let Some(block) = &mut self.block else {
            return false;
        };
        if width(&line.body[..indent]) <= block.parent {
            self.block = None;
            return false;
        }
        let ascii = ascii_indent(line.body);
        let needed = block.indent.unwrap_or(block.parent + 1);
        if ascii < needed && ascii < indent {
            let right = block.indent.unwrap_or(block.parent + 2);
            block.indent = Some(right);
            out.push(respace(line, indent, right));
        } else {
            block.indent.get_or_insert(ascii);
        }
        true
    }

    /// A line that is neither text of a block nor inside brackets.
    fn structure(&mut self, line: Line<'_>, indent: usize, out: &mut Vec<Slip>) {
        let (indent_text, text) = line.body.split_at(indent);
        let column = width(indent_text);
        let goes_on = self.running.is_some_and(|parent| column > parent);
        let odd = indent_text.contains(|c| c != ' ');
        let enough = self
            .running
            .is_some_and(|parent| ascii_indent(line.body) > parent);
        if odd && !(goes_on && enough) {
            out.push(respace(line, indent, column));
        }
        if goes_on {
            if cut_by_hash(text).is_some() {
                let at = line.start + indent;
                out.push(hash(at, text.trim_end(), "").without_repair());
            }
            return;
        }
        self.running = None;
        let dashed = begins_with_dash(text);
        while self.levels.last().is_some_and(|level| {
            level.column > column || level.column == column && level.is_list && !dashed
        }) {
            self.levels.pop();
        }
        let Some(head) = self.head(column, indent, dashed) else {
            self.running = self.pending.take().map(|(parent, _)| parent);
            return;
        };
        self.pending = None;
        if let Some(head) = self.dashes(line, head, out) {
            self.key(line, head, out);
        }
    }

    /// What the line at `column` begins; none for a text below its key.
    fn head(&self, column: usize, at: usize, dashed: bool) -> Option<Head> {
        let last = self.levels.last().filter(|level| level.column == column);
        // A list may stand in the column of its key, but not in that of another list.
        let beside = dashed && last.is_none_or(|level| !level.is_list);
        let fresh = self
            .pending
            .as_ref()
            .filter(|(parent, _)| column > *parent || column == *parent && beside);
        if let Some((parent, spot)) = fresh {
            let head = Head {
                at,
                column,
                spot: spot.clone(),
                parent: *parent,
                sure: spot.takes_map() && !spot.takes_text(),
            };
            return (!spot.is_scalar()).then_some(head);
        }
        let spot = match last {
            Some(level) => level.spot.clone(),
            None if self.levels.is_empty() => Spot::root(),
            None => Spot::default(),
        };
        Some(Head {
            at,
            column,
            spot,
            parent: column,
            sure: true,
        })
    }

    /// Goes over list dashes; none if nothing follows them.
    fn dashes(&mut self, line: Line<'_>, mut head: Head, out: &mut Vec<Slip>) -> Option<Head> {
        loop {
            let rest = &line.body[head.at..];
            let in_list = self
                .levels
                .last()
                .is_some_and(|level| level.is_list && level.column == head.column);
            let listed = in_list || head.spot.takes_list() || head.spot.is_unknown();
            let item = head.spot.item();
            let Some((sign, slip)) = dash(rest, listed, &item) else {
                return Some(head);
            };
            let gap = spaces(&rest[sign..]);
            let at = line.start + head.at;
            let mut columns = 1 + width(&rest[sign..sign + gap]);
            let crooked = gap > 0 && rest[sign..sign + gap].contains(is_odd_space);
            if slip || crooked {
                columns = 2;
                out.push(mended_dash(rest, at, sign, gap));
            }
            if !in_list {
                self.levels.push(Level {
                    column: head.column,
                    is_list: true,
                    spot: head.spot,
                });
            }
            head = Head {
                at: head.at + sign + gap,
                parent: head.column,
                column: head.column + columns,
                sure: item.takes_any_key(),
                spot: item,
            };
            if without_comment(&line.body[head.at..]).is_empty() {
                self.pending = Some((head.parent, head.spot));
                return None;
            }
        }
    }

    /// Goes over a key with its colon and the value behind it, or over a text that is no key.
    fn key(&mut self, line: Line<'_>, head: Head, out: &mut Vec<Slip>) {
        let rest = &line.body[head.at..];
        let bare = !rest.starts_with(['"', '\'', '[', '{', '#', '|', '>', '&', '*', '!']);
        let Some((colon, sign)) = leading_key(rest).filter(|_| bare) else {
            return self.value(line, head, "", out);
        };
        let key = rest[..colon].trim_end();
        let end = colon + sign.len_utf8();
        let gap = spaces(&rest[end..]);
        let right_already = sign == ':'
            && (end + gap == rest.len() || gap > 0 && !rest[end..].starts_with(is_odd_space));
        // Where a list belongs, a key stands for one of its items whose dash was forgotten.
        let container = if head.spot.takes_list() && !head.spot.takes_map() {
            head.spot.item()
        } else {
            head.spot.clone()
        };
        let address = sign == ':' && rest[end..].starts_with('/');
        if !right_already && (address || !head.sure && !container.knows(key)) {
            return self.value(line, head, "", out);
        }
        mend_colon(line.start + head.at, rest, colon, sign, out);
        let spot = container.child(key);
        let fresh = self
            .levels
            .last()
            .is_none_or(|level| level.is_list || level.column != head.column);
        if fresh {
            self.levels.push(Level {
                column: head.column,
                is_list: false,
                spot: container,
            });
        }
        let head = Head {
            at: head.at + end + gap,
            parent: head.column,
            spot,
            ..head
        };
        self.value(line, head, key, out);
    }

    /// Goes over the value of `key`, or over a text where a key could have stood: an item of a list, or what runs on below its key.
    fn value(&mut self, line: Line<'_>, head: Head, key: &str, out: &mut Vec<Slip>) {
        let Head {
            at, spot, parent, ..
        } = head;
        let rest = &line.body[at..];
        let start = line.start + at;
        if without_comment(rest).is_empty() {
            if spot.takes_text()
                && let Some(value) = cut_by_hash(rest)
            {
                out.push(hash(start, value, "").without_repair());
            }
            self.pending = Some((parent, spot));
            return;
        }
        let bar = without_comment(rest) == "｜" && (spot.takes_text() || spot.is_unknown());
        if bar {
            out.push(Slip::wide(start, start + "｜".len(), "|"));
        }
        if bar || opens_block(rest) {
            let indent = None;
            self.block = Some(Block { parent, indent });
            return;
        }
        self.running = Some(parent);
        if rest.starts_with(['"', '\'', '[', '{']) || opens_wide_flow(rest, &spot, key) {
            self.flow.open_with(key, spot);
            self.flow.scan(line.body, at, line.start, out);
        } else if !wide_quotes(rest, start, out)
            && spot.takes_text()
            && let Some(value) = cut_by_hash(rest)
        {
            out.push(hash(start, value, &quoted(value)));
        }
    }
}

/// Bytes of plain spaces that a line begins with.
fn ascii_indent(body: &str) -> usize {
    body.len() - body.trim_start_matches(' ').len()
}

/// The first `indent` bytes of a line become `columns` spaces.
fn respace(line: Line<'_>, indent: usize, columns: usize) -> Slip {
    let (rule, case) = if line.body[..indent].contains(is_odd_space) {
        ("yaml/full-width", "space")
    } else {
        ("yaml/syntax", "tab")
    };
    Slip::new(
        line.start,
        line.start + indent,
        " ".repeat(columns),
        rule,
        case,
    )
}

fn hash(start: usize, value: &str, right: &str) -> Slip {
    Slip::new(start, start + value.len(), right, "yaml/syntax", "comment")
}

/// Whether a value that begins with a full-width bracket is a list or map as a whole, in a place that takes one.
fn opens_wide_flow(text: &str, spot: &Spot, key: &str) -> bool {
    let whole = || {
        let after = |end| without_comment(text).get(end..);
        partner(text)
            .and_then(after)
            .is_some_and(|rest| rest.chars().count() == 1)
    };
    is_wide_collection(text, spot, takes_words(key)) && whole()
}
