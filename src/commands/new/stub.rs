//! The text of a record to fill in, made from the declaration of its keys and their meanings.
//!
//! Required keys stand live; useful ones stand behind `# `, which is all that has to be removed to use them. Every key has its meaning behind it.

use std::collections::{BTreeMap, BTreeSet};

use crate::kinds::fields::{Field, Shape};
use crate::kinds::{Envelope, Kind};
use crate::text::{FieldDocs, Lang, Texts};
use crate::values::{Day, Period};

/// What a stub is made of, besides the kind.
pub struct Outline<'a> {
    /// Its title.
    pub title: &'a str,
    /// The day of publication that it begins with.
    pub day: Day,
    /// The steps that the site wants signed.
    pub signoff: &'a [String],
}

/// Writes the record.
///
/// # Errors
/// A table inside the program is malformed.
pub fn stub(kind: &dyn Kind, outline: &Outline<'_>, texts: &Texts) -> Result<String, String> {
    let offered: BTreeMap<String, BTreeSet<String>> =
        serde_yaml::from_str(include_str!("offered.yaml")).map_err(|error| error.to_string())?;
    let period = last_quarter(outline.day);
    let (from, to) = period
        .as_ref()
        .map_or((outline.day, outline.day), |p| (p.from, p.to));
    let mut stub = Stub {
        docs: FieldDocs::load(texts.lang)?,
        texts,
        offered: offered.get(kind.name()).cloned().unwrap_or_default(),
        day: outline.day,
        args: vec![
            ("from", from.to_string()),
            ("to", to.to_string()),
            ("end", outline.day.plus(8).to_string()),
            ("due", outline.day.plus(60).to_string()),
        ],
        period: period.map_or_else(|| outline.day.year().to_string(), |p| p.to_string()),
        out: String::new(),
    };
    stub.out.push_str("---\n");
    for line in texts.get("new.head").lines() {
        stub.out.push_str(&format!("## {line}\n"));
    }
    let head = ["标题", "发布日期", "草稿"];
    for name in head {
        let Some(field) = Envelope::FIELDS.iter().find(|field| field.zh == name) else {
            continue;
        };
        let value = match name {
            "标题" => scalar(outline.title),
            "草稿" => "true".to_owned(),
            _ => outline.day.to_string(),
        };
        let doc = stub.docs.meaning(&format!("envelope.{name}")).to_owned();
        stub.line("", &format!("{}: {value}", stub.key(field)), &doc, true);
    }
    stub.map(kind.name(), kind.fields(), Spot::top());
    let rest: Vec<Field> = Envelope::FIELDS
        .iter()
        .filter(|field| !head.contains(&field.zh))
        .copied()
        .collect();
    stub.map("envelope", &rest, Spot::top());
    stub.signoff(outline);
    stub.out.push_str("---\n\n");
    stub.out.push_str(texts.get("new.body"));
    stub.out.push('\n');
    Ok(stub.out)
}

/// The quarter before the one that `day` lies in: what an account is made up for.
pub fn last_quarter(day: Day) -> Option<Period> {
    let before = day.plus_months(-3);
    Period::parse(&format!("{}-Q{}", before.year(), (before.month() + 2) / 3))
}

/// `text` as a YAML scalar that reads back as exactly `text`.
pub fn scalar(text: &str) -> String {
    let inner = |c: char| c.is_alphanumeric() || " -./，。、；！？《》（）“”·〔〕".contains(c);
    let plain = text.starts_with(char::is_alphanumeric)
        && text.chars().all(inner)
        && !text.ends_with(' ')
        && !["null", "true", "false", "yes", "no", "on", "off"]
            .contains(&text.to_lowercase().as_str());
    if plain {
        return text.to_owned();
    }
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}') => {
                out.push_str(&format!("\\u{:04X}", u32::from(c)));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Where a map stands in the text.
#[derive(Clone, Copy)]
struct Spot {
    /// Spaces before its keys.
    indent: usize,
    /// Whether it is an item of a list, whose first key has a dash before it.
    item: bool,
    /// Whether all of it stands behind `# `.
    asleep: bool,
}

impl Spot {
    fn top() -> Spot {
        Spot {
            indent: 0,
            item: false,
            asleep: false,
        }
    }
}

struct Stub<'a> {
    docs: FieldDocs,
    texts: &'a Texts,
    offered: BTreeSet<String>,
    day: Day,
    period: String,
    args: Vec<(&'static str, String)>,
    out: String,
}

