//! What must hold of ballots, weights, rates and results.

use std::collections::BTreeMap;

use rust_decimal::{Decimal, RoundingStrategy};

use super::{Ballots, Object, Review};
use crate::diagnostics::{Diagnostic, Report};
use crate::kinds::{Context, Record};
use crate::values::Fit;

/// Households that one delegate may stand for: from ten to fifty.
const PER_DELEGATE: (u32, u32) = (10, 50);

/// The rules that need one round only.
pub fn alone(review: &Review, cx: &Context<'_>, out: &mut Report) {
    if let Some(ballots) = &review.ballots {
        order(ballots, out);
        let people = review
            .electors
            .as_ref()
            .map(|electors| electors.people.value);
        if let Some(people) = people.filter(|people| ballots.issued.value > *people) {
            out.add(
                Diagnostic::new("review/ballots", ballots.issued.place)
                    .case("electors")
                    .arg("issued", ballots.issued.value)
                    .arg("people", people),
            );
        }
    }
    weights(review, out);
    electors(review, out);
    for object in review.objects.iter() {
        of_object(review, object, cx, out);
    }
}

fn of_object(review: &Review, object: &Object, cx: &Context<'_>, out: &mut Report) {
    if let Some(ballots) = &object.ballots {
        order(ballots, out);
    }
    let name = &object.name.value;
    if let (Some(votes), Some(ballots)) = (&object.votes, review.ballots_of(object))
        && votes.sum() != u64::from(ballots.valid.value)
    {
        out.add(
            Diagnostic::new("review/ballots", object.name.place)
                .case("sum")
                .arg("name", name)
                .arg("sum", votes.sum())
                .arg("valid", ballots.valid.value),
        );
    }
    rate(review, object, out);
    score(review, object, out);
    if let (Some(rank), Some(among)) = (&object.rank, &object.among)
        && (rank.value == 0 || rank.value > among.value)
    {
        out.add(
            Diagnostic::new("review/rank", rank.place)
                .arg("rank", rank.value)
                .arg("among", among.value),
        );
    }
    if review.held.value > cx.day && object.has_result() {
        out.add(
            Diagnostic::new("review/early", object.name.place)
                .arg("held", review.held.value)
                .arg("day", cx.day),
        );
    }
    if let Some(told) = object
        .feedback
        .as_ref()
        .filter(|told| told.date.value < review.held.value)
    {
        out.add(
            Diagnostic::new("review/early", told.date.place)
                .case("feedback")
                .arg("held", review.held.value)
                .arg("told", told.date.value),
        );
    }
    let run = object.run(review.held.value);
    if let ([.., (_, before), (_, last)], Some(result)) = (&run[..], &object.result)
        && before.is_bad()
        && last.is_bad()
    {
        out.add(Diagnostic::new("review/consecutive", result.place).arg("name", name));
    }
}

fn order(ballots: &Ballots, out: &mut Report) {
    let (issued, returned, valid) = (&ballots.issued, &ballots.returned, &ballots.valid);
    if returned.value > issued.value {
        out.add(
            Diagnostic::new("review/ballots", returned.place)
                .arg("issued", issued.value)
                .arg("returned", returned.value),
        );
    }
    if valid.value > returned.value {
        out.add(
            Diagnostic::new("review/ballots", valid.place)
                .case("valid")
                .arg("returned", returned.value)
                .arg("valid", valid.value),
        );
    }
}

fn weights(review: &Review, out: &mut Report) {
    let given: Vec<_> = review
        .groups
        .iter()
        .filter_map(|group| group.weight.as_ref())
        .collect();
    let Some(first) = given.first() else {
        return;
    };
    let sum: Decimal = given.iter().map(|weight| weight.value).sum();
    if given.len() < review.groups.len() {
        let bare = review.groups.iter().find(|group| group.weight.is_none());
        if let Some(group) = bare {
            out.add(
                Diagnostic::new("review/weights", group.name.place)
                    .case("missing")
                    .arg("name", &group.name.value),
            );
        }
    } else if sum != Decimal::ONE_HUNDRED {
        out.add(Diagnostic::new("review/weights", first.place).arg("sum", sum.normalize()));
    }
}

