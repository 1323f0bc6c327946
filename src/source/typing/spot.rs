//! What may stand at a place of a file, as the fields of the format declare it.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use crate::kinds::fields::{Decode, Field, Shape};
use crate::kinds::{Envelope, KINDS};
use crate::source::catalogue::Catalogue;
use crate::source::config::{OrgConfig, SiteConfig};
use crate::source::glossary::TermEntry;

/// Every key of the format, wherever it stands.
static KEYS: LazyLock<BTreeSet<&'static str>> = LazyLock::new(|| {
    let mut keys = BTreeSet::new();
    for shape in Spot::root().0 {
        collect(shape, &mut keys);
    }
    keys
});

fn collect(shape: Shape, keys: &mut BTreeSet<&'static str>) {
    match shape {
        Shape::List(item) => collect(item(), keys),
        Shape::Map(fields) => {
            for field in fields {
                keys.extend([field.zh, field.en]);
                collect((field.shape)(), keys);
            }
        }
        _ => {}
    }
}

/// The shapes that a value can have at some place: several where kinds differ, none where the format has no such place.
#[derive(Debug, Clone, Default)]
pub struct Spot(Vec<Shape>);

impl Spot {
    /// The whole of a file, whatever it is.
    pub fn root() -> Spot {
        let files: [&'static [Field]; 4] = [
            Envelope::FIELDS,
            SiteConfig::FIELDS,
            OrgConfig::FIELDS,
            Catalogue::FIELDS,
        ];
        let kinds = KINDS.iter().map(|kind| kind.fields());
        let maps = files.into_iter().chain(kinds).map(Shape::Map);
        // Of all files only the glossary is a list.
        Spot(maps.chain([Vec::<TermEntry>::shape()]).collect())
    }

    /// The value of `key` in a map here.
    pub fn child(&self, key: &str) -> Spot {
        let fields = self.fields().filter(|field| is_called(field, key));
        let free = self.takes_any_key().then_some(Shape::Text);
        Spot(fields.map(|field| (field.shape)()).chain(free).collect())
    }

    /// An item of a list here.
    pub fn item(&self) -> Spot {
        let lists = self.0.iter().filter_map(|shape| match shape {
            Shape::List(item) => Some(item()),
            _ => None,
        });
        Spot(lists.collect())
    }

    fn fields(&self) -> impl Iterator<Item = &'static Field> {
        self.0.iter().flat_map(|shape| match *shape {
            Shape::Map(fields) => fields,
            _ => &[],
        })
    }

    /// Whether the format says nothing about it.
    pub fn is_unknown(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a list can stand here.
    pub fn takes_list(&self) -> bool {
        self.0.iter().any(|shape| matches!(shape, Shape::List(_)))
    }

    /// Whether a map can stand here.
    pub fn takes_map(&self) -> bool {
        self.takes_any_key() || self.0.iter().any(|shape| matches!(shape, Shape::Map(_)))
    }

    /// Whether a map with keys of the officer's own can stand here.
    pub fn takes_any_key(&self) -> bool {
        self.0.iter().any(|shape| matches!(shape, Shape::Free))
    }

    /// Whether free text can stand here.
    pub fn takes_text(&self) -> bool {
        self.0.iter().any(|shape| matches!(shape, Shape::Text))
    }

    /// Whether full-width commas can be part of the value: texts have them, days and numbers do not.
    pub fn takes_commas(&self) -> bool {
        self.is_unknown() || self.takes_text()
    }

    /// Whether nothing but a number can stand here.
    pub fn is_number(&self) -> bool {
        let number = |shape: &Shape| matches!(shape, Shape::Decimal | Shape::Money | Shape::Count);
        !self.is_unknown() && self.0.iter().all(number)
    }

    /// Whether one value stands here, neither list nor map.
    pub fn is_scalar(&self) -> bool {
        !self.is_unknown() && !self.takes_list() && !self.takes_map()
    }

    /// Whether a map here has `key`. Where the format says nothing, any key of the format is one.
    pub fn knows(&self, key: &str) -> bool {
        if self.is_unknown() {
            KEYS.contains(key)
        } else {
            self.fields().any(|field| is_called(field, key))
        }
    }
}

fn is_called(field: &Field, key: &str) -> bool {
    field.zh == key || field.en == key
}
