//! `content/词汇.yaml`: the terms that are explained where they occur.

use std::collections::BTreeMap;
use std::ops::Range;

use aho_corasick::{AhoCorasick, Input, MatchKind};

use crate::diagnostics::{Diagnostic, Report};
use crate::kinds::fields::{Text, fields};

fields! {
    /// A term as it is written down.
    pub struct TermEntry {
        /// The term.
        word: Text = "词" / "term";
        /// What it means, in plain words.
        meaning: Text = "解释" / "meaning";
        /// Other words for it.
        also: Vec<Text> = "别名" / "also";
    }
}

/// A term.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// The term.
    pub word: String,
    /// What it means.
    pub meaning: String,
    /// Other words for it.
    pub also: Vec<String>,
}

/// The terms of a site, and what finds them in a text.
#[derive(Debug, Default)]
pub struct Glossary {
    terms: Vec<Term>,
    /// Every word for a term, with the term's index.
    words: Vec<(String, u32)>,
    /// Finds `words`, the longest where several begin; none where there are none.
    finder: Option<AhoCorasick>,
}

/// A term in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Occurrence {
    /// The bytes of the text.
    pub range: Range<usize>,
    /// The index of the term.
    pub term: u32,
}

impl Glossary {
    /// The glossary with `entries`, in their order. A word that is there twice, or blank, is reported and counts once, or not at all.
    pub fn new(entries: Vec<TermEntry>, out: &mut Report) -> Glossary {
        let mut terms = Vec::with_capacity(entries.len());
        let mut words: Vec<(String, u32)> = Vec::new();
        let mut owners: BTreeMap<String, String> = BTreeMap::new();
        for entry in entries {
            let term = u32::try_from(terms.len()).unwrap_or(u32::MAX);
            let name = entry.word.value.trim().to_owned();
            let own = [&entry.word].into_iter().chain(&entry.also);
            let before = words.len();
            for text in own {
                let word = text.value.trim();
                if word.is_empty() {
                    let blank = Diagnostic::new("yaml/missing-key", text.place).case("empty");
                    out.add(blank.arg("key", "别名"));
                } else if let Some(first) = owners.get(word) {
                    let twice = Diagnostic::new("glossary/duplicate", text.place);
                    out.add(twice.arg("word", word).arg("first", first));
                    if word == name && words.len() == before {
                        // The whole entry is about a term that is explained already.
                        break;
                    }
                } else {
                    owners.insert(word.to_owned(), name.clone());
                    words.push((word.to_owned(), term));
                }
            }
            if words.len() > before {
                terms.push(Term {
                    word: name,
                    meaning: entry.meaning.value.trim().to_owned(),
                    also: words[before + 1..].iter().map(|(w, _)| w.clone()).collect(),
                });
            }
        }
        let mut builder = AhoCorasick::builder();
        builder.match_kind(MatchKind::LeftmostLongest);
        let patterns = words.iter().map(|(word, _)| word);
        // It fails only beyond what fits into memory: a file of gigabytes.
        let finder = builder.build(patterns).ok();
        Glossary {
            finder: finder.filter(|_| !words.is_empty()),
            words,
            terms,
        }
    }

    /// The terms, in the order written.
    pub fn terms(&self) -> &[Term] {
        &self.terms
    }

    /// Whether there is no term.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// The terms in `text` from the left, the longest where several begin; none inside another. Chinese has no signs between words; a term that begins or ends with a Latin
    /// letter or a digit does so at the edge of a word.
    pub fn find(&self, text: &str) -> Vec<Occurrence> {
        let mut found = Vec::new();
        let Some(finder) = &self.finder else {
            return found;
        };
        let mut from = 0;
        while let Some(hit) = finder.find(Input::new(text).span(from..text.len())) {
            let start = hit.start();
            let first = hit.pattern().as_usize();
            match self.whole_word(text, start, first) {
                Some((end, term)) => {
                    let range = start..end;
                    found.push(Occurrence { range, term });
                    from = end;
                }
                None => from = start + text[start..].chars().next().map_or(1, char::len_utf8),
            }
        }
        found
    }

    /// Where the longest word ends that stands by itself at `start`, and its term. `longest` is the longest that stands there at all.
    fn whole_word(&self, text: &str, start: usize, longest: usize) -> Option<(usize, u32)> {
        let whole = |(word, term): &(String, u32)| {
            let end = start + word.len();
            stands_alone(text, &(start..end)).then_some((end, *term))
        };
        whole(&self.words[longest]).or_else(|| {
            let here = |(word, _): &&(String, u32)| text[start..].starts_with(word.as_str());
            let words = self.words.iter().filter(here).filter_map(whole);
            words.max_by_key(|(end, _)| *end)
        })
    }
}

