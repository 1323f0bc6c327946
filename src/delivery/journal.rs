//! What a running upload is about to put, written to the remote site before anything is.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::changes::{Changes, Known};
use super::error::DeliveryError;
use super::remote::Remote;

/// Where it lies.
const JOURNAL: &str = ".gongkai/upload.json";

/// Where it is written how far the upload has come.
const PROGRESS: &str = ".gongkai/progress.json";

/// The list of what an upload puts and removes.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Journal {
    /// Path and hash of each file, in the order of sending; what an upload before had put comes first.
    pub put: Vec<(String, String)>,
    /// What goes in the end.
    pub gone: Vec<String>,
    /// So many of the first files are there.
    pub done: usize,
}

/// How far the upload of one journal has come.
#[derive(Debug, Serialize, Deserialize)]
struct Progress {
    /// The hash of the journal.
    journal: String,
    /// So many of its first files are there.
    done: usize,
}

impl Journal {
    /// The journal of an upload of `changes` to a site of which `known` is known.
    pub fn new(known: &Known, changes: &Changes) -> Journal {
        let again: BTreeSet<&str> = changes.put.iter().map(|c| c.path.as_str()).collect();
        let gone: BTreeSet<&str> = changes.gone.iter().map(String::as_str).collect();
        let carried = known.carried.iter();
        let mut put: Vec<(String, String)> = carried
            .filter(|(path, _)| !again.contains(path.as_str()) && !gone.contains(path.as_str()))
            .cloned()
            .collect();
        let done = put.len();
        put.extend(
            changes
                .put
                .iter()
                .map(|c| (c.path.clone(), c.blake3.clone())),
        );
        Journal {
            put,
            gone: changes.gone.clone(),
            done,
        }
    }

    /// The journal of an upload that was cut off, if there is one.
    ///
    /// # Errors
    /// The server cannot be read.
    pub async fn load(remote: &Remote) -> Result<Option<Journal>, DeliveryError> {
        let Some(bytes) = remote.read(JOURNAL).await? else {
            return Ok(None);
        };
        let mut journal: Journal =
            serde_json::from_slice(&bytes).map_err(|_| DeliveryError::Foreign)?;
        let id = id(&bytes);
        let progress = remote.read(PROGRESS).await?;
        let progress: Option<Progress> =
            progress.and_then(|bytes| serde_json::from_slice(&bytes).ok());
        if let Some(progress) = progress.filter(|progress| progress.journal == id) {
            journal.done = progress.done;
        }
        Ok(Some(journal))
    }

    /// Writes it to the remote site.
    ///
    /// # Errors
    /// The server refuses it.
    pub async fn announce(&self, remote: &Remote) -> Result<(), DeliveryError> {
        remote.put(JOURNAL, self.to_bytes(), "journal").await
    }

    /// Writes that `done` of its files are there.
    ///
    /// # Errors
    /// The server refuses it.
    pub async fn progress(&self, remote: &Remote, done: usize) -> Result<(), DeliveryError> {
        let journal = id(&self.to_bytes());
        let progress = Progress { journal, done };
        let bytes = serde_json::to_vec(&progress).unwrap_or_default();
        remote.put(PROGRESS, bytes, "progress").await
    }

    /// Removes it: the upload is finished.
    ///
    /// # Errors
    /// The server refuses.
    pub async fn close(&self, remote: &Remote) -> Result<(), DeliveryError> {
        remote.delete(PROGRESS).await?;
        remote.sweep().await?;
        remote.delete(JOURNAL).await
    }

    fn to_bytes(&self) -> Vec<u8> {
        serde_json::to_vec(self).unwrap_or_default()
    }
}

fn id(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex().to_string()
}
