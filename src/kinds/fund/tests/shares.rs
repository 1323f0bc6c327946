//! The percent column, and what is left to 其他.

use super::{arg, check, findings, line, rules, statement, world};

#[test]
fn a_percent_column_is_half_up_or_largest_remainder() {
    let percents = |percents: [&str; 3]| {
        let lines: Vec<String> = ["5536", "629", "3835"]
            .iter()
            .zip(percents)
            .map(|(amount, percent)| {
                let percent = match percent {
                    "" => String::new(),
                    stated => format!(", 占比: {stated}"),
                };
                line(1, "项", amount, &percent)
            })
            .collect();
        check(&statement("10000", "", &lines.join(", "), "0", ""))
    };
    assert!(percents(["55.4", "6.3", "38.4"]).is_empty());
    assert!(percents(["55.4%", "6.3%", "38.3%"]).is_empty());
    assert!(percents(["55", "6.29", "38.350"]).is_empty());
    assert!(percents(["55.4", "", "38.4"]).is_empty());
    for wrong in [["55.4", "", "38.3"], ["55.3", "6.3", "38.4"]] {
        assert_eq!(rules(&percents(wrong)), ["fund/percent"], "{wrong:?}");
    }
    let found = percents(["55.4", "6.3", "38.0"]);
    assert_eq!(rules(&found), ["fund/percent#complete"]);
    let said = ["n", "right", "rounded"].map(|name| arg(&found[0], name));
    assert_eq!(said, ["3", "38.3", "38.4"]);
}

#[test]
fn the_right_percentage_completes_the_column_at_its_decimals() {
    let thirds = |percents: [&str; 3]| {
        let lines = percents.map(|p| line(1, "项", "30.00", &format!(", 占比: {p}")));
        check(&statement("90", "", &lines.join(", "), "0", ""))
    };
    assert!(thirds(["33.3", "33.3", "33.4"]).is_empty());
    for (wrong, n) in [(["33.3", "33.3", "36"], "3"), (["33.4", "36", "33.3"], "2")] {
        let found = thirds(wrong);
        assert_eq!(arg(&found[0], "n"), n);
        let right = arg(&found[0], "right");
        assert_eq!(right, if n == "3" { "33.4" } else { "33.3" });
    }
}

#[test]
fn too_much_under_other_is_pointed_out() {
    let other = |other: &str, rest: &str| {
        let expense = [
            line(1, "杂", other, ", 类别: 其它"),
            line(2, "电费", rest, ", 类别: 水电"),
        ];
        check(&statement("10000", "", &expense.join(", "), "0", ""))
    };
    assert!(other("1000", "9000").is_empty());
    let found = other("1000.01", "8999.99");
    assert_eq!(rules(&found), ["fund/other-share"]);
    assert_eq!(arg(&found[0], "share"), "10.0001");
    let mut strict = world();
    strict.profile.other_share_percent = Some(5);
    let yaml = statement("0", &line(1, "杂", "6", ", 类别: 其他"), "", "6", "");
    assert_eq!(rules(&findings(&strict, &[&yaml])), ["fund/other-share"]);
}

#[test]
fn every_head_that_begins_with_other_counts() {
    let other = |category: &str| {
        let expense = line(1, "杂", "6", &format!(", 类别: {category}"));
        rules(&check(&statement("6", "", &expense, "0", "")))
    };
    for category in ["其他费用", "其他（杂项）", "其它杂支", "其他"] {
        assert_eq!(other(category), ["fund/other-share"], "{category}");
    }
    assert!(other("办公费").is_empty());
}
