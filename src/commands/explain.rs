//! `gongkai explain RULE`: why a rule exists, its legal basis, an example.

use std::process::ExitCode;

use super::Failure;
use crate::cli::ExplainArgs;
use crate::diagnostics::{RuleBook, Severity};
use crate::text::Texts;

/// Explains a rule.
///
/// # Errors
/// There is no such rule; the nearest ones are named.
pub fn run(args: &ExplainArgs, texts: &Texts) -> Result<ExitCode, Failure> {
    let book =
        RuleBook::load().map_err(|error| Failure::new("error.program").arg("reason", error))?;
    let name = args.rule.trim();
    let rule = book.get(name).filter(|_| !name.contains('#'));
    let Some(rule) = rule else {
        let mut near: Vec<(&str, f64)> = book
            .names()
            .map(|known| (known, strsim::jaro_winkler(known, name)))
            .collect();
        near.sort_by(|a, b| b.1.total_cmp(&a.1));
        let near: Vec<&str> = near.into_iter().take(3).map(|(known, _)| known).collect();
        return Err(Failure::new("error.no-rule")
            .arg("found", name)
            .arg("near", near.join(" ")));
    };
    let severity = match book.severity(name) {
        Severity::Error => "severity.error",
        Severity::Warning => "severity.warning",
        Severity::Note => "severity.note",
    };
    let words = rule.text(texts.lang);
    let mut lines = vec![format!(
        "{name}  [{}]{}",
        texts.get(severity),
        if rule.locked {
            texts.get("explain.locked")
        } else {
            ""
        }
    )];
    let parts = [
        ("explain.message", &words.message),
        ("explain.help", &words.help),
        ("explain.why", &words.why),
        ("explain.basis", &words.basis),
    ];
    for (key, text) in parts.into_iter().filter(|(_, text)| !text.is_empty()) {
        lines.push(format!("\n{}\n  {}", texts.get(key), text.trim_end()));
    }
    lines.push(format!(
        "\n{}\n  {}",
        texts.get("explain.example"),
        words.example.trim_end().replace('\n', "\n  ")
    ));
    anstream::println!("{}", lines.join("\n"));
    Ok(ExitCode::SUCCESS)
}
