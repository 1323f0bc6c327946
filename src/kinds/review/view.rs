//! What the pages and sheets of reviews show.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::Serialize;

use super::grades::Count;
use super::{Ballots, Object, Review, Step};
use crate::kinds::fields::Text;
use crate::kinds::{Context, Overview, Record, Tone, View};
use crate::values::{Day, Rate};

/// Histories on a page.
const PER_PAGE: usize = 40;

#[derive(Serialize)]
pub struct ReviewView<'a> {
    method: &'static str,
    series: Option<&'a str>,
    held: Day,
    venue: Option<&'a str>,
    cadence: Option<&'static str>,
    next: Option<Day>,
    people: Option<u32>,
    households: Option<u32>,
    delegates: Vec<DelegateView<'a>>,
    groups: Vec<GroupView<'a>>,
    ballots: Option<BallotsView>,
    /// The grades that count as satisfied, where they are named.
    counted: Vec<&'static str>,
    objects: Vec<ObjectView<'a>>,
    /// The grades of the ballot form, best first.
    scale: Vec<&'static str>,
}

#[derive(Serialize)]
struct DelegateView<'a> {
    name: &'a str,
    unit: Option<&'a str>,
    households: Option<u32>,
}

#[derive(Serialize)]
struct GroupView<'a> {
    name: &'a str,
    weight: Option<Decimal>,
    people: Option<u32>,
}

#[derive(Serialize)]
struct BallotsView {
    issued: u32,
    returned: u32,
    valid: u32,
}

