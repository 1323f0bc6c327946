//! Files that are made for people to go on with: never over one that is there.

use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};
use std::path::{Component, Path, PathBuf};

use super::Failure;
use crate::output::StoreError;

/// Writes a new file with the folders it needs; gives `false` and touches nothing if something is there already.
///
/// # Errors
/// The disk refuses.
pub fn create(path: &Path, text: &str) -> Result<bool, Failure> {
    let refused = |source| {
        Failure::from(StoreError::Io {
            path: path.to_owned(),
            source,
        })
    };
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(refused)?;
    }
    match OpenOptions::new().write(true).create_new(true).open(path) {
        Ok(mut file) => file
            .write_all(text.as_bytes())
            .map(|()| true)
            .map_err(refused),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(refused(error)),
    }
}

/// `path` as it is shown to people: without the `./` that joining leaves in it.
pub fn shown(path: &Path) -> String {
    let parts = path.components().filter(|part| *part != Component::CurDir);
    let plain: PathBuf = parts.collect();
    let empty = plain.as_os_str().is_empty();
    if empty {
        ".".to_owned()
    } else {
        plain.display().to_string()
    }
}
