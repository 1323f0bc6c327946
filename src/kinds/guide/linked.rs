//! A guide as schema.org's `GovernmentService`.

use serde_json::{Map, Value, json};

use super::{FeeMode, Guide, Venue};
use crate::kinds::Record;
use crate::kinds::fields::Text;

/// The properties of the service that `guide` describes.
pub fn service(guide: &Guide, record: &Record) -> Map<String, Value> {
    let mut service = Map::new();
    service.insert("@type".to_owned(), json!("GovernmentService"));
    service.insert("serviceType".to_owned(), json!(record.envelope.title.value));
    if let Some(code) = &guide.code {
        service.insert("identifier".to_owned(), json!(code.value));
    }
    let applicants: Vec<Value> = guide
        .applicants
        .iter()
        .map(|who| json!({ "@type": "Audience", "audienceType": who.value }))
        .collect();
    if !applicants.is_empty() {
        service.insert("audience".to_owned(), json!(applicants));
    }
    let channels: Vec<Value> = guide.venues.iter().map(channel).collect();
    if !channels.is_empty() {
        service.insert("availableChannel".to_owned(), json!(channels));
    }
    let basis: Vec<&str> = record
        .envelope
        .basis
        .iter()
        .map(|basis| basis.title.value.as_str())
        .collect();
    if !basis.is_empty() {
        service.insert("termsOfService".to_owned(), json!(basis.join("；")));
    }
    if guide
        .fee
        .as_ref()
        .is_some_and(|fee| fee.mode.value == FeeMode::Free)
    {
        service.insert("isAccessibleForFree".to_owned(), json!(true));
    }
    service
}

fn channel(venue: &Venue) -> Value {
    let mut place = Map::new();
    place.insert("@type".to_owned(), json!("Place"));
    place.insert("name".to_owned(), json!(venue.name.value));
    put(&mut place, "address", venue.address.as_ref());
    put(&mut place, "openingHours", venue.hours.as_ref());
    let mut channel = Map::new();
    channel.insert("@type".to_owned(), json!("ServiceChannel"));
    channel.insert("serviceLocation".to_owned(), Value::Object(place));
    if let Some(phone) = &venue.phone {
        channel.insert(
            "servicePhone".to_owned(),
            json!({ "@type": "ContactPoint", "telephone": phone.value }),
        );
    }
    Value::Object(channel)
}

fn put(map: &mut Map<String, Value>, name: &str, text: Option<&Text>) {
    if let Some(text) = text {
        map.insert(name.to_owned(), json!(text.value));
    }
}
