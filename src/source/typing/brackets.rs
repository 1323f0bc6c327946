//! What a bracket opens and where it closes, seen from the line it stands in.

use super::Spot;
use super::signs::is_key;

/// Lists of plain words by their keys: a full-width comma or a 、 in them stands between two words.
const WORD_LISTS: [&str; 10] = [
    "标签",
    "tags",
    "张贴",
    "post",
    "服务对象",
    "for",
    "审核",
    "signoff",
    "外链",
    "external",
];

/// The longest word of such a list, in characters; anything longer is a sentence with commas of its own.
const WORD: usize = 6;

/// For a text that begins with a bracket, the bytes up to the partner of that bracket, of any width; none if it has no partner on the line.
pub fn partner(text: &str) -> Option<usize> {
    let mut open = Vec::new();
    let mut quote = None;
    for (at, c) in text.char_indices() {
        match (c, quote) {
            (_, Some(sign)) if c == sign => quote = None,
            (_, Some(_)) => {}
            ('"', None) => quote = Some('"'),
            ('[' | '［' | '【' | '{' | '｛', None) => open.push(is_brace(c)),
            (']' | '］' | '】' | '}' | '｝', None) => {
                if open.pop() != Some(is_brace(c)) {
                    return None;
                }
                if open.is_empty() {
                    return Some(at);
                }
            }
            _ => {}
        }
    }
    None
}

fn is_brace(c: char) -> bool {
    matches!(c, '{' | '｛' | '}' | '｝')
}

/// Half-width closing brackets in `rest` that have no partner in it.
pub fn closers(rest: &str, map: bool) -> usize {
    let (open, close) = if map { ('{', '}') } else { ('[', ']') };
    let (mut depth, mut alone) = (0, 0);
    for c in rest.chars() {
        if c == open {
            depth += 1;
        } else if c == close && depth > 0 {
            depth -= 1;
        } else if c == close {
            alone += 1;
        }
    }
    alone
}

/// Whether `key` has a list of plain words.
pub fn takes_words(key: &str) -> bool {
    WORD_LISTS.contains(&key)
}

/// Whether a value that begins with a full-width bracket can be a list or map in a place for `spot`: where texts can stand as well, its contents must show it.
/// `words` says that a list here is one of plain words; in any other list of texts nobody can tell a full-width comma between two items from one within an item.
pub fn is_wide_collection(text: &str, spot: &Spot, words: bool) -> bool {
    let Some(open @ ('［' | '【' | '｛')) = text.chars().next() else {
        return false;
    };
    let Some(end) = partner(text) else {
        return false;
    };
    let inner = &text[open.len_utf8()..end];
    if open == '｛' {
        let key = inner.find([':', '：']).map(|at| inner[..at].trim());
        let takes = spot.takes_map() || spot.is_unknown();
        return takes
            && key.is_some_and(|key| spot.knows(key) || spot.takes_any_key() && is_key(key));
    }
    if spot.is_unknown() {
        return inner.contains([',', '，']);
    }
    let certain = !spot.item().takes_text()
        || !inner.contains(['，', '、'])
        || words && is_words(&text[open.len_utf8()..]);
    spot.takes_list() && certain && (!spot.takes_text() || inner.contains(','))
}

/// Whether a list that begins here holds single words, more than one and none of them a sentence.
pub fn is_words(rest: &str) -> bool {
    let Some(end) = rest.find([']', '］', '】']) else {
        return false;
    };
    let inner = &rest[..end];
    let word = |word: &str| (1..=WORD).contains(&word.trim().chars().count());
    !inner.contains(['{', '"', '\'', '【', '［']) && inner.split([',', '，', '、']).all(word)
}
