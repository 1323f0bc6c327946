//! What a run of digits is, by its length, its dates and its check digits.

use super::What;
use crate::values::Day;

/// The provinces that identity numbers begin with (GB/T 2260): 11 北京 to 82 澳门.
const PROVINCES: [u8; 34] = [
    11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46, 50, 51, 52,
    53, 54, 61, 62, 63, 64, 65, 71, 81, 82,
];

/// The first year that somebody who is named today can be born in.
const EARLIEST: i16 = 1900;

/// What `number` is; digits, of which the last may be an `X`.
pub fn classify(number: &[u8]) -> Option<What> {
    match number.len() {
        11 => is_mobile(number).then_some(What::Mobile),
        15 => identity15(number).map(What::Identity),
        18 => match identity18(number) {
            Some(born) => Some(What::Identity(born)),
            None => is_card(number).then_some(What::BankCard),
        },
        16 | 17 | 19 => is_card(number).then_some(What::BankCard),
        _ => None,
    }
}

fn is_mobile(number: &[u8]) -> bool {
    number[0] == b'1' && (b'3'..=b'9').contains(&number[1]) && all_digits(number)
}

/// The day of birth in an identity number of 18 characters whose check character is right.
fn identity18(number: &[u8]) -> Option<Day> {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let (digits, check) = (&number[..17], number[17].to_ascii_uppercase());
    if !all_digits(digits) || !is_province(number) {
        return None;
    }
    let sum: u32 = WEIGHTS.iter().zip(digits).map(|(w, d)| w * value(*d)).sum();
    let right = b"10X98765432"[(sum % 11) as usize];
    let born = day(int(&digits[6..10]), &digits[10..14]);
    born.filter(|born| check == right && born.year() >= EARLIEST)
}

/// The day of birth in an identity number of 15 digits, which were given until 1999.
fn identity15(number: &[u8]) -> Option<Day> {
    let plain = all_digits(number) && is_province(number);
    let born = day(1900 + int(&number[6..8]), &number[8..12]);
    born.filter(|_| plain)
}

fn is_province(number: &[u8]) -> bool {
    PROVINCES
        .iter()
        .any(|province| u32::from(*province) == int(&number[..2]))
}

/// Whether a number is one of a bank card: no card begins with a nought, and serial numbers that begin with a day and numbers of organisations are none.
fn is_card(number: &[u8]) -> bool {
    let same = number.iter().all(|digit| *digit == number[0]);
    all_digits(number)
        && number[0] != b'0'
        && !same
        && luhn(number)
        && !is_dated(number)
        && !is_organisation(number)
}

/// The check digit of ISO/IEC 7812.
fn luhn(number: &[u8]) -> bool {
    let sum: u32 = number
        .iter()
        .rev()
        .enumerate()
        .map(|(at, digit)| match (at % 2, value(*digit)) {
            (1, digit) if digit > 4 => digit * 2 - 9,
            (1, digit) => digit * 2,
            (_, digit) => digit,
        })
        .sum();
    sum.is_multiple_of(10)
}

/// Whether a number begins with a day of our time, as vouchers, orders and documents do: `20260929…`.
fn is_dated(number: &[u8]) -> bool {
    let year = int(&number[..4]);
    (1990..2100).contains(&year) && day(year, &number[4..8]).is_some()
}

/// Whether 18 digits are a unified social credit code (GB 32100) whose check digit is right.
fn is_organisation(number: &[u8]) -> bool {
    const WEIGHTS: [u32; 17] = [
        1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28,
    ];
    let registered = number.len() == 18 && [b'1', b'5', b'9'].contains(&number[0]);
    let sum: u32 = WEIGHTS.iter().zip(number).map(|(w, d)| w * value(*d)).sum();
    registered && (31 - sum % 31) % 31 == value(number[17])
}

fn day(year: u32, rest: &[u8]) -> Option<Day> {
    let narrow = |n: u32| i8::try_from(n).ok();
    let year = i16::try_from(year).ok()?;
    Day::new(year, narrow(int(&rest[..2]))?, narrow(int(&rest[2..4]))?)
}

fn all_digits(number: &[u8]) -> bool {
    number.iter().all(u8::is_ascii_digit)
}

fn value(digit: u8) -> u32 {
    u32::from(digit.wrapping_sub(b'0') % 10)
}

fn int(digits: &[u8]) -> u32 {
    digits.iter().fold(0, |n, digit| n * 10 + value(*digit))
}
