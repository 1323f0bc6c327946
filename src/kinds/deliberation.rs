//! deliberation/*: 四议两公开, the six steps by which a village decides: proposed, discussed, examined and resolved, and both the resolution and its result made public.

use serde::Serialize;

use super::Envelope;
use super::fields::{Chosen, Text, choice, fields};
use crate::diagnostics::{Diagnostic, Report};
use crate::values::{Day, Sp};

choice! {
    /// A step of the procedure.
    pub enum Stage {
        /// The Party branch proposes.
        Proposal = "党支部会提议" / "proposal";
        /// Both committees discuss.
        Consultation = "两委会商议" / "consultation";
        /// The members' meeting examines.
        Members = "党员大会审议" / "members-meeting";
        /// The villagers' representatives resolve.
        Representatives = "村民代表会议决议" / "representatives-meeting";
        /// Or all villagers do.
        Villagers = "村民会议决议" / "villagers-meeting";
        /// The resolution is made public.
        ResolutionPublished = "决议公开" / "resolution-published";
        /// So is what came of it.
        ResultPublished = "实施结果公开" / "result-published";
    }
}

fields! {
    /// A step that was taken.
    pub struct Deliberation {
        /// Which.
        step: Chosen<Stage> = "环节" / "step";
        /// When.
        date: Sp<Day> = "日期" / "date";
        /// Where.
        place_held: Option<Text> = "地点" / "place";
        /// How many were entitled to attend.
        entitled: Option<Sp<u32>> = "应到" / "entitled";
        /// How many did.
        present: Option<Sp<u32>> = "实到" / "present";
        /// How many agreed.
        agreed: Option<Sp<u32>> = "同意" / "agreed";
        /// The day the plan was sent to those who were to attend.
        sent: Option<Sp<Day>> = "送达" / "sent";
        /// What was said or decided.
        text: Option<Text> = "内容" / "text";
    }
}

/// Days by which a plan goes out before the meeting.
const AHEAD: i64 = 3;

impl Stage {
    /// Its place among the six steps, from 0.
    fn rank(self) -> usize {
        match self {
            Stage::Proposal => 0,
            Stage::Consultation => 1,
            Stage::Members => 2,
            Stage::Representatives | Stage::Villagers => 3,
            Stage::ResolutionPublished => 4,
            Stage::ResultPublished => 5,
        }
    }

    /// The least share that must attend, as a fraction: two thirds, or more than half of all villagers (《中华人民共和国村民委员会组织法》 arts. 22 and 26).
    fn reaches_quorum(self, entitled: u32, present: u32) -> bool {
        let (entitled, present) = (u64::from(entitled), u64::from(present));
        match self {
            Stage::Villagers => present * 2 > entitled,
            _ => present * 3 >= entitled * 2,
        }
    }

    fn zh(self) -> &'static str {
        let words = <Stage as super::fields::Choice>::WORDS;
        words
            .iter()
            .find(|(.., own)| *own == self)
            .map_or("", |(zh, ..)| zh)
    }
}

/// The steps in their order, without the choice between representatives and villagers.
const ORDER: [Stage; 6] = [
    Stage::Proposal,
    Stage::Consultation,
    Stage::Members,
    Stage::Representatives,
    Stage::ResolutionPublished,
    Stage::ResultPublished,
];

/// Checks the steps of `envelope`.
pub fn check(envelope: &Envelope, out: &mut Report) {
    let steps = &envelope.deliberation;
    check_order(steps, out);
    for step in steps {
        check_figures(step, out);
        let sent = step.sent.as_ref().map(|sent| sent.value);
        if let Some(sent) = sent.filter(|sent| step.date.value.since(*sent) < AHEAD) {
            out.add(
                finding("deliberation/sent", step, step.date.place)
                    .arg("sent", sent)
                    .arg("date", step.date.value),
            );
        }
    }
}

