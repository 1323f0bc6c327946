//! Publishing, and what it says when somebody changes what was published.

use crate::harness::{Folder, record};

const NOTICE: &str = "content/qx/notices/n.md";
const DAY: &str = "2026-11-22";

fn notice(body: &str) -> String {
    record("文种: 通知", body)
}

fn published() -> Folder {
    let folder = Folder::site();
    folder.write(NOTICE, notice("集资十二元。"));
    folder.run(&["publish", "--day", DAY]).expect(0);
    folder
}

fn rules(folder: &Folder) -> Vec<String> {
    let found = folder.check().into_iter();
    found
        .map(|found| found.rule)
        .filter(|rule| rule.starts_with("ledger/"))
        .collect()
}

#[test]
fn a_published_site_verifies_and_is_left_alone() {
    let folder = published();
    assert_eq!(rules(&folder), Vec::<String>::new());
    folder.run(&["verify"]).expect(0);
    let ledger = folder.tree("content")["ledger.jsonl"].clone();
    assert_eq!(folder.tree("public")["ledger.jsonl"], ledger);
    folder.run(&["publish", "--day", DAY]).expect(0);
    assert_eq!(folder.tree("content")["ledger.jsonl"], ledger);
    folder.write("public/qx/notices/n.html", "x");
    folder.run(&["verify"]).expect(1);
}

#[test]
fn a_silent_edit_is_named_and_a_correction_is_told() {
    let folder = published();
    folder.write(NOTICE, notice("集资十三元。"));
    assert_eq!(rules(&folder), ["ledger/silent-edit"]);
    let found = folder.check();
    let own = found
        .iter()
        .find(|found| found.rule == "ledger/silent-edit");
    let message = &own.expect("found").message;
    assert!(
        message.contains("集资十二元") && message.contains("集资十三元"),
        "{message}"
    );
    folder.run(&["publish", "--day", DAY]).expect(1);
    let keys = "文种: 通知\n更正:\n  - {日期: 2026-11-22, 原因: 少写一元, 批准: 赵某}";
    folder.write(NOTICE, record(keys, "集资十三元。"));
    assert_eq!(rules(&folder), Vec::<String>::new());
    folder.run(&["publish", "--day", DAY]).expect(0);
    folder.run(&["verify"]).expect(0);
    let public = folder.tree("public");
    let page = String::from_utf8_lossy(&public["qx/notices/n.html"]).into_owned();
    assert!(
        page.contains("<del>集资十二元。</del> <ins>集资十三元。</ins>"),
        "{page}"
    );
    let landing = public.iter().find(|(path, bytes)| {
        path.starts_with("r/")
            && String::from_utf8_lossy(bytes).contains("您扫的是第1版，现在是第2版")
    });
    let (address, _) = landing.expect("a page for old sheets");
    let second = address.replace("index.html", "2/index.html");
    assert!(public.contains_key(&second), "{second}");
    let ledger = String::from_utf8_lossy(&public["ledger.jsonl"]).into_owned();
    let code = |version: &str| {
        let own = ledger
            .lines()
            .find(|line| line.contains("notices/n\"") && line.contains(version));
        let (_, rest) = own
            .expect("a line")
            .split_once("\"sheet\":\"")
            .expect("a code");
        rest[..9].to_lowercase().replace('-', "")
    };
    folder
        .run(&["verify", "--code", &code("\"version\":2")])
        .expect(0);
    let old = folder
        .run(&["verify", "--code", &code("\"version\":1")])
        .expect(1);
    assert!(
        old.out.contains("少写一元") && old.out.contains("集资十二元。 → 集资十三元。"),
        "{}",
        old.out
    );
    folder.run(&["verify", "--code", "ZZZZ-ZZZZ"]).expect(1);
}

#[test]
fn a_hidden_old_value_is_quoted_nowhere() {
    let folder = published();
    let keys = "文种: 通知\n更正:\n  - {日期: 2026-11-22, 原因: 误登, 批准: 赵某, 隐去原值: true}";
    folder.write(NOTICE, record(keys, "集资若干元。"));
    folder.run(&["publish", "--day", DAY]).expect(0);
    for (path, bytes) in folder.tree("public").iter().chain(&folder.tree("content")) {
        assert!(!String::from_utf8_lossy(bytes).contains("十二元"), "{path}");
    }
}

