//! What the last build knew, kept in the site's folder and never published: it quotes source files that are not for the public.

use std::path::Path;
use std::time::UNIX_EPOCH;

use serde::{Deserialize, Serialize};

use super::{StoreError, disk};
use crate::diagnostics::Finding;
use crate::render::PageLinks;

/// The form of the cache; another one is not read.
const FORM: u32 = 2;

/// What the last build knew.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Cache {
    form: u32,
    /// Every file of the site, in order of path.
    pub files: Vec<CachedFile>,
    /// What the build came from and what it said.
    pub outcome: Option<Outcome>,
}

/// A file of the site.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct CachedFile {
    /// Its path.
    pub path: String,
    /// The hash of what it was made from; none for a file that is made every time.
    pub inputs: Option<[u8; 16]>,
    /// The hash of its bytes.
    pub hash: [u8; 32],
    /// Size and time of change as the system gave them after writing.
    pub stamp: Stamp,
    /// What it links to, by index in [`Cache::files`].
    pub links: PageLinks,
}

/// How a file looked on disk: size, and time of change in nanoseconds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    size: u64,
    changed: u64,
}

impl Stamp {
    /// How the file at `path` looks.
    pub fn of(path: &Path) -> Option<Stamp> {
        std::fs::metadata(path)
            .ok()
            .filter(std::fs::Metadata::is_file)
            .map(|data| Stamp::from(&data))
    }

    /// Size in bytes.
    pub fn size(self) -> u64 {
        self.size
    }

    /// Time of change in nanoseconds.
    pub fn changed(self) -> u64 {
        self.changed
    }
}

impl From<&std::fs::Metadata> for Stamp {
    fn from(data: &std::fs::Metadata) -> Stamp {
        let since = data
            .modified()
            .ok()
            .and_then(|time| time.duration_since(UNIX_EPOCH).ok())
            .unwrap_or_default();
        Stamp {
            size: data.len(),
            changed: u64::try_from(since.as_nanos()).unwrap_or(u64::MAX),
        }
    }
}

/// A finished build: what it was made from, and what it said.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Outcome {
    /// Sources, options and program.
    pub inputs: [u8; 32],
    /// The day of the build.
    pub day: String,
    /// The time zone whose clock gave the day; none if the day was set.
    pub clock: Option<String>,
    /// What was said, in the words of the build's language.
    pub findings: Vec<Finding>,
    /// Pages of the site.
    pub pages: usize,
}

impl Cache {
    /// A cache of `files`, which are in order of path.
    pub fn new(files: Vec<CachedFile>, outcome: Option<Outcome>) -> Cache {
        Cache {
            form: FORM,
            files,
            outcome,
        }
    }

    /// The cache at `path`, if there is one that this program can read.
    pub fn load(path: &Path) -> Option<Cache> {
        let bytes = std::fs::read(path).ok()?;
        postcard::from_bytes(&bytes)
            .ok()
            .filter(|cache: &Cache| cache.form == FORM)
    }

    /// Writes the cache, whole or not at all.
    ///
    /// # Errors
    /// The disk refuses it.
    pub fn save(&self, path: &Path) -> Result<(), StoreError> {
        let bytes = postcard::to_allocvec(self).map_err(|error| StoreError::Io {
            path: path.to_owned(),
            source: std::io::Error::other(error),
        })?;
        disk::write_whole(path, &bytes)
    }
}