impl Stub<'_> {
    fn key(&self, field: &Field) -> &'static str {
        match self.texts.lang {
            Lang::Zh => field.zh,
            Lang::En => field.en,
        }
    }

    fn line(&mut self, lead: &str, text: &str, doc: &str, live: bool) {
        let sleep = if live { "" } else { "# " };
        self.out
            .push_str(&format!("{sleep}{lead}{text}  # {doc}\n"));
    }

    /// The keys of a map that are required or offered. In a list the live ones come first, because the dash must be live.
    fn map(&mut self, path: &str, fields: &[Field], spot: Spot) {
        let paths = |field: &Field| format!("{path}.{}", field.zh);
        let mut shown: Vec<&Field> = fields
            .iter()
            .filter(|field| field.required || self.is_offered(&paths(field)))
            .collect();
        if spot.item && !spot.asleep {
            shown.sort_by_key(|field| !field.required);
        }
        for (i, field) in shown.into_iter().enumerate() {
            let lead = match (spot.item, i) {
                (true, 0) => format!("{}- ", " ".repeat(spot.indent - 2)),
                _ => " ".repeat(spot.indent),
            };
            let asleep = spot.asleep || !field.required;
            self.field(&paths(field), field, &lead, spot.indent, asleep);
        }
    }

    /// Whether the list of this kind's useful keys has the key at `path`; keys of the kind itself are listed without its name.
    fn is_offered(&self, path: &str) -> bool {
        let own = path.split_once('.').map_or(path, |(_, rest)| rest);
        let listed = if path.starts_with("envelope.") {
            path
        } else {
            own
        };
        self.offered.contains(listed)
    }

    fn field(&mut self, path: &str, field: &Field, lead: &str, indent: usize, asleep: bool) {
        let key = self.key(field);
        let shape = (field.shape)();
        let doc = self.doc(path, shape);
        let inside = |indent, item| Spot {
            indent,
            item,
            asleep,
        };
        match shape {
            Shape::Map(fields) => {
                self.line(lead, &format!("{key}:"), &doc, !asleep);
                self.map(path, fields, inside(indent + 2, false));
            }
            Shape::List(of) => match of() {
                Shape::Map(fields) => {
                    self.line(lead, &format!("{key}:"), &doc, !asleep);
                    self.map(path, fields, inside(indent + 4, true));
                }
                item => {
                    let value = self.value(path, item, asleep);
                    self.line(lead, &format!("{key}: [{value}]"), &doc, !asleep);
                }
            },
            leaf => {
                let value = self.value(path, leaf, asleep);
                self.line(lead, &format!("{key}: {value}"), &doc, !asleep);
            }
        }
    }

    /// The meaning of a key, with the words it can have.
    fn doc(&self, path: &str, shape: Shape) -> String {
        let meaning = self.docs.meaning(path).to_owned();
        let Shape::Choice(words) = shape else {
            return meaning;
        };
        let words: Vec<&str> = words().into_iter().map(|pair| self.word(pair)).collect();
        let joined = words.join(self.texts.get("new.or"));
        meaning + &self.texts.fill("new.choices", &[("words", &joined)])
    }

    fn word(&self, (zh, en): (&'static str, &'static str)) -> &'static str {
        match self.texts.lang {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }

    /// What stands behind a key: an example where the line sleeps, something to be filled in where it is live.
    fn value(&self, path: &str, shape: Shape, asleep: bool) -> String {
        let example = || self.docs.example(path, &self.args);
        match shape {
            Shape::Text if !asleep => self.texts.get("new.fill-in").to_owned(),
            Shape::Text => scalar(&example().unwrap_or_default()),
            Shape::Day => example().unwrap_or_else(|| self.day.to_string()),
            Shape::Period => self.period.clone(),
            Shape::Decimal | Shape::Money => example().unwrap_or_else(|| "0.00".to_owned()),
            Shape::Count => example().unwrap_or_else(|| "1".to_owned()),
            Shape::Flag => "true".to_owned(),
            Shape::Limit => example().unwrap_or_else(|| "5个工作日".to_owned()),
            Shape::Quantity => example().unwrap_or_else(|| "1".to_owned()),
            Shape::Rate => example().unwrap_or_else(|| "100%".to_owned()),
            Shape::Reference => example().unwrap_or_else(|| "funds/2026-q3".to_owned()),
            Shape::Choice(words) => {
                let first = || {
                    words()
                        .first()
                        .map_or("", |pair| self.word(*pair))
                        .to_owned()
                };
                example().unwrap_or_else(first)
            }
            Shape::List(_) | Shape::Map(_) | Shape::Free => {
                example().unwrap_or_else(|| "{}".to_owned())
            }
        }
    }

    /// The steps to be signed. They sleep: nothing is signed before somebody has signed it.
    fn signoff(&mut self, outline: &Outline<'_>) {
        if outline.signoff.is_empty() {
            return;
        }
        let english = self.texts.lang == Lang::En;
        let [list, step, name, date] = if english {
            ["signoff", "step", "name", "date"]
        } else {
            ["审核", "环节", "姓名", "日期"]
        };
        self.out.push_str(&format!(
            "## {}\n# {list}:\n",
            self.texts.get("new.signoff")
        ));
        let nobody = self.texts.get("new.fill-in");
        for wanted in outline.signoff {
            self.out.push_str(&format!(
                "#   - {{{step}: {}, {name}: {nobody}, {date}: {}}}\n",
                scalar(wanted),
                self.day
            ));
        }
    }
}
