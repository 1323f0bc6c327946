//! The table of rules: severity, whether a site may change it, and the words in both languages.

use std::collections::BTreeMap;

use include_dir::{Dir, include_dir};
use serde::Deserialize;

use super::{Diagnostic, Report, Severity};
use crate::text::{KindWords, Lang, fill};

static TABLES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/src/diagnostics/rules");

/// A rule of the table, or (with `#case` in its name) another wording of one.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Severity unless a site changes it; a wording takes its rule's.
    #[serde(default)]
    pub severity: Option<Severity>,
    /// Whether a site may not change the severity.
    #[serde(default)]
    pub locked: bool,
    /// Chinese words.
    pub zh: RuleText,
    /// English words.
    pub en: RuleText,
}

/// The words of a rule in one language; `{name}` is filled from the finding.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleText {
    /// What is wrong.
    pub message: String,
    /// How to mend it.
    pub help: String,
    /// Why the rule exists.
    #[serde(default)]
    pub why: String,
    /// Its legal basis, if there is one.
    #[serde(default)]
    pub basis: String,
    /// What fires and what is right.
    #[serde(default)]
    pub example: String,
}

impl Rule {
    /// The words in `lang`.
    pub fn text(&self, lang: Lang) -> &RuleText {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }
}

/// Every rule by name, and the severities this site changed.
#[derive(Debug, Clone)]
pub struct RuleBook {
    rules: BTreeMap<String, Rule>,
    changed: BTreeMap<String, Severity>,
}

impl RuleBook {
    /// Reads the built-in table.
    ///
    /// # Errors
    /// A table inside the program is malformed; the message names it. A test keeps this from happening.
    pub fn load() -> Result<RuleBook, String> {
        let mut rules = BTreeMap::new();
        for file in TABLES.files() {
            let text = file.contents_utf8().unwrap_or_default();
            let table: BTreeMap<String, Rule> = serde_yaml::from_str(text)
                .map_err(|error| format!("{}: {error}", file.path().display()))?;
            rules.extend(table);
        }
        let of_kinds = KindWords::all()?.rules.iter();
        rules.extend(of_kinds.map(|(name, rule)| (name.clone(), rule.clone())));
        Ok(RuleBook {
            rules,
            changed: BTreeMap::new(),
        })
    }

    /// The rule called `name`.
    pub fn get(&self, name: &str) -> Option<&Rule> {
        self.rules.get(name)
    }

    /// Every rule (not the further wordings) in order of name.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.rules
            .keys()
            .map(String::as_str)
            .filter(|name| !name.contains('#'))
    }

    /// Gives `rule` another severity on this site; `false` if the rule is locked or unknown.
    pub fn change(&mut self, rule: &str, severity: Severity) -> bool {
        let allowed = self.rules.get(rule).is_some_and(|r| !r.locked);
        if allowed {
            self.changed.insert(rule.to_owned(), severity);
        }
        allowed
    }

    /// The severity of `rule` on this site. A rule that the table lacks is an error: it must not pass unseen.
    pub fn severity(&self, rule: &str) -> Severity {
        let own = || self.rules.get(rule).and_then(|r| r.severity);
        self.changed
            .get(rule)
            .copied()
            .or_else(own)
            .unwrap_or(Severity::Error)
    }

    /// How many findings of `report` are of `severity`.
    pub fn count(&self, report: &Report, severity: Severity) -> usize {
        let same = |d: &&Diagnostic| self.severity(d.rule) == severity;
        report.0.iter().filter(same).count()
    }

    /// Message and help of a finding.
    pub fn words(&self, diagnostic: &Diagnostic, lang: Lang) -> (String, String) {
        let name = if diagnostic.case.is_empty() {
            diagnostic.rule.to_owned()
        } else {
            format!("{}#{}", diagnostic.rule, diagnostic.case)
        };
        let args: Vec<_> = diagnostic.args.iter().map(shortened).collect();
        match self.rules.get(&name) {
            Some(rule) => (
                fill(rule.text(lang).message.trim_end(), &args),
                fill(rule.text(lang).help.trim_end(), &args),
            ),
            None => (name, String::new()),
        }
    }
}

/// The longest stretch of a file that a message repeats, in characters: a message is a line, whatever stands in the file.
const LONGEST: usize = 60;

/// What a message lists or names as a whole: keys and words to choose from, paths, reasons.
const WHOLE: [&str; 6] = ["keys", "words", "orgs", "uses", "path", "reason"];

fn shortened((name, value): &(&'static str, String)) -> (&'static str, String) {
    let long = !WHOLE.contains(name) && value.chars().nth(LONGEST).is_some();
    let value = if long {
        value.chars().take(LONGEST).chain(['…']).collect()
    } else {
        value.clone()
    };
    (name, value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_has_all_its_words() {
        let book = RuleBook::load().unwrap();
        for name in book.names() {
            let rule = book.get(name).unwrap();
            assert!(rule.severity.is_some(), "{name} has no severity");
            for text in [&rule.zh, &rule.en] {
                for part in [&text.message, &text.help, &text.why, &text.example] {
                    assert!(!part.trim().is_empty(), "{name} lacks words");
                }
            }
            assert_eq!(
                rule.zh.basis.is_empty(),
                rule.en.basis.is_empty(),
                "{name}: basis in one language only"
            );
        }
        for (name, rule) in &book.rules {
            let parent = name.split('#').next().unwrap();
            assert!(book.get(parent).is_some(), "{name} is a wording of no rule");
            let holes = |text: &str| text.matches('{').count();
            assert_eq!(
                holes(&rule.zh.message),
                holes(&rule.en.message),
                "{name}: placeholders differ"
            );
        }
    }

    #[test]
    fn a_message_does_not_repeat_a_whole_text() {
        let book = RuleBook::load().unwrap();
        let place = crate::diagnostics::Place::file(crate::diagnostics::FileId(0));
        let long = Diagnostic::new("yaml/type", place).arg("found", "账".repeat(10_000));
        let (message, _) = book.words(&long, Lang::Zh);
        assert_eq!(
            message,
            format!("“{}…”不是这里要的内容", "账".repeat(LONGEST))
        );
    }

    #[test]
    fn a_locked_rule_keeps_its_severity() {
        let mut book = RuleBook::load().unwrap();
        assert!(!book.change("audience/missing", Severity::Note));
        assert_eq!(book.severity("audience/missing"), Severity::Error);
        assert!(book.change("pledge/vague", Severity::Note));
        assert_eq!(book.severity("pledge/vague"), Severity::Note);
    }
}
