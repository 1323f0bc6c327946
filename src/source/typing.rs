//! What a Chinese input method and a careless Tab key leave in YAML, and its repair.
//!
//! Full-width colons, commas, brackets, quotes and dashes, a missing space after a colon, tabs before text, a byte-order mark: each is found by looking at lines,
//! before any YAML parser sees the text, because a parser only says that something is wrong further down. What has a single possible meaning is repaired for the rest of the
//! reading, so that one such mistake hides no other, and reported with the repair that `check --fix` makes.

use crate::diagnostics::{Diagnostic, FileId, Fix, Place, Report};

/// A YAML text with its repairs made, and the way back to the places of the text as written.
#[derive(Debug, Clone)]
pub struct Mended {
    /// The repaired text.
    pub text: String,
    /// For each repair: where it ends in the repaired text, and where it ended in the original.
    ends: Vec<(usize, usize)>,
    base: usize,
}

impl Mended {
    /// A text that needs no repair.
    #[cfg(test)]
    pub fn verbatim(text: &str) -> Mended {
        Mended {
            text: text.to_owned(),
            ends: Vec::new(),
            base: 0,
        }
    }

    /// The byte of the file that byte `at` of the repaired text came from.
    pub fn origin(&self, at: usize) -> usize {
        let repair = self.ends.partition_point(|(mended, _)| *mended <= at);
        let moved = repair.checked_sub(1).map(|i| self.ends[i]);
        self.base + moved.map_or(at, |(mended, original)| at - mended + original)
    }
}

/// Finds the typing mistakes of a YAML text that begins at byte `base` of `file`, reports them, and gives the repaired text.
pub fn mend(text: &str, base: usize, file: FileId, out: &mut Report) -> Mended {
    let mut fixes = Vec::new();
    let mut lines = Lines::default();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        lines.look(line, start, &mut fixes);
        start += line.len();
    }
    let mut mended = Mended {
        text: String::with_capacity(text.len()),
        ends: Vec::with_capacity(fixes.len()),
        base,
    };
    let mut copied = 0;
    for Found { fix, rule, case } in fixes {
        mended.text.push_str(&text[copied..fix.start]);
        mended.text.push_str(&fix.replacement);
        copied = fix.end;
        mended.ends.push((mended.text.len(), copied));
        let (found, right) = (&text[fix.start..fix.end], fix.replacement.as_str());
        let place = Place::bytes(file, base + fix.start, base + fix.end);
        let diagnostic = Diagnostic::new(rule, place)
            .case(case)
            .arg("found", found.trim_end())
            .arg("right", right.trim_end());
        out.add(diagnostic.fix(base + fix.start, base + fix.end, right));
    }
    mended.text.push_str(&text[copied..]);
    mended
}

struct Found {
    fix: Fix,
    rule: &'static str,
    case: &'static str,
}

/// Where the reading of lines stands: inside a block scalar, inside quotes, inside brackets.
#[derive(Default)]
struct Lines {
    /// Indentation of the line that opened a block scalar.
    block: Option<usize>,
    quote: Option<char>,
    open: Vec<Frame>,
}

impl Lines {
    fn look(&mut self, line: &str, start: usize, fixes: &mut Vec<Found>) {
        let body = line.trim_end_matches(['\n', '\r']);
        let indent_text =
            &body[..body.len() - body.trim_start_matches([' ', '\t', '\u{3000}']).len()];
        let indent = indent_text.len();
        if body.trim().is_empty() {
            return;
        }
        if let Some(opened) = self.block {
            if indent > opened {
                return;
            }
            self.block = None;
        }
        let mut at = indent;
        if self.quote.is_none() && self.open.is_empty() {
            if indent_text.contains(['\t', '\u{3000}']) {
                let spaces = indent_text.replace(['\t', '\u{3000}'], "  ");
                fixes.push(found(start, start + indent, spaces, "yaml/syntax", "tab"));
            }
            at = self.keys(body, at, start, fixes);
        }
        self.value(body, at, start, fixes);
        let rest = body[at..].trim_start();
        let opens_block = rest.starts_with(['|', '>'])
            && rest
                .trim_end_matches(|c: char| c.is_ascii_digit() || "|>+-".contains(c))
                .is_empty();
        if opens_block && self.quote.is_none() && self.open.is_empty() {
            self.block = Some(indent);
        }
    }

