//! What hangs on a board: the list of the day, and what comes of it the day after.

use super::{SITE, assert_in_order, notice, print, site};
use crate::harness::record;
use crate::poppler::tools;

#[test]
fn a_board_gets_its_list_and_its_sheets() {
    if !tools() {
        return;
    }
    let folder = site();
    folder.write(
        "content/qx/funds/q3.md",
        record("张贴: [cunwei]\n账户: 工作经费\n期间: 2026-Q3\n期初: 1.00\n收入: []\n支出: []\n期末: 1.00", ""),
    );
    folder.write(
        "content/qx/notices/over.md",
        record(
            "张贴: [cunwei]\n文种: 公告\n展示: {起: 2026-11-20, 止: 2026-11-21}",
            "过去的事。",
        )
        .replace("甲", "过期的公告"),
    );
    folder.write(
        "content/qx/notices/elsewhere.md",
        record("文种: 公告", "不贴。").replace("甲", "不上栏的公告"),
    );
    let (pdf, ran) = print(&folder, &["--board", "cunwei"]);
    assert!(
        ran.err.contains("要贴 2 份，要撤 1 份，继续挂着 0 份"),
        "{}",
        ran.err
    );
    let cover = pdf.page(1);
    assert_in_order(
        &cover,
        &[
            "村委会门口公开栏",
            "2026年11月22日",
            "今天要贴的",
            "关于拟接收王堃",
            "甲",
            "今天要撤的",
            "过期的公告",
        ],
    );
    assert!(!pdf.words().contains("不上栏的公告"));
    assert!(pdf.page(2).contains("公示期：11月18日至11月25日"));
    assert!(
        pdf.sizes()[0] == (210, 297) && pdf.pages() == 3,
        "{:?}",
        pdf.sizes()
    );
    // Again on the same day, it is the same list.
    let first = folder.read("out.pdf");
    print(&folder, &["--board", "村委会门口公开栏"]);
    assert!(folder.read("out.pdf") == first);
}

#[test]
fn the_day_after_only_what_changed_is_put_up() {
    if !tools() {
        return;
    }
    let folder = site();
    for (slug, title) in [("stays", "留着的公告"), ("gone", "撤走的公告")] {
        let text = record("张贴: [cunwei]\n文种: 公告", "正文。").replace("甲", title);
        folder.write(&format!("content/qx/notices/{slug}.md"), text);
    }
    print(&folder, &["--board", "cunwei", "--day", "2026-11-23"]);
    folder.write(
        "content/qx/notices/gong.md",
        notice("更正: [{日期: 2026-11-24, 原因: 性别写错, 批准: 周书记}]\n"),
    );
    let gone = record("文种: 公告", "正文。").replace("甲", "撤走的公告");
    folder.write("content/qx/notices/gone.md", gone);
    let new = record("张贴: [cunwei]\n文种: 公告", "正文。").replace("甲", "新来的公告");
    folder.write("content/qx/notices/new.md", new);
    let (pdf, ran) = print(&folder, &["--board", "cunwei", "--day", "2026-11-24"]);
    assert!(
        ran.err.contains("要贴 2 份，要撤 2 份，继续挂着 1 份"),
        "{}",
        ran.err
    );
    let cover = pdf.page(1);
    let part = |from: &str, to: &str| {
        let start = cover.find(from).expect("a heading");
        let end = cover[start..].find(to).map_or(cover.len(), |at| start + at);
        cover[start..end].to_owned()
    };
    let put = part("今天要贴的", "今天要撤的");
    assert!(put.contains("新来的公告") && put.contains("关于拟接收王堃") && put.contains("更正"));
    let take = part("今天要撤的", "继续挂着");
    assert!(take.contains("撤走的公告") && take.contains("关于拟接收王堃"));
    assert!(part("继续挂着", "签名").contains("留着的公告"));
    // The window is over on the 26th.
    let (pdf, ran) = print(&folder, &["--board", "cunwei", "--day", "2026-11-26"]);
    assert!(
        ran.err.contains("要贴 0 份，要撤 1 份，继续挂着 2 份"),
        "{}",
        ran.err
    );
    assert!(!pdf.words().contains("公示期："));
}

