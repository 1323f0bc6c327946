//! The rows of a table: which of them are lines.

use super::heads::{Column, column};
use crate::diagnostics::{At, Place};
use crate::kinds::fund::Side;
use crate::values::{Day, Entry, Node, Value, half_width, parse_decimal};

/// A cell; its text is empty where nothing stands in it.
#[derive(Debug)]
pub struct Cell {
    /// What its column holds; none beside the heads.
    pub column: Option<Column>,
    /// What stands in it.
    pub text: String,
    /// Where it stands.
    pub place: Place,
}

/// A row.
#[derive(Debug)]
pub struct Row {
    /// Its first cell.
    pub place: Place,
    /// Its cells in order.
    pub cells: Vec<Cell>,
}

/// What a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowKind {
    /// A line of the account.
    Line,
    /// The sum of all lines, of one side where it says so.
    Total(Option<Side>),
    /// Sums of a part, what is carried over, heads, signatures.
    Nothing,
}

/// What stands for nothing in a cell of figures.
const DASHES: &[&str] = &["-", "--", "/", "\\"];

/// How a row of sums ends.
const SUMS: &[&str] = &[
    "合计",
    "小计",
    "总计",
    "累计",
    "合计数",
    "total",
    "subtotal",
];

/// What may stand before: a part of the account. Before a sum of the whole stand the words of [`WHOLE`].
const PART: &[&str] = &["本月", "本页", "本日", "当月", "当日", "本周"];

/// What may stand before a sum of the whole.
const WHOLE: &[&str] = &[
    "",
    "总",
    "本期",
    "本季",
    "本季度",
    "本年",
    "本年度",
    "全年",
    "年度",
    "收支",
];

/// Rows that carry a balance over and are no line where they have no amount.
const CARRIED: &[&str] = &[
    "承前页",
    "接上页",
    "承上页",
    "过次页",
    "转下页",
    "期初",
    "期初余额",
    "期初结余",
    "上期结转",
    "上期余额",
    "上期结余",
    "上年结转",
    "上年结余",
    "上年余额",
    "上月结转",
    "上月结余",
    "上月余额",
    "上季结转",
    "上季结余",
    "上季度结转",
    "上季度结余",
    "期末",
    "期末余额",
    "期末结余",
    "本期结余",
    "本期余额",
    "本月结余",
    "本季结余",
    "本季度结余",
    "年末结存",
    "结转下期",
    "结转下年",
    "结转下月",
    "结转下季",
    "余额",
    "结余",
];

/// Carried rows that repeat sums of the page: no lines even with amounts.
const PAGES: &[&str] = &["承前页", "接上页", "承上页", "过次页", "转下页"];

/// What a signature or a note begins with, before its colon.
const SIGNED: &[&str] = &[
    "制表",
    "填表",
    "制单",
    "审核",
    "复核",
    "审批",
    "出纳",
    "会计",
    "记账",
    "报账",
    "经手",
    "证明",
    "监督",
    "主任",
    "书记",
    "负责人",
    "理财",
    "盖章",
    "公章",
    "签字",
    "签名",
    "签章",
    "公布",
    "公示",
    "公开",
    "日期",
    "单位",
    "备注",
    "说明",
    "电话",
    "注",
];

/// The side that `word` names.
pub fn side_of(word: &str) -> Option<Side> {
    match word {
        "收入" | "收" | "income" => Some(Side::Income),
        "支出" | "支" | "expense" => Some(Side::Expense),
        _ => None,
    }
}

/// The number of the row that `place` stands in.
pub fn row_number(place: Place) -> u32 {
    match place.at {
        At::Cell { row, .. } => row,
        At::File | At::Bytes { .. } => 0,
    }
}

impl Row {
    /// The cell of `column`.
    fn cell(&self, column: Column) -> Option<&Cell> {
        self.cells.iter().find(|cell| cell.column == Some(column))
    }

