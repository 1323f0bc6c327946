//! The words of a text that was made into HTML by this program, without what depends on the rest of the site.

/// Elements that stand in a line; all others end one.
const INLINE: [&str; 14] = [
    "a", "abbr", "b", "bdi", "code", "del", "em", "i", "mark", "small", "span", "strong", "sub",
    "sup",
];

/// The words of `html` with one line a block. Addresses outside of the site are kept, those inside of it are not: they change with it.
pub fn plain(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((text, tail)) = rest.split_once('<') {
        unescape(text, &mut out);
        let (tag, after) = tail.split_once('>').unwrap_or((tail, ""));
        mark(tag, &mut out);
        rest = after;
    }
    unescape(rest, &mut out);
    let lines = out.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join("\n")
}

/// What a tag leaves in the text.
fn mark(tag: &str, out: &mut String) {
    let name = tag.trim_start_matches('/');
    let name = name
        .split(|c: char| c.is_whitespace() || c == '/')
        .next()
        .unwrap_or_default();
    if matches!(name, "td" | "th") {
        out.push('\t');
    } else if !INLINE.contains(&name) {
        out.push('\n');
    }
    for name in [" href=\"", " alt=\""] {
        let value = tag
            .split_once(name)
            .and_then(|(_, rest)| rest.split_once('"'));
        if let Some((value, _)) = value
            && (name == " alt=\"" || is_outside(value))
        {
            out.push('[');
            unescape(value, out);
            out.push(']');
        }
    }
}

fn is_outside(address: &str) -> bool {
    ["http://", "https://", "mailto:", "tel:"]
        .iter()
        .any(|scheme| address.starts_with(scheme))
}

fn unescape(text: &str, out: &mut String) {
    const SIGNS: [(&str, char); 5] = [
        ("&lt;", '<'),
        ("&gt;", '>'),
        ("&quot;", '"'),
        ("&#39;", '\''),
        ("&amp;", '&'),
    ];
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let (length, sign) = SIGNS
            .iter()
            .find(|(written, _)| rest.starts_with(written))
            .map_or((1, '&'), |(written, sign)| (written.len(), *sign));
        out.push(sign);
        rest = &rest[length..];
    }
    out.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn words_stay_and_the_way_through_the_site_goes() {
        let html = "<h2 id=\"a\">一</h2>\n<p>见<a href=\"../b.html\">乙</a>和<a href=\"https://a.cn/?a=1&amp;b\">丙</a>。<br>2 &lt; 3</p><table><tr><td>甲</td><td>1</td></tr></table><img src=\"x.png\" alt=\"照片\">";
        assert_eq!(
            plain(html),
            "一\n见乙和[https://a.cn/?a=1&b]丙。\n2 < 3\n甲\t\t1\n[照片]"
        );
        assert_eq!(
            plain("<p>见<a class=\"term\" href=\"#t\">党费</a></p>"),
            plain("<p>见党费</p>\n")
        );
    }
}