fn electors(review: &Review, out: &mut Report) {
    let Some(electors) = &review.electors else {
        return;
    };
    let Some(households) = &electors.households else {
        return;
    };
    let people = electors.people.value;
    let (least, most) = (
        households.value.div_ceil(PER_DELEGATE.1),
        households.value / PER_DELEGATE.0,
    );
    if people < least || people > most.max(1) {
        out.add(
            Diagnostic::new("review/electors", electors.people.place)
                .arg("people", people)
                .arg("households", households.value)
                .arg("least", least)
                .arg("most", most.max(1)),
        );
    }
}

fn rate(review: &Review, object: &Object, out: &mut Report) {
    let (Some(rate), Some(votes)) = (&object.rate, &object.votes) else {
        return;
    };
    let Some(ballots) = review.ballots_of(object) else {
        return;
    };
    let satisfied = votes.satisfied_votes(&review.satisfied());
    let (own, valid) = (rate.value, ballots.valid.value);
    let (Some(fit), Some(right)) = (own.fits(satisfied, valid), own.recomputed(satisfied, valid))
    else {
        return;
    };
    let case = match fit {
        Fit::Right => return,
        Fit::Cut => "cut",
        Fit::Wrong => "",
    };
    out.add(
        Diagnostic::new("review/rate", rate.place)
            .case(case)
            .arg("rate", own)
            .arg("right", right)
            .arg("part", satisfied)
            .arg("valid", valid),
    );
}

/// The score that the groups' scores and weights come to, at as many decimals as it is written with.
fn score(review: &Review, object: &Object, out: &mut Report) {
    let Some(score) = object.score.as_ref().filter(|_| !object.parts.is_empty()) else {
        return;
    };
    let weight = |name: &str| {
        let group = review
            .groups
            .iter()
            .find(|group| group.name.value == name)?;
        Some(group.weight.as_ref()?.value)
    };
    let mut sum = Decimal::ZERO;
    for part in &object.parts {
        match weight(&part.group.value) {
            Some(weight) => sum += weight * part.score.value / Decimal::ONE_HUNDRED,
            None => {
                out.add(
                    Diagnostic::new("review/weights", part.group.place)
                        .case("unknown")
                        .arg("name", &part.group.value),
                );
                return;
            }
        }
    }
    let all = review.groups.len() == object.parts.len();
    let right =
        sum.round_dp_with_strategy(score.value.scale(), RoundingStrategy::MidpointAwayFromZero);
    if all && right != score.value {
        out.add(
            Diagnostic::new("review/rate", score.place)
                .case("score")
                .arg("score", score.value)
                .arg("right", right),
        );
    }
}

/// The rules that look at the rounds of an organisation one after the other.
pub fn together(records: &[&Record], cx: &Context<'_>, out: &mut Report) {
    type Rounds<'a> = Vec<(&'a Record, &'a Review)>;
    let mut series: BTreeMap<(&str, Option<&str>), Rounds<'_>> = BTreeMap::new();
    for record in records {
        if let Some(review) = record.content::<Review>() {
            let name = review.series.as_ref().map(|series| series.value.as_str());
            series
                .entry((&record.id.org, name))
                .or_default()
                .push((record, review));
        }
    }
    for ((_, name), mut rounds) in series {
        rounds.sort_by_key(|(_, review)| review.held.value);
        for pair in rounds.windows(2) {
            consecutive(pair[0].1, pair[1].1, out);
        }
        if let (Some(name), Some((_, last))) = (name, rounds.last())
            && let (Some(cadence), Some(next)) = (&last.cadence, last.next())
            && next < cx.day
        {
            out.add(
                Diagnostic::new("review/overdue", cadence.place)
                    .arg("series", name)
                    .arg("held", last.held.value)
                    .arg("next", next),
            );
        }
    }
}

/// An object that two rounds in a row found wanting, where the later record does not say so itself.
fn consecutive(earlier: &Review, later: &Review, out: &mut Report) {
    for object in later
        .objects
        .iter()
        .filter(|object| object.before.is_empty())
    {
        let Some(result) = object.result.filter(|result| result.value.is_bad()) else {
            continue;
        };
        let before = earlier
            .objects
            .iter()
            .find(|other| other.name.value == object.name.value);
        let was_bad = before
            .and_then(|other| other.result)
            .is_some_and(|result| result.value.is_bad());
        if was_bad {
            out.add(
                Diagnostic::new("review/consecutive", result.place)
                    .case("run")
                    .arg("name", &object.name.value)
                    .arg("before", earlier.held.value),
            );
        }
    }
}
