//! Whether a published copy is what was published.
//!
//! 1. `manifest.json` is as it was written: it ends with its own hash.
//! 2. Every file that it lists is there with its size and hash, and, in a folder, no other.
//! 3. The chain of `ledger.jsonl` holds.
//! 4. What the JSON of each record says has the hash of its last line, and no record is there that the ledger does not know, or that was taken down.
//! 5. `ledger.sig`, where a key is known, was made with it for the ledger's head.
//!
//! Without a signature this shows that nothing was altered by accident or by somebody who did not know how: whoever can write every file can make a new chain. Two copies, or the
//! `content/ledger.jsonl` of the site, tell then. With a signature nobody without the key can make one.

mod copy;
mod sheets;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

pub use copy::{Copy, Folder, Remote, Unread};
pub use sheets::{Sheet, find_sheet};

use crate::kinds::KINDS;
use crate::ledger::{self, Change, Content, Ledger, PublicKey, Signed};
use crate::output::{MANIFEST, Manifest};

/// Files that are looked at together.
const AT_ONCE: usize = 128;

/// One thing that is not as it was published: a key of the string tables, and the file or record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Key below `verify.`.
    pub key: &'static str,
    /// Which file or record.
    pub about: String,
    /// What the disk or the server said.
    pub reason: String,
}

/// What came of looking.
#[derive(Debug, Default)]
pub struct Verified {
    /// What is not as it was published.
    pub faults: Vec<Fault>,
    /// Files that were looked at.
    pub files: usize,
    /// Lines of the ledger.
    pub lines: usize,
    /// Whether a signature was found good.
    pub signed: bool,
}

impl Verified {
    fn fault(&mut self, key: &'static str, about: impl ToString) {
        self.faults.push(Fault {
            key,
            about: about.to_string(),
            reason: String::new(),
        });
    }

    /// A file that is not there (`key`), or that cannot be read.
    fn unread(&mut self, key: &'static str, about: &str, why: Unread) {
        match why {
            Unread::Missing => self.fault(key, about),
            Unread::Refused(reason) => self.faults.push(Fault {
                key: "verify.unread",
                about: about.to_owned(),
                reason,
            }),
        }
    }
}

/// Looks at all of `copy`; `key` checks the signature.
pub fn verify(copy: &dyn Copy, key: Option<&PublicKey>) -> Verified {
    let mut found = Verified::default();
    let manifest = match copy.read(MANIFEST) {
        Ok(bytes) => Manifest::read(&bytes),
        Err(why) => {
            found.unread("verify.no-manifest", MANIFEST, why);
            return found;
        }
    };
    let Some(manifest) = manifest else {
        found.fault("verify.manifest", MANIFEST);
        return found;
    };
    let files: Vec<&str> = manifest
        .files
        .iter()
        .map(|file| file.path.as_str())
        .collect();
    let listed: BTreeSet<&str> = files.iter().copied().collect();
    for path in copy.list().unwrap_or_default() {
        if path != MANIFEST && !listed.contains(path.as_str()) {
            found.fault("verify.unlisted", path);
        }
    }
    // What the JSON of each record says, by the record's identity.
    let mut said: BTreeMap<String, Option<String>> = BTreeMap::new();
    for some in manifest.files.chunks(AT_ONCE) {
        let paths: Vec<&str> = some.iter().map(|file| file.path.as_str()).collect();
        let all = copy.read_all(&paths);
        if all.iter().all(|own| matches!(own, Err(Unread::Refused(_)))) {
            // The server is gone: every further file would be waited for in vain.
            if let (Some(file), Some(Err(why))) = (some.first(), all.into_iter().next()) {
                found.unread("verify.missing", &file.path, why);
            }
            found.fault("verify.given-up", manifest.files.len() - found.files);
            return found;
        }
        for (file, bytes) in some.iter().zip(all) {
            found.files += 1;
            let bytes = match bytes {
                Ok(bytes) => bytes,
                Err(why) => {
                    found.unread("verify.missing", &file.path, why);
                    continue;
                }
            };
            let hash = blake3::hash(&bytes).to_hex();
            if hash.as_str() != file.blake3 || bytes.len() as u64 != file.bytes {
                found.fault("verify.changed", &file.path);
            }
            if let Some(record) = record_of(&file.path) {
                let json = serde_json::from_slice(&bytes).ok();
                let content = json.and_then(|json| Content::of_published(&json));
                said.insert(record.to_owned(), content.map(|content| content.hash()));
            }
        }
    }
    chain(copy, key, &said, &listed, &mut found);
    found
}

/// The identity of the record whose JSON lies at `path`, if it is one.
fn record_of(path: &str) -> Option<&str> {
    let identity = path.strip_suffix(".json")?;
    let (folder, _) = identity.rsplit_once('/')?;
    let kind = folder.rsplit('/').next()?;
    let known = KINDS.iter().any(|own| own.folder().1 == kind);
    known.then_some(identity)
}

/// Looks at the ledger, and whether the records say what it says they do.
fn chain(
    copy: &dyn Copy,
    key: Option<&PublicKey>,
    said: &BTreeMap<String, Option<String>>,
    listed: &BTreeSet<&str>,
    found: &mut Verified,
) {
    let text = match listed.contains(ledger::NAME) {
        true => copy.read(ledger::NAME).unwrap_or_default(),
        false => {
            found.fault("verify.no-ledger", ledger::NAME);
            return;
        }
    };
    let (chain, broken) = Ledger::read(&String::from_utf8_lossy(&text));
    found.lines = chain.lines().len();
    if let Some(broken) = broken {
        found.fault("verify.broken", broken.line);
    }
    for line in chain.latest() {
        match (line.change, said.get(&line.record)) {
            (Change::Withdrawn, Some(_)) => found.fault("verify.withdrawn", &line.record),
            (Change::Withdrawn, None) => {}
            (_, None) => found.fault("verify.gone", &line.record),
            (_, Some(hash)) if hash.as_ref() != Some(&line.hash) => {
                found.fault("verify.differs", &line.record);
            }
            _ => {}
        }
    }
    for record in said.keys() {
        if chain.last(record).is_none() {
            found.fault("verify.unpublished", record);
        }
    }
    signature(copy, key, chain.head(), found);
}

fn signature(copy: &dyn Copy, key: Option<&PublicKey>, head: &str, found: &mut Verified) {
    let Some(key) = key else {
        return;
    };
    let text = copy.read(ledger::SIGNATURE).ok();
    let signed = text.and_then(|text| Signed::read(&String::from_utf8_lossy(&text)));
    match signed {
        None => found.fault("verify.unsigned", ledger::SIGNATURE),
        Some(signed) if signed.head == head && key.verifies(&signed) => found.signed = true,
        Some(_) => found.fault("verify.forged", ledger::SIGNATURE),
    }
}
