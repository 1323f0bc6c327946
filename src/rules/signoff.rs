//! signoff/*: the steps that a record went through before it is published.

use crate::diagnostics::{Diagnostic, Report};
use crate::kinds::{Record, Signature};
use crate::source::config::SiteConfig;

/// The steps in their order (《中国共产党党务公开条例（试行）》 art. 15, with the village supervisors of local rules), with their English names.
const STEPS: [(&str, &str); 4] = [
    ("提出", "draft"),
    ("审核", "review"),
    ("监督", "supervise"),
    ("审批", "approve"),
];

/// Checks the sign-off of a record that is to be published.
pub fn check(record: &Record, config: &SiteConfig, out: &mut Report) {
    let signed = &record.envelope.signoff;
    for step in &config.signoff {
        if !signed
            .iter()
            .any(|signature| rank(&signature.step) == rank(step))
        {
            out.add(Diagnostic::new("signoff/missing", record.place()).arg("step", &step.value));
        }
    }
    self_signed(record, signed, out);
    let mut last: Option<&Signature> = None;
    let mut ordered: Vec<&Signature> = signed.iter().collect();
    ordered.sort_by_key(|signature| rank(&signature.step).0);
    for signature in ordered {
        if let Some(before) = last.filter(|before| before.date.value > signature.date.value) {
            let finding = Diagnostic::new("signoff/order", signature.date.place)
                .arg("step", &signature.step.value)
                .arg("date", signature.date.value);
            out.add(
                finding
                    .arg("earlier", &before.step.value)
                    .arg("earlier_date", before.date.value),
            );
        }
        last = Some(signature);
    }
    let published = record.envelope.published.value;
    for late in signed
        .iter()
        .filter(|signature| signature.date.value > published)
    {
        let finding = Diagnostic::new("signoff/order", late.date.place)
            .case("after")
            .arg("step", &late.step.value)
            .arg("date", late.date.value);
        out.add(finding.arg("published", published));
    }
}

/// Nobody reviews what he drafted. The drafter is who signed 提出; without that step, who answers for the record may approve it but not review it.
fn self_signed(record: &Record, signed: &[Signature], out: &mut Report) {
    let drafted = signed
        .iter()
        .find(|signature| rank(&signature.step).0 == 0)
        .map(|signature| &signature.name.value);
    let drafter = drafted.or(record.envelope.responsible.as_ref().map(|name| &name.value));
    let Some(drafter) = drafter else { return };
    for signature in signed
        .iter()
        .filter(|signature| signature.name.value.trim() == drafter.trim())
    {
        let step = rank(&signature.step).0;
        if step == 1 || drafted.is_some() && step > 0 {
            out.add(
                Diagnostic::new("signoff/self", signature.name.place)
                    .arg("name", drafter.trim())
                    .arg("step", &signature.step.value),
            );
        }
    }
}

/// Where a step comes, and its name; an unknown one keeps its name and comes last.
fn rank(step: &str) -> (usize, &str) {
    let step = step.trim();
    match STEPS.iter().position(|(zh, en)| *zh == step || *en == step) {
        Some(i) => (i, STEPS[i].0),
        None => (STEPS.len(), step),
    }
}
