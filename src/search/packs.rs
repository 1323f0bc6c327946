//! The texts that results are verified against and shown from.

use super::files::{self, quote};

/// What a pack should be, in bytes: a result costs one pack.
const PACK: usize = 6_000;

/// Between documents.
const RECORD: char = '\u{1e}';

/// Between fields.
const FIELD: char = '\u{1f}';

/// Documents one after the other as they stand in packs, quoted.
#[derive(Default)]
pub struct Texts {
    text: String,
    ends: Vec<usize>,
}

impl Texts {
    /// Appends a field to the document that is being written.
    pub fn field(&mut self, text: &str) {
        if self.text.len() > self.ends.last().copied().unwrap_or(0) {
            self.text.push(FIELD);
        }
        let mut rest = text;
        while let Some(at) = rest.find(['"', '\\', '\n', '\r', '\0', '\u{2028}', '\u{2029}']) {
            let end = rest.ceil_char_boundary(at + 1);
            self.text.push_str(&rest[..at]);
            self.text.push_str(&quote(&rest[at..end]));
            rest = &rest[end..];
        }
        self.text.push_str(rest);
    }

    /// Ends the document.
    pub fn end(&mut self) {
        self.ends.push(self.text.len());
    }

    fn document(&self, number: usize) -> &str {
        let from = number.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.text[from..self.ends[number]]
    }
}

/// All documents in packs of the same number of documents.
pub struct Packs {
    texts: Vec<Texts>,
    /// The first document of each of `texts`.
    starts: Vec<usize>,
    count: usize,
    per: usize,
}

impl Packs {
    /// The packs of the documents of `texts`, one after the other.
    pub fn new(texts: Vec<Texts>) -> Packs {
        let mut count = 0;
        let mut bytes = 0;
        let mut starts = Vec::with_capacity(texts.len());
        for part in &texts {
            starts.push(count);
            count += part.ends.len();
            bytes += part.text.len();
        }
        let mean = (bytes / count.max(1)).max(1);
        let per = ((PACK + mean / 2) / mean).clamp(1, 32);
        Packs {
            texts,
            starts,
            count,
            per,
        }
    }

    /// How many documents a pack has (the last may have fewer).
    pub fn per(&self) -> usize {
        self.per
    }

    /// The address of every file.
    pub fn addresses(&self) -> impl Iterator<Item = String> {
        (0..self.count.div_ceil(self.per)).flat_map(|pack| {
            let mut parts = vec![format!("search/t/{pack}.js")];
            if self.documents(pack).map(str::len).sum::<usize>() + self.per > files::LIMIT {
                let cut = self.pack(pack).into_iter();
                parts = cut.map(|(name, _)| name).collect();
            }
            parts
        })
    }

    /// The file at `address`.
    pub fn file(&self, wanted: &str) -> Option<Vec<u8>> {
        let stem = wanted.strip_prefix("search/t/")?.strip_suffix(".js")?;
        let pack = stem.split('-').next()?.parse().ok()?;
        if pack >= self.count.div_ceil(self.per) {
            return None;
        }
        let mut parts = self.pack(pack).into_iter();
        parts
            .find(|(name, _)| name == wanted)
            .map(|(_, bytes)| bytes)
    }

    /// Adds all texts to `hash`.
    pub fn digest(&self, hash: &mut blake3::Hasher) {
        for part in &self.texts {
            hash.update(part.text.as_bytes());
        }
    }

    fn pack(&self, pack: usize) -> Vec<(String, Vec<u8>)> {
        let mut text = String::with_capacity(PACK * 2);
        for (n, document) in self.documents(pack).enumerate() {
            if n > 0 {
                text.push(RECORD);
            }
            text.push_str(document);
        }
        files::quoted(&format!("t/{pack}"), &text)
    }

    fn documents(&self, pack: usize) -> impl Iterator<Item = &str> {
        let first = pack * self.per;
        (first..self.count.min(first + self.per)).map(|n| self.document(n))
    }

    fn document(&self, number: usize) -> &str {
        let part = self.starts.partition_point(|start| *start <= number) - 1;
        self.texts[part].document(number - self.starts[part])
    }
}
