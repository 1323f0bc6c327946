//! `check --fix`: repairs what has a single possible meaning, and nothing else.

use std::collections::BTreeMap;
use std::path::Path;

use super::Failure;
use crate::diagnostics::{FileId, Files, Fix, Report};
use crate::source::{Encoding, decode};
use crate::workspace::{Ask, Outcome, load};

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
pub fn run(root: &Path, ask: Ask) -> Result<Fixed, Failure> {
    let mut fixed = Fixed::default();
    let mut touched = std::collections::BTreeSet::new();
    for _ in 0..ROUNDS {
        let (report, files) = match load(root, ask)? {
            Outcome::Site(loaded) => (loaded.report, loaded.site.listing.files.clone()),
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
    let mut by_file: BTreeMap<FileId, Vec<&Fix>> = BTreeMap::new();
    for finding in &report.0 {
        if finding.rule == "text/encoding" || finding.fix.is_some() {
            let fixes = by_file.entry(finding.place.file).or_default();
            fixes.extend(finding.fix.as_ref());
        }
    }
    let mut repaired = BTreeMap::new();
    for (file, fixes) in by_file {
        let path = files
            .path(file)
            .split('/')
            .fold(root.to_owned(), |folder, part| folder.join(part));
        let failed = |reason: std::io::Error| {
            Failure::new("error.write")
                .arg("path", path.display())
                .arg("reason", reason)
        };
        let Ok(bytes) = std::fs::read(&path) else {
            continue;
        };
        // What cannot be read for certain cannot be written back either.
        let (text, encoding) = decode(bytes);
        let (text, count) = apply(&text, fixes);
        let recode = usize::from(encoding.is_convertible());
        if matches!(encoding, Encoding::Unknown { .. }) || count + recode == 0 {
            continue;
        }
        let beside = path.with_extension("gongkai-new");
        std::fs::write(&beside, text).map_err(failed)?;
        std::fs::rename(&beside, &path).map_err(failed)?;
        repaired.insert(file, count + recode);
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

    const SITE: &str = "名称: 清溪县\n默认对象: 社会\n演示日: 2026-11-22\n";

    /// A site with one record, of these bytes; what `--fix` leaves of it.
    fn fixed(record: &[u8]) -> Vec<u8> {
        let folder = tempfile::tempdir().unwrap();
        let notices = folder.path().join("content/qx/notices");
        std::fs::create_dir_all(&notices).unwrap();
        std::fs::write(folder.path().join("content/site.yaml"), SITE).unwrap();
        std::fs::write(folder.path().join("content/qx/org.yaml"), "名称: 清溪县\n").unwrap();
        std::fs::write(notices.join("a.md"), record).unwrap();
        let ask = Ask {
            day: None,
            drafts: false,
        };
        run(folder.path(), ask).unwrap();
        std::fs::read(notices.join("a.md")).unwrap()
    }

    const WRONG: &str = "---\n# 说明：不动\n标题：低保公示   # 空格也不动\n发布日期: “2026年11月1日”\n文种:　公告\n---\n\n正文：不动\n";
    const RIGHT: &str = "---\n# 说明：不动\n标题: 低保公示   # 空格也不动\n发布日期: 2026-11-01\n文种: 公告\n---\n\n正文：不动\n";

    #[test]
    fn everything_else_stays_byte_for_byte() {
        let text = |bytes| String::from_utf8(bytes).unwrap();
        assert_eq!(text(fixed(WRONG.as_bytes())), RIGHT);
        assert_eq!(text(fixed(RIGHT.as_bytes())), RIGHT);
        let gbk = encoding_rs::GBK.encode(WRONG).0;
        assert_eq!(text(fixed(&gbk)), RIGHT);
    }

    #[test]
    fn a_damaged_file_stays_as_it_is() {
        let cut = &WRONG.as_bytes()[..WRONG.len() - 2];
        assert_eq!(fixed(cut), cut);
        let mixed = [WRONG.as_bytes(), &encoding_rs::GBK.encode(WRONG).0].concat();
        assert_eq!(fixed(&mixed), mixed);
        let mut cut_utf16 = vec![0xFF, 0xFE];
        cut_utf16.extend(WRONG.encode_utf16().flat_map(u16::to_le_bytes));
        cut_utf16.pop();
        assert_eq!(fixed(&cut_utf16), cut_utf16);
    }
}
