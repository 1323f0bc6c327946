//! Finds runs of digits in a text, fast: almost all bytes of a site are none.
//!
//! Every number that is looked for has groups of at least three digits, so that looking at every third byte meets each. From there the whole cluster is read: digits of
//! either width, with single spaces or hyphens between them.

use std::ops::Range;

use super::numbers::classify;
use super::{Found, What};

/// The lengths of the groups that numbers are written in.
const GROUPS: &[&[usize]] = &[
    &[3, 4, 4],
    &[4, 4, 4, 4],
    &[4, 4, 4, 4, 1],
    &[4, 4, 4, 4, 2],
    &[4, 4, 4, 4, 3],
    &[6, 13],
    &[6, 8, 4],
    &[6, 4, 4, 4],
    &[3, 3, 4, 4, 4],
];

/// The longest group that any number is written in; a longer run of digits is something else.
const LONGEST: usize = 19;

/// What can stand right before a number although it is made of letters.
const LABELS: [&str; 12] = [
    "id", "no", "tel", "sfz", "sfzh", "mp", "mobile", "phone", "card", "idcard", "sj", "kh",
];

/// The fewest digits that any number has.
const SHORTEST: usize = 11;

/// One group of digits.
#[derive(Debug, Default)]
struct Group {
    range: Range<usize>,
    digits: Vec<u8>,
}

/// Finds the numbers in `text`; `out` gets each, in order.
pub fn scan(text: &str, mut out: impl FnMut(Found)) {
    let bytes = text.as_bytes();
    let mut at = 2;
    let mut done = 0;
    while at < bytes.len() {
        let hit = match bytes[at] {
            b'0'..=b'9' => Some(at),
            0xBC => at.checked_sub(1),
            0x90..=0x99 => at.checked_sub(2),
            0xEF => Some(at),
            _ => None,
        };
        let Some(hit) = hit.filter(|hit| *hit >= done && digit(bytes, *hit).is_some()) else {
            at += 3;
            continue;
        };
        let start = begin(bytes, hit, done);
        let (count, mut end) = extent(bytes, start);
        if count >= SHORTEST {
            let (groups, after) = cluster(bytes, start);
            read(text, &groups, &mut out);
            end = after;
        }
        done = end;
        at = end + 2;
    }
}

/// The digit at byte `at` in either width, and its length.
fn digit(bytes: &[u8], at: usize) -> Option<(u8, usize)> {
    match bytes.get(at)? {
        own @ b'0'..=b'9' => Some((*own, 1)),
        0xEF if bytes.get(at + 1) == Some(&0xBC) => {
            let last = *bytes.get(at + 2)?;
            (0x90..=0x99).contains(&last).then(|| (last - 0x60, 3))
        }
        _ => None,
    }
}

/// The length of what ties two groups at byte `at`: one space or one hyphen, of either width.
fn tie(bytes: &[u8], at: usize) -> Option<usize> {
    match bytes.get(at..)? {
        [b' ' | b'-', ..] => Some(1),
        [0xC2, 0xA0, ..] => Some(2),
        [0xE3, 0x80, 0x80, ..] | [0xEF, 0xBC, 0x8D, ..] | [0xE2, 0x80, 0x90 | 0x91, ..] => Some(3),
        _ => None,
    }
}

/// The first byte of the cluster that the digit at `hit` stands in, not before `floor`.
fn begin(bytes: &[u8], hit: usize, floor: usize) -> usize {
    let digit_before = |at: usize| {
        [1, 3].into_iter().find_map(|length| {
            let start = at.checked_sub(length).filter(|start| *start >= floor)?;
            digit(bytes, start).filter(|(_, own)| *own == length)?;
            Some(start)
        })
    };
    let mut at = hit;
    loop {
        if let Some(start) = digit_before(at) {
            at = start;
            continue;
        }
        let tied = [1, 2, 3].into_iter().find_map(|length| {
            let start = at.checked_sub(length).filter(|start| *start >= floor)?;
            tie(bytes, start).filter(|own| *own == length)?;
            digit_before(start)
        });
        match tied {
            Some(start) => at = start,
            None => return at,
        }
    }
}

/// How many digits the cluster that begins at `start` has, and the byte after it: most are dates and counts, for which nothing need be kept.
fn extent(bytes: &[u8], start: usize) -> (usize, usize) {
    let (mut at, mut count) = (start, 0);
    loop {
        if let Some((_, length)) = digit(bytes, at) {
            at += length;
            count += 1;
            continue;
        }
        match tie(bytes, at).filter(|length| digit(bytes, at + length).is_some()) {
            Some(length) => at += length,
            None => return (count, at),
        }
    }
}

