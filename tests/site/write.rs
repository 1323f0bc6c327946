//! What is written, what is left alone, and what is refused.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::path::Path;
use std::time::{Duration, SystemTime};

use crate::harness::{Folder, PLAIN, assert_same, record};

/// When each file of `folder` was written.
fn times(folder: &Folder, path: &str) -> BTreeMap<String, SystemTime> {
    let root = folder.path(path);
    let time = |name: &String| {
        std::fs::metadata(root.join(name))
            .and_then(|data| data.modified())
            .expect("a time")
    };
    folder
        .tree(path)
        .keys()
        .map(|name| (name.clone(), time(name)))
        .collect()
}

/// The files that were written between two looks.
fn written(
    before: &BTreeMap<String, SystemTime>,
    after: &BTreeMap<String, SystemTime>,
) -> BTreeSet<String> {
    after
        .iter()
        .filter(|(name, time)| before.get(*name) != Some(time))
        .map(|(name, _)| name.clone())
        .collect()
}

/// A site with `n` notices over the days of October.
pub fn notices(n: usize) -> Folder {
    let folder = Folder::site();
    for i in 0..n {
        let text = record("文种: 通知\n标签: [会议]", &format!("第{i}次会。"))
            .replace("标题: 甲", &format!("标题: 通知之{i}"))
            .replace("2026-11-20", &format!("2026-10-{:02}", i % 28 + 1));
        folder.write(&format!("content/qx/notices/n{i}.md"), text);
    }
    folder
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let (a, b) = (Folder::sample(), Folder::sample());
    let first = a.build();
    for threads in ["1", "4"] {
        b.command(&["build", "--out", threads])
            .env("RAYON_NUM_THREADS", threads)
            .output()
            .expect("it runs");
        assert_same(&first, &b.tree(threads));
    }
    let there = b.path("").to_str().expect("UTF-8").to_owned();
    let out = a
        .path("elsewhere/deep/site")
        .to_str()
        .expect("UTF-8")
        .to_owned();
    Folder::empty()
        .run(&["build", "--site", &there, "--out", &out])
        .expect(0);
    assert_same(&first, &a.tree("elsewhere/deep/site"));
}

#[test]
fn a_build_with_nothing_changed_writes_nothing() {
    let folder = notices(30);
    let first = folder.build();
    let before = (times(&folder, "public"), folder.tree("public"));
    folder.run(&["build"]).expect(0);
    assert_eq!(before.0, times(&folder, "public"));
    // A source that was touched a moment ago is read again; when it is at rest the sources are not read at all.
    std::thread::sleep(Duration::from_millis(1100));
    folder.run(&["build"]).expect(0);
    let pages = |said: &str| said.split(' ').nth(1).map(str::to_owned);
    let rested = folder.run(&["build"]).expect(0).says("写入 0 个文件");
    assert_eq!(before.0, times(&folder, "public"));
    assert_same(&first, &folder.tree("public"));
    // The warnings of the last build are said again.
    folder.write(
        "content/qx/pledges/a.md",
        record("承诺人: {姓名: 张某}\n类别: 岗位\n承诺: [{事项: 努力}]", ""),
    );
    let warned = folder.run(&["build"]).expect(0).says("pledge/vague");
    assert_ne!(pages(&rested.err), pages(&warned.err));
    std::thread::sleep(Duration::from_millis(1100));
    folder.run(&["build"]).expect(0).says("pledge/vague");
    folder
        .run(&["build"])
        .expect(0)
        .says("pledge/vague")
        .says("写入 0 个文件");
}

#[test]
fn an_edited_record_rewrites_only_what_mentions_it() {
    let folder = notices(60);
    let old = folder.build();
    let before = times(&folder, "public");
    let path = "content/qx/notices/n5.md";
    folder.write(
        path,
        folder
            .text(path)
            .replace("第5次会。", "第5次会，改在下午。"),
    );
    let new = folder.build();
    let changed = written(&before, &times(&folder, "public"));
    let differing: BTreeSet<String> = new
        .iter()
        .filter(|(name, bytes)| old.get(*name) != Some(bytes))
        .map(|(name, _)| name.clone())
        .collect();
    assert_eq!(changed, differing, "what is written is what is different");
    assert!(
        changed.contains("qx/notices/n5.html") && changed.contains("manifest.json"),
        "{changed:?}"
    );
    for name in &changed {
        let text = String::from_utf8_lossy(&new[name]).into_owned();
        assert!(
            text.contains("n5.html") || text.contains("通知之5") || name.starts_with("search/"),
            "{name} does not mention the record"
        );
    }
    let untouched = [
        "qx/notices/n40.html",
        "qx/notices/plain.html",
        "orgs/index.html",
    ];
    assert!(
        untouched.iter().all(|name| !changed.contains(*name)),
        "{changed:?}"
    );
}