#[test]
fn what_is_withdrawn_leaves_a_page_and_nothing_else() {
    let folder = published();
    folder.remove(NOTICE);
    assert_eq!(rules(&folder), ["ledger/removed"]);
    let keys = "文种: 通知\n撤下: {日期: 2026-11-22, 原因: 重复公布, 批准: 赵某}";
    folder.write(NOTICE, record(keys, "集资十二元。"));
    assert_eq!(rules(&folder), Vec::<String>::new());
    folder.run(&["publish", "--day", DAY]).expect(0);
    let said = folder.tree("public");
    // The file may go now, and what it left stays.
    folder.remove(NOTICE);
    assert_eq!(rules(&folder), Vec::<String>::new());
    folder.run(&["publish", "--day", DAY]).expect(0);
    folder.run(&["verify"]).expect(0);
    for public in [said, folder.tree("public")] {
        let page = String::from_utf8_lossy(&public["qx/notices/n.html"]).into_owned();
        assert!(page.contains("重复公布") && page.contains("赵某"), "{page}");
        assert!(!public.contains_key("qx/notices/n.json"));
        for (path, bytes) in &public {
            assert!(!String::from_utf8_lossy(bytes).contains("十二元"), "{path}");
        }
    }
}

#[test]
fn other_breaches_are_found() {
    let folder = published();
    let late = notice("迟了。").replace("2026-11-20", "2026-10-01");
    folder.write("content/qx/notices/late.md", &late);
    // The ledger's first day takes what is there as it is.
    assert_eq!(rules(&folder), Vec::<String>::new());
    let site = crate::harness::SITE.replace("2026-11-22", "2026-11-25");
    folder.write("content/site.yaml", site);
    assert_eq!(rules(&folder), ["ledger/backdated"]);
    folder.write(
        "content/qx/notices/late.md",
        late.replace("2026-10-01", "2026-11-23"),
    );
    assert_eq!(rules(&folder), Vec::<String>::new());
    folder.write(NOTICE, record("文种: 通知\n草稿: true", "集资十二元。"));
    assert_eq!(rules(&folder), ["ledger/removed"]);
    folder.write(NOTICE, record("文种: 通知\n对象: 党员", "集资十二元。"));
    assert_eq!(rules(&folder), ["ledger/removed"]);
    folder.write(NOTICE, notice("集资十二元。"));
    let ledger = folder.tree("content")["ledger.jsonl"].clone();
    let text = String::from_utf8(ledger).expect("text");
    folder.write("content/ledger.jsonl", text.replacen(DAY, "2026-11-21", 1));
    assert!(rules(&folder).contains(&"ledger/broken".to_owned()));
    folder.write("content/ledger.jsonl", text.replace('\n', "\r\n"));
    assert_eq!(rules(&folder), Vec::<String>::new());
}

/// The message of the only finding on the ledger.
fn breach(folder: &Folder) -> String {
    let found = folder.check().into_iter();
    let own: Vec<String> = found
        .filter(|found| found.rule.starts_with("ledger/"))
        .map(|found| format!("{} {}", found.rule, found.message))
        .collect();
    assert_eq!(own.len(), 1, "{own:?}");
    own.concat()
}

#[test]
fn a_ledger_that_was_cut_merged_or_lost_is_named() {
    let folder = published();
    let text = folder.text("content/ledger.jsonl");
    folder.write("content/ledger.jsonl", format!("\u{feff}{text}"));
    assert_eq!(rules(&folder), Vec::<String>::new());
    let second = text.find('\n').expect("two lines") + 1;
    folder.write("content/ledger.jsonl", &text[..second]);
    assert!(breach(&folder).contains("只有 1 行，上次公布时有 2 行"));
    let merged = format!("{}<<<<<<< HEAD\n{}", &text[..second], &text[second..]);
    folder.write("content/ledger.jsonl", merged);
    assert!(breach(&folder).contains("冲突记号"));
    folder.remove("content/ledger.jsonl");
    assert!(breach(&folder).contains("不见了"));
    folder.write("content/ledger.jsonl", text);
    assert_eq!(rules(&folder), Vec::<String>::new());
}

#[test]
fn a_record_that_moves_is_missed_and_how_it_is_handled_is_its_own_matter() {
    let folder = published();
    let keys = "文种: 通知\n标签: [集资]\n关联: [notices/plain]\n展示: {起: 2026-11-20}";
    folder.write(NOTICE, record(keys, "集资十二元。"));
    assert_eq!(rules(&folder), Vec::<String>::new());
    folder
        .run(&["publish", "--day", DAY])
        .expect(0)
        .says("0 份");
    folder.remove(NOTICE);
    folder.write("content/qx/notices/moved.md", record(keys, "集资十二元。"));
    assert!(breach(&folder).contains("qx/notices/n"));
}

