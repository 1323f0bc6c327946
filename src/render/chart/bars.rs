//! Bars: thick lines, so that a pattern is a pattern of dashes and prints without backgrounds.

use svg::node::element::{Line, SVG};

use super::{canvas, percent};

/// Height of a bar in pixels.
const HEIGHT: u32 = 14;

/// Least part of the width for what is not nothing, so that it is seen.
const LEAST: f64 = 0.01;

/// The look that is a thin line: nothing came of a pledge, or a sum is below zero and its bar shows only how much.
const THIN: &str = "plain";

/// A bar for `value`; the largest of `of`, signs aside, would fill the width.
pub fn bar(value: f64, of: &[f64], look: &str) -> SVG {
    let full = of.iter().fold(0.0_f64, |full, value| full.max(value.abs()));
    if value == 0.0 || full == 0.0 {
        return canvas(HEIGHT, HEIGHT);
    }
    let look = if value < 0.0 { THIN } else { look };
    let share = (value.abs() / full).clamp(LEAST, 1.0);
    canvas(HEIGHT, HEIGHT).add(segment(0.0, share, look))
}

/// One bar with a segment for each of `values`, in proportion, each in its look. What is not above zero has none.
pub fn stack<L: AsRef<str>>(values: &[f64], looks: &[L]) -> SVG {
    let mut at = 0.0;
    shares(values)
        .into_iter()
        .zip(looks)
        .filter(|(share, _)| *share > 0.0)
        .fold(canvas(HEIGHT, HEIGHT), |svg, (share, look)| {
            let from = at;
            at += share;
            svg.add(segment(from, at, look.as_ref()))
        })
}

/// The parts of the whole that `values` are. What is above zero but below [`LEAST`] is raised to it at the cost of the larger ones; together they
/// make 1, or 0 where there is nothing.
fn shares(values: &[f64]) -> Vec<f64> {
    let values: Vec<f64> = values.iter().map(|value| value.max(0.0)).collect();
    let total: f64 = values.iter().sum();
    let small = |value: f64| value > 0.0 && value < total * LEAST;
    let (few, rest) = values
        .iter()
        .partition::<Vec<f64>, _>(|value| small(**value));
    let room = 1.0 - few.len() as f64 * LEAST;
    let large: f64 = rest.iter().sum();
    let share = |value: f64| match value {
        _ if small(value) => LEAST,
        _ if large > 0.0 => value / large * room,
        _ => 0.0,
    };
    values.into_iter().map(share).collect()
}

/// A full bar in `look`.
pub fn key(look: &str) -> SVG {
    canvas(HEIGHT, HEIGHT).add(segment(0.0, 1.0, look))
}

fn segment(from: f64, to: f64, look: &str) -> Line {
    let line = Line::new()
        .set("class", look)
        .set("x1", percent(from))
        .set("x2", percent(to))
        .set("y1", HEIGHT / 2)
        .set("y2", HEIGHT / 2);
    match look {
        THIN => line.set("stroke-width", 2),
        _ => line,
    }
}
