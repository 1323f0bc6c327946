//! Delivery to a folder.

use crate::harness::{Folder, Tree, assert_same};

const TARGET: &str = "发布: {there: {方式: 文件夹, 目录: there}}\n";

fn site() -> Folder {
    let folder = Folder::site();
    folder.write(
        "content/site.yaml",
        format!("{}{TARGET}", crate::harness::SITE),
    );
    folder
}

/// A record that goes without a word is refused by the ledger; here only the files that go are looked at.
pub fn forget(folder: &Folder) {
    folder.remove("content/ledger.jsonl");
    folder.remove("content/ledger/head");
}

fn there(folder: &Folder) -> Tree {
    let mut tree = folder.tree("there");
    tree.retain(|path, _| !path.starts_with(".gongkai/"));
    tree
}

#[test]
fn a_folder_becomes_the_site_and_keeps_what_is_not_ours() {
    let folder = site();
    folder.build();
    let dry = folder.run(&["publish", "--to", "there", "--dry-run"]);
    let dry = dry.expect(0).says("只是预演");
    assert!(dry.out.contains("+ index.html"), "{dry:?}");
    assert!(folder.tree("there").is_empty());
    folder.run(&["publish", "--to", "there"]).expect(0);
    assert_same(&folder.tree("public"), &there(&folder));
    folder.write("there/notes/own.txt", "mine");
    folder.remove("content/qx/notices/plain.md").write(
        "content/qx/notices/other.md",
        crate::harness::PLAIN.replace("平常", "另一份"),
    );
    forget(&folder);
    folder.run(&["publish", "--to", "there"]).expect(0);
    let mut tree = there(&folder);
    assert!(tree.remove("notes/own.txt").is_some());
    assert_same(&folder.tree("public"), &tree);
    assert!(!folder.has("there/qx/notices/plain"));
    let again = folder.run(&["publish", "--to", "there"]);
    again.expect(0).says("已经是最新的");
}

#[test]
fn another_site_is_not_overwritten() {
    let folder = site();
    folder.build();
    folder.write("there/index.html", "theirs");
    let ran = folder.run(&["publish", "--to", "there"]);
    ran.expect(2).says("已有别的网站");
    assert_eq!(folder.text("there/index.html"), "theirs");
}

#[test]
fn a_second_publisher_is_refused_until_the_lock_is_broken() {
    let folder = site();
    folder.build();
    let lock = r#"{"holder":"贺守田","since":4000000000,"seen":4000000000,"token":"x"}"#;
    folder.write("there/.gongkai/lock.json", lock);
    let ran = folder.run(&["publish", "--to", "there"]);
    ran.expect(2).says("贺守田");
    assert!(!folder.has("there/index.html"));
    let ran = folder.run(&["publish", "--to", "there", "--unlock"]);
    ran.expect(0).says("贺守田");
    // One that has not been seen for long is dead.
    folder.write(
        "there/.gongkai/lock.json",
        lock.replace("4000000000", "1000"),
    );
    folder.run(&["publish", "--to", "there"]).expect(0);
    assert!(!folder.has("there/.gongkai/lock.json"));
}

#[test]
fn a_password_in_the_settings_is_refused_and_not_shown() {
    let folder = Folder::site();
    for (line, rule) in [
        (
            "{a: {方式: webdav, 地址: 'https://a.example/', 密码: hunter2}}",
            "target/secret",
        ),
        (
            "{a: {方式: webdav, 地址: 'https://me:hunter2@a.example/'}}",
            "target/secret",
        ),
        ("{a: {方式: webdav}}", "target/incomplete"),
        (
            "{县网: {方式: webdav, 地址: 'https://a.example/'}}",
            "target/incomplete",
        ),
        (
            "{a: {方式: webdav, 地址: 'https://a.example/', 凭据: 县}}",
            "target/credentials",
        ),
        ("{a: {方式: webdav, 地址: a.example}}", "yaml/type"),
        (
            "{a: {方式: webdav, 地址: 'https://a.example/', 端口: 3}}",
            "yaml/unknown-key",
        ),
    ] {
        let text = format!("{}发布: {line}\n", crate::harness::SITE);
        folder.write("content/site.yaml", text);
        let rules: Vec<String> = folder.check().into_iter().map(|found| found.rule).collect();
        assert_eq!(rules, [rule], "{line}");
        let ran = folder.run(&["check"]);
        assert!(!format!("{ran:?}").contains("hunter2"), "{ran:?}");
    }
    let right = "{a: {方式: webdav, 地址: 'https://a.example/'}, 县: {方式: s3, 桶: b, 凭据: C}}";
    let text = format!("{}发布: {right}\n", crate::harness::SITE);
    folder.write("content/site.yaml", text);
    assert_eq!(folder.check(), []);
}
