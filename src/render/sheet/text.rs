//! The data of a document before its templates get it: long words may break, and pictures can be left out.

use serde_json::Value;

use crate::plan::{CODES, IMAGES};

/// Latin letters or figures in a row, after which a line may break anywhere.
const LONG_WORD: usize = 24;

/// Makes room to break in the words of `value` that are longer than any line.
pub fn loosen(value: &mut Value) {
    match value {
        Value::String(text) => {
            // The name of a file is no text.
            let file = [IMAGES, CODES]
                .iter()
                .any(|folder| text.starts_with(folder));
            if !file
                && text.len() > LONG_WORD
                && let Some(loose) = breakable(text)
            {
                *text = loose;
            }
        }
        Value::Array(items) => items.iter_mut().for_each(loosen),
        Value::Object(fields) => fields.values_mut().for_each(loosen),
        _ => {}
    }
}

/// `text` with places to break inside long runs of letters and figures, if it has any.
fn breakable(text: &str) -> Option<String> {
    let tight = |c: char| !c.is_whitespace() && c < '\u{2E80}';
    let mut out = String::new();
    let mut changed = false;
    for run in text.split_inclusive(|c| !tight(c)) {
        if run.chars().filter(|c| tight(*c)).count() <= LONG_WORD {
            out.push_str(run);
            continue;
        }
        changed = true;
        for c in run.chars() {
            out.push(c);
            out.push('\u{200B}');
        }
    }
    changed.then_some(out)
}

/// The pictures that `value` shows, each once.
pub fn images(value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    visit(&mut value.clone(), &mut |file| {
        if let Some(path) = file.as_str()
            && !found.iter().any(|own| own == path)
        {
            found.push(path.to_owned());
        }
    });
    found
}

/// `value` with those pictures that `keeps` says; the others are told in words.
pub fn with_images(value: &Value, keeps: impl Fn(&str) -> bool) -> Value {
    let mut rest = value.clone();
    visit(&mut rest, &mut |file| {
        if !file.as_str().is_some_and(&keeps) {
            *file = Value::Null;
        }
    });
    rest
}

/// Calls `each` with the file of every picture.
fn visit(value: &mut Value, each: &mut impl FnMut(&mut Value)) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| visit(item, each)),
        Value::Object(fields) => {
            let picture = fields.get("t").is_some_and(|t| t == "image");
            match fields.get_mut("file") {
                Some(file) if picture => each(file),
                _ => fields.values_mut().for_each(|field| visit(field, each)),
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{breakable, images, with_images};

    #[test]
    fn long_words_may_break_and_others_stay_as_they_are() {
        assert_eq!(
            breakable("现将2026年第三季度收支情况公示如下，https://a.cn/x/"),
            None
        );
        assert_eq!(breakable(&"字".repeat(10_000)), None);
        let long = breakable(&"a".repeat(30)).unwrap();
        assert_eq!(long.matches('\u{200B}').count(), 30);
        assert_eq!(long.replace('\u{200B}', ""), "a".repeat(30));
    }

    #[test]
    fn pictures_can_be_left_out_one_by_one() {
        let image = |file: &str| json!({"t": "image", "file": file, "alt": "图"});
        let data = json!({"body": [{"t": "para", "in": [image("/images/a"), image("/images/b")]}]});
        assert_eq!(images(&data), ["/images/a", "/images/b"]);
        let rest = with_images(&data, |own| own == "/images/b");
        assert_eq!(rest["body"][0]["in"][0]["file"], json!(null));
        assert_eq!(rest["body"][0]["in"][1]["file"], json!("/images/b"));
    }
}
