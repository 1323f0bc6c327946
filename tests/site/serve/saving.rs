//! The ways in which programs save a file: each shows on the page.

use std::fs;
use std::time::{Duration, Instant};

use super::client::Event;
use super::program::{Serving, is_reload, notice, until, villages};
use crate::harness::{Folder, SITE};

/// A file that is back after this is known to have been missing for a moment only.
const MOMENT: Duration = Duration::from_millis(100);

/// A way of replacing the text of a file.
type Way = fn(&Folder, &str, &str);

/// What editors do.
const WAYS: [(&str, Way); 7] = [
    ("in place", |folder, path, text| {
        folder.write(path, text);
    }),
    (
        "a temporary file beside it, renamed over it",
        |folder, path, text| {
            let beside = format!("{path}.tmp");
            folder.write(&beside, text);
            fs::rename(folder.path(&beside), folder.path(path)).expect("renamed");
        },
    ),
    (
        "a hidden file beside it, renamed over it",
        |folder, path, text| {
            let (above, name) = path.rsplit_once('/').expect("a folder");
            let beside = format!("{above}/.{name}.swx");
            folder.write(&beside, text);
            fs::rename(folder.path(&beside), folder.path(path)).expect("renamed");
        },
    ),
    (
        "the old one becomes a backup, a new one is written",
        |folder, path, text| {
            let backup = format!("{path}~");
            fs::rename(folder.path(path), folder.path(&backup)).expect("renamed");
            folder.write(path, text).remove(&backup);
        },
    ),
    ("removed and written", |folder, path, text| {
        folder.remove(path).write(path, text);
    }),
    ("emptied and written in pieces", |folder, path, text| {
        use std::io::Write;
        let mut file = fs::File::create(folder.path(path)).expect("emptied");
        for piece in text.as_bytes().chunks(7) {
            file.write_all(piece).expect("a piece");
            file.flush().expect("flushed");
        }
    }),
    (
        "from another folder, renamed over it",
        |folder, path, text| {
            folder.write("elsewhere/a", text);
            fs::rename(folder.path("elsewhere/a"), folder.path(path)).expect("renamed");
        },
    ),
];

fn save_every_way(args: &[&str]) {
    let folder = villages();
    let serving = Serving::with(&folder, args);
    let page = "qx/a/notices/n.html";
    let mut expected = String::new();
    for (turn, (name, way)) in (0..2).flat_map(|turn| WAYS.map(|way| (turn, way))) {
        let listener = serving.listen(page);
        expected = format!("第{turn}次，{name}。");
        way(
            &folder,
            "content/qx/a/notices/n.md",
            &notice("a村通知", &expected),
        );
        let told = listener
            .take_until(|event| is_reload(event) && serving.get(page).text().contains(&expected));
        assert!(told.len() <= 3, "{name}: {told:?}");
    }
    // Nothing was left behind that is taken for a record.
    assert_eq!(folder.check(), []);
    let text = serving.browse(page).text();
    assert!(
        text.contains(&expected) && text.contains("id=\"gongkai-live\" hidden"),
        "{text}"
    );
}

#[test]
fn every_way_of_saving_shows() {
    save_every_way(&[]);
}

#[test]
fn every_way_of_saving_shows_when_files_are_looked_at() {
    save_every_way(&["--poll"]);
}

#[test]
fn polling_is_said_and_finds_what_comes_and_goes() {
    let folder = villages();
    let serving = Serving::with(&folder, &["--poll"]);
    serving.await_said(0, "--poll");
    folder.write("content/qx/c/org.yaml", "名称: c村\n");
    folder.write("content/qx/c/notices/x.md", notice("新的", "新文件夹。"));
    serving.await_words("qx/c/notices/x.html", "新文件夹");
    folder.remove("content/qx/c/notices/x.md");
    serving.await_status("qx/c/notices/x.html", 404);
    folder.write(
        "themes/own/templates/404.html",
        "<!doctype html>\n<html lang=\"zh-CN\"><title>没有</title>自家的\n</html>\n",
    );
    folder.write("content/site.yaml", format!("{SITE}主题: own\n"));
    serving.await_words("no.html", "自家的");
}

