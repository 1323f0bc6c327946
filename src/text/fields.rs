//! What each key of a record, of `site.yaml`, of `org.yaml` of the glossary and of the catalogue means. Stubs and documentation are made from it together with the keys' declaration.

use std::collections::BTreeMap;

use super::{KindWords, Lang, fill};

/// The meanings of all keys in one language, by the path of their Chinese names: `pledge.承诺.事项`.
///
/// The first name of a path is `envelope`, `site`, `org`, `glossary`, `catalogue`, or a kind's.
#[derive(Debug, Clone, Default)]
pub struct FieldDocs {
    /// A sentence, and a value where the type alone gives none.
    table: BTreeMap<String, Vec<String>>,
}

impl FieldDocs {
    /// Reads the built-in table of `lang`.
    ///
    /// # Errors
    /// The table inside the program is malformed; a test keeps this from happening.
    pub fn load(lang: Lang) -> Result<FieldDocs, String> {
        let source = match lang {
            Lang::Zh => include_str!("fields-zh.yaml"),
            Lang::En => include_str!("fields-en.yaml"),
        };
        let mut table: BTreeMap<String, Vec<String>> =
            serde_yaml::from_str(source).map_err(|error| error.to_string())?;
        let of_kinds = KindWords::all()?.fields.iter();
        table.extend(of_kinds.map(|(path, words)| (path.clone(), words.of(lang).to_vec())));
        Ok(FieldDocs { table })
    }

    /// What the key at `path` means, in one sentence.
    pub fn meaning(&self, path: &str) -> &str {
        let texts = self.table.get(path);
        texts
            .and_then(|texts| texts.first())
            .map_or("", String::as_str)
    }

    /// A value of the key at `path` as it is written in YAML, if the table has one. `{name}` is filled from `args`.
    pub fn example(&self, path: &str, args: &[(&str, String)]) -> Option<String> {
        let example = self.table.get(path)?.get(1)?;
        Some(fill(example, args))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::kinds::fields::{Field, Shape};
    use crate::kinds::{Envelope, KINDS};
    use crate::source::config::{OrgConfig, SiteConfig};
    use crate::source::{Catalogue, TermEntry};

    /// Every path below `name`, with what it holds.
    fn walk(name: &str, fields: &[Field], out: &mut Vec<(String, Shape)>) {
        for field in fields {
            let path = format!("{name}.{}", field.zh);
            let mut shape = (field.shape)();
            while let Shape::List(inner) = shape {
                shape = inner();
            }
            out.push((path.clone(), shape));
            if let Shape::Map(inner) = shape {
                walk(&path, inner, out);
            }
        }
    }

    fn all() -> Vec<(String, Shape)> {
        let mut out = Vec::new();
        walk("envelope", Envelope::FIELDS, &mut out);
        for kind in KINDS {
            walk(kind.name(), kind.fields(), &mut out);
        }
        walk("site", SiteConfig::FIELDS, &mut out);
        walk("org", OrgConfig::FIELDS, &mut out);
        walk("glossary", TermEntry::FIELDS, &mut out);
        walk("catalogue", Catalogue::FIELDS, &mut out);
        out
    }

    #[test]
    fn every_key_is_explained_in_both_languages_and_no_other() {
        let keys: BTreeSet<String> = all().into_iter().map(|(path, _)| path).collect();
        for lang in [Lang::Zh, Lang::En] {
            let docs = FieldDocs::load(lang).unwrap();
            let known: BTreeSet<String> = docs.table.keys().cloned().collect();
            let missing: Vec<_> = keys.difference(&known).collect();
            let extra: Vec<_> = known.difference(&keys).collect();
            assert!(
                missing.is_empty() && extra.is_empty(),
                "{lang:?}: missing {missing:?}, extra {extra:?}"
            );
        }
    }

    #[test]
    fn an_example_stands_where_the_type_gives_none() {
        for lang in [Lang::Zh, Lang::En] {
            let docs = FieldDocs::load(lang).unwrap();
            for (path, shape) in all() {
                let texts = &docs.table[&path];
                let right = match shape {
                    Shape::Text | Shape::Free => texts.len() == 2,
                    Shape::Map(_) => texts.len() == 1,
                    _ => (1..=2).contains(&texts.len()),
                };
                assert!(
                    right && texts.iter().all(|text| !text.trim().is_empty()),
                    "{lang:?} {path}: {texts:?}"
                );
            }
        }
    }
}
