//! Where the reading of a line stands within brackets.

use super::Slip;

/// The line being scanned.
#[derive(Clone, Copy)]
pub struct At<'a> {
    /// The line.
    pub body: &'a str,
    /// The byte that the line begins at.
    pub start: usize,
    /// The byte of the line that is looked at.
    pub at: usize,
    /// Where the word or value at hand began.
    pub token: Option<usize>,
}

impl<'a> At<'a> {
    /// What is left of it.
    pub fn rest(&self) -> &'a str {
        &self.body[self.at..]
    }

    /// What follows the character `c` at hand.
    pub fn after(&self, c: char) -> &'a str {
        &self.body[self.at + c.len_utf8()..]
    }

    /// The word or value at hand so far.
    pub fn word(&self) -> &'a str {
        self.token
            .map_or("", |token| self.body[token..self.at].trim())
    }

    /// The sign at hand should be `right`. A space that follows is part of the repair, so that there are not two.
    pub fn wide(&self, c: char, right: &str) -> Slip {
        let end = self.start + self.at + c.len_utf8();
        let space = usize::from(right.ends_with(' ') && self.after(c).starts_with(' '));
        Slip::wide(self.start + self.at, end + space, right)
    }
}

/// The repair of a colon without its space behind the key at hand, and of a comma without one before that key.
pub fn missing_space(here: &At<'_>) -> Slip {
    let token = here.token.unwrap_or(here.at);
    let comma = here.body[..token].ends_with(',');
    let (from, at) = (here.start + token, here.start + here.at);
    let first = here.after(':').chars().next().map_or(0, char::len_utf8);
    let (start, right) = if comma {
        (from - 1, format!(", {}: ", &here.body[token..here.at]))
    } else {
        (at, ": ".to_owned())
    };
    Slip::new(start, at + 1, right, "yaml/syntax", "missing-space")
        .within(start.min(from), at + 1 + first)
}
