//! Whether anything changed since the last build, without reading what did not.

use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use walkdir::WalkDir;

use crate::source::Mark;

/// What a build is made from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fingerprint {
    /// The hash.
    pub hash: [u8; 32],
    /// When the newest source changed, in nanoseconds; none where the system cannot tell.
    pub newest: Option<u64>,
}

/// The fingerprint of the sources under `root`, of `options`, and of this program.
///
/// A [`Mark`] stands for the bytes of each file.
///
/// # Errors
/// A folder cannot be read.
pub fn fingerprint(root: &Path, options: &str) -> io::Result<Fingerprint> {
    let mut entries: Vec<(PathBuf, Option<std::fs::Metadata>)> = Vec::new();
    for folder in ["content", "themes"] {
        let folder = root.join(folder);
        if !folder.is_dir() {
            continue;
        }
        for entry in WalkDir::new(&folder) {
            let entry = entry?;
            if entry.file_type().is_file() {
                entries.push((entry.into_path(), None));
            }
        }
    }
    entries
        .par_iter_mut()
        .for_each(|(path, data)| *data = std::fs::symlink_metadata(path).ok());
    entries.sort_by(|a, b| a.0.cmp(&b.0));
    let marks: Vec<Mark> = entries
        .par_iter()
        .map(|(path, data)| Mark::of(path, data.as_ref()))
        .collect();
    let mut hasher = blake3::Hasher::new();
    hasher
        .update(options.as_bytes())
        .update(program().as_bytes());
    for ((path, _), mark) in entries.iter().zip(&marks) {
        hasher
            .update(path.as_os_str().as_encoded_bytes())
            .update(&[0])
            .update(&mark.bytes);
    }
    let newest = marks
        .iter()
        .map(|mark| mark.changed)
        .collect::<Option<Vec<u64>>>()
        .map(|times| times.into_iter().max().unwrap_or(0));
    Ok(Fingerprint {
        hash: *hasher.finalize().as_bytes(),
        newest,
    })
}

/// This program: its version, and the size and time of its file, so that a new build of it is another program.
fn program() -> String {
    let file = std::env::current_exe()
        .ok()
        .and_then(|path| super::cache::Stamp::of(&path));
    format!("{} {file:?}", env!("CARGO_PKG_VERSION"))
}
