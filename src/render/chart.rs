//! Charts: the marks as inline SVG, the words and figures in the template around them.
//!
//! A drawing is as wide as its place and some pixels high: marks are placed in percent, or in a plot that is stretched while its strokes are not.
//! So a chart fills a telephone and a desktop alike, and all writing but the days of a strip is HTML, which wraps and grows with the reader's
//! type. Colours and patterns are the style sheet's, by class; nothing is told by colour alone. The template puts the same figures into a
//! table, so the drawings are hidden from screen readers.
//!
//! The marks are composed with `svg`. Of the plotting libraries, plotters and charts-rs fix sizes, fonts and colours inside the picture, where
//! neither print, larger type nor forced colours reach them (plotters: 23 KB and 130 µs for four points, 0.5 KB and 4 µs here), and poloto and
//! charming bring a style sheet or a script of their own, which the pages' security policy forbids.

mod bars;
mod days;
mod line;

use rust_decimal::prelude::ToPrimitive;
use svg::node::element::{Path, SVG};
use tera::{Kwargs, State, Tera, TeraResult, Value};

use crate::values::parse_decimal;
use days::{Day, Look};

/// Gives templates the charts:
///
/// - `chart_bar(value, of, look)`: a bar; the largest of the list `of`, signs aside, would fill the width.
/// - `chart_stack(values, looks)`: one bar of all values, a segment for each, in proportion.
/// - `chart_line(points)`: a line through `{value, joined}`, each in the middle of a column of equal width.
/// - `chart_days(days)`: a strip of boxes for `{day, weekday, counted, past, today}`.
/// - `chart_key(look)`: the mark of one look, for a legend.
///
/// A look is a class of the style sheet: `good`, `warn`, `late`, `plain` for bars; `gone`, `today`, `ahead`, `off` for days.
pub fn register(tera: &mut Tera) {
    tera.register_function(
        "chart_bar",
        |args: Kwargs, _: &State| -> TeraResult<Value> {
            let value = number(args.must_get("value")?)?;
            let of = numbers(args.must_get("of")?)?;
            let look: &str = args.must_get("look")?;
            Ok(safe(&bars::bar(value, &of, look)))
        },
    );
    tera.register_function(
        "chart_stack",
        |args: Kwargs, _: &State| -> TeraResult<Value> {
            let values = numbers(args.must_get("values")?)?;
            let looks: Vec<String> = args.must_get("looks")?;
            Ok(safe(&bars::stack(&values, &looks)))
        },
    );
    tera.register_function(
        "chart_line",
        |args: Kwargs, _: &State| -> TeraResult<Value> {
            let points: Vec<Value> = args.must_get("points")?;
            let points = points.iter().map(point).collect::<TeraResult<Vec<_>>>()?;
            Ok(safe(&line::line(&points)))
        },
    );
    tera.register_function(
        "chart_days",
        |args: Kwargs, _: &State| -> TeraResult<Value> {
            let days: Vec<Value> = args.must_get("days")?;
            let days = days.iter().map(day).collect::<TeraResult<Vec<_>>>()?;
            Ok(safe(&days::strip(&days)))
        },
    );
    tera.register_function(
        "chart_key",
        |args: Kwargs, _: &State| -> TeraResult<Value> {
            let look: &str = args.must_get("look")?;
            Ok(safe(&match Look::named(look) {
                Some(look) => days::key(look),
                None => bars::key(look),
            }))
        },
    );
}

/// An empty drawing as wide as its place and `height` pixels high, whose lines are `stroke` pixels thick.
fn canvas(height: u32, stroke: u32) -> SVG {
    let mut svg = SVG::new()
        .set("class", "chart")
        .set("width", "100%")
        .set("height", height)
        .set("stroke-width", stroke)
        .set("aria-hidden", "true");
    // Inside HTML the parser knows the namespace.
    svg.get_attributes_mut().remove("xmlns");
    svg
}

/// A plot over the whole width, `columns` units wide and `height` pixels high.
fn stretched(columns: usize, height: u32) -> SVG {
    let mut svg = SVG::new()
        .set("width", "100%")
        .set("height", height)
        .set("viewBox", format!("0 0 {columns} {height}"))
        .set("preserveAspectRatio", "none");
    svg.get_attributes_mut().remove("xmlns");
    svg
}

/// A path of a stretched plot whose strokes keep their width.
fn unscaled(data: impl Into<svg::node::Value>) -> Path {
    Path::new()
        .set("d", data)
        .set("vector-effect", "non-scaling-stroke")
}

/// `share` of the width, 1 being all of it, to a hundredth of a percent.
fn percent(share: f64) -> String {
    format!("{}%", (share * 10_000.0).round() / 100.0)
}

fn safe(svg: &SVG) -> Value {
    Value::safe_string(&svg.to_string())
}

fn wrong(found: &Value) -> tera::Error {
    tera::Error::message(format!("not a number for a chart: {found}"))
}

/// A figure of a view: exact text or a count. Drawing needs no more than a float's exactness.
fn number(value: &Value) -> TeraResult<f64> {
    let number = match value.as_str() {
        Some(text) => parse_decimal(text).and_then(|decimal| decimal.to_f64()),
        None => value.as_number().map(|number| number.as_float()),
    };
    number.ok_or_else(|| wrong(value))
}

fn numbers(values: Vec<Value>) -> TeraResult<Vec<f64>> {
    values.iter().map(number).collect()
}

fn point(value: &Value) -> TeraResult<line::Point> {
    let height = value
        .get_from_path("value")
        .filter(|value| !value.is_none());
    Ok(line::Point {
        value: height.map(number).transpose()?,
        joined: is(value, "joined"),
    })
}

fn day(value: &Value) -> TeraResult<Day> {
    let text = value.get_from_path("day").and_then(Value::as_str);
    let text = text.ok_or_else(|| wrong(value))?;
    let look = if is(value, "today") {
        Look::Today
    } else if !is(value, "counted") {
        Look::Off
    } else if is(value, "past") {
        Look::Gone
    } else {
        Look::Ahead
    };
    let weekday = value.get_from_path("weekday").map_or(Ok(0.0), number)?;
    Ok(Day {
        number: text
            .rsplit('-')
            .next()
            .unwrap_or(text)
            .trim_start_matches('0')
            .to_owned(),
        begins_week: weekday == 1.0,
        look,
    })
}

fn is(value: &Value, field: &str) -> bool {
    value.get_from_path(field).is_some_and(Value::is_truthy)
}

#[cfg(test)]
mod tests;
