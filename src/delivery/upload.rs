//! Sending and removing files.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use super::Event;
use super::changes::{Change, Changes};
use super::content::Content;
use super::error::DeliveryError;
use super::journal::Journal;
use super::lock::Lock;
use super::remote::Remote;
use crate::output::Manifest;

/// Files on their way at one time.
const AT_ONCE: usize = 8;

/// Time between two notes of how far the upload has come.
const NOTE: Duration = Duration::from_secs(2);

/// Bytes of files that are held in memory at one time. A file that goes in parts needs less; one that cannot takes all of it, and goes alone.
const ROOM: u32 = 32 << 20;

/// An upload.
pub struct Upload<'a> {
    /// The folder of the finished site.
    pub out: &'a Path,
    /// Where it is brought.
    pub remote: &'a Remote,
    /// What was announced, and how far it has come.
    pub course: &'a mut Course,
    /// The lock that is held.
    pub lock: &'a mut Lock,
}

/// How far an upload has come.
#[derive(Debug)]
pub struct Course {
    journal: Journal,
    /// Numbers of files that are there while one before them is not.
    ahead: BTreeSet<usize>,
    /// So many of the first files are there.
    done: usize,
    /// So many were there when it was last written down.
    written: usize,
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
        let mut number = self.course.journal.done;
        let mut result = Ok(());
        for turn in changes.put.chunk_by(|a, b| a.turn() == b.turn()) {
            result = self.turn(turn, number, tell).await;
            if result.is_err() {
                break;
            }
            number += turn.len();
        }
        let noted = self.course.write(self.remote).await;
        result.and(noted)
    }

    /// Sends the files of one turn, the first of which has the number `first` in the journal.
    async fn turn(
        &mut self,
        files: &[Change],
        first: usize,
        tell: &mut dyn FnMut(Event<'_>),
    ) -> Result<(), DeliveryError> {
        let room = Arc::new(Semaphore::new(ROOM as usize));
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
                    room.clone(),
                ));
            }
            // While one large file is on its way nothing arrives for long; the lock is kept all the same.
            let joined = tokio::select! {
                joined = running.join_next() => joined,
                () = tokio::time::sleep(NOTE) => {
                    let noted = self.note().await;
                    result = result.and(noted);
                    continue;
                }
            };
            match joined {
                None => return result,
                Some(Ok((number, bytes, Ok(())))) => {
                    self.course.arrived(number);
                    tell(Event::Put(bytes));
                    let noted = self.note().await;
                    result = result.and(noted);
                }
                Some(Ok((_, _, Err(error)))) => result = result.and(Err(error)),
                Some(Err(_)) => result = result.and(Err(DeliveryError::Interrupted)),
            }
        }
    }

    /// Notes from time to time how far the upload has come, and that it is alive.
    async fn note(&mut self) -> Result<(), DeliveryError> {
        if self.course.noted.elapsed() < NOTE {
            return Ok(());
        }
        self.course.noted = Instant::now();
        self.lock.keep(self.remote).await?;
        self.course.write(self.remote).await
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
    /// That of an upload of `journal`, which begins.
    pub fn new(journal: Journal) -> Course {
        Course {
            ahead: BTreeSet::new(),
            done: journal.done,
            written: journal.done,
            journal,
            noted: Instant::now(),
        }
    }

    /// Writes to the remote site how far it has come, if it has come further.
    ///
    /// # Errors
    /// The server refuses.
    pub async fn write(&mut self, remote: &Remote) -> Result<(), DeliveryError> {
        if self.done > self.written {
            self.journal.progress(remote, self.done).await?;
            self.written = self.done;
        }
        Ok(())
    }

    /// Removes what was announced: the upload is finished.
    ///
    /// # Errors
    /// The server refuses.
    pub async fn close(&self, remote: &Remote) -> Result<(), DeliveryError> {
        self.journal.close(remote).await
    }

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
async fn send(
    remote: Remote,
    from: PathBuf,
    file: Change,
    place: (usize, String),
    room: Arc<Semaphore>,
) -> Sent {
    let (number, name) = place;
    let result = async {
        let size = u32::try_from(file.bytes).map_or(ROOM, |size| size.min(ROOM));
        let _taken = room.acquire_many(size).await;
        let mut content = Content::open(from, &file)?;
        remote.send(&file.path, &mut content, &name).await
    };
    (number, file.bytes, result.await)
}
