//! The output folder: who holds it, what is in it, and what is about to be.

use std::collections::BTreeMap;
use std::fs::{File, TryLockError};
use std::io::Write;
use std::path::{Path, PathBuf};

use super::cache::{Cache, CachedFile, Outcome, Stamp};
use super::manifest::{self, Manifest, Published};
use super::{StoreError, at, commit};
use crate::render::PageLinks;
use crate::site::OutPath;

/// An output folder that this build holds until it is done.
#[derive(Debug)]
pub struct Store {
    out: PathBuf,
    work: PathBuf,
    staging: PathBuf,
    /// Whether the folder is made anew.
    fresh: bool,
    old: BTreeMap<String, Old>,
    cache: Cache,
    /// When this build began, by the clock of the file system, in nanoseconds.
    began: u64,
    _lock: File,
}

/// A file of the last build.
#[derive(Debug)]
struct Old {
    index: Option<usize>,
    hash: Option<[u8; 32]>,
}

/// What became of a file's bytes.
#[derive(Debug, Clone)]
pub struct Written {
    /// Its path.
    pub path: OutPath,
    /// Their hash.
    pub hash: [u8; 32],
    /// How the file looks on disk, staged or in place.
    pub stamp: Stamp,
    /// Whether it waits beside the site to be put in place.
    pub staged: bool,
}

