mod dues;
mod figures;
mod shares;
mod table;
mod trend;

use crate::diagnostics::{Diagnostic, RuleBook};
use crate::kinds::testing::{World, words};
use crate::kinds::{Record, kind_called};
use crate::text::Lang;

fn world() -> World {
    World::on("2026-11-22")
}

/// A statement of 工作经费 for 2026-Q3 with one income and one expense; `extra` are further lines of the record.
fn statement(opening: &str, income: &str, expense: &str, closing: &str, extra: &str) -> String {
    format!(
        "账户: 工作经费\n期间: 2026-Q3\n期初: {opening}\n收入: [{income}]\n支出: [{expense}]\n期末: {closing}\n{extra}"
    )
}

/// A line of 2026-07-`day`; `more` are further keys.
fn line(day: u32, summary: &str, amount: &str, more: &str) -> String {
    format!("{{日期: 2026-07-{day:02}, 摘要: {summary}, 金额: {amount}{more}}}")
}

/// The findings; every one has its words in both languages, with no placeholder left open.
fn findings(world: &World, yamls: &[&str]) -> Vec<Diagnostic> {
    let found = world.check_all("fund", yamls);
    let book = RuleBook::load().unwrap();
    for finding in &found {
        let (message, help) = book.words(finding, Lang::En);
        let words = format!("{}{message}{help}", words(finding));
        assert!(!words.contains('{'), "{words}");
    }
    found
}

fn check(yaml: &str) -> Vec<Diagnostic> {
    findings(&world(), &[yaml])
}

fn rules(found: &[Diagnostic]) -> Vec<String> {
    let mut rules: Vec<String> = found
        .iter()
        .map(|d| match d.case {
            "" => d.rule.to_owned(),
            case => format!("{}#{case}", d.rule),
        })
        .collect();
    rules.sort();
    rules
}

fn arg<'a>(found: &'a Diagnostic, name: &str) -> &'a str {
    let arg = found.args.iter().find(|(key, _)| *key == name);
    arg.map(|(_, value)| value.as_str()).unwrap()
}

fn read(yaml: &str) -> Record {
    let (record, found) = world().read("fund", "q3", yaml);
    record.unwrap_or_else(|| panic!("{found:?}"))
}

fn view(record: &Record) -> serde_json::Value {
    let world = world();
    serde_json::to_value(record.content.view(record, &world.context())).unwrap()
}

#[test]
fn the_published_statement_that_forgot_its_rent() {
    let found = check(
        "账户: 集体经济\n期间: 2026\n单位: 万元\n期初: 0\n期末: 146.38\n\
         收入:\n- {日期: 2026-01-10, 摘要: 补助, 金额: 3}\n- {日期: 2026-02-10, 摘要: 门面租金, 金额: 1.06}\n- {日期: 2026-03-10, 摘要: 征地补偿, 金额: 199.96}\n\
         支出:\n- {日期: 2026-04-10, 摘要: 修路, 金额: 41}\n- {日期: 2026-05-10, 摘要: 管护, 金额: 15.58}\n",
    );
    assert_eq!(rules(&found), ["fund/closing#line"]);
    let words = words(&found[0]);
    for part in [
        "146.38",
        "应是 147.44",
        "相差 1.06",
        "收入第 2 笔“门面租金”",
    ] {
        assert!(words.contains(part), "{words}");
    }
}

#[test]
fn a_balanced_statement_has_no_findings() {
    let yaml = statement(
        "100.00",
        &line(1, "拨款", "50", ""),
        &line(2, "电费", "30.5", ""),
        "119.50",
        "合计: {收入: 50, 支出: 30.50}",
    );
    assert!(check(&yaml).is_empty());
    let record = read(&yaml);
    let status = record.content.status(&record, &world().context());
    assert_eq!(status.words.key, "status.fund.balanced");
}

