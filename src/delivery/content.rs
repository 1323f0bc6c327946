//! A file of the site on its way out.

use std::fs::File;
use std::io::{self, Read};
use std::path::PathBuf;

use super::changes::Change;
use super::error::DeliveryError;

/// Bytes of a file that are sent at one time, where the service takes files in parts.
pub const PART: usize = 8 << 20;

/// A file of the site, read in parts. At its end it is what the manifest says, or an error.
#[derive(Debug)]
pub struct Content {
    from: PathBuf,
    file: File,
    path: String,
    bytes: u64,
    blake3: String,
    hasher: blake3::Hasher,
}

impl Content {
    /// Opens the file `from`, which is to be as `change` says.
    ///
    /// # Errors
    /// There is no such file.
    pub fn open(from: PathBuf, change: &Change) -> Result<Content, DeliveryError> {
        match File::open(&from) {
            Ok(file) => Ok(Content {
                from,
                file,
                path: change.path.clone(),
                bytes: change.bytes,
                blake3: change.blake3.clone(),
                hasher: blake3::Hasher::new(),
            }),
            Err(source) => Err(DeliveryError::Read { path: from, source }),
        }
    }

    /// The next part, of [`PART`] bytes but for the last; nothing after that.
    ///
    /// # Errors
    /// The file cannot be read, or it was not what the manifest says.
    pub fn part(&mut self) -> Result<Option<Vec<u8>>, DeliveryError> {
        let part = self.read(PART as u64)?;
        if !part.is_empty() {
            return Ok(Some(part));
        }
        self.check().map(|()| None)
    }

    /// All of it that was not read, for a service that takes no parts.
    ///
    /// # Errors
    /// The file cannot be read, or it was not what the manifest says.
    pub fn rest(&mut self) -> Result<Vec<u8>, DeliveryError> {
        // One byte more than there should be: a file that grew is found out before it fills the memory.
        let rest = self.read(self.bytes.saturating_add(1))?;
        self.check().map(|()| rest)
    }

    fn read(&mut self, most: u64) -> Result<Vec<u8>, DeliveryError> {
        let mut part = Vec::new();
        let room = usize::try_from(most.min(self.bytes)).unwrap_or(PART);
        let read = part
            .try_reserve(room)
            .map_err(|_| io::Error::from(io::ErrorKind::OutOfMemory))
            .and_then(|()| (&mut self.file).take(most).read_to_end(&mut part));
        read.map_err(|source| DeliveryError::Read {
            path: self.from.clone(),
            source,
        })?;
        self.hasher.update(&part);
        Ok(part)
    }

    fn check(&self) -> Result<(), DeliveryError> {
        match self.hasher.finalize().to_hex().as_str() == self.blake3 {
            true => Ok(()),
            false => Err(DeliveryError::Changed(self.path.clone())),
        }
    }
}
