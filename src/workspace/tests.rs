//! A workspace that goes along with changes says what one says that is opened anew.

use std::path::{Path, PathBuf};

use proptest::prelude::*;

use super::*;
use crate::diagnostics::Severity;
use crate::values::Audience;

const SITE: &str = "名称: 试点\n默认对象: 社会\n演示日: 2026-11-22\n";

struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Folder {
        let folder = Folder(tempfile::tempdir().unwrap());
        folder.put("site.yaml", SITE);
        folder.put("qx/org.yaml", "名称: 清溪\n");
        folder
    }

    fn path(&self, path: &str) -> PathBuf {
        self.0.path().join("content").join(path)
    }

    fn put(&self, path: &str, text: &str) -> PathBuf {
        let path = self.path(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
        path
    }

    fn notice(&self, slug: &str, keys: &str, text: &str) -> PathBuf {
        self.put(&format!("qx/公告/{slug}.md"), &notice(keys, text))
    }

    fn open(&self) -> Workspace {
        Workspace::open(self.0.path(), ASK).unwrap()
    }
}

const ASK: Ask = Ask {
    day: None,
    drafts: false,
};

fn notice(keys: &str, text: &str) -> String {
    let date = if keys.contains("发布日期") {
        ""
    } else {
        "发布日期: 2026-11-20\n"
    };
    format!("---\n标题: 通知\n{date}文种: 通知\n{keys}\n---\n\n{text}\n")
}

/// Everything that can be seen of an outcome.
fn seen(outcome: &Outcome) -> String {
    let (report, files) = match outcome {
        Outcome::Broken(report, files, _) => (report, files),
        Outcome::Site(loaded) => (&loaded.report, &loaded.site.listing.files),
    };
    let mut text = String::new();
    for finding in &report.0 {
        let path = files.path(finding.place.file);
        let (rule, case, at) = (finding.rule, finding.case, finding.place.at);
        text.push_str(&format!("{path} {rule}#{case} {at:?} {:?}\n", finding.args));
    }
    if let Outcome::Site(loaded) = outcome {
        text.push_str(&pages(loaded));
    }
    text
}

/// The pages of a site, as far as its edition for the public shows them.
fn pages(loaded: &Loaded) -> String {
    let edition = loaded.site.admit(Audience::Public);
    let mut text = String::new();
    for entry in edition.entries() {
        let (record, body) = (entry.record, entry.body);
        let title = &record.envelope.title.value;
        let files: Vec<&str> = record.attachments.iter().map(|own| &*own.name).collect();
        text.push_str(&format!("{} {title} {files:?} {}\n", record.id, body.html));
    }
    text.push_str(&format!(
        "{:?}\n",
        edition.files().values().collect::<Vec<_>>()
    ));
    text
}

fn update(workspace: &mut Workspace, changes: &Changes) -> bool {
    workspace.update(changes, |_| ())
}

fn errors(workspace: &Workspace) -> usize {
    match workspace.outcome() {
        Outcome::Site(loaded) => loaded.book.count(&loaded.report, Severity::Error),
        Outcome::Broken(report, _, book) => book.count(report, Severity::Error),
    }
}

fn shown(workspace: &Workspace) -> String {
    pages(&workspace.shown().unwrap())
}

#[test]
fn an_error_leaves_the_last_good_state_to_be_shown() {
    let folder = Folder::new();
    let path = folder.notice("甲", "", "第一稿。");
    folder.notice("乙", "", "别的。");
    let mut workspace = folder.open();
    for wrong in [
        "标题: 只有标题\n",
        "---\n标题: x\n发布日期: 昨天\n文种: 通知\n---\n\n第二稿。\n",
        "---\n标题: 通知\n发布日期: 2026-11-20\n文种: 通知\n---\n\n见[无](无.md)。\n",
    ] {
        std::fs::write(&path, wrong).unwrap();
        assert!(update(&mut workspace, &Changes::of([path.clone()])));
        assert!(errors(&workspace) > 0, "{wrong}");
        assert!(shown(&workspace).contains("第一稿"), "{wrong}");
        assert_eq!(workspace.held().count(), 1);
        // What is right in other files is shown all the same.
        let other = folder.notice("乙", "", &format!("别的，{}。", wrong.len()));
        update(&mut workspace, &Changes::of([other]));
        assert!(shown(&workspace).contains(&format!("别的，{}。", wrong.len())));
    }
    folder.notice("甲", "", "第三稿。");
    assert!(update(&mut workspace, &Changes::of([path])));
    assert_eq!((errors(&workspace), workspace.held().count()), (0, 0));
    assert!(shown(&workspace).contains("第三稿"));
}

