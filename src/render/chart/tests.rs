use insta::assert_snapshot;
use proptest::prelude::*;
use serde_json::json;
use tera::Context;

use super::days::{Day, Look};
use super::line::{Point, line};
use super::*;

fn tera() -> Tera {
    let mut tera = Tera::new();
    tera.autoescape_on(vec![".html"]);
    register(&mut tera);
    tera
}

/// `template` with `data` as its `data`.
fn render(template: &str, data: serde_json::Value) -> Result<String, tera::Error> {
    let mut tera = tera();
    tera.add_raw_template("page.html", template)?;
    let mut context = Context::new();
    context.insert("data", &data);
    tera.render("page.html", &context)
}

/// The values of the attribute `name`, in the order of the text.
fn values(svg: &str, name: &str) -> Vec<String> {
    let open = format!(" {name}=\"");
    svg.split(&open)
        .skip(1)
        .map(|rest| rest[..rest.find('"').unwrap()].to_owned())
        .collect()
}

fn shares(svg: &str, name: &str) -> Vec<f64> {
    values(svg, name)
        .iter()
        .map(|text| text.strip_suffix('%').unwrap().parse().unwrap())
        .collect()
}

fn points(values: &[Option<f64>]) -> Vec<Point> {
    let point = |value: &Option<f64>| Point {
        value: *value,
        joined: true,
    };
    values.iter().map(point).collect()
}

fn days(looks: &[Look]) -> Vec<Day> {
    let day = |(i, look): (usize, &Look)| Day {
        number: (i + 1).to_string(),
        begins_week: i % 7 == 3,
        look: *look,
    };
    looks.iter().enumerate().map(day).collect()
}