/// Edits `folder` so that a file is gone or empty for a moment, and again until it was no more than that; gives how often it was tried.
fn for_a_moment(mut edit: impl FnMut(usize) -> Duration, mut between: impl FnMut(usize)) -> usize {
    for turn in 0..50 {
        if edit(turn) < MOMENT {
            return turn + 1;
        }
        between(turn);
    }
    panic!("the machine is too busy to do two things within {MOMENT:?}");
}

#[test]
fn a_file_that_is_missing_for_a_moment_takes_nobody_away() {
    let folder = villages();
    let serving = Serving::of(&folder);
    let page = "qx/a/notices/n.html";
    let path = "content/qx/a/notices/n.md";
    for way in ["removed", "moved away", "emptied", "half"] {
        let listener = std::cell::RefCell::new(serving.listen(page));
        let words = |turn: usize| format!("{way}，第{turn}次。");
        let turns = for_a_moment(
            |turn| {
                let text = notice("a村通知", &words(turn));
                let began = Instant::now();
                match way {
                    "removed" => fs::remove_file(folder.path(path)).expect("removed"),
                    "moved away" => {
                        fs::rename(folder.path(path), folder.path("away.md")).expect("moved")
                    }
                    "emptied" => fs::write(folder.path(path), "").expect("emptied"),
                    // A moment shorter than what the program waits for between two writes.
                    _ => {
                        let half = &text.as_bytes()[..text.len() / 2];
                        fs::write(folder.path(path), half).expect("half");
                    }
                }
                if way != "half" {
                    std::thread::sleep(MOMENT / 3);
                }
                folder.write(path, text);
                began.elapsed()
            },
            |turn| {
                serving.await_words(page, &words(turn));
                *listener.borrow_mut() = serving.listen(page);
            },
        );
        serving.await_words(page, &words(turns - 1));
        let told = listener.borrow().take_until(is_reload);
        let gone: Vec<&Event> = told.iter().filter(|event| event.name == "go").collect();
        assert_eq!(gone, Vec::<&Event>::new(), "{way}");
        if way != "half" {
            assert_eq!(told.len(), 1, "{way}: {told:?}");
        }
    }
}

#[test]
fn a_half_written_file_leaves_the_last_good_page_until_it_is_whole() {
    let folder = villages();
    let serving = Serving::of(&folder);
    let page = "qx/a/notices/n.html";
    let text = notice("a村通知", "写完整了。");
    let half = &text[..text.find("文种").expect("a key")];
    let listener = serving.listen(page);
    folder.write("content/qx/a/notices/n.md", half);
    listener.expect("state");
    let shown = serving.browse(page).text();
    assert!(shown.contains("a村开会。"), "{shown}");
    folder.write("content/qx/a/notices/n.md", &text);
    listener.take_until(is_reload);
    let shown = serving.browse(page).text();
    assert!(
        shown.contains("写完整了。") && shown.contains("id=\"gongkai-live\" hidden"),
        "{shown}"
    );
}

#[test]
fn new_folders_and_whole_trees_show() {
    let folder = villages();
    let serving = Serving::of(&folder);
    // Folder after folder, each with something in it at once.
    let deep = "content/qx/c/d/e";
    folder
        .write("content/qx/c/org.yaml", "名称: c村\n层级: 村\n")
        .write("content/qx/c/d/org.yaml", "名称: d组\n层级: 组\n")
        .write(&format!("{deep}/org.yaml"), "名称: e户\n层级: 组\n")
        .write(
            &format!("{deep}/notices/x.md"),
            notice("深处", "深处的通知。"),
        )
        .write(
            &format!("{deep}/notices/y/index.md"),
            notice("带附件的", "见[附件](附件.txt)。"),
        )
        .write(&format!("{deep}/notices/y/附件.txt"), "附件的内容。\n");
    serving.await_words("qx/c/d/e/notices/x.html", "深处的通知");
    serving.await_words("qx/c/d/e/notices/y.html", "附件");
    // A tree that was made elsewhere.
    folder
        .write("elsewhere/f/org.yaml", "名称: f村\n层级: 村\n")
        .write("elsewhere/f/notices/z.md", notice("搬来的", "搬来的通知。"));
    fs::rename(folder.path("elsewhere/f"), folder.path("content/qx/f")).expect("moved");
    serving.await_words("qx/f/notices/z.html", "搬来的通知");
    serving.await_words("qx/index.html", "f村");
    // Later edits in it show as well.
    folder.write("content/qx/f/notices/z.md", notice("搬来的", "改过了。"));
    serving.await_words("qx/f/notices/z.html", "改过了");
    fs::remove_dir_all(folder.path("content/qx/f")).expect("removed");
    serving.await_status("qx/f/notices/z.html", 404);
    until(
        || match serving.differing(&super::program::built(&folder, &[])) {
            differing if differing.is_empty() => Ok(()),
            differing => Err(format!("{differing:?}")),
        },
    );
}