#[test]
fn settings_with_errors_leave_the_last_good_ones() {
    let folder = Folder::new();
    folder.notice("甲", "", "正文。");
    let mut workspace = folder.open();
    let before = shown(&workspace);
    for (path, wrong, right) in [
        ("site.yaml", "名称: [", SITE),
        ("site.yaml", "名称: 试点\n语言: xx\n", SITE),
        ("qx/org.yaml", "名字: 无\n", "名称: 清溪\n"),
    ] {
        let own = folder.put(path, wrong);
        assert!(update(&mut workspace, &Changes::of([own.clone()])));
        assert!(errors(&workspace) > 0, "{wrong}");
        assert_eq!(shown(&workspace), before, "{wrong}");
        std::fs::write(&own, right).unwrap();
        assert!(update(&mut workspace, &Changes::of([own])));
        assert_eq!(errors(&workspace), 0);
        assert_eq!(shown(&workspace), before);
    }
    std::fs::remove_file(folder.path("site.yaml")).unwrap();
    update(&mut workspace, &Changes::of([folder.path("site.yaml")]));
    assert!(workspace.failure().is_some());
    assert_eq!(shown(&workspace), before);
    let own = folder.put("site.yaml", SITE);
    update(&mut workspace, &Changes::of([own]));
    assert!(workspace.failure().is_none());
    assert_eq!(shown(&workspace), before);
}

#[test]
fn a_record_follows_the_table_beside_it() {
    let folder = Folder::new();
    let fund = "标题: 收支\n发布日期: 2026-11-20\n账户: 工作经费\n期间: 2026-Q3\n单位: 元\n期初: 0\n明细: 账.csv\n合计: {收入: 5, 支出: 0}\n期末: 5\n";
    let lines = |amount: u32| {
        format!("日期,凭证,摘要,类别,收支,金额\n2026-07-01,一,补助,补助,收入,{amount}\n")
    };
    folder.put("qx/经费/账.yaml", fund);
    let table = folder.put("qx/经费/账.csv", &lines(5));
    let mut workspace = folder.open();
    assert!(
        !seen(workspace.outcome()).contains("link/broken"),
        "{}",
        seen(workspace.outcome())
    );
    let before = seen(workspace.outcome());
    std::fs::remove_file(&table).unwrap();
    assert!(update(&mut workspace, &Changes::of([table.clone()])));
    assert!(seen(workspace.outcome()).contains("link/broken"));
    folder.put("qx/经费/账.csv", &lines(7));
    assert!(update(&mut workspace, &Changes::of([table.clone()])));
    assert_ne!(seen(workspace.outcome()), before);
    assert_eq!(seen(workspace.outcome()), seen(folder.open().outcome()));
    folder.put("qx/经费/账.csv", &lines(5));
    assert!(update(&mut workspace, &Changes::of([table])));
    assert_eq!(seen(workspace.outcome()), before);
}

#[test]
fn what_is_none_of_its_files_is_no_change() {
    let folder = Folder::new();
    folder.notice("甲", "", "正文。");
    let mut workspace = folder.open();
    let beside = [".甲.md.swp", "甲.md~", "4913"].map(|name| folder.path("qx/公告").join(name));
    assert!(!update(&mut workspace, &Changes::of(beside)));
    assert!(!update(
        &mut workspace,
        &Changes::of([PathBuf::from("/elsewhere")])
    ));
    assert!(!update(&mut workspace, &Changes::default()));
}

/// One thing that somebody does to the files.
#[derive(Debug, Clone)]
enum Deed {
    Write(usize, usize, usize),
    Remove(usize),
    Rename(usize, usize),
    Org(usize),
    Site(usize),
    Image(usize),
}

