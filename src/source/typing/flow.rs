//! What stands in brackets and quotes, on one line or several.

use super::brackets::{closers, is_wide_collection, is_words, partner, takes_words};
use super::cursor::{At, missing_space};
use super::signs::{is_key, is_odd_space, is_space, quoted, spaces};
use super::{Slip, Spot};

/// The brackets and quotes that are open.
#[derive(Debug, Default)]
pub struct Flow {
    frames: Vec<Frame>,
    quote: Option<char>,
    /// What the outermost value may be, and whether its list is one of words.
    spot: Spot,
    words: bool,
}

/// A bracket that is open.
#[derive(Debug)]
struct Frame {
    map: bool,
    /// What the list or map is.
    spot: Spot,
    /// The keys that a map has so far.
    keys: Vec<String>,
    /// The value at hand of a map, once it has its colon.
    value: Option<Spot>,
    /// Whether that colon was full-width.
    wide_colon: bool,
    /// Whether it is a list of words.
    words: bool,
    /// Full-width brackets that are open within a text.
    in_text: usize,
}

impl Frame {
    fn expects_key(&self) -> bool {
        self.map && self.value.is_none()
    }
}

impl Flow {
    /// Begins a value of `key` in brackets or quotes.
    pub fn open_with(&mut self, key: &str, spot: Spot) {
        *self = Flow {
            words: takes_words(key),
            spot,
            ..Flow::default()
        };
    }

    /// Whether the value goes on in the next line.
    pub fn is_open(&self) -> bool {
        self.quote.is_some() || !self.frames.is_empty()
    }

    /// Whether the next line begins within quotes.
    pub fn in_quote(&self) -> bool {
        self.quote.is_some()
    }

    /// Goes over `body` from byte `at` to the end of the value or of the line.
    pub fn scan(&mut self, body: &str, at: usize, start: usize, out: &mut Vec<Slip>) {
        let token = None;
        let mut here = At {
            body,
            start,
            at,
            token,
        };
        let mut begun = self.is_open();
        while let Some(c) = here.rest().chars().next() {
            if begun && !self.is_open() {
                return;
            }
            begun = true;
            let spaced = body[..here.at].ends_with([' ', '\t']) || here.at == 0;
            if self.quote.is_some() {
                here.at += self.quoted(c, here.after(c));
            } else if c == '#' && spaced {
                return self.hash(&here, out);
            } else if here.token.is_none() && is_space(c) {
                self.space(&mut here, out);
            } else if here.token.is_none() && matches!(c, '"' | '\'') {
                self.quote = Some(c);
                here.token = Some(here.at);
                here.at += 1;
            } else {
                self.sign(c, &mut here, out);
            }
        }
    }

    /// A character within quotes; gives the bytes to go on by.
    fn quoted(&mut self, c: char, after: &str) -> usize {
        let next = after.chars().next();
        let pair = match self.quote {
            Some('"') => c == '\\',
            quote => Some(c) == quote && next == quote,
        };
        if pair {
            return c.len_utf8() + next.map_or(0, char::len_utf8);
        }
        if self.quote == Some(c) {
            self.quote = None;
        }
        c.len_utf8()
    }

    /// Spaces before a word or value.
    fn space(&self, here: &mut At<'_>, out: &mut Vec<Slip>) {
        let len = spaces(here.rest());
        let (start, end) = (here.start + here.at, here.start + here.at + len);
        if here.rest()[..len].contains(is_odd_space) {
            out.push(Slip::new(start, end, " ", "yaml/full-width", "space"));
        }
        here.at += len;
    }

    /// A hash before the closing bracket: to YAML the rest of the line is a comment, bracket and all.
    fn hash(&self, here: &At<'_>, out: &mut Vec<Slip>) {
        let rest = here.rest();
        let cuts = rest[1..].starts_with(|c| !is_space(c));
        let Some(frame) = self.frames.last() else {
            return;
        };
        if !cuts || closers(rest, frame.map) == 0 {
            return;
        }
        let end = rest.find([',', '，', ']', '}']).unwrap_or(rest.len());
        let from = here.token.unwrap_or(here.at);
        let text = here.body[from..here.at + end].trim_end();
        let (start, end) = (here.start + from, here.start + from + text.len());
        let slip = Slip::new(start, end, quoted(text), "yaml/syntax", "comment");
        let plain = here.token.is_some() && !text.starts_with(['"', '\'', ']', '}']);
        out.push(if plain { slip } else { slip.without_repair() });
    }