    /// Goes over list dashes and a key with its colon; gives the byte where the value begins.
    fn keys(&mut self, body: &str, mut at: usize, start: usize, fixes: &mut Vec<Found>) -> usize {
        loop {
            let rest = &body[at..];
            if let Some(after) = rest.strip_prefix("- ") {
                at = body.len() - after.trim_start().len();
                continue;
            }
            // A full-width or long dash at the head of a line, followed by text, is a list dash.
            let dash = rest
                .chars()
                .next()
                .filter(|c| matches!(c, '－' | '—' | '–' | '﹣'));
            if let Some(dash) = dash {
                let len = dash.len_utf8();
                if rest[len..].starts_with(dash) {
                    return at;
                }
                let space = usize::from(rest[len..].starts_with(' '));
                fixes.push(found(
                    start + at,
                    start + at + len + space,
                    "- ".to_owned(),
                    "yaml/full-width",
                    "",
                ));
                at += len + space;
                continue;
            }
            break;
        }
        let rest = &body[at..];
        if rest.starts_with(['"', '\'', '[', '{', '#', '|', '>', '&', '*', '!']) {
            return at;
        }
        let colon = rest.find([':', '：', '﹕', '︰']);
        let Some(colon) = colon.filter(|colon| is_key(&rest[..*colon])) else {
            return at;
        };
        let sign = rest[colon..].chars().next().unwrap_or(':');
        let value = at + colon + sign.len_utf8();
        let after = &body[value..];
        if sign != ':' {
            let replacement = if after.is_empty() || after.starts_with([' ', '\t']) {
                ":"
            } else {
                ": "
            };
            fixes.push(found(
                start + at + colon,
                start + value,
                replacement.to_owned(),
                "yaml/full-width",
                "",
            ));
        } else if !after.is_empty() && !after.starts_with([' ', '\t', '/']) {
            let key_and_value = &rest[..colon + 1];
            let next = after.chars().next().map_or(0, char::len_utf8);
            let replacement = format!("{key_and_value} {}", &after[..next]);
            fixes.push(found(
                start + at,
                start + value + next,
                replacement,
                "yaml/syntax",
                "missing-space",
            ));
            return value + next;
        } else if after.starts_with('\t') {
            let tabs = after.len() - after.trim_start_matches('\t').len();
            fixes.push(found(
                start + value,
                start + value + tabs,
                " ".to_owned(),
                "yaml/syntax",
                "tab",
            ));
        }
        body.len() - after.trim_start().len()
    }

    /// Goes over a value: quotes that are full-width around the whole of it, and punctuation inside brackets.
    fn value(&mut self, body: &str, at: usize, start: usize, fixes: &mut Vec<Found>) {
        let text = body[at..].trim_end();
        let opening = text.chars().next();
        let in_flow =
            !self.open.is_empty() || matches!(opening, Some('[' | '{' | '［' | '｛' | '【'));
        if self.quote.is_none() && !in_flow {
            wide_quotes(text, start + at, fixes);
            if !text.starts_with(['"', '\'']) {
                return;
            }
        }
        let mut previous = ' ';
        for (offset, c) in body[at..].char_indices() {
            if let Some(quote) = self.quote {
                if c == quote && previous != '\\' {
                    self.quote = None;
                }
                previous = if previous == '\\' { ' ' } else { c };
                continue;
            }
            if c == '#' && previous == ' ' {
                return;
            }
            if matches!(c, '"' | '\'') && " [{,:".contains(previous) {
                self.quote = Some(c);
            } else {
                self.flow(c, body, at + offset, start, fixes);
            }
            previous = c;
        }
    }

    /// One character outside quotes, of a value that may be in brackets.
    fn flow(&mut self, c: char, body: &str, at: usize, start: usize, fixes: &mut Vec<Found>) {
        let len = c.len_utf8();
        let rest = &body[at + len..];
        let mut wide = |right: &str| {
            // A space that follows is part of the sign's repair, so that there are not two.
            let space = usize::from(right.ends_with(' ') && rest.starts_with(' '));
            fixes.push(found(
                start + at,
                start + at + len + space,
                right.to_owned(),
                "yaml/full-width",
                "",
            ));
        };
        match (c, self.open.last_mut()) {
            ('[' | '［' | '【', frame) => {
                let fresh = frame.is_none_or(|frame| !frame.map || frame.colon);
                if c != '[' && fresh {
                    wide("[");
                }
                if c == '[' || fresh {
                    self.open.push(Frame {
                        map: false,
                        colon: false,
                        words: is_word_list(rest),
                    });
                }
            }
            ('{' | '｛', _) => {
                if c == '｛' {
                    wide("{");
                }
                self.open.push(Frame {
                    map: true,
                    colon: false,
                    words: false,
                });
            }
            (']' | '］' | '】', Some(frame)) if !frame.map => {
                if c != ']' {
                    wide("]");
                }
                self.open.pop();
            }
            ('}' | '｝', Some(frame)) if frame.map => {
                if c == '｝' {
                    wide("}");
                }
                self.open.pop();
            }
            (':', Some(frame)) => frame.colon = true,
            (',', Some(frame)) => frame.colon = false,
            ('：', Some(frame)) if frame.map && !frame.colon => {
                wide(": ");
                frame.colon = true;
            }
            ('，', Some(frame)) if frame.map && frame.colon && begins_an_entry(rest) => {
                wide(", ");
                frame.colon = false;
            }
            ('，', Some(frame)) if frame.words => wide(", "),
            _ => {}
        }
    }
}

/// A bracket that is open.
#[derive(Debug, Clone, Copy)]
struct Frame {
    map: bool,
    /// Whether the entry at hand has its colon.
    colon: bool,
    /// Whether it is a list of words, whose full-width commas stand between them.
    words: bool,
}

