//! Steps on the disk that another program may hold up for a moment.

use std::io;
use std::path::Path;
use std::time::Duration;

use super::{StoreError, at};

/// Times that a step is tried where another program has the file open for a moment (virus scanners, indexers).
const TRIES: u32 = 20;

/// Time between two tries.
const PAUSE: Duration = Duration::from_millis(25);

/// Windows' own numbers for a file that somebody has open: access denied, sharing violation, lock violation.
const HELD: [i32; 3] = [5, 32, 33];

/// Puts `from` in the place of `to` in one step.
///
/// # Errors
/// The system refuses, also after a few tries.
pub fn replace(from: &Path, to: &Path) -> Result<(), StoreError> {
    patiently(|| std::fs::rename(from, to)).map_err(at(to))
}

/// Runs `step`, again and again for half a second where Windows says that somebody has the file open.
///
/// # Errors
/// What `step` says at last.
pub fn patiently<T>(step: impl FnMut() -> io::Result<T>) -> io::Result<T> {
    repeat(step, is_held, PAUSE)
}

fn is_held(error: &io::Error) -> bool {
    let known = error
        .raw_os_error()
        .is_some_and(|code| HELD.contains(&code));
    cfg!(windows) && (known || error.kind() == io::ErrorKind::PermissionDenied)
}

fn repeat<T>(
    mut step: impl FnMut() -> io::Result<T>,
    held: impl Fn(&io::Error) -> bool,
    pause: Duration,
) -> io::Result<T> {
    for _ in 1..TRIES {
        match step() {
            Err(error) if held(&error) => std::thread::sleep(pause),
            result => return result,
        }
    }
    step()
}

/// Writes `bytes` to `path`, whole or not at all.
///
/// # Errors
/// The disk refuses it.
pub fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let beside = path.with_extension("new-file");
    std::fs::write(&beside, bytes).map_err(at(&beside))?;
    replace(&beside, path)
}

/// Makes `folder`, which nobody else may look into where the system knows such folders.
///
/// # Errors
/// The disk refuses it.
pub fn private_folder(folder: &Path) -> Result<(), StoreError> {
    // The folders above it are everybody's.
    if let Some(above) = folder.parent() {
        std::fs::create_dir_all(above).map_err(at(above))?;
    }
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).map_err(at(folder))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_held_file_is_tried_again_and_another_error_is_not() {
        let mut tries = 0;
        let done = repeat(
            || {
                tries += 1;
                if tries < 4 {
                    Err(io::Error::from_raw_os_error(32))
                } else {
                    Ok(tries)
                }
            },
            |error| error.raw_os_error() == Some(32),
            Duration::ZERO,
        );
        assert_eq!(done.unwrap(), 4);
        let mut tries = 0;
        let failed: io::Result<()> = repeat(
            || {
                tries += 1;
                Err(io::ErrorKind::NotFound.into())
            },
            |error| error.raw_os_error() == Some(32),
            Duration::ZERO,
        );
        assert!(failed.is_err() && tries == 1);
    }
}
