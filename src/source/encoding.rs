//! Bytes to text: UTF-8, and what Windows programs save instead of it.
//!
//! A file is converted only where its encoding is certain. A damaged UTF-8 file decodes to some GB 18030 text as well, but to garbage; whoever wrote that back would destroy what
//! can still be read, so that a file in doubt is [`Encoding::Unknown`] and stays as it is.

use encoding_rs::{Encoding as Table, GB18030, UTF_16BE, UTF_16LE};

use crate::diagnostics::{Diagnostic, FileId, Place};

/// How a file that is not plain UTF-8 was encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8 without a byte-order mark: as it should be.
    Plain,
    /// UTF-8 with a byte-order mark.
    Bom,
    /// GBK or GB 18030, as WPS and Excel save on a Chinese Windows.
    Gbk,
    /// UTF-16, which Notepad calls Unicode.
    Utf16,
    /// None of these, or damaged; unreadable bytes became U+FFFD.
    Unknown {
        /// The byte of the text where the first unreadable one stood.
        at: usize,
    },
}

impl Encoding {
    /// Whether `check --fix` can write the file again as UTF-8 and nothing is lost.
    pub fn is_convertible(self) -> bool {
        matches!(self, Encoding::Bom | Encoding::Gbk | Encoding::Utf16)
    }

    /// What is wrong with `file`, if it is encoded like this.
    pub fn diagnostic(self, file: FileId) -> Option<Diagnostic> {
        let (place, case) = match self {
            Encoding::Plain => return None,
            Encoding::Bom => (Place::file(file), "bom"),
            Encoding::Gbk => (Place::file(file), "gbk"),
            Encoding::Utf16 => (Place::file(file), "utf16"),
            Encoding::Unknown { at } => (Place::bytes(file, at, at + FFFD.len()), "damaged"),
        };
        Some(Diagnostic::new("text/encoding", place).case(case))
    }
}

/// What stands for a byte that cannot be read.
const FFFD: &str = "\u{FFFD}";

/// The text of a file and how it was encoded. The text never begins with a byte-order mark.
pub fn decode(bytes: Vec<u8>) -> (String, Encoding) {
    if let Some(rest) = bytes.strip_prefix(b"\xEF\xBB\xBF") {
        return match std::str::from_utf8(rest) {
            Ok(text) => (text.to_owned(), Encoding::Bom),
            Err(_) => damaged(rest),
        };
    }
    for (mark, table) in [(b"\xFF\xFE", UTF_16LE), (b"\xFE\xFF", UTF_16BE)] {
        if let Some(rest) = bytes.strip_prefix(mark) {
            return utf16(rest, table);
        }
    }
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => return (text, Encoding::Plain),
        Err(error) => error.into_bytes(),
    };
    match gbk(&bytes) {
        Some(text) => (text, Encoding::Gbk),
        None => damaged(&bytes),
    }
}

fn damaged(bytes: &[u8]) -> (String, Encoding) {
    let at = std::str::from_utf8(bytes).map_or_else(|error| error.valid_up_to(), str::len);
    (
        String::from_utf8_lossy(bytes).into_owned(),
        Encoding::Unknown { at },
    )
}

/// Half a character at the end, or half of a pair, says that the file was cut.
fn utf16(bytes: &[u8], table: &'static Table) -> (String, Encoding) {
    let (text, broken) = table.decode_without_bom_handling(bytes);
    let encoding = if broken {
        let at = text.find(FFFD).unwrap_or(text.len());
        Encoding::Unknown { at }
    } else {
        Encoding::Utf16
    };
    (text.into_owned(), encoding)
}

/// The text of a GBK file; none where the bytes could be anything else.
fn gbk(bytes: &[u8]) -> Option<String> {
    if bytes.contains(&0) || holds_utf8(bytes) || !is_common(bytes) {
        return None;
    }
    let (text, broken) = GB18030.decode_without_bom_handling(bytes);
    let private = |c: char| matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{FFFD}');
    (!broken && !text.chars().any(private)).then(|| text.into_owned())
}

/// Whether most bytes beyond ASCII are UTF-8, or a few characters in a row are: four Han characters are twelve bytes that GBK text has by chance next to never.
fn holds_utf8(bytes: &[u8]) -> bool {
    const ROW: usize = 4;
    let wide = |bytes: &[u8]| bytes.iter().filter(|byte| !byte.is_ascii()).count();
    let mut valid = 0;
    for chunk in bytes.utf8_chunks() {
        valid += wide(chunk.valid().as_bytes());
        let mut row = 0;
        for c in chunk.valid().chars() {
            row = if c.len_utf8() == 3 { row + 1 } else { 0 };
            if row >= ROW {
                return true;
            }
        }
    }
    valid * 2 > wide(bytes)
}

