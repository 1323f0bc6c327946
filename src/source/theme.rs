//! The theme: the files built into the program, and the site's own that override them one by one.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use include_dir::{Dir, include_dir};
use walkdir::WalkDir;

use super::profile::ThemeFiles;
use crate::kinds::Words;
use crate::text::{KindWords, fill};

static BUILT_IN: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/themes/default");

/// The files of a theme by path, as in `templates/home.html`.
#[derive(Debug, Clone)]
pub struct Theme {
    name: String,
    language: &'static str,
    files: BTreeMap<String, Cow<'static, [u8]>>,
    strings: BTreeMap<String, String>,
}

/// Fonts of a theme lie below it.
pub const FONTS: &str = "fonts/";

/// Sheet templates of a theme lie below it.
pub const SHEETS: &str = "sheets/";

/// The name of the built-in theme.
pub const DEFAULT: &str = "default";

impl Theme {
    /// Whether `name` is a theme of the site in `root`: the built-in one, or a folder directly under `themes/`.
    pub fn exists(root: &Path, name: &str) -> bool {
        let plain = !name.is_empty() && !name.contains(['/', '\\', '.', ':']);
        plain && (name == DEFAULT || root.join("themes").join(name).is_dir())
    }

    /// The built-in theme with the files of `root/themes/name` over it, and its words in `language`.
    ///
    /// # Errors
    /// A file cannot be read, or `strings.yaml` is not a table of strings for each language; the message names the file.
    pub fn load(root: &Path, name: &str, language: &'static str) -> io::Result<Theme> {
        let mut theme = Theme::built_in(language)?;
        theme.name = name.to_owned();
        let own = root.join("themes").join(name);
        if own.is_dir() {
            for entry in WalkDir::new(&own).sort_by_file_name() {
                let entry = entry?;
                let relative = entry.path().strip_prefix(&own).ok().and_then(Path::to_str);
                if let (true, Some(relative)) = (entry.file_type().is_file(), relative) {
                    theme.files.insert(
                        relative.replace('\\', "/"),
                        Cow::Owned(std::fs::read(entry.path())?),
                    );
                }
            }
        }
        // What a site's table leaves out is taken from the built-in one.
        if let Some(own) = theme.text("strings.yaml") {
            theme.strings.extend(table(&own, language)?);
        }
        Ok(theme)
    }

    /// The built-in theme, and its words in `language`.
    ///
    /// # Errors
    /// The table inside the program is malformed; a test keeps this from happening.
    pub fn built_in(language: &'static str) -> io::Result<Theme> {
        let mut files = BTreeMap::new();
        add_built_in(&BUILT_IN, &mut files);
        let words = BUILT_IN
            .get_file("strings.yaml")
            .and_then(|file| file.contents_utf8());
        let mut strings = table(words.unwrap_or_default(), language)?;
        let of_kinds = KindWords::all().map_err(io::Error::other)?;
        if let Some(words) = of_kinds.strings.get(language) {
            strings.extend(words.clone());
        }
        Ok(Theme {
            name: DEFAULT.to_owned(),
            language,
            files,
            strings,
        })
    }

    /// Its folder under `themes/`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The language of its words.
    pub fn language(&self) -> &'static str {
        self.language
    }

    /// The files below `folder`, in order: path without the folder, and bytes.
    pub fn below<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = (&'a str, &'a [u8])> {
        self.files
            .iter()
            .filter_map(move |(path, bytes)| Some((path.strip_prefix(folder)?, bytes.as_ref())))
    }

    /// The fonts, in order of name: those built into the program without a copy.
    pub fn fonts(&self) -> impl Iterator<Item = (&str, Cow<'static, [u8]>)> {
        self.files.iter().filter_map(|(path, bytes)| {
            let name = path.strip_prefix(FONTS)?;
            let lower = name.to_ascii_lowercase();
            let font = [".otf", ".ttf", ".otc", ".ttc"];
            font.iter()
                .any(|ending| lower.ends_with(ending))
                .then(|| (name, bytes.clone()))
        })
    }

    /// The bytes of `path`.
    pub fn bytes(&self, path: &str) -> Option<&[u8]> {
        self.files.get(path).map(AsRef::as_ref)
    }

    /// The words under `key` with `{name}` filled; the key itself where the table lacks it.
    pub fn say(&self, key: &str, args: &[(&str, String)]) -> String {
        fill(self.strings.get(key).map_or(key, String::as_str), args)
    }

    /// A phrase with its arguments.
    pub fn words(&self, words: &Words) -> String {
        let phrases = words
            .phrases
            .iter()
            .map(|(name, key)| (*name, self.say(key, &[])));
        let args: Vec<(&str, String)> = words
            .args
            .iter()
            .map(|(name, value)| (*name, value.clone()))
            .chain(phrases)
            .collect();
        self.say(words.key, &args)
    }

    /// The string table.
    pub fn strings(&self) -> &BTreeMap<String, String> {
        &self.strings
    }

    /// A hash of the theme's words and of its files that `counts`: part of what every page or sheet depends on. Fonts inside the program come with it and count by their size.
    pub fn stamp(&self, counts: impl Fn(&str) -> bool) -> blake3::Hash {
        let mut hasher = blake3::Hasher::new();
        for (path, bytes) in self.files.iter().filter(|(path, _)| counts(path)) {
            let bytes: &[u8] = match bytes {
                Cow::Borrowed(bytes) if path.starts_with(FONTS) => &bytes.len().to_le_bytes(),
                Cow::Borrowed(bytes) => bytes,
                Cow::Owned(bytes) => bytes,
            };
            hasher
                .update(path.as_bytes())
                .update(&[0])
                .update(&bytes.len().to_le_bytes())
                .update(bytes);
        }
        for (key, text) in &self.strings {
            hasher
                .update(key.as_bytes())
                .update(&[0])
                .update(text.as_bytes())
                .update(&[0]);
        }
        hasher.finalize()
    }
}

