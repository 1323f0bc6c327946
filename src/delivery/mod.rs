//! Bringing a finished site to where residents read it.
//!
//! 1. [`manifest`](crate::output) of the output folder and that of the remote site say what is new, changed and gone: [`changes`].
//! 2. [`lock`] keeps a second publisher out.
//! 3. [`journal`] says what is about to be put before anything is, so that whoever comes after a cut knows which files may be in either state, and which need not be sent again.
//! 4. Files that are no pages go first, then new pages, which nothing links to yet, then what lists them for machines, then changed pages, the home page last.
//! 5. The manifest is put when everything else is there. Only then goes what the new site has not.
//!
//! Each file is put whole: beside its place and moved, or at once where the service does it at once ([`remote`]).

mod changes;
mod content;
mod error;
mod journal;
mod lock;
mod operator;
mod remote;
mod secrets;
mod target;
#[cfg(test)]
mod tests;
mod upload;

use std::path::Path;
use std::time::Duration;

pub use changes::Changes;
pub use error::DeliveryError;
pub use target::Target;

use crate::output::{MANIFEST, Manifest};
use changes::Known;
use journal::Journal;
use lock::Lock;
use remote::Remote;
use upload::{Course, Upload};

/// The folder of a remote site where the lock, the journal and files on their way lie.
const WORK: &str = ".gongkai/";

/// Longest time that is spent after Ctrl-C.
const LEAVING: Duration = Duration::from_secs(10);

/// How to deliver.
#[derive(Debug, Clone)]
pub struct Options {
    /// Only say what would be done.
    pub dry_run: bool,
    /// Break another publisher's lock.
    pub unlock: bool,
    /// Who delivers, as the next publisher is told.
    pub holder: String,
    /// The time by the clock, in seconds since 1970.
    pub now: i64,
}

/// What happens while a site is delivered.
#[derive(Debug)]
pub enum Event<'a> {
    /// The lock of another publisher was broken: who held it.
    Unlocked(&'a str),
    /// An upload that was cut off is taken up; so many files are there already.
    Resumed(usize),
    /// So many bytes will be sent.
    Begun(u64),
    /// A file of so many bytes is there.
    Put(u64),
    /// Ctrl-C: how far the upload came is being written down.
    Leaving,
}

/// What came of it.
#[derive(Debug)]
pub struct Delivered {
    /// What was new, changed and gone.
    pub changes: Changes,
}

/// Brings the site in `out` to `target`, telling what happens to `tell`.
///
/// # Errors
/// There is no finished site in `out`, credentials are missing, another publisher is at work, what is there is not ours, or the network or the server fails. The remote
/// site is whole then: each file is the old or the new one, and nothing was removed that an old page links to.
pub fn deliver(
    out: &Path,
    target: &Target,
    options: &Options,
    tell: &mut dyn FnMut(Event<'_>),
) -> Result<Delivered, DeliveryError> {
    // Another part of the program may have chosen already; then its choice holds.
    let _ = rustls::crypto::ring::default_provider().install_default();
    opendal_http_transport_reqwest::install_default();
    let path = out.join(MANIFEST);
    let manifest = Manifest::load(&path).ok_or_else(|| DeliveryError::NotBuilt(out.to_owned()))?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(|source| DeliveryError::Read {
            path: path.clone(),
            source,
        })?;
    runtime.block_on(async {
        let remote = Remote::open(target)?;
        if options.dry_run {
            let (known, _) = survey(&remote).await?;
            let changes = Changes::between(&known, &manifest);
            return Ok(Delivered { changes });
        }
        let mut lock = Lock::take(&remote, options, tell).await?;
        let mut course = None;
        let place = (out, &manifest);
        let result = tokio::select! {
            result = bring(place, &remote, &mut lock, &mut course, tell) => Some(result),
            _ = tokio::signal::ctrl_c() => None,
        };
        match result {
            // What went wrong before is what the officer must know.
            Some(result) => {
                let released = lock.release(&remote).await;
                result.and_then(|delivered| released.map(|()| delivered))
            }
            None => Err(leave(&remote, lock, course, tell).await),
        }
    })
}

/// Writes down how far the upload came and gives the lock back, after Ctrl-C. A server that does not answer, or a second Ctrl-C, ends that.
async fn leave(
    remote: &Remote,
    lock: Lock,
    course: Option<Course>,
    tell: &mut dyn FnMut(Event<'_>),
) -> DeliveryError {
    tell(Event::Leaving);
    let closing = async {
        if let Some(mut course) = course {
            course.write(remote).await?;
        }
        lock.release(remote).await
    };
    let left = tokio::select! {
        left = tokio::time::timeout(LEAVING, closing) => matches!(left, Ok(Ok(()))),
        _ = tokio::signal::ctrl_c() => false,
    };
    match left {
        true => DeliveryError::Interrupted,
        false => DeliveryError::Abandoned,
    }
}

/// What is known of the remote site, and the journal of an upload that was cut off.
async fn survey(remote: &Remote) -> Result<(Known, Option<Journal>), DeliveryError> {
    let bytes = remote.read(MANIFEST).await?;
    let manifest = match bytes {
        Some(bytes) => Some(Manifest::parse(&bytes).ok_or(DeliveryError::Foreign)?),
        None => None,
    };
    let journal = Journal::load(remote).await?;
    if manifest.is_none() && journal.is_none() && remote.read("index.html").await?.is_some() {
        return Err(DeliveryError::Foreign);
    }
    Ok((Known::new(manifest.as_ref(), journal.as_ref()), journal))
}

/// Puts and removes what makes the remote site that of `manifest`.
async fn bring(
    (out, manifest): (&Path, &Manifest),
    remote: &Remote,
    lock: &mut Lock,
    course: &mut Option<Course>,
    tell: &mut dyn FnMut(Event<'_>),
) -> Result<Delivered, DeliveryError> {
    let (known, old) = survey(remote).await?;
    let changes = Changes::between(&known, manifest);
    let bytes = std::fs::read(out.join(MANIFEST)).map_err(|source| DeliveryError::Read {
        path: out.join(MANIFEST),
        source,
    })?;
    let current = remote.read(MANIFEST).await?.as_deref() == Some(bytes.as_slice());
    if changes.is_empty() && current && old.is_none() {
        return Ok(Delivered { changes });
    }
    if let Some(old) = &old {
        tell(Event::Resumed(old.done));
    }
    let journal = Journal::new(&known, &changes);
    journal.announce(remote).await?;
    tell(Event::Begun(changes.bytes()));
    let mut upload = Upload {
        out,
        remote,
        course: course.insert(Course::new(journal)),
        lock,
    };
    upload.put(&changes, tell).await?;
    upload.lock.check(remote).await?;
    remote.put(MANIFEST, bytes, "manifest").await?;
    upload.remove(&changes, manifest).await?;
    upload.course.close(remote).await?;
    Ok(Delivered { changes })
}
