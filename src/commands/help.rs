//! Help and the mistakes of arguments, in the language asked for.

use std::process::ExitCode;

use clap::error::{ContextKind, ErrorKind};
use clap::{Command, CommandFactory};

use super::COULD_NOT_RUN;
use crate::cli::Cli;
use crate::text::Texts;

/// The command line with its help in the language of `texts`.
pub fn command(texts: &Texts) -> Command {
    let command = localise(Cli::command(), "help", texts);
    command.after_help(texts.get("help.exit-codes").to_owned())
}

fn localise(mut command: Command, key: &str, texts: &Texts) -> Command {
    let say = |key: String| texts.get(&key).to_owned();
    let template = format!(
        "{{about}}\n\n{} {{usage}}\n\n{{all-args}}{{after-help}}",
        texts.get("help.usage")
    );
    let names: Vec<String> = command
        .get_subcommands()
        .map(|sub| sub.get_name().to_owned())
        .collect();
    for name in names {
        command =
            command.mut_subcommand(&name, |sub| localise(sub, &format!("help.{name}"), texts));
    }
    let own = key.to_owned();
    command = command.mut_args(|arg| {
        let global = matches!(arg.get_id().as_str(), "site" | "lang" | "help" | "version");
        let id = if global {
            format!("help.{}", arg.get_id())
        } else {
            format!("{own}.{}", arg.get_id())
        };
        let heading = if arg.is_positional() {
            "help.arguments"
        } else {
            "help.options"
        };
        arg.help(say(id))
            .help_heading(texts.get(heading).to_owned())
            .hide_possible_values(true)
            .hide_default_value(true)
    });
    command = command
        .disable_help_flag(true)
        .disable_version_flag(true)
        .arg(
            clap::Arg::new("help")
                .short('h')
                .long("help")
                .action(clap::ArgAction::HelpShort)
                .help(texts.get("help.help").to_owned())
                .help_heading(texts.get("help.options").to_owned()),
        )
        .about(say(format!("{key}.about")))
        .help_template(template)
        .subcommand_help_heading(texts.get("help.commands").to_owned());
    if key == "help" {
        let version = clap::Arg::new("version")
            .short('V')
            .long("version")
            .action(clap::ArgAction::Version)
            .help(texts.get("help.version").to_owned())
            .help_heading(texts.get("help.options").to_owned());
        command = command.arg(version);
    }
    // The library's own words in the usage line are English.
    let name = match key.strip_prefix("help.") {
        Some(sub) => format!("gongkai {sub}"),
        None => "gongkai".to_owned(),
    };
    // Rendering finishes a command, so a copy is rendered.
    let usage = command.clone().bin_name(name).render_usage().to_string();
    let usage = usage.trim_start_matches("Usage:").trim();
    let usage = usage
        .replace("[OPTIONS]", texts.get("help.usage-options"))
        .replace("<COMMAND>", texts.get("help.usage-command"));
    command.override_usage(usage)
}

/// Prints help where it was asked for, or what is wrong with the arguments.
pub fn print(error: &clap::Error, texts: &Texts) -> ExitCode {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            anstream::print!("{}", error.render().ansi());
            return ExitCode::SUCCESS;
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            anstream::eprint!("{}", error.render().ansi());
            return ExitCode::from(COULD_NOT_RUN);
        }
        _ => {}
    }
    let context = |kind: ContextKind| error.get(kind).map(ToString::to_string).unwrap_or_default();
    let (argument, value) = (
        context(ContextKind::InvalidArg),
        context(ContextKind::InvalidValue),
    );
    let line = match error.kind() {
        ErrorKind::InvalidSubcommand => texts.fill(
            "usage.command",
            &[("found", &context(ContextKind::InvalidSubcommand))],
        ),
        ErrorKind::UnknownArgument => texts.fill("usage.unknown", &[("found", &argument)]),
        ErrorKind::MissingRequiredArgument => texts.fill("usage.missing", &[("found", &argument)]),
        ErrorKind::InvalidValue if value.is_empty() => {
            texts.fill("usage.no-value", &[("argument", &argument)])
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => texts.fill(
            "usage.value",
            &[
                ("found", &value),
                ("argument", &argument),
                ("words", &context(ContextKind::ValidValue)),
            ],
        ),
        _ => texts.fill("usage.other", &[("reason", &error.kind())]),
    };
    anstream::eprintln!("{line}\n{}", texts.get("usage.more"));
    ExitCode::from(COULD_NOT_RUN)
}