#[test]
fn a_removed_record_goes_with_its_folders_lists_and_feeds() {
    let folder = notices(5);
    folder
        .write("content/qx/liu/org.yaml", "名称: 柳村\n层级: 村\n")
        .write(
            "content/qx/liu/notices/only/index.md",
            record(
                "文种: 通知\n旧址: [/old/place/]\n标签: [独有]",
                "见[表](biao.txt)。",
            )
            .replace("标题: 甲", "标题: 独一份"),
        )
        .write("content/qx/liu/notices/only/biao.txt", "表");
    let before = folder.build();
    for name in [
        "qx/liu/notices/only.html",
        "qx/liu/notices/only/biao.txt",
        "old/place/index.html",
    ] {
        assert!(before.contains_key(name), "{name}: {:?}", before.keys());
    }
    std::fs::remove_dir_all(folder.path("content/qx/liu/notices")).expect("removed");
    let after = folder.build();
    for (name, bytes) in &after {
        let text = String::from_utf8_lossy(bytes);
        assert!(
            !text.contains("独一份") && !text.contains("liu/notices/only"),
            "{name}"
        );
    }
    assert!(
        !folder.has("public/qx/liu/notices"),
        "an empty folder is left"
    );
    assert!(!folder.has("public/old") && folder.has("public/qx/liu"));
    let fresh = Folder::empty();
    let out = fresh.path("public").to_str().expect("UTF-8").to_owned();
    folder.run(&["build", "--out", &out]).expect(0);
    assert_same(&after, &fresh.tree("public"));
}

#[test]
fn a_file_put_there_by_somebody_else_stays() {
    let folder = notices(5);
    folder.build();
    folder
        .write("public/CNAME", "qx.example.gov.cn")
        .write("public/qx/notices/photo.txt", "mine");
    folder.remove("content/qx/notices/n1.md");
    let after = folder.build();
    assert!(!after.contains_key("qx/notices/n1.html"));
    assert_eq!(
        (
            folder.text("public/CNAME").as_str(),
            folder.text("public/qx/notices/photo.txt").as_str()
        ),
        ("qx.example.gov.cn", "mine")
    );
    // And where a page would have to take its place, the build says so and leaves it.
    folder.write("public/qx/notices/new.html", "mine");
    folder.write("content/qx/notices/new.md", PLAIN);
    let before = folder.tree("public");
    folder.run(&["build"]).expect(2).says("new.html");
    assert_same(&before, &folder.tree("public"));
}

#[test]
fn a_folder_with_other_files_is_refused_untouched() {
    let folder = notices(2);
    folder.write("public/thesis.doc", "years of work");
    let before = folder.tree("public");
    folder.run(&["build"]).expect(2).says("不是 gongkai 生成的");
    folder
        .run(&["build", "--lang", "en"])
        .expect(2)
        .says("gongkai did not");
    assert_same(&before, &folder.tree("public"));
    // The sources are no place for pages either.
    let sources = folder.tree("content");
    folder.run(&["build", "--out", "content"]).expect(2);
    folder.run(&["build", "--out", "."]).expect(2);
    assert_same(&sources, &folder.tree("content"));
    std::fs::create_dir(folder.path("empty")).expect("a folder");
    folder.run(&["build", "--out", "empty"]).expect(0);
}

#[test]
fn a_lost_cache_costs_time_and_nothing_else() {
    let folder = notices(20);
    let first = folder.build();
    let before = times(&folder, "public");
    let cache = folder.path(".gongkai");
    let file = std::fs::read_dir(&cache)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path().join("cache"))
        .next()
        .expect("a cache");
    std::fs::remove_dir_all(&cache).expect("there is one");
    folder.build();
    assert_eq!(
        before,
        times(&folder, "public"),
        "unchanged files are left alone"
    );
    std::fs::write(file, b"garbage").expect("written");
    folder.remove("content/qx/notices/n3.md");
    let after = folder.build();
    assert!(first.contains_key("qx/notices/n3.html") && !after.contains_key("qx/notices/n3.html"));
}