#[test]
fn a_wrong_closing_names_its_likeliest_cause() {
    let closing = |closing: &str| {
        let income = [line(1, "拨款", "50", ""), line(2, "租金", "7", "")].join(", ");
        let yaml = statement("33", &income, &line(3, "电费", "20", ""), closing, "");
        rules(&check(&yaml))
    };
    assert!(closing("70").is_empty());
    assert_eq!(closing("63"), ["fund/closing#line"]);
    assert_eq!(closing("90"), ["fund/closing#line"]);
    assert_eq!(closing("77"), ["fund/closing#line"]);
    assert_eq!(closing("56"), ["fund/closing#side"]);
    assert_eq!(closing("110"), ["fund/closing#side"]);
    assert_eq!(closing("37"), ["fund/closing#opening"]);
    assert_eq!(closing("71.23"), ["fund/closing"]);
    let record = read(&statement("0", "", "", "1", ""));
    let status = record.content.status(&record, &world().context());
    assert_eq!(status.words.key, "status.fund.unbalanced");
}

#[test]
fn a_wrong_total_is_found_on_either_side() {
    let totals = |totals: &str| {
        let income = [line(1, "拨款", "50", ""), line(2, "租金", "7", "")].join(", ");
        let yaml = statement("0", &income, &line(3, "电费", "20", ""), "37", totals);
        check(&yaml)
    };
    assert!(totals("合计: {收入: 57}").is_empty());
    assert_eq!(rules(&totals("合计: {收入: 50}")), ["fund/total#line"]);
    let found = totals("合计: {收入: 57, 支出: 21.01}");
    assert_eq!(rules(&found), ["fund/total"]);
    assert_eq!(
        (arg(&found[0], "right"), arg(&found[0], "difference")),
        ("20.00", "1.01")
    );
}

#[test]
fn a_balance_column_is_followed_line_by_line() {
    let balances = |a: &str, b: &str, c: &str| {
        let income = [
            line(1, "拨款", "50", &format!(", 余额: {a}")),
            line(20, "租金", "7", &format!(", 余额: {c}")),
        ];
        let expense = line(9, "电费", "20", &format!(", 余额: {b}"));
        check(&statement("10", &income.join(", "), &expense, "47", ""))
    };
    assert!(balances("60", "40", "47").is_empty());
    // In the order of the file, income first, is right as well.
    assert!(balances("60", "47", "67").is_empty());
    let found = balances("60", "41", "47");
    assert_eq!(rules(&found), ["fund/balance-column"]);
    assert_eq!(
        (arg(&found[0], "summary"), arg(&found[0], "right")),
        ("电费", "40.00")
    );
}

#[test]
fn lines_without_a_balance_count_and_one_day_may_run_in_any_order() {
    let income = [line(5, "甲", "5", ", 余额: 95"), line(5, "乙", "1", "")].join(", ");
    let expense = [
        line(5, "丙", "10", ", 余额: 90"),
        line(5, "丁", "3", ", 余额: 93"),
    ]
    .join(", ");
    let yaml = statement("100", &income, &expense, "93", "");
    assert!(check(&yaml).is_empty());
    let wrong = yaml.replace("余额: 90", "余额: 89");
    assert_eq!(rules(&check(&wrong)).len(), 1);
}

#[test]
fn a_balance_below_zero_is_found_on_its_first_line() {
    let negative = |opening: &str, day: u32, closing: &str| {
        let income = line(day, "拨款", "500", "");
        check(&statement(
            opening,
            &income,
            &line(3, "电费", "300", ""),
            closing,
            "",
        ))
    };
    assert!(negative("100", 3, "300").is_empty());
    let found = negative("100", 20, "300");
    assert_eq!(rules(&found), ["fund/negative"]);
    assert_eq!(
        (arg(&found[0], "summary"), arg(&found[0], "balance")),
        ("电费", "-200.00")
    );
    assert_eq!(rules(&negative("-5", 3, "195")), ["fund/negative#opening"]);
}

