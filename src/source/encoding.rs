//! Bytes to text: UTF-8, and what Windows programs save instead of it.

use encoding_rs::{GB18030, UTF_16BE, UTF_16LE};

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
    /// None of these; unreadable bytes became U+FFFD.
    Unknown,
}

impl Encoding {
    /// The case of `text/encoding` that names it; none for what needs no mending.
    pub fn case(self) -> Option<&'static str> {
        match self {
            Encoding::Plain => None,
            Encoding::Bom => Some("bom"),
            Encoding::Gbk => Some("gbk"),
            Encoding::Utf16 => Some("utf16"),
            Encoding::Unknown => Some(""),
        }
    }
}

/// The text of a file and how it was encoded. The text never begins with a byte-order mark.
pub fn decode(bytes: Vec<u8>) -> (String, Encoding) {
    if let Some(rest) = bytes.strip_prefix(b"\xEF\xBB\xBF")
        && let Ok(text) = std::str::from_utf8(rest)
    {
        return (text.to_owned(), Encoding::Bom);
    }
    for (mark, encoding) in [(b"\xFF\xFE", UTF_16LE), (b"\xFE\xFF", UTF_16BE)] {
        if let Some(rest) = bytes.strip_prefix(mark) {
            return (
                encoding.decode_without_bom_handling(rest).0.into_owned(),
                Encoding::Utf16,
            );
        }
    }
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => return (text, Encoding::Plain),
        Err(error) => error.into_bytes(),
    };
    let (text, broken) = GB18030.decode_without_bom_handling(&bytes);
    let encoding = if broken {
        Encoding::Unknown
    } else {
        Encoding::Gbk
    };
    (text.into_owned(), encoding)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_what_windows_saves() {
        let gbk = encoding_rs::GBK.encode("标题: 柳村").0.into_owned();
        assert_eq!(decode(gbk), ("标题: 柳村".to_owned(), Encoding::Gbk));
        let bom = "\u{FEFF}标题: 柳村".as_bytes().to_vec();
        assert_eq!(decode(bom), ("标题: 柳村".to_owned(), Encoding::Bom));
        assert_eq!(
            decode("柳村".as_bytes().to_vec()),
            ("柳村".to_owned(), Encoding::Plain)
        );
        let mut utf16 = vec![0xFF, 0xFE];
        utf16.extend("柳村".encode_utf16().flat_map(u16::to_le_bytes));
        assert_eq!(decode(utf16), ("柳村".to_owned(), Encoding::Utf16));
        assert_eq!(decode(vec![0x41, 0xFF, 0xFF, 0x30]).1, Encoding::Unknown);
    }
}
