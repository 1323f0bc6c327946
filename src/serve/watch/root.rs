//! A watched folder: the path it was given by, and the folder that path means at the time.

use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::tree::is_hidden;

/// A watched folder.
#[derive(Debug)]
pub struct Root {
    /// Its path as it was given.
    pub given: PathBuf,
    /// The folder there; none if there is none.
    pub place: Option<Place>,
}

/// One certain folder, whatever links lead to it.
#[derive(Debug, PartialEq, Eq)]
pub struct Place {
    /// Its canonical path, which the system's watcher names.
    pub real: PathBuf,
    identity: Identity,
}

/// Differs from that of a folder made later at the same path: device and inode, or the time it was made where there are none.
type Identity = (u64, u64, Option<SystemTime>);

impl Place {
    /// The folder that `given` means now.
    pub fn of(given: &Path) -> Option<Place> {
        let real = given.canonicalize().ok()?;
        let data = real.metadata().ok()?;
        data.is_dir().then(|| Place {
            real,
            identity: identity(&data),
        })
    }

    /// Whether one of the two lies in the other, or they are the same.
    pub fn overlaps(&self, other: &Place) -> bool {
        self.real.starts_with(&other.real) || other.real.starts_with(&self.real)
    }
}

#[cfg(unix)]
fn identity(data: &std::fs::Metadata) -> Identity {
    use std::os::unix::fs::MetadataExt;
    (data.dev(), data.ino(), None)
}

#[cfg(not(unix))]
fn identity(data: &std::fs::Metadata) -> Identity {
    (0, 0, data.created().ok())
}

impl Root {
    /// The path that the system's watcher calls `real`, under the path as given; none if it lies elsewhere or is hidden.
    pub fn to_given(&self, real: &Path) -> Option<PathBuf> {
        let place = self.place.as_ref()?;
        let long = long_name(real);
        let inner = [long.as_deref(), Some(real)]
            .into_iter()
            .flatten()
            .find_map(|path| path.strip_prefix(&place.real).ok())?;
        if inner.components().any(|part| is_hidden(part.as_os_str())) {
            return None;
        }
        // Joined to nothing, the given path would get a slash at its end.
        Some(if inner.as_os_str().is_empty() {
            self.given.clone()
        } else {
            self.given.join(inner)
        })
    }

    /// The canonical path of `given`, a path in this folder as given.
    pub fn to_real(&self, given: &Path) -> Option<PathBuf> {
        let inner = given.strip_prefix(&self.given).ok()?;
        Some(self.place.as_ref()?.real.join(inner))
    }
}

/// The long form of a path that may have short names (`NOTICE~1.MD`), which Windows tells when a program used them.
fn long_name(path: &Path) -> Option<PathBuf> {
    let short = cfg!(windows) && path.as_os_str().to_string_lossy().contains('~');
    short.then(|| path.canonicalize().ok()).flatten()
}
