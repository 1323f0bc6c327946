//! Where a published copy lies: in a folder, or on a server.

use std::error::Error;
use std::io::ErrorKind;
use std::path::PathBuf;
use std::time::Duration;

use futures_util::StreamExt;
use opendal::layers::TimeoutLayer;
use opendal::{Operator, services};
use tokio::runtime::Runtime;
use walkdir::WalkDir;

use crate::site::OutPath;

/// Files that are fetched at the same time.
const FETCHED: usize = 16;

/// Seconds that a server may take for one file.
const PATIENCE: Duration = Duration::from_secs(30);

/// Why a file was not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unread {
    /// It is not there.
    Missing,
    /// The disk or the server does not give it; the text says why.
    Refused(String),
}

/// A file, or why there is none.
pub type Found = Result<Vec<u8>, Unread>;

/// A published copy.
pub trait Copy {
    /// The file at `path`, relative to the site.
    ///
    /// # Errors
    /// It is not there or cannot be read.
    fn read(&self, path: &str) -> Found;

    /// The files at `paths`, in their order.
    fn read_all(&self, paths: &[&str]) -> Vec<Found> {
        paths.iter().map(|path| self.read(path)).collect()
    }

    /// The paths of all its files, in order; none where that cannot be known.
    fn list(&self) -> Option<Vec<String>>;
}

/// A copy in a folder.
pub struct Folder(pub PathBuf);

impl Copy for Folder {
    fn read(&self, path: &str) -> Found {
        let own = OutPath::new(path).ok_or(Unread::Missing)?;
        std::fs::read(own.under(&self.0)).map_err(|error| match error.kind() {
            ErrorKind::NotFound | ErrorKind::NotADirectory => Unread::Missing,
            _ => Unread::Refused(error.to_string()),
        })
    }

    fn list(&self) -> Option<Vec<String>> {
        let files = WalkDir::new(&self.0).into_iter().filter_map(Result::ok);
        let paths = files.filter(|entry| !entry.file_type().is_dir());
        let mut paths: Vec<String> = paths
            .filter_map(|entry| {
                let inner = entry.path().strip_prefix(&self.0).ok()?.to_owned();
                let parts = inner.components().map(|part| part.as_os_str());
                let parts: Vec<_> = parts.map(|part| part.to_string_lossy()).collect();
                Some(parts.join("/"))
            })
            .collect();
        paths.sort();
        Some(paths)
    }
}

/// A copy on a server.
pub struct Remote {
    runtime: Runtime,
    operator: Operator,
}

impl Remote {
    /// The copy below `address`, which begins with `http://` or `https://`.
    ///
    /// # Errors
    /// The address is not one; the text says why.
    pub fn open(address: &str) -> Result<Remote, String> {
        let (scheme, rest) = address.split_once("://").ok_or("://")?;
        let (host, root) = rest.split_once('/').unwrap_or((rest, ""));
        // Another part of the program may have chosen already.
        let _ = rustls::crypto::ring::default_provider().install_default();
        opendal_http_transport_reqwest::install_default();
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .build()
            .map_err(|error| error.to_string())?;
        let service = services::Http::default()
            .endpoint(&format!("{scheme}://{host}"))
            .root(&format!("/{root}"));
        let timeout = TimeoutLayer::new()
            .with_timeout(PATIENCE)
            .with_io_timeout(PATIENCE);
        let operator = Operator::new(service).map_err(|error| error.to_string())?;
        let operator = operator.layer(timeout);
        Ok(Remote { runtime, operator })
    }
}

impl Copy for Remote {
    fn read(&self, path: &str) -> Found {
        let mut found = self.read_all(&[path]);
        found.pop().unwrap_or(Err(Unread::Missing))
    }

    fn read_all(&self, paths: &[&str]) -> Vec<Found> {
        // The operator writes what is not ASCII as addresses need it; doing it here as well would ask for another file.
        let fetched = paths.iter().map(|path| async move {
            let bytes = self.operator.read(path).await.map_err(why)?;
            Ok(bytes.to_vec())
        });
        let all = futures_util::stream::iter(fetched).buffered(FETCHED);
        self.runtime.block_on(all.collect())
    }

    fn list(&self) -> Option<Vec<String>> {
        None
    }
}

/// What the server, or the way to it, says; without the context that the library adds.
fn why(error: opendal::Error) -> Unread {
    if error.kind() == opendal::ErrorKind::NotFound {
        return Unread::Missing;
    }
    let deepest = std::iter::successors(error.source(), |error: &&(dyn Error + 'static)| {
        (*error).source()
    })
    .last();
    Unread::Refused(deepest.map_or_else(|| error.to_string(), ToString::to_string))
}