#[test]
fn drawings_are_small_and_carry_no_style() {
    assert_snapshot!(bars::bar(45.5, &[182.0, 3.0], "good").to_string(), @r#"
    <svg aria-hidden="true" class="chart" height="14" stroke-width="14" width="100%">
    <line class="good" x1="0%" x2="25%" y1="7" y2="7"/>
    </svg>
    "#);
    assert_snapshot!(days::key(Look::Gone).to_string(), @r#"
    <svg aria-hidden="true" class="chart" height="26" stroke-width="1" width="100%">
    <svg height="26" preserveAspectRatio="none" viewBox="0 0 1 26" width="100%">
    <path class="gone" d="M0.125 25v-13h.75v13z" vector-effect="non-scaling-stroke"/>
    </svg>
    </svg>
    "#);
    let mut sums = points(&[Some(10.0), Some(40.0), None, Some(-10.0), Some(0.0)]);
    sums[0].joined = false;
    assert_snapshot!(line(&sums).to_string(), @r#"
    <svg aria-hidden="true" class="chart" height="112" stroke-width="2" width="100%">
    <svg height="112" preserveAspectRatio="none" viewBox="0 0 5 112" width="100%">
    <path class="axis" d="M0,83.6 h5" vector-effect="non-scaling-stroke"/>
    <path d="M0.5,65.2 L1.5,10 M3.5,102 L4.5,83.6" vector-effect="non-scaling-stroke"/>
    <path d="M0.5,65.2 h0 M3.5,102 h0" stroke-linecap="square" stroke-width="10" vector-effect="non-scaling-stroke"/>
    <path d="M1.5,10 h0 M4.5,83.6 h0" stroke-linecap="round" stroke-width="10" vector-effect="non-scaling-stroke"/>
    </svg>
    <text x="6" y="78.6">
    0
    </text>
    </svg>
    "#);
    let looks = [Look::Off, Look::Gone, Look::Today, Look::Ahead, Look::Off];
    let all = [
        bars::bar(-1.0, &[1.0], "warn").to_string(),
        bars::key("late").to_string(),
        bars::stack(&[1.0, 2.0], &["good", "late"]).to_string(),
        line(&sums).to_string(),
        days::strip(&days(&looks)).to_string(),
    ];
    for svg in all {
        assert!(!svg.contains("style") && !svg.contains("xmlns"), "{svg}");
        assert!(
            svg.starts_with("<svg aria-hidden=\"true\" class=\"chart\""),
            "{svg}"
        );
        assert!(svg.len() < 1200, "{svg}");
    }
}

#[test]
fn what_a_theme_or_a_record_says_is_escaped() {
    let evil = "\"><b>&'";
    let mut day = days(&[Look::Today]);
    day[0].number = evil.to_owned();
    for svg in [bars::key(evil).to_string(), days::strip(&day).to_string()] {
        assert!(
            !svg.contains("<b>") && svg.contains("&lt;b&gt;&amp;"),
            "{svg}"
        );
    }
    assert!(!bars::key(evil).to_string().contains("\"\">"));
}

#[test]
fn a_bar_shows_nothing_below_zero_and_the_least_sum() {
    let bar = |value| bars::bar(value, &[-200.0, 100.0], "good").to_string();
    assert!(!bar(0.0).contains("<line"));
    assert!(!bars::bar(0.0, &[0.0], "good").to_string().contains("<line"));
    assert_eq!(values(&bar(100.0), "x2"), ["50%"]);
    assert_eq!(values(&bar(0.01), "x2"), ["1%"]);
    // More than the whole cannot be: it fills the width.
    assert_eq!(values(&bar(900.0), "x2"), ["100%"]);
    let below = bar(-100.0);
    assert_eq!(values(&below, "x2"), ["50%"]);
    assert!(below.contains("plain") && !below.contains("good"));
}

#[test]
fn a_line_has_a_mark_for_each_sum_and_none_in_a_gap() {
    let marks = |values: &[Option<f64>], joined: bool| {
        let mut points = points(values);
        points.iter_mut().for_each(|point| point.joined &= joined);
        let svg = line(&points).to_string();
        let data = self::values(&svg, "d");
        let count = |data: &str, sign: &str| data.matches(sign).count();
        // Ways, opening marks, closing marks.
        (
            count(&data[1], "L"),
            count(&data[2], "M"),
            count(&data[3], "M"),
        )
    };
    let (a, b) = (Some(5.0), Some(7.0));
    assert_eq!(marks(&[a], true), (0, 1, 0));
    assert_eq!(marks(&[a, b, a], true), (2, 1, 2));
    assert_eq!(marks(&[a, b, a], false), (0, 3, 0));
    assert_eq!(marks(&[a, b, None, a, b, b], true), (3, 2, 3));
    assert_eq!(marks(&[None], true), (0, 0, 0));
    assert_eq!(marks(&[], true), (0, 0, 0));
}

#[test]
fn zero_is_always_within_the_height() {
    let heights = |sums: &[f64]| {
        let svg = line(&points(&sums.iter().copied().map(Some).collect::<Vec<_>>())).to_string();
        let data = values(&svg, "d");
        let marks = format!("{} {}", data[2], data[3]);
        let down = |path: &str| -> f32 {
            let (_, rest) = path.split_once(',').unwrap();
            rest.split_whitespace().next().unwrap().parse().unwrap()
        };
        let marks: Vec<f32> = marks.split('M').skip(1).map(down).collect();
        (down(&data[0]), marks)
    };
    assert_eq!(heights(&[0.0, 0.0]), (102.0, vec![102.0, 102.0]));
    assert_eq!(heights(&[500.0, 500.0]), (102.0, vec![10.0, 10.0]));
    assert_eq!(heights(&[-30.0, -60.0]), (10.0, vec![56.0, 102.0]));
    assert_eq!(heights(&[10.0, -10.0]), (56.0, vec![10.0, 102.0]));
}

#[test]
fn each_state_of_a_day_has_its_shape_and_long_strips_number_the_mondays() {
    let looks = [Look::Off, Look::Gone, Look::Gone, Look::Today, Look::Ahead];
    let svg = days::strip(&days(&looks)).to_string();
    let count = |look: &str| {
        let path = svg
            .split("<path ")
            .find(|path| path.starts_with(look))
            .unwrap();
        path[..path.find('>').unwrap()].matches('M').count()
    };
    assert_eq!(
        [
            count("class=\"off"),
            count("class=\"gone"),
            count("class=\"today"),
            count("class=\"ahead")
        ],
        [1, 2, 1, 1]
    );
    assert_eq!(
        shares(&svg[svg.find("<text").unwrap()..], "x"),
        [10.0, 30.0, 50.0, 70.0, 90.0]
    );
    let numbers = |today: Option<usize>| {
        let mut looks = [Look::Ahead; 66];
        if let Some(today) = today {
            looks[today] = Look::Today;
        }
        let svg = days::strip(&days(&looks)).to_string();
        assert!(svg.len() < 4000, "{}", svg.len());
        svg.matches("<text").count()
    };
    // Nine Mondays; one near today makes room for it.
    assert_eq!(
        (numbers(None), numbers(Some(10)), numbers(Some(12))),
        (9, 9, 9)
    );
}

#[test]
fn templates_draw_with_figures_as_views_have_them() {
    let data = json!({
        "total": "45,000.00", "counts": [3, 0, 1], "rate": 0.5,
        "points": [{"value": "1.00", "joined": false}, {"value": null, "joined": false}, {"value": "3.20", "joined": false}],
        "days": [{"day": "2026-11-09", "weekday": 1, "counted": true, "past": true, "today": false}],
    });
    let page = render(
        "{{ chart_bar(value=data.total, of=[data.total, data.rate], look='good') }}\
         {{ chart_stack(values=data.counts, looks=['good', 'warn', 'late']) }}\
         {{ chart_line(points=data.points) }}{{ chart_days(days=data.days) }}\
         {{ chart_key(look='off') }}{{ chart_key(look='late') }}",
        data,
    )
    .unwrap();
    assert_eq!(page.matches("aria-hidden").count(), 6);
    assert!(!page.contains("&lt;"), "{page}");
    assert!(page.contains("\n9\n</text>"), "{page}");
    for wrong in [
        "chart_bar(value='四万', of=[1], look='good')",
        "chart_days(days=[1])",
    ] {
        assert!(
            render(&format!("{{{{ {wrong} }}}}"), json!({})).is_err(),
            "{wrong}"
        );
    }
}

proptest! {
    #[test]
    fn the_segments_of_a_stack_join_and_fill_the_width(values in prop::collection::vec(-3.0f64..1000.0, 0..9)) {
        let looks = vec!["good"; values.len()];
        let svg = bars::stack(&values, &looks).to_string();
        let (from, to) = (shares(&svg, "x1"), shares(&svg, "x2"));
        let shown = values.iter().filter(|value| **value > 0.0).count();
        prop_assert_eq!(from.len(), shown);
        if shown > 0 {
            prop_assert_eq!((from[0], to[shown - 1]), (0.0, 100.0));
            prop_assert_eq!(&from[1..], &to[..shown - 1]);
            for (from, to) in from.iter().zip(&to) {
                prop_assert!(to - from > 0.85, "{}", svg);
            }
        }
    }
}
