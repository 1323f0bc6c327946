//! The values of a disclosure: days and working days, money, limits, periods, audiences, paper, codes.
//!
//! Each is exact, knows how officers write it, and reads no clock.

mod audience;
mod day;
mod limit;
mod money;
mod node;
mod paper;
mod period;
mod qr;
mod width;
mod workday;

pub use audience::Audience;
pub use day::Day;
pub use limit::Limit;
pub use money::{Unit, group_digits, parse_decimal};
pub use node::{Entry, Node, Sp, Value};
pub use paper::Paper;
pub use period::Period;
pub use qr::Qr;
pub use width::half_width;
pub use workday::{MissingYear, WorkCalendar};
