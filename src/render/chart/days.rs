//! The days of a notice as a strip of boxes, each state a shape of its own.

use svg::node::element::{SVG, Text};

use super::{canvas, percent, stretched, unscaled};

/// Height of the drawing in pixels: the days' numbers stand above, the boxes below.
const HEIGHT: u32 = 50;

/// Height of the boxes' plot in pixels.
const BOX: u32 = 26;

/// So many days have room for all their numbers on a telephone; of more, only today and the Mondays have one.
const NUMBERED: usize = 10;

/// A Monday this near to today has no number, lest they run into one another.
const APART: usize = 4;

/// Thickness of a box's edge in pixels.
const EDGE: u32 = 1;

/// What a day is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// Counted and over: a full box of half the height.
    Gone,
    /// Today: a full box.
    Today,
    /// Counted and to come: an open box.
    Ahead,
    /// Not counted: a line on the ground.
    Off,
}

impl Look {
    const ALL: [Look; 4] = [Look::Gone, Look::Today, Look::Ahead, Look::Off];

    /// The look called `name`.
    pub fn named(name: &str) -> Option<Look> {
        Look::ALL.into_iter().find(|look| look.name() == name)
    }

    fn name(self) -> &'static str {
        match self {
            Look::Gone => "gone",
            Look::Today => "today",
            Look::Ahead => "ahead",
            Look::Off => "off",
        }
    }

    /// Height of its box in pixels.
    fn height(self) -> u32 {
        match self {
            Look::Today | Look::Ahead => BOX - 2 * EDGE,
            Look::Gone => BOX / 2,
            Look::Off => 2,
        }
    }
}

/// A day of a strip.
#[derive(Debug, Clone)]
pub struct Day {
    /// Its number in the month.
    pub number: String,
    /// Whether it is a Monday.
    pub begins_week: bool,
    /// What it is.
    pub look: Look,
}

/// The boxes of `days`, which fill the width together.
pub fn strip(days: &[Day]) -> SVG {
    let today = days.iter().position(|day| day.look == Look::Today);
    let numbered = |(i, day): &(usize, &Day)| {
        days.len() <= NUMBERED
            || today == Some(*i)
            || (day.begins_week && today.is_none_or(|today| today.abs_diff(*i) > APART))
    };
    let looks: Vec<Look> = days.iter().map(|day| day.look).collect();
    let svg = canvas(HEIGHT, EDGE).add(boxes(&looks).set("y", HEIGHT - BOX));
    let numbers = days.iter().enumerate().filter(numbered).map(|(i, day)| {
        Text::new(day.number.as_str())
            .set("class", day.look.name())
            .set("x", percent((i as f64 + 0.5) / days.len() as f64))
            .set("y", HEIGHT - BOX - 6)
    });
    numbers.fold(svg, SVG::add)
}

/// The box of `look` by itself.
pub fn key(look: Look) -> SVG {
    canvas(BOX, EDGE).add(boxes(&[look]))
}

/// A box for each of `looks`, all of one look as one path. Between boxes a quarter of the width stays free.
fn boxes(looks: &[Look]) -> SVG {
    let plot = stretched(looks.len(), BOX);
    let of = |look: Look| {
        let places = looks.iter().enumerate().filter(|(_, each)| **each == look);
        let (height, ground) = (look.height(), BOX - EDGE);
        let data: String = places
            .map(|(i, _)| format!("M{i}.125 {ground}v-{height}h.75v{height}z"))
            .collect();
        (!data.is_empty()).then(|| unscaled(data).set("class", look.name()))
    };
    Look::ALL.into_iter().filter_map(of).fold(plot, SVG::add)
}