#[derive(Serialize)]
struct ObjectView<'a> {
    name: &'a str,
    post: Option<&'a str>,
    ballots: Option<BallotsView>,
    votes: Vec<Count>,
    /// The votes alone, and how each is to be read: for the bar.
    counts: Vec<u32>,
    looks: Vec<Tone>,
    rate: Option<Rate>,
    parts: Vec<(&'a str, Decimal)>,
    score: Option<Decimal>,
    rank: Option<u32>,
    among: Option<u32>,
    result: Option<Result>,
    /// All results with their days, where there are earlier ones.
    run: Vec<(Day, Result)>,
    comments: Vec<&'a str>,
    consequence: Option<(Day, &'a str)>,
    feedback: Option<(Day, &'a str)>,
}

#[derive(Clone, Copy, Serialize)]
struct Result {
    grade: &'static str,
    tone: Tone,
}

fn text(text: &Option<Text>) -> Option<&str> {
    text.as_ref().map(|text| text.value.as_str())
}

fn step(step: &Option<Step>) -> Option<(Day, &str)> {
    step.as_ref()
        .map(|step| (step.date.value, step.text.value.as_str()))
}

impl BallotsView {
    fn new(ballots: &Ballots) -> BallotsView {
        BallotsView {
            issued: ballots.issued.value,
            returned: ballots.returned.value,
            valid: ballots.valid.value,
        }
    }
}

impl<'a> ObjectView<'a> {
    fn new(object: &'a Object, held: Day) -> ObjectView<'a> {
        let result = |grade: super::Grade| Result {
            grade: grade.key(),
            tone: grade.tone(),
        };
        let votes = object
            .votes
            .as_ref()
            .map(|votes| votes.counts())
            .unwrap_or_default();
        let run = match object.before.is_empty() {
            true => Vec::new(),
            false => object.run(held),
        };
        ObjectView {
            name: &object.name.value,
            post: text(&object.post),
            ballots: object.ballots.as_ref().map(BallotsView::new),
            counts: votes.iter().map(|count| count.votes).collect(),
            looks: votes.iter().map(|count| count.tone).collect(),
            votes,
            rate: object.rate.as_ref().map(|rate| rate.value),
            parts: object
                .parts
                .iter()
                .map(|part| (part.group.value.as_str(), part.score.value))
                .collect(),
            score: object.score.as_ref().map(|score| score.value),
            rank: object.rank.as_ref().map(|rank| rank.value),
            among: object.among.as_ref().map(|among| among.value),
            result: object.result.map(|grade| result(grade.value)),
            run: run
                .into_iter()
                .map(|(day, grade)| (day, result(grade)))
                .collect(),
            comments: object.comments.iter().map(|c| c.value.as_str()).collect(),
            consequence: step(&object.consequence),
            feedback: step(&object.feedback),
        }
    }
}

impl<'a> ReviewView<'a> {
    pub(super) fn new(review: &'a Review) -> ReviewView<'a> {
        let held = review.held.value;
        let objects: Vec<ObjectView<'a>> = review
            .objects
            .iter()
            .map(|object| ObjectView::new(object, held))
            .collect();
        let written = objects.iter().find(|object| !object.votes.is_empty());
        let scale = match written {
            Some(object) => object.votes.iter().map(|count| count.grade).collect(),
            None => vec!["satisfied", "fairly-satisfied", "dissatisfied", "unknown"],
        };
        ReviewView {
            method: review.method.value.key(),
            series: text(&review.series),
            held,
            venue: text(&review.venue),
            cadence: review.cadence.map(|cadence| cadence.value.key()),
            next: review.next(),
            people: review.electors.as_ref().map(|e| e.people.value),
            households: review
                .electors
                .as_ref()
                .and_then(|e| Some(e.households.as_ref()?.value)),
            delegates: review
                .delegates
                .iter()
                .map(|delegate| DelegateView {
                    name: &delegate.name.value,
                    unit: text(&delegate.unit),
                    households: delegate.households.as_ref().map(|n| n.value),
                })
                .collect(),
            groups: review
                .groups
                .iter()
                .map(|group| GroupView {
                    name: &group.name.value,
                    weight: group.weight.as_ref().map(|w| w.value.normalize()),
                    people: group.people.as_ref().map(|n| n.value),
                })
                .collect(),
            ballots: review.ballots.as_ref().map(BallotsView::new),
            counted: review
                .counted
                .iter()
                .map(|grade| grade.value.key())
                .collect(),
            objects,
            scale,
        }
    }
}

/// An object with the rounds it was judged in, earliest first.
#[derive(Serialize)]
struct History<'a> {
    org: &'a str,
    name: &'a str,
    post: Option<&'a str>,
    rounds: Vec<Round<'a>>,
}

#[derive(Serialize)]
struct Round<'a> {
    held: Day,
    address: String,
    title: &'a str,
    result: Option<Result>,
    rate: Option<Rate>,
    score: Option<Decimal>,
    rank: Option<u32>,
    among: Option<u32>,
}

/// How many objects there are in how many rounds.
#[derive(Serialize)]
struct Head {
    objects: usize,
    rounds: usize,
}

/// The page of all objects with their histories.
pub(super) fn histories<'a>(records: &[&'a Record], cx: &Context<'a>) -> Vec<Overview<'a>> {
    let mut objects: BTreeMap<(&str, &str), History<'a>> = BTreeMap::new();
    for record in records {
        let Some(review) = record.content::<Review>() else {
            continue;
        };
        for object in review
            .objects
            .iter()
            .filter(|_| review.held.value <= cx.day)
        {
            let view = ObjectView::new(object, review.held.value);
            let history = objects
                .entry((&record.id.org, &object.name.value))
                .or_insert_with(|| History {
                    org: &record.id.org,
                    name: view.name,
                    post: view.post,
                    rounds: Vec::new(),
                });
            history.rounds.push(Round {
                held: review.held.value,
                address: record.address(),
                title: &record.envelope.title.value,
                result: view.result,
                rate: view.rate,
                score: view.score,
                rank: view.rank,
                among: view.among,
            });
        }
    }
    let head = Head {
        objects: objects.len(),
        rounds: records.len(),
    };
    let histories = objects.into_values().map(|mut history| {
        history.rounds.sort_by_key(|round| round.held);
        Box::new(history) as View<'a>
    });
    vec![Overview {
        slug: "objects",
        org: None,
        template: "review-objects.html",
        head: Box::new(head),
        items: histories.collect(),
        per_page: PER_PAGE,
        groups: Vec::new(),
    }]
}