#[test]
fn periods_of_an_account_follow_one_another() {
    let period = |period: &str, opening: &str, more: &str| {
        format!("账户: 工作经费\n期间: {period}\n期初: {opening}\n期末: {opening}\n{more}")
    };
    let together = |first: &str, second: &str| findings(&world(), &[first, second]);
    let q2 = period("2026-Q2", "12000", "");
    assert!(together(&period("2026-Q3", "12000", ""), &q2).is_empty());
    assert!(together(&q2, &period("2026-Q3", "1.2", "单位: 万元")).is_empty());
    assert!(together(&q2, &period("2026-Q3", "1", "账户名: 二号")).is_empty());
    assert!(together(&q2, &period("2026-05", "1", "草稿: true")).is_empty());

    let found = together(&q2, &period("2026-Q3", "11000", ""));
    assert_eq!(rules(&found), ["fund/continuity"]);
    assert_eq!(
        (arg(&found[0], "right"), arg(&found[0], "difference")),
        ("12000.00", "1000.00")
    );

    let found = together(&q2, &period("2026-06", "12000", ""));
    assert_eq!(rules(&found), ["fund/overlap"]);
    assert_eq!(
        (arg(&found[0], "from"), arg(&found[0], "to")),
        ("2026-06-01", "2026-06-30")
    );

    let found = together(&q2, &period("2026-Q4", "1", ""));
    assert_eq!(rules(&found), ["fund/gap"]);
    let days = ["from", "to", "days"].map(|name| arg(&found[0], name));
    assert_eq!(days, ["2026-07-01", "2026-09-30", "92"]);
}

#[test]
fn a_voucher_entered_twice_on_one_side_is_pointed_out() {
    let vouchers = |a: &str, b: &str| {
        let expense = [
            line(1, "电费", "3", &format!(", 凭证: {a}")),
            line(2, "水费", "4", &format!(", 凭证: {b}")),
        ];
        let income = line(1, "拨款", "7", ", 凭证: 记-1");
        rules(&check(&statement(
            "0",
            &income,
            &expense.join(", "),
            "0",
            "",
        )))
    };
    assert!(vouchers("记-1", "记-2").is_empty());
    assert_eq!(vouchers("记-1", "记-1"), ["fund/duplicate-voucher"]);
}

#[test]
fn units_are_not_mixed_and_a_fen_is_the_smallest_sum() {
    let unit = |amount: &str, unit: &str, closing: &str| {
        let yaml = statement("0", &line(1, "拨款", amount, ""), "", closing, unit);
        rules(&check(&yaml))
    };
    assert!(unit("45000.10元", "", "45000.1000").is_empty());
    assert!(unit("6254.0975", "单位: 万元", "6254.0975万元").is_empty());
    assert_eq!(unit("450.125", "", "450.125"), ["fund/unit", "fund/unit"]);
    assert_eq!(unit("1.0000001", "单位: 万元", "1.0000001万元").len(), 2);
    // Converted before anything is added up, so that one slip makes one finding.
    assert_eq!(unit("4.5万元", "单位: 元", "45000"), ["fund/unit#mixed"]);
    assert_eq!(unit("45000元", "单位: 万元", "4.5"), ["fund/unit#mixed"]);
    assert_eq!(unit("很多", "", "0"), ["yaml/type#decimal"]);
}

#[test]
fn lines_without_a_day_stand_in_the_order_of_the_file() {
    let undated = |summary: &str, amount: &str, balance: &str| {
        format!("{{摘要: {summary}, 金额: {amount}, 余额: {balance}}}")
    };
    let yaml = |last: &str| {
        let income = [
            undated("党员交纳", "300", "400"),
            undated("利息", "2", last),
        ]
        .join(", ");
        let expense = undated("上缴", "100", "300");
        statement("100", &income, &expense, "302", "")
    };
    assert!(check(&yaml("302")).is_empty());
    let found = check(&yaml("301"));
    assert_eq!(rules(&found), ["fund/balance-column"]);
    assert!(words(&found[0]).contains("不对：收入第 2 笔"), "{found:?}");
    assert!(check(&statement("0", &undated("利息", "2", "2"), "", "2", "")).is_empty());
    let side = &view(&read(&yaml("302")))["sides"][0];
    assert_eq!(side["columns"]["date"], false);
    assert_eq!(side["lines"][0]["date"], serde_json::Value::Null);
}

#[test]
fn sums_that_all_but_cancel_out_are_no_fault_of_the_program() {
    let expense = |tail: &str| {
        let lines = [
            line(1, "甲", "1000000000000000", ", 类别: 甲, 占比: 50"),
            line(
                1,
                "乙",
                &format!("-999999999999999.{tail}"),
                ", 类别: 乙, 占比: 50",
            ),
        ];
        statement("0", "", &lines.join(", "), "0", "")
    };
    assert_eq!(
        rules(&check(&expense("9999999999999"))),
        ["yaml/type#decimal"]
    );
    let yaml = expense("99999999");
    assert!(rules(&check(&yaml)).contains(&"fund/unit".to_owned()));
    let shares = view(&read(&yaml));
    assert_eq!(shares["sides"][1]["categories"][0]["name"], "甲");
}

