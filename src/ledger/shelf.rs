//! What each record said when it was last published: `content/ledger/<letter>.jsonl`, by the first letter of its short code.
//!
//! One file a record would double the files of a site, and every one of them is looked at whenever it is built. A content is found by its hash, which is in the ledger: it cannot be
//! altered unseen, and one that a publication left behind when it was cut off is not taken for another.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::content::Content;
use crate::output::{StoreError, at, write_whole};

/// The folder of the last contents.
#[derive(Debug, Clone, Default)]
pub struct Shelf(PathBuf);

/// One line of a file.
#[derive(Serialize, Deserialize)]
struct Kept {
    code: String,
    content: Value,
}

/// The end of the ledger as it was last written: so that lines cut off behind are missed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// How many lines there were.
    pub n: u64,
    /// The hash of the last.
    pub hash: String,
}

/// The file of the head in the folder.
const HEAD: &str = "head";

/// Contents by code and hash.
type Contents = BTreeMap<(String, String), Content>;

impl Shelf {
    /// The one in `folder`, which need not be there.
    pub fn new(folder: PathBuf) -> Shelf {
        Shelf(folder)
    }

    /// The content with this hash of the record with this short code; none if it is gone.
    pub fn find(&self, code: &str, hash: &str) -> Option<Content> {
        let mut contents = self.read(code.chars().next()?);
        contents.remove(&(code.to_owned(), hash.to_owned()))
    }

    /// The end that the ledger had when it was last written; none if that is not known.
    pub fn head(&self) -> Option<Head> {
        let text = std::fs::read_to_string(self.0.join(HEAD)).ok()?;
        let (n, hash) = text.trim().split_once(' ')?;
        Some(Head {
            n: n.parse().ok()?,
            hash: hash.to_owned(),
        })
    }

    /// Keeps the end of the ledger that was just written.
    ///
    /// # Errors
    /// The disk refuses.
    pub fn set_head(&self, head: &Head) -> Result<(), StoreError> {
        std::fs::create_dir_all(&self.0).map_err(at(&self.0))?;
        let text = format!("{} {}\n", head.n, head.hash);
        write_whole(&self.0.join(HEAD), text.as_bytes())
    }

    fn path(&self, letter: char) -> PathBuf {
        self.0.join(format!("{letter}.jsonl"))
    }

    fn read(&self, letter: char) -> Contents {
        let text = std::fs::read_to_string(self.path(letter)).unwrap_or_default();
        let kept = text.lines().filter_map(|line| {
            let kept: Kept = serde_json::from_str(line).ok()?;
            let content = Content::from(kept.content);
            Some(((kept.code, content.hash()), content))
        });
        kept.collect()
    }

    /// Adds `contents`, by short code, to what is there; what was there stays until [`Shelf::tidy`].
    ///
    /// # Errors
    /// The disk refuses.
    pub fn add(&self, contents: &BTreeMap<String, Content>) -> Result<(), StoreError> {
        let mut letters: BTreeMap<char, Contents> = BTreeMap::new();
        for (code, content) in contents {
            let Some(letter) = code.chars().next() else {
                continue;
            };
            let own = letters.entry(letter).or_insert_with(|| self.read(letter));
            own.insert((code.clone(), content.hash()), content.clone());
        }
        letters
            .into_iter()
            .try_for_each(|(letter, own)| self.write(letter, own))
    }

    /// Removes from the files of `codes` what is not wanted: `hash_of` gives the hash that a code's content must have.
    ///
    /// # Errors
    /// The disk refuses.
    pub fn tidy<'a>(
        &self,
        codes: impl Iterator<Item = &'a str>,
        hash_of: impl Fn(&str) -> Option<String>,
    ) -> Result<(), StoreError> {
        let letters: std::collections::BTreeSet<char> =
            codes.filter_map(|code| code.chars().next()).collect();
        for letter in letters {
            let mut own = self.read(letter);
            own.retain(|(code, hash), _| hash_of(code).as_ref() == Some(hash));
            self.write(letter, own)?;
        }
        Ok(())
    }

    fn write(&self, letter: char, contents: Contents) -> Result<(), StoreError> {
        let mut text = String::new();
        for ((code, _), content) in contents {
            let kept = Kept {
                code,
                content: content.into(),
            };
            // Texts and numbers can always be written.
            text.push_str(&serde_json::to_string(&kept).unwrap_or_default());
            text.push('\n');
        }
        std::fs::create_dir_all(&self.0).map_err(at(&self.0))?;
        write_whole(&self.path(letter), text.as_bytes())
    }
}
