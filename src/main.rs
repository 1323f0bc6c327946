//! gongkai checks what Party organisations, villages and governments must publish, and compiles it into a website.

mod cli;
mod commands;
mod data;
mod delivery;
mod diagnostics;
mod kinds;
mod ledger;
mod output;
mod plan;
mod privacy;
mod render;
mod rules;
mod search;
mod serve;
mod site;
mod source;
mod text;
mod values;
mod verify;
mod workspace;

use std::process::ExitCode;

fn main() -> ExitCode {
    privacy::hush_readers();
    commands::run(std::env::args_os())
}
