//! The command line: definitions only. The words of its help are in the program's string tables, under `help.`.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// The program's arguments.
#[derive(Debug, Parser)]
#[command(
    name = "gongkai",
    version,
    disable_help_subcommand = true,
    arg_required_else_help = true
)]
pub struct Cli {
    /// The site's folder.
    #[arg(long, short = 'C', global = true, default_value = ".")]
    pub site: PathBuf,
    /// Language of messages.
    #[arg(long, global = true, value_enum)]
    pub lang: Option<LangArg>,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// A language of messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LangArg {
    /// Chinese.
    Zh,
    /// English.
    En,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Makes a small site.
    Init(InitArgs),
    /// Makes a record to fill in.
    New(NewArgs),
    /// Checks a site.
    Check(CheckArgs),
    /// Builds a site.
    Build(BuildArgs),
    /// Shows a site while it is being edited.
    Serve(ServeArgs),
    /// Prints sheets.
    Sheet(SheetArgs),
    /// Delivers a site.
    Publish(PublishArgs),
    /// Explains a rule.
    Explain(ExplainArgs),
}

/// Arguments of `init`.
#[derive(Debug, Args)]
pub struct InitArgs {
    /// Where.
    #[arg(default_value = ".")]
    pub dir: PathBuf,
}

/// Arguments of `new`.
#[derive(Debug, Args)]
pub struct NewArgs {
    /// The kind.
    pub kind: String,
    /// The title.
    pub title: String,
    /// The organisation's folder.
    #[arg(long)]
    pub org: Option<String>,
}

/// Arguments of `check`.
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// Form of the findings.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// Repair what has a single possible meaning.
    #[arg(long)]
    pub fix: bool,
    /// The day, instead of today.
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub day: Option<String>,
    /// Show every finding.
    #[arg(long)]
    pub all: bool,
    /// Check drafts as if they were to be published.
    #[arg(long)]
    pub drafts: bool,
}

/// The form of findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    Text,
    /// For programs.
    Json,
}

/// Arguments of `build`.
#[derive(Debug, Args)]
pub struct BuildArgs {
    /// The output folder.
    #[arg(long, default_value = "public")]
    pub out: PathBuf,
    /// The day, instead of today.
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub day: Option<String>,
    /// Publish drafts as well.
    #[arg(long)]
    pub drafts: bool,
    /// Make no printed sheets.
    #[arg(long)]
    pub no_sheets: bool,
    /// Show every finding.
    #[arg(long)]
    pub all: bool,
}

/// Arguments of `serve`.
#[derive(Debug, Args)]
pub struct ServeArgs {
    /// The port; the next free one if it is taken.
    #[arg(long, default_value_t = 4000)]
    pub port: u16,
    /// The address or name to be reached by.
    #[arg(long, default_value = "127.0.0.1")]
    pub host: String,
    /// Open it in the browser.
    #[arg(long)]
    pub open: bool,
    /// The day, instead of today.
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub day: Option<String>,
    /// Show drafts as well.
    #[arg(long)]
    pub drafts: bool,
    /// Look at the files again and again instead of being told by the system.
    #[arg(long)]
    pub poll: bool,
}

/// Arguments of `sheet`.
#[derive(Debug, Args)]
pub struct SheetArgs {
    /// Records: identities, files or short codes.
    pub records: Vec<String>,
    /// Everything that hangs on this board.
    #[arg(long, value_name = "ID")]
    pub board: Option<String>,
    /// Records of this organisation.
    #[arg(long, value_name = "PATH")]
    pub org: Option<String>,
    /// Records of this kind.
    #[arg(long)]
    pub kind: Option<String>,
    /// The form, instead of the usual one.
    #[arg(long)]
    pub form: Option<String>,
    /// The paper: a5, a4, a3, a2, or width and height in millimetres.
    #[arg(long)]
    pub paper: Option<String>,
    /// The printer's paper, if the sheet is to be cut into pieces for it.
    #[arg(long)]
    pub tile: Option<String>,
    /// The PDF to write.
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// The day, instead of today.
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub day: Option<String>,
    /// Print drafts as well.
    #[arg(long)]
    pub drafts: bool,
}

/// Arguments of `publish`.
#[derive(Debug, Args)]
pub struct PublishArgs {
    /// The target, as `site.yaml` calls it.
    #[arg(long, value_name = "NAME")]
    pub to: String,
    /// Say what would be done, and do nothing.
    #[arg(long)]
    pub dry_run: bool,
    /// Break the lock of another publisher.
    #[arg(long)]
    pub unlock: bool,
    /// The output folder.
    #[arg(long, default_value = "public")]
    pub out: PathBuf,
}

/// Arguments of `explain`.
#[derive(Debug, Args)]
pub struct ExplainArgs {
    /// The rule.
    pub rule: String,
}