impl Store {
    /// Takes hold of the output folder `out`.
    ///
    /// # Errors
    /// Another build holds it; it holds files that were not written here; the disk refuses.
    pub fn open(out: &Path) -> Result<Store, StoreError> {
        let out = std::path::absolute(out).map_err(at(out))?;
        let name = out
            .file_name()
            .map_or_else(|| "site".into(), |name| name.to_string_lossy().into_owned());
        let parent = out.parent().unwrap_or(Path::new(".")).to_owned();
        let work = parent.join(format!(".{name}.gongkai"));
        std::fs::create_dir_all(&work).map_err(at(&work))?;
        let lock_path = work.join("lock");
        let mut lock = File::create(&lock_path).map_err(at(&lock_path))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(StoreError::InUse(out)),
            Err(TryLockError::Error(source)) => {
                return Err(StoreError::Io {
                    path: lock_path,
                    source,
                });
            }
        }
        lock.write_all(b"gongkai\n").map_err(at(&lock_path))?;
        let began = Stamp::of(&lock_path).map_or(0, |stamp| stamp.changed());
        let staging = work.join("new");
        if staging.exists() {
            std::fs::remove_dir_all(&staging).map_err(at(&staging))?;
        }
        std::fs::create_dir_all(&staging).map_err(at(&staging))?;
        let mut store = Store {
            out,
            work,
            staging,
            fresh: false,
            old: BTreeMap::new(),
            cache: Cache::default(),
            began,
            _lock: lock,
        };
        store.look()?;
        Ok(store)
    }

    /// Finds out what is in the folder.
    fn look(&mut self) -> Result<(), StoreError> {
        let empty = match std::fs::read_dir(&self.out) {
            Ok(mut entries) => entries.next().is_none(),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => true,
            Err(source) => {
                return Err(StoreError::Io {
                    path: self.out.clone(),
                    source,
                });
            }
        };
        if empty {
            self.fresh = true;
            return Ok(());
        }
        if let Some(cache) = Cache::load(&self.cache_path()) {
            self.old = cache
                .files
                .iter()
                .enumerate()
                .map(|(i, file)| {
                    (
                        file.path.clone(),
                        Old {
                            index: Some(i),
                            hash: Some(file.hash),
                        },
                    )
                })
                .collect();
            self.cache = cache;
        } else {
            let path = self.out.join(manifest::NAME);
            let bytes = std::fs::read(&path).map_err(|_| StoreError::Foreign(self.out.clone()))?;
            let manifest: Manifest = serde_json::from_slice(&bytes)
                .map_err(|_| StoreError::Foreign(self.out.clone()))?;
            let hash = |file: &Published| {
                blake3::Hash::from_hex(&file.blake3)
                    .ok()
                    .map(|hash| *hash.as_bytes())
            };
            self.old = manifest
                .files
                .iter()
                .map(|file| {
                    (
                        file.path.clone(),
                        Old {
                            index: None,
                            hash: hash(file),
                        },
                    )
                })
                .collect();
        }
        // A build that was cut off may have put files in place that no cache tells of.
        for path in commit::pending(&self.work) {
            self.old.entry(path).or_insert(Old {
                index: None,
                hash: None,
            });
        }
        Ok(())
    }

    fn cache_path(&self) -> PathBuf {
        self.work.join("cache")
    }

    /// What the last build knew.
    pub fn cache(&self) -> &Cache {
        &self.cache
    }

    /// Whether every file of the last build is on disk as it was left.
    pub fn is_whole(&self) -> bool {
        use rayon::prelude::*;
        let untouched = |file: &CachedFile| {
            OutPath::new(&file.path)
                .is_some_and(|path| Stamp::of(&path.under(&self.out)) == Some(file.stamp))
        };
        !self.fresh
            && commit::pending(&self.work).is_empty()
            && self.cache.files.par_iter().all(untouched)
            && self.out.join(manifest::NAME).is_file()
    }

    /// Whether sources that last changed at `newest` were at rest when this build began: a file that changes while it is read must not pass for known.
    pub fn settled(&self, newest: Option<u64>) -> bool {
        newest.is_none_or(|newest| newest.saturating_add(1_000_000_000) < self.began)
    }

    /// The file of the last build at `path`, if it was made from `inputs` and is on disk as it was left.
    pub fn known(&self, path: &OutPath, inputs: [u8; 16]) -> Option<(&CachedFile, Stamp)> {
        let file = &self.cache.files[self.old.get(path.as_str())?.index?];
        let same =
            file.inputs == Some(inputs) && Stamp::of(&path.under(&self.out)) == Some(file.stamp);
        same.then_some((file, file.stamp))
    }

    /// Takes the bytes of a file: if they are what is there already nothing is written, otherwise they wait beside the site.
    ///
    /// # Errors
    /// A file of somebody else is in the way; the disk refuses.
    pub fn put(&self, path: &OutPath, bytes: &[u8]) -> Result<Written, StoreError> {
        let hash = *blake3::hash(bytes).as_bytes();
        let place = path.under(&self.out);
        if !self.fresh {
            match self.old.get(path.as_str()) {
                Some(old) if old.hash == Some(hash) => {
                    let stamp = Stamp::of(&place);
                    let as_left = old
                        .index
                        .is_some_and(|i| Some(self.cache.files[i].stamp) == stamp);
                    if let Some(stamp) = stamp.filter(|_| {
                        as_left || std::fs::read(&place).is_ok_and(|there| there == bytes)
                    }) {
                        return Ok(Written {
                            path: path.clone(),
                            hash,
                            stamp,
                            staged: false,
                        });
                    }
                }
                Some(_) => {}
                None if place.is_file() => return Err(StoreError::Foreign(place)),
                None => {}
            }
        }
        let staged = path.under(&self.staging);
        let file = create(&staged)
            .and_then(|mut file| file.write_all(bytes).map(|()| file))
            .map_err(at(&place))?;
        let data = file.metadata().map_err(at(&place))?;
        Ok(Written {
            path: path.clone(),
            hash,
            stamp: Stamp::from(&data),
            staged: true,
        })
    }

    /// Puts the site in place: `files` are all of its files in order of path, `stub` is the page that stands in for one that is on its way.
    ///
    /// # Errors
    /// The disk refuses. What is in place then is whole, and its links resolve.
    pub fn finish(
        self,
        day: &str,
        files: Vec<(Written, Option<[u8; 16]>, PageLinks)>,
        outcome: Option<Outcome>,
        stub: &[u8],
    ) -> Result<usize, StoreError> {
        let listed = files.iter().map(|(file, ..)| Published {
            path: file.path.as_str().to_owned(),
            bytes: file.stamp.size(),
            blake3: blake3::Hash::from_bytes(file.hash).to_hex().to_string(),
        });
        let manifest = Manifest {
            generator: format!("gongkai {}", env!("CARGO_PKG_VERSION")),
            day: day.to_owned(),
            files: listed.collect(),
        };
        let manifest_path = self.staging.join(manifest::NAME);
        std::fs::write(&manifest_path, manifest.to_bytes()).map_err(at(&manifest_path))?;
        let staged: Vec<&OutPath> = files
            .iter()
            .filter(|(file, ..)| file.staged)
            .map(|(file, ..)| &file.path)
            .collect();
        let count = staged.len();
        let mut fresh = self.fresh;
        if fresh {
            // A cache of a folder that is gone must not speak for this one, should the build be cut off before it writes its own.
            match std::fs::remove_file(self.cache_path()) {
                Err(source) if source.kind() != std::io::ErrorKind::NotFound => {
                    return Err(at(&self.cache_path())(source));
                }
                _ => {}
            }
            fresh = commit::move_folder(&self.staging, &self.out)?;
        }
        if !fresh {
            let kept: std::collections::BTreeSet<&str> =
                files.iter().map(|(file, ..)| file.path.as_str()).collect();
            let removed: Vec<OutPath> = self
                .old
                .keys()
                .filter(|path| !kept.contains(path.as_str()))
                .filter_map(|path| OutPath::new(path))
                .collect();
            commit::update(&commit::Change {
                staging: &self.staging,
                out: &self.out,
                work: &self.work,
                staged: &staged,
                removed: &removed,
                stub,
            })?;
        }
        let files = files.into_iter().map(|(file, inputs, links)| CachedFile {
            path: file.path.as_str().to_owned(),
            inputs,
            hash: file.hash,
            stamp: file.stamp,
            links,
        });
        Cache::new(files.collect(), outcome).save(&self.cache_path())?;
        commit::settle(&self.work);
        Ok(count)
    }

    /// Gives the folder back without changing it.
    pub fn abandon(self) {
        // What is left behind is removed by the next build.
        let _ = std::fs::remove_dir_all(&self.staging);
    }
}

/// Creates a file and the folders above it.
fn create(path: &Path) -> std::io::Result<File> {
    match File::create(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            if let Some(folder) = path.parent() {
                std::fs::create_dir_all(folder)?;
            }
            File::create(path)
        }
        result => result,
    }
}
