//! The commands: parse, run, exit code.

mod build;
mod check;
mod create;
mod deliver;
mod explain;
mod fix;
mod help;
mod init;
mod make;
mod new;
mod place;
mod publish;
mod report;
mod serve;
mod sheet;
#[cfg(test)]
mod tests;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::FromArgMatches;

use crate::cli::{Cli, Command, LangArg};
use crate::output::StoreError;
use crate::render::RenderError;
pub use crate::text::Failure;
use crate::text::{Lang, Texts};

/// Exit code where the site has errors.
const HAS_ERRORS: u8 = 1;

/// Exit code where the program could not do what was asked.
const COULD_NOT_RUN: u8 = 2;

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Failure {
        use std::io::ErrorKind as Kind;
        match error {
            StoreError::InUse(path) => Failure::new("error.in-use").arg("path", path.display()),
            StoreError::Foreign(path) => {
                let key = if path.is_dir() {
                    "error.foreign"
                } else {
                    "error.foreign-file"
                };
                Failure::new(key).arg("path", path.display())
            }
            StoreError::Io { path, source } => {
                let key = match source.kind() {
                    Kind::StorageFull | Kind::QuotaExceeded => "error.disk-full",
                    Kind::PermissionDenied | Kind::ReadOnlyFilesystem => "error.read-only",
                    Kind::InvalidFilename => "error.name-too-long",
                    _ => "error.write",
                };
                Failure::new(key)
                    .arg("path", path.display())
                    .arg("reason", source)
            }
        }
    }
}

impl From<RenderError> for Failure {
    fn from(error: RenderError) -> Failure {
        match error {
            RenderError::Template(text) => Failure::new("error.template").arg("reason", text),
            RenderError::Read { path, source } => Failure::new("error.read")
                .arg("path", path)
                .arg("reason", source),
        }
    }
}

/// Parses `args`, runs the command, and gives its exit code: 0 if all is well, 1 if the site has errors, 2 if the program could not run.
pub fn run(args: impl Iterator<Item = OsString>) -> ExitCode {
    let args: Vec<OsString> = args.collect();
    let texts = match Texts::load(language(&args)) {
        Ok(texts) => texts,
        Err(error) => {
            anstream::eprintln!("{error}");
            return ExitCode::from(COULD_NOT_RUN);
        }
    };
    let matches = match help::command(&texts).try_get_matches_from(&args) {
        Ok(matches) => matches,
        Err(error) => return help::print(&error, &texts),
    };
    let result = Cli::from_arg_matches(&matches)
        .map_err(|error| Failure::new("error.arguments").arg("reason", error))
        .and_then(|cli| {
            let root = cli.site.as_path();
            match &cli.command {
                Command::Init(args) => init::run(&root.join(&args.dir), &texts),
                Command::New(args) => new::run(root, args, &texts),
                Command::Check(args) => check::run(root, args, &texts),
                Command::Build(args) => build::run(root, args, &texts),
                Command::Serve(args) => serve::run(root, args, &texts),
                Command::Sheet(args) => sheet::run(root, args, &texts),
                Command::Publish(args) => publish::run(root, args, &texts),
                Command::Explain(args) => explain::run(args, &texts),
            }
        });
    match result {
        Ok(code) => code,
        Err(failure) => {
            anstream::eprintln!("{}", failure.say(&texts));
            ExitCode::from(COULD_NOT_RUN)
        }
    }
}

/// The language asked for on the command line or in the environment. It is looked for before the arguments are parsed, because their mistakes are told in it too.
fn language(args: &[OsString]) -> Lang {
    let asked = args
        .windows(2)
        .find(|pair| pair[0] == "--lang")
        .map(|pair| pair[1].to_string_lossy().into_owned());
    let joined = || {
        args.iter().find_map(|arg| {
            arg.to_string_lossy()
                .strip_prefix("--lang=")
                .map(str::to_owned)
        })
    };
    let environment = || {
        ["LC_ALL", "LC_MESSAGES", "LANG"]
            .iter()
            .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()))
    };
    match asked.or_else(joined).or_else(environment) {
        Some(text)
            if text == "en"
                || <LangArg as clap::ValueEnum>::from_str(&text, true)
                    .is_ok_and(|lang| lang == LangArg::En) =>
        {
            Lang::En
        }
        Some(text) => Lang::from_locale(&text),
        None => Lang::Zh,
    }
}
