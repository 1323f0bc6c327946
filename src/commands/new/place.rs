//! Where a new record goes: its organisation, its folder, its name.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::commands::Failure;
use crate::kinds::{KINDS, Kind, kind_called};
use crate::site::OutPath;
use crate::text::{Lang, Texts};

/// The most characters of a file's stem.
const LONGEST: usize = 40;

/// How many names a message lists.
const LISTED: usize = 12;

/// Stems that pages of the program have in the folder of a kind.
const TAKEN: [&str; 6] = ["index", "accounts", "services", "due", "board", "archive"];

/// The kind that an officer calls `name`: by its English name, its folder in either language, or one of its names in the string tables.
///
/// # Errors
/// There is none; all are named, the nearest first.
pub fn kind(name: &str, texts: &Texts) -> Result<&'static dyn Kind, Failure> {
    let wanted = name.trim().to_lowercase();
    if let Some(kind) = kind_called(&wanted) {
        return Ok(kind);
    }
    let mut near: Vec<(f64, &str)> = Vec::new();
    let both = [Texts::load(Lang::Zh), Texts::load(Lang::En)];
    for kind in KINDS {
        let key = format!("new.kind.{}", kind.name());
        let called = |texts: &Texts| {
            texts
                .get(&key)
                .to_lowercase()
                .split('|')
                .any(|word| word == wanted)
        };
        if both.iter().flatten().any(called) {
            return Ok(*kind);
        }
        let (zh, _) = kind.folder();
        let shown = match texts.lang {
            Lang::Zh => zh,
            Lang::En => kind.name(),
        };
        let closeness = [zh, kind.name()]
            .map(|known| strsim::jaro_winkler(known, &wanted))
            .into_iter()
            .fold(0.0, f64::max);
        near.push((closeness, shown));
    }
    near.sort_by(|a, b| b.0.total_cmp(&a.0));
    let names: Vec<&str> = near.into_iter().map(|(_, name)| name).collect();
    Err(Failure::new("error.no-kind")
        .arg("found", name.trim())
        .arg("kinds", names.join(" ")))
}

/// An organisation to choose from: its folder under `content/`, and its name.
pub type Known<'a> = (&'a str, &'a str);

/// The organisation that the record is for: the one `asked` for, the one whose folder `here` lies in, or the only one.
///
/// # Errors
/// There is none, or it is not clear which; the organisations are named, those nearest to what was asked for first.
pub fn organisation<'a>(
    root: &Path,
    known: &[Known<'a>],
    asked: Option<&str>,
    here: Option<&Path>,
) -> Result<&'a str, Failure> {
    if let Some(asked) = asked {
        return named(known, asked);
    }
    if let Some(org) = here.and_then(|here| around(root, known, here)) {
        return Ok(org);
    }
    match known {
        [] => Err(Failure::new("error.no-orgs")),
        [(path, _)] => Ok(path),
        many => Err(Failure::new("error.which-org").arg("orgs", list(many.iter()))),
    }
}

/// The folder of the organisation that `asked` means: its whole path, or its last folder or name where no other has it.
///
/// # Errors
/// There is none; those nearest are named.
pub fn named<'a>(known: &[Known<'a>], asked: &str) -> Result<&'a str, Failure> {
    let slashes = asked.trim().replace('\\', "/");
    let plain = slashes.trim_start_matches("./").trim_matches('/');
    let wanted = plain.strip_prefix("content/").unwrap_or(plain);
    if let Some((path, _)) = known.iter().find(|(path, _)| *path == wanted) {
        return Ok(path);
    }
    // The last folder or the name will do where only one organisation has it.
    let last = |path: &str| path.rsplit('/').next() == Some(wanted);
    let mut short = known
        .iter()
        .filter(|(path, name)| last(path) || name.trim() == wanted);
    if let (Some((path, _)), None) = (short.next(), short.next()) {
        return Ok(path);
    }
    if known.is_empty() {
        return Err(Failure::new("error.no-orgs"));
    }
    let mut near: Vec<(f64, &Known<'a>)> = known
        .iter()
        .map(|one| {
            let ends = [one.0, one.0.rsplit('/').next().unwrap_or(one.0), one.1];
            let closeness = ends.map(|known| strsim::normalized_damerau_levenshtein(known, wanted));
            (closeness.into_iter().fold(0.0, f64::max), one)
        })
        .collect();
    near.sort_by(|a, b| b.0.total_cmp(&a.0));
    Err(Failure::new("error.no-org")
        .arg("found", asked.trim())
        .arg("orgs", list(near.into_iter().map(|(_, one)| one))))
}

/// The organisation in whose folder `here` lies, the nearest if there are several.
fn around<'a>(root: &Path, known: &[Known<'a>], here: &Path) -> Option<&'a str> {
    let content = root.join("content").canonicalize().ok()?;
    let here = here.canonicalize().ok()?;
    let inside = here.strip_prefix(&content).ok()?;
    let parts: Option<Vec<&str>> = inside.iter().map(|part| part.to_str()).collect();
    let inside = parts?.join("/");
    known
        .iter()
        .map(|(path, _)| *path)
        .filter(|path| {
            inside
                .strip_prefix(path)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        })
        .max_by_key(|path| path.len())
}

fn list<'k, 'a: 'k>(known: impl Iterator<Item = &'k Known<'a>>) -> String {
    let mut lines: Vec<String> = known
        .map(|(path, name)| format!("  {path}  {}", name.trim()))
        .collect();
    if lines.len() > LISTED {
        lines.truncate(LISTED);
        lines.push("  …".to_owned());
    }
    lines.join("\n")
}