    /// The cell of `column`, to be changed.
    pub fn cell_mut(&mut self, column: Column) -> Option<&mut Cell> {
        self.cells
            .iter_mut()
            .find(|cell| cell.column == Some(column))
    }

    /// What stands under `column`; empty where nothing does.
    pub fn text(&self, column: Column) -> &str {
        self.cell(column).map_or("", |cell| &cell.text)
    }

    /// The cell of `column` if something stands in it; a dash is nothing among figures.
    pub fn filled(&self, column: Column) -> Option<&Cell> {
        self.cell(column).filter(|cell| {
            let text = half_width(&cell.text);
            let is_dash = column.is_figure() && DASHES.contains(&&*text);
            !text.is_empty() && !is_dash
        })
    }

    /// Whether something stands under `column`.
    pub fn is_filled(&self, column: Column) -> bool {
        self.filled(column).is_some()
    }

    /// Whether nought stands under `column`.
    pub fn is_nought(&self, column: Column) -> bool {
        parse_decimal(&half_width(self.text(column))).is_some_and(|sum| sum.is_zero())
    }

    /// Where something missing under `column` belongs.
    pub fn place_of(&self, column: Column) -> Place {
        let other = match column {
            Column::Expense => Column::Income,
            other => other,
        };
        self.cell(column)
            .or_else(|| self.cell(other))
            .map_or(self.place, |cell| cell.place)
    }

    /// The cells of columns that are read.
    pub fn known(&self) -> impl Iterator<Item = &Cell> {
        let read = |column| column != Column::Ignored;
        self.cells
            .iter()
            .filter(move |cell| cell.column.is_some_and(read))
    }

    /// The filled cells that stand under no head.
    pub fn nameless(&self) -> impl Iterator<Item = &Cell> {
        self.cells
            .iter()
            .filter(|cell| cell.column.is_none() && !cell.text.is_empty())
    }

    /// What the row is.
    pub fn kind(&self) -> RowKind {
        let texts = || self.cells.iter().map(|cell| cell.text.as_str());
        let first = texts().find(|text| !text.is_empty()).unwrap_or_default();
        for label in [self.text(Column::Summary), first] {
            let label = plain(label);
            if let Some(kind) = sum_named(&label) {
                return kind;
            }
            let carried = CARRIED.contains(&label.as_str()) && !self.has_amount();
            if carried || PAGES.contains(&label.as_str()) {
                return RowKind::Nothing;
            }
        }
        let figures = || self.known().filter_map(|cell| cell.column);
        let has_figure = figures().any(|column| column.is_money() && self.is_filled(column));
        let bare = !has_figure && !self.has_day() && !self.is_filled(Column::Summary);
        if bare || self.is_head_again() || self.is_signature() {
            return RowKind::Nothing;
        }
        RowKind::Line
    }

    fn has_amount(&self) -> bool {
        [Column::Amount, Column::Income, Column::Expense]
            .into_iter()
            .any(|column| self.is_filled(column))
    }

    fn has_day(&self) -> bool {
        is_day(self.text(Column::Date))
    }

    /// Whether the head is printed again, as on each page.
    fn is_head_again(&self) -> bool {
        let mut filled = self.known().filter(|cell| !cell.text.is_empty());
        let is_head =
            |cell: &Cell| column(&cell.text).is_some_and(|head| Some(head.column) == cell.column);
        filled.next().is_some_and(is_head) && filled.next().is_some_and(is_head)
    }

    /// Whether people sign or note something here: no day, no figure, and a word of theirs.
    fn is_signature(&self) -> bool {
        let is_word = |text: &str| {
            let text = plain(text);
            let before = text.split_once(':').map(|(before, _)| before);
            let signs = |before: &str| {
                before.chars().count() <= 12 && SIGNED.iter().any(|word| before.contains(word))
            };
            before.is_some_and(signs)
                || ["(盖章)", "(签字)", "(签名)", "(公章)"]
                    .iter()
                    .any(|end| text.ends_with(end))
        };
        let no_figure = |cell: &Cell| {
            !cell.column.is_some_and(Column::is_figure) || !self.is_figure_cell(cell, &is_word)
        };
        !self.has_day()
            && self.known().all(no_figure)
            && self.cells.iter().any(|cell| is_word(&cell.text))
    }

