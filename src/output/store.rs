//! The output folder: who holds it, what is in it, and what is about to be.

use std::fs::{File, TryLockError};
use std::io::Write;
use std::path::{Path, PathBuf};

use super::cache::{Cache, CachedFile, Outcome, Stamp};
use super::disk::private_folder;
use super::known::Known;
use super::manifest::{self, Manifest, Published};
use super::{StoreError, at, commit, pending};
use crate::render::PageLinks;
use crate::site::OutPath;

/// An output folder that this build holds until it is done.
#[derive(Debug)]
pub struct Store {
    out: PathBuf,
    /// Beside the output folder, on its file system.
    work: PathBuf,
    staging: PathBuf,
    cache_path: PathBuf,
    /// What earlier builds left; none if the folder is made anew.
    known: Option<Known>,
    cache: Cache,
    /// When this build began, by the clock of the file system, in nanoseconds.
    began: u64,
    _lock: File,
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

impl Written {
    /// The file of the last build at `path`, which stays as it is.
    pub fn kept(path: &OutPath, file: &CachedFile, stamp: Stamp) -> Written {
        Written {
            path: path.clone(),
            hash: file.hash,
            stamp,
            staged: false,
        }
    }
}

/// A file of a finished build: what became of it, the hash of its inputs, its links.
pub type Finished = (Written, Option<[u8; 16]>, PageLinks);

impl Store {
    /// Takes hold of the output folder `out` of the site in `root`.
    ///
    /// # Errors
    /// Another build holds it, from whatever site; it holds files that were not written here; the disk refuses.
    pub fn open(root: &Path, out: &Path) -> Result<Store, StoreError> {
        let mut out = std::path::absolute(out).map_err(at(out))?;
        if out.is_symlink() {
            // Whoever comes by the link and whoever comes by the folder must meet at one lock.
            out = out.canonicalize().map_err(at(&out))?;
        }
        let name = out
            .file_name()
            .map_or_else(|| "site".into(), |name| name.to_string_lossy().into_owned());
        let parent = out.parent().unwrap_or(Path::new(".")).to_owned();
        let work = parent.join(format!(".{name}.gongkai"));
        private_folder(&work)?;
        let (lock, began) = take_lock(&work, &out)?;
        let staging = work.join("new");
        if staging.exists() {
            std::fs::remove_dir_all(&staging).map_err(at(&staging))?;
        }
        std::fs::create_dir_all(&staging).map_err(at(&staging))?;
        let own = blake3::hash(out.as_os_str().as_encoded_bytes()).to_hex();
        let kept = root.join(".gongkai");
        private_folder(&kept)?;
        let cache_folder = kept.join(&own[..12]);
        private_folder(&cache_folder)?;
        let cache_path = cache_folder.join("cache");
        let mut cache = Cache::load(&cache_path).unwrap_or_default();
        let known = Known::look(&out, &work, &cache)?;
        if known.is_none() {
            cache = Cache::default();
        }
        Ok(Store {
            out,
            work,
            staging,
            cache_path,
            known,
            cache,
            began,
            _lock: lock,
        })
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
        self.known.is_some()
            && pending::read(&self.work).is_empty()
            && self.cache.files.par_iter().all(untouched)
            && self.out.join(manifest::NAME).is_file()
    }

    /// Whether sources that last changed at `newest` were at rest when this build began: a file that changes while it is read must not pass for known.
    pub fn settled(&self, newest: Option<u64>) -> bool {
        newest.is_none_or(|newest| newest.saturating_add(1_000_000_000) < self.began)
    }

