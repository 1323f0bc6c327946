//! Signs and words as they are typed.

/// Colons that an input method gives.
pub const COLONS: [char; 4] = [':', '：', '﹕', '︰'];

/// Whether `c` looks like a space and is none to YAML.
pub fn is_odd_space(c: char) -> bool {
    matches!(c, '\u{3000}' | '\u{A0}')
}

/// Whether `c` is a space of any kind within a line.
pub fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t') || is_odd_space(c)
}

/// The bytes of the spaces that `text` begins with.
pub fn spaces(text: &str) -> usize {
    text.len() - text.trim_start_matches(is_space).len()
}

/// The columns that `indent` takes, a tab and a full-width space being two.
pub fn width(indent: &str) -> usize {
    let columns = |c| match c {
        '\t' | '\u{3000}' => 2,
        _ => 1,
    };
    indent.chars().map(columns).sum()
}

/// Whether a text could be a key: a short word.
pub fn is_key(text: &str) -> bool {
    let key = text.trim_end();
    let letters = key.chars().count();
    (1..=12).contains(&letters)
        && key
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | ' '))
        && !key.chars().all(|c| c.is_ascii_digit())
}

/// The key that `text` begins with, as bytes up to its colon, and the colon. A colon between digits is a time of day.
pub fn leading_key(text: &str) -> Option<(usize, char)> {
    let at = text.find(COLONS).filter(|at| is_key(&text[..*at]))?;
    let colon = text[at..].chars().next()?;
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_numeric());
    let before = text[..at].chars().next_back();
    let after = text[at + colon.len_utf8()..].chars().next();
    (!digit(before) || !digit(after)).then_some((at, colon))
}

/// The rest of a line with a comment cut off.
pub fn without_comment(text: &str) -> &str {
    let mut previous = ' ';
    for (at, c) in text.char_indices() {
        if c == '#' && matches!(previous, ' ' | '\t') {
            return text[..at].trim_end();
        }
        previous = c;
    }
    text.trim_end()
}

/// The value that a hash without a space behind it would cut, up to a real comment: `公告 #3 关于`. None where nothing is cut.
pub fn cut_by_hash(text: &str) -> Option<&str> {
    let mut cut = false;
    let mut previous = ' ';
    let mut end = text.len();
    for (at, c) in text.char_indices() {
        if c == '#' && matches!(previous, ' ' | '\t') {
            let next = text[at + 1..].chars().next();
            if next.is_none_or(|c| is_space(c) || c == '#') {
                end = at;
                break;
            }
            cut = true;
        }
        previous = c;
    }
    cut.then(|| text[..end].trim_end())
}

/// `text` between quotes, so that nothing in it is a sign of YAML.
pub fn quoted(text: &str) -> String {
    if text.contains(['"', '\\']) {
        format!("'{}'", text.replace('\'', "''"))
    } else {
        format!("\"{text}\"")
    }
}

/// Whether the value `text` opens a block of lines: `|`, `>-`, with a comment or without.
pub fn opens_block(text: &str) -> bool {
    let header = without_comment(text);
    header.starts_with(['|', '>'])
        && header
            .chars()
            .skip(1)
            .all(|c| c.is_ascii_digit() || "+-".contains(c))
}
