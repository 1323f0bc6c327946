//! What tells one state of a source file from another without asking anybody's clock.

use std::fs::Metadata;
use std::path::Path;

/// The state of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// Different for different states.
    pub bytes: [u8; 32],
    /// When it last changed, in nanoseconds; none where the system cannot tell.
    pub changed: Option<u64>,
}

impl Mark {
    /// The state of the file at `path`, whose metadata is `data`.
    ///
    /// Where the system keeps a time of change that programs cannot set (Unix), that time, the size and the number of the file stand for its bytes; elsewhere its bytes are read.
    #[cfg(unix)]
    pub fn of(_path: &Path, data: Option<&Metadata>) -> Mark {
        use std::os::unix::fs::MetadataExt;
        let mut bytes = [0; 32];
        let mut changed = 0;
        if let Some(data) = data {
            changed = u64::try_from(data.ctime()).unwrap_or(0) * 1_000_000_000
                + u64::try_from(data.ctime_nsec()).unwrap_or(0);
            bytes[..8].copy_from_slice(&data.size().to_le_bytes());
            bytes[8..16].copy_from_slice(&changed.to_le_bytes());
            bytes[16..24].copy_from_slice(&data.ino().to_le_bytes());
        }
        Mark {
            bytes,
            changed: Some(changed),
        }
    }

    /// The state of the file at `path`, whose metadata is `data`.
    #[cfg(not(unix))]
    pub fn of(path: &Path, _data: Option<&Metadata>) -> Mark {
        let bytes = std::fs::read(path).map_or([0; 32], |bytes| *blake3::hash(&bytes).as_bytes());
        Mark {
            bytes,
            changed: None,
        }
    }
}