/// Full-width quotes around a whole value.
fn wide_quotes(text: &str, start: usize, fixes: &mut Vec<Found>) {
    let Some(open @ ('＂' | '＇')) = text.chars().next() else {
        return;
    };
    let len = open.len_utf8();
    if text.len() > len && text.ends_with(open) {
        let right = if open == '＂' { "\"" } else { "'" };
        let end = start + text.len();
        fixes.push(found(
            start,
            start + len,
            right.to_owned(),
            "yaml/full-width",
            "",
        ));
        fixes.push(found(
            end - len,
            end,
            right.to_owned(),
            "yaml/full-width",
            "",
        ));
    }
}

/// Whether a list that begins here holds single words: then a full-width comma cannot be part of a sentence. Longer pieces are sentences with commas of their own.
fn is_word_list(rest: &str) -> bool {
    const WORD: usize = 4;
    let Some(end) = rest.find([']', '］', '】']) else {
        return false;
    };
    let inner = &rest[..end];
    inner.contains('，')
        && !inner.contains([',', '{', '"'])
        && inner
            .split('，')
            .all(|word| (1..=WORD).contains(&word.trim().chars().count()))
}

/// Whether what follows a comma in a map is a key with its colon.
fn begins_an_entry(rest: &str) -> bool {
    let sign = rest.find([':', '：', ',', '，', '}', '｝']);
    sign.is_some_and(|at| {
        (rest[at..].starts_with(": ") || rest[at..].starts_with('：'))
            && is_key(rest[..at].trim_start())
    })
}

fn is_key(text: &str) -> bool {
    let key = text.trim_end();
    let letters = key.chars().count();
    (1..=12).contains(&letters)
        && key
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | ' '))
        && !key.chars().all(|c| c.is_ascii_digit())
}

fn found(
    start: usize,
    end: usize,
    replacement: String,
    rule: &'static str,
    case: &'static str,
) -> Found {
    Found {
        fix: Fix {
            start,
            end,
            replacement,
        },
        rule,
        case,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mended(text: &str) -> (String, Vec<&'static str>) {
        let mut out = Report::default();
        let mended = mend(text, 0, FileId(0), &mut out);
        (mended.text, out.0.iter().map(|d| d.rule).collect())
    }

    #[test]
    fn repairs_what_has_one_meaning() {
        for (wrong, right) in [
            ("标题：柳村公示\n", "标题: 柳村公示\n"),
            ("标题:柳村公示\n", "标题: 柳村公示\n"),
            ("标签: [党费，公示]\n", "标签: [党费, 公示]\n"),
            ("标签：【党费，公示】\n", "标签: [党费, 公示]\n"),
            (
                "展示: ｛起： 2026-01-01，止： 2026-02-01｝\n",
                "展示: {起: 2026-01-01, 止: 2026-02-01}\n",
            ),
            (
                "承诺:\n－ 事项：修路\n\t时限：2026-12-31\n",
                "承诺:\n- 事项: 修路\n  时限: 2026-12-31\n",
            ),
            ("电话:\t0000-12345678\n", "电话: 0000-12345678\n"),
            ("标题: ＂甲：乙＂\n", "标题: \"甲：乙\"\n"),
        ] {
            let (text, rules) = mended(wrong);
            assert_eq!(text, right, "{wrong}");
            assert!(!rules.is_empty());
            assert_eq!(mended(&text).1, Vec::<&str>::new(), "mending twice: {text}");
        }
    }

    #[test]
    fn leaves_text_alone() {
        for text in [
            "标题: 关于“两委”换届：说明，一、二\n",
            "网址: https://qx.example.gov.cn/\n",
            "时间: 8:30-17:00\n",
            "正文: |\n  时间：上午\n  地点:村委会\n",
            "说明: \"甲：乙，丙\"\n",
            "- 甲：乙，丙丁戊己庚辛壬癸子丑寅卯\n",
            "标签: [\"甲，乙\", 丙]\n",
            "条件: [正式党员和预备党员，按月交纳]\n",
            "材料: [{名称: 收入说明, 说明: 有固定工资的由单位核定，农民党员不用}]\n",
            "- {事项: 亮标准：农村供水投诉2小时内回话，24小时内到场, 时限: 2026-12-31}\n",
            "地点: [{时间: 每天 8:00至17:00，清明前后延长到18:00, 电话: 0000-12345676}]\n",
            "摘要: 慰问【春节】困难党员\n",
            "时间: [周一至周五 8:30-12:00，14:30-17:30]\n",
            "# 注：这里是说明，随便写\n",
            "标题: 甲 # 注：说明【】\n",
        ] {
            let expected = if text.starts_with("- 甲") {
                "- 甲: 乙，丙丁戊己庚辛壬癸子丑寅卯\n"
            } else {
                text
            };
            assert_eq!(mended(text).0, expected);
        }
    }

    #[test]
    fn places_lead_back_to_the_text_as_written() {
        let text = "标题：甲\n电话：乙\n";
        let mut out = Report::default();
        let mended = mend(text, 100, FileId(0), &mut out);
        for word in ["标题", "甲", "电话", "乙"] {
            assert_eq!(
                mended.origin(mended.text.find(word).unwrap()),
                100 + text.find(word).unwrap(),
                "{word}"
            );
        }
    }
}
