//! Putting a build in place.
//!
//! A site whose files are replaced one by one passes through states in which some pages are new and some old. The order here keeps every link of every such state alive:
//!
//! 1. new files that are no pages (style sheets, images), which nothing links to yet;
//! 2. for each new page a stand-in without links, so that new pages may link to one another;
//! 3. the new pages, in the place of their stand-ins;
//! 4. the changed pages, then the changed feeds and lists for machines;
//! 5. for each page that goes a stand-in, then its removal: by now only pages that go themselves link to it;
//! 6. the manifest.
//!
//! Each step is a rename of a whole file. A list of what is about to come and go is written first, so that the next build knows the files of one that was cut off.

use std::collections::BTreeSet;
use std::io::ErrorKind;
use std::path::Path;

use super::disk::{patiently, replace};
use super::{StoreError, at, manifest, pending};
use crate::site::OutPath;

/// What is to be put in place.
pub struct Change<'a> {
    /// Where new and changed files wait.
    pub staging: &'a Path,
    /// The site.
    pub out: &'a Path,
    /// Where the list of what is coming is kept.
    pub work: &'a Path,
    /// The files that wait, with the hash of each.
    pub staged: &'a [(&'a OutPath, [u8; 32])],
    /// The files that go.
    pub removed: &'a [OutPath],
    /// The stand-in page.
    pub stub: &'a [u8],
}

/// Moves a whole new site into its place. `false` if the system does not let a folder be put there (a mount point, a folder held open): then its files have to be moved one by one.
///
/// # Errors
/// The disk refuses for another reason.
pub fn move_folder(staging: &Path, out: &Path) -> Result<bool, StoreError> {
    if out.is_dir() && patiently(|| std::fs::remove_dir(out)).is_err() {
        return Ok(false);
    }
    if patiently(|| std::fs::rename(staging, out)).is_ok() {
        return Ok(true);
    }
    std::fs::create_dir_all(out).map_err(at(out))?;
    Ok(false)
}

/// Puts a change in place, in the order that keeps links alive.
///
/// # Errors
/// The disk refuses; what is in place then is whole.
pub fn update(change: &Change<'_>) -> Result<(), StoreError> {
    announce(change)?;
    make_way(change)?;
    let is_page = |path: &OutPath| path.as_str().ends_with(".html");
    let (new, changed): (Vec<&OutPath>, Vec<&OutPath>) = change
        .staged
        .iter()
        .map(|(path, _)| path)
        .partition(|path| !path.under(change.out).exists());
    let (new_pages, new_files): (Vec<&OutPath>, Vec<&OutPath>) =
        new.into_iter().partition(|path| is_page(path));
    let (pages, files): (Vec<&OutPath>, Vec<&OutPath>) =
        changed.into_iter().partition(|path| is_page(path));
    new_files.iter().try_for_each(|path| place(change, path))?;
    new_pages
        .iter()
        .try_for_each(|path| stand_in(change, path))?;
    new_pages
        .iter()
        .chain(&pages)
        .chain(&files)
        .try_for_each(|path| place(change, path))?;
    let gone = || {
        change
            .removed
            .iter()
            .filter(|path| path.under(change.out).exists())
    };
    gone()
        .filter(|path| is_page(path))
        .try_for_each(|path| stand_in(change, path))?;
    gone().try_for_each(|path| remove(change.out, path))?;
    place_manifest(change)
}

/// Writes down what is coming, stand-ins included, before the first of it is put in place.
fn announce(change: &Change<'_>) -> Result<(), StoreError> {
    let stub = *blake3::hash(change.stub).as_bytes();
    let staged = change
        .staged
        .iter()
        .flat_map(|(path, hash)| [(path.to_string(), *hash), (path.to_string(), stub)]);
    let removed = change.removed.iter().map(|path| (path.to_string(), stub));
    pending::add(change.work, staged.chain(removed).collect())
}

fn place_manifest(change: &Change<'_>) -> Result<(), StoreError> {
    let (new, old) = (
        change.staging.join(manifest::NAME),
        change.out.join(manifest::NAME),
    );
    let same = std::fs::read(&new)
        .ok()
        .zip(std::fs::read(&old).ok())
        .is_some_and(|(new, old)| new == old);
    if same { Ok(()) } else { replace(&new, &old) }
}

/// Removes files that stand where a folder must be, and the other way round.
fn make_way(change: &Change<'_>) -> Result<(), StoreError> {
    let removed: BTreeSet<&str> = change.removed.iter().map(OutPath::as_str).collect();
    for (path, _) in change.staged {
        let ancestors = path
            .as_str()
            .match_indices('/')
            .map(|(at, _)| &path.as_str()[..at]);
        for file in ancestors
            .filter(|above| removed.contains(above))
            .filter_map(OutPath::new)
        {
            remove(change.out, &file)?;
        }
        if path.under(change.out).is_dir() {
            let below = format!("{path}/");
            change
                .removed
                .iter()
                .filter(|old| old.as_str().starts_with(&below))
                .try_for_each(|old| remove(change.out, old))?;
        }
    }
    Ok(())
}

fn place(change: &Change<'_>, path: &OutPath) -> Result<(), StoreError> {
    let to = path.under(change.out);
    if let Some(folder) = to.parent() {
        std::fs::create_dir_all(folder).map_err(at(folder))?;
    }
    replace(&path.under(change.staging), &to)
}

fn stand_in(change: &Change<'_>, path: &OutPath) -> Result<(), StoreError> {
    let stub = change.work.join("stub.html");
    std::fs::write(&stub, change.stub).map_err(at(&stub))?;
    let to = path.under(change.out);
    if let Some(folder) = to.parent() {
        std::fs::create_dir_all(folder).map_err(at(folder))?;
    }
    replace(&stub, &to)
}

/// Removes a file, and the folders that it leaves empty.
fn remove(out: &Path, path: &OutPath) -> Result<(), StoreError> {
    let file = path.under(out);
    match patiently(|| std::fs::remove_file(&file)) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            return Err(StoreError::Io {
                path: file,
                source: error,
            });
        }
        _ => {}
    }
    let mut folder = file.parent();
    while let Some(empty) = folder.filter(|folder| *folder != out) {
        if std::fs::remove_dir(empty).is_err() {
            break;
        }
        folder = empty.parent();
    }
    Ok(())
}

/// Forgets what is coming and what was left over; the build is done.
pub fn settle(work: &Path) {
    pending::settle(work);
    // What stays is made anew or ignored by the next build.
    let _ = std::fs::remove_file(work.join("stub.html"));
    let _ = std::fs::remove_dir_all(work.join("new"));
}
