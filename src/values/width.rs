//! Full-width characters that a Chinese input method leaves where half-width ones are meant.

use std::borrow::Cow;

/// `text` with full-width ASCII (U+FF01 to U+FF5E) and the ideographic space as half-width characters, and
/// the ideographic full stop between digits as a point.
pub fn half_width(text: &str) -> Cow<'_, str> {
    if !text.chars().any(|c| narrow(c) != c) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(narrow).collect())
}

fn narrow(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        '\u{3000}' => ' ',
        '。' => '.',
        '—' | '–' => '-',
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::half_width;

    #[test]
    fn digits_and_punctuation_narrow() {
        assert_eq!(half_width("２０２６－１０－０８"), "2026-10-08");
        assert_eq!(half_width("４５，０００。００"), "45,000.00");
        assert_eq!(half_width("柳村"), "柳村");
    }
}
