//! What the terminal shows while a site is being edited: one block that is drawn again in its place, so that what counts is always there to be seen.

use std::fmt::Display;
use std::time::Duration;

use console::Term;

use crate::diagnostics::{Finding, Severity, print_one};
use crate::serve::Summary;
use crate::serve::watch::WhyPolling;
use crate::text::{Failure, Texts};

/// Lines that a terminal has which does not say.
const LINES: usize = 24;

/// The terminal.
pub struct Screen {
    term: Term,
    texts: Texts,
    /// Where the site is served.
    address: String,
    /// What holds for the whole session.
    notes: Vec<String>,
    /// Lines of the block that was drawn last.
    drawn: usize,
    last: Option<String>,
}

impl Screen {
    /// The terminal of the error stream. The site is served at `address`.
    pub fn new(texts: &Texts, address: String) -> Screen {
        Screen {
            term: Term::stderr(),
            texts: texts.clone(),
            address,
            notes: Vec::new(),
            drawn: 0,
            last: None,
        }
    }

    /// Says that the port `asked` was taken, if it was, and which took its place.
    pub fn say_taken(&mut self, asked: Option<u16>, port: u16) {
        if let Some(asked) = asked {
            self.note("serve.taken", &[("asked", &asked), ("port", &port)]);
        }
    }

    /// Warns of who can see the site at `host`, unless that is this machine alone.
    pub fn warn_of_others(&mut self, host: &str, alone: bool) {
        if !alone {
            self.note("serve.others", &[("host", &host)]);
        }
    }

    /// Says that files are looked at again and again, and why.
    pub fn say_polling(&mut self, why: &WhyPolling, every: Duration) {
        let (key, reason) = why.words();
        let seconds = format!("{:.1}", every.as_secs_f64());
        self.note(key, &[("reason", &reason), ("seconds", &seconds)]);
        self.draw_again();
    }

    /// Says that something inside the program went wrong.
    pub fn say_failure(&mut self, failure: &Failure) {
        self.notes.push(failure.say(&self.texts));
        self.draw_again();
    }

    /// Adds words that stay.
    pub fn note(&mut self, key: &str, args: &[(&str, &dyn Display)]) {
        let words = self.texts.fill(key, args);
        if !self.notes.contains(&words) {
            self.notes.push(words);
        }
    }

    /// Shows a state of the site.
    pub fn show(&mut self, summary: &Summary) {
        let block = self.block(summary);
        self.last = Some(block);
        self.draw_again();
    }

    /// Counts, and as many findings as there is room for, errors first.
    fn block(&self, summary: &Summary) -> String {
        let counts: [(&str, &dyn Display); 3] = [
            ("records", &summary.records),
            ("errors", &summary.errors),
            ("warnings", &summary.warnings),
        ];
        let key = match (summary.errors, summary.warnings) {
            _ if summary.failure.is_some() => "serve.state.failed",
            _ if !summary.is_shown => "serve.state.unseen",
            (0, 0) => "serve.state.clean",
            (0, _) => "serve.state.warnings",
            _ => "serve.state.errors",
        };
        let mut block = self.texts.fill(key, &counts);
        block.push('\n');
        if let Some(failure) = &summary.failure {
            block.push_str(failure);
            block.push('\n');
        }
        let head = 4 + self.notes.len() + block.lines().count();
        let room = self.height().saturating_sub(head);
        let in_place = self.term.is_term();
        let all = summary.errors + if in_place { summary.warnings } else { 0 };
        let (text, shown) = self.fitting(&summary.findings, room);
        let left = all.saturating_sub(shown);
        block.push_str(&text);
        if left > 0 {
            let args: [(&str, &dyn Display); 2] = [("n", &left), ("address", &self.address)];
            block.push_str(&self.texts.fill("serve.more-in-browser", &args));
            block.push('\n');
        }
        block
    }

    fn height(&self) -> usize {
        let (lines, _) = self.term.size();
        match usize::from(lines) {
            0 => LINES,
            lines => lines,
        }
    }

    /// The findings that fit into `room` lines, and how many these are. What is not drawn in place has room for all errors, and for nothing else.
    fn fitting(&self, findings: &[Finding], room: usize) -> (String, usize) {
        let in_place = self.term.is_term();
        let (mut text, mut used, mut shown) = (String::new(), 0, 0);
        for finding in findings {
            if !in_place && finding.severity != Severity::Error {
                continue;
            }
            let one = print_one(finding, &self.texts, in_place.then(|| self.columns()));
            let lines = self.lines_of(&one) + 1;
            if in_place && used + lines > room {
                break;
            }
            used += lines;
            shown += 1;
            text.push_str(&one);
            text.push_str("\n\n");
        }
        (text, shown)
    }

    fn columns(&self) -> usize {
        let (_, columns) = self.term.size();
        usize::from(columns).max(1)
    }

    /// Lines that `text` takes on the terminal, which breaks long ones.
    fn lines_of(&self, text: &str) -> usize {
        let columns = self.columns();
        text.lines()
            .map(|line| console::measure_text_width(line).div_ceil(columns).max(1))
            .sum()
    }

    fn draw_again(&mut self) {
        let Some(block) = &self.last else { return };
        let args: [(&str, &dyn Display); 1] = [("address", &self.address)];
        let mut text = self.texts.fill("serve.at", &args);
        text.push('\n');
        for note in &self.notes {
            text.push_str(note);
            text.push('\n');
        }
        text.push('\n');
        text.push_str(block);
        if self.term.is_term() {
            // A terminal that cannot move its cursor shows the block again below.
            let _ = self.term.clear_last_lines(self.drawn);
            self.drawn = self.lines_of(&text);
        }
        anstream::eprint!("{text}");
    }
}
