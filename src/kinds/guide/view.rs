//! What the pages of a guide show.

use serde::Serialize;

use super::{Fee, FeeMode, Form, Guide, Material, Step, Venue};
use crate::kinds::Words;
use crate::kinds::fields::Text;
use crate::values::{Day, Limit};

/// A guide for its page: the answer first (bring what, where, whom, how long, how much), then all it rests on.
#[derive(Serialize)]
pub struct GuideView<'a> {
    bring: Option<Vec<Words>>,
    #[serde(rename = "where")]
    places_short: Vec<Spot<'a>>,
    whom: Option<Whom<'a>>,
    how_long: HowLong,
    cost: Option<Cost<'a>>,
    at_village: bool,
    code: Option<&'a str>,
    #[serde(rename = "for")]
    applicants: Vec<&'a str>,
    conditions: Option<Vec<&'a str>>,
    materials: Option<Vec<MaterialView<'a>>>,
    steps: Vec<StepView<'a>>,
    places: Vec<VenueView<'a>>,
    agent: Option<Whom<'a>>,
    enquiries: Option<&'a str>,
    complaints: Option<&'a str>,
    checked_on: Option<Day>,
    counts: Parts,
}

impl<'a> GuideView<'a> {
    /// The view of `guide`.
    pub fn new(guide: &'a Guide) -> GuideView<'a> {
        let venues = guide.nearest_first();
        let materials = guide.materials.as_deref();
        GuideView {
            bring: materials.map(|list| list.iter().map(bring).collect()),
            places_short: venues.iter().map(|venue| Spot::new(venue)).collect(),
            whom: whom(guide, &venues),
            how_long: HowLong {
                committed: guide.committed.as_ref().map(|limit| limit.value.into()),
                statutory: guide.statutory.as_ref().map(|limit| limit.value.into()),
            },
            cost: guide.fee.as_ref().map(Cost::new),
            at_village: guide.at_village(),
            code: plain(&guide.code),
            applicants: texts(&guide.applicants),
            conditions: guide.conditions.as_deref().map(texts),
            materials: materials.map(|list| list.iter().map(MaterialView::new).collect()),
            steps: guide.steps.iter().map(StepView::new).collect(),
            agent: agent(guide),
            enquiries: plain(&guide.enquiries),
            complaints: plain(&guide.complaints),
            checked_on: guide.checked_on.as_ref().map(|day| day.value),
            counts: Parts {
                materials: materials.map_or(0, <[_]>::len),
                steps: guide.steps.len(),
                places: venues.len(),
            },
            places: venues.into_iter().map(VenueView::new).collect(),
        }
    }
}

/// One line: the nearest place, the time, and whether it is free; each is left out where the guide does not say.
pub fn gist(guide: &Guide) -> Vec<Words> {
    let nearest = guide.nearest_first();
    let place = nearest
        .first()
        .map(|venue| Words::new("gist.guide").arg("where", &venue.name.value));
    let limit = guide.limit().map(|limit| LimitView::from(limit).words());
    let fee = guide.fee_mode().map(|mode| {
        Words::new(match mode {
            FeeMode::Free => "fee.free",
            FeeMode::Paid => "fee.paid",
        })
    });
    place.into_iter().chain(limit).chain(fee).collect()
}

/// How many materials, steps and places.
#[derive(Serialize)]
struct Parts {
    materials: usize,
    steps: usize,
    places: usize,
}

/// A time limit; `n` is 0 for `at-once`.
#[derive(Debug, Clone, Copy, Serialize)]
pub(super) struct LimitView {
    kind: &'static str,
    n: u32,
}

impl From<Limit> for LimitView {
    fn from(limit: Limit) -> LimitView {
        let (kind, n) = match limit {
            Limit::AtOnce => ("at-once", 0),
            Limit::Hours(n) => ("hours", n),
            Limit::Days(n) => ("days", n),
            Limit::WorkingDays(n) => ("working-days", n),
        };
        LimitView { kind, n }
    }
}

impl LimitView {
    fn words(self) -> Words {
        let key = match self.kind {
            "hours" => "limit.hours",
            "days" => "limit.days",
            "working-days" => "limit.working-days",
            _ => "limit.at-once",
        };
        Words::new(key).arg("n", self.n)
    }
}

#[derive(Serialize)]
struct HowLong {
    committed: Option<LimitView>,
    statutory: Option<LimitView>,
}

/// Where to go, in short.
#[derive(Serialize)]
pub(super) struct Spot<'a> {
    level: Option<&'static str>,
    name: &'a str,
    window: Option<&'a str>,
}

