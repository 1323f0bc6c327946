//! Rows of tables and lists in which people stand: what each column is by its head, and whether a row tells of a child or of illness.

use crate::values::{Day, half_width};

/// What a column of a table of people holds, by its head.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    /// The name of the person.
    Name,
    /// The name of somebody who goes to school.
    Pupil,
    /// Identity number.
    Identity,
    /// Bank card or account.
    Card,
    /// The person's own telephone.
    Phone,
    /// Where the person lives.
    Address,
    /// Day of birth.
    Birth,
    /// Age.
    Age,
    /// Sex.
    Sex,
    /// The person's office: then the telephone is one of the office.
    Post,
    /// Disability, illness, or why somebody gets relief.
    Health,
    /// How much, how many, how long: what a list of relief is published for.
    Figure,
    /// Anything else.
    Other,
}

/// Words that heads hold, the more telling first.
const HEADS: &[(Column, &[&str])] = &[
    (
        Column::Identity,
        &[
            "身份证",
            "身份号",
            "证件号",
            "idnumber",
            "idcard",
            "identity",
        ],
    ),
    (
        Column::Figure,
        &[
            "金额",
            "标准",
            "人数",
            "人口",
            "数量",
            "补助款",
            "元)",
            "amount",
            "persons",
            "household",
        ],
    ),
    (
        Column::Card,
        &[
            "银行",
            "卡号",
            "账号",
            "帐号",
            "存折",
            "一卡通",
            "bank",
            "account",
        ],
    ),
    (
        Column::Post,
        &[
            "办公电话",
            "受理电话",
            "监督电话",
            "咨询电话",
            "值班电话",
            "服务电话",
            "举报电话",
            "职务",
            "岗位",
            "post",
            "网格",
        ],
    ),
    (
        Column::Phone,
        &["手机", "电话", "联系方式", "phone", "mobile", "tel"],
    ),
    (
        Column::Health,
        &[
            "残疾",
            "伤残",
            "病种",
            "病情",
            "病因",
            "疾病",
            "患病",
            "病名",
            "诊断",
            "健康",
            "致贫原因",
            "困难原因",
            "救助原因",
            "致困原因",
            "低保原因",
            "disability",
            "illness",
            "reason",
        ],
    ),
    (
        Column::Address,
        &["住址", "地址", "居住地", "户籍地", "address"],
    ),
    (Column::Birth, &["出生", "生日", "birth"]),
    (Column::Age, &["年龄", "age"]),
    (Column::Sex, &["性别", "sex", "gender"]),
    (Column::Pupil, &["学生姓名", "儿童姓名", "孩子姓名"]),
    (
        Column::Name,
        &[
            "姓名",
            "户主",
            "申请人",
            "受助人",
            "救助对象",
            "受益人",
            "name",
        ],
    ),
    (
        Column::Figure,
        &[
            "补贴", "补助", "期间", "月份", "年度", "时间", "日期", "period", "date",
        ],
    ),
];

/// What the column under `head` holds.
pub fn column(head: &str) -> Column {
    let head: String = half_width(head)
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '_')
        .collect::<String>()
        .to_lowercase();
    // “village” is no age.
    let has = |word: &str| match word.is_ascii() && word.len() < 5 {
        true => head == word,
        false => head.contains(word),
    };
    HEADS
        .iter()
        .find(|(_, words)| words.iter().any(|word| has(word)))
        .map_or(Column::Other, |(column, _)| *column)
}

/// A cell with its head.
#[derive(Debug, Clone, Copy)]
pub struct Cell<'a> {
    /// What its column holds.
    pub column: Column,
    /// What it says.
    pub text: &'a str,
}

/// What a row tells of somebody and should not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// That somebody who is named in full is under 18: until the day, where one is known.
    Minor(Option<Day>),
    /// Somebody's disability, illness or reason for relief.
    Health,
    /// An identity number that can be put together again: all but the birth date, with that beside it.
    Joinable,
}

