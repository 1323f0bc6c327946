//! Sending and removing files.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use tokio::task::JoinSet;

use super::Event;
use super::changes::{Change, Changes};
use super::error::DeliveryError;
use super::journal::Journal;
use super::lock::Lock;
use super::remote::Remote;
use crate::output::Manifest;

/// Files on their way at one time.
const AT_ONCE: usize = 8;

/// Time between two notes of how far the upload has come.
const NOTE: Duration = Duration::from_secs(2);

/// An upload.
pub struct Upload<'a> {
    /// The folder of the finished site.
    pub out: &'a Path,
    /// Where it is brought.
    pub remote: &'a Remote,
    /// What was announced.
    pub journal: Journal,
    /// The lock that is held.
    pub lock: &'a mut Lock,
}

/// How far an upload has come.
struct Course {
    /// Numbers of files that are there while one before them is not.
    ahead: BTreeSet<usize>,
    /// So many of the first files are there.
    done: usize,
    noted: Instant,
}

type Sent = (usize, u64, Result<(), DeliveryError>);

impl Upload<'_> {
    /// Sends the files of `changes`, turn by turn.
    ///
    /// # Errors
    /// A file cannot be read, is not what the manifest says, or cannot be sent. What is on its way is waited for, and how far it came is noted.
    pub async fn put(
        &mut self,
        changes: &Changes,
        tell: &mut dyn FnMut(Event<'_>),
    ) -> Result<(), DeliveryError> {
        let mut course = Course {
            ahead: BTreeSet::new(),
            done: self.journal.done,
            noted: Instant::now(),
        };
        let base = self.journal.done;
        let mut number = base;
        let mut result = Ok(());
        for turn in changes.put.chunk_by(|a, b| a.turn() == b.turn()) {
            result = self.turn(turn, number, &mut course, tell).await;
            if result.is_err() {
                break;
            }
            number += turn.len();
        }
        if course.done > base {
            let noted = self.journal.progress(self.remote, course.done).await;
            result = result.and(noted);
        }
        result
    }

    /// Sends the files of one turn, the first of which has the number `first` in the journal.
    async fn turn(
        &mut self,
        files: &[Change],
        first: usize,
        course: &mut Course,
        tell: &mut dyn FnMut(Event<'_>),
    ) -> Result<(), DeliveryError> {
        let mut running: JoinSet<Sent> = JoinSet::new();
        let mut waiting = files.iter().zip(first..);
        let mut result = Ok(());
        loop {
            while result.is_ok() && running.len() < AT_ONCE {
                let Some((file, number)) = waiting.next() else {
                    break;
                };
                let name = format!("{}-{number}", self.lock.token());
                running.spawn(send(
                    self.remote.clone(),
                    self.out.join(&file.path),
                    file.clone(),
                    (number, name),
                ));
            }
            let Some(joined) = running.join_next().await else {
                return result;
            };
            let Ok((number, bytes, sent)) = joined else {
                result = result.and(Err(DeliveryError::Interrupted));
                continue;
            };
            match sent {
                Ok(()) => {
                    course.arrived(number);
                    tell(Event::Put(bytes));
                    let noted = self.note(course).await;
                    result = result.and(noted);
                }
                Err(error) => result = result.and(Err(error)),
            }
        }
    }

    /// Notes from time to time how far the upload has come, and that it is alive.
    async fn note(&mut self, course: &mut Course) -> Result<(), DeliveryError> {
        if course.noted.elapsed() < NOTE {
            return Ok(());
        }
        course.noted = Instant::now();
        self.lock.keep(self.remote).await?;
        self.journal.progress(self.remote, course.done).await
    }

    /// Removes what goes, and the folders that are empty then.
    ///
    /// # Errors
    /// The server refuses, or another publisher broke the lock.
    pub async fn remove(
        &mut self,
        changes: &Changes,
        manifest: &Manifest,
    ) -> Result<(), DeliveryError> {
        let all = self.journal.put.len();
        if !changes.gone.is_empty() {
            self.journal.progress(self.remote, all).await?;
        }
        for path in &changes.gone {
            self.lock.keep(self.remote).await?;
            self.remote.delete(path).await?;
        }
        let kept: BTreeSet<&str> = manifest
            .files
            .iter()
            .flat_map(|file| folders(&file.path))
            .collect();
        let left: BTreeSet<&str> = changes
            .gone
            .iter()
            .flat_map(|path| folders(path))
            .filter(|folder| !kept.contains(folder))
            .collect();
        // A folder's name begins those of the folders in it: backwards, the inner ones come first.
        for folder in left.iter().rev() {
            self.remote.prune(folder).await;
        }
        Ok(())
    }
}

impl Course {
    fn arrived(&mut self, number: usize) {
        self.ahead.insert(number);
        while self.ahead.remove(&self.done) {
            self.done += 1;
        }
    }
}

/// The folders that the file at `path` lies in, each with a slash at its end.
fn folders(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(at, _)| &path[..=at])
}

/// Sends one file.
async fn send(remote: Remote, from: PathBuf, file: Change, place: (usize, String)) -> Sent {
    let (number, name) = place;
    let result = async {
        let bytes = read(&from, &file)?;
        remote.put(&file.path, bytes, &name).await
    };
    (number, file.bytes, result.await)
}

/// The bytes of a file, if it is what the manifest says.
fn read(from: &Path, file: &Change) -> Result<Vec<u8>, DeliveryError> {
    let bytes = std::fs::read(from).map_err(|source| DeliveryError::Read {
        path: from.to_owned(),
        source,
    })?;
    if blake3::hash(&bytes).to_hex().as_str() != file.blake3 {
        return Err(DeliveryError::Changed(file.path.clone()));
    }
    Ok(bytes)
}
