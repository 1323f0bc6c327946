//! What a Chinese input method and a careless Tab key leave in YAML, and its repair.
//!
//! Full-width colons, commas, brackets, quotes, dashes and spaces, a missing space after a colon, tabs before text: each is found by looking at lines,
//! before any YAML parser sees the text, because a parser only says that something is wrong further down. What has a single possible meaning is repaired for the rest of the
//! reading, so that one such mistake hides no other, and reported with the repair that `check --fix` makes.
//!
//! 1. [`Spot`] knows from the declared fields what may stand where: a full-width colon in a sentence is text, before a sum it is a slip.
//! 2. [`Lines`] goes over the lines: indentation, list dashes, keys with their colons, texts that run on.
//! 3. [`Flow`] goes over what stands in brackets and quotes.

mod brackets;
mod cursor;
mod flow;
mod heads;
mod lines;
#[cfg(test)]
mod properties;
mod signs;
mod spot;
#[cfg(test)]
mod tests;

use flow::Flow;
use lines::Lines;
use spot::Spot;

use crate::diagnostics::{Diagnostic, FileId, Place, Report};

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
    let mut slips = Vec::new();
    let mut lines = Lines::default();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        lines.look(line, start, &mut slips);
        start += line.len();
    }
    slips.sort_by_key(|slip| (slip.start, slip.end));
    let mut mended = Mended {
        text: String::with_capacity(text.len()),
        ends: Vec::with_capacity(slips.len()),
        base,
    };
    let mut copied = 0;
    for slip in slips {
        let found = &text[slip.start..slip.end];
        let shown = &text[slip.from..slip.to];
        let diagnostic = Diagnostic::new(
            slip.rule,
            Place::bytes(file, base + slip.from, base + slip.to),
        )
        .case(slip.case)
        .arg("found", shown.trim_end());
        let Some(right) = slip.right.filter(|_| slip.start >= copied) else {
            out.add(diagnostic);
            continue;
        };
        mended.text.push_str(&text[copied..slip.start]);
        mended.text.push_str(&right);
        copied = slip.end;
        mended.ends.push((mended.text.len(), copied));
        let (before, after) = (&text[slip.from..slip.start], &text[slip.end..slip.to]);
        let whole = format!("{before}{right}{after}");
        debug_assert_ne!(found, right, "a repair changes something");
        let diagnostic = diagnostic.arg("right", whole.trim_end());
        out.add(diagnostic.fix(base + slip.start, base + slip.end, &right));
    }
    mended.text.push_str(&text[copied..]);
    mended
}

/// A slip of the hand: bytes of the text and what belongs there.
#[derive(Debug)]
struct Slip {
    /// The bytes to replace.
    start: usize,
    end: usize,
    /// What to put there; none where only the officer can say what was meant.
    right: Option<String>,
    /// The bytes to show, around those to replace.
    from: usize,
    to: usize,
    rule: &'static str,
    case: &'static str,
}

impl Slip {
    /// `start..end` should be `right`.
    fn new(
        start: usize,
        end: usize,
        right: impl Into<String>,
        rule: &'static str,
        case: &'static str,
    ) -> Slip {
        Slip {
            start,
            end,
            right: Some(right.into()),
            from: start,
            to: end,
            rule,
            case,
        }
    }

    /// A full-width sign in the place of `right`.
    fn wide(start: usize, end: usize, right: impl Into<String>) -> Slip {
        Slip::new(start, end, right, "yaml/full-width", "")
    }

    /// Shown with what stands around it.
    fn within(mut self, from: usize, to: usize) -> Slip {
        (self.from, self.to) = (from, to);
        self
    }

    /// Reported and not repaired.
    fn without_repair(mut self) -> Slip {
        self.right = None;
        self
    }
}
