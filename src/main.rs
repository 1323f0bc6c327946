//! gongkai checks what Party organisations, villages and governments must publish, and compiles it into a website.

mod cli;
mod commands;
mod data;
mod delivery;
mod diagnostics;
mod kinds;
mod output;
mod plan;
mod render;
mod rules;
mod search;
mod serve;
mod site;
mod source;
mod text;
mod values;
mod workspace;

use std::process::ExitCode;

fn main() -> ExitCode {
    commands::run(std::env::args_os())
}
