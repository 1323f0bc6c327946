//! The figures, and how they stand to the bars.

use std::fmt;

use crate::measure::Taken;

/// What was measured.
pub struct Table {
    /// Records of the site.
    pub records: usize,
    /// Runs of each.
    pub runs: usize,
    /// A build into a folder that is not there.
    pub cold: Taken,
    /// A build with nothing changed.
    pub same: Taken,
    /// A build with one record changed.
    pub edited: Taken,
    /// The floor.
    pub floor: Taken,
    /// Hugo, and the files it wrote.
    pub hugo: Option<(Taken, usize)>,
    /// The files that gongkai wrote.
    pub files: usize,
}

/// A measured value beside its bar; what is not more than the bar is within it.
pub struct Bar {
    /// What was measured.
    pub what: String,
    /// The value.
    pub value: f64,
    /// The most it should be, if there is such a thing.
    pub bar: Option<f64>,
    /// The unit of both.
    pub unit: &'static str,
}

impl fmt::Display for Bar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Bar {
            what,
            value,
            bar,
            unit,
        } = self;
        write!(f, "{what:<44} {value:>9.3} ")?;
        match bar {
            None => write!(f, "{:>9} {unit}", ""),
            Some(bar) => {
                let mark = if value <= bar { "within" } else { "ABOVE" };
                write!(f, "{bar:>9.3} {unit:<3} {mark}")
            }
        }
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} records, median of {} runs", self.records, self.runs)?;
        writeln!(
            f,
            "{:<28} {:>9} {:>9} {:>9} {:>8}",
            "", "wall s", "cpu s", "peak MB", "files"
        )?;
        let rows = [
            ("gongkai, cold", self.cold, Some(self.files)),
            ("gongkai, nothing changed", self.same, None),
            ("gongkai, one changed", self.edited, None),
            ("floor", self.floor, Some(self.records)),
        ];
        let hugo = self
            .hugo
            .map(|(taken, files)| ("Hugo, cold", taken, Some(files)));
        for (what, taken, files) in rows.into_iter().chain(hugo) {
            let files = files.map_or_else(String::new, |files| files.to_string());
            writeln!(
                f,
                "{what:<28} {:>9.3} {:>9.2} {:>9.1} {files:>8}",
                taken.wall, taken.cpu, taken.memory
            )?;
        }
        writeln!(f)?;
        writeln!(f, "{:<44} {:>9} {:>9}", "", "measured", "bar")?;
        self.bars().iter().try_for_each(|bar| writeln!(f, "{bar}"))
    }
}

impl Table {
    fn bars(&self) -> Vec<Bar> {
        let bar = |what: &str, value, bar, unit| Bar {
            what: what.to_owned(),
            value,
            bar: Some(bar),
            unit,
        };
        let mut bars = Vec::new();
        if let Some((hugo, _)) = self.hugo {
            bars.push(bar(
                "cold / Hugo, wall",
                self.cold.wall / hugo.wall,
                0.1,
                "×",
            ));
            bars.push(bar(
                "cold / Hugo, processor",
                self.cold.cpu / hugo.cpu,
                0.1,
                "×",
            ));
        }
        bars.push(bar(
            "cold / floor, wall",
            self.cold.wall / self.floor.wall,
            3.0,
            "×",
        ));
        bars.push(bar(
            "cold / floor, processor",
            self.cold.cpu / self.floor.cpu,
            3.0,
            "×",
        ));
        let per_file = |taken: Taken, files: usize| taken.wall / files.max(1) as f64;
        let each = per_file(self.cold, self.files) / per_file(self.floor, self.records);
        bars.push(bar("cold / floor, wall for each file", each, 3.0, "×"));
        // The bars are for ten thousand records; with more, time and memory may grow as the content does.
        let grown = (self.records as f64 / 10_000.0).max(1.0);
        bars.push(bar(
            "nothing changed",
            self.same.wall * 1e3,
            150.0 * grown,
            "ms",
        ));
        bars.push(bar("peak memory", self.cold.memory, 250.0 * grown, "MB"));
        bars
    }
}
