//! Personal data: found wherever it would be published, masked where a list is taken from `content/private/`, reduced when a notice is over.

use crate::harness::{Folder, SITE, Tree, record};

/// An identity number, a bank card and a mobile number that nobody has.
const IDENTITY: &str = "110101199003074477";
const CARD: &str = "6222021234567894";
const MOBILE: &str = "13812345678";

/// The rules that fire, with file and line.
fn fired(folder: &Folder) -> Vec<(String, String, u32)> {
    let found = folder.check().into_iter();
    let own = found.filter(|found| found.rule.starts_with("privacy/"));
    own.map(|found| (found.rule, found.file, found.line))
        .collect()
}

fn holds(tree: &Tree, marker: &str) -> Vec<String> {
    let has = |(path, bytes): &(&String, &Vec<u8>)| {
        path.contains(marker)
            || bytes
                .windows(marker.len())
                .any(|part| part == marker.as_bytes())
    };
    tree.iter()
        .filter(has)
        .map(|(path, _)| path.clone())
        .collect()
}

#[test]
fn numbers_of_people_are_found_where_they_are_written() {
    let path = "content/qx/notices/a.md";
    for (keys, body, rule, line) in [
        (
            "文种: 通知",
            format!("号码{IDENTITY}。"),
            "privacy/id-number",
            7,
        ),
        (
            "文种: 通知",
            format!("打入{CARD}。"),
            "privacy/bank-card",
            7,
        ),
        (
            "文种: 通知",
            format!("找老王{MOBILE}。"),
            "privacy/mobile",
            7,
        ),
    ] {
        let folder = Folder::site();
        folder.write(path, record(keys, &body));
        let found = fired(&folder);
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!((found[0].0.as_str(), found[0].1.as_str()), (rule, path));
        assert!(found[0].2 >= line, "{found:?}");
        folder.run(&["build"]).expect(1);
    }
    let folder = Folder::site();
    let rows = format!(
        "文种: 公告\n名单:\n  - {{姓名: 张大山, 电话: {MOBILE}}}\n  - {{姓名: 张小花, 年龄: 12}}\n  - {{姓名: 李大河, 致贫原因: 缺劳力}}"
    );
    folder.write(path, record(&rows, "见名单。"));
    let rules: Vec<String> = fired(&folder).into_iter().map(|found| found.0).collect();
    assert_eq!(rules, ["privacy/mobile", "privacy/minor", "privacy/health"]);
}

#[test]
fn a_contact_and_numbers_that_are_none_of_people_are_left_alone() {
    let folder = Folder::site();
    let keys = format!("文种: 通知\n电话: {MOBILE}");
    let body = format!(
        "请打{MOBILE}。凭证号2026092900010018，金额13812345678.00元，宗地500112001002GB00023。"
    );
    folder.write("content/qx/notices/a.md", record(&keys, &body));
    assert_eq!(fired(&folder), []);
    folder.build();
}

#[test]
fn attachments_and_names_of_files_are_looked_at() {
    let folder = Folder::site();
    folder.write(
        "content/qx/notices/a/index.md",
        record("文种: 通知", "见附件。"),
    );
    folder.write(
        "content/qx/notices/a/mingdan.csv",
        format!("姓名,证号\n张大山,{IDENTITY}\n"),
    );
    folder.write(&format!("content/qx/notices/a/{CARD}.txt"), "空");
    folder.write("content/qx/notices/a/suo.pdf", "%PDF-1.4 broken");
    let mut rules: Vec<String> = fired(&folder).into_iter().map(|found| found.0).collect();
    rules.sort();
    assert_eq!(
        rules,
        ["privacy/bank-card", "privacy/id-number", "privacy/unread"]
    );
}

#[test]
fn nothing_under_private_is_published() {
    let folder = Folder::site();
    let notice = "文种: 公告\n名单表: private/dibao-secret.csv";
    folder.write("content/qx/notices/a.md", record(notice, "见名单。"));
    folder.write(
        "content/private/dibao-secret.csv",
        format!("姓名,身份证号,手机,住址,银行卡号,致贫原因,金额\n张大山,{IDENTITY},{MOBILE},柳村三组78号,{CARD},肺结核,500\n"),
    );
    let fund =
        "账户: 关爱基金\n期间: 2026-Q3\n期初: 100\n明细: ../../private/q3-secret.csv\n期末: 50";
    folder.write("content/qx/funds/b.md", record(fund, "见明细。"));
    folder.write(
        "content/private/q3-secret.csv",
        format!("日期,摘要,支出,户主,银行卡号\n2026-08-01,慰问{MOBILE},50,赵小川,{CARD}\n"),
    );
    folder.write("content/private/org.yaml", "名称: MARKERORG");
    folder.write(
        "content/private/notices/x.md",
        record("文种: 通知", "MARKERTEXT"),
    );
    let built = folder.build();
    for marker in [
        IDENTITY,
        MOBILE,
        CARD,
        "78号",
        "肺结核",
        "赵小川",
        "secret",
        "MARKER",
    ] {
        assert_eq!(holds(&built, marker), [""; 0], "{marker}");
    }
    assert!(!holds(&built, "柳村三组").is_empty() && !holds(&built, "张大山").is_empty());
    assert!(!holds(&built, "慰问***").is_empty());
    assert_eq!(fired(&folder), []);
}

