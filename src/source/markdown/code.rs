//! Code blocks, highlighted into classes.

use std::ops::Range;
use std::sync::OnceLock;

use pulldown_cmark::{CodeBlockKind, Event};
use syntect::html::{ClassStyle, ClassedHTMLGenerator};
use syntect::parsing::SyntaxSet;
use syntect::util::LinesWithEndings;

use super::prose::text_of;

/// The syntaxes, loaded when the first block asks for one: most sites have none.
#[derive(Debug, Default)]
pub struct Highlighter {
    syntaxes: OnceLock<SyntaxSet>,
}

impl Highlighter {
    /// The HTML of a code block. Classes begin with `s-`; a block of an unknown language is plain.
    pub fn block(&self, kind: &CodeBlockKind<'_>, inner: &[(Event<'_>, Range<usize>)]) -> String {
        let text = text_of(inner);
        let language = match kind {
            CodeBlockKind::Fenced(info) => info.split([' ', ',', '{']).next().unwrap_or_default(),
            CodeBlockKind::Indented => "",
        };
        let highlighted = if language.is_empty() {
            None
        } else {
            self.classes(language, &text)
        };
        let code = highlighted.unwrap_or_else(|| {
            let mut plain = String::new();
            pulldown_cmark::html::push_html(
                &mut plain,
                std::iter::once(Event::Text(text.as_str().into())),
            );
            plain
        });
        format!("<pre tabindex=\"0\"><code>{code}</code></pre>\n")
    }

    fn classes(&self, language: &str, text: &str) -> Option<String> {
        let syntaxes = self.syntaxes.get_or_init(SyntaxSet::load_defaults_newlines);
        let syntax = syntaxes.find_syntax_by_token(language)?;
        let mut generator = ClassedHTMLGenerator::new_with_class_style(
            syntax,
            syntaxes,
            ClassStyle::SpacedPrefixed { prefix: "s-" },
        );
        for line in LinesWithEndings::from(text) {
            generator
                .parse_html_for_line_which_includes_newline(line)
                .ok()?;
        }
        Some(generator.finalize())
    }
}
