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
        properties.insert("@type".to_owned(), json!("Article"));
        properties.insert("name".to_owned(), json!(record.envelope.title.value));
        properties.insert(
            "datePublished".to_owned(),
            json!(record.envelope.published.value.to_string()),
        );
        properties.insert(
            "dateModified".to_owned(),
            json!(super::record::changed(record).to_string()),
        );
        properties.insert("inLanguage".to_owned(), json!(self.language()));
        properties.insert("description".to_owned(), json!(meta.description));
        if let Some(url) = &meta.canonical {
            properties.insert("url".to_owned(), json!(url));
        }
        let issuer = json!({ "@type": "GovernmentOrganization", "name": org });
        let own = record.content.linked_data(record);
        let role = if own.contains_key("@type") {
            "provider"
        } else {
            "publisher"
        };
        properties.insert(role.to_owned(), issuer);
        properties.extend(own);
        if properties["@type"] == "GovernmentService" {
            // A service has no day of publication; its page has.
            properties.remove("datePublished");
            properties.remove("dateModified");
            properties.remove("inLanguage");
        }
        Value::Object(properties)
            .to_string()
            .replace('<', "\\u003c")
    }

    /// The language of the pages.
    pub fn language(&self) -> &str {
        self.edition
            .config()
            .language
            .as_ref()
            .map_or("zh-CN", |language| language.value.as_str())
    }
}