fn finding(
    rule: &'static str,
    step: &Deliberation,
    place: crate::diagnostics::Place,
) -> Diagnostic {
    Diagnostic::new(rule, place).arg("step", step.step.value.zh())
}

fn check_order(steps: &[Deliberation], out: &mut Report) {
    for pair in steps.windows(2) {
        let [before, after] = pair else { continue };
        if after.step.value.rank() <= before.step.value.rank() {
            out.add(
                finding("deliberation/order", after, after.step.place)
                    .arg("earlier", before.step.value.zh()),
            );
        } else if after.date.value < before.date.value {
            out.add(
                finding("deliberation/order", after, after.date.place)
                    .case("date")
                    .arg("date", after.date.value)
                    .arg("earlier", before.step.value.zh())
                    .arg("earlier_date", before.date.value),
            );
        }
    }
    let Some(last) = steps.iter().max_by_key(|step| step.step.value.rank()) else {
        return;
    };
    let rank = last.step.value.rank();
    let missing = |stage: &&Stage| {
        !steps
            .iter()
            .any(|own| own.step.value.rank() == stage.rank())
    };
    for stage in ORDER[..rank].iter().filter(missing) {
        out.add(
            finding("deliberation/order", last, last.step.place)
                .case("missing")
                .arg("missing", stage.zh()),
        );
    }
}

/// What the numbers of a meeting come to: nobody is present who is not entitled, enough are, and more than half of them agree.
fn check_figures(step: &Deliberation, out: &mut Report) {
    if let (Some(entitled), Some(present)) = (&step.entitled, &step.present) {
        let found = |rule| {
            finding(rule, step, present.place)
                .arg("present", present.value)
                .arg("entitled", entitled.value)
        };
        if present.value > entitled.value {
            out.add(found("deliberation/count"));
        } else if !step
            .step
            .value
            .reaches_quorum(entitled.value, present.value)
        {
            let case = match step.step.value {
                Stage::Villagers => "villagers",
                _ => "",
            };
            let share = share(present.value, entitled.value).unwrap_or_default();
            out.add(found("deliberation/quorum").case(case).arg("share", share));
        }
    }
    if let (Some(present), Some(agreed)) = (&step.present, &step.agreed) {
        let found = |rule| {
            finding(rule, step, agreed.place)
                .arg("agreed", agreed.value)
                .arg("present", present.value)
        };
        if agreed.value > present.value {
            out.add(found("deliberation/count").case("agreed"));
        } else if u64::from(agreed.value) * 2 <= u64::from(present.value) {
            let share = share(agreed.value, present.value).unwrap_or_default();
            out.add(found("deliberation/majority").arg("share", share));
        }
    }
}

/// `part` of `whole` in percent with one decimal, rounded half up: `84.4%`.
fn share(part: u32, whole: u32) -> Option<String> {
    let (part, whole) = (u64::from(part), u64::from(whole));
    let tenths = (part * 2000 + whole).checked_div(whole * 2)?;
    Some(format!("{}.{}%", tenths / 10, tenths % 10))
}

/// A step as pages and sheets show it.
#[derive(Serialize)]
pub struct DeliberationView<'a> {
    step: &'static str,
    date: Day,
    place: Option<&'a str>,
    entitled: Option<u32>,
    present: Option<u32>,
    agreed: Option<u32>,
    present_share: Option<String>,
    agreed_share: Option<String>,
    text: Option<&'a str>,
}

