//! `gongkai new`.
use std::path::Path;
use std::process::ExitCode;

use super::Failure;
use crate::cli::NewArgs;
use crate::text::Texts;

/// Makes a record to fill in.
///
/// # Errors
/// There is no such kind or organisation, or the disk refuses.
pub fn run(_root: &Path, _args: &NewArgs, _texts: &Texts) -> Result<ExitCode, Failure> {
    Ok(ExitCode::SUCCESS)
}
