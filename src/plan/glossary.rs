//! The terms: those that a record's page explains, and the pages of all from A to Z.

use std::collections::BTreeSet;
use std::ops::Range;

use serde::Serialize;

use super::build::Plan;
use super::page::{Crumb, Pager, View};
use super::{paths, portions};
use crate::kinds::Record;
use crate::kinds::fields::Told;
use crate::source::markdown::term_id;
use crate::source::{Glossary, Term};
use crate::values::{from_a_to_z, letter};

/// Pages named beside a term that it occurs on, newest first.
const SHOWN: usize = 3;

/// Bytes of a term's line besides its words, and of each page it names.
const FRAME: usize = 160;

/// The terms of the glossary in order, and where they occur.
#[derive(Default)]
pub struct Terms {
    /// Indices in the glossary, from A to Z.
    order: Vec<u32>,
    /// Pages of them.
    pages: Vec<Range<usize>>,
    /// The newest records whose texts have each term, and how many have it, by its index in the glossary.
    uses: Vec<(Vec<u32>, usize)>,
}

/// A term with its explanation.
#[derive(Serialize)]
pub(super) struct TermView<'a> {
    /// Its place on a page.
    id: String,
    word: &'a str,
    meaning: &'a str,
    also: &'a [String],
}

#[derive(Serialize)]
struct LetterView<'a> {
    /// Its place on a page.
    id: String,
    letter: char,
    terms: Vec<EntryView<'a>>,
}

#[derive(Serialize)]
struct EntryView<'a> {
    #[serde(flatten)]
    term: TermView<'a>,
    uses: Vec<Crumb>,
    /// How many records have it.
    count: usize,
}

#[derive(Serialize)]
struct Jump {
    id: String,
    letter: char,
    address: String,
}

impl<'a> Plan<'a> {
    /// The terms from A to Z.
    pub(super) fn terms(&self) -> &Terms {
        self.lazy.terms.get_or_init(|| self.make_terms())
    }

    fn make_terms(&self) -> Terms {
        let terms = self.edition.glossary().terms();
        let mut order: Vec<u32> = (0..).take(terms.len()).collect();
        order.sort_by_cached_key(|at| from_a_to_z(&terms[*at as usize].word));
        let mut uses = vec![(Vec::new(), 0); terms.len()];
        for (entry, at) in self.edition.entries().iter().zip(0..) {
            for term in &entry.body.terms {
                if let Some((newest, count)) = uses.get_mut(*term as usize) {
                    *count += 1;
                    if newest.len() < SHOWN {
                        newest.push(at);
                    }
                }
            }
        }
        let size = |at: &u32| {
            let (newest, _) = &uses[*at as usize];
            let links = newest.iter().map(|at| self.size_of_link(*at));
            size(&terms[*at as usize]) + links.sum::<usize>()
        };
        Terms {
            pages: portions::pages(order.iter().map(size)),
            order,
            uses,
        }
    }

    fn size_of_link(&self, at: u32) -> usize {
        let record = self.edition.entries()[at as usize].record;
        let address = crate::source::encode_path(&record.address());
        FRAME + address.len() + record.envelope.title.value.len()
    }

    /// The number of pages of all terms; 0 where the site has none.
    pub(super) fn glossary_pages(&self) -> usize {
        if self.edition.glossary().is_empty() {
            0
        } else {
            self.terms().pages.len()
        }
    }

    /// The first page of all terms; none where the site has none.
    pub(super) fn glossary_address(&self) -> Option<String> {
        let has_some = !self.edition.glossary().is_empty();
        has_some.then(|| paths::list_page(paths::GLOSSARY, 0))
    }

