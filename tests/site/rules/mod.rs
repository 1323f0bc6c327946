//! Every rule in both directions on a whole small site: it fires where it should, and is silent on the nearest right one.

mod calendar;
mod envelope;
mod funds;
mod guides;
mod links;
mod notices;
mod places;
mod sheets;
mod texts;

use std::collections::{BTreeMap, BTreeSet};

use crate::harness::{Folder, Found, record};

/// Files over those of [`Folder::site`].
type Files = Vec<(&'static str, Vec<u8>)>;

/// A rule with a site that breaks it and one that does not.
struct Case {
    rule: &'static str,
    /// Where the finding stands: file, line and column, where they are asserted.
    at: Option<(&'static str, u32, u32)>,
    fires: Files,
    silent: Files,
}

/// A case of one file at `path`, with its place as line and column.
fn case(
    rule: &'static str,
    path: &'static str,
    at: (u32, u32),
    fires: impl Into<Vec<u8>>,
    silent: impl Into<Vec<u8>>,
) -> Case {
    Case {
        rule,
        at: Some((path, at.0, at.1)),
        fires: vec![(path, fires.into())],
        silent: vec![(path, silent.into())],
    }
}

impl Case {
    /// Adds a file to both sites.
    fn with(mut self, path: &'static str, bytes: impl AsRef<[u8]>) -> Case {
        self.fires.push((path, bytes.as_ref().to_vec()));
        self.silent.push((path, bytes.as_ref().to_vec()));
        self
    }
}

fn cases() -> Vec<Case> {
    [
        texts::cases(),
        envelope::cases(),
        guides::cases(),
        funds::cases(),
        notices::cases(),
        sheets::cases(),
        calendar::cases(),
        links::cases(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn site(files: &Files) -> Folder {
    let folder = Folder::site();
    for (path, bytes) in files {
        folder.write(path, bytes);
    }
    folder
}

/// The data files in a folder of ours: name and content.
fn tables(folder: &str) -> Vec<(String, BTreeMap<String, serde_json::Value>)> {
    let whole = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let read = |(name, bytes): (String, Vec<u8>)| {
        let text = String::from_utf8(bytes).expect("UTF-8");
        let table = serde_yaml::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        (format!("{folder}/{name}"), table)
    };
    crate::harness::tree(&whole).into_iter().map(read).collect()
}

/// The rules and severities of the rule book, read from its data files.
pub fn book() -> BTreeMap<String, String> {
    let mut out = BTreeMap::new();
    for (name, mut table) in tables("src/diagnostics/rules")
        .into_iter()
        .chain(tables("src/kinds/words"))
    {
        if name.starts_with("src/kinds/") {
            let rules = table.remove("rules").unwrap_or_else(|| panic!("{name}"));
            table = serde_json::from_value(rules).unwrap_or_else(|error| panic!("{name}: {error}"));
        }
        for (rule, entry) in table {
            if let (false, Some(severity)) = (rule.contains('#'), entry["severity"].as_str()) {
                out.insert(rule, severity.to_owned());
            }
        }
    }
    out
}

/// The groups that this book of cases covers whole.
const GROUPS: [&str; 14] = [
    "yaml", "text", "record", "audience", "signoff", "pledge", "guide", "basis", "fund", "notice",
    "link", "image", "site", "glossary",
];

#[test]
fn every_rule_has_a_case() {
    let cases = cases();
    let covered: BTreeSet<&str> = cases.iter().map(|case| case.rule).collect();
    let book = book();
    let missing: Vec<&String> = book
        .keys()
        .filter(|rule| GROUPS.contains(&rule.split('/').next().unwrap_or_default()))
        .filter(|rule| !covered.contains(rule.as_str()))
        .collect();
    assert!(missing.is_empty(), "no case for {missing:?}");
    for rule in [
        "calendar/holidays-missing",
        "calendar/overdue",
        "calendar/due-soon",
        "calendar/nil",
        "calendar/row",
        "sheet/glyph",
        "sheet/qr",
        "sheet/font",
    ] {
        assert!(covered.contains(rule), "{rule}");
    }
    let unknown: Vec<&&str> = covered.iter().filter(|r| !book.contains_key(**r)).collect();
    assert!(unknown.is_empty(), "not in the rule book: {unknown:?}");
}

/// Severities as the rules' reference states them, for the rules that are not errors.
const WARNINGS: [&str; 28] = [
    "link/withdrawn",
    "deliberation/sent",
    "notice/objection-overdue",
    "notice/objection-late",
    "notice/evidence",
    "calendar/due-soon",
    "calendar/nil",
    "sheet/font",
    "record/future",
    "record/misplaced",
    "pledge/overdue",
    "pledge/vague",
    "guide/stale",
    "basis/foreign",
    "fund/gap",
    "fund/duplicate-voucher",
    "fund/other-share",
    "fund/negative",
    "notice/outcome-missing",
    "notice/matter",
    "calendar/holidays-missing",
    "calendar/due-soon",
    "calendar/nil",
    "link/external",
    "image/exif",
    "text/name-separator",
    "text/cut",
    "site/stale",
];

#[test]
fn each_rule_fires() {
    let mut wrong = Vec::new();
    for case in cases() {
        let found = site(&case.fires).check();
        let Some(hit) = found.iter().find(|found| {
            let here = case.at.is_none_or(|(file, ..)| found.file == file);
            found.rule == case.rule && here
        }) else {
            wrong.push(format!("{} does not fire: {found:#?}", case.rule));
            continue;
        };
        if let Some((_, line, column)) = case.at
            && (hit.line, hit.column) != (line, column)
        {
            let place = (hit.line, hit.column);
            wrong.push(format!(
                "{}: at {place:?}, not {:?}",
                case.rule,
                (line, column)
            ));
        }
        let right = if WARNINGS.contains(&case.rule) {
            "warning"
        } else {
            "error"
        };
        if hit.severity != right {
            wrong.push(format!("{} is of severity {}", case.rule, hit.severity));
        }
        wrong.extend(unsaid(hit));
        let others: BTreeSet<&str> = found
            .iter()
            .filter(|found| found.severity == "error" && found.rule != case.rule)
            .map(|found| found.rule.as_str())
            .collect();
        if !others.is_empty() {
            wrong.push(format!("{} fires together with {others:?}", case.rule));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What is wrong with the words of a finding.
fn unsaid(found: &Found) -> Option<String> {
    let slots = |text: &str| {
        let mut rest = text;
        while let Some(at) = rest.find('{') {
            rest = &rest[at + 1..];
            let name: String = rest
                .chars()
                .take_while(|c| c.is_ascii_lowercase() || *c == '_')
                .collect();
            if !name.is_empty() && rest[name.len()..].starts_with('}') {
                return true;
            }
        }
        false
    };
    let bad = found.message.is_empty()
        || found.help.is_empty()
        || slots(&found.message)
        || slots(&found.help);
    bad.then(|| format!("{}: {:?} {:?}", found.rule, found.message, found.help))
}

#[test]
fn each_rule_is_silent_where_nothing_is_wrong() {
    let mut wrong = Vec::new();
    for case in cases() {
        let found = site(&case.silent).check();
        let bad: Vec<&Found> = found
            .iter()
            .filter(|found| found.rule == case.rule || found.severity == "error")
            .collect();
        if !bad.is_empty() {
            wrong.push(format!("{}: {bad:#?}", case.rule));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// In English every finding says the same of the same place, in words without Chinese but for what it quotes.
#[test]
fn each_rule_speaks_english() {
    let mut wrong = Vec::new();
    for case in cases() {
        let folder = site(&case.fires);
        let (zh, en) = (folder.check(), folder.check_with(&["--lang", "en"]));
        let place = |found: &Found| {
            (
                found.rule.clone(),
                found.file.clone(),
                found.line,
                found.column,
            )
        };
        assert_eq!(
            zh.iter().map(place).collect::<Vec<_>>(),
            en.iter().map(place).collect::<Vec<_>>(),
        );
        for (zh, en) in zh.iter().zip(&en) {
            let latin = |text: &str| text.chars().filter(char::is_ascii_alphabetic).count();
            if zh.message == en.message || latin(&en.message) < 8 || latin(&en.help) < 8 {
                wrong.push(format!("{}: {} / {}", en.rule, en.message, en.help));
            }
            wrong.extend(unsaid(en));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A site with no case on it has nothing to report: the cases add what is wrong.
#[test]
fn the_small_site_is_clean() {
    assert_eq!(Folder::site().check(), []);
}

/// The severity of a rule can be changed in `site.yaml`, but for the locked ones.
#[test]
fn severities_can_be_changed() {
    let vague = record(
        "承诺人: {姓名: 张某}\n类别: 岗位\n承诺: [{事项: 努力服务}]",
        "",
    );
    let folder = Folder::site();
    folder.write("content/qx/pledges/a.md", vague);
    for (word, severity) in [
        ("error", "error"),
        ("错误", "error"),
        ("提示", "note"),
        ("warning", "warning"),
    ] {
        let settings = format!(
            "{}规则级别: {{pledge/vague: {word}}}\n",
            crate::harness::SITE
        );
        folder.write("content/site.yaml", settings);
        let found = folder.check();
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(
            (found[0].rule.as_str(), found[0].severity.as_str()),
            ("pledge/vague", severity)
        );
    }
    for wrong in [
        "audience/missing: warning",
        "pledge/vague: 严重",
        "no/rule: error",
    ] {
        let settings = format!("{}规则级别: {{{wrong}}}\n", crate::harness::SITE);
        folder.write("content/site.yaml", settings);
        let rules: Vec<String> = folder.check().into_iter().map(|found| found.rule).collect();
        assert!(
            rules.contains(&"yaml/type".to_owned()),
            "{wrong}: {rules:?}"
        );
    }
}
