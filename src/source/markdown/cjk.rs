//! Two repairs that Chinese text needs, made on pulldown-cmark's events.
//!
//! 1. CommonMark's flanking rule leaves `**重点。**后文` literal, because punctuation inside and a Han character outside look like the wrong side of a word.
//!    Upstream has the fix, unreleased; the day it ships, [`emphasis`] goes.
//! 2. A line break between two Han characters is shown as a space; [`joins`] says where it must be nothing.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

/// Turns runs of one or two asterisks that were left as text into emphasis where Chinese characters stand at their sides.
pub fn emphasis(events: &mut Vec<(Event<'_>, Range<usize>)>, source: &str) {
    let mut open: Vec<(usize, Run)> = Vec::new();
    let mut pairs: Vec<(Run, Run)> = Vec::new();
    let mut depth = 0;
    let mut at = 0;
    while at < events.len() {
        match &events[at].0 {
            Event::Start(_) => depth += 1,
            Event::End(_) => {
                open.retain(|(level, _)| *level < depth);
                depth -= 1;
            }
            Event::Text(_) => {
                if let Some(run) = Run::at(events, at, source) {
                    at = run.last;
                    let partner = run
                        .closes
                        .then(|| {
                            open.iter()
                                .rposition(|(level, o)| *level == depth && o.len() == run.len())
                        })
                        .flatten();
                    match partner {
                        Some(i) if open[i].1.chinese || run.chinese => {
                            let (_, opening) = open.swap_remove(i);
                            open.truncate(i);
                            pairs.push((opening, run));
                        }
                        _ if run.opens => open.push((depth, run)),
                        _ => {}
                    }
                }
            }
            _ => {}
        }
        at += 1;
    }
    pairs.sort_by_key(|(_, close)| std::cmp::Reverse(close.first));
    let mut edits: Vec<(Run, Event<'static>)> = Vec::with_capacity(pairs.len() * 2);
    for (opening, closing) in pairs {
        let (start, end) = match opening.len() {
            1 => (Tag::Emphasis, TagEnd::Emphasis),
            _ => (Tag::Strong, TagEnd::Strong),
        };
        if opening.len() == 2 {
            flip_inner(events, opening.last + 1..closing.first, source);
        }
        edits.push((opening, Event::Start(start)));
        edits.push((closing, Event::End(end)));
    }
    edits.sort_by_key(|(run, _)| std::cmp::Reverse(run.first));
    for (run, event) in edits {
        let range = events[run.first].1.start..events[run.last].1.end;
        events.splice(run.first..=run.last, [(event, range)]);
    }
}

/// In `**一。**乙**二。**` the parser pairs the inner asterisks and leaves the outer ones. Where the inner ones stand without spaces, they are an end and a beginning.
fn flip_inner(events: &mut [(Event<'_>, Range<usize>)], range: Range<usize>, source: &str) {
    let mut depth = 0;
    let mut flipping = false;
    for (event, place) in &mut events[range] {
        match event {
            Event::Start(tag) => {
                let solid = |c: Option<char>| c.is_some_and(|c| !c.is_whitespace());
                let tight = solid(source[..place.start].chars().next_back())
                    && solid(source[place.end..].chars().next());
                if depth == 0
                    && *tag == Tag::Strong
                    && tight
                    && source[place.start..].starts_with("**")
                {
                    *event = Event::End(TagEnd::Strong);
                    flipping = true;
                }
                depth += 1;
            }
            Event::End(end) => {
                depth -= 1;
                if depth == 0 && flipping && *end == TagEnd::Strong {
                    *event = Event::Start(Tag::Strong);
                    flipping = false;
                }
            }
            _ => {}
        }
    }
}

/// Asterisks side by side that the parser left as text.
#[derive(Debug, Clone, Copy)]
struct Run {
    first: usize,
    last: usize,
    opens: bool,
    closes: bool,
    chinese: bool,
}

impl Run {
    fn at(events: &[(Event<'_>, Range<usize>)], first: usize, source: &str) -> Option<Run> {
        let is_star = |i: usize| {
            events.get(i).is_some_and(|(event, range)| {
                matches!(event, Event::Text(t) if t.as_ref() == "*") && range.len() == 1
            })
        };
        let start = events[first].1.start;
        if !is_star(first) || source[..start].ends_with('\\') {
            return None;
        }
        let mut last = first;
        while is_star(last + 1) && events[last + 1].1.start == events[last].1.end {
            last += 1;
        }
        if last - first > 1 {
            return None;
        }
        let before = source[..start].chars().next_back();
        let after = source[events[last].1.end..].chars().next();
        let solid = |c: Option<char>| c.is_some_and(|c| !c.is_whitespace());
        let chinese = before.is_some_and(is_wide) || after.is_some_and(is_wide);
        Some(Run {
            first,
            last,
            opens: solid(after),
            closes: solid(before),
            chinese,
        })
    }

    fn len(&self) -> usize {
        self.last - self.first + 1
    }
}

/// Whether a line break between `before` and `after` stands between two characters that are written without a space.
pub fn joins(before: char, after: char) -> bool {
    is_wide(before) && is_wide(after)
}

/// Han characters, kana, and the punctuation that goes with them; not Hangul, which is written with spaces.
pub fn is_wide(c: char) -> bool {
    matches!(c,
        '\u{2E80}'..='\u{2FDF}' | '\u{3000}'..='\u{30FF}' | '\u{31F0}'..='\u{31FF}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}'
        | '\u{F900}'..='\u{FAFF}' | '\u{FE30}'..='\u{FE4F}' | '\u{FF00}'..='\u{FF60}' | '\u{20000}'..='\u{323AF}'
        | '“' | '”' | '‘' | '’' | '…' | '—' | '·')
}