    /// What may stand where a value begins now.
    fn expected(&self) -> Spot {
        match self.frames.last() {
            None => self.spot.clone(),
            Some(frame) if frame.map => frame.value.clone().unwrap_or_default(),
            Some(frame) => frame.spot.item(),
        }
    }

    /// One character outside quotes.
    fn sign(&mut self, c: char, here: &mut At<'_>, out: &mut Vec<Slip>) {
        let step = c.len_utf8();
        let handled = match c {
            '[' | '{' => {
                self.push(c == '{', here.after(c));
                true
            }
            '［' | '【' | '｛' => self.wide_open(c, here, out),
            ']' | '}' => {
                self.frames.pop();
                // What follows a closed bracket is neither word nor value until the next comma.
                here.token = Some(here.at);
                here.at += step;
                return;
            }
            '］' | '】' | '｝' => {
                if self.wide_close(c, here, out) {
                    here.token = Some(here.at);
                    here.at += step;
                    return;
                }
                false
            }
            ',' => {
                if let Some(end) = self.thousands(here, out) {
                    here.at = end;
                    return;
                }
                self.next_entry();
                true
            }
            '，' | '、' => self.wide_comma(c, here, out),
            ':' | '：' => self.colon(c, here, out),
            _ => false,
        };
        if handled {
            here.token = None;
        } else {
            here.token.get_or_insert(here.at);
        }
        here.at += step;
    }

    fn push(&mut self, map: bool, rest: &str) {
        let spot = self.expected();
        self.frames.push(Frame {
            map,
            words: !map && self.words_expected() && spot.item().takes_text() && is_words(rest),
            spot,
            keys: Vec::new(),
            value: None,
            wide_colon: false,
            in_text: 0,
        });
    }

    /// Whether the value that begins now is that of a key whose list holds plain words.
    fn words_expected(&self) -> bool {
        match self.frames.last() {
            None => self.words,
            Some(frame) => frame.map && frame.keys.last().is_some_and(|key| takes_words(key)),
        }
    }

    /// A full-width bracket opens a list or map only where the value as a whole is one.
    fn wide_open(&mut self, c: char, here: &At<'_>, out: &mut Vec<Slip>) -> bool {
        let value = here.token.is_none() && self.frames.last().is_none_or(|f| !f.expects_key());
        let ends_value = || {
            let rest = here.rest();
            partner(rest).is_some_and(|end| {
                let close = rest[end..].chars().next().map_or(0, char::len_utf8);
                let next = rest[end + close..].trim_start_matches(is_space);
                next.is_empty() || next.starts_with([',', '，', ']', '］', '】', '}', '｝', '#'])
            })
        };
        if value
            && is_wide_collection(here.rest(), &self.expected(), self.words_expected())
            && ends_value()
        {
            let map = c == '｛';
            out.push(here.wide(c, if map { "{" } else { "[" }));
            self.push(map, here.after(c));
            return true;
        }
        if let Some(frame) = self.frames.last_mut() {
            frame.in_text += 1;
        }
        false
    }

    /// A full-width bracket closes a list or map unless it closes one within a text, or the half-width one is still to come.
    fn wide_close(&mut self, c: char, here: &At<'_>, out: &mut Vec<Slip>) -> bool {
        let nested = self.frames.len() > 1;
        let map = c == '｝';
        let outer = self.frames.iter().rev().skip(1);
        let outer = outer.filter(|frame| frame.map == map).count();
        let Some(frame) = self.frames.last_mut() else {
            return false;
        };
        if frame.in_text > 0 {
            frame.in_text -= 1;
            return false;
        }
        let right = if map { "}" } else { "]" };
        let rest = here.after(c).trim_start_matches(is_space);
        let next = [',', '，', ']', '］', '】', '}', '｝'];
        let at_end = rest.is_empty()
            || nested && rest.starts_with(next)
            || rest.starts_with('#') && rest.len() < here.after(c).len();
        if frame.map != map || !at_end || closers(rest, map) > outer {
            return false;
        }
        out.push(here.wide(c, right));
        self.frames.pop();
        true
    }