#[test]
fn a_board_shows_its_own_people_what_the_public_does_not_see() {
    if !tools() {
        return;
    }
    let folder = site();
    folder.write("content/other/org.yaml", "名称: 别村\n层级: 村\n");
    for (org, audience, title) in [
        ("qx", "本村", "给本村看的"),
        ("qx", "党员", "给党员看的"),
        ("other", "本村", "给别村看的"),
    ] {
        let keys = format!("对象: {audience}\n张贴: [cunwei]\n文种: 公告");
        let text = record(&keys, "正文。").replace("甲", title);
        let slug = blake(title);
        folder.write(&format!("content/{org}/notices/{slug}.md"), text);
    }
    let (pdf, _) = print(&folder, &["--board", "cunwei"]);
    let words = pdf.words();
    assert!(words.contains("给本村看的") && words.contains("本村公开"));
    assert!(!words.contains("给党员看的") && !words.contains("给别村看的"));
    let inner = (1..=pdf.pages()).find(|page| *page > 1 && pdf.page(*page).contains("给本村看的"));
    assert!(
        pdf.codes(inner.expect("its page")).is_empty(),
        "no public address"
    );
}

/// A file name for a title.
fn blake(title: &str) -> String {
    format!(
        "r{}",
        title
            .chars()
            .map(|c| format!("{:x}", u32::from(c)))
            .collect::<String>()
    )
}

#[test]
fn a_board_of_a3_is_printed_in_pieces_on_a4() {
    if !tools() {
        return;
    }
    let folder = site();
    folder.write("content/site.yaml", SITE.replace("纸张: A4", "纸张: A3"));
    let (pdf, ran) = print(&folder, &["--board", "cunwei"]);
    assert!(ran.err.contains("实际大小"), "{}", ran.err);
    // The list, the map, and two pieces that make nearly an A3.
    assert_eq!(pdf.pages(), 4, "{:?}", pdf.sizes());
    let a4 = |page: &(i64, i64)| *page == (210, 297) || *page == (297, 210);
    assert!(pdf.sizes().iter().all(a4), "{:?}", pdf.sizes());
    let (pdf, _) = print(&folder, &["--board", "cunwei", "--paper", "a4"]);
    assert_eq!(pdf.pages(), 2);
}

#[test]
fn what_a_village_says_to_its_people_hangs_in_the_village_only() {
    if !tools() {
        return;
    }
    let folder = site();
    let board = |id: &str, org: &str| format!("  - {{编号: {id}, 名称: {id}栏, 组织: {org}}}\n");
    let boards = board("xian", "qx") + &board("../cun", "qx/liu") + &board("zu", "qx/liu/zu");
    let settings = SITE
        .split("公开栏")
        .next()
        .expect("the settings before the boards");
    folder.write("content/site.yaml", format!("{settings}公开栏:\n{boards}"));
    folder.write("content/qx/liu/org.yaml", "名称: 柳村\n层级: 村\n");
    folder.write("content/qx/liu/zu/org.yaml", "名称: 三组\n层级: 组\n");
    let text = record("对象: 本村\n张贴: [xian, ../cun, zu]\n文种: 公告", "正文。");
    folder.write("content/qx/liu/zu/notices/own.md", text);
    folder.remove("content/qx/notices/gong.md");
    for (id, count) in [("xian", 0), ("../cun", 1), ("zu", 1)] {
        let ran = folder.run(&["sheet", "--board", id]).expect(0);
        assert!(
            ran.err.contains(&format!("要贴 {count} 份")),
            "{id}: {}",
            ran.err
        );
        assert_eq!(
            ran.err.contains("没有排进去：甲"),
            count == 0,
            "{id}: {}",
            ran.err
        );
    }
    // A board's name leads nowhere.
    assert!(folder.has("---cun-2026-11-22.pdf"));
}

#[test]
fn a_notice_hangs_as_long_as_its_display_says() {
    let folder = site();
    folder.write(
        "content/qx/notices/gong.md",
        notice("展示: {起: 2026-11-17, 止: 2026-12-04}\n"),
    );
    for (day, count) in [("2026-12-04", 1), ("2026-12-05", 0)] {
        let ran = folder.run(&["sheet", "--board", "cunwei", "--day", day]);
        let ran = ran.expect(0);
        let stays = ran.err.contains("要贴 1 份") || ran.err.contains("继续挂着 1 份");
        assert_eq!(stays, count == 1, "{day}: {}", ran.err);
    }
}
