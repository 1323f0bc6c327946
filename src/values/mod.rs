//! The values of a disclosure: days and working days, money, quantities and what they can be, rates, limits, periods, audiences, paper, codes, and the alphabet that lists are sorted by.
//!
//! Each is exact, knows how officers write it, and reads no clock.

mod audience;
mod day;
mod due;
mod interval;
mod limit;
mod money;
mod named_set;
mod node;
mod numeral;
mod paper;
mod period;
mod pinyin;
mod qr;
mod quantity;
mod rate;
mod width;
mod words;
mod workday;

pub use audience::Audience;
pub use day::Day;
pub use due::Due;
pub use interval::Interval;
pub use limit::Limit;
pub use money::{Unit, group_digits, parse_decimal};
pub use named_set::Stated;
pub use node::{Entry, Node, Sp, Value};
pub use paper::Paper;
pub use period::Period;
pub use pinyin::{from_a_to_z, letter};
pub use qr::Qr;
pub use quantity::Quantity;
pub use rate::{Fit, Per, Rate};
pub use width::half_width;
pub use words::money_words;
pub use workday::{MissingYear, WorkCalendar};
