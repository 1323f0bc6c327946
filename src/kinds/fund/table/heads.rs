//! The columns of a table of lines, by the heads that officers give them.

use super::cell_name;
use super::rows::{Cell, Row};
use crate::diagnostics::{Diagnostic, Place};
use crate::kinds::fields::Reader;
use crate::kinds::fund::amount::word;
use crate::values::{Node, Unit, Value, half_width};

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    /// The day.
    Date,
    /// Number of the voucher.
    Voucher,
    /// What for.
    Summary,
    /// Under which head.
    Category,
    /// The side, where all amounts stand in one column.
    Side,
    /// The amount of either side.
    Amount,
    /// The amount of a line of income.
    Income,
    /// The amount of a line of expense.
    Expense,
    /// Who handled it.
    Handler,
    /// Who bears witness.
    Witness,
    /// Who approved it.
    Approver,
    /// What was left after it.
    Balance,
    /// Its share of the side.
    Percent,
    /// What the officers keep for themselves.
    Ignored,
}

/// Each column with its heads, the canonical one first.
const HEADS: &[(Column, &[&str])] = &[
    (Column::Date, &["日期", "date"]),
    (Column::Voucher, &["凭证", "凭证号", "voucher"]),
    (Column::Summary, &["摘要", "summary"]),
    (Column::Category, &["类别", "category"]),
    (Column::Side, &["收支", "side"]),
    (Column::Amount, &["金额", "amount"]),
    (Column::Income, &["收入", "收入金额", "income"]),
    (Column::Expense, &["支出", "支出金额", "expense"]),
    (Column::Handler, &["经手", "经手人", "handler"]),
    (Column::Witness, &["证明", "证明人", "witness"]),
    (Column::Approver, &["审批", "审批人", "approver"]),
    (Column::Balance, &["余额", "结余", "balance"]),
    (Column::Percent, &["占比", "percent"]),
    (
        Column::Ignored,
        &["序号", "备注", "附件", "附件张数", "单据张数"],
    ),
];

impl Column {
    /// The canonical head, which is also the key of the line.
    pub fn name(self) -> &'static str {
        HEADS
            .iter()
            .find(|(column, _)| *column == self)
            .map_or("", |(_, heads)| heads[0])
    }

    /// Whether it holds sums of money.
    pub fn is_money(self) -> bool {
        matches!(
            self,
            Column::Amount | Column::Income | Column::Expense | Column::Balance
        )
    }

    /// Whether it holds figures, which count for one row alone.
    pub fn is_figure(self) -> bool {
        self.is_money() || self == Column::Percent
    }
}

/// A head that was understood.
#[derive(Debug, Clone, Copy)]
pub struct Head {
    /// Its column.
    pub column: Column,
    /// The unit in its brackets.
    unit: Option<Unit>,
}

/// What `head` names: `收入（元）`, `凭证号`, `占比(%)`.
pub fn column(head: &str) -> Option<Head> {
    let head: String = half_width(head)
        .chars()
        .filter(|c| !c.is_whitespace())
        .collect::<String>()
        .to_lowercase();
    let bracket = head
        .strip_suffix(')')
        .and_then(|rest| rest.split_once('('))
        .filter(|(name, _)| !name.is_empty());
    let name = bracket.map_or(head.as_str(), |(name, _)| name);
    let known = HEADS.iter().find(|(_, heads)| heads.contains(&name));
    let column = match known {
        Some((column, _)) => *column,
        // A table under content/private/ may hold whom sums were paid to; a statement never shows that.
        None if is_personal(name) => Column::Ignored,
        None => return None,
    };
    let unit = match bracket {
        Some((_, inside)) if column.is_money() => Some(unit_in(inside)?),
        Some((_, inside)) if column == Column::Percent && inside != "%" => return None,
        _ => None,
    };
    Some(Head { column, unit })
}

/// Whether a column holds data of people.
fn is_personal(name: &str) -> bool {
    use crate::privacy::Column as Of;
    let of = crate::privacy::column(name);
    matches!(
        of,
        Of::Name
            | Of::Pupil
            | Of::Identity
            | Of::Card
            | Of::Phone
            | Of::Address
            | Of::Birth
            | Of::Health
    )
}

fn unit_in(bracket: &str) -> Option<Unit> {
    let name = bracket
        .trim_start_matches("单位:")
        .trim_start_matches("人民币");
    Unit::NAMES
        .iter()
        .find(|(zh, en, _)| *zh == name || *en == name)
        .map(|(_, _, unit)| *unit)
}

/// Where the amounts stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// In one column, with the side in another.
    Sided,
    /// In a column for each side.
    Split,
}

