//! Which steps of the sign-off a site asks for: of every kind, or kind by kind.

use crate::kinds::fields::{Decode, Map, Reader, Scalar, Shape, Tell, Text, Told};
use crate::kinds::kind_called;
use crate::values::{Node, Sp, Value};

/// A kind, written by its English name, its Chinese name or its folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KindName(pub &'static str);

impl Scalar for KindName {
    const SHAPE: Shape = Shape::Text;
    const WANTED: &'static str = "kind";

    fn read(text: &str) -> Option<Self> {
        kind_called(text.trim()).map(|kind| KindName(kind.name()))
    }

    fn told(&self) -> Told<'_> {
        Told::Text(self.0.into())
    }
}

/// What the steps of all kinds that have none of their own are called in the map form.
const DEFAULT: (&str, &str) = ("默认", "default");

/// The steps that a record must carry to be published: a list for every kind, or a map from kind to list.
#[derive(Debug, Clone, Default)]
pub struct Steps {
    default: Vec<Text>,
    own: Vec<(KindName, Vec<Text>)>,
}

impl Steps {
    /// The steps of a record of `kind`, by its English name.
    pub fn of(&self, kind: &str) -> &[Text] {
        let own = self.own.iter().find(|(own, _)| own.0 == kind);
        own.map_or(&self.default, |(_, steps)| steps)
    }

    fn read_map(node: Node, reader: &mut Reader<'_>) -> Option<Steps> {
        let map = Map::open(node, reader)?;
        let mut steps = Steps::default();
        for entry in map.into_entries() {
            let list = match entry.value.value {
                Value::Null => Vec::new(),
                _ => Vec::<Text>::decode(entry.value, reader)?,
            };
            if [DEFAULT.0, DEFAULT.1].contains(&entry.key.trim()) {
                steps.default = list;
                continue;
            }
            let name = Node {
                value: Value::Scalar(entry.key),
                place: entry.key_place,
            };
            let kind = Sp::<KindName>::decode(name, reader)?;
            steps.own.push((kind.value, list));
        }
        Some(steps)
    }
}

impl Decode for Steps {
    const REQUIRED: bool = false;

    fn shape() -> Shape {
        Shape::List(Text::shape)
    }

    fn decode(node: Node, reader: &mut Reader<'_>) -> Option<Self> {
        match node.value {
            Value::Map(_) => Steps::read_map(node, reader),
            _ => Vec::decode(node, reader).map(|default| Steps {
                default,
                own: Vec::new(),
            }),
        }
    }

    fn missing() -> Option<Self> {
        Some(Steps::default())
    }
}

/// Settings are not for readers.
impl Tell for Steps {
    fn tell(&self) -> Told<'_> {
        Told::Nothing
    }
}
