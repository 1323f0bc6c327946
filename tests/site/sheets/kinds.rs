//! The sheets of each kind.

use super::{assert_in_order, pdf, print, site};
use crate::harness::{Folder, record};
use crate::poppler::{Pdf, Word, tools};

fn whole(pdf: &Pdf) {
    pdf.assert_inside();
    for font in pdf.fonts() {
        assert!(font.embedded && font.subset, "{}", font.name);
    }
    assert_eq!(pdf.info("Tagged"), "yes");
    assert!(!pdf.info("Title").is_empty() && !pdf.info("Author").is_empty());
}

#[test]
fn a_notice_has_all_that_a_board_needs() {
    if !tools() {
        return;
    }
    let folder = site();
    folder.build();
    let code = folder.text("public/qx/notices/gong.html");
    let code = code
        .split("/r/")
        .nth(1)
        .and_then(|rest| rest.get(..7))
        .expect("a short address");
    let url = format!("https://qx.example.gov.cn/r/{code}/");
    for (file, size) in [("gong.pdf", (210, 297)), ("gong.a3.pdf", (297, 420))] {
        let pdf = pdf(&folder, &format!("qx/notices/{file}"));
        whole(&pdf);
        assert_eq!(pdf.sizes(), [size]);
        assert_eq!(pdf.info("Title"), "关于拟接收王堃等2名同志为预备党员的公示");
        assert_eq!(pdf.info("Author"), "清溪县委");
        assert_in_order(
            &pdf.page(1),
            &[
                "柳村党支部",
                "公示",
                "关于拟接收王堃等2名同志为预备党员的公示",
                "经支部大会讨论",
                "王堃",
                "李祎喆",
                "公示期：11月18日至11月25日（5个工作日）",
                "李某",
                "0000-12345679",
            ],
        );
        let page = pdf.page(1);
        for part in [
            "盖章处",
            "2026年11月18日",
            "打印",
            "2026年11月22日",
            "版本号",
            "张贴日期",
            "撤下日期：11月26日",
            "第1张",
            "共1张",
        ] {
            assert!(page.contains(part), "{part} is not in {page}");
        }
        assert_eq!(pdf.codes(1), [url.as_str()]);
        assert!(page.contains(&format!("qx.example.gov.cn/r/{code}")));
    }
}

/// Words on each line of a page, by the line's top in tenths of a point.
fn lines(words: &[Word]) -> std::collections::BTreeMap<i64, Vec<&Word>> {
    let mut lines = std::collections::BTreeMap::<i64, Vec<&Word>>::new();
    for word in words {
        lines
            .entry((word.y.0 * 2.0).round() as i64)
            .or_default()
            .push(word);
    }
    lines
}

#[test]
fn an_official_letter_has_22_lines_of_28_characters() {
    if !tools() {
        return;
    }
    let folder = site();
    let text = "各支部要按时开会".repeat(300);
    folder.write("content/qx/notices/plain.md", record("文种: 通知", &text));
    folder.build();
    let pdf = pdf(&folder, "qx/notices/plain.pdf");
    whole(&pdf);
    assert!(pdf.pages() > 2);
    let words: Vec<Word> = pdf
        .boxes()
        .into_iter()
        .filter(|word| word.page == 2)
        .collect();
    let full: Vec<(i64, usize)> = lines(&words)
        .into_iter()
        .map(|(y, words)| (y, words.iter().map(|word| word.text.chars().count()).sum()))
        // The type area ends 262 mm below the edge; what stands under it is the foot.
        .filter(|(y, count)| *count >= 20 && *y as f64 / 2.0 < 262.0 / 25.4 * 72.0)
        .collect();
    let counts: Vec<usize> = full.iter().map(|(_, count)| *count).collect();
    assert_eq!(counts, [28; 22], "{full:?}");
    // 225 mm in 22 lines, from one line to the next.
    let pitch = (full[21].0 - full[0].0) as f64 / 2.0 / 21.0;
    assert!((pitch - 225.0 / 22.0 / 25.4 * 72.0).abs() < 0.05, "{pitch}");
    let left = words.iter().filter(|word| word.text.chars().count() == 28);
    for word in left {
        let (from, to) = (word.x.0 / 72.0 * 25.4, word.x.1 / 72.0 * 25.4);
        assert!(
            (from - 28.0).abs() < 0.5 && (to - 184.0).abs() < 0.5,
            "{from} {to}"
        );
    }
    assert!(pdf.page(1).contains("—1—") && pdf.page(2).contains("—2—"));
}

/// An account of `count` lines of expense.
fn account(count: usize) -> String {
    let lines: String = (1..=count)
        .map(|n| format!("  - {{日期: 2026-07-{:02}, 凭证: 记-{n:03}, 摘要: 第{n}笔零星开支, 类别: 办公, 金额: {n}.05, 经手: 王某}}\n", n % 28 + 1))
        .collect();
    let cents: usize = (1..=count).map(|n| n * 100 + 5).sum();
    let closing = format!(
        "{}.{:02}",
        (10_000_000 - cents) / 100,
        (10_000_000 - cents) % 100
    );
    record(
        &format!(
            "账户: 集体经济\n期间: 2026-Q3\n期初: 60000.00\n收入: [{{日期: 2026-07-01, 摘要: 租金, 类别: 经营, 金额: 40000.00}}]\n支出:\n{lines}期末: {closing}"
        ),
        "",
    )
}

fn cents(text: &str) -> i64 {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    digits.parse().expect("an amount")
}