/// A tool that changes hundreds of files leaves one state, or a handful on a busy machine.
#[test]
fn hundreds_of_files_at_once_are_few_states() {
    const FILES: usize = 400;
    let folder = Folder::site();
    let write = |branch: &str| {
        for i in 0..FILES {
            let path = format!("content/qx/notices/n{i}.md");
            // A checkout removes a file and makes it anew.
            let _ = fs::remove_file(folder.path(&path));
            folder.write(
                &path,
                notice(&format!("{branch}之{i}"), &format!("{branch}。")),
            );
        }
    };
    write("甲");
    let serving = Serving::of(&folder);
    let listener = serving.listen("qx/notices/index.html");
    let states = |said: &str| said.matches("http://").count();
    for branch in ["乙", "丙"] {
        let before = serving.said();
        write(branch);
        for i in [0, FILES / 2, FILES - 1] {
            serving.await_words(&format!("qx/notices/n{i}.html"), &format!("{branch}。"));
        }
        listener.take_until(is_reload);
        // The terminal is drawn after the pages can be seen.
        until(|| match states(&serving.said()) - states(&before) {
            0 => Err("no state is said".to_owned()),
            _ => Ok(()),
        });
        let after = serving.said();
        let new = states(&after) - states(&before);
        assert!((1..=5).contains(&new), "{new} states: {after}");
    }
    assert!(listener.seen().len() <= 8);
}

#[cfg(unix)]
#[test]
fn a_site_behind_a_symbolic_link_is_watched_and_may_become_another() {
    use std::os::unix::fs::symlink;
    let (folder, other) = (villages(), villages());
    let page = "qx/a/notices/n.html";
    other.write(
        "content/qx/a/notices/n.md",
        notice("a村通知", "另一个文件夹。"),
    );
    let place = Folder::empty();
    symlink(folder.path(""), place.path("site")).expect("a link");
    let serving = Serving::with(&place, &["-C", "site"]);
    assert!(serving.get(page).text().contains("a村开会"));
    folder.write(
        "content/qx/a/notices/n.md",
        notice("a村通知", "从真的那边改。"),
    );
    serving.await_words(page, "从真的那边改");
    place.write(
        "site/content/qx/a/notices/n.md",
        notice("a村通知", "从链接那边改。"),
    );
    serving.await_words(page, "从链接那边改");
    // As deployments do: the link is replaced by one to another folder.
    symlink(other.path(""), place.path("new")).expect("a link");
    fs::rename(place.path("new"), place.path("site")).expect("replaced");
    serving.await_words(page, "另一个文件夹");
    other.write(
        "content/qx/a/notices/n.md",
        notice("a村通知", "另一个也在看着。"),
    );
    serving.await_words(page, "另一个也在看着");
}

#[test]
fn the_sites_folder_may_be_gone_for_a_while() {
    let folder = villages();
    let serving = Serving::of(&folder);
    let page = "qx/a/notices/n.html";
    let said = serving.said().len();
    fs::rename(folder.path("content"), folder.path("away")).expect("moved");
    serving.await_said(said, "site.yaml");
    assert!(
        serving.browse(page).text().contains("a村开会"),
        "the last good page stays"
    );
    folder.write("away/qx/a/notices/n.md", notice("a村通知", "回来了。"));
    fs::rename(folder.path("away"), folder.path("content")).expect("moved back");
    serving.await_words(page, "回来了");
    let text = serving.browse(page).text();
    assert!(text.contains("id=\"gongkai-live\" hidden"), "{text}");
}
