//! `gongkai verify`: whether a published copy, or a printed sheet, is what was published.

use std::fmt::Display;
use std::path::Path;
use std::process::ExitCode;

use super::{Failure, HAS_ERRORS};
use crate::cli::VerifyArgs;
use crate::ledger::{self, Change, Ledger, Line, PublicKey};
use crate::text::{Lang, Texts};
use crate::values::Audience;
use crate::verify::{Copy, Folder, Remote, Sheet, Unread, find_sheet, verify};
use crate::workspace::{Ask, Outcome, load};

/// Faults that are listed one by one.
const LISTED: usize = 50;

/// Verifies what `args` name; without a place the ledger of the site in `root`, for a code, or its `public/`.
///
/// # Errors
/// The place or the key is none.
pub fn run(root: &Path, args: &VerifyArgs, texts: &Texts) -> Result<ExitCode, Failure> {
    let copy: Option<Box<dyn Copy>> = match args.at.as_deref() {
        Some(at) if at.starts_with("http://") || at.starts_with("https://") => {
            let remote = Remote::open(at.trim_end_matches('/')).map_err(|reason| {
                Failure::new("error.read")
                    .arg("path", at)
                    .arg("reason", reason)
            })?;
            Some(Box::new(remote))
        }
        Some(at) => Some(Box::new(Folder(root.join(at)))),
        None => None,
    };
    match &args.code {
        Some(code) => of_sheet(root, copy.as_deref(), code, texts),
        None => {
            let own = Folder(root.join("public"));
            of_copy(root, copy.as_deref().unwrap_or(&own), args, texts)
        }
    }
}

fn of_copy(
    root: &Path,
    copy: &dyn Copy,
    args: &VerifyArgs,
    texts: &Texts,
) -> Result<ExitCode, Failure> {
    let key = match &args.public_key {
        Some(text) => Some(text.clone()),
        None => key_of_site(root),
    };
    let key = key
        .map(|text| PublicKey::read(&text).ok_or(Failure::new("error.public-key")))
        .transpose()?;
    let found = verify(copy, key.as_ref());
    for fault in found.faults.iter().take(LISTED) {
        let words: [(&str, &dyn Display); 2] = [("about", &fault.about), ("reason", &fault.reason)];
        anstream::println!("{}", texts.fill(fault.key, &words));
    }
    let words: [(&str, &dyn Display); 3] = [
        ("files", &found.files),
        ("lines", &found.lines),
        ("faults", &found.faults.len()),
    ];
    let key = match (found.faults.is_empty(), found.signed) {
        (true, true) => "verify.good-signed",
        (true, false) => "verify.good",
        (false, _) => "verify.bad",
    };
    anstream::eprintln!("{}", texts.fill(key, &words));
    Ok(match found.faults.is_empty() {
        true => ExitCode::SUCCESS,
        false => ExitCode::from(HAS_ERRORS),
    })
}

/// The public key that the site in `root` names, if there is a site.
fn key_of_site(root: &Path) -> Option<String> {
    let ask = Ask::new(None, false).ok()?;
    let Outcome::Site(loaded) = load(root, ask).ok()? else {
        return None;
    };
    // Where nobody may look nobody needs to: this only spares writing the key.
    let edition = loaded.site.admit(Audience::Public);
    let key = edition.config().public_key.as_ref()?;
    Some(key.value.clone())
}

fn of_sheet(
    root: &Path,
    copy: Option<&dyn Copy>,
    code: &str,
    texts: &Texts,
) -> Result<ExitCode, Failure> {
    let own = root.join("content").join(ledger::NAME);
    let bytes = match copy {
        Some(copy) => copy.read(ledger::NAME).map_err(|why| match why {
            Unread::Missing => Failure::new("error.no-ledger"),
            Unread::Refused(reason) => Failure::new("error.read")
                .arg("path", ledger::NAME)
                .arg("reason", reason),
        })?,
        None => std::fs::read(&own).map_err(|_| Failure::new("error.no-ledger"))?,
    };
    let (ledger, broken) = Ledger::read(&String::from_utf8_lossy(&bytes));
    if let Some(broken) = broken {
        let words = texts.fill("verify.broken", &[("about", &broken.line)]);
        anstream::eprintln!("{words}");
        return Ok(ExitCode::from(HAS_ERRORS));
    }
    match find_sheet(&ledger, code) {
        Sheet::Unknown => {
            anstream::println!("{}", texts.fill("verify.code-unknown", &[("code", &code)]));
            Ok(ExitCode::from(HAS_ERRORS))
        }
        Sheet::Current(line) => {
            anstream::println!("{}", say("verify.code-current", line, line.version, texts));
            Ok(ExitCode::SUCCESS)
        }
        Sheet::Old(line, since) => {
            old(line, &since, texts);
            Ok(ExitCode::from(HAS_ERRORS))
        }
    }
}

fn say(key: &str, line: &Line, now: usize, texts: &Texts) -> String {
    let words: [(&str, &dyn Display); 5] = [
        ("title", &line.title),
        ("record", &line.record),
        ("version", &line.version),
        ("now", &now),
        ("day", &line.day),
    ];
    texts.fill(key, &words)
}

/// Says what changed since a sheet was printed.
fn old(line: &Line, since: &[&Line], texts: &Texts) {
    let last = since.last().copied().unwrap_or(line);
    let key = match last.change {
        Change::Withdrawn => "verify.code-withdrawn",
        _ => "verify.code-old",
    };
    anstream::println!("{}", say(key, line, last.version, texts));
    for line in since {
        let what = format!("verify.change.{}", line.change.key());
        anstream::println!("{}", say(&what, line, line.version, texts));
        for reason in &line.because {
            let words: [(&str, &dyn Display); 2] = [
                ("reason", &reason.reason),
                ("approved_by", &reason.approved_by),
            ];
            anstream::println!("  {}", texts.fill("verify.because", &words));
        }
        for value in &line.values {
            let part = |text: &Option<String>| text.clone().unwrap_or_else(|| "∅".to_owned());
            let (old, new) = (part(&value.old), part(&value.new));
            let key = ledger::in_words(&line.record, &value.key, texts.lang == Lang::Zh);
            anstream::println!("  {key}: {old} → {new}");
        }
    }
}
