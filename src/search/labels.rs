//! What the numbers in the index are called, and the directory.

use super::key::Names;
use super::merge::Merged;

/// What the numbers of documents' organisations and kinds stand for.
pub struct Labels<'a> {
    /// Name and path (`qingxi/chengguan`) of each organisation.
    pub orgs: &'a [(String, String)],
    /// Key (as in an address) and name of each kind.
    pub kinds: &'a [(String, String)],
}

/// The labels with their places among the sorted names of keys.
pub struct Ranked<'a> {
    labels: &'a Labels<'a>,
    kinds: Vec<u32>,
    orgs: Vec<u32>,
    /// The names, sorted.
    pub names: Names,
}

impl<'a> Ranked<'a> {
    /// Sorts the labels.
    pub fn new(labels: &'a Labels) -> Ranked<'a> {
        let (kinds, kind_names) = rank(labels.kinds.iter().map(|(key, _)| key));
        let (orgs, org_names) = rank(labels.orgs.iter().map(|(_, path)| path));
        let names = Names {
            kinds: kind_names,
            orgs: org_names,
        };
        Ranked {
            labels,
            kinds,
            orgs,
            names,
        }
    }

    /// The place of a kind by its number.
    pub fn kind(&self, kind: u32) -> Option<u32> {
        self.kinds.get(kind as usize).copied()
    }

    /// The place of an organisation by its number, and its name.
    pub fn org(&self, org: u32) -> Option<(u32, &str)> {
        let (name, _) = self.labels.orgs.get(org as usize)?;
        Some((*self.orgs.get(org as usize)?, name))
    }

    /// The payload of `index.js`.
    pub fn directory(&self, per: usize, merged: &Merged) -> String {
        serde_json::json!({
            "per": per,
            "kinds": self.labels.kinds,
            "hot": merged.hot.join("\u{7f}"),
            "shards": merged.first.join("\u{7f}"),
        })
        .to_string()
    }
}

/// The place of each name, and the sorted names.
fn rank<'a>(names: impl Iterator<Item = &'a String>) -> (Vec<u32>, Vec<String>) {
    let mut sorted: Vec<(String, usize)> = names
        .zip(0..)
        .map(|(name, n)| (format!("{name}/"), n))
        .collect();
    sorted.sort_unstable();
    let mut ranks = vec![0; sorted.len()];
    for (rank, (_, number)) in (0..).zip(&sorted) {
        ranks[*number] = rank;
    }
    let bare = |(name, _): (String, usize)| name.trim_end_matches('/').to_owned();
    (ranks, sorted.into_iter().map(bare).collect())
}