/// The steps of `envelope`, in their order.
pub fn view(envelope: &Envelope) -> Vec<DeliberationView<'_>> {
    let mut steps: Vec<&Deliberation> = envelope.deliberation.iter().collect();
    steps.sort_by_key(|step| step.step.value.rank());
    let number = |n: &Option<Sp<u32>>| n.as_ref().map(|n| n.value);
    let of = |step: &Deliberation| {
        (
            number(&step.entitled),
            number(&step.present),
            number(&step.agreed),
        )
    };
    let ratio = |part: Option<u32>, whole: Option<u32>| share(part?, whole?);
    steps
        .into_iter()
        .map(|step| {
            let (entitled, present, agreed) = of(step);
            DeliberationView {
                step: step.step.value.key(),
                date: step.date.value,
                place: step.place_held.as_ref().map(|text| text.value.as_str()),
                entitled,
                present,
                agreed,
                present_share: ratio(present, entitled),
                agreed_share: ratio(agreed, present),
                text: step.text.as_ref().map(|text| text.value.as_str()),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::share;
    use crate::diagnostics::Report;
    use crate::kinds::testing::{World, words};

    /// Rule and case of what is wrong with the steps `steps`.
    fn found(steps: &str) -> Vec<String> {
        let yaml = format!("文种: 公告\n四议:\n{steps}");
        let (record, findings) = World::on("2026-11-22").read("notice", "r", &yaml);
        assert!(findings.is_empty(), "{findings:?}");
        let mut out = Report::default();
        super::check(&record.unwrap().envelope, &mut out);
        let name = |d: &crate::diagnostics::Diagnostic| format!("{}#{}", d.rule, d.case);
        out.0.iter().inspect(|d| drop(words(d))).map(name).collect()
    }

    const FIRST: &str =
        "  - {环节: 党支部会提议, 日期: 2026-03-01}\n  - {环节: 两委会商议, 日期: 2026-03-05}\n";

    fn third(figures: &str) -> Vec<String> {
        found(&format!(
            "{FIRST}  - {{环节: 党员大会审议, 日期: 2026-03-12, {figures}}}"
        ))
    }

    #[test]
    fn shares_are_rounded_half_up() {
        assert_eq!(share(38, 45).as_deref(), Some("84.4%"));
        assert_eq!(share(36, 38).as_deref(), Some("94.7%"));
        assert_eq!(share(1, 0), None);
    }

    #[test]
    fn steps_follow_one_another_and_none_is_skipped() {
        assert!(found(FIRST).is_empty());
        let swapped =
            "  - {环节: 两委会商议, 日期: 2026-03-05}\n  - {环节: 党支部会提议, 日期: 2026-03-06}";
        assert_eq!(found(swapped), ["deliberation/order#"]);
        let dates = FIRST.replace("2026-03-05", "2026-02-05");
        assert_eq!(found(&dates), ["deliberation/order#date"]);
        let skipped = format!("{FIRST}  - {{环节: 村民代表会议决议, 日期: 2026-03-20}}");
        assert_eq!(found(&skipped), ["deliberation/order#missing"]);
    }

    #[test]
    fn two_thirds_attend_and_more_than_half_agree() {
        assert!(third("应到: 45, 实到: 30, 同意: 16, 送达: 2026-03-09").is_empty());
        assert_eq!(third("应到: 45, 实到: 29"), ["deliberation/quorum#"]);
        assert_eq!(third("实到: 30, 同意: 15"), ["deliberation/majority#"]);
        assert_eq!(third("应到: 44, 实到: 29"), ["deliberation/quorum#"]);
        assert!(third("应到: 44, 实到: 30, 同意: 16").is_empty());
        assert_eq!(third("实到: 31, 同意: 15"), ["deliberation/majority#"]);
        assert!(third("实到: 31, 同意: 16").is_empty());
        assert_eq!(third("应到: 45, 实到: 46"), ["deliberation/count#"]);
        assert_eq!(third("实到: 30, 同意: 31"), ["deliberation/count#agreed"]);
        assert_eq!(third("送达: 2026-03-10"), ["deliberation/sent#"]);
        let all = |figures: &str| {
            let members = "  - {环节: 党员大会审议, 日期: 2026-03-12}";
            found(&format!(
                "{FIRST}{members}\n  - {{环节: 村民会议决议, 日期: 2026-03-20, {figures}}}"
            ))
        };
        assert!(all("应到: 900, 实到: 451, 同意: 226").is_empty());
        assert_eq!(
            all("应到: 900, 实到: 450"),
            ["deliberation/quorum#villagers"]
        );
    }
}