/// The groups of the cluster that begins at `start`, and the byte after it.
fn cluster(bytes: &[u8], start: usize) -> (Vec<Group>, usize) {
    let mut groups = vec![Group {
        range: start..start,
        ..Group::default()
    }];
    let mut at = start;
    loop {
        let last = groups.len() - 1;
        if let Some((digit, length)) = digit(bytes, at) {
            groups[last].digits.push(digit);
            at += length;
            groups[last].range.end = at;
            continue;
        }
        match tie(bytes, at).filter(|length| digit(bytes, at + length).is_some()) {
            Some(length) => {
                at += length;
                groups.push(Group {
                    range: at..at,
                    ..Group::default()
                });
            }
            None => break,
        }
    }
    // The check character of an identity number can be an X, of either width.
    let last = groups.len() - 1;
    let sign = match bytes.get(at..) {
        Some([b'x' | b'X', ..]) => 1,
        Some([0xEF, 0xBC, 0xB8, ..] | [0xEF, 0xBD, 0x98, ..]) => 3,
        _ => 0,
    };
    if sign > 0 && matches!(groups[last].digits.len(), 17 | 3) {
        groups[last].digits.push(b'X');
        at += sign;
        groups[last].range.end = at;
    }
    (groups, at)
}

/// Reads a cluster: as one number in groups, or each group by itself.
fn read(text: &str, cluster: &[Group], out: &mut impl FnMut(Found)) {
    let lengths: Vec<usize> = cluster.iter().map(|group| group.digits.len()).collect();
    // A country code stands before the groups of a telephone number.
    let skip = usize::from(lengths.first() == Some(&2) && cluster[0].digits == b"86");
    if GROUPS.contains(&&lengths[skip..]) {
        let digits: Vec<u8> = cluster[skip..]
            .iter()
            .flat_map(|group| group.digits.iter().copied())
            .collect();
        let range = cluster[skip].range.start..cluster[cluster.len() - 1].range.end;
        if number(text, range, &digits, out) {
            return;
        }
    }
    for group in cluster {
        if (SHORTEST..=LONGEST).contains(&group.digits.len()) {
            let cut = country_code(&group.digits);
            let range = group.range.start..group.range.end;
            number(text, range, &group.digits[cut..], out);
        }
    }
}

/// How many digits of a country code stand before a mobile number.
fn country_code(digits: &[u8]) -> usize {
    match (digits.len(), digits) {
        (13, [b'8', b'6', b'1', ..]) => 2,
        (15, [b'0', b'0', b'8', b'6', b'1', ..]) => 4,
        _ => 0,
    }
}

/// Gives out the number at `range` if it is one of a person; whether it did.
fn number(text: &str, range: Range<usize>, digits: &[u8], out: &mut impl FnMut(Found)) -> bool {
    let Some(what) = classify(digits) else {
        return false;
    };
    if !stands_alone(text, &range, what) {
        return false;
    }
    out(Found {
        what,
        range,
        digits: String::from_utf8_lossy(digits).into_owned(),
    });
    true
}

/// Whether the number at `range` is neither a part of something longer (a decimal, an identifier, the path of an address) nor a sum of money.
fn stands_alone(text: &str, range: &Range<usize>, what: What) -> bool {
    let (before, after) = (&text[..range.start], &text[range.end..]);
    let next = after.chars().next();
    let mut back = before.chars().rev();
    let previous = back.next();
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let point = |c: Option<char>| matches!(c, Some('.' | '．'));
    if next.is_some_and(|c| c.is_ascii_alphanumeric())
        || point(next) && digit(after.chars().nth(1))
        || point(previous) && digit(back.next())
    {
        return false;
    }
    let money = ["元", "万元", "美元", "％", "%"];
    if matches!(previous, Some('¥' | '￥' | '$'))
        || money
            .iter()
            .any(|unit| after.trim_start().starts_with(unit))
    {
        return false;
    }
    is_labelled(before) && (matches!(what, What::Identity(_)) || !is_in_address(before))
}

/// Whether the letters right before a number, if there are any, are a label of it rather than a part of an identifier.
fn is_labelled(before: &str) -> bool {
    let letters = before
        .bytes()
        .rev()
        .take_while(|b| b.is_ascii_alphanumeric())
        .count();
    let word = &before[before.len() - letters..];
    word.is_empty() || LABELS.iter().any(|label| word.eq_ignore_ascii_case(label))
}

/// The most of a text that is looked back on for the beginning of an address.
const ADDRESS: usize = 200;

/// Whether the text ends within an address of the web, as in `https://example.cn/art/6222…`.
fn is_in_address(before: &str) -> bool {
    let from = before.ceil_char_boundary(before.len().saturating_sub(ADDRESS));
    let tail = &before[from..];
    let ends = |c: char| c.is_whitespace() || "\"'<>()（）《》，。、；".contains(c);
    tail.rsplit(ends)
        .next()
        .is_some_and(|word| word.contains("://"))
}
