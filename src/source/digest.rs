//! The hash of what a record says, whatever way it is written down.

use crate::values::{Node, Value};

/// Takes in what a record says, piece by piece. It is hashed as a whole: a hasher that gets many small pieces takes several times as long.
#[derive(Debug, Default)]
pub struct Digest(Vec<u8>);

impl Digest {
    /// Takes in a tree: keys in any order and spaces at the ends of values make no difference.
    pub fn node(&mut self, node: &Node) {
        match &node.value {
            Value::Null => self.piece(b'-', ""),
            Value::Scalar(text) => self.piece(b's', text.trim()),
            Value::List(items) => {
                self.piece(b'l', &items.len().to_string());
                items.iter().for_each(|item| self.node(item));
            }
            Value::Map(entries) => {
                let mut sorted: Vec<_> = entries.iter().collect();
                sorted.sort_by(|a, b| a.key.cmp(&b.key));
                self.piece(b'm', &sorted.len().to_string());
                for entry in sorted {
                    self.piece(b'k', &entry.key);
                    self.node(&entry.value);
                }
            }
        }
    }

    /// Takes in a text: line ends and empty lines around it make no difference.
    pub fn text(&mut self, text: &str) {
        let lines: Vec<&str> = text.trim().lines().map(str::trim_end).collect();
        self.piece(b't', &lines.join("\n"));
    }

    /// The hash.
    pub fn finish(self) -> [u8; 32] {
        *blake3::hash(&self.0).as_bytes()
    }

    fn piece(&mut self, mark: u8, text: &str) {
        self.0.push(mark);
        self.0.extend((text.len() as u64).to_le_bytes());
        self.0.extend(text.as_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::{FileId, Report};
    use crate::source::{mend, parse_yaml};

    fn digest(yaml: &str, text: &str) -> [u8; 32] {
        let mut digest = Digest::default();
        let mended = mend(yaml, 0, FileId(0), &mut Report::default());
        digest.node(&parse_yaml(&mended, FileId(0)).unwrap());
        digest.text(text);
        digest.finish()
    }

    #[test]
    fn only_what_is_said_counts() {
        let first = digest("标题: 甲\n电话: '1'\n", "正文。\n\n第二段。\n");
        assert_eq!(
            first,
            digest("电话:   1\n标题: \"甲\"\n", "\r\n正文。 \r\n\r\n第二段。")
        );
        assert_ne!(first, digest("标题: 乙\n电话: 1\n", "正文。\n\n第二段。\n"));
        assert_ne!(first, digest("标题: 甲\n电话: 1\n", "正文。第二段。\n"));
        assert_ne!(digest("a: [b, c]", ""), digest("a: [[b], c]", ""));
    }
}