#[test]
fn every_sheet_of_an_account_is_added_up() {
    if !tools() {
        return;
    }
    let folder = site();
    folder.write("content/qx/funds/q3.md", account(140));
    folder.build();
    for file in ["q3.pdf", "q3.a3.pdf"] {
        let pdf = pdf(&folder, &format!("qx/funds/{file}"));
        whole(&pdf);
        assert!(pdf.pages() > 2, "{}", pdf.pages());
        let mut so_far = 0;
        let mut rows = 0;
        let text = pdf.text();
        for (at, page) in text.split('\u{c}').take(pdf.pages()).enumerate() {
            let amount = |line: &str| {
                line.split_whitespace()
                    .rfind(|word| word.contains('.'))
                    .map(cents)
            };
            let own: i64 = page
                .lines()
                .filter(|line| line.contains("笔零星开支"))
                .map(|line| {
                    rows += 1;
                    let words: Vec<&str> = line
                        .split_whitespace()
                        .filter(|w| w.contains('.'))
                        .collect();
                    cents(words.last().expect("an amount"))
                })
                .sum();
            so_far += own;
            if own == 0 {
                continue;
            }
            let line = |name: &str| page.lines().find(|line| line.contains(name)).map(amount);
            assert_eq!(line("本页小计"), Some(Some(own)), "page {}", at + 1);
            assert_eq!(line("累计"), Some(Some(so_far)), "page {}", at + 1);
            assert!(pdf.page(at + 1).contains(&format!("第{}张", at + 1)));
            assert!(page.contains("摘要"), "the head is repeated");
        }
        assert_eq!(rows, 140);
    }
}

#[test]
fn pledges_have_a_wall_a_sheet_and_a_letter() {
    if !tools() {
        return;
    }
    let folder = site();
    for n in 0..40 {
        folder.write(
            &format!("content/qx/pledges/m{n:02}.md"),
            record(&format!("承诺人: {{姓名: 张{n:02}, 职务: 党员}}\n类别: 岗位\n监督: {{电话: 0000-12345677, 单位: 监委会}}\n承诺: [{{事项: 走访{n}户, 时限: 2026-11-21}}, {{事项: 办好1件事, 完成: 2026-11-21}}]"), ""),
        );
    }
    folder.build();
    let wall = pdf(&folder, "qx/pledges/wall.pdf");
    whole(&wall);
    assert!(wall.sizes().iter().all(|size| *size == (420, 297)));
    let words = wall.words();
    for n in 0..40 {
        assert!(words.contains(&format!("张{n:02}")), "{n}");
    }
    assert!(words.contains("逾期"), "the status stands there in words");
    for (file, part) in [("m07.pdf", "履职公示"), ("m07.letter.pdf", "承诺书")] {
        let pdf = pdf(&folder, &format!("qx/pledges/{file}"));
        whole(&pdf);
        assert_eq!(pdf.sizes()[0], (210, 297));
        let words = pdf.words();
        assert!(words.contains(part) && words.contains("张07") && words.contains("走访7户"));
        assert!(words.contains("0000-12345677"));
    }
}

const GUIDE: &str = "依据: [{名称: 中华人民共和国户口登记条例}]
条件: [有户口]
材料: [{名称: 户口簿, 形式: 原件, 份数: 1}]
流程: [{环节: 受理, 时限: 1个工作日}, {环节: 发证, 时限: 2个工作日}]
承诺时限: 3个工作日
法定时限: 20个工作日
收费: {方式: 免费}
地点: [{层级: 村, 名称: 村便民服务站, 窗口: 2号, 电话: 0000-12345676}]
咨询: 0000-1
监督: 0000-2";

#[test]
fn guides_have_a_chart_a_slip_a_card_and_a_booklet() {
    if !tools() {
        return;
    }
    let folder = site();
    for n in 0..12 {
        let guide = record(GUIDE, "").replace("标题: 甲", &format!("标题: 第{n:02}件事"));
        folder.write(&format!("content/qx/guides/g{n:02}.md"), guide);
    }
    folder.build();
    let chart = pdf(&folder, "qx/guides/chart.pdf");
    whole(&chart);
    assert!(chart.sizes().iter().all(|size| *size == (420, 297)));
    for head in ["名称", "依据", "时限", "材料", "流程"] {
        for page in 1..=chart.pages() {
            assert!(chart.page(page).contains(head), "{head} on page {page}");
        }
    }
    let booklet = pdf(&folder, "qx/guides/booklet.pdf");
    whole(&booklet);
    let words = booklet.words();
    assert_in_order(
        &words,
        &[
            "目录",
            "第00件事",
            "第11件事",
            "第00件事",
            "户口簿",
            "第11件事",
        ],
    );
    let slip = pdf(&folder, "qx/guides/g03.pdf");
    whole(&slip);
    assert_eq!(slip.sizes(), [(148, 210)]);
    assert_in_order(&slip.words(), &["第03件事", "户口簿"]);
    let (two, _) = print(&folder, &["g03"]);
    assert_eq!(two.sizes(), [(297, 210)]);
    assert_eq!(two.words().matches("一次性告知").count(), 2);
    let (eight, _) = print(&folder, &["g03", "--form", "card"]);
    assert_eq!(eight.sizes(), [(210, 297)]);
    assert_eq!(eight.words().matches("第03件事").count(), 8);
    let (all, _) = print(&folder, &["--kind", "guide", "--form", "card"]);
    assert_eq!(all.pages(), 2);
}

#[test]
fn the_sample_account_of_140_lines_is_readable() {
    if !tools() {
        return;
    }
    let folder = Folder::sample();
    let (pdf, _) = print(&folder, &["qingxi/shuikou/liucun/funds/2026-q3-jiti"]);
    whole(&pdf);
    assert!(pdf.pages() >= 5, "{}", pdf.pages());
}
