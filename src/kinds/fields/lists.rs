//! Values that may be missing, lists, and maps with keys of the officer's own.

use super::{Decode, Map, Reader, Shape, Text, sign_of};
use crate::values::{Node, Sp, Value};

impl<T: Decode> Decode for Option<T> {
    const REQUIRED: bool = false;
    const NEVER_BLANK: bool = T::NEVER_BLANK;

    fn shape() -> Shape {
        T::shape()
    }

    fn decode(node: Node, reader: &mut Reader<'_>) -> Option<Self> {
        T::decode(node, reader).map(Some)
    }

    fn missing() -> Option<Self> {
        Some(None)
    }
}

impl<T: Decode> Decode for Vec<T> {
    const REQUIRED: bool = false;

    fn shape() -> Shape {
        Shape::List(T::shape)
    }

    fn decode(node: Node, reader: &mut Reader<'_>) -> Option<Self> {
        match node.value {
            Value::List(nodes) => {
                let total = nodes.len();
                let read: Vec<T> = nodes
                    .into_iter()
                    .filter_map(|node| T::decode(node, reader))
                    .collect();
                (read.len() == total).then_some(read)
            }
            other => {
                reader.wrong(node.place, "list", &sign_of(&other));
                None
            }
        }
    }

    fn missing() -> Option<Self> {
        Some(Vec::new())
    }
}

/// A list that must be there and hold something.
#[derive(Debug, Clone)]
pub struct Some1<T>(pub Vec<T>);

impl<T: Decode> Decode for Some1<T> {
    fn shape() -> Shape {
        Shape::List(T::shape)
    }

    fn decode(node: Node, reader: &mut Reader<'_>) -> Option<Self> {
        let place = node.place;
        let list = Vec::decode(node, reader)?;
        if list.is_empty() {
            reader.wrong(place, "empty", "[]");
            return None;
        }
        Some(Some1(list))
    }
}

impl<T> std::ops::Deref for Some1<T> {
    type Target = [T];
    fn deref(&self) -> &[T] {
        &self.0
    }
}

/// A map with keys of the officer's own, in the order written.
#[derive(Debug, Clone)]
pub struct Row {
    /// Key and value.
    pub cells: Vec<(String, Text)>,
}

impl Decode for Row {
    fn shape() -> Shape {
        Shape::Free
    }

    fn decode(node: Node, reader: &mut Reader<'_>) -> Option<Self> {
        let map = Map::open(node, reader)?;
        let mut cells = Vec::new();
        for entry in map.into_entries() {
            let value = match entry.value.value {
                Value::Null => Sp {
                    value: String::new(),
                    place: entry.value.place,
                },
                _ => Text::decode(entry.value, reader)?,
            };
            cells.push((entry.key, value));
        }
        Some(Row { cells })
    }
}
