//! A thousand random edits, after which what is served is what a fresh build writes, and the program has not grown.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use super::panel::Panel;
use super::program::{Serving, built, notice, until};
use crate::harness::{Dice, Folder, SITE, record};

const EDITS: usize = 1000;

/// Edits after which the memory is measured for the first time.
const WARM: usize = 200;

/// Edits between two looks at what is served.
const BATCH: usize = 10;

/// Always the same, so that a failure can be seen again.
const SEED: u64 = 2222;

const ORGS: usize = 6;

/// What mistakes look like.
const BROKEN: [&str; 5] = [
    "",
    "没有开头\n",
    "---\n标题: [\n---\n",
    "---\n标题: 甲\n发布日期: 昨天\n文种: 通知\n---\n\n错的。\n",
    "---\n标题: 甲\n发布日期: 2026-11-20\n文种: 公示\n---\n\n见[无](无.md)。\n",
];

/// A site as it should be, and as it lies on disk.
struct Site {
    folder: Folder,
    dice: Dice,
    /// The files without mistakes, by path.
    good: BTreeMap<String, String>,
    /// Files that have mistakes just now.
    wrong: BTreeSet<String>,
    made: usize,
}

fn statement(text: &str, sum: usize) -> [(&'static str, String); 2] {
    let head = format!(
        "---\n标题: {text}\n发布日期: 2026-11-02\n账户: 工作经费\n期间: 2026-Q3\n期初: 0\n明细: q3.csv\n期末: {}\n---\n",
        sum - 30
    );
    let rows = format!(
        "收支,日期,凭证,摘要,类别,金额,经手\n收入,2026-07-01,一号,{text},拨款,{sum}.00,王某\n支出,2026-07-02,二号,买纸,办公,30.00,王某\n"
    );
    [("index.md", head), ("q3.csv", rows)]
}

fn pledge(text: &str) -> String {
    let keys = format!(
        "承诺人: {{姓名: 张某, 职务: 书记}}\n类别: 岗位\n监督: {{电话: 0000-12345611, 单位: 纪委}}\n承诺:\n  - {{事项: 修路2公里，{text}, 时限: 2026-12-31}}"
    );
    record(&keys, "")
}

impl Site {
    fn new() -> Site {
        let mut site = Site {
            folder: Folder::in_memory(),
            dice: Dice(SEED),
            good: BTreeMap::new(),
            wrong: BTreeSet::new(),
            made: 0,
        };
        site.put("content/site.yaml", format!("{SITE}主题: own\n"));
        site.put(
            "content/qx/org.yaml",
            "名称: 清溪县委\n层级: 县\n".to_owned(),
        );
        site.put("content/qx/notices/mark.md", notice("记号", "开始。"));
        site.put(
            "themes/own/assets/style.css",
            "body { color: red }\n".to_owned(),
        );
        for i in 0..ORGS {
            site.put(
                &format!("content/qx/o{i}/org.yaml"),
                format!("名称: 第{i}村\n层级: 村\n"),
            );
            for j in 0..8 {
                site.put(
                    &format!("content/qx/o{i}/notices/n{j}.md"),
                    notice(&format!("通知{i}之{j}"), "开会。"),
                );
            }
            site.put(&format!("content/qx/o{i}/pledges/p.md"), pledge("开头"));
            for (name, text) in statement("开头", 100) {
                site.put(&format!("content/qx/o{i}/funds/q/{name}"), text);
            }
        }
        site
    }

    fn roll(&mut self, below: usize) -> usize {
        let below = u64::try_from(below).expect("it is small");
        usize::try_from(self.dice.roll(below)).expect("it is small")
    }

    /// New words.
    fn words(&mut self) -> String {
        self.made += 1;
        format!("第{}次改", self.made)
    }

    /// Writes a file as it should be, in one of the ways that editors have.
    fn put(&mut self, path: &str, text: String) {
        match self.roll(3) {
            0 => {
                let beside = format!("{path}.tmp");
                self.folder.write(&beside, &text);
                fs::rename(self.folder.path(&beside), self.folder.path(path)).expect("renamed");
            }
            1 => {
                let _ = fs::remove_file(self.folder.path(path));
                self.folder.write(path, &text);
            }
            _ => {
                self.folder.write(path, &text);
            }
        }
        self.wrong.remove(path);
        self.good.insert(path.to_owned(), text);
    }

    fn remove(&mut self, path: &str) {
        self.folder.remove(path);
        self.good.remove(path);
        self.wrong.remove(path);
    }

    /// Writes a file with mistakes.
    fn spoil(&mut self, path: &str, text: &str) {
        self.folder.write(path, text);
        self.wrong.insert(path.to_owned());
    }

    fn mend(&mut self, path: &str) {
        let text = self.good[path].clone();
        self.put(path, text);
    }

    /// One of the files that fit.
    fn any(&mut self, fits: impl Fn(&str) -> bool) -> Option<String> {
        let fitting: Vec<String> = self
            .good
            .keys()
            .filter(|path| fits(path))
            .cloned()
            .collect();
        let at = (!fitting.is_empty()).then(|| self.roll(fitting.len()))?;
        Some(fitting[at].clone())
    }

    /// One of the organisations' folders.
    fn org(&mut self) -> String {
        let org = self.any(|path| path.matches('/').count() == 3 && path.ends_with("/org.yaml"));
        let org = org.expect("there are always some");
        org.strip_suffix("/org.yaml").expect("its end").to_owned()
    }

    /// Moves everything under one folder to another.
    fn rename(&mut self, from: &str, to: &str) {
        let (from_path, to_path) = (self.folder.path(from), self.folder.path(to));
        fs::rename(from_path, to_path).expect("renamed");
        let inside = |path: &String| {
            let rest = path.strip_prefix(from)?;
            (rest.is_empty() || rest.starts_with('/')).then(|| format!("{to}{rest}"))
        };
        let good = std::mem::take(&mut self.good);
        self.good = good
            .into_iter()
            .map(|(path, text)| (inside(&path).unwrap_or(path), text))
            .collect();
        let wrong = std::mem::take(&mut self.wrong);
        self.wrong = wrong
            .into_iter()
            .map(|path| inside(&path).unwrap_or(path))
            .collect();
    }

    /// One random edit.
    fn edit(&mut self) {
        let words = self.words();
        let is_notice = |path: &str| path.contains("/notices/n");
        match self.roll(20) {
            0..=5 => {
                if let Some(path) = self.any(is_notice) {
                    let text = format!("{words}，见[记号](记录:qx/notices/mark)。");
                    self.put(&path, notice(&words, &text));
                }
            }
            6 => {
                let org = self.org();
                let path = format!("{org}/notices/n{}.md", self.made);
                self.put(&path, notice(&words, "新的。"));
            }
            7 => {
                if let Some(path) = self.any(is_notice).filter(|_| self.good.len() > 80) {
                    self.remove(&path);
                }
            }
            8 => {
                if let Some(path) = self.any(is_notice) {
                    let org = self.org();
                    fs::create_dir_all(self.folder.path(&format!("{org}/notices")))
                        .expect("a folder");
                    self.rename(&path, &format!("{org}/notices/n{}.md", self.made));
                }
            }
            9 | 10 => {
                if let Some(path) = self.any(|path| is_notice(path) || path.contains("/pledges/")) {
                    let text = BROKEN[self.roll(BROKEN.len())];
                    self.spoil(&path, text);
                }
            }
            11..=13 => {
                let wrong: Vec<String> = self.wrong.iter().cloned().collect();
                if !wrong.is_empty() {
                    let path = &wrong[self.roll(wrong.len())];
                    self.mend(path);
                }
            }
            14 => {
                let (org, sum) = (self.org(), 100 + self.made);
                for (name, text) in statement(&words, sum) {
                    self.put(&format!("{org}/funds/q/{name}"), text);
                }
            }
            15 => {
                let path = format!("{}/funds/q/q3.csv", self.org());
                self.spoil(&path, "收支,日期,金额\n收入,哪天,许多\n");
            }
            16 => {
                let org = self.org();
                if self.roll(3) == 0 {
                    self.rename(&org, &format!("content/qx/m{}", self.made));
                } else {
                    self.put(
                        &format!("{org}/org.yaml"),
                        format!("名称: {words}村\n层级: 村\n"),
                    );
                }
            }
            17 => match self.roll(3) {
                0 => self.spoil("content/site.yaml", "名称: [\n"),
                _ => {
                    let text = SITE.replace("试点", &words);
                    self.put("content/site.yaml", format!("{text}主题: own\n"));
                }
            },
            18 => self.put("themes/own/assets/style.css", format!("/* {words} */\n")),
            _ => {
                let path = format!("{}/pledges/p.md", self.org());
                self.put(&path, pledge(&words));
            }
        }
    }

    /// Waits until the last edits are taken in.
    fn settle(&mut self, serving: &Serving) {
        let words = self.words();
        self.put(
            "content/qx/notices/mark.md",
            notice("记号", &format!("{words}。")),
        );
        serving.await_words("qx/notices/mark.html", &words);
    }

    /// Looks at a few pages, as somebody who edits does.
    fn look(&mut self, serving: &Serving) {
        for _ in 0..5 {
            let Some(path) = self.any(|path| path.ends_with(".md")) else {
                continue;
            };
            let page = path
                .replace("content/", "")
                .replace("/index.md", ".html")
                .replace(".md", ".html");
            let answer = serving.browse(&page);
            assert!(
                [200, 404, 503].contains(&answer.status),
                "{page}: {}",
                answer.text()
            );
        }
        for page in ["", "_/", "qx/", "feed.xml"] {
            assert_eq!(serving.browse(page).status, 200, "{page}");
        }
    }
}

/// Memory that the program uses, in bytes; none where the system does not say.
fn memory(serving: &Serving) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{}/status", serving.id())).ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kilobytes: u64 = line.trim().strip_suffix(" kB")?.parse().ok()?;
    Some(kilobytes * 1024)
}

