//! How the documents of a key are written: printable ASCII that needs no escape in a script's string.
//!
//! Up to three parts, separated by a space: documents that have it in the text, in a name, in the title; empty
//! parts at the end are left out. A part is a list or, where that is shorter, a set. The digits are the 91
//! characters from `#` to `~` without the backslash.
//!
//! - A list: each number less the one before, less one, with the first counted from -1; in base 64, the last
//!   digit below 64, each digit before it 64 more than what it stands for in base 27.
//! - A set: `!`, then six documents a digit, the first in the lowest bit.

use super::grams::PLACES;

/// Bits of one digit of a set.
const BITS: u32 = 6;

/// The digit `value`, 0 to 90.
fn digit(value: u32) -> u8 {
    let c = value as u8 + b'#';
    c + u8::from(c >= b'\\')
}

/// Appends a sorted list without repetitions.
pub fn list(numbers: &[u32], out: &mut Vec<u8>) {
    let Some(last) = numbers.last() else { return };
    let start = out.len();
    let set = 1 + (last / BITS) as usize;
    let mut next = 0;
    for number in numbers {
        gap(number - next, out);
        next = number + 1;
    }
    if out.len() - start <= set + 1 {
        return;
    }
    out.truncate(start);
    out.push(b'!');
    let mut numbers = numbers.iter().peekable();
    for first in (0..=*last).step_by(BITS as usize) {
        let mut bits = 0;
        while let Some(number) = numbers.next_if(|n| **n < first + BITS) {
            bits |= 1 << (number - first);
        }
        out.push(digit(bits));
    }
}

fn gap(gap: u32, out: &mut Vec<u8>) {
    let mut before = [0; 8];
    let (mut rest, mut length) = (gap / 64, 0);
    while rest > 0 {
        before[length] = digit(64 + rest % 27);
        length += 1;
        rest /= 27;
    }
    out.extend(before[..length].iter().rev());
    out.push(digit(gap % 64));
}

/// Appends the documents of a key by place.
pub fn posting(places: &[Vec<u32>; PLACES], out: &mut Vec<u8>) {
    let start = out.len();
    for (n, numbers) in places.iter().rev().enumerate() {
        if n > 0 {
            out.push(b' ');
        }
        list(numbers, out);
    }
    while out.len() > start && out.last() == Some(&b' ') {
        out.pop();
    }
}

/// Reads what [`list`] wrote: what the client does.
#[cfg(test)]
pub fn read(part: &str) -> Vec<u32> {
    let value = |c: u8| u32::from(c - b'#' - u8::from(c > b'\\'));
    let mut out = Vec::new();
    if let Some(set) = part.strip_prefix('!') {
        for (c, at) in set.bytes().zip(0..) {
            out.extend(
                (0..BITS)
                    .filter(|b| value(c) >> b & 1 == 1)
                    .map(|b| at * BITS + b),
            );
        }
        return out;
    }
    let (mut n, mut next) = (0, 0);
    for v in part.bytes().map(value) {
        if v >= 64 {
            n = n * 27 + v - 64;
            continue;
        }
        next += n * 64 + v + 1;
        out.push(next - 1);
        n = 0;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{list, posting, read};

    #[test]
    fn lists_and_sets_come_back() {
        let cases: [Vec<u32>; 7] = [
            vec![],
            vec![0],
            vec![63, 64, 129, 2_000, 90_000, 4_000_000],
            (0..1_000).collect(),
            (0..1_000).step_by(3).collect(),
            (5..100_000).step_by(61).collect(),
            (0..100_000).filter(|n| n % 7 < 3).collect(),
        ];
        for numbers in cases {
            let mut out = Vec::new();
            list(&numbers, &mut out);
            let text = String::from_utf8(out).unwrap();
            assert!(
                text.bytes()
                    .all(|c| (33..127).contains(&c) && c != b'"' && c != b'\\')
            );
            assert_eq!(read(&text), numbers);
        }
    }

    #[test]
    fn empty_parts_at_the_end_are_left_out() {
        let written = |places| {
            let mut out = Vec::new();
            posting(&places, &mut out);
            String::from_utf8(out).unwrap()
        };
        assert_eq!(written([vec![], vec![], vec![0]]), "#");
        assert_eq!(written([vec![1], vec![], vec![0]]), "#  $");
        assert_eq!(written([vec![], vec![0], vec![]]), " #");
    }
}
