//! What the search finds: the text of every record and the names of organisations, out of the edition that the pages are made of.

use std::borrow::Cow;

use serde::Serialize;

use super::build::Plan;
use super::page::View;
use super::paths;
use crate::kinds::KINDS;
use crate::kinds::fields::{Tell, Told};
use crate::search::{Doc, Index, Labels, index};
use crate::values::{Day, group_digits};

/// Most characters of a value that is a name, a number or a catchword rather than a text.
const NAME: usize = 14;

/// Most organisations that one list offers.
const CHOICES: usize = 300;

/// The name under which organisations are found, beside the kinds of records.
const ORGS: &str = "orgs";

/// Keys of the envelope that say how a record is published rather than something of its matter; the text comes from the page.
const ASIDE: [&str; 6] = ["对象", "张贴", "草稿", "旧址", "正文", "标题"];

/// What a record says, sorted by how it is found.
#[derive(Default)]
struct Words<'a> {
    names: Vec<Cow<'a, str>>,
    text: Vec<Cow<'a, str>>,
    amounts: Vec<rust_decimal::Decimal>,
}

/// What the search page offers to narrow results down with.
#[derive(Serialize)]
struct SearchView<'a> {
    /// Changes whenever the index does.
    version: &'a str,
    orgs: Vec<OrgChoice<'a>>,
    /// The kinds that have records.
    kinds: Vec<&'static str>,
    /// Years of publication, newest first.
    years: Vec<i16>,
}

/// An organisation to look in, and in those below it.
#[derive(Serialize)]
struct OrgChoice<'a> {
    path: &'a str,
    /// Its name, indented by the levels above it.
    label: String,
}

impl Plan<'_> {
    /// The page that searches.
    pub(super) fn search_view(&self, address: &str) -> View<'_> {
        let mut meta = self.meta(self.say("search.title", &[]), address);
        meta.column = "search";
        meta.noindex = true;
        let kinds = KINDS.iter().zip(&self.sorted().by_kind);
        let kinds = kinds.filter(|(_, records)| !records.is_empty());
        let view = SearchView {
            version: match self.extras.search {
                true => self.search().version(),
                false => "",
            },
            orgs: self.org_choices(),
            kinds: kinds.map(|(kind, _)| kind.name()).collect(),
            years: self.by_year().into_iter().map(|(year, _)| year).collect(),
        };
        View {
            template: "search.html",
            fields: vec![("page", Box::new(meta)), ("search", Box::new(view))],
        }
    }

    /// Organisations to look in: as many levels of them as a list can hold.
    fn org_choices(&self) -> Vec<OrgChoice<'_>> {
        let orgs = self.edition.orgs();
        let level = |path: &str| path.matches('/').count();
        let within = |most: usize| orgs.iter().filter(move |org| level(&org.path) <= most);
        let deepest = (0..8).rev().find(|most| within(*most).count() <= CHOICES);
        deepest.map_or_else(Vec::new, |most| {
            within(most)
                .map(|org| OrgChoice {
                    path: &org.path,
                    label: "\u{3000}".repeat(level(&org.path)) + &org.config.name.value,
                })
                .collect()
        })
    }

    /// The search index of the edition.
    pub fn search(&self) -> &Index {
        self.lazy.search.get_or_init(|| self.make_index())
    }

    fn make_index(&self) -> Index {
        let orgs = self.edition.orgs();
        let labels = Labels {
            orgs: &orgs
                .iter()
                .map(|org| (org.config.name.value.clone(), org.path.to_string()))
                .collect::<Vec<_>>(),
            kinds: &KINDS
                .iter()
                .map(|kind| kind.name())
                .chain([ORGS])
                .map(|key| (key.to_owned(), self.say(&format!("nav.{key}"), &[])))
                .collect::<Vec<_>>(),
        };
        let count = orgs.len() + self.edition.entries().len();
        let doc = |at: usize| match at.checked_sub(orgs.len()) {
            Some(record) => self.record_doc(record),
            None => self.org_doc(at),
        };
        index(count, doc, &labels)
    }

    fn record_doc(&self, at: usize) -> Doc<'_> {
        let entry = &self.edition.entries()[at];
        let record = entry.record;
        let mut words = Words::default();
        words.names.push(record.code.to_string().into());
        self.take(&mut words, record.envelope.tell());
        self.take(&mut words, record.content.tell());
        let gist = record.content.gist(record, &self.edition.context());
        let gist = gist.iter().map(|gist| self.theme.words(gist).into());
        words.text.extend(gist);
        words
            .text
            .extend(text_of(&entry.body.html).into_iter().map(Cow::Owned));
        let files = record.attachments.iter();
        let files = files.map(|attachment| Cow::Borrowed(attachment.name.as_ref()));
        words.text.extend(files);
        let day = record.envelope.published.value;
        let org = self.edition.org_index(&record.id.org);
        words.doc(
            &record.envelope.title.value,
            record.address(),
            (org.unwrap_or_default(), super::build::kind_index(record)),
            (day.year(), day.month(), day.day()),
        )
    }

    fn org_doc(&self, at: usize) -> Doc<'_> {
        let org = &self.edition.orgs()[at];
        let mut words = Words::default();
        self.take(&mut words, org.config.tell());
        words.doc(
            &org.config.name.value,
            paths::org_page(&org.path),
            (at, KINDS.len()),
            (0, 0, 0),
        )
    }

    fn day_in_words(&self, day: Day) -> String {
        let args = [
            ("y", day.year().to_string()),
            ("m", day.month().to_string()),
            ("d", day.day().to_string()),
        ];
        self.say("day.long", &args)
    }

    /// Takes up everything that `told` says.
    fn take<'b>(&self, words: &mut Words<'b>, told: Told<'b>) {
        match told {
            Told::Nothing | Told::Flag(_) | Told::Reference(_) => {}
            Told::Text(text) => words.add(text),
            Told::Word { zh, en } => {
                let word = if self.language() == "en" { en } else { zh };
                words.text.push(Cow::Borrowed(word));
            }
            Told::Day(day) => words.text.push(self.day_in_words(day).into()),
            Told::Number(number) => words.text.push(number.normalize().to_string().into()),
            Told::Quantity(quantity) => words.text.push(quantity.to_string().into()),
            Told::Money(sum) => {
                words.text.push(group_digits(sum, 2).into());
                words.amounts.push(sum);
            }
            Told::List(list) => list.into_iter().for_each(|told| self.take(words, told)),
            Told::Map(entries) => {
                for (field, told) in entries {
                    if !ASIDE.contains(&field.zh) {
                        self.take(words, told);
                    }
                }
            }
            Told::Row(cells) => {
                for (_, text) in cells {
                    words.add(Cow::Borrowed(text));
                }
            }
        }
    }
}

