//! A map being read, key by key.

use super::{Decode, Field, Reader, sign_of};
use crate::diagnostics::{At, Diagnostic, Place};
use crate::values::{Entry, Node, Value, half_width};

/// A map being read, key by key.
pub struct Map {
    /// Where the map stands.
    pub place: Place,
    entries: Vec<Entry>,
}

impl Map {
    /// Opens `node` as a map; duplicate keys are reported here.
    pub fn open(node: Node, reader: &mut Reader<'_>) -> Option<Map> {
        let place = node.place;
        match node.value {
            Value::Map(entries) => {
                for (i, entry) in entries.iter().enumerate() {
                    if entries[..i].iter().any(|earlier| earlier.key == entry.key) {
                        reader.out.add(
                            Diagnostic::new("yaml/duplicate-key", entry.key_place)
                                .arg("key", &entry.key),
                        );
                    }
                }
                Some(Map { place, entries })
            }
            other => {
                reader.wrong(place, "map", &sign_of(&other));
                None
            }
        }
    }

    /// The entries that nothing took.
    pub fn into_entries(self) -> Vec<Entry> {
        self.entries
    }

    /// Takes the value of `zh` or `en`. An empty value counts as missing; a missing required key is reported.
    pub fn take<T: Decode>(
        &mut self,
        zh: &'static str,
        en: &'static str,
        reader: &mut Reader<'_>,
    ) -> Option<T> {
        let first = self
            .entries
            .iter()
            .position(|entry| entry.key == zh || entry.key == en);
        let Some(first) = first else {
            if T::REQUIRED {
                reader
                    .out
                    .add(Diagnostic::new("yaml/missing-key", head(self.place)).arg("key", zh));
            }
            return T::missing();
        };
        let entry = self.entries.remove(first);
        if let Some(second) = self
            .entries
            .iter()
            .position(|entry| entry.key == zh || entry.key == en)
        {
            let again = self.entries.remove(second);
            if again.key != entry.key {
                reader.out.add(
                    Diagnostic::new("yaml/duplicate-key", again.key_place)
                        .case("alias")
                        .arg("key", &again.key)
                        .arg("first", &entry.key),
                );
            }
        }
        if is_blank(&entry.value.value) {
            if T::REQUIRED || T::NEVER_BLANK {
                reader.out.add(
                    Diagnostic::new("yaml/missing-key", entry.key_place)
                        .case("empty")
                        .arg("key", &entry.key),
                );
            }
            return T::missing();
        }
        T::decode(entry.value, reader)
    }

    /// Reports the keys that nothing took, each with the nearest of `fields`.
    pub fn finish(self, fields: &[&[Field]], reader: &mut Reader<'_>) {
        for entry in self.entries {
            let nearest = fields
                .iter()
                .flat_map(|group| group.iter())
                .flat_map(|field| [field.zh, field.en])
                .map(|key| {
                    (
                        strsim::normalized_damerau_levenshtein(key, half_width(&entry.key).trim()),
                        key,
                    )
                })
                .filter(|(closeness, _)| *closeness >= 0.4)
                .max_by(|a, b| a.0.total_cmp(&b.0));
            let unknown =
                Diagnostic::new("yaml/unknown-key", entry.key_place).arg("key", &entry.key);
            reader.out.add(match nearest {
                Some((_, key)) => unknown.case("near").arg("nearest", key),
                None => unknown.arg(
                    "keys",
                    fields
                        .iter()
                        .flat_map(|group| group.iter())
                        .map(|f| f.zh)
                        .collect::<Vec<_>>()
                        .join("、"),
                ),
            });
        }
    }
}

/// Whether nothing was written: no value, or nothing but spaces between quotes.
fn is_blank(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Scalar(text) => text.trim().is_empty(),
        Value::List(_) | Value::Map(_) => false,
    }
}

/// The first byte of a place: where a missing key is reported.
fn head(place: Place) -> Place {
    match place.at {
        At::Bytes { start, .. } => Place::bytes(place.file, start as usize, start as usize),
        _ => place,
    }
}
