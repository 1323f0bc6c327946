//! What of a person's data is published, by the kind of column (《个人信息保护法》 art. 6 and 28; 《社会救助暂行办法》 art. 61).

use super::{Cell, Column, Told, What, check_row, column, scan};
use crate::values::Day;

/// Whether a number is left out or shown in part.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Hide {
    /// Not shown.
    #[default]
    Omit,
    /// The ends of it: 2 + 3 of an identity number, 3 + 4 of a telephone number.
    Ends,
}

impl Hide {
    /// Chinese word, English word and value.
    pub const NAMES: [(&'static str, &'static str, Hide); 2] = [
        ("不公开", "omit", Hide::Omit),
        ("留头尾", "ends", Hide::Ends),
    ];
}

/// How near an address leads.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Area {
    /// To the group or hamlet.
    #[default]
    Group,
    /// To the township.
    Town,
}

impl Area {
    /// Chinese word, English word and value.
    pub const NAMES: [(&'static str, &'static str, Area); 2] = [
        ("到组", "group", Area::Group),
        ("到乡镇", "town", Area::Town),
    ];
}

/// How a name is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Naming {
    /// In full.
    #[default]
    Full,
    /// The surname, as in 张某某.
    Surname,
}

impl Naming {
    /// Chinese word, English word and value.
    pub const NAMES: [(&'static str, &'static str, Naming); 2] = [
        ("全名", "full", Naming::Full),
        ("只留姓", "surname", Naming::Surname),
    ];
}

/// The profile of a site: one rule for each kind of data, so that pieces from two pages cannot be put together. Bank cards and illness have none: they are never shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Mask {
    /// Identity numbers.
    pub identity: Hide,
    /// Residents' telephones.
    pub phone: Hide,
    /// Addresses.
    pub address: Area,
    /// Names.
    pub name: Naming,
}

/// Whether the column is left out altogether.
fn is_dropped(column: Column, mask: Mask) -> bool {
    match column {
        Column::Card | Column::Health => true,
        Column::Identity => mask.identity == Hide::Omit,
        Column::Phone => mask.phone == Hide::Omit,
        _ => false,
    }
}

/// Masks a row of people on `day`: head and cell of each. None where nothing of it is to be masked; cells that are left out are none.
pub fn mask_row(cells: &[(&str, &str)], mask: Mask, day: Day) -> Option<Vec<Option<String>>> {
    let row: Vec<Cell<'_>> = cells
        .iter()
        .map(|(head, text)| Cell {
            column: column(head),
            text,
        })
        .collect();
    let named = |cell: &Cell<'_>| matches!(cell.column, Column::Name | Column::Pupil);
    if !row.iter().any(named) {
        return None;
    }
    let office = row.iter().any(|cell| cell.column == Column::Post);
    let minor = check_row(&row).iter().any(|(_, told)| match told {
        Told::Minor(until) => until.is_none_or(|until| day < until),
        _ => false,
    });
    let hidden = |cell: &Cell<'_>| match cell.column {
        Column::Phone if office => Some(cell.text.to_owned()),
        own if is_dropped(own, mask) => None,
        Column::Name | Column::Pupil if minor => Some(surname(cell.text)),
        own => Some(mask_cell(own, cell.text, mask)),
    };
    let masked: Vec<Option<String>> = row.iter().map(hidden).collect();
    let same = |(cell, now): (&Cell<'_>, &Option<String>)| now.as_deref() == Some(cell.text);
    (!row.iter().zip(&masked).all(same)).then_some(masked)
}

/// What a cell of `column` shows.
pub fn mask_cell(column: Column, text: &str, mask: Mask) -> String {
    match column {
        _ if is_dropped(column, mask) => String::new(),
        Column::Identity => ends(text, 2, 3),
        Column::Phone => ends(text, 3, 4),
        Column::Address => area(text, mask.address).to_owned(),
        Column::Birth => month(text),
        Column::Name | Column::Pupil if mask.name == Naming::Surname => surname(text),
        _ => mask_text(text, mask),
    }
}

/// `text` with the numbers of people in it masked.
pub fn mask_text(text: &str, mask: Mask) -> String {
    let mut masked = String::new();
    let mut done = 0;
    scan(text, |found| {
        masked.push_str(&text[done..found.range.start]);
        let hide = match found.what {
            What::Identity(_) => (mask.identity, 2, 3),
            What::Mobile => (mask.phone, 3, 4),
            What::BankCard => (Hide::Omit, 0, 0),
        };
        match hide {
            (Hide::Ends, head, tail) => masked.push_str(&ends(&found.digits, head, tail)),
            (Hide::Omit, ..) => masked.push_str("***"),
        }
        done = found.range.end;
    });
    masked.push_str(&text[done..]);
    masked
}

