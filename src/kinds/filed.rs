//! What the catalogue of disclosures finds a record by, whatever its kind.

use super::fields::{Choice, Chosen};
use crate::values::{Day, Period};

/// What a row of the catalogue finds a record by, besides its kind, tags and days.
#[derive(Debug, Clone, Default)]
pub struct Filed<'a> {
    /// The days that it is about.
    pub period: Option<&'a Period>,
    /// The day of the event that it is about, or the day that its text was formed.
    pub event: Option<Day>,
    /// Words that tell it from others of its kind, by the English name of their key; a word has its Chinese and its English form.
    pub words: Vec<(&'static str, &'a str)>,
    /// Whether it has nothing in it: only a statement that there was nothing makes it whole.
    pub empty: bool,
}

impl<'a> Filed<'a> {
    /// Adds the word chosen for `key`, in both languages.
    pub fn chosen<T: Choice + PartialEq>(mut self, key: &'static str, chosen: &Chosen<T>) -> Self {
        let words = T::WORDS.iter().find(|(.., value)| *value == chosen.value);
        if let Some((zh, en, _)) = words {
            self.words.extend([(key, *zh), (key, *en)]);
        }
        self
    }

    /// Adds the text of `key`.
    pub fn text(mut self, key: &'static str, text: Option<&'a str>) -> Self {
        self.words.extend(text.map(|text| (key, text.trim())));
        self
    }

    /// Whether one of the words of `key` is `wanted`.
    pub fn is_called(&self, key: &str, wanted: &str) -> bool {
        let mut words = self.words.iter();
        words.any(|(own, word)| *own == key && *word == wanted)
    }
}
