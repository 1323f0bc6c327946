//! `manifest.json`: every published file with its size and hash, for whoever wants to check or copy the site. It holds nothing that is not public.

use std::path::Path;

use serde::{Deserialize, Serialize};

/// Its name in the output folder.
pub const NAME: &str = crate::plan::MANIFEST;

/// The list of published files.
#[derive(Debug, Serialize, Deserialize)]
pub struct Manifest {
    /// Program and version that wrote it.
    pub generator: String,
    /// The day of the build.
    pub day: String,
    /// The files in order of path, this one left out.
    pub files: Vec<Published>,
}

/// One published file.
#[derive(Debug, Serialize, Deserialize)]
pub struct Published {
    /// Its path.
    pub path: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// The BLAKE3 hash of its bytes, in hex.
    pub blake3: String,
}

impl Manifest {
    /// The manifest at `path`, if there is one and this program wrote it.
    pub fn load(path: &Path) -> Option<Manifest> {
        Manifest::parse(&std::fs::read(path).ok()?)
    }

    /// The manifest in `bytes`, if this program wrote it.
    pub fn parse(bytes: &[u8]) -> Option<Manifest> {
        serde_json::from_slice(bytes)
            .ok()
            .filter(|manifest: &Manifest| manifest.generator.starts_with("gongkai "))
    }

    /// The manifest as JSON, one file a line.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = format!(
            "{{\n\"generator\": {},\n\"day\": {},\n\"files\": [",
            quoted(&self.generator),
            quoted(&self.day)
        );
        for (i, file) in self.files.iter().enumerate() {
            let comma = if i == 0 { "" } else { "," };
            out.push_str(&format!(
                "{comma}\n{{\"path\": {}, \"bytes\": {}, \"blake3\": \"{}\"}}",
                quoted(&file.path),
                file.bytes,
                file.blake3
            ));
        }
        out.push_str("\n]\n}\n");
        out.into_bytes()
    }
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
