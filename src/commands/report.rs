//! Findings in words, and what they come to.

use std::path::Path;

use crate::diagnostics::{
    Files, Finding, Report, RuleBook, Severity, explain_all, print_json, print_text,
};
use crate::source::decode;
use crate::text::Texts;

/// Puts findings into words; source lines are read from the files under `root`.
pub fn in_words(
    root: &Path,
    report: &Report,
    files: &Files,
    book: &RuleBook,
    texts: &Texts,
) -> Vec<Finding> {
    let read = |path: &str| {
        let bytes = std::fs::read(
            path.split('/')
                .fold(root.to_owned(), |folder, part| folder.join(part)),
        )
        .ok()?;
        let table = [".xlsx", ".xls", ".ods"]
            .iter()
            .any(|extension| path.ends_with(extension));
        (!table).then(|| decode(bytes).0)
    };
    explain_all(report, files, book, texts.lang, &read)
}

/// Prints findings as text on the error stream.
pub fn print(findings: &[Finding], texts: &Texts, all: bool) {
    anstream::eprint!("{}", print_text(findings, texts, all));
}

/// Prints findings as JSON on the output stream.
pub fn print_as_json(findings: &[Finding]) {
    anstream::print!("{}", print_json(findings));
}

/// How many findings are of `severity`.
pub fn count(findings: &[Finding], severity: Severity) -> usize {
    findings
        .iter()
        .filter(|finding| finding.severity == severity)
        .count()
}
