//! Where the boxes of a flow chart stand. The template writes them as inline SVG, and the same as a list beside it.

use serde::Serialize;

use super::FlowStep;

/// Width of the drawing in pixels: no wider than what a telephone shows.
const WIDTH: usize = 296;
/// Height of a line of writing.
const LINE: usize = 24;
/// Above the first and below the last line of a box.
const PAD: usize = 10;
/// From a box to the next.
const GAP: usize = 30;
/// Chinese characters on a line; Latin letters count half.
const ROOM: usize = 14;

/// A flow chart, in pixels.
#[derive(Debug, Serialize)]
pub(super) struct Flow {
    width: usize,
    height: usize,
    boxes: Vec<FlowBox>,
}

/// A box and the arrow that leads to it.
#[derive(Debug, Serialize)]
struct FlowBox {
    top: usize,
    height: usize,
    lines: Vec<Line>,
    /// Class of the outline: the greater the risk, the more broken it is.
    look: Option<&'static str>,
    arrow: Option<Arrow>,
}

/// A line of writing: the height of its foot, and its words.
#[derive(Debug, Serialize)]
struct Line {
    y: usize,
    text: String,
}

/// From the foot of a box to the top of the next.
#[derive(Debug, Serialize)]
struct Arrow {
    from: usize,
    to: usize,
}

/// The chart of `steps`; none without any.
pub(super) fn flow(steps: &[FlowStep]) -> Option<Flow> {
    let mut boxes: Vec<FlowBox> = Vec::new();
    let mut y = 2;
    for (i, step) in steps.iter().enumerate() {
        let arrow = (i > 0).then(|| Arrow {
            from: y - GAP,
            to: y,
        });
        let mut words = wrap(&format!("{}. {}", i + 1, step.name.value));
        words.extend(step.actor.iter().flat_map(|actor| wrap(&actor.value)));
        let lines: Vec<Line> = words
            .into_iter()
            .enumerate()
            .map(|(n, text)| Line {
                y: y + PAD + n * LINE + 18,
                text,
            })
            .collect();
        let height = 2 * PAD + lines.len() * LINE;
        let look = step.risk.map(|risk| match risk.value {
            super::Risk::High => "late",
            super::Risk::Medium => "warn",
            super::Risk::Low => "plain",
        });
        boxes.push(FlowBox {
            top: y,
            height,
            lines,
            look,
            arrow,
        });
        y += height + GAP;
    }
    let height = (!boxes.is_empty()).then(|| y - GAP + 2)?;
    Some(Flow {
        width: WIDTH,
        height,
        boxes,
    })
}

/// `text` in lines that fit a box.
fn wrap(text: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut used = 0;
    for c in text.chars() {
        let wide = if c.is_ascii() { 1 } else { 2 };
        let closes = "，。；：、）”》".contains(c);
        if used + wide > 2 * ROOM && !closes {
            lines.push(String::new());
            used = 0;
        }
        used += wide;
        if let Some(line) = lines.last_mut() {
            line.push(c);
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::wrap;

    #[test]
    fn long_words_wrap_and_no_line_begins_with_a_comma() {
        assert_eq!(wrap("三个字"), ["三个字"]);
        let lines = wrap("一二三四五六七八九十一二三四，五六七");
        assert_eq!(lines, ["一二三四五六七八九十一二三四，", "五六七"]);
    }
}
