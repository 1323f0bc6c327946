//! Who signed a record and in which post, step by step, with the steps that the site asks for.

use serde::Serialize;

use crate::kinds::Record;
use crate::rules::{Authorities, rank, step_key};
use crate::site::Edition;
use crate::values::Day;

/// A step of the sign-off.
#[derive(Serialize)]
pub struct StepView<'a> {
    /// Its name.
    step: &'a str,
    /// The English name of a step of the usual order.
    key: Option<&'static str>,
    /// Whether the site asks for it.
    asked: bool,
    name: Option<&'a str>,
    post: Option<&'a str>,
    date: Option<Day>,
}

/// The steps of `record` in their order: those that were signed, and those that the site asks for.
pub fn steps<'a>(record: &'a Record, edition: &Edition<'a>) -> Vec<StepView<'a>> {
    let asked = edition.config().signoff.of(record.kind.name());
    let signed = &record.envelope.signoff;
    let same =
        |a: &str, b: &str| a.trim() == b.trim() || rank(a).is_some_and(|n| rank(b) == Some(n));
    let authorities = Authorities::of(edition.orgs());
    let done = signed.iter().map(|own| StepView {
        step: &own.step.value,
        key: step_key(&own.step),
        asked: asked.iter().any(|step| same(step, &own.step)),
        name: Some(&own.name.value),
        post: authorities
            .as_ref()
            .and_then(|all| all.post(&record.id.org, &own.step, &own.name)),
        date: Some(own.date.value),
    });
    let open = asked
        .iter()
        .filter(|step| !signed.iter().any(|own| same(step, &own.step)));
    let mut steps: Vec<StepView<'a>> = done
        .chain(open.map(|step| StepView {
            step: &step.value,
            key: step_key(step),
            asked: true,
            name: None,
            post: None,
            date: None,
        }))
        .collect();
    steps.sort_by_key(|step| rank(step.step).unwrap_or(usize::MAX));
    steps
}
