//! A reader with a browser: the screen, the view and the way to a page.

use serde_json::{Value, json};

use crate::devtools::Browser;

/// How pages are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    Normal,
    /// Large type, 大字版.
    Elders,
}

/// Both.
pub const VIEWS: [View; 2] = [View::Normal, View::Elders];

/// The switch between the views.
pub const SWITCH: &str = "#big";

/// A phone and a desk, in CSS pixels.
pub const PHONE: (u32, u32) = (360, 740);
pub const DESK: (u32, u32) = (1280, 900);

/// Functions for looking at a page.
const EYES: &str = include_str!("eyes.js");

/// What is wrong, page by page.
#[derive(Default)]
pub struct Faults(Vec<String>);

impl Faults {
    /// Notes each of `found`, a list of texts, as seen on `page`.
    #[track_caller]
    pub fn note(&mut self, page: &str, found: &Value) {
        let found = found
            .as_array()
            .unwrap_or_else(|| panic!("{page}: {found}"));
        for fault in found {
            self.0
                .push(format!("{page}: {}", fault.as_str().unwrap_or("?")));
        }
    }

    /// Notes one.
    pub fn add(&mut self, page: &str, fault: &str) {
        self.0.push(format!("{page}: {fault}"));
    }

    /// Fails if there was any.
    #[track_caller]
    pub fn none(self) {
        let count = self.0.len();
        let shown = &self.0[..count.min(60)];
        assert!(count == 0, "{count} faults:\n{}", shown.join("\n"));
    }
}

impl Browser {
    /// Makes the screen as large as `screen`.
    pub fn screen(&mut self, screen: (u32, u32)) {
        self.resize(screen.0, screen.1, 1);
    }

    /// Opens a page and puts it into a view by its own switch.
    #[track_caller]
    pub fn show(&mut self, address: &str, view: View) {
        self.go(address);
        self.turn(view);
    }

    /// Puts the standing page into a view by its own switch.
    #[track_caller]
    pub fn turn(&mut self, view: View) {
        let wanted = view == View::Elders;
        self.eval(&format!(
            "(() => {{ const b = document.querySelector('{SWITCH}'); if (b.checked !== {wanted}) b.click(); return 0 }})()"
        ));
        self.until(&format!(
            "document.querySelector('{SWITCH}').checked === {wanted}"
        ));
    }

    /// What `function` of `eyes.js` finds on the standing page, given `argument`.
    #[track_caller]
    pub fn look(&mut self, function: &str, argument: Value) -> Value {
        self.eval(&format!(
            "(() => {{ {EYES}\nreturn {function}({argument}) }})()"
        ))
    }

    /// The value of an expression as text.
    #[track_caller]
    pub fn text(&mut self, script: &str) -> String {
        let value = self.eval(script);
        value
            .as_str()
            .unwrap_or_else(|| panic!("{script}: {value}"))
            .to_owned()
    }

    /// Enables domains of the protocol, whose events are told from now on.
    pub fn listen(&mut self, domains: &[&str]) {
        for domain in domains {
            self.call(&format!("{domain}.enable"), json!({}));
        }
    }
}
