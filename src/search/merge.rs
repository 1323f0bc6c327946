//! The shards: the keys of all parts, in order, with their documents.

use std::ops::Range;

use rayon::prelude::*;

use super::grams::{Grams, PLACES};
use super::key::{Key, Names};
use super::postings::posting;

/// A shard is about this long, in bytes, unless there would be too many.
const SHARD: usize = 6_500;

/// There are about this many shards at most, so that the directory of a large site stays small.
const SHARDS: usize = 1_600;

/// A shard is never made longer than this for the sake of their number.
const LONGEST: usize = 40_000;

/// Keys that are worked on together.
const SLICE: usize = 20_000;

/// How many of the commonest keys the directory names.
const HOT: usize = 600;

/// The shards of a site.
pub struct Merged {
    /// The payload of each shard.
    pub shards: Vec<String>,
    /// The first key of each shard.
    pub first: Vec<String>,
    /// The commonest keys, the commonest last.
    pub hot: Vec<String>,
}

/// A key in one of the parts, by number. What the part knows of it is looked up there: a site has millions of these.
type Entry = (Key, u32);

/// Merges the keys of the parts of `count` documents; `names` are what kinds and organisations are called.
pub fn merge(parts: &[Grams], count: usize, names: &Names) -> Merged {
    let mut entries: Vec<Entry> = parts
        .par_iter()
        .zip(0_u32..parts.len() as u32)
        .flat_map_iter(|(part, n)| part.keys().map(move |key| (key, n)))
        .collect();
    entries.par_sort_unstable();
    let starts = starts(&entries);
    let documents = |(key, part): &Entry| {
        let known = parts[*part as usize].get(*key);
        known.map_or(0, |entry| entry.documents as usize)
    };
    let total: usize = entries.iter().map(documents).sum::<usize>() + 8 * starts.len();
    let target = (total / SHARDS).clamp(SHARD, LONGEST);
    let slices: Vec<Vec<(String, String)>> = starts
        .par_chunks(SLICE)
        .map(|keys| shards(parts, &entries, keys, target, names))
        .collect();
    let (mut first, mut shards): (Vec<String>, Vec<String>) = slices.into_iter().flatten().unzip();
    if shards.is_empty() {
        // A client that looks for anything loads a shard.
        first.push(String::new());
        shards.push(String::new());
    }
    let hot = hot(&starts, count, |range| {
        let entries = &entries[range.clone()];
        (entries.iter().map(documents).sum(), entries[0].0)
    });
    let hot = hot.into_iter().map(|key| key.text(names)).collect();
    Merged { shards, first, hot }
}

/// Where each key begins among the sorted entries, with where it ends.
fn starts(entries: &[Entry]) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    for (at, entry) in entries.iter().enumerate() {
        match out.last_mut() {
            Some(last) if entries[last.start].0 == entry.0 => last.end = at + 1,
            _ => out.push(at..at + 1),
        }
    }
    out
}

/// The first key and the payload of each shard of some keys.
fn shards(
    parts: &[Grams],
    entries: &[Entry],
    keys: &[Range<usize>],
    target: usize,
    names: &Names,
) -> Vec<(String, String)> {
    let mut out: Vec<(String, Vec<u8>)> = Vec::new();
    let mut places: [Vec<u32>; PLACES] = Default::default();
    let mut written = Vec::new();
    let mut before: Vec<u16> = Vec::new();
    for range in keys {
        let key = entries[range.start].0.text(names);
        let units: Vec<u16> = key.encode_utf16().collect();
        places.iter_mut().for_each(Vec::clear);
        for (key, part) in &entries[range.clone()] {
            let part = &parts[*part as usize];
            if let Some(entry) = part.get(*key) {
                part.each(entry, |doc, place| places[place].push(doc));
            }
        }
        written.clear();
        posting(&places, &mut written);
        let full = out
            .last()
            .is_none_or(|(_, payload)| payload.len() + written.len() > target);
        if full {
            out.push((key, Vec::with_capacity(target + 64)));
            before.clear();
        }
        let Some((_, payload)) = out.last_mut() else {
            continue;
        };
        let shared = units
            .iter()
            .zip(&before)
            .take_while(|(a, b)| a == b)
            .count();
        if !payload.is_empty() {
            payload.push(b'\t');
        }
        payload.push(b'0' + shared as u8);
        payload.extend(String::from_utf16_lossy(&units[shared..]).bytes());
        payload.push(b'\t');
        payload.extend(&written);
        before = units;
    }
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    out.into_iter()
        .map(|(key, bytes)| (key, text(bytes)))
        .collect()
}

/// The keys with the most documents, the most last, of those that a sixty-fourth of all documents have.
fn hot(
    keys: &[Range<usize>],
    count: usize,
    of: impl Fn(&Range<usize>) -> (usize, Key),
) -> Vec<Key> {
    let common = keys
        .iter()
        .map(of)
        .filter(|(documents, key)| *documents > count / 64 && !key.is_word());
    let mut common: Vec<(usize, Key)> = common.collect();
    common.sort_unstable_by_key(|(documents, key)| (usize::MAX - documents, *key));
    common.truncate(HOT);
    common.iter().rev().map(|(_, key)| *key).collect()
}