/// The first `head` and last `tail` characters of a number. One that is not long enough to hide anything is not shown.
fn ends(text: &str, head: usize, tail: usize) -> String {
    let signs: Vec<char> = text
        .chars()
        .filter(|c| c.is_alphanumeric() || *c == '*')
        .collect();
    match signs.len().checked_sub(head + tail) {
        Some(hidden) if hidden >= 4 => {
            let middle = std::iter::repeat_n('*', hidden);
            let (first, last) = (&signs[..head], &signs[head + hidden..]);
            first
                .iter()
                .copied()
                .chain(middle)
                .chain(last.iter().copied())
                .collect()
        }
        _ => String::new(),
    }
}

/// The part of an address that leads as near as `nearest`. Where it names no such place nothing is known to be safe but what has no number in it.
fn area(text: &str, nearest: Area) -> &str {
    let signs: &[&str] = match nearest {
        Area::Group => &[
            "村民小组",
            "居民小组",
            "自然村",
            "组",
            "社",
            "屯",
            "村",
            "社区",
            "街道",
            "镇",
            "乡",
        ],
        Area::Town => &["街道", "镇", "乡"],
    };
    let cut = signs
        .iter()
        .find_map(|sign| text.rfind(sign).map(|at| at + sign.len()));
    match cut {
        Some(end) => &text[..end],
        None => text
            .find(|c: char| c.is_numeric())
            .map_or(text, |at| &text[..at]),
    }
}

/// The year and month of a day, as in `1990-03`.
fn month(text: &str) -> String {
    match Day::guess(text) {
        Some(day) => format!("{:04}-{:02}", day.year(), day.month()),
        None if text.chars().filter(char::is_ascii_digit).count() <= 6 => text.to_owned(),
        None => String::new(),
    }
}

/// The surname of `name` with 某 for each further character.
fn surname(name: &str) -> String {
    const DOUBLE: [&str; 10] = [
        "欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐",
    ];
    let name = name.trim();
    let length = match name.chars().count() > 2 && DOUBLE.iter().any(|own| name.starts_with(own)) {
        true => 2,
        false => 1,
    };
    let count = name.chars().count().saturating_sub(length).clamp(1, 2);
    name.chars()
        .take(length)
        .chain(std::iter::repeat_n('某', count))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROW: [(&str, &str); 8] = [
        ("姓名", "张大山"),
        ("身份证号", "110101199003074477"),
        ("手机", "13812345678"),
        ("住址", "清溪县水口镇柳村三组12号"),
        ("银行卡号", "6222021234567894"),
        ("出生日期", "1990-03-07"),
        ("致贫原因", "因病"),
        ("备注", "另一号13912345678"),
    ];

    fn masked(mask: Mask) -> Vec<String> {
        let day = Day::parse("2026-11-22").unwrap();
        let row = mask_row(&ROW, mask, day).unwrap();
        row.into_iter()
            .map(|cell| cell.unwrap_or("-".to_owned()))
            .collect()
    }

    #[test]
    fn a_row_shows_what_the_profile_lets_it() {
        let address = "清溪县水口镇柳村三组";
        assert_eq!(
            masked(Mask::default()),
            [
                "张大山",
                "-",
                "-",
                address,
                "-",
                "1990-03",
                "-",
                "另一号***"
            ]
        );
        let other = Mask {
            identity: Hide::Ends,
            phone: Hide::Ends,
            address: Area::Town,
            name: Naming::Surname,
        };
        assert_eq!(
            masked(other),
            [
                "张某某",
                "11*************477",
                "138****5678",
                "清溪县水口镇",
                "-",
                "1990-03",
                "-",
                "另一号139****5678"
            ]
        );
    }

    #[test]
    fn offices_and_things_are_left_as_they_are() {
        let day = Day::parse("2026-11-22").unwrap();
        let office = [
            ("姓名", "张大山"),
            ("职务", "主任"),
            ("电话", "0000-12345643"),
        ];
        assert_eq!(mask_row(&office, Mask::default(), day), None);
        let thing = [("名称", "水泵"), ("地址", "柳村三组12号")];
        assert_eq!(mask_row(&thing, Mask::default(), day), None);
    }

    #[test]
    fn a_child_keeps_its_surname_alone() {
        let day = Day::parse("2026-11-22").unwrap();
        let child = [("姓名", "欧阳小花"), ("出生日期", "2015-03-12")];
        let row = mask_row(&child, Mask::default(), day).unwrap();
        assert_eq!(row[0].as_deref(), Some("欧阳某某"));
    }
}