    /// The terms that the page of the record at index `at` explains: those of its text, in order of occurrence, then those of what else it says.
    pub(super) fn terms_of(&self, at: usize) -> Vec<TermView<'a>> {
        let glossary = self.edition.glossary();
        if glossary.is_empty() {
            return Vec::new();
        }
        let entry = &self.edition.entries()[at];
        let mut found = entry.body.terms.clone();
        find_in_fields(entry.record, glossary, &mut found);
        found.into_iter().map(|term| self.term_view(term)).collect()
    }

    fn term_view(&self, at: u32) -> TermView<'a> {
        let term = &self.edition.glossary().terms()[at as usize];
        TermView {
            id: term_id(&term.word),
            word: &term.word,
            meaning: &term.meaning,
            also: &term.also,
        }
    }

    fn page_of_term(&self, term: u32) -> String {
        let terms = self.terms();
        let place = terms.order.iter().position(|own| *own == term);
        let page = place.and_then(|place| terms.pages.iter().position(|own| own.contains(&place)));
        paths::list_page(paths::GLOSSARY, page.unwrap_or_default())
    }

    /// Page `page` (from 0) of all terms.
    pub(super) fn glossary_view<'b>(&'b self, page: usize, address: &str) -> View<'b> {
        let terms = self.terms();
        let glossary = self.edition.glossary().terms();
        let letter_of = |at: u32| letter(&glossary[at as usize].word);
        let mut letters: Vec<LetterView<'b>> = Vec::new();
        let own = terms.pages.get(page).cloned().unwrap_or_default();
        for at in &terms.order[own] {
            if letters.last().map(|last| last.letter) != Some(letter_of(*at)) {
                letters.push(LetterView {
                    id: letter_id(letter_of(*at)),
                    letter: letter_of(*at),
                    terms: Vec::new(),
                });
            }
            let entry = self.entry_view(*at);
            if let Some(last) = letters.last_mut() {
                last.terms.push(entry);
            }
        }
        let mut seen = BTreeSet::new();
        let first = terms.order.iter().filter(|at| seen.insert(letter_of(**at)));
        let jumps: Vec<Jump> = first
            .map(|at| Jump {
                id: letter_id(letter_of(*at)),
                letter: letter_of(*at),
                address: self.page_of_term(*at),
            })
            .collect();
        let mut meta = self.meta(self.say("glossary.title", &[]), address);
        meta.column = "glossary";
        let pager = Pager::new(page, terms.pages.len(), |at| {
            paths::list_page(paths::GLOSSARY, at)
        });
        let total = glossary.len();
        View {
            template: "glossary.html",
            fields: vec![
                ("page", Box::new(meta)),
                ("letters", Box::new(letters)),
                ("jumps", Box::new(jumps)),
                ("total", Box::new(total)),
                ("pager", Box::new(pager)),
            ],
        }
    }

    fn entry_view(&self, at: u32) -> EntryView<'a> {
        let (newest, count) = &self.terms().uses[at as usize];
        let link = |at: &u32| {
            let record = self.edition.entries()[*at as usize].record;
            Crumb {
                name: record.envelope.title.value.clone(),
                address: record.address(),
            }
        };
        EntryView {
            term: self.term_view(at),
            uses: newest.iter().map(link).collect(),
            count: *count,
        }
    }
}

/// The place of `letter` on a page.
fn letter_id(letter: char) -> String {
    match letter {
        '#' => "other".to_owned(),
        letter => letter.to_string(),
    }
}

/// Bytes of a term's line without the pages that it occurs on.
fn size(term: &Term) -> usize {
    let also: usize = term.also.iter().map(String::len).sum();
    FRAME + term.word.len() * 2 + term.meaning.len() + also
}

/// Adds the terms in what `record` says besides its text to `found`, each once.
fn find_in_fields(record: &Record, glossary: &Glossary, found: &mut Vec<u32>) {
    let told = record.content.tell();
    let mut waiting = vec![&told];
    let mut texts: Vec<&str> = Vec::new();
    while let Some(told) = waiting.pop() {
        match told {
            Told::Text(text) => texts.push(text),
            Told::List(list) => waiting.extend(list.iter().rev()),
            Told::Map(entries) => waiting.extend(entries.iter().rev().map(|(_, told)| told)),
            _ => {}
        }
    }
    for text in texts {
        for own in glossary.find(text) {
            if !found.contains(&own.term) {
                found.push(own.term);
            }
        }
    }
}
