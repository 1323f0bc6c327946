//! A record: its identity, its envelope, what its kind says, and its text.

use std::fmt;
use std::sync::Arc;

use super::{Disclosure, Envelope, Kind, Withdrawal};
use crate::diagnostics::{FileId, Place};
use crate::privacy::Personal;
use crate::values::Day;

/// The identity of a record: `<org path>/<kind>/<slug>`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RecordId {
    /// Path of the issuing organisation: `qingxi/chengguan/liucun`.
    pub org: Arc<str>,
    /// English folder of the kind: `funds`.
    pub folder: &'static str,
    /// The file's stem.
    pub slug: Arc<str>,
}

impl fmt::Display for RecordId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.org.is_empty() {
            return write!(f, "{}/{}", self.folder, self.slug);
        }
        write!(f, "{}/{}/{}", self.org, self.folder, self.slug)
    }
}

/// Seven base-32 letters derived from a record's identity; printed on sheets, and the record's address under `/r/`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ShortCode([u8; 7]);

/// Letters that are not mistaken for one another when read aloud or copied by hand (Crockford's base 32, lower case).
const LETTERS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

impl ShortCode {
    /// A code like any other, where only the length matters.
    pub const SOME: ShortCode = ShortCode([b'0'; 7]);

    /// The code of `id`: the first 35 bits of the BLAKE3 hash of its text.
    pub fn of(id: &RecordId) -> ShortCode {
        let hash = blake3::hash(id.to_string().as_bytes());
        let [letters @ .., _] = eight_letters(hash.as_bytes());
        ShortCode(letters)
    }
}

/// The first 40 bits of a hash in base 32.
fn eight_letters(hash: &[u8; 32]) -> [u8; 8] {
    let bits = hash[..5]
        .iter()
        .fold(0u64, |bits, byte| bits << 8 | u64::from(*byte));
    std::array::from_fn(|i| LETTERS[(bits >> (5 * (7 - i)) & 31) as usize])
}

impl fmt::Display for ShortCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0
            .iter()
            .try_for_each(|letter| write!(f, "{}", char::from(*letter)))
    }
}

/// The Markdown text of a record.
#[derive(Debug, Clone)]
pub struct Body {
    /// The text.
    pub text: String,
    /// Where its first byte stands. A body out of a YAML key has the key's value as its place, not byte for byte.
    pub place: Place,
    /// Whether byte `n` of the text is byte `n` after `place`.
    pub exact: bool,
}

/// A file that lies beside `index.md` and is published with the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// The file.
    pub file: FileId,
    /// Its name.
    pub name: Arc<str>,
    /// Its size in bytes.
    pub size: u64,
}

/// One disclosure.
#[derive(Debug, Clone)]
pub struct Record {
    /// Its identity.
    pub id: RecordId,
    /// Its short code.
    pub code: ShortCode,
    /// Its kind.
    pub kind: &'static dyn Kind,
    /// The file it was read from.
    pub file: FileId,
    /// What every kind shares.
    pub envelope: Envelope,
    /// What its kind says.
    pub content: Arc<dyn Disclosure>,
    /// Its text.
    pub body: Body,
    /// What its sources tell of people, tables included.
    pub personal: Vec<Personal>,
    /// Files published with it.
    pub attachments: Vec<Attachment>,
    /// The BLAKE3 hash of everything it says, however it is written down: keys in any order, any line ends, table or list.
    pub digest: [u8; 32],
    /// The BLAKE3 hash of its text and tables as they are written down: as long as it stays, whatever is made of the record alone does.
    pub written: [u8; 32],
}

/// Which state of a record a sheet shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Version {
    /// 1 for the first, one more for each correction that has come.
    pub number: usize,
    /// Eight letters of the content's hash.
    pub code: VersionCode,
}

/// The first 40 bits of a content's hash, printed as in `7K3Q-A2ZD`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VersionCode([u8; 8]);

impl VersionCode {
    /// The code of a content with this hash.
    pub fn of(hash: &[u8; 32]) -> VersionCode {
        VersionCode(eight_letters(hash))
    }
}

impl fmt::Display for VersionCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, letter) in self.0.iter().enumerate() {
            if at == 4 {
                f.write_str("-")?;
            }
            write!(f, "{}", char::from(letter.to_ascii_uppercase()))?;
        }
        Ok(())
    }
}

impl Record {
    /// The record as content of type `T`; every record of a kind has the kind's type.
    pub fn content<T: 'static>(&self) -> Option<&T> {
        self.content.as_any().downcast_ref()
    }

    /// The address of its page, relative to the site's root.
    pub fn address(&self) -> String {
        format!("{}.html", self.id)
    }

    /// Which version of it is in force on `day`.
    pub fn version(&self, day: Day) -> Version {
        let corrections = &self.envelope.corrections;
        Version {
            number: 1 + corrections.iter().filter(|c| c.date.value <= day).count(),
            code: VersionCode::of(&self.digest),
        }
    }

    /// Why it is taken down on `day`, if it is.
    pub fn withdrawal(&self, day: Day) -> Option<&Withdrawal> {
        let withdrawn = self.envelope.withdrawn.as_ref()?;
        (withdrawn.date.value <= day).then_some(withdrawn)
    }

    /// Whether it is a draft.
    pub fn is_draft(&self) -> bool {
        self.envelope
            .draft
            .as_ref()
            .is_some_and(|draft| draft.value)
    }

    /// The place of its first key, for what concerns the record as a whole.
    pub fn place(&self) -> Place {
        self.envelope.title.place
    }
}

impl fmt::Debug for dyn Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_seven_letters_and_depend_on_the_identity_alone() {
        let id = |slug: &str| RecordId {
            org: "qingxi/liucun".into(),
            folder: "funds",
            slug: slug.into(),
        };
        let (a, b) = (ShortCode::of(&id("q3")), ShortCode::of(&id("q2")));
        assert_eq!(a, ShortCode::of(&id("q3")));
        assert_ne!(a, b);
        assert_eq!(a.to_string().len(), 7);
        assert!(a.to_string().bytes().all(|b| LETTERS.contains(&b)));
    }
}