impl<'a> Spot<'a> {
    /// The place in short.
    pub(super) fn new(venue: &'a Venue) -> Spot<'a> {
        Spot {
            level: venue.level.map(|level| level.value.key()),
            name: &venue.name.value,
            window: plain(&venue.window),
        }
    }
}

/// Whom to turn to.
#[derive(Serialize)]
struct Whom<'a> {
    name: &'a str,
    phone: Option<&'a str>,
}

fn agent(guide: &Guide) -> Option<Whom<'_>> {
    guide.agent.as_ref().map(|agent| Whom {
        name: &agent.name.value,
        phone: plain(&agent.phone),
    })
}

/// The agent, or else the nearest place that has a telephone.
fn whom<'a>(guide: &'a Guide, venues: &[&'a Venue]) -> Option<Whom<'a>> {
    agent(guide).or_else(|| {
        venues.iter().find_map(|venue| {
            Some(Whom {
                name: &venue.name.value,
                phone: Some(plain(&venue.phone)?),
            })
        })
    })
}

/// What it costs. A free service shows no amount, even where somebody wrote `0`.
#[derive(Serialize)]
struct Cost<'a> {
    mode: &'static str,
    amount: Option<&'a str>,
    basis: Option<&'a str>,
}

impl<'a> Cost<'a> {
    fn new(fee: &'a Fee) -> Cost<'a> {
        Cost {
            mode: fee.mode.value.key(),
            amount: plain(&fee.amount).filter(|_| fee.mode.value == FeeMode::Paid),
            basis: plain(&fee.basis),
        }
    }
}

/// A material in words: "身份证复印件2份" in the language of the page.
fn bring(material: &Material) -> Words {
    let form = material.form.map(|form| form.value);
    let key = match (form, &material.copies) {
        (None, None) => "guide.bring",
        (None, Some(_)) => "guide.bring-n",
        (Some(Form::Original), None) => "guide.bring-original",
        (Some(Form::Original), Some(_)) => "guide.bring-original-n",
        (Some(Form::Copy), None) => "guide.bring-copy",
        (Some(Form::Copy), Some(_)) => "guide.bring-copy-n",
    };
    let words = Words::new(key).arg("name", &material.name.value);
    match &material.copies {
        Some(copies) => words.arg("n", copies.value),
        None => words,
    }
}

#[derive(Serialize)]
struct MaterialView<'a> {
    name: &'a str,
    form: Option<&'static str>,
    copies: Option<u32>,
    note: Option<&'a str>,
}

impl<'a> MaterialView<'a> {
    fn new(material: &'a Material) -> MaterialView<'a> {
        MaterialView {
            name: &material.name.value,
            form: material.form.map(|form| form.value.key()),
            copies: material.copies.as_ref().map(|copies| copies.value),
            note: plain(&material.note),
        }
    }
}

#[derive(Serialize)]
struct StepView<'a> {
    name: &'a str,
    actor: Option<&'a str>,
    level: Option<&'static str>,
    place: Option<&'a str>,
    limit: Option<LimitView>,
}

impl<'a> StepView<'a> {
    fn new(step: &'a Step) -> StepView<'a> {
        StepView {
            name: &step.name.value,
            actor: plain(&step.actor),
            level: step.level.map(|level| level.value.key()),
            place: plain(&step.venue),
            limit: step.limit.as_ref().map(|limit| limit.value.into()),
        }
    }
}

#[derive(Serialize)]
struct VenueView<'a> {
    level: Option<&'static str>,
    name: &'a str,
    window: Option<&'a str>,
    address: Option<&'a str>,
    hours: Option<&'a str>,
    phone: Option<&'a str>,
}

impl<'a> VenueView<'a> {
    fn new(venue: &'a Venue) -> VenueView<'a> {
        VenueView {
            level: venue.level.map(|level| level.value.key()),
            name: &venue.name.value,
            window: plain(&venue.window),
            address: plain(&venue.address),
            hours: plain(&venue.hours),
            phone: plain(&venue.phone),
        }
    }
}

pub(super) fn plain(text: &Option<Text>) -> Option<&str> {
    text.as_ref().map(|text| text.value.as_str())
}

pub(super) fn texts(list: &[Text]) -> Vec<&str> {
    list.iter().map(|text| text.value.as_str()).collect()
}
