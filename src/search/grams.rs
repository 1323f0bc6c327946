//! Which keys are in which documents: collected document by document, in parts that are merged.

use std::collections::hash_map;

use rustc_hash::FxHashMap;

use super::key::Key;

/// Where in a document something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// In the title.
    Title = 0,
    /// In a name, a number or another short value.
    Name = 1,
    /// In the text.
    Text = 2,
}

/// Places are told apart by this many numbers.
pub const PLACES: usize = 3;

/// Bytes of a block: what it holds, then the number of the next block.
const BLOCK: usize = 16;
const HELD: usize = BLOCK - 4;

/// The keys of a run of documents, each with the documents it is in, in order, with the best place in each.
///
/// Documents are added one after the other, title first, then names, then text. The first document of a key is
/// held beside it, as most keys are in one only; the others are written as variable-length numbers into a chain
/// of small blocks: a vector each would take more memory than what is in it.
#[derive(Default)]
pub struct Grams {
    entries: FxHashMap<Key, Entry>,
    blocks: Vec<u8>,
}

/// What is known of a key.
#[derive(Clone, Copy)]
pub struct Entry {
    /// How many documents it is in.
    pub documents: u32,
    first: u32,
    last: u32,
    first_block: u32,
    /// Where the next byte goes, if there is a block.
    end: u32,
}

impl Grams {
    /// Notes that `key` is in document `doc` at `place`, unless it is known to be in it.
    pub fn add(&mut self, key: Key, doc: u32, place: Place) {
        let entry = match self.entries.entry(key) {
            hash_map::Entry::Occupied(entry) => entry.into_mut(),
            hash_map::Entry::Vacant(entry) => {
                entry.insert(Entry {
                    documents: 1,
                    first: doc << 2 | place as u32,
                    last: doc,
                    first_block: 0,
                    end: 0,
                });
                return;
            }
        };
        if entry.last == doc {
            return;
        }
        if entry.documents == 1 {
            entry.end = self.blocks.len() as u32;
            entry.first_block = entry.end;
            self.blocks.resize(self.blocks.len() + BLOCK, 0);
        }
        let mut value = (doc - entry.last) << 2 | place as u32;
        entry.last = doc;
        entry.documents += 1;
        while value >= 0x80 {
            push(&mut self.blocks, &mut entry.end, value as u8 | 0x80);
            value >>= 7;
        }
        push(&mut self.blocks, &mut entry.end, value as u8);
    }

    /// Every pair of a folded text, every window of its ASCII runs, and how each run ends before something else.
    pub fn add_text(&mut self, text: &[u16], doc: u32, place: Place) {
        for pair in text.windows(2) {
            if pair[0] != 0x20 && pair[1] != 0x20 {
                self.add(Key::pair(pair[0], pair[1]), doc, place);
            }
        }
        let ascii = |u: &u16| (0x21..0x7F).contains(u);
        for end in text.windows(3) {
            if ascii(&end[0]) && ascii(&end[1]) && !ascii(&end[2]) && end[2] != 0x20 {
                self.add(Key::window(end), doc, place);
            }
        }
        for run in text.split(|u| !ascii(u)) {
            for at in 0..run.len().saturating_sub(2) {
                self.add(Key::window(&run[at..run.len().min(at + 4)]), doc, place);
            }
        }
    }

    /// The keys, in no order.
    pub fn keys(&self) -> impl Iterator<Item = Key> {
        self.entries.keys().copied()
    }

    /// What is known of `key`, if it is in any document.
    pub fn get(&self, key: Key) -> Option<&Entry> {
        self.entries.get(&key)
    }

    /// Calls `found` with each document of a key, and the number of the place in it.
    pub fn each(&self, entry: &Entry, mut found: impl FnMut(u32, usize)) {
        let mut doc = entry.first >> 2;
        found(doc, (entry.first & 3) as usize);
        let mut at = entry.first_block as usize;
        let (mut value, mut shift) = (0_u32, 0);
        while at != entry.end as usize {
            if at % BLOCK == HELD {
                at = next_block(&self.blocks, at);
            }
            let byte = self.blocks[at];
            at += 1;
            value |= u32::from(byte & 0x7F) << shift;
            shift += 7;
            if byte < 0x80 {
                doc += value >> 2;
                found(doc, (value & 3) as usize);
                (value, shift) = (0, 0);
            }
        }
    }
}

fn push(blocks: &mut Vec<u8>, end: &mut u32, byte: u8) {
    let mut at = *end as usize;
    if at % BLOCK == HELD {
        let next = blocks.len();
        blocks[at..at + 4].copy_from_slice(&(next as u32).to_le_bytes());
        blocks.resize(next + BLOCK, 0);
        at = next;
    }
    blocks[at] = byte;
    *end = at as u32 + 1;
}

fn next_block(blocks: &[u8], at: usize) -> usize {
    let mut number = [0; 4];
    number.copy_from_slice(&blocks[at..at + 4]);
    u32::from_le_bytes(number) as usize
}

#[cfg(test)]
mod tests {
    use super::{Grams, Place};
    use crate::search::key::{Key, Names};

    #[test]
    fn documents_come_back_with_their_best_place() {
        let mut grams = Grams::default();
        let (a, b) = (Key::day(1), Key::day(2));
        let docs: Vec<u32> = (0..500).map(|n| n * n).collect();
        for doc in &docs {
            grams.add(a, *doc, Place::Title);
            grams.add(b, *doc, Place::Text);
            grams.add(a, *doc, Place::Text);
        }
        for key in grams.keys() {
            let entry = grams.get(key).unwrap();
            let mut found = Vec::new();
            grams.each(entry, |doc, place| {
                assert_eq!(place, if key == a { 0 } else { 2 });
                found.push(doc);
            });
            assert_eq!(found, docs);
            assert_eq!(entry.documents, 500);
        }
    }

    #[test]
    fn windows_are_of_ascii_only() {
        let mut grams = Grams::default();
        let text: Vec<u16> = "号a1023 柳村3号12号".encode_utf16().collect();
        grams.add_text(&text, 0, Place::Text);
        let mut keys: Vec<String> = grams.keys().map(|k| k.text(&Names::default())).collect();
        keys.sort();
        let expected = [
            "023", "02", "1023", "10", "12", "12号", "23", "2号", "3号", "a1", "a102", "号1",
            "号a", "村3", "柳村",
        ];
        let mut expected = expected.map(String::from).to_vec();
        expected.sort();
        assert_eq!(keys, expected);
    }
}