impl<'a> Words<'a> {
    /// The document with these words; `belongs` are the numbers of its organisation and kind.
    fn doc(
        self,
        title: &'a str,
        address: String,
        belongs: (usize, usize),
        day: (i16, i8, i8),
    ) -> Doc<'a> {
        let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Doc {
            title: Cow::Borrowed(title),
            address,
            org: number(belongs.0),
            kind: number(belongs.1),
            day,
            names: self.names,
            text: self.text,
            amounts: self.amounts,
        }
    }

    fn add(&mut self, text: Cow<'a, str>) {
        let is_name = text.chars().count() <= NAME && !text.contains(['，', '。', '；', '：']);
        let list = if is_name {
            &mut self.names
        } else {
            &mut self.text
        };
        list.push(text);
    }
}

/// The paragraphs, cells and items of a text's HTML, without markup.
fn text_of(html: &str) -> Vec<String> {
    const INLINE: [&str; 10] = [
        "a", "b", "i", "em", "strong", "code", "del", "sup", "span", "dfn",
    ];
    let mut pieces = vec![String::new()];
    let mut rest = html;
    while let Some((text, tag)) = rest.split_once('<') {
        push(&mut pieces, text);
        let (tag, after) = tag.split_once('>').unwrap_or((tag, ""));
        let ends = |c: char| !c.is_ascii_alphanumeric();
        let name = tag.trim_start_matches('/').split(ends).next();
        if !name.is_some_and(|name| INLINE.contains(&name)) {
            pieces.push(String::new());
        }
        rest = after;
    }
    push(&mut pieces, rest);
    pieces.retain(|piece| !piece.trim().is_empty());
    pieces
}

/// Appends `text`, whose signs are written as HTML wants them, to the last of `pieces`.
fn push(pieces: &mut [String], text: &str) {
    let Some(piece) = pieces.last_mut() else {
        return;
    };
    if !text.contains('&') {
        piece.push_str(text);
        return;
    }
    let plain = text
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&#x27;", "'")
        .replace("&amp;", "&");
    piece.push_str(&plain);
}

#[cfg(test)]
mod tests {
    use super::text_of;

    #[test]
    fn markup_is_left_out_and_blocks_are_parted() {
        let html = "<p>每季度<strong>公布</strong>一次&amp;&lt;b&gt;。</p>\n<table><tr><td>甲</td><td>乙<sup class=\"x\">1</sup></td></tr></table>";
        assert_eq!(text_of(html), ["每季度公布一次&<b>。", "甲", "乙1"]);
        assert!(text_of("").is_empty());
    }
}
