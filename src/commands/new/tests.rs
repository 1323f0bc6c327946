//! Stubs that are made, read, checked and built.

use std::path::Path;

use super::*;
use crate::kinds::KINDS;
use crate::workspace::{Ask, Outcome, load};

const SITE: &str = "名称: 试\n默认对象: 社会\n审核: [审核, 审批]\n演示日: 2026-11-22\n";

fn site(orgs: &[&str]) -> tempfile::TempDir {
    let root = tempfile::tempdir().unwrap();
    create(&root.path().join("content/site.yaml"), SITE).unwrap();
    for org in orgs {
        let path = root.path().join("content").join(org).join("org.yaml");
        create(&path, "名称: 柳村\n").unwrap();
    }
    root
}

fn ask(kind: &str, title: &str) -> NewArgs {
    NewArgs {
        kind: kind.to_owned(),
        title: title.to_owned(),
        org: None,
    }
}

/// What is found in the site, as `rule#case path`, and the titles of its records.
fn found(root: &Path, drafts: bool) -> (Vec<String>, Vec<String>) {
    let Outcome::Site(loaded) =
        load(root, Ask { day: None, drafts }).unwrap_or_else(|f| panic!("{f:?}"))
    else {
        panic!("site.yaml cannot be read")
    };
    let rules = loaded
        .report
        .0
        .iter()
        .map(|d| format!("{}#{} {:?}", d.rule, d.case, d.args))
        .collect();
    let titles = loaded
        .site
        .records()
        .map(|record| record.envelope.title.value.clone())
        .collect();
    (rules, titles)
}

#[test]
fn a_draft_of_every_kind_is_clean_in_both_languages() {
    let root = site(&["liucun"]);
    for lang in [Lang::Zh, Lang::En] {
        let texts = Texts::load(lang).unwrap();
        for kind in KINDS {
            make(root.path(), &ask(kind.name(), "甲: 乙"), None, &texts).unwrap();
        }
    }
    let (rules, titles) = found(root.path(), false);
    assert!(rules.is_empty(), "{rules:#?}");
    assert_eq!(titles, vec!["甲: 乙"; 2 * KINDS.len()]);
    let none = root.path().join("content/liucun/pledges");
    assert!(!none.exists(), "the folder that is there is gone on with");
    let build = crate::cli::BuildArgs {
        out: "public".into(),
        day: None,
        drafts: false,
        no_sheets: true,
        all: false,
    };
    let texts = Texts::load(Lang::Zh).unwrap();
    let code = crate::commands::build::run(root.path(), &build, &texts).unwrap();
    assert_eq!(code, ExitCode::SUCCESS);
}

#[test]
fn with_every_sleeping_line_awake_the_keys_are_still_right() {
    for lang in [Lang::Zh, Lang::En] {
        let root = site(&["liucun"]);
        let texts = Texts::load(lang).unwrap();
        for kind in KINDS {
            let path = make(root.path(), &ask(kind.name(), "甲"), None, &texts).unwrap();
            let text = std::fs::read_to_string(&path).unwrap();
            let awake: String = text
                .split_inclusive('\n')
                .map(|line| line.strip_prefix("# ").unwrap_or(line))
                .collect();
            assert!(awake.len() < text.len());
            std::fs::write(&path, awake).unwrap();
        }
        let (rules, titles) = found(root.path(), false);
        assert!(rules.is_empty(), "{rules:#?}");
        assert_eq!(titles.len(), KINDS.len());
    }
}

#[test]
fn titles_read_back_exactly() {
    let root = site(&["liucun"]);
    let texts = Texts::load(Lang::Zh).unwrap();
    let mut titles: Vec<String> = [
        "他说“好”",
        "他说\"好\"",
        "a: b",
        "甲：乙",
        "# 一",
        "一 # 二",
        "[公示] 低保",
        "{甲}",
        "- 甲",
        "第一行\n第二行",
        "'甲'",
        "甲\\乙",
        "2026",
        "null",
        "true",
        "~",
        " 两边有空格 ",
        "甲\t乙",
        "＂甲＂",
        "【公示】甲，乙",
        "甲\u{feff}乙\u{85}",
        "@甲",
        "`甲`",
        "%甲",
        "---",
        "甲\r\n",
        "|",
        "> 甲",
        "&甲 *乙",
        "! 甲",
        "? 甲",
    ]
    .into_iter()
    .map(str::to_owned)
    .collect();
    for title in &titles {
        make(root.path(), &ask("公告", title), None, &texts).unwrap();
    }
    let (rules, mut read) = found(root.path(), false);
    assert!(rules.is_empty(), "{rules:#?}");
    titles.sort();
    read.sort();
    assert_eq!(read, titles);
}

#[test]
fn nothing_is_overwritten_and_names_stay_short() {
    let root = site(&["a/b", "c"]);
    let texts = Texts::load(Lang::En).unwrap();
    let mut args = ask("notice", &"长".repeat(60));
    args.org = Some("a/b".to_owned());
    let names: Vec<String> = (0..3)
        .map(|_| {
            let path = make(root.path(), &args, None, &texts).unwrap();
            assert!(
                path.starts_with(
                    root.path()
                        .join("content")
                        .join("a")
                        .join("b")
                        .join("notices")
                )
            );
            path.file_stem().unwrap().to_str().unwrap().to_owned()
        })
        .collect();
    let (long, cut) = ("长".repeat(40), "长".repeat(38));
    assert_eq!(names, [long, format!("{cut}-2"), format!("{cut}-3")]);
}

#[test]
fn the_folder_one_stands_in_tells_the_organisation() {
    let root = site(&["a", "a/b", "c"]);
    let texts = Texts::load(Lang::Zh).unwrap();
    let args = ask("经费", "甲");
    let here = root.path().join("content").join("a").join("b").join("x");
    std::fs::create_dir_all(&here).unwrap();
    let path = make(root.path(), &args, Some(&here), &texts).unwrap();
    assert!(path.ends_with(Path::new("a/b/经费/甲.md")), "{path:?}");
    let failure = make(root.path(), &args, Some(root.path()), &texts).unwrap_err();
    assert_eq!(failure.key, "error.which-org");
    let no_title = make(root.path(), &ask("经费", " \n"), None, &texts).unwrap_err();
    assert_eq!(no_title.key, "error.no-title");
    let nowhere = make(&here, &args, None, &texts).unwrap_err();
    assert_eq!(nowhere.key, "error.no-site");
}
