//! fund 经费公开: what an account took in and paid out in a period, and whether the figures agree.

mod amount;
mod arithmetic;
mod chain;
mod gather;
mod lines;
mod overview;
mod reduced;
mod shares;
mod table;
mod tell;
#[cfg(test)]
mod tests;
mod trend;
mod view;

use std::any::Any;

use rust_decimal::Decimal;

use super::fields::{Choice, Chosen, Field, Map, Reader, Text, Told, choice, fields};
use super::{
    Context, Disclosure, Filed, Kind, Overview, Record, SheetForm, Status, Tone, Use, View, Words,
};
use crate::diagnostics::{Diagnostic, Report};
use crate::privacy::Mask;
use crate::values::{Day, Paper, Period, Sp, Unit, group_digits};
use amount::{Amount, Percent, plain, settle};

/// The kind.
pub struct Funds;

choice! {
    /// Which class of account it is.
    pub enum Account {
        /// For running the organisation.
        Operating = "工作经费" / "operating";
        /// For activities of Party members.
        Activity = "活动经费" / "activity";
        /// Party dues; their uses are a closed list.
        Dues = "党费" / "dues";
        /// For members and residents in need.
        Care = "关爱基金" / "care";
        /// Of the village's collective economy.
        Collective = "集体经济" / "collective";
        /// Of one project, which the account's name tells.
        Project = "项目" / "project";
        /// For visits and condolences.
        Condolence = "慰问" / "condolence";
    }
}

choice! {
    /// The side of the account that a line stands on.
    pub enum Side {
        /// Money in.
        Income = "收入" / "income";
        /// Money out.
        Expense = "支出" / "expense";
    }
}

impl Side {
    /// Both, income first.
    pub const BOTH: [Side; 2] = [Side::Income, Side::Expense];

    /// The Chinese word.
    pub fn word(self) -> &'static str {
        Self::WORDS
            .iter()
            .find(|(_, _, side)| *side == self)
            .map_or("", |(zh, _, _)| zh)
    }
}

fields! {
    /// A statement as it is written. Its sums are in the statement's unit once the kind has read it.
    pub struct Statement {
        /// Class of the account.
        account: Chosen<Account> = "账户" / "account";
        /// Tells accounts of one class apart.
        account_name: Option<Text> = "账户名" / "account_name";
        /// The days it covers.
        period: Sp<Period> = "期间" / "period";
        /// The unit of its figures; 元 if it says nothing.
        unit: Option<Chosen<Unit>> = "单位" / "unit";
        /// What was there before.
        opening: Sp<Amount> = "期初" / "opening";
        /// Money in.
        income: Vec<Line> = "收入" / "income";
        /// Money out.
        expense: Vec<Line> = "支出" / "expense";
        /// The name of a table beside the record that holds the lines.
        table: Option<Text> = "明细" / "table";
        /// The stated sums of the lines.
        totals: Option<Totals> = "合计" / "totals";
        /// What is left.
        closing: Sp<Amount> = "期末" / "closing";
        /// The standards that sums were paid by.
        standards: Vec<Standard> = "标准" / "standards";
    }
}

fields! {
    /// One entry of the account.
    pub struct Line {
        /// When; a yearly statement of dues has no days.
        date: Option<Sp<Day>> = "日期" / "date";
        /// Number of the voucher; one voucher can hold several lines.
        voucher: Option<Text> = "凭证" / "voucher";
        /// What for.
        summary: Text = "摘要" / "summary";
        /// Under which head.
        category: Option<Text> = "类别" / "category";
        /// How much.
        amount: Sp<Amount> = "金额" / "amount";
        /// Who handled it.
        handler: Option<Text> = "经手" / "handler";
        /// Who bears witness.
        witness: Option<Text> = "证明" / "witness";
        /// Who approved it.
        approver: Option<Text> = "审批" / "approver";
        /// What was left after it.
        balance: Option<Sp<Amount>> = "余额" / "balance";
        /// Its share of the side.
        percent: Option<Sp<Percent>> = "占比" / "percent";
    }
}

fields! {
    /// The stated sums.
    pub struct Totals {
        /// Of the income.
        income: Option<Sp<Amount>> = "收入" / "income";
        /// Of the expense.
        expense: Option<Sp<Amount>> = "支出" / "expense";
    }
}

fields! {
    /// A standard that sums were paid by.
    pub struct Standard {
        /// What it is for.
        name: Text = "名称" / "name";
        /// How much for each.
        rate: Option<Sp<Amount>> = "单价" / "rate";
        /// How many.
        count: Option<Sp<Decimal>> = "数量" / "count";
        /// How much in all.
        amount: Option<Sp<Amount>> = "金额" / "amount";
    }
}

/// A line with its side and its number on that side, from 1.
#[derive(Debug, Clone)]
pub struct Entry {
    side: Side,
    n: usize,
    line: Line,
}

impl Entry {
    /// What it adds to the account: negative for money out.
    fn effect(&self) -> Decimal {
        match self.side {
            Side::Income => self.line.amount.value.value,
            Side::Expense => -self.line.amount.value.value,
        }
    }

    fn amount(&self) -> Decimal {
        self.line.amount.value.value
    }

    fn day(&self) -> Option<Day> {
        self.line.date.as_ref().map(|date| date.value)
    }
}

/// A statement of an account.
#[derive(Debug, Clone)]
pub struct Fund {
    /// Everything but the lines, which have moved to `entries`.
    statement: Statement,
    /// The lines of both sides in the order of the file.
    entries: Vec<Entry>,
    /// The sums that the last rows of the table state, income first.
    table_totals: [Option<Sp<Amount>>; 2],
}

