//! A theme's style sheets as they are published: small, with words where theirs are keys and with addresses that hold a hash where theirs are names in the theme.

use std::collections::BTreeMap;

/// `css`, which is the asset `name`, with each `url(…)` that names another asset leading to its address. `address` gives the address of an asset.
pub fn with_addresses<'a>(
    css: &str,
    name: &str,
    address: impl Fn(&str) -> Option<&'a str>,
) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    while let Some(at) = rest.find("url(") {
        let (before, after) = rest.split_at(at + 4);
        out.push_str(before);
        let Some(end) = after.find(')') else {
            rest = after;
            continue;
        };
        let written = after[..end].trim().trim_matches(['"', '\'']);
        let (path, suffix) = written.split_at(written.find(['?', '#']).unwrap_or(written.len()));
        match locate(name, path).and_then(|asset| address(&asset).map(str::to_owned)) {
            Some(address) => {
                let up = "../".repeat(name.matches('/').count() + 1);
                let address = crate::source::encode_path(&address);
                out.push_str(&format!("\"{up}{address}{suffix}\""));
            }
            None => out.push_str(&after[..end]),
        }
        rest = &after[end..];
    }
    out.push_str(rest);
    out
}

/// `css` with each `t("key")` replaced by the words of that key as a CSS string; a key without words is its own.
pub fn with_words(css: &str, words: &BTreeMap<String, String>) -> String {
    const OPEN: &str = " t(\"";
    let mut parts = css.split(OPEN);
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        match part.split_once("\")") {
            Some((key, rest)) => {
                let said = words.get(key).map_or(key, String::as_str);
                let said = said
                    .replace('\\', "\\\\")
                    .replace('"', "\\\"")
                    .replace('\n', "\\a ");
                out.push_str(&format!(" \"{said}\"{rest}"));
            }
            None => out.extend([OPEN, part]),
        }
    }
    out
}

/// `css` without comments and needless space; as it is where it cannot be read.
pub fn small(css: String) -> String {
    match minifier::css::minify(&css) {
        Ok(small) => small.to_string().trim_start().to_owned(),
        Err(_) => css,
    }
}

/// The asset that `path` means in the asset `name`.
fn locate(name: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = name.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::{with_addresses, with_words};

    #[test]
    fn small_sheets_say_the_same() {
        let css = "/* why */\na :hover, .md :not(pre) > code { width: calc(1rem - (2px + 3%)); content: \"a  /* b */ {\"; }\n@media print, (min-width : 1em) { #big:not(:checked) ~ * .c { x: y !important; } }\n";
        let small = super::small(css.to_owned());
        assert_eq!(
            small,
            "a :hover,.md :not(pre)>code{width:calc(1rem - (2px + 3%));content:\"a  /* b */ {\";}@media print,(min-width:1em){#big:not(:checked)~* .c{x:y !important;}}"
        );
    }

    #[test]
    fn keys_become_words() {
        let words = [("a.b".to_owned(), "日\\期\"\n".to_owned())].into();
        assert_eq!(
            with_words(
                r#"x{content: t("a.b"); width: fit("a.b")}y{content: t("c") t("}"#,
                &words
            ),
            r#"x{content: "日\\期\"\a "; width: fit("a.b")}y{content: "c" t("}"#
        );
    }

    #[test]
    fn urls_lead_to_published_assets() {
        let address = |name: &str| match name {
            "fonts/a.woff2" => Some("assets/fonts/a.1.woff2"),
            "css/b.png" => Some("assets/css/b.2.png"),
            _ => None,
        };
        let css = "a{src:url(../fonts/a.woff2?x#y)}b{background:url( 'b.png' )}c{x:url(data:image/png;base64,AA)}d{y:url(none.png)}e{url(";
        let expected = "a{src:url(\"../../assets/fonts/a.1.woff2?x#y\")}b{background:url(\"../../assets/css/b.2.png\")}c{x:url(data:image/png;base64,AA)}d{y:url(none.png)}e{url(";
        assert_eq!(with_addresses(css, "css/main.css", address), expected);
    }
}