/// Words that say that somebody is a child, and what follows or comes before where they say it of work with children.
const CHILD: &[(&str, &[&str], &[&str])] = &[
    (
        "学生",
        &["大", "毕业"],
        &[
            "处", "会", "科", "工作", "资助", "家长", "管理", "辅导", "宿舍", "食堂", "营养",
        ],
    ),
    (
        "未成年",
        &["非"],
        &["人保护", "保护", "人工作", "工作", "人救助", "人检察"],
    ),
    (
        "儿童",
        &["妇女"],
        &[
            "主任", "督导", "之家", "服务", "工作", "关爱", "保护", "福利", "科", "医院",
        ],
    ),
    ("孤儿", &[], &["院"]),
    ("初中生", &[], &[]),
    ("高中生", &[], &[]),
];

/// Words of illness and disability, and what comes before or after where they say nothing of a person.
const ILL: &[(&str, &[&str], &[&str])] = &[
    ("精神病", &[], &["院", "医院", "专科"]),
    ("精神分裂", &[], &[]),
    ("精神障碍", &[], &["管理", "防治"]),
    ("癌", &["防", "抗"], &["筛查", "症筛查", "症防"]),
    ("白血病", &[], &[]),
    ("尿毒症", &[], &[]),
    ("艾滋", &["防治", "预防"], &["病防", "防"]),
    ("肿瘤", &[], &["医院", "科", "防"]),
    ("重病", &[], &["保险"]),
    ("大病", &[], &["保险", "医保", "医疗保险", "统筹"]),
    ("瘫", &[], &[]),
    ("透析", &[], &["室", "中心"]),
    ("重残", &[], &[]),
    ("智障", &[], &[]),
    ("聋哑", &[], &["学校"]),
    ("因病", &[], &[]),
    ("因残", &[], &[]),
    ("级残疾", &[], &[]),
    ("残疾一级", &[], &[]),
    ("残疾二级", &[], &[]),
    ("残疾三级", &[], &[]),
    ("残疾四级", &[], &[]),
    ("肢体残疾", &[], &["人协会"]),
    ("视力残疾", &[], &["人协会"]),
    ("听力残疾", &[], &["人协会"]),
    ("言语残疾", &[], &["人协会"]),
    ("智力残疾", &[], &["人协会"]),
    ("精神残疾", &[], &["人协会"]),
    ("多重残疾", &[], &[]),
];

/// What a column of health says where there is nothing to say.
const HEALTHY: &[&str] = &[
    "", "无", "否", "没有", "不是", "健康", "良好", "正常", "合格", "-", "—", "——", "/", "0", "no",
    "none",
];

/// What `cells`, a row of a table or list, tell of somebody, each with the index of the cell.
pub fn check_row(cells: &[Cell<'_>]) -> Vec<(usize, Told)> {
    let named = cells
        .iter()
        .any(|cell| matches!(cell.column, Column::Name | Column::Pupil) && is_full_name(cell.text));
    if !named {
        return Vec::new();
    }
    let grown = || cells.iter().any(|cell| is_of_university(cell.text));
    let born = |cell: &&Cell<'_>| cell.column == Column::Birth && !cell.text.trim().is_empty();
    let told = |cell: &Cell<'_>| match cell.column {
        Column::Name => None,
        Column::Pupil => (!grown() && is_full_name(cell.text)).then_some(Told::Minor(None)),
        Column::Age => age(cell.text)
            .filter(|age| *age < 18)
            .map(|_| Told::Minor(None)),
        Column::Birth => of_age(cell.text).map(|day| Told::Minor(Some(day))),
        Column::Health => {
            let text = cell.text.trim().to_lowercase();
            (!HEALTHY.contains(&text.as_str())).then_some(Told::Health)
        }
        _ if says(cell.text, ILL) => Some(Told::Health),
        _ if says(cell.text, CHILD) && !grown() => Some(Told::Minor(None)),
        _ if is_weak(cell.text) && cells.iter().any(|cell| born(&cell)) => Some(Told::Joinable),
        _ => None,
    };
    let all = cells.iter().enumerate();
    all.filter_map(|(at, cell)| Some((at, told(cell)?)))
        .collect()
}