/// The columns of a table.
pub struct Heads {
    columns: Vec<Option<Column>>,
    /// Where the amounts stand.
    pub layout: Layout,
}

impl Heads {
    /// Reads the heads that the entries of `first` carry. Each mistake is reported once, at its head.
    pub fn read(first: &Node, unit: Unit, reader: &mut Reader<'_>) -> Option<Heads> {
        let Value::Map(entries) = &first.value else {
            return None;
        };
        let before = reader.out.0.len();
        let mut columns: Vec<Option<Column>> = Vec::new();
        let heads = || entries.iter().filter(|entry| !entry.key.is_empty());
        for entry in heads() {
            let head = column(&entry.key);
            let found = |rule| {
                Diagnostic::new(rule, entry.key_place)
                    .arg("key", &entry.key)
                    .arg("cell", cell_name(entry.key_place))
            };
            let taken =
                |column: Column| column != Column::Ignored && columns.contains(&Some(column));
            match head {
                None => reader.out.add(
                    found("yaml/unknown-key")
                        .case("column")
                        .arg("columns", accepted()),
                ),
                Some(head) if taken(head.column) => {
                    reader.out.add(found("yaml/duplicate-key").case("column"));
                }
                Some(Head {
                    unit: Some(own), ..
                }) if own != unit => reader.out.add(
                    found("fund/unit")
                        .case("head")
                        .arg("found", word(own))
                        .arg("unit", word(unit)),
                ),
                Some(_) => {}
            }
            columns.push(head.map(|head| head.column));
        }
        let place = heads().next().map_or(first.place, |entry| entry.key_place);
        let layout = layout(&columns, place, reader);
        if !columns.contains(&Some(Column::Summary)) {
            let missing = Diagnostic::new("yaml/missing-key", place).case("column");
            reader.out.add(missing.arg("key", Column::Summary.name()));
        }
        if reader.out.0.len() > before {
            return None;
        }
        Some(Heads {
            columns,
            layout: layout?,
        })
    }

    /// A row of the table with the column of each cell.
    pub fn row(&self, node: Node) -> Option<Row> {
        let Value::Map(entries) = node.value else {
            return None;
        };
        let mut columns = self.columns.iter();
        let cells = entries.into_iter().map(|entry| Cell {
            column: match entry.key.is_empty() {
                true => None,
                false => columns.next().copied().flatten(),
            },
            text: match entry.value.value {
                Value::Scalar(text) => text.trim().to_owned(),
                _ => String::new(),
            },
            place: entry.value.place,
        });
        Some(Row {
            place: node.place,
            cells: cells.collect(),
        })
    }
}

fn layout(columns: &[Option<Column>], place: Place, reader: &mut Reader<'_>) -> Option<Layout> {
    let has = |column| columns.contains(&Some(column));
    let split = has(Column::Income) || has(Column::Expense);
    match (has(Column::Amount), has(Column::Side), split) {
        (true, true, false) => Some(Layout::Sided),
        (false, false, true) => Some(Layout::Split),
        _ => {
            let found = Diagnostic::new("yaml/missing-key", place).case("sides");
            reader.out.add(found);
            None
        }
    }
}

/// The heads that can stand over a table, for those who wrote another.
fn accepted() -> String {
    let names = HEADS.iter().flat_map(|(column, heads)| match column {
        Column::Ignored => heads.iter(),
        _ => heads[..1].iter(),
    });
    names.copied().collect::<Vec<_>>().join("、")
}

#[cfg(test)]
mod tests {
    use super::{Column, Unit, column};

    #[test]
    fn heads_are_known_in_officers_words() {
        for (head, wanted) in [
            ("日期", Column::Date),
            ("凭证号", Column::Voucher),
            ("经手人", Column::Handler),
            ("证 明 人", Column::Witness),
            ("审批人", Column::Approver),
            ("附件张数", Column::Ignored),
            ("附件（张）", Column::Ignored),
            ("占比（％）", Column::Percent),
            ("Amount", Column::Amount),
        ] {
            assert_eq!(column(head).map(|h| h.column), Some(wanted), "{head}");
        }
        for (head, unit) in [
            ("收入（元）", Unit::Yuan),
            ("金额(万元)", Unit::WanYuan),
            ("支出（单位：元）", Unit::Yuan),
        ] {
            assert_eq!(column(head).and_then(|h| h.unit), Some(unit), "{head}");
        }
        for head in ["金额（大写）", "方向", "", "（元）", "占比(‰)"] {
            assert!(column(head).is_none(), "{head}");
        }
    }
}
