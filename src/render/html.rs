//! Pages: Tera templates with exactly their inputs, and a few filters that only put values into words.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;
use tera::{Context, Kwargs, State, Tera, TeraResult, Value};

use super::{RenderError, chart};
use crate::plan::{Shared, View};
use crate::source::Theme;
use crate::text::fill;
use crate::values::{Day, Unit, group_digits, money_words, parse_decimal};

/// Room for most pages, in bytes.
const PAGE: usize = 16 * 1024;

/// The templates of a theme, ready to render.
pub struct Engine {
    tera: Tera,
    shared: Vec<(&'static str, Value)>,
}

impl Engine {
    /// Parses the theme's templates.
    ///
    /// # Errors
    /// One of them is wrong; the text names it and the line.
    pub fn new(theme: &Theme, shared: &Shared<'_>) -> Result<Engine, RenderError> {
        let mut tera = Tera::new();
        tera.autoescape_on(vec![".html"]);
        filters(&mut tera, theme);
        chart::register(&mut tera);
        let templates: Vec<(&str, String)> = theme
            .below("templates/")
            .map(|(name, bytes)| {
                (
                    name,
                    spell_out(&String::from_utf8_lossy(bytes), theme.strings()),
                )
            })
            .collect();
        tera.add_raw_templates(templates.iter().map(|(name, text)| (*name, text.as_str())))
            .map_err(wrong)?;
        let shared = Value::try_from_serializable(shared).map_err(wrong)?;
        let field = |name: &'static str| {
            (
                name,
                shared
                    .get_from_path(name)
                    .cloned()
                    .unwrap_or_else(Value::none),
            )
        };
        Ok(Engine {
            shared: vec![field("site"), field("org_names")],
            tera,
        })
    }

    /// A page; `root` is the way from it up to the site's root.
    ///
    /// # Errors
    /// The template asks for something it does not get, or fails otherwise.
    pub fn page(&self, view: &View<'_>, root: &str) -> Result<Vec<u8>, RenderError> {
        let mut context = Context::new();
        for (name, value) in &self.shared {
            context.insert_value(*name, value.clone());
        }
        context.insert("root", root);
        for (name, value) in &view.fields {
            context.insert_value(*name, to_value(value)?);
        }
        let mut page = Vec::with_capacity(PAGE);
        self.tera
            .render_to(view.template, &context, &mut page)
            .map_err(wrong)?;
        Ok(page)
    }
}

/// `template` with each `{{ "key" | t }}` replaced by its words: what never changes need not be looked up on every page. Lines stay where they are, so that errors name the right ones.
fn spell_out(template: &str, strings: &BTreeMap<String, String>) -> String {
    let mut out = String::with_capacity(template.len());
    let mut rest = template;
    while let Some(open) = rest.find("{{ ") {
        let (before, tag) = rest.split_at(open);
        out.push_str(before);
        let words = tag.find(" | t }}").and_then(|end| {
            let key = tag[3..end].trim_matches(['"', '\'']);
            let quoted = key.len() + 2 == end - 3;
            let plain = strings
                .get(key)
                .filter(|words| quoted && !words.contains(['{', '\n']))?;
            Some((end + " | t }}".len(), plain))
        });
        match words {
            Some((end, words)) => {
                let mut escaped = Vec::with_capacity(words.len());
                // Writing to memory cannot fail.
                let _ = tera::escape_html(words, &mut escaped);
                out.push_str(&String::from_utf8_lossy(&escaped));
                rest = &tag[end..];
            }
            None => {
                out.push_str("{{ ");
                rest = &tag[3..];
            }
        }
    }
    out.push_str(rest);
    out
}

fn to_value(value: &impl Serialize) -> Result<Value, RenderError> {
    Value::try_from_serializable(value).map_err(wrong)
}

/// Tera's report names the template, the line and the reason, one under the other.
fn wrong(error: tera::Error) -> RenderError {
    let mut text = error.to_string();
    let mut source = std::error::Error::source(&error);
    while let Some(inner) = source {
        text.push_str(&format!("\n{inner}"));
        source = inner.source();
    }
    RenderError::Template(text)
}

fn filters(tera: &mut Tera, theme: &Theme) {
    let strings = Arc::new(theme.strings().clone());
    let table = strings.clone();
    tera.register_filter(
        "t",
        move |key: &str, args: Kwargs, _: &State| -> TeraResult<String> {
            Ok(phrase(&table, key, &args))
        },
    );
    let table = strings.clone();
    tera.register_filter(
        "say",
        move |words: &Value, _: Kwargs, _: &State| -> String { say(&table, words) },
    );
    for (name, key) in [("day", "day.long"), ("day_short", "day.short")] {
        let form = strings.get(key).cloned().unwrap_or_default();
        tera.register_filter(name, move |day: &str, _: Kwargs, _: &State| -> String {
            day_in_words(&form, day)
        });
    }
    tera.register_filter("money", |amount: &str, _: Kwargs, _: &State| -> String {
        parse_decimal(amount).map_or_else(|| amount.to_owned(), |amount| group_digits(amount, 2))
    });
    tera.register_filter("money_words", in_words);
    tera.register_filter("url", |path: &str, _: Kwargs, _: &State| -> String {
        crate::source::encode_path(path)
    });
    tera.register_filter("tel", |phone: &str, _: Kwargs, _: &State| -> String {
        // A number may be followed by another or by words; the first one is called.
        let narrow = crate::values::half_width(phone).into_owned();
        let number: String = narrow
            .chars()
            .skip_while(|c| !c.is_ascii_digit() && *c != '+')
            .take_while(|c| c.is_ascii_digit() || matches!(c, '+' | '-'))
            .collect();
        number
    });
}

