//! Links and images: where they may lead, and what they become.

use std::ops::Range;

use percent_encoding::percent_decode_str;

use super::Writer;
use crate::values::half_width;

impl Writer<'_> {
    /// The address to write for a link to `dest`, or nothing if it leads nowhere it may.
    pub(super) fn link(&mut self, dest: &str, range: &Range<usize>) -> Option<String> {
        let dest = dest.trim();
        if let Some(fragment) = dest.strip_prefix('#') {
            self.fragments.push((decoded(fragment), range.clone()));
            return Some(dest.to_owned());
        }
        let scheme = scheme(dest).map(|(name, rest)| (name.to_ascii_lowercase(), rest));
        match scheme.as_ref().map(|(name, rest)| (name.as_str(), *rest)) {
            Some(("http" | "https", rest)) => {
                let host = host_of(rest);
                if !self.resolver.allows(&host) {
                    self.wrong("link/external", "", &host, range);
                }
                Some(dest.to_owned())
            }
            Some(("mailto" | "tel", _)) => Some(dest.to_owned()),
            Some(("记录" | "record", rest)) => self.record(&decoded(rest), range),
            Some(_) => {
                self.wrong("link/broken", "scheme", dest, range);
                None
            }
            None if dest.is_empty() => {
                self.wrong("link/broken", "empty", dest, range);
                None
            }
            None if dest.starts_with('/') || dest.starts_with('\\') => {
                self.wrong("link/broken", "absolute", dest, range);
                None
            }
            None => self.file(dest, range),
        }
    }

    fn record(&mut self, target: &str, range: &Range<usize>) -> Option<String> {
        // A name may hold full-width signs of its own; where it does not, they were typed by mistake.
        let narrow = half_width(target);
        let found = [target, narrow.as_ref()].into_iter().find_map(|target| {
            let (id, fragment) = target
                .split_once('#')
                .map_or((target, None), |(id, fragment)| (id, Some(fragment)));
            let address = self.resolver.record(id.trim().trim_matches('/'))?;
            let fragment = fragment.map(|f| format!("#{f}")).unwrap_or_default();
            Some(format!(
                "{}{}{fragment}",
                self.resolver.root(),
                crate::source::encode_path(&address)
            ))
        });
        if found.is_none() {
            let id = target.split('#').next().unwrap_or_default();
            self.wrong("link/broken", "record", id, range);
        }
        found
    }

    fn file(&mut self, dest: &str, range: &Range<usize>) -> Option<String> {
        let (path, tail) = dest
            .find(['#', '?'])
            .map_or((dest, ""), |at| dest.split_at(at));
        match self.resolver.file(&decoded(path)) {
            Some(target) => {
                self.rendered.files.extend(target.file);
                Some(format!(
                    "{}{}{tail}",
                    self.resolver.root(),
                    crate::source::encode_path(&target.address)
                ))
            }
            None => {
                self.wrong("link/broken", "file", dest, range);
                None
            }
        }
    }

    /// The `<img>` for an image, or nothing if it cannot be shown.
    pub(super) fn image(
        &mut self,
        dest: &str,
        title: &str,
        alt: &str,
        range: &Range<usize>,
    ) -> Option<String> {
        let dest = dest.trim();
        if alt.trim().is_empty() {
            self.wrong("image/alt", "", dest, range);
        }
        if scheme(dest).is_some() || dest.starts_with('/') {
            self.wrong("image/missing", "elsewhere", dest, range);
            return None;
        }
        let Some(target) = self.resolver.file(&decoded(dest)) else {
            self.wrong("image/missing", "", dest, range);
            return None;
        };
        if let Some(file) = target.file {
            self.rendered.files.push(file);
            self.rendered.images.push((decoded(dest), file));
        }
        let src = format!(
            "{}{}",
            self.resolver.root(),
            crate::source::encode_path(&target.address)
        );
        let mut html = format!("<img src=\"{}\" alt=\"{}\"", escape(&src), escape(alt));
        match target.size {
            Some((width, height)) => {
                html.push_str(&format!(" width=\"{width}\" height=\"{height}\""))
            }
            None => self.wrong("image/missing", "unreadable", dest, range),
        }
        if !title.is_empty() {
            html.push_str(&format!(" title=\"{}\"", escape(title)));
        }
        html.push_str(" loading=\"lazy\" decoding=\"async\">");
        Some(html)
    }

    /// Reports links within the page whose heading or footnote is not there.
    pub(super) fn check_fragments(&mut self) {
        for (fragment, range) in std::mem::take(&mut self.fragments) {
            if !fragment.is_empty() && !self.ids.contains(&fragment) {
                self.wrong("link/anchor", "", &fragment, &range);
            }
        }
    }
}

/// The scheme of an address and what follows its colon. A drive letter is no scheme, and neither is text with a slash before the colon.
pub(super) fn scheme(dest: &str) -> Option<(&str, &str)> {
    let at = dest.find([':', '：'])?;
    let (name, rest) = dest.split_at(at);
    let colon = rest.chars().next().map_or(0, char::len_utf8);
    let named = !name.is_empty()
        && name
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '+' | '-' | '.'));
    named.then_some((name, &rest[colon..]))
}

/// The host that a browser goes to: what stands before the path, after the last `@`, without its port. A backslash begins the path in a browser.
fn host_of(rest: &str) -> String {
    let authority = rest
        .trim_start_matches(['/', '\\'])
        .split(['/', '?', '#', '\\'])
        .next()
        .unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default();
    host.split(':')
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase()
}

pub(super) fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            _ => out.push(c),
        }
    }
    out
}
