//! From files to records: walking, front matter, YAML, tables, Markdown, configuration.

mod catalogue;
pub mod config;
mod digest;
mod encoding;
mod folder;
mod front;
mod glossary;
mod image;
mod listing;
mod mark;
pub mod markdown;
mod names;
mod personal;
mod profile;
mod rare;
mod reading;
mod table;
pub mod target;
mod theme;
mod typing;
mod yaml;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

pub use catalogue::{Catalogue, Frequency, Item, Nil};
pub use encoding::{Encoding, decode};
#[cfg(test)]
pub use glossary::TermEntry;
pub use glossary::{Glossary, Occurrence, Term};
pub use image::without_exif;
pub use listing::{CATALOGUE, GLOSSARY, Listing, Role, can_be_listed};
pub use mark::Mark;
pub use profile::{load_calendar, load_profile};
pub use rare::Rare;
pub use reading::{Look, ReadFile, Said, read_files};
pub use theme::{DEFAULT as DEFAULT_THEME, FONTS, SHEETS, Theme};
#[cfg(test)]
pub use typing::mend;
#[cfg(test)]
pub use yaml::parse_yaml;

/// What may not stand bare in the path of an address.
const PATH: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'`')
    .add(b'{')
    .add(b'}')
    .add(b'\\')
    .add(b'^')
    .add(b'|')
    .add(b'[')
    .add(b']');

/// `path` as it stands in an address: Han characters and signs percent-encoded, slashes kept.
pub fn encode_path(path: &str) -> String {
    utf8_percent_encode(path, PATH).to_string()
}