/// Whether `text` is a Chinese name written out: two to four characters, or longer with a separator, none of them in the place of others.
pub fn is_full_name(text: &str) -> bool {
    const NO_NAME: [char; 16] = [
        '某', '村', '组', '委', '局', '所', '站', '户', '队', '社', '司', '校', '部', '们', '等',
        '无',
    ];
    let text = text.trim();
    let han = |c: char| ('\u{3400}'..='\u{9FFF}').contains(&c) || c > '\u{1FFFF}';
    let count = text.chars().count();
    let joined = text.contains('·');
    (2..=4).contains(&count) | (joined && (4..=20).contains(&count))
        && text.chars().all(|c| han(c) || c == '·')
        && !text.contains('某')
        && !text.ends_with(NO_NAME)
        && !["同学", "家长", "合计", "小计", "总计", "姓名"].contains(&text)
        && !text.ends_with("同学")
}

fn is_of_university(text: &str) -> bool {
    [
        "大学",
        "学院",
        "大专",
        "本科",
        "研究生",
        "高校",
        "硕士",
        "博士",
        "专科",
    ]
    .iter()
    .any(|word| text.contains(word))
}

/// Whether `text` holds one of `words` without what takes its meaning away.
fn says(text: &str, words: &[(&str, &[&str], &[&str])]) -> bool {
    words.iter().any(|(word, before, after)| {
        text.match_indices(word).any(|(at, _)| {
            let (head, tail) = (&text[..at], &text[at + word.len()..]);
            !before.iter().any(|other| head.ends_with(other))
                && !after.iter().any(|other| tail.starts_with(other))
        })
    })
}

fn age(text: &str) -> Option<u32> {
    half_width(text)
        .trim()
        .trim_end_matches(['岁', '周'])
        .trim()
        .parse()
        .ok()
}

/// The day on which somebody who was born on the day, in the month or in the year `text` comes of age.
fn of_age(text: &str) -> Option<Day> {
    let text = half_width(text);
    let parts: Vec<u32> = text
        .split(|c: char| !c.is_ascii_digit())
        .filter(|part| !part.is_empty())
        .filter_map(|part| part.parse().ok())
        .collect();
    let (year, month, of_month) = match parts[..] {
        [whole] if (19_000_101..=21_001_231).contains(&whole) => {
            (whole / 10_000, whole / 100 % 100, whole % 100)
        }
        [whole] if (190_001..=210_012).contains(&whole) => (whole / 100, whole % 100, 1),
        [year] => (year, 1, 1),
        [year, month] => (year, month, 1),
        [year, month, of_month, ..] => (year, month, of_month),
        [] => return None,
    };
    let narrow = |n: u32| i8::try_from(n).ok();
    let born = i16::try_from(year)
        .ok()
        .filter(|year| *year >= 1900)
        .zip(narrow(month).zip(narrow(of_month)))
        .and_then(|(year, (month, of_month))| Day::new(year, month, of_month));
    born.map(|born| born.plus_months(18 * 12))
}

/// Whether `text` is an identity number of which only the birth date is hidden.
fn is_weak(text: &str) -> bool {
    let text = half_width(text);
    let signs: Vec<char> = text.trim().chars().collect();
    let digits = |part: &[char]| part.iter().all(|c| c.is_ascii_digit());
    let hidden = |part: &[char]| {
        part.iter()
            .all(|c| ['*', '×', 'x', 'X', '○', '●'].contains(c))
    };
    match signs.len() {
        18 => {
            let check = signs[17].is_ascii_digit() || matches!(signs[17], 'x' | 'X');
            digits(&signs[..6]) && hidden(&signs[6..14]) && digits(&signs[14..17]) && check
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests;