/// Whether three of four double bytes are signs or first-level characters of GB 2312, as in any Chinese text. Big5, and UTF-8 read in pairs, fall outside half of the time.
fn is_common(bytes: &[u8]) -> bool {
    let (mut common, mut pairs) = (0, 0);
    let mut rest = bytes.iter().copied();
    while let Some(lead) = rest.next() {
        if lead.is_ascii() {
            continue;
        }
        let trail = rest.next().unwrap_or(0);
        pairs += 1;
        common += usize::from(matches!(lead, 0xA1..=0xA3 | 0xB0..=0xD7) && trail >= 0xA1);
    }
    common * 4 >= pairs * 3
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "---\n标题: 柳村2026年第三季度工作经费\n发布日期: 2026-10-08\n---\n\n账目已经村务监督委员会审核，“收支两条线”。\n";

    fn in_gbk(text: &str) -> Vec<u8> {
        encoding_rs::GBK.encode(text).0.into_owned()
    }

    fn unknown_at(bytes: Vec<u8>) -> Option<usize> {
        match decode(bytes).1 {
            Encoding::Unknown { at } => Some(at),
            _ => None,
        }
    }

    #[test]
    fn knows_what_windows_saves() {
        for text in [
            TEXT,
            "标题: 柳村",
            "联通",
            "名称: 李喆、王堃、陈婷婷的家庭情况",
        ] {
            assert_eq!(decode(in_gbk(text)), (text.to_owned(), Encoding::Gbk));
        }
        let bom = "\u{FEFF}标题: 柳村".as_bytes().to_vec();
        assert_eq!(decode(bom), ("标题: 柳村".to_owned(), Encoding::Bom));
        assert_eq!(
            decode("柳村".as_bytes().to_vec()),
            ("柳村".to_owned(), Encoding::Plain)
        );
        let mut utf16 = vec![0xFF, 0xFE];
        utf16.extend("柳村".encode_utf16().flat_map(u16::to_le_bytes));
        assert_eq!(decode(utf16), ("柳村".to_owned(), Encoding::Utf16));
    }

    #[test]
    fn damaged_utf8_is_not_gbk() {
        let whole = TEXT.as_bytes();
        for cut in 1..whole.len() {
            if !TEXT.is_char_boundary(cut) {
                let place = TEXT.floor_char_boundary(cut);
                assert_eq!(unknown_at(whole[..cut].to_vec()), Some(place));
            }
        }
        let at = TEXT.find('村').unwrap();
        for bad in [0xFF, 0x80, 0xB4, b'a'] {
            let mut bytes = whole.to_vec();
            bytes[at] = bad;
            assert!(unknown_at(bytes).is_some_and(|found| found.abs_diff(at) <= 1));
        }
        let mut marked = b"\xEF\xBB\xBF".to_vec();
        marked.extend(&whole[..whole.len() - 2]);
        assert!(unknown_at(marked).is_some());
    }

    #[test]
    fn a_file_in_doubt_is_left_alone() {
        let mut mixed = TEXT.as_bytes().to_vec();
        mixed.extend(in_gbk(&TEXT.repeat(20)));
        assert_eq!(unknown_at(mixed), Some(TEXT.len() + "---\n".len()));
        let big5 = encoding_rs::BIG5
            .encode("標題: 柳村經費公開，請村民監督")
            .0
            .into_owned();
        assert!(unknown_at(big5).is_some());
        assert!(unknown_at(vec![0x41, 0xFF, 0xFF, 0x30]).is_some());
        assert!(unknown_at(b"caf\xE9 au lait".to_vec()).is_some());
    }

    #[test]
    fn cut_utf16_is_damaged() {
        let units = |units: &[u16]| -> Vec<u8> {
            let bytes = units.iter().flat_map(|unit| unit.to_le_bytes());
            [0xFF, 0xFE].into_iter().chain(bytes).collect()
        };
        assert_eq!(unknown_at(units(&[0x67F3, 0xD800, 0x6751])), Some(3));
        let mut odd = units(&[0x67F3, 0x6751]);
        odd.pop();
        assert_eq!(unknown_at(odd), Some(3));
    }
}
