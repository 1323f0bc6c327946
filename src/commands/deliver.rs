//! The step of `gongkai publish` that brings the finished site to a target, with its progress.

use std::fmt::Display;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use indicatif::{HumanBytes, ProgressBar, ProgressStyle};

use super::Failure;
use super::place::out_folder;
use super::publish::OUT;
use crate::cli::PublishArgs;
use crate::delivery::{self, Changes, DeliveryError, Event, Options, Target};
use crate::source::config::SiteConfig;
use crate::text::Texts;

/// Brings the finished site of `root` to the target called `to`, and says what was done.
///
/// # Errors
/// There is no such target, or delivery fails; the remote site is whole.
pub fn deliver(
    root: &Path,
    config: &SiteConfig,
    (to, args): (&str, &PublishArgs),
    texts: &Texts,
) -> Result<(), Failure> {
    let target = target(root, config, to)?;
    let out = out_folder(root, Path::new(OUT))?;
    if let Some(folder) = target.folder() {
        let folder = out_folder(root, &folder)?;
        if folder.starts_with(&out) || out.starts_with(&folder) {
            return Err(Failure::new("delivery.same-folder").arg("path", folder.display()));
        }
    }
    let options = Options {
        dry_run: args.dry_run,
        unlock: args.unlock,
        holder: holder(),
        now: now(),
    };
    let bar = ProgressBar::new(0);
    if let Ok(style) = ProgressStyle::with_template("{bar:30} {bytes}/{total_bytes} {eta}") {
        bar.set_style(style);
    }
    let mut tell = |event: Event<'_>| match event {
        Event::Unlocked(holder) => say(texts, "delivery.unlocked", &[("holder", &holder)]),
        Event::Resumed(files) => say(texts, "delivery.resumed", &[("files", &files)]),
        Event::Begun(bytes) => bar.set_length(bytes),
        Event::Put(bytes) => bar.inc(bytes),
        Event::Leaving => say(texts, "delivery.leaving", &[]),
    };
    let result = delivery::deliver(&out, &target, &options, &mut tell);
    bar.finish_and_clear();
    let changes = result
        .map_err(|error: DeliveryError| Failure::from(error))?
        .changes;
    if args.dry_run {
        list(&changes);
    }
    summary(texts, args.dry_run, &target.name, &changes);
    Ok(())
}

/// The target that is asked for.
fn target(root: &Path, config: &SiteConfig, to: &str) -> Result<Target, Failure> {
    let named = config.targets.as_ref().map_or(&[][..], |t| &t.named[..]);
    let wanted = to.trim();
    let variable = |name: &str| std::env::var(name).ok();
    let found = named.iter().find(|(name, _)| name.trim() == wanted);
    found
        .map(|(name, config)| Target::new(name, config, root, variable))
        .ok_or_else(|| {
            let names: Vec<&str> = named.iter().map(|(name, _)| name.as_str()).collect();
            let key = if names.is_empty() {
                "delivery.no-targets"
            } else {
                "delivery.no-target"
            };
            let failure = Failure::new(key).arg("found", wanted);
            failure.arg("names", names.join("、"))
        })
}

/// Who delivers, as another publisher is told. It lies on the remote site for a while, so it is the user's name and not the computer's.
fn holder() -> String {
    let names = ["USER", "USERNAME", "LOGNAME"];
    let name = names.iter().find_map(|name| std::env::var(name).ok());
    name.unwrap_or_else(|| "?".to_owned())
}

/// The time by the clock, in seconds since 1970.
fn now() -> i64 {
    let passed = SystemTime::now().duration_since(UNIX_EPOCH);
    passed.map_or(0, |passed| i64::try_from(passed.as_secs()).unwrap_or(0))
}

/// Lists what would be done.
fn list(changes: &Changes) {
    for change in &changes.put {
        let sign = if change.new { '+' } else { '~' };
        anstream::println!("{sign} {}  {}", change.path, HumanBytes(change.bytes));
    }
    for path in &changes.gone {
        anstream::println!("- {path}");
    }
}

fn summary(texts: &Texts, dry_run: bool, name: &str, changes: &Changes) {
    let new = changes.put.iter().filter(|change| change.new).count();
    let changed = changes.put.len() - new;
    let key = match (changes.is_empty(), dry_run) {
        (true, _) => "delivery.nothing",
        (false, true) => "delivery.would",
        (false, false) => "delivery.done",
    };
    let bytes = HumanBytes(changes.bytes());
    let args: [(&str, &dyn Display); 5] = [
        ("target", &name),
        ("new", &new),
        ("changed", &changed),
        ("gone", &changes.gone.len()),
        ("bytes", &bytes),
    ];
    say(texts, key, &args);
}

fn say(texts: &Texts, key: &str, args: &[(&str, &dyn Display)]) {
    anstream::eprintln!("{}", texts.fill(key, args));
}
