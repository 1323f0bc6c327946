//! Where a large page is cut, so that a small printer can print it and no code is cut through.

use super::CodePlace;
use crate::plan::{MARGIN, OVERLAP, Stretch};
use crate::values::Paper;

/// The pieces of a page from the left and from the top, and how the printer's paper is held.
#[derive(Debug, Clone, PartialEq)]
pub struct Cuts {
    /// From the left.
    pub columns: Vec<Stretch>,
    /// From the top.
    pub rows: Vec<Stretch>,
    /// The printer's paper.
    pub paper: Paper,
}

/// Cuts a page of `size` millimetres into pieces for `printer`, held so that there are as few as can be; none where a code is wider than a piece.
pub fn cut(size: (f64, f64), printer: Paper, codes: &[CodePlace]) -> Option<Cuts> {
    let across: Vec<Stretch> = codes
        .iter()
        .map(|code| keep_whole(code.x, code.side))
        .collect();
    let down: Vec<Stretch> = codes
        .iter()
        .map(|code| keep_whole(code.y, code.side))
        .collect();
    let held = |paper: Paper| {
        let room = |side: u32| f64::from(side) - 2.0 * MARGIN;
        Some(Cuts {
            columns: stretches(size.0, room(paper.width), &across)?,
            rows: stretches(size.1, room(paper.height), &down)?,
            paper,
        })
    };
    let upright = if printer.is_landscape() {
        printer.turned()
    } else {
        printer
    };
    [held(upright), held(upright.turned())]
        .into_iter()
        .flatten()
        .min_by_key(|cuts| cuts.columns.len() * cuts.rows.len())
}

/// The largest sheet no larger than `paper` that whole pieces from `printer` make up; `paper` itself where one piece is enough.
pub fn native(paper: Paper, printer: Paper) -> Paper {
    let count = |side: u32, room: f64| ((f64::from(side) - OVERLAP) / (room - OVERLAP)).floor();
    let length = |count: f64, room: f64| count * (room - OVERLAP) + OVERLAP;
    let held = |printer: Paper| {
        let (wide, high) = (
            f64::from(printer.width) - 2.0 * MARGIN,
            f64::from(printer.height) - 2.0 * MARGIN,
        );
        let (columns, rows) = (count(paper.width, wide), count(paper.height, high));
        // Whole numbers of millimetres, since papers and margins are.
        Paper::new(length(columns, wide) as u32, length(rows, high) as u32)
    };
    if paper.area() <= printer.area() {
        return paper;
    }
    let (one, other) = (held(printer), held(printer.turned()));
    if other.area() > one.area() {
        other
    } else {
        one
    }
}

fn keep_whole(from: f64, side: f64) -> Stretch {
    Stretch {
        from,
        to: from + side,
    }
}

/// Cuts `length` into stretches of at most `room`, each as long as it can be, so that no overlap of two touches one of `whole`.
fn stretches(length: f64, room: f64, whole: &[Stretch]) -> Option<Vec<Stretch>> {
    let mut out = Vec::new();
    let mut from = 0.0;
    // Lengths in PDFs are rounded; a tenth of a millimetre is no reason for another sheet.
    while length - from > room + 0.1 {
        let mut to = from + room;
        // What lies in the overlap moves into the next piece as a whole; that may bring another one into it.
        while let Some(code) = whole
            .iter()
            .find(|code| code.from < to && to - OVERLAP < code.to)
        {
            to = code.from;
        }
        if to - OVERLAP <= from {
            return None;
        }
        out.push(Stretch { from, to });
        from = to - OVERLAP;
    }
    out.push(Stretch { from, to: length });
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(size: (f64, f64), printer: Paper) -> (usize, usize) {
        let cuts = cut(size, printer, &[]).unwrap();
        (cuts.columns.len(), cuts.rows.len())
    }

    #[test]
    fn native_sizes_need_the_sheets_they_are_named_for() {
        assert_eq!(counts((390.0, 564.0), Paper::A4), (2, 2));
        assert_eq!(counts((580.0, 841.0), Paper::A4), (3, 3));
        assert_eq!(counts((770.0, 1118.0), Paper::A4), (4, 4));
        assert_eq!(counts((564.0, 810.0), Paper::A3), (2, 2));
        assert_eq!(counts((200.0, 287.0), Paper::A4), (1, 1));
        // On its side a sheet of A3 needs fewer sheets of A4 that stand.
        assert_eq!(counts((420.0, 297.0), Paper::A4), (2, 2));
    }

    #[test]
    fn pieces_cover_the_page_and_overlap() {
        let cuts = cut((1000.0, 700.0), Paper::A4, &[]).unwrap();
        for (stretches, length) in [(&cuts.columns, 1000.0), (&cuts.rows, 700.0)] {
            assert_eq!(stretches.first().unwrap().from, 0.0);
            assert_eq!(stretches.last().unwrap().to, length);
            for pair in stretches.windows(2) {
                assert!((pair[0].to - pair[1].from - OVERLAP).abs() < 1e-9);
            }
        }
    }

    #[test]
    fn boards_are_covered_by_whole_pieces() {
        let of_a4 = |width, height| native(Paper::new(width, height), Paper::A4);
        assert_eq!(of_a4(600, 900), Paper::NINE_A4);
        assert_eq!(of_a4(800, 1200), Paper::new(770, 1118));
        // Two sheets of A4 on their sides make nearly one of A3.
        assert_eq!(of_a4(297, 420), Paper::new(287, 390));
        assert_eq!(of_a4(210, 297), Paper::A4);
        assert_eq!(counts((287.0, 390.0), Paper::A4), (1, 2));
    }

    #[test]
    fn no_code_is_cut() {
        for x in 0..480 {
            let code = CodePlace {
                page: 0,
                x: f64::from(x),
                y: f64::from(x),
                side: 75.0,
            };
            let cuts = cut((580.0, 841.0), Paper::A4, &[code]).unwrap();
            for stretches in [&cuts.columns, &cuts.rows] {
                let overlaps = stretches.windows(2).map(|pair| (pair[1].from, pair[0].to));
                for (from, to) in overlaps {
                    assert!(to <= code.x || code.x + code.side <= from, "{x}");
                }
            }
        }
        let wide = CodePlace {
            page: 0,
            x: 50.0,
            y: 50.0,
            side: 300.0,
        };
        assert_eq!(cut((580.0, 841.0), Paper::A4, &[wide]), None);
    }
}
