//! The figures of live editing, and how they stand to the bars.

use std::fmt;
use std::time::Duration;

use super::edits::Edit;
use crate::measure::middle;
use crate::sites::Reader;
use crate::table::Bar;

/// Milliseconds from a save to the page with up to ten thousand records; with more, twice as many.
const BAR: f64 = 100.0;

/// How many times as long it may take with ten times the records.
const GROWTH: f64 = 2.0;

/// When an edit was seen, from before it was saved.
#[derive(Debug, Clone, Copy)]
pub struct Look {
    /// The record's page showed it.
    pub page: Duration,
    /// All lists and feeds showed it; none if they never did. None at all where it is of no concern to them.
    pub lists: Option<Option<Duration>>,
}

/// What was measured on one server.
pub struct Figures {
    name: &'static str,
    /// Whose server it is.
    pub reader: Reader,
    records: usize,
    start: Duration,
    looks: Vec<(Edit, Look)>,
    /// The most memory it had and what it had at the end, in MB.
    pub memory: Option<(f64, f64)>,
}

impl Figures {
    /// Those of a server called `name` with so many `records`, which showed its first page after `start`.
    pub fn new(name: &'static str, reader: Reader, records: usize, start: Duration) -> Figures {
        Figures {
            name,
            reader,
            records,
            start,
            looks: Vec::new(),
            memory: None,
        }
    }

    /// Adds an edit.
    pub fn add(&mut self, edit: Edit, look: Look) {
        self.looks.push((edit, look));
    }

    /// Milliseconds to the page, of edits of a sort.
    fn pages(&self, sort: Edit) -> Vec<f64> {
        self.of(sort).map(|look| millis(look.page)).collect()
    }

    /// Milliseconds to lists and feeds, of those that were seen.
    fn lists(&self, sort: Edit) -> Vec<f64> {
        let seen = self.of(sort).filter_map(|look| look.lists.flatten());
        seen.map(millis).collect()
    }

    /// How often they were not seen.
    fn stale(&self, sort: Edit) -> usize {
        self.of(sort)
            .filter(|look| look.lists == Some(None))
            .count()
    }

    fn of(&self, sort: Edit) -> impl Iterator<Item = &Look> {
        let own = self.looks.iter().filter(move |(edit, _)| *edit == sort);
        own.map(|(_, look)| look)
    }

    /// The medians: of which sort, of what is read, in milliseconds; without what was never seen.
    fn medians(&self) -> impl Iterator<Item = (Edit, &'static str, f64)> {
        let all = Edit::ALL.into_iter().flat_map(|edit| {
            let (pages, lists) = (middle(&self.pages(edit)), middle(&self.lists(edit)));
            [(edit, "page", pages), (edit, "lists", lists)]
        });
        all.filter_map(|(edit, what, median)| Some((edit, what, median?)))
    }
}

fn millis(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1e3
}

/// Everything that was measured.
pub struct Table {
    /// Edits of each sort, where there was time for all.
    pub edits: usize,
    /// Of gongkai with fewest records first.
    pub figures: Vec<Figures>,
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "live editing, up to {} edits of each sort, ms from the save",
            self.edits
        )?;
        writeln!(f, "{:<34} {:>19} {:>27}", "", "page", "lists and feeds")?;
        writeln!(
            f,
            "{:<28} {:>5} {:>9} {:>9} {:>9} {:>9} {:>7}",
            "", "edits", "median", "worst", "median", "worst", "stale"
        )?;
        for own in &self.figures {
            for edit in Edit::ALL {
                let (pages, lists) = (own.pages(edit), own.lists(edit));
                let what = format!("{} {}, {}", own.name, own.records, edit.name());
                write!(f, "{what:<28} {:>5}", pages.len())?;
                for figures in [&pages, &lists] {
                    write!(
                        f,
                        " {:>9} {:>9}",
                        shown(middle(figures)),
                        shown(worst(figures))
                    )?;
                }
                writeln!(f, " {:>7}", own.stale(edit))?;
            }
        }
        writeln!(f)?;
        writeln!(
            f,
            "{:<28} {:>12} {:>9} {:>9}",
            "", "first page s", "peak MB", "now MB"
        )?;
        for own in &self.figures {
            let what = format!("{} {}", own.name, own.records);
            let (peak, now) = own.memory.unzip();
            writeln!(
                f,
                "{what:<28} {:>12.3} {:>9} {:>9}",
                own.start.as_secs_f64(),
                shown(peak),
                shown(now)
            )?;
        }
        writeln!(f)?;
        writeln!(f, "{:<44} {:>9} {:>9}", "", "measured", "bar")?;
        self.bars().iter().try_for_each(|bar| writeln!(f, "{bar}"))
    }
}

impl Table {
    fn bars(&self) -> Vec<Bar> {
        let own = |reader| self.figures.iter().filter(move |own| own.reader == reader);
        let mut bars = Vec::new();
        for figures in own(Reader::Gongkai) {
            let records = figures.records;
            let most = if records > super::SMALL {
                2.0 * BAR
            } else {
                BAR
            };
            bars.extend(figures.medians().map(|(edit, what, value)| Bar {
                what: format!("{records}, {} → {what}", edit.name()),
                value,
                bar: Some(most),
                unit: "ms",
            }));
        }
        let Some(first) = own(Reader::Gongkai).next() else {
            return bars;
        };
        for more in own(Reader::Gongkai).skip(1) {
            let named = format!("{} / {}", more.records, first.records);
            bars.extend(ratios(more, first, &named, Some(GROWTH)));
        }
        for hugo in own(Reader::Hugo) {
            let named = format!("gongkai / {}", hugo.name);
            bars.extend(ratios(first, hugo, &named, None));
        }
        bars
    }
}

/// How the medians of `one` stand to those of `other`.
fn ratios(one: &Figures, other: &Figures, named: &str, bar: Option<f64>) -> Vec<Bar> {
    let pairs = one.medians().filter_map(|(edit, what, value)| {
        let mut same = other
            .medians()
            .filter(|(other, read, _)| (edit, what) == (*other, *read));
        let (_, _, by) = same.next()?;
        Some(Bar {
            what: format!("{named}, {} → {what}", edit.name()),
            value: value / by,
            bar,
            unit: "×",
        })
    });
    pairs.collect()
}

fn worst(figures: &[f64]) -> Option<f64> {
    figures.iter().copied().max_by(f64::total_cmp)
}

fn shown(figure: Option<f64>) -> String {
    figure.map_or_else(String::new, |figure| format!("{figure:.1}"))
}
