//! What Party dues may be spent on.

use super::{arg, check, line, rules, statement};

/// The findings about one expense of `account` under `category`.
fn spent(account: &str, category: &str) -> Vec<String> {
    let expense = line(2, "培训班", "5", category);
    let yaml = statement("5", "", &expense, "0", "").replace("工作经费", account);
    rules(&check(&yaml))
}

#[test]
fn party_dues_have_a_closed_list_of_uses() {
    assert!(spent("党费", ", 类别: 培训党员").is_empty());
    assert!(spent("工作经费", ", 类别: 办公").is_empty());
    assert_eq!(spent("党费", ", 类别: 办公"), ["fund/dues-use"]);
    assert_eq!(spent("党费", ""), ["fund/dues-use#missing"]);
}

#[test]
fn a_use_may_be_named_in_the_words_of_the_rule_or_a_part_of_them() {
    for named in [
        "订阅/购买教育资料设备",
        "订阅、购买教育资料设备",
        "购买教育资料设备",
        "订阅教育资料",
        "订阅或购买教育资料设备",
        "表彰先进基层党组织、优秀共产党员",
        "补助受灾党员",
        "修缮受损教育设施",
        "补助生活困难党员（春节）",
        "困难党员",
        "上缴",
        "上缴上级",
        "上缴上级党费",
        "上缴党费",
        "下拨党费",
    ] {
        assert!(
            spent("党费", &format!(", 类别: {named}")).is_empty(),
            "{named}"
        );
    }
    for other in [
        "购买设备",
        "补助生活困难群众",
        "补助",
        "党费",
        "培训",
        "购买办公设备",
    ] {
        assert_eq!(
            spent("党费", &format!(", 类别: {other}")),
            ["fund/dues-use"],
            "{other}"
        );
    }
}

#[test]
fn handing_up_is_named_apart_from_the_five_uses() {
    let expense = line(2, "空调", "5", ", 类别: 办公");
    let yaml = statement("5", "", &expense, "0", "").replace("工作经费", "党费");
    let found = check(&yaml);
    assert_eq!(arg(&found[0], "uses").matches('、').count(), 4);
    assert!(arg(&found[0], "transfers").contains("上缴"));
}
