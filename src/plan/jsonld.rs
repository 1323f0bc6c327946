//! What a record is to machines: schema.org as JSON-LD.

use serde_json::{Map, Value, json};

use super::build::Plan;
use super::page::PageMeta;
use crate::kinds::Record;

impl Plan<'_> {
    /// The JSON-LD of a record's page, safe inside a script element.
    pub(super) fn linked_data(&self, record: &Record, meta: &PageMeta, org: &str) -> String {
        let mut properties: Map<String, Value> = Map::new();
        properties.insert("@context".to_owned(), json!("https://schema.org"));
        properties.insert("name".to_owned(), json!(record.envelope.title.value));
        properties.insert("description".to_owned(), json!(meta.description));
        if let Some(url) = &meta.canonical {
            properties.insert("url".to_owned(), json!(url));
        }
        let issuer = json!({ "@type": "GovernmentOrganization", "name": org });
        let own = match record.content.linked_data(record) {
            // A thing has no day of publication; the page about it has.
            Some(thing) => {
                properties.insert("provider".to_owned(), issuer);
                thing
            }
            None => {
                properties.insert("publisher".to_owned(), issuer);
                self.article(record)
            }
        };
        properties.extend(own);
        Value::Object(properties)
            .to_string()
            .replace('<', "\\u003c")
    }

    /// What a record's page is by itself.
    fn article(&self, record: &Record) -> Map<String, Value> {
        let day = |day: crate::values::Day| json!(day.to_string());
        [
            ("@type", json!("Article")),
            ("datePublished", day(record.envelope.published.value)),
            (
                "dateModified",
                day(super::record::changed(record, self.edition.day())),
            ),
            ("inLanguage", json!(self.language())),
        ]
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
    }
}
