//! What counts as the same letter: one table for the index and for the client.
//!
//! A character is decomposed (NFKD, so that full-width and half-width, and `é` and `e`, are one), put into lower
//! case, and replaced by [`table`]: traditional by simplified (OpenCC's table of characters), any bracket by a
//! round one, any dash by `-`. White space stays, as one space, only between two ASCII characters: elsewhere it
//! is typography. The result is UTF-16, as the client has it.

use super::postings::list;
use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;

/// OpenCC's characters, a traditional one and its simplified forms a line.
const TRADITIONAL: &str = hanconv::RawDictionary::TSCharacters.text();

/// Characters that are told apart by nobody who searches: each of the first is found as the second.
const ALIKE: [(&str, char); 8] = [
    ("[{〔【〖〈《「『﹝", '('),
    ("]}〕】〗〉》」』﹞", ')'),
    ("“”‘’'„″", '"'),
    ("‐‑‒–—―−－─", '-'),
    ("•‧・∙⋅●", '·'),
    ("○", '〇'),
    ("帐", '账'),
    ("\u{1680}\u{2028}\u{2029}\u{7f}\u{85}", ' '),
];

/// Characters without width; they are left out.
const NOTHING: &str = "\u{ad}\u{200b}\u{200c}\u{200d}\u{2060}\u{feff}\u{fe0f}";

/// A combining mark: all of its block is left out, so what is replaced by it is left out too.
const LEFT_OUT: char = '\u{300}';

/// In [`Fold::units`]: the character becomes none or several, see [`Fold::several`].
const SEVERAL: u16 = 0xD800;

/// The replacement of single characters after decomposition and lower case: sorted, and closed, so that no
/// replacement is replaced again.
pub fn table() -> Vec<(u16, u16)> {
    let mut table: Vec<(u16, u16)> = Vec::with_capacity(5_000);
    let mut add = |from: char, to: char| {
        if let (Ok(from), Ok(to)) = (u16::try_from(from as u32), u16::try_from(to as u32))
            && from != to
        {
            table.push((from, to));
        }
    };
    for (from, to) in ALIKE {
        from.chars().for_each(|c| add(c, to));
    }
    NOTHING.chars().for_each(|c| add(c, LEFT_OUT));
    (0..b' ').for_each(|c| add(char::from(c), ' '));
    for line in TRADITIONAL.lines().filter(|l| !l.starts_with('#')) {
        let mut words = line.split_whitespace().map(|w| {
            let mut chars = w.chars();
            chars.next().filter(|_| chars.next().is_none())
        });
        if let (Some(Some(from)), Some(Some(to))) = (words.next(), words.next()) {
            add(from, to);
        }
    }
    // The first of two replacements of the same character holds: those above are nearer to what is searched for.
    table.sort_by_key(|(from, _)| *from);
    table.dedup_by_key(|(from, _)| *from);
    let step = |to: u16| table.binary_search_by_key(&to, |(from, _)| *from);
    let ends: Vec<u16> = table
        .iter()
        .map(|(_, to)| (0..4).fold(*to, |to, _| step(to).map_or(to, |at| table[at].1)))
        .collect();
    table
        .into_iter()
        .zip(ends)
        .filter(|((from, _), end)| from != end)
        .map(|((from, _), end)| (from, end))
        .collect()
}

/// The payload of `fold.js`: a list of what is replaced, a space, and the replacements.
pub fn payload(table: &[(u16, u16)]) -> String {
    let from: Vec<u32> = table.iter().map(|(from, _)| u32::from(*from)).collect();
    let to: Vec<u16> = table.iter().map(|(_, to)| *to).collect();
    let mut out = Vec::new();
    list(&from, &mut out);
    out.push(b' ');
    out.extend(String::from_utf16_lossy(&to).bytes());
    String::from_utf8_lossy(&out).into_owned()
}

/// Folds text.
pub struct Fold {
    units: Vec<u16>,
    several: FxHashMap<char, Vec<u16>>,
    table: Vec<(u16, u16)>,
}

impl Fold {
    /// The one way of folding there is, worked out for each character of the basic plane.
    pub fn new() -> Fold {
        let mut fold = Fold {
            units: (0..=u16::MAX).collect(),
            several: FxHashMap::default(),
            table: table(),
        };
        for (from, to) in fold.table.clone() {
            fold.units[usize::from(from)] = to;
        }
        let plain = |c: &char| !matches!(c, '\u{3400}'..='\u{9FFF}' | '\u{E000}'..='\u{F8FF}');
        for c in ('\0'..='\u{FFFF}').filter(plain) {
            let folded = fold.work_out(c);
            fold.units[c as usize] = match folded[..] {
                [unit] => unit,
                _ => {
                    fold.several.insert(c, folded);
                    SEVERAL
                }
            };
        }
        fold
    }

