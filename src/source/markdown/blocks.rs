//! The tree of blocks that a sheet draws a text from.

use serde::Serialize;

/// A block of text.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "t", rename_all = "lowercase")]
pub enum Block {
    /// A heading.
    Heading {
        /// 1 for the highest.
        level: u8,
        /// Its words.
        #[serde(rename = "in")]
        inner: Vec<Inline>,
    },
    /// A paragraph.
    Para {
        /// Its words.
        #[serde(rename = "in")]
        inner: Vec<Inline>,
    },
    /// A list.
    List {
        /// The first number, of a numbered list.
        start: Option<u64>,
        /// Its items.
        items: Vec<Vec<Block>>,
    },
    /// A quotation.
    Quote {
        /// What it quotes.
        of: Vec<Block>,
    },
    /// A table.
    Table {
        /// `left`, `center`, `right` or `none` for each column.
        align: Vec<&'static str>,
        /// Heads of the columns.
        head: Vec<Vec<Inline>>,
        /// Cells by row.
        rows: Vec<Vec<Vec<Inline>>>,
    },
    /// Text set as it is.
    Code {
        /// The text.
        text: String,
    },
    /// A line across.
    Rule,
    /// Footnotes.
    Notes {
        /// Each with its label.
        items: Vec<Note>,
    },
}

/// A footnote.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Note {
    /// What the text calls it.
    pub label: String,
    /// What it says.
    pub of: Vec<Block>,
}

/// A piece of a line.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "t", rename_all = "lowercase")]
pub enum Inline {
    /// Words.
    Text {
        /// The words.
        s: String,
    },
    /// Words that matter.
    Strong {
        /// The words.
        #[serde(rename = "in")]
        inner: Vec<Inline>,
    },
    /// Words that stand out.
    Emph {
        /// The words.
        #[serde(rename = "in")]
        inner: Vec<Inline>,
    },
    /// Words struck out.
    Strike {
        /// The words.
        #[serde(rename = "in")]
        inner: Vec<Inline>,
    },
    /// Words set as they are.
    Code {
        /// The words.
        s: String,
    },
    /// Words that lead somewhere.
    Link {
        /// The words.
        #[serde(rename = "in")]
        inner: Vec<Inline>,
        /// Address on another site, where it is more than the words.
        to: Option<String>,
    },
    /// A line's end.
    Break,
    /// An image.
    Image {
        /// Its file, as `locate` named it.
        file: Option<String>,
        /// What it shows, in words.
        alt: String,
    },
    /// A mark that leads to a footnote.
    Note {
        /// What the footnote is called.
        label: String,
    },
}

/// The words of some pieces, without what they look like.
pub fn words_of(inner: &[Inline]) -> String {
    inner
        .iter()
        .map(|piece| match piece {
            Inline::Text { s } | Inline::Code { s } => s.clone(),
            Inline::Strong { inner }
            | Inline::Emph { inner }
            | Inline::Strike { inner }
            | Inline::Link { inner, .. } => words_of(inner),
            Inline::Break => " ".to_owned(),
            Inline::Image { alt, .. } => alt.clone(),
            Inline::Note { .. } => String::new(),
        })
        .collect()
}
