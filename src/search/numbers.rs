//! Amounts and days in a text, whichever way they are written.

/// A number that is found as what it means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meant {
    /// A sum of money (or anything that is written like one), in hundredths.
    Amount(u64),
    /// A day as `20261122`, or a month as `20261100`.
    Day(u32),
}

/// Sums from here on (100 billion yuan) are not indexed.
pub const TOO_MUCH: u64 = 10_000_000_000_000;

const YEAR: u16 = 0x5E74;
const MONTH: u16 = 0x6708;
const YUAN: u16 = 0x5143;
const TEN_THOUSAND: u16 = 0x4E07;
const HUNDRED_MILLION: u16 = 0x4EBF;

/// Calls `found` with each day and each amount of a folded text.
///
/// A number is an amount if it has thousands separators, decimals, 万 or 亿, or if 元 follows: a plain number is
/// found by its digits anyway.
pub fn scan(text: &[u16], mut found: impl FnMut(Meant)) {
    let mut at = 0;
    while at < text.len() {
        if !digit(text[at]) {
            at += 1;
            continue;
        }
        if let Some((end, day)) = day(text, at) {
            found(Meant::Day(day));
            at = end;
            continue;
        }
        let (end, cents) = amount(text, at);
        if let Some(cents) = cents {
            found(Meant::Amount(cents));
        }
        at = end;
    }
}

fn digit(unit: u16) -> bool {
    (0x30..0x3A).contains(&unit)
}

fn run(text: &[u16], at: usize) -> usize {
    text[at..].iter().take_while(|u| digit(**u)).count()
}

fn value(text: &[u16]) -> u64 {
    text.iter().filter(|u| digit(**u)).fold(0, |n, u| {
        u64::saturating_add(n.saturating_mul(10), u64::from(*u - 0x30))
    })
}

/// The day, or the month as `2026年11月`, that begins at `at`, and its end.
fn day(text: &[u16], at: usize) -> Option<(usize, u32)> {
    let part = |at: usize, longest: usize| {
        let length = run(text, at.min(text.len()));
        (1..=longest)
            .contains(&length)
            .then(|| (at + length, value(&text[at..at + length]) as u32))
    };
    let (end, year) = part(at, 4).filter(|(_, year)| (1900..2200).contains(year))?;
    let sign = *text.get(end)?;
    let (end, month) = part(end + 1, 2).filter(|(_, month)| (1..13).contains(month))?;
    if !is_sign(sign, YEAR) {
        return None;
    }
    let month = year * 10_000 + month * 100;
    let next = *text.get(end).unwrap_or(&0);
    match part(end + 1, 2).filter(|(_, day)| (1..32).contains(day)) {
        Some((end, day)) if is_sign(next, MONTH) => Some((end, month + day)),
        _ if sign == YEAR && next == MONTH => Some((end + 1, month)),
        _ => None,
    }
}

fn is_sign(unit: u16, han: u16) -> bool {
    unit == han || [b'-', b'.', b'/'].map(u16::from).contains(&unit)
}

/// The end of the number that begins at `at`, and its hundredths if it is an amount.
fn amount(text: &[u16], at: usize) -> (usize, Option<u64>) {
    let is = |at: usize, what: u8| text.get(at) == Some(&u16::from(what));
    let mut end = at + run(text, at);
    let first = end;
    while is(end, b',') && run(text, end + 1) == 3 {
        end += 4;
    }
    let mut telling = end > first;
    let mut cents = value(&text[at..end]).saturating_mul(100);
    let mut places = 0;
    if is(end, b'.') && run(text, (end + 1).min(text.len())) > 0 {
        places = run(text, end + 1);
        end += 1 + places;
        telling = true;
    }
    let unit = match text.get(end) {
        Some(&TEN_THOUSAND) => 10_000,
        Some(&HUNDRED_MILLION) => 100_000_000,
        Some(&YUAN) => 1,
        _ => 0,
    };
    if (!telling && unit == 0) || is(end, b'%') || places > 8 || cents > TOO_MUCH {
        return (end, None);
    }
    let factor = unit.max(1);
    cents *= factor;
    let fraction = value(&text[end - places..end]) * 100 * factor;
    let scale = 10_u64.pow(places as u32);
    cents += fraction / scale;
    let whole = fraction.is_multiple_of(scale) && cents < TOO_MUCH;
    (end + usize::from(unit > 1), whole.then_some(cents))
}

#[cfg(test)]
mod tests {
    use super::{Meant, scan};

    fn all(text: &str) -> Vec<Meant> {
        let mut out = Vec::new();
        let units: Vec<u16> = text.encode_utf16().collect();
        scan(&units, |meant| out.push(meant));
        out
    }

    #[test]
    fn amounts() {
        let forty_five = vec![Meant::Amount(4_500_000)];
        for text in [
            "45,000",
            "45000.00",
            "4.5万",
            "4.50万元",
            "45000元",
            "付45,000.0元,",
        ] {
            assert_eq!(all(text), forty_five, "{text}");
        }
        assert_eq!(all("1.2亿元"), [Meant::Amount(12_000_000_000)]);
        assert_eq!(all("3万"), [Meant::Amount(3_000_000)]);
        assert_eq!(all("5,00.125,12.5%,45000,0000-12345622"), []);
        assert_eq!(all("99999999999999999999.9元"), []);
        assert_eq!(all("0.5."), [Meant::Amount(50)]);
    }

    #[test]
    fn days() {
        for text in ["2026-11-02", "2026年11月2日", "2026.11.02", "2026/11/2起"] {
            assert_eq!(all(text), [Meant::Day(20_261_102)], "{text}");
        }
        assert_eq!(all("2026年11月"), [Meant::Day(20_261_100)]);
        assert_eq!(all("2026年13月1日"), []);
        assert_eq!(all("12026-11-02"), []);
        assert_eq!(all("2026年"), []);
    }
}