#[test]
fn a_thousand_edits_end_in_what_a_fresh_build_writes() {
    println!("seed {SEED:#x}");
    let mut site = Site::new();
    let serving = Serving::of(&site.folder);
    let listeners = ["index.html", "qx/notices/mark.html", "_/"].map(|page| serving.listen(page));
    let mut warm = None;
    for i in 1..=EDITS {
        site.edit();
        if i % BATCH == 0 {
            site.settle(&serving);
            site.look(&serving);
        }
        if i == WARM {
            warm = memory(&serving);
        }
    }
    let end = memory(&serving);
    for path in site.wrong.clone() {
        site.mend(&path);
    }
    site.settle(&serving);
    let built = built(&site.folder, &[]);
    assert!(built.len() > 150, "{}", built.len());
    until(|| {
        let differing = serving.differing(&built);
        differing
            .is_empty()
            .then_some(())
            .ok_or(format!("{differing:?}"))
    });
    assert!(Panel::of(&serving.browse("").text()).is_empty());
    for listener in &listeners {
        assert!(!listener.seen().is_empty(), "{:?}", listener.shown);
    }
    println!("memory: {warm:?} bytes after {WARM} edits, {end:?} after {EDITS}");
    if let (Some(warm), Some(end)) = (warm, end) {
        assert!(
            end <= warm + warm / 4 + (20 << 20),
            "{warm} bytes grew to {end}"
        );
    }
}
