//! Where the theme's assets lie: each address holds a hash, so that a browser may keep the file for ever.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::site::OutPath;
use crate::source::Theme;

/// The address of every asset of `theme` by its name there.
pub fn addresses(theme: &Theme) -> BTreeMap<Arc<str>, String> {
    let mut all = blake3::Hasher::new();
    for (name, bytes) in theme.below("assets/") {
        all.update(name.as_bytes())
            .update(&[0])
            .update(blake3::hash(bytes).as_bytes());
    }
    for (key, words) in theme.strings() {
        all.update(key.as_bytes())
            .update(&[0])
            .update(words.as_bytes())
            .update(&[0]);
    }
    let all = all.finalize();
    theme
        .below("assets/")
        .map(|(name, bytes)| {
            let mut own = blake3::Hasher::new();
            own.update(bytes);
            if name.ends_with(".css") {
                // What is published holds words, and names other assets by addresses that change with them.
                own.update(all.as_bytes());
            }
            (Arc::from(name), address(name, &own.finalize()))
        })
        .collect()
}

/// The address of the asset `name`, which has `hash`. Capitals are folded: where they make no difference two names must not share a file.
fn address(name: &str, hash: &blake3::Hash) -> String {
    let name = name.to_lowercase();
    let (folder, file) = match name.rsplit_once('/') {
        Some((folder, file)) => (format!("assets/{folder}/"), file),
        None => ("assets/".to_owned(), name.as_str()),
    };
    let hash = &hash.to_hex()[..8];
    let address = match file.rsplit_once('.') {
        Some((stem, extension)) => format!("{folder}{stem}.{hash}.{extension}"),
        None => format!("{folder}{file}.{hash}"),
    };
    match OutPath::new(&address) {
        Some(address) => address.to_string(),
        None => format!("assets/{hash}"),
    }
}

#[cfg(test)]
mod tests {
    use super::address;

    #[test]
    fn an_asset_keeps_its_extension_if_it_has_one() {
        let hash = blake3::hash(b"");
        let of = |name: &str| address(name, &hash);
        assert_eq!(of("style.css"), "assets/style.af1349b9.css");
        assert_eq!(of("v1.2/LICENSE"), "assets/v1.2/license.af1349b9");
        assert_eq!(of("fonts/A.b.woff2"), "assets/fonts/a.b.af1349b9.woff2");
        assert_eq!(of("con.png"), "assets/af1349b9");
    }
}