#[test]
fn a_project_needs_a_name_and_every_statement_its_ends() {
    let yaml = statement("0", "", "", "0", "").replace("工作经费", "项目");
    let found = check(&yaml);
    assert_eq!(rules(&found), ["yaml/missing-key"]);
    assert_eq!(arg(&found[0], "key"), "账户名");
    assert!(check(&format!("{yaml}账户名: 柳村道路硬化")).is_empty());
    let found = check("账户: 工作经费\n期间: 2026-Q3");
    assert_eq!(rules(&found), ["yaml/missing-key", "yaml/missing-key"]);
}

#[test]
fn the_view_holds_what_a_page_shows() {
    let expense = [
        line(1, "甲", "1", ", 类别: 乙类"),
        line(2, "乙", "1", ", 类别: 甲类, 经手: 张某"),
        line(3, "丙", "1", ""),
    ];
    let income = line(1, "拨款", "12345.5", "");
    let more = "合计: {支出: 3}\n标准: [{名称: 误工补贴, 单价: 120, 数量: 2.50, 金额: 300}]";
    let record = read(&statement(
        "0",
        &income,
        &expense.join(", "),
        "12342.5",
        more,
    ));
    let data = view(&record);
    assert_eq!(data["account"], "operating");
    assert_eq!(data["period"]["key"], "period.quarter");
    assert_eq!(
        (&data["period"]["n"], &data["period"]["year"]),
        (&3.into(), &2026.into())
    );
    assert_eq!(data["sides"][0]["total"], "12345.50");
    assert_eq!(data["sides"][0]["stated"], serde_json::Value::Null);
    assert_eq!(data["sides"][1]["stated"], "3.00");
    let shares: Vec<&str> = data["sides"][1]["categories"]
        .as_array()
        .unwrap()
        .iter()
        .map(|category| category["share"].as_str().unwrap())
        .collect();
    assert_eq!(shares, ["33.4", "33.3", "33.3"]);
    assert_eq!(data["sides"][1]["columns"]["handler"], true);
    assert_eq!(data["sides"][0]["columns"]["handler"], false);
    assert_eq!(data["columns"]["witness"], false);
    assert_eq!(data["standards"][0]["count"], "2.5");
    assert_eq!(data["verdict"]["lines"], 4);
    let gist = record.content.gist(&record, &world().context());
    assert_eq!(gist[0].args[0], ("income", "12,345.50".to_owned()));
}

#[test]
fn accounts_are_listed_with_their_periods() {
    let world = world();
    let statement = |slug: &str, account: &str, period: &str| {
        let yaml = format!("账户: {account}\n期间: {period}\n期初: 5\n期末: 5\n");
        world.read("fund", slug, &yaml).0.unwrap()
    };
    let records = [
        statement("a", "党费", "2026-Q2"),
        statement("b", "党费", "2026-Q1"),
        statement("c", "慰问", "2025"),
    ];
    let records: Vec<&Record> = records.iter().collect();
    let kind = kind_called("经费").unwrap();
    let pages = kind.overviews(&records, &world.context());
    let orgs: Vec<Option<&str>> = pages.iter().map(|page| page.org).collect();
    assert_eq!(orgs, [None, Some("qx/cun")]);
    let json = |view| serde_json::to_value(view).unwrap();
    let site = json(&pages[0].items[0]);
    assert_eq!(site["latest"]["address"], "qx/cun/funds/a.html");
    assert_eq!(json(&pages[0].head)["latest"]["text"], "2026-Q2");
    let own = json(&pages[1].items[0]);
    assert_eq!(own["account"], "dues");
    assert_eq!(own["periods"][0]["period"]["text"], "2026-Q1");
    assert_eq!(own["periods"][1]["closing"], "5.00");
    assert!(kind.overviews(&[], &world.context()).is_empty());
}
