//! Characters that the fonts inside the program lack: few, and each must be looked for in the fonts of the site before it is printed.

use crate::diagnostics::{At, FileId, Place};
use crate::values::{Node, Value};

/// The characters of the built-in fonts, as `themes/default/fonts/README.md` says.
static CHARACTERS: &str = include_str!(concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/themes/default/fonts/characters.txt"
));

/// A character that no built-in font has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rare {
    /// The file of the record that it belongs to.
    pub owner: FileId,
    /// Where it stands.
    pub place: Place,
    /// The character.
    pub character: char,
}

/// The characters that every sheet can be printed with.
#[derive(Debug)]
pub struct Common(Vec<u64>);

impl Common {
    /// The characters of the built-in fonts.
    pub fn new() -> Common {
        let mut bits = vec![0; 0x11_0000 / 64];
        for c in CHARACTERS.chars() {
            let at = u32::from(c) as usize;
            bits[at / 64] |= 1 << (at % 64);
        }
        Common(bits)
    }

    /// Whether `c` can be printed, or need not be.
    fn has(&self, c: char) -> bool {
        let at = u32::from(c) as usize;
        c.is_ascii() || self.0[at / 64] & 1 << (at % 64) != 0 || never_drawn(c)
    }

    /// Whether all of `text` can be printed.
    fn has_all(&self, text: &str) -> bool {
        text.is_ascii() || text.chars().all(|c| self.has(c))
    }
}

/// Whether `c` has no shape of its own: spaces, joiners, choices of a shape. Control characters are reported by themselves.
fn never_drawn(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{E0100}'..='\u{E01EF}')
}

/// Finds the rare characters of one file.
pub struct Search<'a> {
    /// The characters that are not rare.
    pub common: &'a Common,
    /// The file.
    pub owner: FileId,
    /// What was found.
    pub found: Vec<Rare>,
}

impl<'a> Search<'a> {
    /// A search in the file `owner` that has found nothing yet.
    pub fn new(common: &'a Common, owner: FileId) -> Search<'a> {
        Search {
            common,
            owner,
            found: Vec::new(),
        }
    }

    /// Looks at the keys and values of a tree.
    pub fn node(&mut self, node: &Node) {
        match &node.value {
            Value::Null => {}
            Value::Scalar(text) => self.words(text, node.place),
            Value::List(items) => items.iter().for_each(|item| self.node(item)),
            Value::Map(entries) => {
                for entry in entries {
                    self.words(&entry.key, entry.key_place);
                    self.node(&entry.value);
                }
            }
        }
    }

    /// Looks at `text`, which begins at byte `start` of the file.
    pub fn text(&mut self, text: &str, start: usize) {
        if self.common.has_all(text) {
            return;
        }
        for (at, c) in text.char_indices().filter(|(_, c)| !self.common.has(*c)) {
            let place = Place::bytes(self.owner, start + at, start + at + c.len_utf8());
            self.add(c, place);
        }
    }

    fn words(&mut self, text: &str, place: Place) {
        if self.common.has_all(text) {
            return;
        }
        for (at, c) in text.char_indices().filter(|(_, c)| !self.common.has(*c)) {
            // What is written without quotes and escapes stands in the file as it is.
            let exact = match place.at {
                At::Bytes { start, end } if (end - start) as usize == text.len() => {
                    let start = start as usize + at;
                    Place::bytes(place.file, start, start + c.len_utf8())
                }
                _ => place,
            };
            self.add(c, exact);
        }
    }

    fn add(&mut self, character: char, place: Place) {
        let rare = Rare {
            owner: self.owner,
            place,
            character,
        };
        // A character that a value holds twice is reported there once.
        if self.found.last() != Some(&rare) {
            self.found.push(rare);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_the_table_are_common_and_others_are_found() {
        let common = Common::new();
        assert!(common.has_all("王堃 李喆 祎珺璟䶮 翀彧昇镕垚赟婳〔2026〕—“”①☐ abc\u{200B}"));
        let mut search = Search::new(&common, FileId(3));
        search.text("王𠀀、𠀀", 10);
        let found: Vec<_> = search.found.iter().map(|rare| rare.place).collect();
        let at = |start| Place::bytes(FileId(3), start, start + 4);
        assert_eq!(found, [at(13), at(20)]);
    }
}