    /// Whether a cell of figures holds one, rather than a name or a day that happens to stand there.
    fn is_figure_cell(&self, cell: &Cell, is_word: &dyn Fn(&str) -> bool) -> bool {
        let text = &cell.text;
        let empty = text.is_empty() || DASHES.contains(&&*half_width(text));
        !empty && !is_word(text) && !is_day(text)
    }

    /// The line as a map from key to cell, with its amount out of `amount`.
    pub fn into_map(self, amount: Column) -> Node {
        let key = |column: Column| match column {
            Column::Ignored | Column::Side => None,
            Column::Amount | Column::Income | Column::Expense => {
                (column == amount).then_some(Column::Amount.name())
            }
            other => Some(other.name()),
        };
        let filled: Vec<bool> = self
            .cells
            .iter()
            .map(|cell| cell.column.is_some_and(|column| self.is_filled(column)))
            .collect();
        let entries = self
            .cells
            .into_iter()
            .zip(filled)
            .filter(|(_, filled)| *filled)
            .filter_map(|(cell, _)| {
                Some(Entry {
                    key: key(cell.column?)?.to_owned(),
                    key_place: cell.place,
                    value: Node {
                        value: Value::Scalar(cell.text),
                        place: cell.place,
                    },
                })
            })
            .collect();
        Node {
            value: Value::Map(entries),
            place: self.place,
        }
    }
}

fn is_day(text: &str) -> bool {
    let text = half_width(text);
    Day::parse(&text).or_else(|| Day::guess(&text)).is_some()
}

/// `text` in half width, without spaces.
fn plain(text: &str) -> String {
    half_width(text)
        .chars()
        .filter(|c| !c.is_whitespace())
        .collect::<String>()
        .to_lowercase()
}

/// Whether `label` names a sum, and of what: 合计, 收入合计, 本页小计, 7月合计.
fn sum_named(label: &str) -> Option<RowKind> {
    let label = label.trim_end_matches(':');
    let end = SUMS.iter().filter(|end| label.ends_with(**end));
    let end = end.max_by_key(|end| end.len())?;
    let before = &label[..label.len() - end.len()];
    let month = |text: &str| {
        let number = text.trim_start_matches('第').trim_end_matches('份');
        let number = number.strip_suffix(['月', '季', '页']);
        number.is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()))
    };
    let is_part = matches!(*end, "小计" | "累计" | "subtotal");
    match before {
        "收入" | "支出" if !is_part => Some(RowKind::Total(side_of(before))),
        "收入" | "支出" => Some(RowKind::Nothing),
        _ if PART.contains(&before) || month(before) => Some(RowKind::Nothing),
        _ if !WHOLE.contains(&before) => None,
        _ if is_part => Some(RowKind::Nothing),
        _ => Some(RowKind::Total(None)),
    }
}

#[cfg(test)]
mod tests {
    use super::{RowKind, Side, sum_named};

    #[test]
    fn sums_are_known_by_their_words() {
        let total = |side| Some(RowKind::Total(side));
        for (label, kind) in [
            ("合计", total(None)),
            ("合计:", total(None)),
            ("本期合计", total(None)),
            ("收入合计", total(Some(Side::Income))),
            ("支出合计", total(Some(Side::Expense))),
            ("小计", Some(RowKind::Nothing)),
            ("本月合计", Some(RowKind::Nothing)),
            ("本年累计", Some(RowKind::Nothing)),
            ("7月份合计", Some(RowKind::Nothing)),
            ("上半年电费合计", None),
            ("电费", None),
        ] {
            assert_eq!(sum_named(label), kind, "{label}");
        }
    }
}