impl PartialEq for Glossary {
    fn eq(&self, other: &Glossary) -> bool {
        self.terms == other.terms
    }
}

/// Whether no Latin word or number runs on over the edges of `range`.
fn stands_alone(text: &str, range: &Range<usize>) -> bool {
    let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    let (before, word, after) = (
        &text[..range.start],
        &text[range.clone()],
        &text[range.end..],
    );
    let runs_in = latin(before.chars().next_back()) && latin(word.chars().next());
    let runs_out = latin(word.chars().next_back()) && latin(after.chars().next());
    !runs_in && !runs_out
}

#[cfg(test)]
impl Glossary {
    /// A glossary of these words, each explained by itself; words of one term are parted by `|`.
    pub fn of(words: &[&str]) -> Glossary {
        use crate::diagnostics::{FileId, Place};
        let place = Place::file(FileId(0));
        let text = |text: &str| Text {
            value: text.to_owned(),
            place,
        };
        let entries = words.iter().map(|words| {
            let mut all = words.split('|').map(text);
            TermEntry {
                place,
                word: all.next().unwrap(),
                meaning: text(&format!("{words}的意思")),
                also: all.collect(),
            }
        });
        Glossary::new(entries.collect(), &mut Report::default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found<'t>(words: &[&str], text: &'t str) -> Vec<(&'t str, u32)> {
        let glossary = Glossary::of(words);
        let found = glossary.find(text).into_iter();
        found.map(|own| (&text[own.range], own.term)).collect()
    }

    #[test]
    fn the_longest_term_wins_from_the_left() {
        let words = ["公示", "公示期", "村集体经济", "集体经济组织"];
        assert_eq!(
            found(&words, "公示期满，再公示"),
            [("公示期", 1), ("公示", 0)]
        );
        // What begins first is taken, although what overlaps it is longer.
        assert_eq!(found(&words, "村集体经济组织"), [("村集体经济", 2)]);
        assert_eq!(found(&words, "公 示"), []);
        assert_eq!(found(&[], "公示"), []);
    }

    #[test]
    fn a_latin_term_ends_where_a_word_ends() {
        let words = ["APP", "A-B", "A", "5G基站"];
        assert_eq!(found(&words, "用APP办"), [("APP", 0)]);
        assert_eq!(found(&words, "APPLE, xAPP, APP2"), []);
        // The longer one runs on; the shorter one stands by itself.
        assert_eq!(found(&words, "A-BC A-B"), [("A", 2), ("A-B", 1)]);
        assert_eq!(found(&words, "15G基站，5G基站"), [("5G基站", 3)]);
    }

    #[test]
    fn another_word_for_a_term_is_the_term() {
        let words = ["三务公开|三公开", "公示"];
        assert_eq!(
            found(&words, "三公开和三务公开"),
            [("三公开", 0), ("三务公开", 0)]
        );
    }

    #[test]
    fn a_word_has_one_term() {
        let place = crate::diagnostics::Place::file(crate::diagnostics::FileId(0));
        let text = |text: &str| Text {
            value: text.to_owned(),
            place,
        };
        let entry = |word: &str, also: &[&str]| TermEntry {
            place,
            word: text(word),
            meaning: text("意思"),
            also: also.iter().map(|word| text(word)).collect(),
        };
        let rules = |entries: Vec<TermEntry>| {
            let mut out = Report::default();
            let glossary = Glossary::new(entries, &mut out);
            let rules: Vec<&str> = out.0.iter().map(|finding| finding.rule).collect();
            (glossary.words.len(), rules)
        };
        assert_eq!(
            rules(vec![entry("甲", &["乙"]), entry("丙", &[])]),
            (3, vec![])
        );
        let twice = vec!["glossary/duplicate"];
        assert_eq!(
            rules(vec![entry("甲", &[]), entry(" 甲 ", &[])]),
            (1, twice.clone())
        );
        assert_eq!(
            rules(vec![entry("甲", &["乙"]), entry("乙", &[])]),
            (2, twice.clone())
        );
        assert_eq!(rules(vec![entry("甲", &["甲"])]), (1, twice));
        assert_eq!(
            rules(vec![entry("甲", &[" "])]),
            (1, vec!["yaml/missing-key"])
        );
    }
}
