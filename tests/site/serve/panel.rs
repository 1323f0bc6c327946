//! The panel of a page as a reader sees it.

use crate::harness::Folder;

/// What live editing says in a page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Panel {
    /// The line above the findings; in its place the count of warnings, if there is nothing else.
    pub summary: String,
    /// The findings as they are read.
    pub findings: Vec<String>,
    /// Its source.
    pub html: String,
}

impl Panel {
    /// The panel of `html`: a page, or the panel by itself. Empty if there is nothing to say.
    #[track_caller]
    pub fn of(html: &str) -> Panel {
        let start = html.find("<div id=\"gongkai-live\"");
        let start = start.unwrap_or_else(|| panic!("no panel in: {html}"));
        let html = &html[start..];
        let html = html.split("<script ").next().unwrap_or_default();
        if html.starts_with("<div id=\"gongkai-live\" hidden>") {
            return Panel::default();
        }
        let head = between(html, "<summary>", "</summary>");
        let count = between(html, "<a href=\"/_/\">", "</a>");
        let pres = html.split("<pre class=\"").skip(1);
        let findings = pres.map(|pre| {
            let (_, rest) = pre.split_once('>').expect("an element");
            read(rest.split("</pre>").next().expect("a text"))
        });
        Panel {
            summary: head.or(count).expect("a summary"),
            findings: findings.collect(),
            html: html.to_owned(),
        }
    }

    /// Whether it says nothing.
    pub fn is_empty(&self) -> bool {
        self.summary.is_empty()
    }
}

fn between(html: &str, start: &str, end: &str) -> Option<String> {
    let (_, rest) = html.split_once(start)?;
    Some(read(rest.split_once(end)?.0))
}

/// `html` as it is read.
pub fn read(html: &str) -> String {
    let mut text = String::new();
    for (i, part) in html.split('<').enumerate() {
        let words = if i == 0 {
            part
        } else {
            part.split_once('>').map_or("", |(_, words)| words)
        };
        text.push_str(words);
    }
    [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&#x27;", "'"),
        ("&#x2F;", "/"),
        ("&amp;", "&"),
    ]
    .iter()
    .fold(text, |text, (from, to)| text.replace(from, to))
}

/// The findings that `check` prints of the site in `folder` whose first word is `severity`, such as `错误`.
#[track_caller]
pub fn checked(folder: &Folder, severity: &str, args: &[&str]) -> Vec<String> {
    let said = folder.run(&[&["check", "--all"], args].concat()).err;
    assert!(!said.contains('\u{1b}'), "no colours");
    let start = format!("{severity}[");
    let blocks = said.split("\n\n").filter(|block| block.starts_with(&start));
    blocks.map(str::to_owned).collect()
}
