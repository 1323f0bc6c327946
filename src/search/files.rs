//! The scripts that the index consists of.

use std::fmt::Write;

use super::packs::Packs;

/// The longest payload of one file, in bytes; with its call it stays under 50 KB.
pub const LIMIT: usize = 45_000;

/// What ends a part that another follows.
const MORE: &str = "\u{1d}";

/// The scripts of one payload: one, or several if it is long.
pub fn script(name: &str, payload: &str) -> Vec<(String, Vec<u8>)> {
    quoted(name, &quote(payload))
}

/// The scripts of one payload that is quoted.
pub fn quoted(name: &str, payload: &str) -> Vec<(String, Vec<u8>)> {
    let parts = cut(payload);
    let last = parts.len() - 1;
    let parts = parts.into_iter().enumerate();
    parts
        .map(|(part, text)| {
            let name = match part {
                0 => name.to_owned(),
                part => format!("{name}-{part}"),
            };
            let more = if part < last { MORE } else { "" };
            let call = format!("gongkaiSearch(\"{name}\",\"{text}{more}\")\n");
            (format!("search/{name}.js"), call.into_bytes())
        })
        .collect()
}

/// `text` as it stands between the quotation marks of a script's string.
pub fn quote(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 32);
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' | '\r' | '\0' | '\u{2028}' | '\u{2029}' => {
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out
}

/// Quoted text in parts of no more than [`LIMIT`] bytes, none of which ends within a character or an escape.
pub fn cut(quoted: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = quoted;
    while rest.len() > LIMIT {
        let end = whole(rest);
        let (part, after) = rest.split_at(end);
        parts.push(part);
        rest = after;
    }
    parts.push(rest);
    parts
}

/// Where quoted text that is longer than [`LIMIT`] can be cut at the latest.
fn whole(quoted: &str) -> usize {
    let mut at = 0;
    while let Some(found) = quoted[at..].find('\\') {
        let escape = at + found;
        let length = if quoted[escape + 1..].starts_with('u') {
            6
        } else {
            2
        };
        if escape + length > LIMIT {
            return quoted.floor_char_boundary(LIMIT.min(escape));
        }
        at = escape + length;
    }
    quoted.floor_char_boundary(LIMIT)
}

/// What changes whenever any file does.
pub fn version(files: &[(String, Vec<u8>)], packs: &Packs) -> String {
    let mut hash = blake3::Hasher::new();
    for (name, bytes) in files {
        hash.update(name.as_bytes());
        hash.update(bytes);
    }
    packs.digest(&mut hash);
    hash.finalize().to_hex()[..16].to_owned()
}

#[cfg(test)]
mod tests {
    use super::{LIMIT, cut, quote, script};

    #[test]
    fn long_payloads_are_cut_between_characters_and_escapes() {
        for shift in 0..8 {
            let text = "x".repeat(shift) + &"柳\"\\\u{2028}".repeat(9_000);
            let quoted = quote(&text);
            let parts = cut(&quoted);
            assert!(parts.len() > 2 && parts.iter().all(|p| p.len() <= LIMIT));
            assert_eq!(parts.concat(), quoted);
            for part in parts {
                let json: String = serde_json::from_str(&format!("\"{part}\"")).unwrap();
                assert!(text.contains(&json));
            }
        }
    }

    #[test]
    fn a_part_says_that_another_follows() {
        let files = script("t/3", &"a".repeat(LIMIT + 1));
        assert_eq!(files.len(), 2);
        assert!(files[0].1.ends_with(b"a\x1d\")\n"));
        assert_eq!(
            (&*files[1].0, &*files[1].1),
            ("search/t/3-1.js", &b"gongkaiSearch(\"t/3-1\",\"a\")\n"[..])
        );
    }
}
