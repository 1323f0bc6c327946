//! Whatever the figures are: consistent ones pass, and a slip is found to the fen.

use proptest::prelude::*;
use rust_decimal::Decimal;

use super::{arg, line, statement, world};
use crate::kinds::fund::plain;
use crate::kinds::fund::shares::largest_remainder;
use crate::values::parse_decimal;

/// Sums in fen: an opening, and the lines of each side with a day in July.
type Account = (i64, Vec<(u32, i64)>, Vec<(u32, i64)>);

fn account() -> impl Strategy<Value = Account> {
    let lines = || prop::collection::vec((1..=31u32, 1..50_000_000i64), 1..12);
    (0..1_000_000_000i64, lines(), lines())
}

fn fen(amount: i64) -> Decimal {
    Decimal::new(amount, 2)
}

/// A consistent statement with a running balance on every line, `off` fen added to one line's printed amount.
fn print((opening, income, expense): &Account, off: (usize, i64)) -> String {
    let mut order: Vec<(u32, bool, usize, i64)> = Vec::new();
    for (i, (day, amount)) in income.iter().enumerate() {
        order.push((*day, false, i, *amount));
    }
    for (i, (day, amount)) in expense.iter().enumerate() {
        order.push((*day, true, i, -*amount));
    }
    order.sort();
    let mut balance = *opening;
    let mut sides = [Vec::new(), Vec::new()];
    for (k, (day, out, _, effect)) in order.into_iter().enumerate() {
        balance += effect;
        let printed = effect.abs() + if k == off.0 { off.1 } else { 0 };
        let more = match off.1 {
            0 => format!(", 余额: {}", fen(balance)),
            _ => String::new(),
        };
        sides[usize::from(out)].push(line(day, "项", &fen(printed).to_string(), &more));
    }
    let sum = |lines: &[(u32, i64)]| fen(lines.iter().map(|(_, amount)| amount).sum());
    statement(
        &fen(*opening).to_string(),
        &sides[0].join(", "),
        &sides[1].join(", "),
        &fen(balance).to_string(),
        &format!("合计: {{收入: {}, 支出: {}}}", sum(income), sum(expense)),
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn consistent_figures_have_no_errors(account in account()) {
        let found = world().check("fund", &print(&account, (0, 0)));
        let found: Vec<_> = found.iter().filter(|d| d.rule != "fund/negative").collect();
        prop_assert!(found.is_empty(), "{found:?}");
    }

    #[test]
    fn a_changed_amount_is_found_with_the_exact_difference(
        account in account(), at in any::<prop::sample::Index>(), by in 1..9_999_999i64, less: bool,
    ) {
        let by = if less { -by } else { by };
        let at = at.index(account.1.len() + account.2.len());
        let found = world().check("fund", &print(&account, (at, by)));
        for rule in ["fund/closing", "fund/total"] {
            let found = found.iter().find(|d| d.rule == rule);
            let difference = found.map(|d| parse_decimal(arg(d, "difference")).unwrap());
            prop_assert_eq!(difference, Some(fen(by.abs())), "{}", rule);
        }
    }

    #[test]
    fn shares_sum_to_a_hundred_and_explain_themselves(amounts in prop::collection::vec(1..1_000_000i64, 1..20)) {
        let amounts: Vec<Decimal> = amounts.into_iter().map(fen).collect();
        let shares = largest_remainder(&amounts, 1);
        prop_assert_eq!(shares.iter().sum::<Decimal>(), Decimal::ONE_HUNDRED);
        let lines: Vec<String> = amounts
            .iter()
            .zip(&shares)
            .map(|(amount, share)| line(1, "项", &amount.to_string(), &format!(", 占比: {share}")))
            .collect();
        let sum = plain(amounts.iter().sum());
        let found = world().check("fund", &statement("0", &lines.join(", "), "", &sum, ""));
        prop_assert!(found.is_empty(), "{found:?}");
    }
}
