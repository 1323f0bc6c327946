//! What is in the output folder, and whose it is.
//!
//! A file is ours if its bytes are those that a build wrote there, by the manifest, by the cache, or by the list of a build that was cut off. No single one of them is enough:
//! the cache may be of an older build or of another site, the manifest is written last, and whoever empties the folder and puts files of their own there leaves the cache behind.

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::Path;

use walkdir::WalkDir;

use super::cache::{Cache, Stamp};
use super::manifest::{self, Manifest};
use super::{StoreError, at, pending};
use crate::site::OutPath;

/// The files that builds wrote, by path.
#[derive(Debug, Default)]
pub struct Known(BTreeMap<String, Old>);

/// What builds wrote to one path.
#[derive(Debug, Default)]
struct Old {
    /// Which file of the cache it is.
    index: Option<usize>,
    /// Whether the manifest, or the list of a build that was cut off, names it: then whatever stands there is the generator's to mend.
    listed: bool,
    /// The hashes of what was written; several where a build was cut off.
    hashes: Vec<[u8; 32]>,
}

impl Known {
    /// What is in `out`, by its manifest, by `cache` and by the list in `work`; nothing if the folder is empty or not there.
    ///
    /// # Errors
    /// The folder is somebody else's, or cannot be read.
    pub fn look(out: &Path, work: &Path, cache: &Cache) -> Result<Option<Known>, StoreError> {
        match std::fs::read_dir(out) {
            Ok(mut entries) => {
                if entries.next().is_none() {
                    return Ok(None);
                }
            }
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(at(out)(error)),
        }
        let mut known = Known::default();
        let cut_off = pending::read(work);
        let manifest = Manifest::load(&out.join(manifest::NAME));
        if manifest.is_none() && (cut_off.is_empty() || out.join(manifest::NAME).exists()) {
            return Err(StoreError::Foreign(out.to_owned()));
        }
        let whole = manifest.is_some();
        for (path, hash) in cut_off {
            let old = known.0.entry(path).or_default();
            old.listed = true;
            old.hashes.push(hash);
        }
        if !whole {
            known.claims_all_of(out)?;
        }
        for file in manifest.into_iter().flat_map(|manifest| manifest.files) {
            let hash = blake3::Hash::from_hex(&file.blake3).ok();
            let old = known.0.entry(file.path).or_default();
            old.listed = true;
            old.hashes.extend(hash.map(|hash| *hash.as_bytes()));
        }
        for (i, file) in cache.files.iter().enumerate() {
            let old = known.0.entry(file.path.clone()).or_default();
            old.index = Some(i);
            old.hashes.push(file.hash);
        }
        Ok(Some(known))
    }

    /// Whether every file in `out` is one of these: a first build that was cut off leaves no manifest, and nothing but its own files.
    fn claims_all_of(&self, out: &Path) -> Result<(), StoreError> {
        for entry in WalkDir::new(out) {
            let entry = entry.map_err(|error| at(out)(error.into()))?;
            let own = entry.path().strip_prefix(out).ok().and_then(slashed);
            let known = own.is_some_and(|path| self.0.contains_key(&path));
            if !entry.file_type().is_dir() && !known {
                return Err(StoreError::Foreign(entry.into_path()));
            }
        }
        Ok(())
    }

    /// Which file of the cache `path` is.
    pub fn index(&self, path: &OutPath) -> Option<usize> {
        self.0.get(path.as_str())?.index
    }

    /// Whether a build wrote bytes with `hash` to `path`.
    pub fn wrote(&self, path: &OutPath, hash: &[u8; 32]) -> bool {
        self.0
            .get(path.as_str())
            .is_some_and(|old| old.hashes.contains(hash))
    }

    /// The paths.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// Makes sure that nothing of somebody else is lost if `path` under `out` is overwritten or removed.
    ///
    /// # Errors
    /// A file there, or one in the way, was not written here.
    pub fn guard(&self, out: &Path, path: &OutPath, cache: &Cache) -> Result<(), StoreError> {
        let place = path.under(out);
        match std::fs::symlink_metadata(&place) {
            Ok(data) if data.is_dir() => self.guard_folder(out, &place),
            Ok(data) => {
                let as_left = self
                    .index(path)
                    .and_then(|i| cache.files.get(i))
                    .is_some_and(|file| file.stamp == Stamp::from(&data));
                let listed = self.0.get(path.as_str()).is_some_and(|old| old.listed);
                let ours = as_left
                    || listed
                    || std::fs::read(&place)
                        .is_ok_and(|bytes| self.wrote(path, blake3::hash(&bytes).as_bytes()));
                if ours {
                    Ok(())
                } else {
                    Err(StoreError::Foreign(place))
                }
            }
            Err(error) if error.kind() == ErrorKind::NotADirectory => self.guard_above(out, path),
            Err(_) => Ok(()),
        }
    }

    /// Makes sure that every file in `folder`, where a file is to be, is known.
    fn guard_folder(&self, out: &Path, folder: &Path) -> Result<(), StoreError> {
        for entry in WalkDir::new(folder).into_iter().flatten() {
            let own = entry.path().strip_prefix(out).ok().and_then(slashed);
            let known = own.is_some_and(|path| self.0.contains_key(&path));
            if !entry.file_type().is_dir() && !known {
                return Err(StoreError::Foreign(entry.into_path()));
            }
        }
        Ok(())
    }

    /// Makes sure that the file that stands where a folder above `path` is to be is known.
    fn guard_above(&self, out: &Path, path: &OutPath) -> Result<(), StoreError> {
        let above = path
            .as_str()
            .match_indices('/')
            .map(|(i, _)| &path.as_str()[..i]);
        for file in above.filter_map(OutPath::new) {
            let place = file.under(out);
            if place.is_file() && !self.0.contains_key(file.as_str()) {
                return Err(StoreError::Foreign(place));
            }
        }
        Ok(())
    }
}

/// A relative path with `/` between its parts.
fn slashed(path: &Path) -> Option<String> {
    let parts: Option<Vec<&str>> = path
        .components()
        .map(|part| part.as_os_str().to_str())
        .collect();
    Some(parts?.join("/"))
}
