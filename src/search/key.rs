//! What is looked up: a key is up to four UTF-16 units of folded text, or a word for something else.
//!
//! | key | stands for |
//! | --- | --- |
//! | two units | they follow one another; surrogates are moved to the private use area, so that UTF-8 can hold them |
//! | three or four ASCII characters | they follow one another, four as long as there are four |
//! | two ASCII characters and another unit | a run of ASCII ends so |
//! | ` a` and 14 digits | an amount in hundredths |
//! | ` d` and 8 digits, or 6 | a day, or a month |
//! | ` kind/`, its key and `/` | a kind of record |
//! | ` org/`, its path and `/` | an organisation; those below it begin with the same |
//! | ` p` and up to 3 letters | initials in the title |
//! | ` year/`, its number and `/` | a year |
//!
//! A space never is in what is searched for, so that no word is taken for a text. Their order as numbers is
//! the order of the strings by UTF-16 units, the one that scripts compare by.

/// A key as a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key(u64);

const PAYLOAD: u64 = (1 << 44) - 1;

/// What kinds and organisations are called in keys, each sorted as it stands there, with a `/` at its end.
#[derive(Default)]
pub struct Names {
    /// Keys of kinds.
    pub kinds: Vec<String>,
    /// Paths of organisations.
    pub orgs: Vec<String>,
}

fn word(tag: u64, payload: u64) -> Key {
    Key(0x20 << 48 | tag << 44 | payload & PAYLOAD)
}

impl Key {
    /// Two units that follow one another.
    pub fn pair(a: u16, b: u16) -> Key {
        Key::window(&[a, b])
    }

    /// Up to four units that follow one another.
    pub fn window(units: &[u16]) -> Key {
        Key((0..4).fold(0, |key, at| {
            let unit = units.get(at).copied().unwrap_or(0);
            let moved = if unit & 0xF800 == 0xD800 {
                unit + 0x800
            } else {
                unit
            };
            key << 16 | u64::from(moved)
        }))
    }

    /// An amount in hundredths.
    pub fn amount(cents: u64) -> Key {
        word(1, cents)
    }

    /// A day as 20261122, or a month as 20261100.
    pub fn day(day: u32) -> Key {
        word(2, u64::from(day))
    }

    /// A kind of record, by its place in [`Names::kinds`].
    pub fn kind(kind: u32) -> Key {
        word(3, u64::from(kind))
    }

    /// An organisation, by its place in [`Names::orgs`].
    pub fn org(org: u32) -> Key {
        word(4, u64::from(org))
    }

    /// A year.
    pub fn year(year: i16) -> Key {
        word(6, u64::from(year.unsigned_abs()))
    }

    /// One to three initials, ASCII.
    pub fn initials(letters: &[u8]) -> Key {
        word(
            5,
            (0..3).fold(0, |key, at| {
                key << 8 | u64::from(letters.get(at).copied().unwrap_or(0))
            }),
        )
    }

    /// Whether it stands for something else than a piece of text.
    pub fn is_word(self) -> bool {
        self.0 >> 48 == 0x20
    }

    /// The key as the client has it.
    pub fn text(self, names: &Names) -> String {
        let payload = self.0 & PAYLOAD;
        match (self.0 >> 48, self.0 >> 44 & 0xF) {
            (0x20, 1) => format!(" a{payload:014}"),
            (0x20, 2) if payload.is_multiple_of(100) => format!(" d{:06}", payload / 100),
            (0x20, 2) => format!(" d{payload:08}"),
            (0x20, 3) => format!(" kind/{}/", names.kinds[payload as usize]),
            (0x20, 4) => format!(" org/{}/", names.orgs[payload as usize]),
            (0x20, 6) => format!(" year/{payload:04}/"),
            (0x20, _) => [16, 8, 0]
                .map(|shift| char::from((payload >> shift & 0xFF) as u8))
                .into_iter()
                .filter(|c| *c != '\0')
                .fold(String::from(" p"), |text, c| {
                    text + c.encode_utf8(&mut [0; 4])
                }),
            _ => String::from_utf16_lossy(
                &[48, 32, 16, 0]
                    .map(|shift| (self.0 >> shift) as u16)
                    .into_iter()
                    .filter(|unit| *unit != 0)
                    .collect::<Vec<_>>(),
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Key, Names};

    #[test]
    fn numbers_and_texts_are_in_the_same_order() {
        let units = |s: &str| s.encode_utf16().collect::<Vec<_>>();
        let mut keys = vec![
            Key::pair(0x67F3, 0x6751),
            Key::pair(0xD86D, 0xDF33),
            Key::pair(0x31, 0x32),
            Key::window(&units("123")),
            Key::window(&units("1234")),
            Key::pair(0x31, 0x5143),
            Key::amount(4_500_000),
            Key::amount(90_000_000_000),
            Key::day(20_261_100),
            Key::day(20_261_122),
            Key::kind(1),
            Key::org(0),
            Key::org(1),
            Key::year(2026),
            Key::initials(b"lc"),
            Key::initials(b"lcs"),
        ];
        let names = Names {
            kinds: vec!["fund".to_owned(), "guide".to_owned()],
            orgs: vec!["a".to_owned(), "a/b".to_owned()],
        };
        keys.sort_unstable();
        let texts: Vec<_> = keys.iter().map(|k| units(&k.text(&names))).collect();
        assert!(texts.is_sorted(), "{texts:?}");
        assert_eq!(Key::pair(0x67F3, 0x6751).text(&names), "柳村");
        assert_eq!(Key::amount(4_500_000).text(&names), " a00000004500000");
        assert_eq!(Key::day(20_261_100).text(&names), " d202611");
        assert_eq!(Key::initials(b"lc").text(&names), " plc");
    }
}