#[test]
fn what_changed_is_said_in_words() {
    let folder = published();
    let fund = |amount: &str, more: &str| {
        format!(
            "标题: 第三季度\n发布日期: 2026-11-20\n账户: 工作经费\n期间: 2026-Q3\n期初: 100.00\n收入: []\n支出:\n  - {{日期: 2026-07-03, 凭证: 记-2, 摘要: 印刷, 类别: 印刷, 金额: {amount}}}\n合计: {{收入: 0.00, 支出: {amount}}}\n期末: {}\n{more}",
            if amount == "20.00" { "80.00" } else { "79.00" }
        )
    };
    folder.write("content/qx/funds/q3.yaml", fund("20.00", ""));
    folder.run(&["publish", "--day", DAY]).expect(0);
    folder.write("content/qx/funds/q3.yaml", fund("21.00", ""));
    let found = folder.check();
    assert!(
        found
            .iter()
            .any(|found| found.message.contains("“支出第1笔的金额”"))
    );
    let why = "更正: [{日期: 2026-11-22, 原因: 少记一元, 批准: 赵某}]\n";
    folder.write("content/qx/funds/q3.yaml", fund("21.00", why));
    folder.run(&["publish", "--day", DAY]).expect(0);
    let page = folder.text("public/qx/funds/q3.html");
    assert!(page.contains("合计的支出：<del>20"), "{page}");
    assert!(page.contains("支出第1笔的金额：<del>20"));
}

#[test]
fn a_record_that_grows_needs_no_correction() {
    let folder = published();
    let pledge = |more: &str| {
        format!(
            "标题: 承诺\n发布日期: 2026-11-20\n承诺人: {{姓名: 贺某}}\n类别: 岗位\n承诺:\n  - {{事项: 修3盏路灯, 时限: 2026-12-20{more}}}\n"
        )
    };
    folder.write("content/qx/pledges/p.yaml", pledge(""));
    folder.run(&["publish", "--day", DAY]).expect(0);
    folder.write(
        "content/qx/pledges/p.yaml",
        pledge(", 进展: [{日期: 2026-11-21, 内容: 修了1盏}]"),
    );
    assert_eq!(rules(&folder), Vec::<String>::new());
    folder
        .run(&["publish", "--day", DAY])
        .expect(0)
        .says("补充 1 份");
    folder.write(
        "content/qx/pledges/p.yaml",
        pledge(", 进展: [{日期: 2026-11-21, 内容: 修了2盏}]"),
    );
    assert_eq!(rules(&folder), ["ledger/silent-edit"]);
}

#[test]
fn members_records_leave_no_trace_and_a_signature_is_checked() {
    let folder = Folder::site();
    folder.write(NOTICE, record("文种: 通知\n对象: 党员", "内部。"));
    let key = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";
    folder.write("content/private/key", key);
    folder.run(&["publish", "--day", DAY]).expect(0);
    let public = folder.tree("public");
    assert!(!String::from_utf8_lossy(&public["ledger.jsonl"]).contains("notices/n\""));
    assert!(
        public
            .values()
            .all(|bytes| !String::from_utf8_lossy(bytes).contains(key))
    );
    let own = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
    folder
        .run(&["verify", "--public-key", own])
        .expect(0)
        .says("签名正确");
    let other = "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c";
    folder.run(&["verify", "--public-key", other]).expect(1);
}

#[test]
fn a_publication_that_is_cut_off_is_completed() {
    let folder = published();
    let fresh = folder.tree("public");
    for delay in [0, 5, 10, 20, 40, 80, 120, 160, 200, 300] {
        let keys = format!("文种: 通知\n标签: [标签{delay}]");
        folder.write(
            &format!("content/qx/notices/k{delay}.md"),
            record(&keys, "新的。"),
        );
        let mut child = folder
            .command(&["publish", "--day", DAY])
            .stdout(std::process::Stdio::null())
            .stderr(std::process::Stdio::null())
            .spawn()
            .expect("it starts");
        std::thread::sleep(std::time::Duration::from_millis(delay));
        let _ = child.kill();
        child.wait().expect("it ended");
        assert_eq!(rules(&folder), Vec::<String>::new(), "{delay}");
        folder.run(&["publish", "--day", DAY]).expect(0);
        folder.run(&["verify"]).expect(0);
    }
    assert!(folder.tree("public").len() > fresh.len());
}