/// A page that was removed is made again; one that somebody changed is not lost.
#[test]
fn a_damaged_page_is_mended() {
    let folder = notices(5);
    let first = folder.build();
    folder
        .write("public/qx/notices/n1.html", "broken")
        .remove("public/index.html");
    assert_same(&first, &folder.build());
}

#[test]
fn the_second_of_two_builds_stops() {
    let folder = notices(2);
    folder.build();
    let before = folder.tree("public");
    let lock = File::options()
        .write(true)
        .open(folder.path(".public.gongkai/lock"))
        .expect("a lock");
    lock.lock().expect("it is free");
    folder.write("content/qx/notices/more.md", PLAIN);
    folder.run(&["build"]).expect(2).says("另一个 gongkai");
    folder
        .run(&["build", "--lang", "en"])
        .expect(2)
        .says("Another gongkai");
    assert_same(&before, &folder.tree("public"));
    folder.run(&["build", "--out", "other"]).expect(0);
    lock.unlock().expect("unlocked");
    assert!(folder.build().contains_key("qx/notices/more.html"));
}

#[test]
fn where_nothing_can_be_written_the_old_site_stays() {
    let folder = notices(2);
    let before = folder.build();
    folder.write("taken", "a file");
    folder
        .run(&["build", "--out", "taken"])
        .expect(2)
        .says("taken");
    assert_eq!(folder.text("taken"), "a file");
    folder
        .run(&["build", "--out", "taken/below"])
        .expect(2)
        .says("taken");
    if Path::new("/sys/kernel").is_dir() {
        // Nobody can write there, not even root.
        folder
            .run(&["build", "--out", "/sys/kernel/gongkai"])
            .expect(2)
            .says("/sys/kernel");
    }
    assert_same(&before, &folder.tree("public"));
}

#[test]
fn a_name_that_is_too_long_is_named() {
    let folder = notices(2);
    let before = folder.build();
    let name = "n".repeat(252);
    folder.write(&format!("content/qx/notices/{name}.md"), PLAIN);
    let ran = folder.run(&["build"]);
    assert!(ran.code == 1 || ran.code == 2, "{ran:?}");
    let ran = ran.says(&name);
    assert!(
        ran.err.contains("名字太长") || ran.err.contains("record/address"),
        "{}",
        ran.err
    );
    assert_same(&before, &folder.tree("public"));
    folder.remove(&format!("content/qx/notices/{name}.md"));
    assert_same(&before, &folder.build());
}

#[test]
fn errors_leave_the_old_site_as_it_is() {
    let folder = notices(5);
    let before = folder.build();
    let seen = times(&folder, "public");
    folder.write(
        "content/qx/notices/n1.md",
        record("文种: 通知", "看[表](没有.txt)。"),
    );
    folder.remove("content/qx/notices/n2.md");
    folder.run(&["build"]).expect(1).says("link/broken");
    assert_same(&before, &folder.tree("public"));
    assert_eq!(seen, times(&folder, "public"));
}

/// The manifest lists every file with its size; nothing is there that it does not list.
#[test]
fn the_manifest_is_the_site() {
    let folder = notices(5);
    let tree = folder.build();
    let manifest: serde_json::Value = serde_json::from_slice(&tree["manifest.json"]).expect("JSON");
    let listed: BTreeMap<&str, (u64, &str)> = manifest["files"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|file| {
            (
                file["path"].as_str().expect("a path"),
                (
                    file["bytes"].as_u64().expect("a size"),
                    file["blake3"].as_str().expect("a hash"),
                ),
            )
        })
        .collect();
    let names: BTreeSet<&str> = tree
        .keys()
        .map(String::as_str)
        .filter(|name| *name != "manifest.json")
        .collect();
    assert_eq!(listed.keys().copied().collect::<BTreeSet<_>>(), names);
    for (name, (size, hash)) in listed {
        assert_eq!(size, tree[name].len() as u64, "{name}");
        assert_eq!(hash, blake3::hash(&tree[name]).to_hex().as_str(), "{name}");
    }
}
