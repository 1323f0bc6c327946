//! `gongkai publish`: delivers the finished site.

use std::path::Path;
use std::process::ExitCode;

use super::Failure;
use super::deliver::deliver;
use crate::cli::PublishArgs;
use crate::text::Texts;
use crate::workspace::{gather, list};

/// Delivers the finished site of `root`.
///
/// # Errors
/// There is no such target, or delivery fails.
pub fn run(root: &Path, args: &PublishArgs, texts: &Texts) -> Result<ExitCode, Failure> {
    let sources = gather(&list(root)?);
    let config = sources
        .config
        .as_ref()
        .ok_or_else(|| Failure::new("error.site-broken"))?;
    deliver(root, config, args, texts)?;
    Ok(ExitCode::SUCCESS)
}
