//! Writing a site so that whoever looks at any moment sees whole files whose links resolve.
//!
//! A first build goes into a folder beside the output folder and is renamed into its place. A later one writes what changed beside the site and then puts it in place in an order
//! that never leaves a link without its page; see [`commit`]. Nothing is removed that was not written here.

mod cache;
mod commit;
mod fingerprint;
mod manifest;
mod store;

use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

pub use cache::Outcome;
pub use fingerprint::{Fingerprint, fingerprint};
pub use store::{Store, Written};

/// Why a site could not be written. The old one is as it was.
#[derive(Debug, Error)]
pub enum StoreError {
    /// Another build is writing to the same folder.
    #[error("in use: {0}")]
    InUse(PathBuf),
    /// The folder, or a file in it, is somebody else's.
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
