//! Runs a program to its end and looks at what it took.
//!
//! Peak memory is `VmHWM` out of `/proc/<pid>/status`, read every few milliseconds: a high-water mark, so that only what is taken in the last of them can be missed.
//! Processor time is what `/proc/self/stat` says of children that have ended, before and after. Where there is no `/proc` both are left out.

use std::fs;
use std::io;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Ticks of a second in `/proc`; 100 on every Linux of today.
const TICKS: f64 = 100.0;

/// Time between two looks at a process's memory.
const LOOK: Duration = Duration::from_millis(4);

/// What one run took.
#[derive(Debug, Clone, Copy, Default)]
pub struct Taken {
    /// Seconds by the clock.
    pub wall: f64,
    /// Seconds of processor, user and system together.
    pub cpu: f64,
    /// Most memory at a time, in MB (10⁶ bytes).
    pub memory: f64,
}

/// Runs `command` to its end.
///
/// # Errors
/// It does not start, or it fails; then what it said is the error.
pub fn run(command: &mut Command) -> io::Result<Taken> {
    let before = children();
    let began = Instant::now();
    let mut child = command
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()?;
    let said = child.stderr.take();
    let listener = std::thread::spawn(move || said.map(io::read_to_string));
    let process = child.id();
    let mut memory = 0.0_f64;
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break status;
        }
        memory = memory.max(peak_memory(process).unwrap_or_default());
        std::thread::sleep(LOOK.min(began.elapsed() / 20));
    };
    let wall = began.elapsed().as_secs_f64();
    let said = listener
        .join()
        .ok()
        .flatten()
        .transpose()?
        .unwrap_or_default();
    if !status.success() {
        return Err(io::Error::other(format!("{command:?}: {status}\n{said}")));
    }
    Ok(Taken {
        wall,
        cpu: children() - before,
        memory,
    })
}

/// The most memory that a process has had, in MB.
pub fn peak_memory(process: u32) -> Option<f64> {
    memory(process, "VmHWM:")
}

/// The memory that a process has now, in MB.
pub fn present_memory(process: u32) -> Option<f64> {
    memory(process, "VmRSS:")
}

fn memory(process: u32, key: &str) -> Option<f64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find(|line| line.starts_with(key))?;
    let kilobytes: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kilobytes * 1024.0 / 1e6)
}

/// Processor seconds of a process, without its children.
pub fn processor(process: u32) -> Option<f64> {
    seconds(&format!("/proc/{process}/stat"), 11)
}

/// Processor seconds of children that have ended.
fn children() -> f64 {
    seconds("/proc/self/stat", 13).unwrap_or_default()
}

/// The sum of two times in the file `stat`, which follow `before` other fields after the program's name.
fn seconds(stat: &str, before: usize) -> Option<f64> {
    let stat = fs::read_to_string(stat).ok()?;
    // The name in brackets may hold spaces; what follows it is regular.
    let (_, fields) = stat.rsplit_once(')')?;
    let ticks: f64 = fields
        .split_whitespace()
        .skip(before)
        .take(2)
        .filter_map(|field| field.parse::<f64>().ok())
        .sum();
    Some(ticks / TICKS)
}

/// The median of several runs, each figure by itself.
pub fn median(runs: &[Taken]) -> Taken {
    let middle = |pick: fn(&Taken) -> f64| {
        let all: Vec<f64> = runs.iter().map(pick).collect();
        middle(&all).unwrap_or_default()
    };
    Taken {
        wall: middle(|t| t.wall),
        cpu: middle(|t| t.cpu),
        memory: middle(|t| t.memory),
    }
}

/// The median of several figures; none of none.
pub fn middle(figures: &[f64]) -> Option<f64> {
    let mut all = figures.to_vec();
    all.sort_by(f64::total_cmp);
    all.get(all.len() / 2).copied()
}
