//! The list of files that are about to be put in place, kept beside the site until all are. A build that is cut off leaves it, and the next one knows by it which files are its own.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::{StoreError, disk};

/// Paths with the hash of what is written there; a path may have several, one after the other.
pub type Pending = BTreeSet<(String, [u8; 32])>;

fn list(work: &Path) -> PathBuf {
    work.join("pending")
}

/// What a build that was cut off was about to put in place.
pub fn read(work: &Path) -> Pending {
    let text = std::fs::read_to_string(list(work)).unwrap_or_default();
    let entry = |line: &str| {
        let (hash, path) = line.split_once(' ')?;
        Some((
            path.to_owned(),
            *blake3::Hash::from_hex(hash).ok()?.as_bytes(),
        ))
    };
    text.lines().filter_map(entry).collect()
}

/// Adds `coming` to the list: what an earlier build that was cut off put in place stays known.
///
/// # Errors
/// The disk refuses it.
pub fn add(work: &Path, coming: Pending) -> Result<(), StoreError> {
    let mut all = read(work);
    all.extend(coming);
    let mut text = String::new();
    for (path, hash) in all {
        text.push_str(&format!(
            "{} {path}\n",
            blake3::Hash::from_bytes(hash).to_hex()
        ));
    }
    disk::write_whole(&list(work), text.as_bytes())
}

/// Forgets the list; the build is done.
pub fn settle(work: &Path) {
    // A list that stays names files that are known anyway.
    let _ = std::fs::remove_file(list(work));
}