const SLUGS: [&str; 7] = [
    "qx/公告/甲.md",
    "qx/公告/乙.md",
    "qx/notices/甲.md",
    "qx/公告/丙/index.md",
    "qx/shui/公告/丁.md",
    "qx/shui/notices/戊.yaml",
    "qx/公告/丙/notes.md",
];
const KEYS: [&str; 8] = [
    "",
    "对象: 党员",
    "草稿: true",
    "发布日期: 2026-11-25",
    "发布日期: 2026-11-01\n标签: [甲]",
    "坏: 1",
    "旧址: [/a/b.html]",
    "张贴: [无]",
];
const TEXTS: [&str; 8] = [
    "正文。",
    "见[[qx/notices/乙]]和[[qx/shui/notices/丁]]。",
    "![图](丙/图.png)",
    "![图](图.png) [单](单.txt)",
    "[丁](../shui/公告/丁.md) [无](无.md)",
    "𠀀生僻",
    "见[[qx/notices/丙]]。\n\n## 节\n\n[节](#节)",
    "[外](https://www.example.com/)",
];
const ORGS: [&str; 3] = ["名称: 水口\n", "名称: 水口\n默认对象: 党员\n", "名称: ["];

fn deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        6 => (0..SLUGS.len(), 0..KEYS.len(), 0..TEXTS.len()).prop_map(|(a, b, c)| Deed::Write(a, b, c)),
        2 => (0..SLUGS.len()).prop_map(Deed::Remove),
        2 => (0..SLUGS.len(), 0..SLUGS.len()).prop_map(|(a, b)| Deed::Rename(a, b)),
        1 => (0..ORGS.len() + 1).prop_map(Deed::Org),
        1 => (0..3usize).prop_map(Deed::Site),
        1 => (0..3usize).prop_map(Deed::Image),
    ]
}

impl Deed {
    /// Does it, and gives the paths that a watch would tell of.
    fn act(&self, folder: &Folder) -> Vec<PathBuf> {
        match *self {
            Deed::Write(slug, keys, text) => {
                let text = match SLUGS[slug].ends_with(".yaml") {
                    false => notice(KEYS[keys], TEXTS[text]),
                    true => {
                        let whole = notice(KEYS[keys], "");
                        let front = whole.trim().trim_matches('-').trim().to_owned();
                        format!("{front}\n正文: {:?}\n", TEXTS[text])
                    }
                };
                vec![folder.put(SLUGS[slug], &text)]
            }
            Deed::Remove(slug) => {
                let path = folder.path(SLUGS[slug]);
                let _ = std::fs::remove_file(&path);
                vec![path]
            }
            Deed::Rename(from, to) => {
                let (from, to) = (folder.path(SLUGS[from]), folder.path(SLUGS[to]));
                std::fs::create_dir_all(to.parent().unwrap()).unwrap();
                let _ = std::fs::rename(&from, &to);
                vec![from, to]
            }
            Deed::Org(which) => match ORGS.get(which) {
                Some(text) => vec![folder.put("qx/shui/org.yaml", text)],
                None => {
                    let path = folder.path("qx/shui/org.yaml");
                    let _ = std::fs::remove_file(&path);
                    vec![path]
                }
            },
            Deed::Site(which) => {
                let more = ["", "外链: [example.com]\n", "审核: [提出]\n"][which];
                vec![folder.put("site.yaml", &format!("{SITE}{more}"))]
            }
            Deed::Image(which) => {
                let path = folder.path("qx/公告/丙/图.png");
                match which {
                    0 => drop(std::fs::remove_file(&path)),
                    wide => {
                        let mut bytes = PNG.to_vec();
                        bytes[19] = wide as u8;
                        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
                        std::fs::write(&path, bytes).unwrap();
                    }
                }
                vec![path]
            }
        }
    }
}

/// The head of a picture; its width stands in byte 19.
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x02\0\0\0";

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn going_along_comes_to_the_same_as_opening_anew(rounds in prop::collection::vec(prop::collection::vec(deed(), 1..4), 1..12)) {
        let folder = Folder::new();
        folder.notice("乙", "", "第一。");
        let mut workspace = folder.open();
        for deeds in &rounds {
            let paths: Vec<PathBuf> = deeds.iter().flat_map(|deed| deed.act(&folder)).collect();
            update(&mut workspace, &Changes::of(paths));
            let anew = folder.open();
            prop_assert_eq!(seen(workspace.outcome()), seen(anew.outcome()));
            if errors(&workspace) == 0 {
                prop_assert_eq!(shown(&workspace), shown(&anew));
            }
        }
        update(&mut workspace, &Changes::everything());
        prop_assert_eq!(seen(workspace.outcome()), seen(folder.open().outcome()));
    }
}

#[test]
fn another_folder_is_another_site() {
    assert!(Workspace::open(Path::new("none"), ASK).is_err());
}
