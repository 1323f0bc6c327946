//! What the client does, written again, to test the files against.

use std::collections::{BTreeMap, BTreeSet};

use super::Index;
use super::fold::{Fold, Folded};
use super::postings::read;

/// The files of an index, read back.
pub struct Client {
    payloads: BTreeMap<String, String>,
    first: Vec<String>,
    per: usize,
    fold: Fold,
}

impl Client {
    /// Reads every file of `index`.
    pub fn new(index: &Index) -> Client {
        let mut payloads = BTreeMap::new();
        for address in index.addresses() {
            let bytes = index.file(&address).unwrap();
            assert!(bytes.len() <= 50_000, "{address} is too long");
            let name = address
                .strip_prefix("search/")
                .and_then(|a| a.strip_suffix(".js"))
                .unwrap();
            let text = std::str::from_utf8(&bytes).unwrap();
            let call = text
                .strip_prefix("gongkaiSearch(")
                .and_then(|t| t.strip_suffix(")\n"))
                .unwrap();
            let (named, payload) = call.split_once(',').unwrap();
            assert_eq!(named, format!("\"{name}\""));
            // JSON allows no control character; a script's string does.
            let json: String = payload
                .chars()
                .map(|c| match c {
                    c if c.is_ascii_control() => format!("\\u{:04x}", u32::from(c)),
                    c => c.to_string(),
                })
                .collect();
            payloads.insert(name.to_owned(), serde_json::from_str(&json).unwrap());
        }
        let mut client = Client {
            payloads,
            first: Vec::new(),
            per: 0,
            fold: Fold::new(),
        };
        let directory: serde_json::Value = serde_json::from_str(&client.load("index")).unwrap();
        let first = directory["shards"].as_str().unwrap();
        client.first = first.split('\u{7f}').map(str::to_owned).collect();
        client.per = directory["per"].as_u64().unwrap() as usize;
        client
    }

    fn load(&self, name: &str) -> String {
        let mut text = self.payloads[name].clone();
        for part in 1.. {
            if text.pop_if_more().is_none() {
                break;
            }
            text.push_str(&self.payloads[&format!("{name}-{part}")]);
        }
        text
    }

    /// The documents of all keys from `from` to `to`, with their places.
    pub fn lookup(&self, from: &str, to: &str) -> BTreeMap<u32, usize> {
        let mut found = BTreeMap::new();
        let after = self.first.partition_point(|first| &**first <= from);
        for shard in after.saturating_sub(1)..self.first.len() {
            if shard >= after && &*self.first[shard] > to {
                break;
            }
            let payload = self.load(&format!("g/{shard}"));
            let mut key = Vec::new();
            let mut parts = payload.split('\t');
            while let (Some(name), Some(posting)) = (parts.next(), parts.next()) {
                key.truncate(usize::from(name.as_bytes()[0] - b'0'));
                key.extend(name[1..].encode_utf16());
                let name = String::from_utf16(&key).unwrap();
                if (from..=to).contains(&&*name) {
                    for (n, part) in posting.split(' ').enumerate() {
                        read(part).into_iter().for_each(|doc| {
                            let place = found.entry(doc).or_insert(2);
                            *place = (2 - n).min(*place);
                        });
                    }
                }
            }
        }
        found
    }

    /// `text`, folded.
    pub fn folded(&self, text: &str) -> String {
        let mut out = Folded::default();
        self.fold.text(text, &mut out);
        String::from_utf16_lossy(&out.units)
    }

    /// The fields of a document.
    pub fn document(&self, number: u32) -> Vec<String> {
        let pack = self.load(&format!("t/{}", number as usize / self.per));
        let text = pack
            .split('\u{1e}')
            .nth(number as usize % self.per)
            .unwrap();
        text.split('\u{1f}').map(str::to_owned).collect()
    }

    /// The documents that a word without white space is in, verified, with the number of candidates.
    pub fn find(&self, word: &str) -> (BTreeSet<u32>, usize) {
        let folded = self.folded(word);
        let mut candidates: Option<BTreeSet<u32>> = None;
        for (from, to) in keys(&folded) {
            let docs: BTreeSet<u32> = self.lookup(&from, &to).into_keys().collect();
            candidates = Some(candidates.map_or(docs.clone(), |all| &all & &docs));
        }
        let candidates = candidates.unwrap_or_default();
        let count = candidates.len();
        let holds = |number: &u32| {
            let fields = self.document(*number);
            let mut pieces = fields[4..5].iter().chain(&fields[7..]);
            pieces.any(|piece| self.folded(piece).contains(&folded))
        };
        (candidates.into_iter().filter(holds).collect(), count)
    }
}

fn keys(folded: &str) -> Vec<(String, String)> {
    let units: Vec<u16> = folded
        .encode_utf16()
        .map(|u| if u & 0xF800 == 0xD800 { u + 0x800 } else { u })
        .collect();
    let text = |units: &[u16]| String::from_utf16(units).unwrap();
    let mut keys: Vec<(String, String)> = units
        .windows(2)
        .map(|pair| (text(pair), text(pair)))
        .collect();
    let ascii = |u: &u16| (0x21..0x7F).contains(u);
    let ends = units
        .windows(3)
        .filter(|end| ascii(&end[0]) && ascii(&end[1]) && !ascii(&end[2]));
    keys.extend(ends.map(|end| (text(end), text(end))));
    for run in units.split(|u| !(0x21..0x7F).contains(u)) {
        keys.extend(run.windows(4).map(|window| (text(window), text(window))));
        if run.len() == 3 {
            keys.push((text(run), text(run) + "\u{ffff}"));
        }
    }
    keys
}

trait More {
    /// Takes off the mark of a part that another follows.
    fn pop_if_more(&mut self) -> Option<char>;
}

impl More for String {
    fn pop_if_more(&mut self) -> Option<char> {
        if self.ends_with('\u{1d}') {
            self.pop()
        } else {
            None
        }
    }
}
