//! `check --fix`: repairs what has a single possible meaning, and nothing else.

use std::collections::BTreeMap;
use std::path::Path;

use super::Failure;
use super::load::{Ask, Outcome, load};
use crate::diagnostics::{FileId, Files, Fix, Report};
use crate::source::decode;

/// Rounds after which repairing stops: a repaired file can show mistakes that the first ones hid.
const ROUNDS: usize = 8;

/// What was repaired.
#[derive(Debug, Default)]
pub struct Fixed {
    /// Repairs.
    pub fixes: usize,
    /// Files that were changed.
    pub files: usize,
}

/// Repairs the files of the site in `root`.
///
/// # Errors
/// There is no site, or a file cannot be written.
pub fn run(root: &Path, ask: Ask<'_>) -> Result<Fixed, Failure> {
    let mut fixed = Fixed::default();
    let mut touched = std::collections::BTreeSet::new();
    for _ in 0..ROUNDS {
        let (report, files) = match load(root, ask)? {
            Outcome::Site(loaded) => (loaded.report, loaded.site.listing.files),
            Outcome::Broken(report, files, _) => (report, files),
        };
        let repaired = round(root, &report, &files)?;
        if repaired.is_empty() {
            break;
        }
        fixed.fixes += repaired.values().sum::<usize>();
        touched.extend(repaired.into_keys());
    }
    fixed.files = touched.len();
    Ok(fixed)
}

fn round(root: &Path, report: &Report, files: &Files) -> Result<BTreeMap<FileId, usize>, Failure> {
    let mut by_file: BTreeMap<FileId, (bool, Vec<&Fix>)> = BTreeMap::new();
    for finding in &report.0 {
        let (recode, fixes) = by_file.entry(finding.place.file).or_default();
        *recode |=
            finding.rule == "text/encoding" && matches!(finding.case, "bom" | "gbk" | "utf16");
        fixes.extend(finding.fix.as_ref());
    }
    by_file.retain(|_, (recode, fixes)| *recode || !fixes.is_empty());
    let mut repaired = BTreeMap::new();
    for (file, (recode, fixes)) in by_file {
        let path = files
            .path(file)
            .split('/')
            .fold(root.to_owned(), |folder, part| folder.join(part));
        let failed = |reason: std::io::Error| {
            Failure::new("error.write")
                .arg("path", path.display())
                .arg("reason", reason)
        };
        let (text, _) = decode(std::fs::read(&path).map_err(failed)?);
        let (text, count) = apply(&text, fixes);
        let beside = path.with_extension("gongkai-new");
        std::fs::write(&beside, text).map_err(failed)?;
        std::fs::rename(&beside, &path).map_err(failed)?;
        repaired.insert(file, count + usize::from(recode));
    }
    Ok(repaired)
}

/// `text` with the fixes made, and how many there were. Of fixes that overlap the first is made; the next round finds what is left.
fn apply(text: &str, mut fixes: Vec<&Fix>) -> (String, usize) {
    fixes.sort_by_key(|fix| (fix.start, fix.end));
    let mut out = String::with_capacity(text.len());
    let (mut at, mut count) = (0, 0);
    for fix in fixes {
        let whole = text.is_char_boundary(fix.start.min(text.len()))
            && text.is_char_boundary(fix.end.min(text.len()))
            && fix.end <= text.len();
        if fix.start < at || !whole {
            continue;
        }
        out.push_str(&text[at..fix.start]);
        out.push_str(&fix.replacement);
        at = fix.end;
        count += 1;
    }
    out.push_str(&text[at..]);
    (out, count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fixes_are_made_in_place_and_nothing_else_changes() {
        let fix = |start, end, replacement: &str| Fix {
            start,
            end,
            replacement: replacement.into(),
        };
        let (a, b, overlapping) = (fix(2, 3, "XY"), fix(0, 1, ""), fix(2, 4, "Z"));
        assert_eq!(
            apply("abcde", vec![&a, &b, &overlapping]),
            ("bXYde".into(), 2)
        );
        assert_eq!(apply("甲乙", vec![&fix(1, 2, "x")]), ("甲乙".into(), 0));
    }
}