/// The folder of `org` for records of `kind`: the one that is there, else the one in the language of messages.
pub fn folder(root: &Path, org: &str, kind: &dyn Kind, lang: Lang) -> PathBuf {
    let [first, second] = folders(root, org, kind, lang);
    if !first.is_dir() && second.is_dir() {
        second
    } else {
        first
    }
}

fn folders(root: &Path, org: &str, kind: &dyn Kind, lang: Lang) -> [PathBuf; 2] {
    let home = org
        .split('/')
        .fold(root.join("content"), |path, part| path.join(part));
    let (zh, en) = kind.folder();
    match lang {
        Lang::Zh => [home.join(zh), home.join(en)],
        Lang::En => [home.join(en), home.join(zh)],
    }
}

/// A stem made of `title` that no record of the kind in `org` has yet.
pub fn stem(root: &Path, org: &str, kind: &dyn Kind, title: &str) -> String {
    let taken: BTreeSet<String> = folders(root, org, kind, Lang::Zh)
        .iter()
        .filter_map(|folder| std::fs::read_dir(folder).ok())
        .flatten()
        .filter_map(|entry| {
            let name = entry.ok()?.file_name().to_string_lossy().to_lowercase();
            let bare = [".md", ".yaml", ".yml"]
                .iter()
                .find_map(|end| name.strip_suffix(end));
            Some(bare.unwrap_or(&name).to_owned())
        })
        .collect();
    let plain = plain(title, kind.name());
    if !taken.contains(&plain.to_lowercase()) {
        return plain;
    }
    let numbered = |n: u32| {
        let tail = format!("-{n}");
        shorten(&plain, LONGEST - tail.len()) + &tail
    };
    (2..)
        .map(numbered)
        .find(|stem| !taken.contains(&stem.to_lowercase()))
        .unwrap_or(plain)
}

/// `title` as a file's stem: letters, digits and Han characters stay, the rest becomes single dashes. A name that is nothing, or that a system or the
/// site has for something else, gets `kind` before it.
fn plain(title: &str, kind: &str) -> String {
    let dashed: String = title
        .chars()
        .map(|c| if c.is_alphanumeric() { c } else { '-' })
        .collect();
    let words: Vec<&str> = dashed.split('-').filter(|word| !word.is_empty()).collect();
    let stem = shorten(&words.join("-"), LONGEST);
    let (head, number) = stem.split_once('-').unwrap_or((&stem, ""));
    let page = TAKEN.contains(&head.to_lowercase().as_str())
        && number.bytes().all(|byte| byte.is_ascii_digit());
    if stem.is_empty() {
        kind.to_owned()
    } else if page || OutPath::new(&format!("{stem}.html")).is_none() {
        shorten(&format!("{kind}-{stem}"), LONGEST)
    } else {
        stem
    }
}

fn shorten(text: &str, most: usize) -> String {
    let cut: String = text.chars().take(most).collect();
    cut.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_become_names() {
        for (title, stem) in [
            ("柳村2026年第三季度工作经费", "柳村2026年第三季度工作经费"),
            (
                "关于“硬化”：三组 / 四组（二次）",
                "关于-硬化-三组-四组-二次",
            ),
            ("../../etc/passwd", "etc-passwd"),
            ("？！", "notice"),
            ("con", "notice-con"),
            ("LPT1", "notice-LPT1"),
            ("Index 2", "notice-Index-2"),
            ("board", "notice-board"),
            ("board of elders", "board-of-elders"),
        ] {
            assert_eq!(plain(title, "notice"), stem, "{title}");
        }
        let long = plain(&"长".repeat(39).replace("", " "), "notice");
        assert!(long.chars().count() <= LONGEST && !long.ends_with('-'));
    }

    #[test]
    fn an_organisation_is_found_or_the_nearest_are_named() {
        let known = [
            ("qx", "清溪县"),
            ("qx/liucun", "柳村"),
            ("qx/dongqiao", "东桥村"),
        ];
        let find = |asked| organisation(Path::new("."), &known, Some(asked), None);
        for asked in ["qx/liucun", "content\\qx\\liucun\\", "liucun", "柳村"] {
            assert_eq!(find(asked).unwrap(), "qx/liucun", "{asked}");
        }
        let zh = Texts::load(Lang::Zh).unwrap();
        let said = find("qx/luicun").unwrap_err().say(&zh);
        assert!(said.find("qx/liucun").unwrap() < said.find("dongqiao").unwrap());
        let unclear = organisation(Path::new("."), &known, None, None);
        assert_eq!(unclear.unwrap_err().key, "error.which-org");
        let only = organisation(Path::new("."), &known[..1], None, None);
        assert_eq!(only.unwrap(), "qx");
        assert_eq!(
            organisation(Path::new("."), &[], None, None)
                .unwrap_err()
                .key,
            "error.no-orgs"
        );
    }

    #[test]
    fn a_kind_has_many_names() {
        for lang in [Lang::Zh, Lang::En] {
            let texts = Texts::load(lang).unwrap();
            for (name, right) in [
                ("fund", "fund"),
                ("funds", "fund"),
                ("Fund", "fund"),
                ("经费", "fund"),
                ("经费公开", "fund"),
                ("承诺", "pledge"),
                ("党员承诺", "pledge"),
                ("公告", "notice"),
                ("公示", "notice"),
                ("办事指南", "guide"),
            ] {
                assert_eq!(
                    kind(name, &texts).map(|kind| kind.name()).ok(),
                    Some(right),
                    "{name}"
                );
            }
            assert_eq!(
                kind("账", &texts).err().map(|f| f.key),
                Some("error.no-kind")
            );
        }
    }
}
