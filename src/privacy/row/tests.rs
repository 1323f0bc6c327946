use super::*;

fn told(row: &[(&str, &str)]) -> Vec<(usize, Told)> {
    let cells: Vec<Cell<'_>> = row
        .iter()
        .map(|(head, text)| Cell {
            column: column(head),
            text,
        })
        .collect();
    check_row(&cells)
}

#[test]
fn a_child_named_in_full_is_told_and_work_with_children_is_not() {
    let of_age = Some(Day::parse("2033-03-12").unwrap());
    for (row, wanted) in [
        ([("姓名", "张小花"), ("年龄", "12岁")], Told::Minor(None)),
        (
            [("姓名", "张小花"), ("出生年月", "2015年3月12日")],
            Told::Minor(of_age),
        ),
        ([("姓名", "张小花"), ("备注", "小学生")], Told::Minor(None)),
        (
            [("姓名", "张小花"), ("类别", "留守儿童")],
            Told::Minor(None),
        ),
    ] {
        assert_eq!(told(&row), [(1, wanted)], "{row:?}");
    }
    for row in [
        [("姓名", "张某某"), ("年龄", "12")],
        [("姓名", "张小花"), ("年龄", "35")],
        [("姓名", "张小花"), ("岗位", "儿童主任")],
        [("姓名", "张小花"), ("备注", "大学生村官")],
        [("姓名", "张小花"), ("职务", "未成年人保护工作站站长")],
        [("名称", "小学生书包"), ("数量", "12")],
        [("学生姓名", "张小花"), ("考取院校", "重庆大学")],
    ] {
        assert_eq!(told(&row), [], "{row:?}");
    }
}

#[test]
fn illness_of_somebody_named_is_told_and_an_office_or_a_scheme_is_not() {
    for row in [
        [("姓名", "张大山"), ("残疾等级", "二级")],
        [("户主", "张大山"), ("致贫原因", "缺劳力")],
        [("姓名", "张大山"), ("备注", "肢体残疾")],
        [("姓名", "张大山"), ("情况", "患尿毒症多年")],
        [("姓名", "张大山"), ("救助类型", "大病救助")],
    ] {
        assert_eq!(told(&row), [(1, Told::Health)], "{row:?}");
    }
    for row in [
        [("姓名", "张某"), ("残疾等级", "二级")],
        [("姓名", "张大山"), ("残疾等级", "无")],
        [("姓名", "张大山"), ("残疾人补贴金额", "80")],
        [("姓名", "张大山"), ("单位", "县残联")],
        [("姓名", "张大山"), ("险种", "大病保险")],
        [("名称", "重病救助"), ("金额", "3000")],
    ] {
        assert_eq!(told(&row), [], "{row:?}");
    }
}

#[test]
fn a_number_that_hides_the_birth_date_alone_is_no_mask_beside_it() {
    let number = ("证号", "110101********4477");
    let born = ("出生年月", "1990-03-07");
    let weak = told(&[("姓名", "张大山"), number, born]);
    assert!(weak.contains(&(1, Told::Joinable)), "{weak:?}");
    assert_eq!(told(&[("姓名", "张大山"), number]), []);
}

#[test]
fn heads_are_known() {
    for (head, wanted) in [
        ("公民身份号码", Column::Identity),
        ("身份证号", Column::Identity),
        ("手机号", Column::Phone),
        ("办公电话", Column::Post),
        ("开户银行账号", Column::Card),
        ("家庭住址", Column::Address),
        ("出生年月", Column::Birth),
        ("家庭人口", Column::Figure),
        ("补助金额（元）", Column::Figure),
        ("村名", Column::Other),
        ("village", Column::Other),
    ] {
        assert_eq!(column(head), wanted, "{head}");
    }
}
