//! One publisher at a time.
//!
//! The lock is a file of the remote site that is made only if there is none, where the service knows such writes; on WebDAV a folder, whose making is refused where it is there;
//! and elsewhere a file that is read again after it was written. It names its holder and when it was last seen at work; one that was not seen for [`STALE`] is broken.

use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use super::error::DeliveryError;
use super::remote::Remote;
use super::{Event, Options};
use crate::source::target::Service;

/// The lock's file.
const FILE: &str = ".gongkai/lock.json";

/// The lock's folder on WebDAV, and the file in it.
const FOLDER: (&str, &str) = (".gongkai/lock/", ".gongkai/lock/holder.json");

/// Seconds after which a publisher that did not show itself is taken for dead.
const STALE: i64 = 15 * 60;

/// Time between two signs of life.
const BEAT: Duration = Duration::from_secs(60);

/// What the lock says.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq)]
struct Holder {
    /// Who.
    holder: String,
    /// When it began, in seconds since 1970.
    since: i64,
    /// When it last showed itself.
    seen: i64,
    /// What tells it from others.
    token: String,
}

/// A lock that this publisher holds.
#[derive(Debug)]
pub struct Lock {
    own: Holder,
    began: Instant,
    beat: Instant,
}

impl Lock {
    /// Takes the lock, breaking one whose holder is dead or, if that is asked for, any.
    ///
    /// # Errors
    /// Another publisher holds it; the server fails.
    pub async fn take(
        remote: &Remote,
        options: &Options,
        tell: &mut dyn FnMut(Event<'_>),
    ) -> Result<Lock, DeliveryError> {
        let now = options.now;
        let token = format!("{} {now} {}", options.holder, std::process::id());
        let own = Holder {
            holder: options.holder.clone(),
            since: now,
            seen: now,
            token: blake3::hash(token.as_bytes()).to_hex()[..16].to_owned(),
        };
        if !try_take(remote, &own).await? {
            let other = read(remote).await?;
            let stale = other.as_ref().is_some_and(|other| now - other.seen > STALE);
            if !stale && !options.unlock {
                return Err(held(other, now));
            }
            // Two that find the same dead lock must not both break it.
            if read(remote).await? != other {
                return Err(held(read(remote).await?, now));
            }
            break_lock(remote).await?;
            if !try_take(remote, &own).await? {
                return Err(held(read(remote).await?, now));
            }
            tell(Event::Unlocked(other.as_ref().map_or("?", |o| &o.holder)));
        }
        let began = Instant::now();
        let lock = Lock {
            own,
            began,
            beat: began,
        };
        lock.check(remote).await?;
        Ok(lock)
    }

    /// What tells this publisher from others.
    pub fn token(&self) -> &str {
        &self.own.token
    }

    /// Shows that this publisher lives, if it is time to.
    ///
    /// # Errors
    /// Another publisher broke the lock; the server fails.
    pub async fn keep(&mut self, remote: &Remote) -> Result<(), DeliveryError> {
        if self.beat.elapsed() < BEAT {
            return Ok(());
        }
        self.check(remote).await?;
        let passed = i64::try_from(self.began.elapsed().as_secs()).unwrap_or(i64::MAX);
        self.own.seen = self.own.since.saturating_add(passed);
        self.beat = Instant::now();
        remote.put(place(remote), bytes(&self.own), "lock").await
    }

    /// Makes sure that the lock is still held.
    ///
    /// # Errors
    /// Another publisher broke it; the server fails.
    pub async fn check(&self, remote: &Remote) -> Result<(), DeliveryError> {
        match read(remote).await? {
            Some(holder) if holder.token == self.own.token => Ok(()),
            _ => Err(DeliveryError::Lost),
        }
    }

    /// Gives it back.
    ///
    /// # Errors
    /// The server fails; the lock goes stale then.
    pub async fn release(self, remote: &Remote) -> Result<(), DeliveryError> {
        match self.check(remote).await {
            Ok(()) => break_lock(remote).await,
            Err(DeliveryError::Lost) => Ok(()),
            Err(error) => Err(error),
        }
    }
}

fn held(other: Option<Holder>, now: i64) -> DeliveryError {
    let minutes = other.as_ref().map_or(0, |other| (now - other.since) / 60);
    DeliveryError::Held {
        holder: other.map_or_else(|| "?".to_owned(), |other| other.holder),
        minutes: minutes.max(0),
    }
}

fn bytes(holder: &Holder) -> Vec<u8> {
    serde_json::to_vec(holder).unwrap_or_default()
}

fn place(remote: &Remote) -> &'static str {
    match remote.service() {
        Service::WebDav => FOLDER.1,
        _ => FILE,
    }
}

async fn read(remote: &Remote) -> Result<Option<Holder>, DeliveryError> {
    let bytes = remote.read(place(remote)).await?;
    Ok(bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok()))
}

async fn try_take(remote: &Remote, own: &Holder) -> Result<bool, DeliveryError> {
    match remote.service() {
        Service::WebDav => {
            let made = remote.make_folder(FOLDER.0).await?;
            if made {
                remote.put(FOLDER.1, bytes(own), "lock").await?;
            }
            Ok(made)
        }
        // No write on a condition here: whoever wrote last has it.
        Service::Obs => {
            if read(remote).await?.is_some() {
                return Ok(false);
            }
            remote.put(FILE, bytes(own), "lock").await?;
            tokio::time::sleep(Duration::from_secs(2)).await;
            Ok(read(remote).await?.as_ref() == Some(own))
        }
        _ => remote.create(FILE, bytes(own)).await,
    }
}

async fn break_lock(remote: &Remote) -> Result<(), DeliveryError> {
    remote.delete(place(remote)).await?;
    if remote.service() == Service::WebDav {
        remote.delete(FOLDER.0).await?;
    }
    Ok(())
}
