//! `gongkai init`: a small site that builds clean.

use std::path::Path;
use std::process::ExitCode;

use super::Failure;
use super::create::{create, shown};
use super::new::last_quarter;
use crate::text::{Lang, Texts, fill};
use crate::values::Day;
use crate::workspace::{ZONE, day_by_clock};

/// A file of the small site: its path, and its text with `{name}` for what depends on the day.
type Template = (&'static str, &'static str);

/// The small site in Chinese.
const CHINESE: [Template; 8] = [
    ("content/liucun/org.yaml", include_str!("init/zh/org.yaml")),
    (
        "content/liucun/公告/zhiban.md",
        include_str!("init/zh/notice.md"),
    ),
    (
        "content/liucun/经费/gongzuo-jingfei.md",
        include_str!("init/zh/fund.md"),
    ),
    (
        "content/liucun/办事指南/yibao.md",
        include_str!("init/zh/guide.md"),
    ),
    (
        "content/liucun/承诺/shuji.md",
        include_str!("init/zh/pledge.md"),
    ),
    (".gitignore", include_str!("init/gitignore")),
    ("使用说明.md", include_str!("init/zh/README.md")),
    (SITE, include_str!("init/zh/site.yaml")),
];

/// The small site in English.
const ENGLISH: [Template; 8] = [
    ("content/willow/org.yaml", include_str!("init/en/org.yaml")),
    (
        "content/willow/notices/hours.md",
        include_str!("init/en/notice.md"),
    ),
    (
        "content/willow/funds/operating.md",
        include_str!("init/en/fund.md"),
    ),
    (
        "content/willow/guides/insurance.md",
        include_str!("init/en/guide.md"),
    ),
    (
        "content/willow/pledges/secretary.md",
        include_str!("init/en/pledge.md"),
    ),
    (".gitignore", include_str!("init/gitignore")),
    ("README.md", include_str!("init/en/README.md")),
    (SITE, include_str!("init/en/site.yaml")),
];

/// What makes a folder a site. It is written last: where the disk refuses half-way, `init` can be run again.
const SITE: &str = "content/site.yaml";

/// Makes a small site in `dir`.
///
/// # Errors
/// There is one already, or the disk refuses.
pub fn run(dir: &Path, texts: &Texts) -> Result<ExitCode, Failure> {
    let today = day_by_clock(ZONE).ok_or_else(|| Failure::new("error.day").arg("found", ""))?;
    let kept = make(dir, today, texts.lang)?;
    if !kept.is_empty() {
        anstream::println!("{}", texts.fill("init.kept", &[("files", &kept.join(" "))]));
    }
    anstream::println!("{}", texts.fill("init.done", &[("path", &shown(dir))]));
    Ok(ExitCode::SUCCESS)
}

/// Writes the site as of `today`; gives the files that were there already and are left as they are.
fn make(dir: &Path, today: Day, lang: Lang) -> Result<Vec<&'static str>, Failure> {
    let on_disk = |path: &str| {
        path.split('/')
            .fold(dir.to_owned(), |at, part| at.join(part))
    };
    let site = on_disk(SITE);
    if site.exists() || site.with_extension("yml").exists() {
        return Err(Failure::new("error.has-site").arg("path", shown(&site)));
    }
    let words = words(today).ok_or_else(|| Failure::new("error.day").arg("found", today))?;
    let files = match lang {
        Lang::Zh => CHINESE,
        Lang::En => ENGLISH,
    };
    let mut kept = Vec::new();
    for (path, text) in files {
        if !create(&on_disk(path), &fill(text, &words))? {
            kept.push(path);
        }
    }
    Ok(kept)
}

/// What the texts say of days: the records are published `today`, about the quarter before.
fn words(today: Day) -> Option<Vec<(&'static str, String)>> {
    let period = last_quarter(today)?;
    let quarter = ["一", "二", "三", "四"].get(usize::try_from(period.label().1 - 1).ok()?)?;
    Some(vec![
        ("today", today.to_string()),
        ("before", today.plus(-1).to_string()),
        ("due", today.plus(60).to_string()),
        ("later", today.plus(120).to_string()),
        ("year", period.from.year().to_string()),
        ("quarter", (*quarter).to_owned()),
        ("period", period.to_string()),
        ("to", period.to.to_string()),
        ("first", period.from.plus(7).to_string()),
        ("second", period.from.plus(24).to_string()),
        ("third", period.from.plus(70).to_string()),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::{BuildArgs, CheckArgs, Format};
    use crate::commands::{build, check};
    use crate::workspace::{Ask, Outcome, load};

    fn found(root: &Path, day: Day) -> Vec<String> {
        let ask = Ask {
            day: Some(day),
            drafts: false,
        };
        let Ok(Outcome::Site(loaded)) = load(root, ask) else {
            panic!("site.yaml cannot be read")
        };
        assert_eq!(loaded.site.articles().len(), 4);
        let finding =
            |d: &crate::diagnostics::Diagnostic| format!("{}#{} {:?}", d.rule, d.case, d.args);
        loaded.report.0.iter().map(finding).collect()
    }

    #[test]
    fn the_small_site_is_clean_for_two_weeks_whenever_it_is_made() {
        for lang in [Lang::Zh, Lang::En] {
            for day in ["2026-01-01", "2026-03-31", "2026-11-22", "2028-02-29"] {
                let root = tempfile::tempdir().unwrap();
                let day = Day::parse(day).unwrap();
                assert!(make(root.path(), day, lang).unwrap().is_empty());
                for later in [0, 1, 14] {
                    let found = found(root.path(), day.plus(later));
                    assert!(found.is_empty(), "{lang:?} {day} + {later}: {found:#?}");
                }
            }
        }
    }

    #[test]
    fn it_checks_and_builds_and_its_links_lead_somewhere() {
        for lang in [Lang::Zh, Lang::En] {
            let texts = Texts::load(lang).unwrap();
            let root = tempfile::tempdir().unwrap();
            run(root.path(), &texts).unwrap();
            let asked = CheckArgs {
                format: Format::Text,
                fix: false,
                day: None,
                all: false,
                drafts: false,
            };
            // Broken links are findings of check, which renders every page.
            let code = check::run(root.path(), &asked, &texts).unwrap();
            assert_eq!(code, ExitCode::SUCCESS);
            assert!(
                check::findings(
                    root.path(),
                    Ask {
                        day: None,
                        drafts: false
                    },
                    &texts
                )
                .unwrap()
                .is_empty()
            );
            let asked = BuildArgs {
                out: "public".into(),
                day: None,
                drafts: false,
                no_sheets: true,
                all: false,
            };
            let code = build::run(root.path(), &asked, &texts).unwrap();
            assert_eq!(code, ExitCode::SUCCESS);
            assert!(root.path().join("public").join("index.html").is_file());
            let again = run(root.path(), &texts).unwrap_err();
            assert_eq!(again.key, "error.has-site");
        }
    }

    #[test]
    fn nothing_that_is_there_is_overwritten() {
        let root = tempfile::tempdir().unwrap();
        let own = root.path().join(".gitignore");
        std::fs::write(&own, "mine\n").unwrap();
        let kept = make(root.path(), Day::new(2026, 11, 22).unwrap(), Lang::Zh).unwrap();
        assert_eq!(kept, [".gitignore"]);
        assert_eq!(std::fs::read_to_string(&own).unwrap(), "mine\n");
    }
}
