//! A line over periods. Its points stand in the middle of columns of equal width, under which the template puts their labels as HTML.

use svg::node::element::path::Data;
use svg::node::element::{SVG, Text};

use super::{canvas, stretched, unscaled};

/// Height of the drawing in pixels.
const HEIGHT: u32 = 112;

/// Room above the highest and below the lowest mark in pixels.
const MARGIN: f32 = 10.0;

/// Size of a mark in pixels.
const MARK: u32 = 10;

/// A point of the line.
#[derive(Debug, Clone, Copy)]
pub struct Point {
    /// How high; none leaves a gap.
    pub value: Option<f64>,
    /// Whether the line comes to it from the point before.
    pub joined: bool,
}

/// The line through `points`, with the line of zero, which is always within the height. Where a line begins its mark is square, an opening sum;
/// the others are round, closing sums.
pub fn line(points: &[Point]) -> SVG {
    let values = || points.iter().filter_map(|point| point.value);
    let (low, high) = values().fold((0.0_f64, 0.0_f64), |(low, high), value| {
        (low.min(value), high.max(value))
    });
    let room = HEIGHT as f32 - 2.0 * MARGIN;
    let down = |value: f64| match high - low {
        0.0 => MARGIN + room,
        range => tenth(MARGIN + ((high - value) / range) as f32 * room),
    };
    let (mut way, mut round, mut square) = (Data::new(), Data::new(), Data::new());
    let mut drawn = false;
    for (i, point) in points.iter().enumerate() {
        let Some(value) = point.value else {
            drawn = false;
            continue;
        };
        let at = (i as f32 + 0.5, down(value));
        // A line of no length with a cap is a mark that keeps its shape however wide the drawing gets.
        let mark = |marks: Data| marks.move_to(at).horizontal_line_by(0);
        if drawn && point.joined {
            way = way.line_to(at);
            round = mark(round);
        } else {
            way = way.move_to(at);
            square = mark(square);
        }
        drawn = true;
    }
    let zero = down(0.0);
    let axis = Data::new()
        .move_to((0, zero))
        .horizontal_line_by(points.len() as f32);
    let marks = |marks: Data, cap: &str| {
        unscaled(marks)
            .set("stroke-linecap", cap)
            .set("stroke-width", MARK)
    };
    let plot = stretched(points.len(), HEIGHT)
        .add(unscaled(axis).set("class", "axis"))
        .add(unscaled(way))
        .add(marks(square, "square"))
        .add(marks(round, "round"));
    canvas(HEIGHT, 2)
        .add(plot)
        .add(Text::new("0").set("x", 6).set("y", zero - 5.0))
}

fn tenth(pixels: f32) -> f32 {
    (pixels * 10.0).round() / 10.0
}