    fn work_out(&self, c: char) -> Vec<u16> {
        let replaced = |unit: u16| {
            let at = self.table.binary_search_by_key(&unit, |(from, _)| *from);
            at.map_or(unit, |at| self.table[at].1)
        };
        let lower: String = c.nfkd().flat_map(char::to_lowercase).collect();
        let units = lower.encode_utf16().map(replaced);
        units.filter(|u| !(0x300..0x370).contains(u)).collect()
    }

    /// Appends `text` to `out`: folded, and as it is shown.
    pub fn text(&self, text: &str, out: &mut Folded) {
        let start = out.units.len();
        let mut space = false;
        let mut push = |unit: u16, c: Option<char>, out: &mut Folded| {
            if unit == 0x20 {
                space = true;
                return;
            }
            if space && unit < 0x80 && out.units[start..].last().is_some_and(|last| *last < 0x80) {
                out.units.push(0x20);
                out.shown.push(' ');
            }
            space = false;
            out.units.push(unit);
            out.shown.extend(c);
        };
        for c in text.chars() {
            match self.units.get(c as usize) {
                Some(&SEVERAL) => {
                    if let Some(units) = self.several.get(&c) {
                        one_by_one(units, &mut |unit, c| push(unit, c, out));
                    }
                }
                Some(unit) => push(*unit, Some(c), out),
                None => one_by_one(&self.work_out(c), &mut |unit, c| push(unit, c, out)),
            }
        }
    }
}

/// Calls `each` with every unit, and with the character that begins there.
fn one_by_one(units: &[u16], each: &mut impl FnMut(u16, Option<char>)) {
    for c in char::decode_utf16(units.iter().copied()).flatten() {
        let mut both = [0; 2];
        for (n, unit) in c.encode_utf16(&mut both).iter().enumerate() {
            each(*unit, (n == 0).then_some(c));
        }
    }
}

/// Text in the two forms of the index.
#[derive(Default)]
pub struct Folded {
    /// What is searched.
    pub units: Vec<u16>,
    /// What is shown: the text, with as many UTF-16 units, unit for unit, so that a place in the one is the
    /// place in the other. A character that folds to none or several is shown as these (`㎡` as `m2`), and white
    /// space that is typography is gone.
    pub shown: String,
}

#[cfg(test)]
mod tests {
    use super::{Fold, Folded};

    fn folded(text: &str) -> String {
        folded_with(&Fold::new(), text)
    }

    #[test]
    fn forms_of_the_same_letter_are_one() {
        assert_eq!(folded("臺帳公開"), "台账公开");
        assert_eq!(folded("Ａ１０２３　ｂ"), "a1023 b");
        assert_eq!(folded("清办发〔2026〕3号"), folded("清办发［２０２６］3号"));
        assert_eq!(folded("阿卜杜•热合曼"), "阿卜杜·热合曼");
        assert_eq!(folded("e\u{301}É"), "ee");
        assert_eq!(folded("①㈱\u{200b}。"), "1(株)。");
    }

    #[test]
    fn white_space_is_kept_only_between_latin() {
        assert_eq!(folded(" 柳 村\n收 款 2026 年 "), "柳村收款2026年");
        assert_eq!(folded("Office   365\t版"), "office 365版");
    }

    #[test]
    fn folding_twice_changes_nothing() {
        let fold = Fold::new();
        for c in '\0'..='\u{2FFFF}' {
            let once = folded_with(&fold, &c.to_string());
            assert_eq!(folded_with(&fold, &once), once, "{:x}", c as u32);
        }
    }

    fn folded_with(fold: &Fold, text: &str) -> String {
        let mut out = Folded::default();
        fold.text(text, &mut out);
        assert_eq!(out.shown.encode_utf16().count(), out.units.len());
        String::from_utf16_lossy(&out.units)
    }

    #[test]
    fn what_is_shown_is_the_text_but_for_what_has_no_unit_of_its_own() {
        let mut out = Folded::default();
        Fold::new().text(" 面積 12㎡… 𬭳Ａ\u{fa1}é\u{2f800}", &mut out);
        assert_eq!(
            out.shown,
            "面積12m2...𬭳Ａ\u{f71}\u{fb7}é丽".replace("\u{f71}\u{fb7}", "\u{fa1}")
        );
    }
}
