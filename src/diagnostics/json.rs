//! Diagnostics as one JSON array.

use serde::Serialize;

use super::{Finding, Severity};

#[derive(Serialize)]
struct Row<'a> {
    rule: &'a str,
    severity: Severity,
    file: &'a str,
    line: u32,
    column: u32,
    message: &'a str,
    help: &'a str,
}

/// All findings as `[{"rule","severity","file","line","column","message","help"}]` with a line end.
pub fn print_json(findings: &[Finding]) -> String {
    let rows: Vec<Row<'_>> = findings
        .iter()
        .map(|f| Row {
            rule: &f.rule,
            severity: f.severity,
            file: &f.file,
            line: f.line,
            column: f.column,
            message: &f.message,
            help: &f.help,
        })
        .collect();
    let mut out = serde_json::to_string_pretty(&rows).unwrap_or_else(|_| "[]".to_owned());
    out.push('\n');
    out
}
