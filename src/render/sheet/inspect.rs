//! What is looked at on a finished sheet before it is written: that every character has a shape, that no type is too small, and that nothing lies beside the paper.

use typst::foundations::{Label, Value};
use typst::introspection::{MetadataElem, Tag};
use typst::layout::{Abs, Frame, FrameItem, Point, Transform};
use typst::text::TextItem;
use typst::utils::PicoStr;
use typst_layout::PagedDocument;

/// The smallest type of captions and of the foot, in points.
const CAPTION: f64 = 9.0;

/// How far a sign may reach over the edge of the paper before it counts as cut, in points.
const EDGE: f64 = 1.0;

/// How far words may stand from one another and still be read as one, in parts of their size.
const TOUCH: f64 = 0.1;

/// What is wrong with a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// No font has the character.
    Glyph(char),
    /// Type below the floor; sizes in points with one decimal.
    Small {
        /// The words.
        words: String,
        /// Their size.
        size: String,
        /// The smallest that is allowed.
        floor: String,
    },
    /// Something lies beside the paper.
    Outside {
        /// The words.
        words: String,
        /// The page, from 1.
        page: usize,
    },
    /// A code that would not scan, with its address.
    Code(String),
    /// A picture that cannot be drawn, by the name of its file.
    Image(String),
}

/// A code on a page, in millimetres from the page's corner, quiet zone included.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CodePlace {
    /// The page, from 0.
    pub page: usize,
    /// From the left edge.
    pub x: f64,
    /// From the top edge.
    pub y: f64,
    /// Length of its side.
    pub side: f64,
}

/// What was found on a document's pages.
#[derive(Debug, Default)]
pub struct Seen {
    /// What is wrong: a character once, type of one size once, what lies beside a page once for the page.
    pub problems: Vec<Problem>,
    /// Where codes stand.
    pub codes: Vec<CodePlace>,
    /// All words as they stand on the paper, with a line for each stretch that nothing interrupts.
    pub text: String,
}

impl Seen {
    fn add(&mut self, problem: Problem) {
        let alike = |other: &Problem| match (other, &problem) {
            (Problem::Small { size: a, .. }, Problem::Small { size: b, .. }) => a == b,
            (Problem::Outside { page: a, .. }, Problem::Outside { page: b, .. }) => a == b,
            (other, problem) => other == problem,
        };
        if !self.problems.iter().any(alike) {
            self.problems.push(problem);
        }
    }
}

/// Looks at every page of `document`, whose type may be no smaller than `floor` points besides what the templates mark as small.
pub fn inspect(document: &PagedDocument, floor: f64) -> Seen {
    let mut walk = Walk {
        floor,
        small: 0,
        page: 0,
        size: Point::zero(),
        seen: Seen::default(),
        end: None,
        marks: [label("gk-small"), label("gk-qr")],
    };
    for (at, page) in document.pages().iter().enumerate() {
        walk.page = at;
        walk.small = 0;
        walk.end = None;
        walk.size = page.frame.size().to_point();
        walk.frame(&page.frame, Transform::identity());
    }
    walk.seen
}

fn label(name: &str) -> Option<Label> {
    Label::new(PicoStr::intern(name))
}

struct Walk {
    floor: f64,
    /// How many marks of small type are open.
    small: usize,
    page: usize,
    size: Point,
    /// Where the words before these ended.
    end: Option<Point>,
    seen: Seen,
    /// Of small type, and of codes.
    marks: [Option<Label>; 2],
}

impl Walk {
    fn frame(&mut self, frame: &Frame, at: Transform) {
        for (point, item) in frame.items() {
            let here = at.pre_concat(Transform::translate(point.x, point.y));
            match item {
                FrameItem::Group(group) => {
                    self.frame(&group.frame, here.pre_concat(group.transform));
                }
                FrameItem::Text(text) => self.text(text, here),
                FrameItem::Tag(Tag::Start(element, _)) => {
                    if let Some(mark) = element.to_packed::<MetadataElem>() {
                        self.mark(element.label(), &mark.value, here);
                    }
                }
                _ => {}
            }
        }
    }

    fn mark(&mut self, label: Option<Label>, value: &Value, at: Transform) {
        let [small, code] = self.marks;
        if label.is_none() {
        } else if label == small {
            match value {
                Value::Str(text) if text.as_str() == "small" => self.small += 1,
                _ => self.small = self.small.saturating_sub(1),
            }
        } else if label == code
            && let Value::Dict(dict) = value
        {
            let side = match dict.get("side") {
                Ok(Value::Float(side)) => *side,
                Ok(Value::Int(side)) => *side as f64,
                Ok(Value::Length(side)) => side.abs.to_mm(),
                _ => return,
            };
            self.seen.codes.push(CodePlace {
                page: self.page,
                x: at.tx.to_mm(),
                y: at.ty.to_mm(),
                side,
            });
        }
    }

    fn text(&mut self, text: &TextItem, at: Transform) {
        for glyph in text.glyphs.iter().filter(|glyph| glyph.id == 0) {
            let c = text
                .text
                .get(glyph.range())
                .and_then(|text| text.chars().next());
            // A break that takes no room needs no shape.
            if let Some(c) = c.filter(|c| !is_invisible(*c)) {
                self.seen.add(Problem::Glyph(c));
            }
        }
        let words = || text.text.chars().take(12).collect::<String>();
        let size = text.size.to_pt() * at.sy.get().abs().max(at.kx.get().abs());
        let floor = if self.small > 0 { CAPTION } else { self.floor };
        if size + 0.05 < floor && !text.text.trim().is_empty() {
            self.seen.add(Problem::Small {
                words: words(),
                size: format!("{size:.1}"),
                floor: format!("{floor:.1}"),
            });
        }
        let edge = Abs::pt(EDGE);
        let start = Point::zero().transform(at);
        let end = Point::with_x(text.width()).transform(at);
        self.keep(text, start, end);
        let inside = |point: Point| {
            point.x >= -edge
                && point.y >= -edge
                && point.x <= self.size.x + edge
                && point.y <= self.size.y + edge
        };
        let seen = !text.text.trim().is_empty();
        if seen && !(inside(start) && inside(end)) {
            self.seen.add(Problem::Outside {
                words: words(),
                page: self.page + 1,
            });
        }
    }

    /// Adds the words of `text`, in the line before where they touch what stands there: words of several fonts are one word to the eye.
    fn keep(&mut self, text: &TextItem, start: Point, end: Point) {
        let near = text.size * TOUCH;
        let touches =
            |last: Point| (start.x - last.x).abs() <= near && (start.y - last.y).abs() <= near;
        if !self.end.is_some_and(touches) {
            self.seen.text.push('\n');
        }
        self.seen.text.push_str(&text.text);
        self.end = Some(end);
    }
}

/// Whether `c` is never drawn.
fn is_invisible(c: char) -> bool {
    c.is_control()
        || c.is_whitespace()
        || matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}')
}
