//! Sheets about other sheets: the list for a board, a large page in pieces, small pages side by side.

use serde::Serialize;

use super::sheets::{SheetDoc, VersionView};
use crate::values::{Day, Paper};

/// Edge of a page that a printer leaves white, in millimetres.
pub const MARGIN: f64 = 5.0;

/// How far the pieces of a large page overlap, in millimetres.
pub const OVERLAP: f64 = 10.0;

/// The list of a board: what is put up, taken down and left on a day.
#[derive(Debug, Serialize)]
pub struct Cover {
    /// The board.
    pub board: BoardView,
    /// To be put up.
    pub put: Vec<Hung>,
    /// To be taken down.
    pub take: Vec<Taken>,
    /// Hangs already.
    pub keep: Vec<Hung>,
}

/// A board.
#[derive(Debug, Serialize)]
pub struct BoardView {
    /// What records call it.
    pub id: String,
    /// Where it is.
    pub name: String,
    /// Whose it is.
    pub org: String,
}

/// A sheet on a board.
#[derive(Debug, Clone, Serialize)]
pub struct Hung {
    /// Its title.
    pub title: String,
    /// Who issues it.
    pub org: String,
    /// Its kind.
    pub kind: &'static str,
    /// The first day it hangs.
    pub from: Day,
    /// The last day, if one is known.
    pub until: Option<Day>,
    /// Why it is put up.
    pub why: Why,
    /// Its version.
    pub version: VersionView,
}

/// Why a sheet is put up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Why {
    /// It is new.
    New,
    /// Its record was corrected.
    Corrected,
    /// Nothing is known of what hung before.
    First,
    /// It hangs already.
    Kept,
}

/// A sheet that comes down.
#[derive(Debug, Clone, Serialize)]
pub struct Taken {
    /// Its title.
    pub title: String,
    /// Who issued it.
    pub org: String,
    /// Since when it hangs, if that is known.
    pub since: Option<Day>,
    /// Why it comes down.
    pub why: TakenWhy,
}

/// Why a sheet comes down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum TakenWhy {
    /// Its time is over.
    Over,
    /// A corrected one takes its place.
    Replaced,
    /// It is not meant for the board any more.
    Withdrawn,
}

/// A large page in pieces.
#[derive(Debug, Serialize)]
pub struct Pieces {
    /// The page of the source, from 1.
    pub n: usize,
    /// Its width in millimetres.
    pub width: f64,
    /// Its height in millimetres.
    pub height: f64,
    /// What it shows.
    pub title: String,
    /// Whether a map of the pieces comes first.
    pub map: bool,
    /// From the left.
    pub columns: Vec<Stretch>,
    /// From the top.
    pub rows: Vec<Stretch>,
}

/// A stretch of a large page's width or height, in millimetres; neighbours overlap.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Stretch {
    /// Where it begins.
    pub from: f64,
    /// Where it ends.
    pub to: f64,
}

#[derive(Serialize)]
struct CoverView {
    template: &'static str,
    form: &'static str,
    width: u32,
    height: u32,
    org: Option<()>,
    entries: [(); 0],
    #[serde(flatten)]
    cover: Cover,
}

#[derive(Serialize)]
struct TilesView {
    template: &'static str,
    form: &'static str,
    width: u32,
    height: u32,
    source: &'static str,
    margin: f64,
    overlap: f64,
    pages: Vec<Pieces>,
}

#[derive(Serialize)]
struct NupView {
    template: &'static str,
    form: &'static str,
    width: u32,
    height: u32,
    source: &'static str,
    columns: u32,
    rows: u32,
    cell: Paper,
    pages: Vec<usize>,
}

/// Where templates find the PDF whose pages they arrange.
pub const SOURCE: &str = "/source.pdf";

impl SheetDoc<'_> {
    /// An empty document.
    pub fn new(title: String, author: String, floor: f64) -> Self {
        SheetDoc {
            title,
            author,
            sheets: Vec::new(),
            titles: Vec::new(),
            images: Vec::new(),
            floor,
        }
    }

    /// Adds the list of a board.
    pub fn add_cover(&mut self, cover: Cover, paper: Paper) {
        self.titles.push(cover.board.name.clone());
        self.sheets.push(Box::new(CoverView {
            template: "cover",
            form: "board",
            width: paper.width,
            height: paper.height,
            org: None,
            entries: [],
            cover,
        }));
    }

    /// Adds pages of a source in pieces on `paper`.
    pub fn add_pieces(&mut self, pages: Vec<Pieces>, paper: Paper) {
        self.titles.push(self.title.clone());
        self.sheets.push(Box::new(TilesView {
            template: "tiles",
            form: "tiles",
            width: paper.width,
            height: paper.height,
            source: SOURCE,
            margin: MARGIN,
            overlap: OVERLAP,
            pages,
        }));
    }

    /// Adds small pages of a source side by side on `paper`, to be cut apart.
    pub fn add_side_by_side(&mut self, pages: Vec<usize>, cell: Paper, paper: Paper) {
        self.titles.push(self.title.clone());
        let (columns, rows) = (paper.width / cell.width, paper.height / cell.height);
        self.sheets.push(Box::new(NupView {
            template: "nup",
            form: "nup",
            width: paper.width,
            height: paper.height,
            source: SOURCE,
            columns: columns.max(1),
            rows: rows.max(1),
            cell,
            pages,
        }));
    }
}
