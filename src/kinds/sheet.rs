//! What a kind says about its printed sheets: forms, sizes, and the days they hang.

use super::Record;
use crate::values::{Day, Paper};

/// A form that records are printed in: the kind's sheet template draws it when it is asked for `name`.
#[derive(Debug, PartialEq, Eq)]
pub struct SheetForm {
    /// Its name to the template, in file names, and in the string table under `sheet.form.`.
    pub name: &'static str,
    /// The sizes that a build makes, the usual one first. A size that is asked for otherwise is held like the largest of these that is no larger.
    pub papers: &'static [Paper],
    /// What it is for.
    pub used: Use,
}

/// What a sheet is for, which decides how small its type may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Use {
    /// Pinned up, and read from a metre and a half.
    Board,
    /// Taken in the hand.
    Hand,
    /// Taken in the hand, several to a page to be cut apart.
    Cut,
}

impl Use {
    /// The smallest type in points besides captions and the foot (RNIB clear print for what is held in the hand; a metre and a half at 1/300 of the distance for the board).
    pub fn floor(self) -> f64 {
        match self {
            Use::Board => 14.0,
            Use::Hand | Use::Cut => 12.0,
        }
    }
}

impl SheetForm {
    /// `paper` held as this form is.
    pub fn hold(&self, paper: Paper) -> Paper {
        let usual = self.papers.first().copied().unwrap_or(Paper::A4);
        let nearest = self
            .papers
            .iter()
            .filter(|own| own.area() <= paper.area())
            .max_by_key(|own| own.area());
        paper.held_like(*nearest.unwrap_or(&usual))
    }
}

/// The days that something hangs on a board.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hanging {
    /// First day.
    pub from: Day,
    /// Last day, if one is known.
    pub to: Option<Day>,
}

impl Hanging {
    /// The days that the envelope of `record` gives.
    pub fn written(record: &Record) -> Option<Hanging> {
        let display = record.envelope.display.as_ref()?;
        Some(Hanging {
            from: display.from.value,
            to: display.to.as_ref().map(|to| to.value),
        })
    }

    /// The same, but no shorter than so many days after the first, if there is a least number and an end.
    pub fn at_least(self, days: Option<u32>) -> Hanging {
        let least = days.map(|days| self.from.plus(i64::from(days)));
        Hanging {
            from: self.from,
            to: self.to.map(|to| least.map_or(to, |least| to.max(least))),
        }
    }

    /// Whether `day` is one of them.
    pub fn covers(&self, day: Day) -> bool {
        self.from <= day && self.to.is_none_or(|to| day <= to)
    }

    /// The first day that it need not hang any more.
    pub fn over(&self) -> Option<Day> {
        self.to.map(|to| to.plus(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paper_is_held_like_the_nearest_of_the_form() {
        const PAPERS: &[Paper] = &[Paper::A4.turned(), Paper::A3];
        let form = SheetForm {
            name: "account",
            papers: PAPERS,
            used: Use::Board,
        };
        assert_eq!(form.hold(Paper::A4), Paper::A4.turned());
        assert_eq!(form.hold(Paper::A3), Paper::A3);
        assert_eq!(form.hold(Paper::NINE_A4), Paper::NINE_A4);
        assert_eq!(form.hold(Paper::A5), Paper::A5.turned());
    }
}
