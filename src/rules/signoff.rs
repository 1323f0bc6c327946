//! signoff/*: the steps that a record went through before it is published.

use crate::diagnostics::{Diagnostic, Report};
use crate::kinds::fields::Text;
use crate::kinds::{Record, Signature};
use crate::source::config::SiteConfig;

pub use authority::{Authorities, check_orgs};

mod authority;

/// The steps in their order (《中国共产党党务公开条例（试行）》 art. 15, with the village supervisors of local rules): name, English name, and other words that officers use for them.
const STEPS: [(&str, &str, &[&str]); 4] = [
    ("提出", "draft", &["拟稿", "起草", "拟文", "经办", "制表"]),
    ("审核", "review", &["审查", "初审", "复核", "核稿"]),
    (
        "监督",
        "supervise",
        &[
            "村务监督",
            "监督审查",
            "村务监督委员会审查",
            "村务监督委审查",
            "民主理财",
        ],
    ),
    ("审批", "approve", &["批准", "签发", "审定", "核准"]),
];

/// The steps that the site asks for and `record` does not carry yet.
pub fn open_steps<'c>(record: &'c Record, config: &'c SiteConfig) -> impl Iterator<Item = &'c str> {
    let signed = &record.envelope.signoff;
    let open = move |step: &&'c Text| {
        !signed
            .iter()
            .any(|signature| is_step(&signature.step, step))
    };
    config
        .signoff
        .of(record.kind.name())
        .iter()
        .filter(open)
        .map(|step| step.value.as_str())
}

/// Checks the sign-off of a record that is to be published.
pub fn check(record: &Record, config: &SiteConfig, out: &mut Report) {
    let signed = &record.envelope.signoff;
    for step in open_steps(record, config) {
        out.add(Diagnostic::new("signoff/missing", record.place()).arg("step", step));
    }
    self_signed(record, signed, out);
    // Steps of a site's own have no place in the order; theirs is the officers' business.
    let mut ordered: Vec<(usize, &Signature)> = signed
        .iter()
        .filter_map(|signature| Some((rank(&signature.step)?, signature)))
        .collect();
    ordered.sort_by_key(|(rank, _)| *rank);
    for pair in ordered.windows(2) {
        let ((_, before), (_, after)) = (pair[0], pair[1]);
        if before.date.value > after.date.value {
            let finding = Diagnostic::new("signoff/order", after.date.place)
                .arg("step", &after.step.value)
                .arg("date", after.date.value);
            out.add(
                finding
                    .arg("earlier", &before.step.value)
                    .arg("earlier_date", before.date.value),
            );
        }
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
        .find(|signature| rank(&signature.step) == Some(0))
        .map(|signature| &signature.name.value);
    let drafter = drafted.or(record.envelope.responsible.as_ref().map(|name| &name.value));
    let Some(drafter) = drafter else { return };
    for signature in signed
        .iter()
        .filter(|signature| signature.name.value.trim() == drafter.trim())
    {
        let step = rank(&signature.step);
        if step == Some(1) || drafted.is_some() && step != Some(0) {
            out.add(
                Diagnostic::new("signoff/self", signature.name.place)
                    .arg("name", drafter.trim())
                    .arg("step", &signature.step.value),
            );
        }
    }
}

/// The English name of a step of the usual order.
pub fn step_key(step: &str) -> Option<&'static str> {
    rank(step).map(|at| STEPS[at].1)
}

/// Where a step comes; a step of the site's own has no place.
pub fn rank(step: &str) -> Option<usize> {
    let step = step.trim();
    STEPS
        .iter()
        .position(|(zh, en, others)| *zh == step || *en == step || others.contains(&step))
}

/// Whether a signed step is the one that is asked for, in either language.
fn is_step(signed: &str, asked: &str) -> bool {
    let (signed, asked) = (signed.trim(), asked.trim());
    signed == asked
        || STEPS
            .iter()
            .any(|(zh, en, _)| [*zh, *en].contains(&signed) && [*zh, *en].contains(&asked))
}
