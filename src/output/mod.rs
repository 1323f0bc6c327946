//! Writing a site so that whoever looks at any moment sees whole files whose links resolve.
//!
//! A first build goes into a folder beside the output folder and is renamed into its place. A later one writes what changed beside the site and then puts it in place in an order
//! that never leaves a link without its page; see [`commit`]. Nothing is overwritten or removed that was not written here, or that was changed since.
//!
//! Beside the output folder lies `.<name>.gongkai/` with the lock and the files that wait: it may be inside a document root, so it holds nothing that is not about to be public.
//! What the last build knew lies in the site's own folder, under `.gongkai/`: see [`cache`].

mod cache;
mod commit;
mod disk;
mod fingerprint;
mod known;
mod manifest;
mod pending;
mod store;
#[cfg(test)]
mod tests;

use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

pub use cache::Outcome;
pub use disk::write_whole;
pub use fingerprint::{Fingerprint, fingerprint};
pub use manifest::{Manifest, NAME as MANIFEST, Published};
pub use store::{Finished, Store, Written};

/// Why a site could not be written. The old one is as it was.
#[derive(Debug, Error)]
pub enum StoreError {
    /// Another build is writing to the same folder.
    #[error("in use: {0}")]
    InUse(PathBuf),
    /// The folder, or a file in it, is somebody else's, or was changed since it was written.
    #[error("not ours: {0}")]
    Foreign(PathBuf),
    /// The system said no.
    #[error("{path}: {source}")]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

/// Says which file an error is about.
pub(crate) fn at(path: &Path) -> impl FnOnce(io::Error) -> StoreError + '_ {
    |source| StoreError::Io {
        path: path.to_owned(),
        source,
    }
}
