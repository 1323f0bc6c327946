//! A link from one record to another, or to something inside it: `qingxi/liucun/funds/2026-q3#支出3`.

use std::fmt;

use serde::{Serialize, Serializer};

use super::{Decode, Reader, Shape, sign_of};
use crate::diagnostics::{At, Diagnostic, Place};
use crate::kinds::{RecordId, kind_called};
use crate::values::{Node, Value, half_width};

/// A record as another one names it.
///
/// Its path is `组织/类别/文件名` as in the site's addresses, `类别/文件名` in the same organisation, or the file's name alone in the same folder; a path that begins with `/` is
/// always whole, and one that begins with a dot is seen from the folder of the file. Kinds may be named in either language, extensions left out. What follows a `#` names a line or an
/// item of the record, by its list and number (`支出3`), its number alone where there is one list, or by a text that it alone has (a voucher, a summary).
#[derive(Debug, Clone)]
pub struct Reference {
    /// Where it is written.
    pub place: Place,
    path: String,
    part: Option<String>,
}

/// What a text may put before a path, as links in the text of a record do.
const SCHEMES: [&str; 2] = ["记录:", "record:"];

/// Endings of files and pages that a path may carry.
const ENDINGS: [&str; 4] = [".md", ".yaml", ".yml", ".html"];

impl Reference {
    /// Reads `text`, which stands at `place`.
    pub fn read(text: &str, place: Place) -> Option<Reference> {
        let text = text.trim();
        let text = SCHEMES
            .iter()
            .find_map(|scheme| text.strip_prefix(scheme))
            .unwrap_or(text);
        let (path, part) = match text.split_once('#') {
            Some((path, part)) => (path.trim(), Some(part.trim())),
            None => (text.trim(), None),
        };
        let path = path.strip_prefix("content/").unwrap_or(path);
        let path = ENDINGS
            .iter()
            .find_map(|ending| path.strip_suffix(ending))
            .unwrap_or(path);
        let path = path.strip_suffix("/index").unwrap_or(path);
        let odd = |c: char| c.is_whitespace() || matches!(c, '\\' | ':' | '：' | '?' | '<' | '>');
        let mut names = path.strip_prefix('/').unwrap_or(path).split('/');
        let sound = names.all(|name| !name.is_empty()) && !path.contains(odd);
        let named = part.is_none_or(|part| !part.is_empty());
        (sound && named).then(|| Reference {
            place,
            path: path.to_owned(),
            part: part.map(str::to_owned),
        })
    }

    /// What it names inside the record, if anything.
    pub fn part(&self) -> Option<&str> {
        self.part.as_deref()
    }

    /// The identity of the record that it names, seen from the record `own`, whose file lies in `folder` (as in `content/qingxi/liucun/funds`). None if it leads out of the content.
    pub fn identity(&self, own: &RecordId, folder: &str) -> Option<String> {
        let path = self.path.as_str();
        let names: Vec<&str> = path.trim_start_matches('/').split('/').collect();
        let mut whole: Vec<&str> = match names[..] {
            _ if path.starts_with('/') => Vec::new(),
            ["." | "..", ..] => folder.split('/').skip(1).collect(),
            [_] => org_of(own).chain([own.folder]).collect(),
            [kind, _] if kind_called(kind).is_some() => org_of(own).collect(),
            _ => Vec::new(),
        };
        for name in names {
            match name {
                "." => {}
                ".." => {
                    whole.pop()?;
                }
                name => whole.push(name),
            }
        }
        if let Some(at) = whole.len().checked_sub(2)
            && let Some(kind) = kind_called(whole[at])
        {
            whole[at] = kind.folder().1;
        }
        Some(whole.join("/"))
    }
}

/// The folders of an organisation.
fn org_of(own: &RecordId) -> impl Iterator<Item = &str> {
    own.org.split('/').filter(|name| !name.is_empty())
}

/// As it was written, without what may stand before or behind a path.
impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.path)?;
        match &self.part {
            Some(part) => write!(f, "#{part}"),
            None => Ok(()),
        }
    }
}

impl Serialize for Reference {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl Decode for Reference {
    fn shape() -> Shape {
        Shape::Reference
    }

    fn decode(node: Node, reader: &mut Reader<'_>) -> Option<Self> {
        let place = node.place;
        let text = match node.value {
            Value::Scalar(text) => text,
            other => {
                reader.wrong(place, "reference", &sign_of(&other));
                return None;
            }
        };
        if let Some(own) = Reference::read(&text, place) {
            return Some(own);
        }
        // A name may hold full-width signs of its own; here they are in the way.
        let narrow = half_width(&text).replace('\\', "/");
        let Some(own) = Reference::read(&narrow, place) else {
            reader.wrong(place, "reference", &text);
            return None;
        };
        let right = narrow.trim();
        let mut found = Diagnostic::new("yaml/full-width", place)
            .case("value")
            .arg("found", text.trim())
            .arg("right", right);
        if let At::Bytes { start, end } = place.at
            && (end - start) as usize == text.len()
        {
            found = found.fix(start as usize, end as usize, right);
        }
        reader.out.add(found);
        Some(own)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::FileId;

    fn id() -> RecordId {
        RecordId {
            org: "qingxi/liucun".into(),
            folder: "notices",
            slug: "a".into(),
        }
    }

    #[test]
    fn a_record_is_named_from_anywhere() {
        let place = Place::file(FileId(0));
        for (text, identity, part) in [
            (
                "qingxi/liucun/funds/2026-q3",
                "qingxi/liucun/funds/2026-q3",
                None,
            ),
            (
                "记录:qingxi/liucun/经费/2026-q3#支出3",
                "qingxi/liucun/funds/2026-q3",
                Some("支出3"),
            ),
            (
                "content/qingxi/funds/2026-q3/index.md",
                "qingxi/funds/2026-q3",
                None,
            ),
            (
                "qingxi/liucun/funds/2026-q3.html # 记-0045",
                "qingxi/liucun/funds/2026-q3",
                Some("记-0045"),
            ),
            ("经费/2026-q3", "qingxi/liucun/funds/2026-q3", None),
            ("b", "qingxi/liucun/notices/b", None),
            ("../funds/2026-q3.yaml", "qingxi/liucun/funds/2026-q3", None),
            ("./b", "qingxi/liucun/notices/b", None),
            ("../../notices/c", "qingxi/notices/c", None),
            ("/funds/x", "funds/x", None),
        ] {
            let own = Reference::read(text, place).unwrap_or_else(|| panic!("{text}"));
            let whole = own.identity(&id(), "content/qingxi/liucun/notices");
            assert_eq!(whole.as_deref(), Some(identity), "{text}");
            assert_eq!(own.part(), part, "{text}");
        }
        let out = Reference::read("../../../../x", place).unwrap();
        assert_eq!(out.identity(&id(), "content/qingxi/liucun/notices"), None);
    }

    #[test]
    fn what_names_no_record_is_refused() {
        for text in [
            "",
            "https://x.example/a",
            "a//b",
            "a/",
            "见 附件",
            "a#",
            "a\\b",
            "#3",
        ] {
            assert!(
                Reference::read(text, Place::file(FileId(0))).is_none(),
                "{text}"
            );
        }
    }
}