impl Fund {
    /// The entries of `side` in the order of the file.
    fn side(&self, side: Side) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(move |entry| entry.side == side)
    }

    /// The sum of `side`'s lines.
    fn sum(&self, side: Side) -> Decimal {
        self.side(side).map(Entry::amount).sum()
    }

    /// The sums of `side` that are stated: in the record, and at the end of its table.
    fn stated(&self, side: Side) -> impl Iterator<Item = &Sp<Amount>> {
        let totals = self.statement.totals.as_ref();
        let own = totals.and_then(|totals| match side {
            Side::Income => totals.income.as_ref(),
            Side::Expense => totals.expense.as_ref(),
        });
        own.into_iter().chain(&self.table_totals[side as usize])
    }

    fn opening(&self) -> Decimal {
        self.statement.opening.value.value
    }

    fn closing(&self) -> Decimal {
        self.statement.closing.value.value
    }

    /// What must be left: opening + income − expense.
    fn right_closing(&self) -> Decimal {
        self.opening() + self.entries.iter().map(Entry::effect).sum::<Decimal>()
    }

    /// Whether both sides of the lines stand in one sequence, as in a table.
    fn in_one_sequence(&self) -> bool {
        self.statement.table.is_some()
    }

    fn unit(&self) -> Unit {
        self.statement
            .unit
            .map_or(Unit::default(), |unit| unit.value)
    }

    /// Whether stated totals and closing are what the lines give.
    fn is_balanced(&self) -> bool {
        self.totals_agree() && self.closing() == self.right_closing()
    }

    /// Whether every stated total is the sum of its lines.
    fn totals_agree(&self) -> bool {
        Side::BOTH.iter().all(|side| {
            self.stated(*side)
                .all(|total| total.value.value == self.sum(*side))
        })
    }
}

/// The statement with every line.
const ACCOUNT: SheetForm = SheetForm {
    name: "account",
    papers: &[Paper::A4.turned(), Paper::A3],
    used: Use::Board,
};

impl Kind for Funds {
    fn name(&self) -> &'static str {
        "fund"
    }

    fn folder(&self) -> (&'static str, &'static str) {
        ("经费", "funds")
    }

    fn template(&self) -> &'static str {
        "fund.html"
    }

    fn fields(&self) -> &'static [Field] {
        Statement::FIELDS
    }

    fn read(&self, map: &mut Map, reader: &mut Reader<'_>) -> Option<Box<dyn Disclosure>> {
        let mut statement = Statement::take(map, reader)?;
        let account = statement.account;
        if account.value == Account::Project && statement.account_name.is_none() {
            let missing = Diagnostic::new("yaml/missing-key", account.place);
            reader.out.add(missing.arg("key", ACCOUNT_NAME));
            return None;
        }
        let lines = gather::lines(&mut statement, reader)?;
        let mut fund = Fund {
            statement,
            entries: lines.entries,
            table_totals: lines.totals,
        };
        settle(&mut fund, reader.out);
        Some(Box::new(fund))
    }

    fn check_together(&self, records: &[&Record], _cx: &Context<'_>, out: &mut Report) {
        chain::check(records, out);
    }

    fn overviews<'a>(&self, records: &[&'a Record], _cx: &Context<'a>) -> Vec<Overview<'a>> {
        overview::overviews(records)
    }
}

/// The key that a project's account cannot do without.
const ACCOUNT_NAME: &str = "账户名";

impl Disclosure for Fund {
    fn as_any(&self) -> &dyn Any {
        self
    }

    fn check(&self, _record: &Record, cx: &Context<'_>, out: &mut Report) {
        arithmetic::totals(self, out);
        arithmetic::closing(self, out);
        arithmetic::balance_column(self, out);
        arithmetic::negative(self, out);
        lines::duplicate_vouchers(self, out);
        lines::dues_uses(self, cx.profile, out);
        shares::other(self, cx.profile, out);
        shares::percents(self, out);
    }

    fn filed(&self) -> Filed<'_> {
        Filed {
            period: Some(&self.statement.period.value),
            empty: self.entries.is_empty(),
            ..Filed::default()
        }
        .chosen("account", &self.statement.account)
    }

    fn status(&self, _record: &Record, _cx: &Context<'_>) -> Status {
        if self.is_balanced() {
            Status::new(Tone::Good, "status.fund.balanced")
        } else {
            Status::new(Tone::Late, "status.fund.unbalanced")
        }
    }

    fn tell(&self) -> Told<'_> {
        tell::tell(self)
    }

    fn view<'a>(&'a self, _record: &'a Record, _cx: &Context<'a>) -> View<'a> {
        Box::new(view::FundView::new(self))
    }

    fn reduced(&self, _cx: &Context<'_>, mask: Mask) -> Option<Box<dyn Disclosure>> {
        let reduced = reduced::of(self, mask)?;
        Some(Box::new(reduced))
    }

    fn sheets(&self) -> &'static [SheetForm] {
        &[ACCOUNT]
    }

    fn table(&self) -> Option<&str> {
        self.statement
            .table
            .as_ref()
            .map(|table| table.value.trim())
    }

    fn gist(&self, _record: &Record, _cx: &Context<'_>) -> Vec<Words> {
        let grouped = |amount| group_digits(amount, 2);
        vec![
            Words::new("gist.fund")
                .arg("income", grouped(self.sum(Side::Income)))
                .arg("expense", grouped(self.sum(Side::Expense)))
                .arg("closing", grouped(self.closing()))
                .phrase("unit", self.unit().phrase()),
        ]
    }
}