#[test]
fn the_profile_of_the_site_says_what_is_shown() {
    let folder = Folder::site();
    folder.write(
        "content/site.yaml",
        "名称: 试点\n默认对象: 社会\n演示日: 2026-11-22\n脱敏: {身份证: 留头尾, 手机: 留头尾, 姓名: 只留姓}\n",
    );
    let notice = "文种: 公告\n名单表: private/a.csv";
    folder.write("content/qx/notices/a.md", record(notice, "见名单。"));
    let row = format!("姓名,身份证号,手机\n张大山,{IDENTITY},{MOBILE}\n");
    folder.write("content/private/a.csv", row);
    let built = folder.build();
    for marker in ["张大山", IDENTITY, MOBILE] {
        assert_eq!(holds(&built, marker), [""; 0], "{marker}");
    }
    for shown in ["张某某", "11*************477", "138****5678"] {
        assert!(!holds(&built, shown).is_empty(), "{shown}");
    }
}

#[test]
fn a_notice_that_is_over_keeps_what_its_matter_lets_it() {
    let notice = |matter: &str, day: &str| {
        let keys = format!(
            "文种: 公示\n事项: {matter}\n公示期: {{起: 2026-09-01, 止: 2026-09-18}}\n受理: {{单位: 村委会, 电话: 0000-12345643}}\n名单:\n  - {{姓名: 张大山, 组别: 柳树弯}}\n结果: {{日期: 2026-09-20, 内容: 没有意见。}}"
        );
        let folder = Folder::site();
        folder.write(
            "content/qx/notices/a.md",
            record(&keys, "见名单。").replace("2026-11-20", "2026-09-01"),
        );
        folder.run(&["build", "--day", day]).expect(0);
        folder.tree("public")
    };
    let running = notice("低保", "2026-09-10");
    assert!(!holds(&running, "张大山").is_empty() && !holds(&running, "柳树弯").is_empty());
    let over = notice("低保", "2026-10-10");
    assert_eq!(holds(&over, "张大山"), [""; 0]);
    assert!(over.contains_key("qx/notices/a.html"));
    let named = notice("转正", "2026-10-10");
    assert!(!holds(&named, "张大山").is_empty());
    assert_eq!(holds(&named, "柳树弯"), [""; 0]);
}

#[test]
fn what_a_template_prints_is_read_off_the_sheet() {
    let main = include_str!("../../themes/default/sheets/main.typ");
    let with = |words: &str| {
        let folder = Folder::site();
        folder.write("content/qx/notices/a.md", record("文种: 通知", "开会。"));
        folder.write("content/site.yaml", format!("{SITE}主题: own\n"));
        folder.write("themes/own/sheets/main.typ", format!("{main}\n{words}\n"));
        folder
    };
    let (head, tail) = CARD.split_at(4);
    let joined = format!("#text(size: 20pt, fill: red)[{head}]#text(size: 20pt)[{tail}]");
    let folder = with(&joined);
    folder.run(&["build"]).expect(1).says("银行卡号");
    assert!(!folder.tree("public").contains_key("qx/notices/a.pdf"));
    folder
        .run(&["sheet", "qx/notices/a", "--output", "a.pdf"])
        .expect(1)
        .says("银行卡号");
    let apart = format!("#set text(size: 20pt)\n#grid(columns: (70mm, 70mm), [{head}], [{tail}])");
    let folder = with(&apart);
    assert!(folder.build().contains_key("qx/notices/a.pdf"));
}

#[test]
fn a_steps_bars_are_two_thirds_present_and_more_than_half_agreed() {
    let rules = |figures: &str| {
        let folder = Folder::site();
        let keys = format!(
            "文种: 公告\n四议:\n  - {{环节: 党支部会提议, 日期: 2026-03-01}}\n  - {{环节: 两委会商议, 日期: 2026-03-05}}\n  - {{环节: 党员大会审议, 日期: 2026-03-12, {figures}}}"
        );
        folder.write("content/qx/notices/a.md", record(&keys, "见决议。"));
        let found = folder.check().into_iter().map(|found| found.rule);
        found
            .filter(|rule| rule.starts_with("deliberation/"))
            .collect::<Vec<String>>()
    };
    assert_eq!(rules("应到: 45, 实到: 30, 同意: 16"), [""; 0]);
    assert_eq!(
        rules("应到: 45, 实到: 29, 同意: 16"),
        ["deliberation/quorum"]
    );
    assert_eq!(
        rules("应到: 45, 实到: 30, 同意: 15"),
        ["deliberation/majority"]
    );
}
