//! Sizes of paper.

use std::fmt;

use serde::Serialize;

/// A size of paper in millimetres, as it is held: A4 on its side is 297 × 210.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Paper {
    /// Width in millimetres.
    pub width: u32,
    /// Height in millimetres.
    pub height: u32,
}

/// The narrowest and the longest side of a sheet that can be asked for, in millimetres.
const SIDES: std::ops::RangeInclusive<u32> = 50..=5000;

impl Paper {
    /// ISO 216.
    pub const A2: Paper = Paper::new(420, 594);
    /// ISO 216.
    pub const A3: Paper = Paper::new(297, 420);
    /// ISO 216.
    pub const A4: Paper = Paper::new(210, 297);
    /// ISO 216.
    pub const A5: Paper = Paper::new(148, 210);
    /// Three times three sheets of A4 with margins of 5 mm and 10 mm of overlap; fits a board of 60 × 90 cm.
    pub const NINE_A4: Paper = Paper::new(580, 841);
    /// Two times two sheets of A3 with the same margins and overlap.
    pub const FOUR_A3: Paper = Paper::new(564, 810);

    const NAMED: [(&str, Paper); 4] = [
        ("a2", Paper::A2),
        ("a3", Paper::A3),
        ("a4", Paper::A4),
        ("a5", Paper::A5),
    ];

    /// A sheet of `width` × `height` millimetres.
    pub const fn new(width: u32, height: u32) -> Paper {
        Paper { width, height }
    }

    /// Reads `a4`, `A3`, or width and height in millimetres as in `580x841`.
    pub fn parse(text: &str) -> Option<Paper> {
        let text = super::half_width(text.trim()).to_ascii_lowercase();
        if let Some((_, paper)) = Paper::NAMED.iter().find(|(name, _)| *name == text) {
            return Some(*paper);
        }
        let (width, height) = text.split_once(['x', '×', '*'])?;
        let side = |text: &str| {
            let number = text.trim().trim_end_matches("mm").trim_end();
            number.parse().ok().filter(|side| SIDES.contains(side))
        };
        Some(Paper::new(side(width)?, side(height)?))
    }

    /// The same sheet on its other side.
    pub const fn turned(self) -> Paper {
        Paper::new(self.height, self.width)
    }

    /// Whether it is wider than high.
    pub fn is_landscape(self) -> bool {
        self.width > self.height
    }

    /// The same sheet held like `other`.
    pub fn held_like(self, other: Paper) -> Paper {
        if self.is_landscape() == other.is_landscape() {
            self
        } else {
            self.turned()
        }
    }

    /// Whether both are the same piece of paper, however held.
    pub fn is_same_size(self, other: Paper) -> bool {
        self == other || self == other.turned()
    }

    /// Whether it is a size with a name.
    pub fn has_name(self) -> bool {
        Paper::NAMED
            .iter()
            .any(|(_, paper)| paper.is_same_size(self))
    }

    /// Square millimetres.
    pub fn area(self) -> u32 {
        self.width * self.height
    }

    /// Its name in lower case, `a4`, or its sides, `580x841`.
    pub fn name(self) -> String {
        let named = Paper::NAMED
            .iter()
            .find(|(_, paper)| paper.is_same_size(self));
        named.map_or_else(
            || format!("{}x{}", self.width, self.height),
            |(name, _)| (*name).to_owned(),
        )
    }
}

impl fmt::Display for Paper {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.name() {
            name if name.starts_with('a') => f.write_str(&name.to_uppercase()),
            _ => write!(f, "{}×{} mm", self.width, self.height),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Paper;

    #[test]
    fn paper_is_read_as_officers_write_it() {
        for (text, paper) in [
            ("a4", Some(Paper::A4)),
            (" Ａ3 ", Some(Paper::A3)),
            ("580x841", Some(Paper::NINE_A4)),
            ("580 × 841mm", Some(Paper::NINE_A4)),
            ("a9", None),
            ("0x841", None),
            ("580", None),
            ("99999x1", None),
        ] {
            assert_eq!(Paper::parse(text), paper, "{text}");
        }
    }

    #[test]
    fn a_sheet_keeps_its_name_on_its_side() {
        assert_eq!(Paper::A3.turned().name(), "a3");
        assert_eq!(Paper::A3.held_like(Paper::A4.turned()).to_string(), "A3");
        assert_eq!(Paper::NINE_A4.to_string(), "580×841 mm");
    }
}
