//! From files to records: walking, front matter, YAML, tables, Markdown, configuration.

mod typing;
mod yaml;

pub use typing::{Mended, mend};
pub use yaml::parse_yaml;
