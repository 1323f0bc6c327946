//! What each kind says, to officers and to residents: one file for each kind in `src/kinds/words/`, found by being there.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use include_dir::{Dir, include_dir};
use serde::Deserialize;

use super::Lang;
use crate::diagnostics::Rule;

static FILES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/src/kinds/words");

/// The words of all kinds, read once.
static WORDS: LazyLock<Result<KindWords, String>> = LazyLock::new(|| {
    let mut all = KindWords::default();
    for file in FILES.files() {
        let text = file.contents_utf8().unwrap_or_default();
        let own: KindWords = serde_yaml::from_str(text)
            .map_err(|error| format!("{}: {error}", file.path().display()))?;
        all.fields.extend(own.fields);
        all.rules.extend(own.rules);
        for (language, table) in own.texts {
            all.texts.entry(language).or_default().extend(table);
        }
        for (language, table) in own.strings {
            all.strings.entry(language).or_default().extend(table);
        }
    }
    Ok(all)
});

/// Keys and what they stand for.
type Table = BTreeMap<String, String>;

/// What one kind says, or all of them together.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KindWords {
    /// What each key of a record means, by its path (`pledge.承诺.事项`).
    #[serde(default)]
    pub fields: BTreeMap<String, InBoth>,
    /// Its rules and their further wordings.
    #[serde(default)]
    pub rules: BTreeMap<String, Rule>,
    /// What the program says, by language (`zh-CN`, `en`).
    #[serde(default)]
    pub texts: BTreeMap<String, Table>,
    /// What residents read, by language (`zh-CN`, `en`).
    #[serde(default)]
    pub strings: BTreeMap<String, Table>,
}

/// A sentence, and a value where the type alone gives none, in both languages.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InBoth {
    zh: Vec<String>,
    en: Vec<String>,
}

impl InBoth {
    /// The words in `lang`.
    pub fn of(&self, lang: Lang) -> &[String] {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }
}

impl KindWords {
    /// The words of all kinds.
    ///
    /// # Errors
    /// A file inside the program is malformed; the message names it. A test keeps this from happening.
    pub fn all() -> Result<&'static KindWords, String> {
        WORDS.as_ref().map_err(Clone::clone)
    }

    /// What the program says in `lang`.
    pub fn texts(&self, lang: Lang) -> Option<&Table> {
        self.texts.get(match lang {
            Lang::Zh => "zh-CN",
            Lang::En => "en",
        })
    }
}