impl ThemeFiles for Theme {
    fn text(&self, path: &str) -> Option<String> {
        self.files
            .get(path)
            .map(|bytes| super::decode(bytes.to_vec()).0)
    }
}

fn add_built_in(dir: &Dir<'static>, files: &mut BTreeMap<String, Cow<'static, [u8]>>) {
    for file in dir.files() {
        if let Some(path) = file.path().to_str() {
            files.insert(path.replace('\\', "/"), Cow::Borrowed(file.contents()));
        }
    }
    dir.dirs().for_each(|dir| add_built_in(dir, files));
}

fn table(text: &str, language: &str) -> io::Result<BTreeMap<String, String>> {
    let mut languages: BTreeMap<String, BTreeMap<String, String>> = serde_yaml::from_str(text)
        .map_err(|error| io::Error::other(format!("strings.yaml: {error}")))?;
    Ok(languages.remove(language).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_overrides_file_by_file() {
        let folder = tempfile::tempdir().unwrap();
        let theme = folder.path().join("themes/own");
        std::fs::create_dir_all(theme.join("templates")).unwrap();
        std::fs::write(theme.join("templates/404.html"), "own").unwrap();
        std::fs::write(
            theme.join("strings.yaml"),
            "zh-CN: {nav.home: 主页}\nen: {nav.home: Start}\n",
        )
        .unwrap();
        let theme = Theme::load(folder.path(), "own", "zh-CN").unwrap();
        assert_eq!(theme.text("templates/404.html").unwrap(), "own");
        assert!(theme.text("templates/home.html").is_some());
        assert_eq!(theme.say("nav.home", &[]), "主页");
        assert_ne!(theme.say("kind.fund", &[]), "kind.fund");
    }

    #[test]
    fn a_theme_is_a_folder_of_the_site() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(folder.path().join("themes/own/templates")).unwrap();
        std::fs::create_dir_all(folder.path().join("evil")).unwrap();
        let there = |name| Theme::exists(folder.path(), name);
        assert!(there("own") && there("default"));
        for wrong in ["", "onw", "../evil", "own/templates", "..", "c:own", "a\\b"] {
            assert!(!there(wrong), "{wrong}");
        }
    }

    #[test]
    fn both_languages_have_the_same_words() {
        let folder = tempfile::tempdir().unwrap();
        let of = |language| Theme::load(folder.path(), "default", language).unwrap();
        let (zh, en) = (of("zh-CN"), of("en"));
        assert!(zh.strings.len() > 100 && zh.strings.keys().eq(en.strings.keys()));
        for (key, text) in &zh.strings {
            let holes = |text: &str| {
                let mut names: Vec<String> = text
                    .split('{')
                    .skip(1)
                    .map(|rest| rest.split('}').next().unwrap().to_owned())
                    .collect();
                names.sort();
                names
            };
            assert_eq!(holes(text), holes(&en.strings[key]), "{key}");
        }
    }

    #[test]
    fn every_word_that_a_template_asks_for_is_there() {
        let theme = Theme::load(Path::new("none"), "default", "zh-CN").unwrap();
        let mut asked = 0;
        for (name, bytes) in theme.below("templates/") {
            let text = std::str::from_utf8(bytes).unwrap();
            for (at, _) in text.match_indices("\" | t") {
                let key = text[..at].rsplit('"').next().unwrap();
                asked += 1;
                assert!(theme.strings.contains_key(key), "{name} asks for {key}");
            }
        }
        assert!(asked > 100);
    }
}
