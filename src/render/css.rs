//! The addresses in a theme's style sheets: theirs are the names in the theme, the published ones hold a hash.

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
    use super::with_addresses;

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
