//! Long lists cut into pages by the room that their lines take.

use std::ops::Range;

/// Bytes of HTML that the lines of one page may take, so that the page as a whole stays under the 60 KB that a slow telephone is asked to load.
pub const ROOM: usize = 40 * 1024;

/// Lines that need `sizes` bytes each, cut into pages of at most [`ROOM`]; there is always a first page, and never one without a line besides.
pub fn pages(sizes: impl IntoIterator<Item = usize>) -> Vec<Range<usize>> {
    let first: Range<usize> = 0..0;
    let mut pages = Vec::from([first]);
    let mut taken = 0;
    for (at, size) in sizes.into_iter().enumerate() {
        let full = at > 0 && taken + size > ROOM;
        if full {
            pages.push(at..at);
            taken = 0;
        }
        taken += size;
        if let Some(page) = pages.last_mut() {
            page.end = at + 1;
        }
    }
    pages
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_on_one_page_that_has_room_for_it() {
        let only = |range: Range<usize>| Vec::from([range]);
        assert_eq!(pages([]), only(0..0));
        assert_eq!(pages([ROOM]), only(0..1));
        // A line that is too long by itself has a page of its own.
        assert_eq!(pages([ROOM * 2, 1, ROOM * 2]), [0..1, 1..2, 2..3]);
        assert_eq!(pages([ROOM / 2, ROOM / 2, 1, 1]), [0..2, 2..4]);
    }
}
