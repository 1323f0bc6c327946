//! The signs at the head of a line and around its value: dash, colon, quotes.

use super::signs::{COLONS, is_odd_space, is_space, leading_key, spaces};
use super::{Slip, Spot};

fn is_wide_dash(c: char) -> bool {
    matches!(c, '－' | '—' | '–' | '﹣')
}

/// Whether a line may be an item of a list.
pub fn begins_with_dash(text: &str) -> bool {
    text.starts_with(|c| c == '-' || is_wide_dash(c))
}

/// The bytes of the list dash that `rest` begins with, and whether it is a slip. A full-width dash, or one without its space, is a dash only where a list can stand.
pub fn dash(rest: &str, listed: bool, item: &Spot) -> Option<(usize, bool)> {
    let sign = rest.chars().next()?;
    let after = &rest[sign.len_utf8()..];
    if sign == '-' {
        if after.is_empty() || after.starts_with([' ', '\t']) {
            return Some((1, false));
        }
        let spaced = after.starts_with(is_odd_space);
        let word = after.starts_with(char::is_alphabetic);
        let known =
            || leading_key(after).is_some_and(|(colon, _)| item.knows(after[..colon].trim_end()));
        let certain = spaced || word && (known() || !item.is_unknown() && item.is_scalar());
        return (listed && certain).then_some((1, true));
    }
    let doubled = after.starts_with(sign);
    (listed && is_wide_dash(sign) && !doubled).then_some((sign.len_utf8(), true))
}

/// The repair of the dash of `sign` bytes at byte `at` of the text, with the `gap` behind it.
pub fn mended_dash(rest: &str, at: usize, sign: usize, gap: usize) -> Slip {
    let end = at + sign + gap;
    if rest[sign..].starts_with(is_odd_space) || rest[..sign + gap].contains(is_odd_space) {
        return Slip::new(at, end, "- ", "yaml/full-width", "space");
    }
    if !rest.starts_with('-') {
        return Slip::wide(at, end, "- ");
    }
    let word = rest[sign..].find(COLONS).unwrap_or(rest.len() - sign);
    Slip::new(at, end, "- ", "yaml/syntax", "dash-space").within(at, at + sign + word)
}

/// Mends the colon at byte `colon` of `rest`, which begins at byte `at` of the text, and the space behind it.
pub fn mend_colon(at: usize, rest: &str, colon: usize, sign: char, out: &mut Vec<Slip>) {
    let end = colon + sign.len_utf8();
    let gap = spaces(&rest[end..]);
    let (behind, value) = rest[end..].split_at(gap);
    let space = if value.is_empty() { "" } else { " " };
    if sign != ':' {
        let right = format!(":{space}");
        let gap = if behind.starts_with(' ') && !behind.contains(is_odd_space) {
            gap.min(1)
        } else {
            gap
        };
        out.push(Slip::wide(at + colon, at + end + gap, right));
    } else if gap == 0 && !value.is_empty() {
        let first = value.chars().next().map_or(0, char::len_utf8);
        let slip = Slip::new(at + colon, at + end, ": ", "yaml/syntax", "missing-space");
        out.push(slip.within(at, at + end + first));
    } else if behind.contains(is_odd_space) {
        let slip = Slip::new(at + end, at + end + gap, space, "yaml/full-width", "space");
        out.push(slip);
    } else if behind.starts_with('\t') {
        out.push(Slip::new(
            at + end,
            at + end + gap,
            space,
            "yaml/syntax",
            "tab",
        ));
    }
}

/// Full-width quotes around a whole value; whether they are there.
pub fn wide_quotes(text: &str, start: usize, out: &mut Vec<Slip>) -> bool {
    let text = text.trim_end_matches(is_space);
    let Some(sign @ ('＂' | '＇')) = text.chars().next() else {
        return false;
    };
    let right = if sign == '＂' { "\"" } else { "'" };
    let len = sign.len_utf8();
    let inner = text.strip_prefix(sign).and_then(|t| t.strip_suffix(sign));
    let plain = |inner: &&str| !inner.contains([sign, '"', '\'', '\\']);
    if inner.filter(plain).is_none() {
        return false;
    }
    let end = start + text.len();
    out.push(Slip::wide(start, start + len, right));
    out.push(Slip::wide(end - len, end, right));
    true
}