    fn next_entry(&mut self) {
        if let Some(frame) = self.frames.last_mut() {
            frame.value = None;
            frame.in_text = 0;
        }
    }

    /// A colon behind a key of a map, half-width or full-width, with or without its space.
    fn colon(&mut self, c: char, here: &At<'_>, out: &mut Vec<Slip>) -> bool {
        let Some(frame) = self.frames.last_mut().filter(|frame| frame.expects_key()) else {
            return false;
        };
        let key = here.word().trim_matches(['"', '\'']);
        let after = here.after(c);
        if c == '：' {
            if !is_key(key) {
                return false;
            }
            out.push(here.wide(c, ": "));
        } else if !after.is_empty() && !after.starts_with([' ', '\t', ',', '}', '[', '{']) {
            let quoted_key = here.word().starts_with(['"', '\'']);
            let spaced = after.starts_with(is_odd_space);
            let known = quoted_key || frame.spot.knows(key) || spaced && is_key(key);
            if !known {
                return false;
            }
            if !quoted_key && !spaced {
                out.push(missing_space(here));
            }
        }
        frame.value = Some(frame.spot.child(key));
        frame.wide_colon = c == '：';
        frame.keys.push(key.to_owned());
        true
    }

    /// A full-width comma or 、 that stands between the words of a list or the entries of a map.
    fn wide_comma(&mut self, c: char, here: &At<'_>, out: &mut Vec<Slip>) -> bool {
        let Some(frame) = self.frames.last() else {
            return false;
        };
        let between = if frame.map {
            c == '，' && frame.in_text == 0 && frame.ends_at_comma(here.after(c))
        } else {
            frame.words
        };
        if between {
            out.push(here.wide(c, ", "));
            self.next_entry();
        }
        between
    }

    /// A comma that groups the digits of a number: to YAML it ends the value, and the rest would be a key. Gives the end of the value if it is one.
    fn thousands(&self, here: &At<'_>, out: &mut Vec<Slip>) -> Option<usize> {
        let value = self.frames.last()?.value.as_ref()?;
        let token = here.token?;
        let mut end = here.at;
        while let Some(group) = here.body[end..].strip_prefix(',') {
            let digits = group.bytes().take_while(u8::is_ascii_digit).count();
            let grouped = digits == 3 && here.body[..end].ends_with(|c: char| c.is_ascii_digit());
            let tail = group.find([',', '}', '，', '｝']).unwrap_or(group.len());
            if !grouped || group[..tail].contains([':', '：', '"', '\'']) {
                break;
            }
            end += 1 + tail;
        }
        let end = token + here.body[token..end].trim_end_matches(is_space).len();
        if end <= here.at {
            return None;
        }
        let text = &here.body[token..end];
        let right = if value.is_number() {
            text.replace(',', "")
        } else {
            quoted(text)
        };
        out.push(Slip::new(
            here.start + token,
            here.start + end,
            right,
            "yaml/syntax",
            "thousands",
        ));
        Some(end)
    }
}

impl Frame {
    /// Whether a full-width comma ends the value at hand, with `rest` behind it: a key of this very map follows, and the comma cannot be part of a text.
    fn ends_at_comma(&self, rest: &str) -> bool {
        let Some(value) = &self.value else {
            return false;
        };
        let Some(at) = rest.find([':', '：', ',', '，', '}', '｝']) else {
            return false;
        };
        let key = rest[..at].trim();
        let wide = rest[at..].starts_with('：');
        let half = rest[at..].starts_with(": ");
        let fits = self.spot.knows(key) && !self.keys.iter().any(|earlier| earlier == key);
        let free = self.spot.takes_any_key() && is_key(key);
        // A colon with a space behind it cannot stand within a value. Any other can, unless the value is no text, or the officer types all of them full-width.
        let either = !value.takes_commas() || wide && self.wide_colon;
        if half {
            fits || free
        } else {
            fits && either && rest[at..].starts_with([':', '：'])
        }
    }
}
