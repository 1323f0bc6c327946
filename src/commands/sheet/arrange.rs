//! From the pages of sheets to what comes out of the printer.

use crate::commands::Failure;
use crate::plan::{Cover, Pieces, SheetDoc, Stretch};
use crate::render::{Problem, SetSheet, Setter, cut};
use crate::values::Paper;

/// How pages go on the printer's paper.
#[derive(Debug, Clone, Copy)]
pub enum Printer {
    /// As they are.
    Whole,
    /// Each in pieces on this paper.
    Tiles(Paper),
    /// Several cells of this size on a page, to be cut apart.
    SideBySide(Paper),
}

/// A document ready for the printer.
pub struct Finished {
    /// Its bytes.
    pub pdf: Vec<u8>,
    /// Its title.
    pub title: String,
    /// How many pages the printer takes.
    pub pages: usize,
    /// On which paper.
    pub paper: String,
    /// Whether pages are to be put together.
    pub tiled: bool,
    /// What is wrong with it.
    pub problems: Vec<Problem>,
    /// All that can be read on it.
    pub text: String,
}

/// Sets `doc` and arranges its pages for `printer`. `cover` comes first, uncut.
///
/// # Errors
/// A template fails, or a code is too large for the printer's paper.
pub fn arrange(
    setter: &Setter<'_>,
    doc: &SheetDoc<'_>,
    name: &str,
    printer: Printer,
    cover: Option<(Cover, Paper)>,
) -> Result<Finished, Failure> {
    let set = setter.set(doc, name, None)?;
    let mut problems = set.problems.clone();
    let mut tiled = false;
    let mut arranged = SheetDoc::new(doc.title.clone(), doc.author.clone(), 9.0);
    match printer {
        Printer::Whole => {
            let paper = paper_of(&set);
            return Ok(finish(doc, set, paper, false, problems));
        }
        Printer::Tiles(paper) => {
            if let Some((cover, paper)) = cover {
                arranged.add_cover(cover, paper);
            }
            let mut layouts: Vec<(Vec<Stretch>, Vec<Stretch>)> = Vec::new();
            for (n, page) in set.pages.iter().enumerate() {
                let size = (page.width, page.height);
                let codes: Vec<_> = set
                    .codes
                    .iter()
                    .filter(|code| code.page == n)
                    .copied()
                    .collect();
                let cuts = cut(size, paper, &codes)
                    .ok_or_else(|| Failure::new("error.tile").arg("paper", paper))?;
                let layout = (cuts.columns.clone(), cuts.rows.clone());
                let title = doc.titles.get(page.sheet).unwrap_or(&doc.title);
                let pieces = Pieces {
                    n: n + 1,
                    width: page.width,
                    height: page.height,
                    title: title.clone(),
                    // Pages that are cut alike are put together alike.
                    map: !layouts.contains(&layout),
                    columns: cuts.columns,
                    rows: cuts.rows,
                };
                tiled |= layout.0.len() * layout.1.len() > 1;
                layouts.push(layout);
                arranged.add_pieces(vec![pieces], cuts.paper);
            }
        }
        Printer::SideBySide(cell) => {
            let paper = sheet_for(cell);
            let fit = ((paper.width / cell.width) * (paper.height / cell.height)).max(1) as usize;
            let own: Vec<usize> = (1..=set.pages.len()).collect();
            // One small sheet fills the page with copies of itself.
            let copies = if own.len() < fit { fit / own.len() } else { 1 };
            let pages = own
                .iter()
                .flat_map(|page| std::iter::repeat_n(*page, copies))
                .collect();
            arranged.add_side_by_side(pages, cell, paper);
        }
    }
    let mut outer = setter.set(&arranged, name, Some(&set.pdf))?;
    outer.text.push_str(&set.text);
    problems.extend(outer.problems.iter().cloned());
    let paper = paper_of(&outer);
    Ok(finish(doc, outer, paper, tiled, problems))
}

fn finish(
    doc: &SheetDoc<'_>,
    set: SetSheet,
    paper: String,
    tiled: bool,
    problems: Vec<Problem>,
) -> Finished {
    Finished {
        pages: set.pages.len(),
        pdf: set.pdf,
        text: set.text,
        title: doc.title.clone(),
        paper,
        tiled,
        problems,
    }
}

/// The sizes of a document's pages, each once, in words.
fn paper_of(set: &SetSheet) -> String {
    let mut names: Vec<String> = Vec::new();
    for page in &set.pages {
        // Sizes in whole millimetres come back from points.
        let paper = Paper::new(page.width.round() as u32, page.height.round() as u32);
        let name = paper.to_string();
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names.join("、")
}

/// A4, held so that most cells fit on it.
fn sheet_for(cell: Paper) -> Paper {
    let fit = |paper: &Paper| (paper.width / cell.width) * (paper.height / cell.height);
    let upright = Paper::A4;
    if fit(&upright.turned()) > fit(&upright) {
        upright.turned()
    } else {
        upright
    }
}