/// A sum in everyday Chinese words; `unit` is `yuan`, which it is unless told, or `wan`. What has no words stays in figures.
fn in_words(amount: &str, args: Kwargs, _: &State) -> TeraResult<String> {
    let key = args.get::<&str>("unit")?.unwrap_or(Unit::default().key());
    let unit = Unit::NAMES
        .iter()
        .find_map(|(_, name, unit)| (*name == key).then_some(*unit))
        .ok_or_else(|| tera::Error::message(format!("no unit of money: {key}")))?;
    let words = parse_decimal(amount).and_then(|amount| money_words(unit.to_yuan(amount)));
    Ok(words.unwrap_or_else(|| amount.to_owned()))
}

fn phrase(table: &BTreeMap<String, String>, key: &str, args: &Kwargs) -> String {
    let text = table.get(key).map_or(key, String::as_str);
    if !text.contains('{') {
        return text.to_owned();
    }
    let values: Vec<(&str, String)> = names(text)
        .into_iter()
        .filter_map(|name| Some((name, args.get::<Value>(name).ok()??.to_string())))
        .collect();
    fill(text, &values)
}

/// The placeholders of a phrase.
fn names(text: &str) -> Vec<&str> {
    text.split('{')
        .skip(1)
        .filter_map(|rest| rest.split_once('}').map(|(name, _)| name))
        .collect()
}

/// A phrase with its arguments, as the kinds give it: `{key, args: [[name, value]], phrases: [[name, key]]}`.
fn say(table: &BTreeMap<String, String>, words: &Value) -> String {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let pairs = |field: &str| -> Vec<(String, String)> {
        let list = words
            .get_from_path(field)
            .and_then(|list| list.as_array().map(<[Value]>::to_vec))
            .unwrap_or_default();
        list.iter()
            .filter_map(|pair| {
                pair.as_array()
                    .and_then(|pair| Some((text(pair.first()?)?, text(pair.get(1)?)?)))
            })
            .collect()
    };
    let key = words
        .get_from_path("key")
        .and_then(text)
        .unwrap_or_default();
    let mut args = pairs("args");
    args.extend(
        pairs("phrases")
            .into_iter()
            .map(|(name, key)| (name, table.get(&key).cloned().unwrap_or(key))),
    );
    let args: Vec<(&str, String)> = args
        .iter()
        .map(|(name, value)| (name.as_str(), value.clone()))
        .collect();
    fill(table.get(&key).map_or(key.as_str(), String::as_str), &args)
}

fn day_in_words(form: &str, day: &str) -> String {
    match Day::parse(day) {
        Some(date) => fill(
            form,
            &[
                ("y", date.year().to_string()),
                ("m", date.month().to_string()),
                ("d", date.day().to_string()),
            ],
        ),
        None => day.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_put_into_words_by_their_unit() {
        let theme = Theme::built_in("zh-CN").unwrap();
        let say = |template: &str| {
            let mut tera = Tera::new();
            filters(&mut tera, &theme);
            tera.add_raw_template("t", template)?;
            tera.render("t", &Context::new())
        };
        for (template, words) in [
            ("{{ '45000.00' | money_words }}", "四万五千元"),
            ("{{ '4.5' | money_words(unit='wan') }}", "四万五千元"),
            ("{{ '0.005' | money_words(unit='yuan') }}", "0.005"),
            ("{{ '不详' | money_words }}", "不详"),
        ] {
            assert_eq!(say(template).unwrap(), words);
        }
        assert!(say("{{ '1' | money_words(unit='角') }}").is_err());
    }

    #[test]
    fn words_that_never_change_are_spelled_out_once() {
        let strings = BTreeMap::from([
            ("a".to_owned(), "甲 <&>".to_owned()),
            ("b".to_owned(), "{n}".to_owned()),
        ]);
        let cases = [
            ("<p>{{ \"a\" | t }}</p>", "<p>甲 &lt;&amp;&gt;</p>"),
            ("{{ 'a' | t }}{{ x }}", "甲 &lt;&amp;&gt;{{ x }}"),
            (
                "{{ \"b\" | t }}{{ \"none\" | t }}",
                "{{ \"b\" | t }}{{ \"none\" | t }}",
            ),
            (
                "{{ a | t }} {{ (\"a\" ~ \"b\") | t }}",
                "{{ a | t }} {{ (\"a\" ~ \"b\") | t }}",
            ),
        ];
        for (template, expected) in cases {
            assert_eq!(spell_out(template, &strings), expected);
        }
    }
}