    /// The file of the last build at `path`, if it was made from `inputs` and is on disk as it was left.
    pub fn known(&self, path: &OutPath, inputs: [u8; 16]) -> Option<(&CachedFile, Stamp)> {
        let index = self.known.as_ref()?.index(path)?;
        let file = self.cache.files.get(index)?;
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
        if let Some(known) = &self.known {
            if known.wrote(path, &hash)
                && let Some(stamp) = self.same_there(known, path, bytes, &hash)
            {
                return Ok(Written {
                    path: path.clone(),
                    hash,
                    stamp,
                    staged: false,
                });
            }
            known.guard(&self.out, path, &self.cache)?;
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

    /// How the file at `path` looks if it holds `bytes` already.
    fn same_there(
        &self,
        known: &Known,
        path: &OutPath,
        bytes: &[u8],
        hash: &[u8; 32],
    ) -> Option<Stamp> {
        let place = path.under(&self.out);
        let stamp = Stamp::of(&place)?;
        let as_left = known
            .index(path)
            .and_then(|i| self.cache.files.get(i))
            .is_some_and(|file| file.stamp == stamp && file.hash == *hash);
        (as_left || std::fs::read(&place).is_ok_and(|there| there == bytes)).then_some(stamp)
    }

    /// Puts the site in place: `files` are all of its files in order of path, `stub` is the page that stands in for one that is on its way. Gives the number of files written.
    ///
    /// # Errors
    /// A file that would go is not as a build left it; the disk refuses. What is in place then is whole, and its links resolve.
    pub fn finish(
        self,
        day: &str,
        files: Vec<Finished>,
        outcome: Option<Outcome>,
        stub: &[u8],
    ) -> Result<usize, StoreError> {
        self.stage_manifest(day, &files)?;
        let count = files.iter().filter(|(file, ..)| file.staged).count();
        let moved = self.known.is_none() && {
            self.forget_cache()?;
            commit::move_folder(&self.staging, &self.out)?
        };
        if !moved {
            self.update(&files, stub)?;
        }
        let files = files.into_iter().map(|(file, inputs, links)| CachedFile {
            path: file.path.as_str().to_owned(),
            inputs,
            hash: file.hash,
            stamp: file.stamp,
            links,
        });
        Cache::new(files.collect(), outcome).save(&self.cache_path)?;
        commit::settle(&self.work);
        Ok(count)
    }

    /// A cache of a folder that is gone must not speak for the new one, should this build be cut off before it writes its own.
    fn forget_cache(&self) -> Result<(), StoreError> {
        match std::fs::remove_file(&self.cache_path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                Err(at(&self.cache_path)(error))
            }
            _ => Ok(()),
        }
    }

    fn stage_manifest(&self, day: &str, files: &[Finished]) -> Result<(), StoreError> {
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
        let path = self.staging.join(manifest::NAME);
        std::fs::write(&path, manifest.to_bytes()).map_err(at(&path))
    }

    /// Moves what waits into the site, file by file, and removes what is gone.
    fn update(&self, files: &[Finished], stub: &[u8]) -> Result<(), StoreError> {
        let staged: Vec<(&OutPath, [u8; 32])> = files
            .iter()
            .filter(|(file, ..)| file.staged)
            .map(|(file, ..)| (&file.path, file.hash))
            .collect();
        let kept: std::collections::BTreeSet<&str> =
            files.iter().map(|(file, ..)| file.path.as_str()).collect();
        let mut removed = Vec::new();
        if let Some(known) = &self.known {
            removed.extend(
                known
                    .paths()
                    .filter(|path| !kept.contains(path))
                    .filter_map(OutPath::new),
            );
            for path in removed
                .iter()
                .filter(|path| path.under(&self.out).is_file())
            {
                known.guard(&self.out, path, &self.cache)?;
            }
        }
        commit::update(&commit::Change {
            staging: &self.staging,
            out: &self.out,
            work: &self.work,
            staged: &staged,
            removed: &removed,
            stub,
        })
    }

    /// Gives the folder back without changing it.
    pub fn abandon(self) {
        // What is left behind is removed by the next build.
        let _ = std::fs::remove_dir_all(&self.staging);
    }
}

/// Takes the lock in `work` and says when that was by the clock of the file system.
fn take_lock(work: &Path, out: &Path) -> Result<(File, u64), StoreError> {
    let path = work.join("lock");
    let mut lock = File::create(&path).map_err(at(&path))?;
    match lock.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => return Err(StoreError::InUse(out.to_owned())),
        Err(TryLockError::Error(source)) => return Err(StoreError::Io { path, source }),
    }
    lock.write_all(b"gongkai\n").map_err(at(&path))?;
    let began = Stamp::of(&path).map_or(0, |stamp| stamp.changed());
    Ok((lock, began))
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
