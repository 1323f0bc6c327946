//! Why something could not be done, to be said in either language.

use std::fmt::Display;

use super::Texts;

/// Why the program could not do what was asked: a phrase of its string table with its arguments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// Key of the phrase.
    pub key: &'static str,
    args: Vec<(&'static str, String)>,
}

impl Failure {
    /// The failure `key`.
    pub fn new(key: &'static str) -> Failure {
        Failure {
            key,
            args: Vec::new(),
        }
    }

    /// Fills `{name}`.
    pub fn arg(mut self, name: &'static str, value: impl Display) -> Failure {
        self.args.push((name, value.to_string()));
        self
    }

    /// Its words.
    pub fn say(&self, texts: &Texts) -> String {
        let args: Vec<(&str, &dyn Display)> = self
            .args
            .iter()
            .map(|(name, value)| (*name, value as &dyn Display))
            .collect();
        texts.fill(self.key, &args)
    }
}
