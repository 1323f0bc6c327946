//! The program's own words in both languages. (What a resident reads is in the theme's string tables.)

mod failure;
mod fields;
mod kinds;

use std::collections::BTreeMap;

pub use failure::Failure;
pub use fields::FieldDocs;
pub use kinds::KindWords;

/// The language of messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lang {
    /// Simplified Chinese.
    Zh,
    /// English.
    En,
}

impl Lang {
    /// The language of an environment value such as `en_US.UTF-8`; Chinese unless it says English.
    pub fn from_locale(locale: &str) -> Lang {
        if locale.to_ascii_lowercase().starts_with("en") {
            Lang::En
        } else {
            Lang::Zh
        }
    }
}

/// A string table in one language.
#[derive(Debug, Clone)]
pub struct Texts {
    /// Its language.
    pub lang: Lang,
    table: BTreeMap<String, String>,
}

impl Texts {
    /// Reads the built-in table of `lang`.
    ///
    /// # Errors
    /// The table inside the program is malformed; a test keeps this from happening.
    pub fn load(lang: Lang) -> Result<Texts, String> {
        let source = match lang {
            Lang::Zh => include_str!("zh-CN.yaml"),
            Lang::En => include_str!("en.yaml"),
        };
        let mut table: BTreeMap<String, String> =
            serde_yaml::from_str(source).map_err(|error| error.to_string())?;
        if let Some(of_kinds) = KindWords::all()?.texts(lang) {
            table.extend(of_kinds.clone());
        }
        Ok(Texts { lang, table })
    }

    /// All words by key.
    pub fn table(&self) -> &BTreeMap<String, String> {
        &self.table
    }

    /// The words under `key`, or the key itself where the table lacks it.
    pub fn get<'a>(&'a self, key: &'a str) -> &'a str {
        self.table.get(key).map_or(key, String::as_str)
    }

    /// The words under `key` with `{name}` filled from `args`.
    pub fn fill(&self, key: &str, args: &[(&str, &dyn std::fmt::Display)]) -> String {
        let args: Vec<(&str, String)> = args
            .iter()
            .map(|(name, value)| (*name, value.to_string()))
            .collect();
        fill(self.get(key), &args)
    }
}

/// `template` with each `{name}` replaced by its value; a placeholder without one stays, and values are not looked into.
pub fn fill(template: &str, args: &[(&str, String)]) -> String {
    let mut out = String::with_capacity(template.len() + 32);
    let mut rest = template;
    while let Some(open) = rest.find('{') {
        out.push_str(&rest[..open]);
        rest = &rest[open..];
        let filled = rest.find('}').and_then(|close| {
            args.iter()
                .find(|(name, _)| *name == &rest[1..close])
                .map(|(_, value)| (close, value))
        });
        let step = match filled {
            Some((close, value)) => {
                out.push_str(value);
                close + 1
            }
            None => {
                out.push('{');
                1
            }
        };
        rest = &rest[step..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_have_the_same_keys_and_placeholders() {
        let (zh, en) = (
            Texts::load(Lang::Zh).unwrap(),
            Texts::load(Lang::En).unwrap(),
        );
        assert!(zh.table.keys().eq(en.table.keys()), "keys differ");
        for (key, text) in &zh.table {
            let holes = |text: &str| text.matches('{').count();
            assert_eq!(holes(text), holes(en.get(key)), "{key}");
        }
    }

    #[test]
    fn fills_what_it_has_and_leaves_the_rest() {
        assert_eq!(fill("{a}{b} {c", &[("a", "{b}".into())]), "{b}{b} {c");
    }
}
