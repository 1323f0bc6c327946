//! `gongkai new`: a record to fill in.

pub mod place;
mod stub;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::Failure;
use super::create::{create, shown};
use crate::cli::NewArgs;
use crate::text::{Lang, Texts};
use crate::workspace::{day_of, gather, list};
use stub::Outline;
pub use stub::last_quarter;

/// Makes a record to fill in.
///
/// # Errors
/// There is no such kind or organisation, or the disk refuses.
pub fn run(root: &Path, args: &NewArgs, texts: &Texts) -> Result<ExitCode, Failure> {
    let here = std::env::current_dir().ok();
    let path = make(root, args, here.as_deref(), texts)?;
    let draft = match texts.lang {
        Lang::Zh => "草稿: true",
        Lang::En => "draft: true",
    };
    let words: [(&str, &dyn std::fmt::Display); 2] = [("path", &shown(&path)), ("draft", &draft)];
    anstream::println!("{}", texts.fill("new.done", &words));
    Ok(ExitCode::SUCCESS)
}

/// Writes the record; `here` is the folder that the command runs in. Gives its path.
fn make(
    root: &Path,
    args: &NewArgs,
    here: Option<&Path>,
    texts: &Texts,
) -> Result<PathBuf, Failure> {
    let listing = list(root)?;
    let kind = place::kind(&args.kind, texts)?;
    if args.title.trim().is_empty() {
        return Err(Failure::new("error.no-title"));
    }
    let sources = gather(&listing);
    let config = sources
        .config
        .as_ref()
        .ok_or_else(|| Failure::new("error.site-broken"))?;
    let known: Vec<place::Known<'_>> = sources
        .orgs
        .iter()
        .filter_map(|(path, org)| Some((path.as_ref(), org.as_ref()?.name.value.as_str())))
        .collect();
    let org = place::organisation(root, &known, args.org.as_deref(), here)?;
    let signoff: Vec<String> = config
        .signoff
        .of(kind.name())
        .iter()
        .map(|step| step.value.trim().to_owned())
        .collect();
    let outline = Outline {
        title: &args.title,
        day: day_of(config).ok_or_else(|| Failure::new("error.day").arg("found", ""))?,
        signoff: &signoff,
    };
    let text = stub::stub(kind, &outline, texts)
        .map_err(|reason| Failure::new("error.program").arg("reason", reason))?;
    loop {
        let stem = place::stem(root, org, kind, &args.title);
        let path = place::folder(root, org, kind, texts.lang).join(format!("{stem}.md"));
        // Somebody else may have taken the name in this very moment; the next round finds another.
        if create(&path, &text)? {
            return Ok(path);
        }
    }
}

#[cfg(test)]
mod tests;
