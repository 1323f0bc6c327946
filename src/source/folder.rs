//! Tables that lie beside a record.

use std::cell::RefCell;
use std::path::Path;
use std::sync::Arc;

use super::Listing;
use super::table;
use crate::diagnostics::{Diagnostic, Report};
use crate::kinds::fields::{Beside, Columns, Text};
use crate::privacy::{Mask, column, mask_cell};
use crate::values::{Node, Value};

/// The folder that a record lies in, for its tables.
pub(super) struct Folder<'a> {
    listing: &'a Listing,
    path: &'a str,
    /// The tables that it names.
    pub(super) tables: RefCell<Vec<Node>>,
    /// Those of them that lie under `content/private/`, masked: their hash is printed on sheets, and must not give away what they hide.
    pub(super) private: RefCell<Vec<Node>>,
    /// Where they were looked for.
    pub(super) asked: RefCell<Vec<Arc<str>>>,
}

impl<'a> Folder<'a> {
    pub(super) fn new(listing: &'a Listing, path: &'a str) -> Folder<'a> {
        Folder {
            listing,
            path,
            tables: RefCell::default(),
            private: RefCell::default(),
            asked: RefCell::default(),
        }
    }
}

/// The table `rows` with nothing in it that no edition shows.
fn masked(rows: &Node) -> Node {
    let mut masked = rows.clone();
    let Value::List(rows) = &mut masked.value else {
        return masked;
    };
    for row in rows {
        let Value::Map(entries) = &mut row.value else {
            continue;
        };
        for entry in entries {
            if let Value::Scalar(text) = &mut entry.value.value {
                *text = mask_cell(column(&entry.key), text, Mask::default());
            }
        }
    }
    masked
}

impl Beside for Folder<'_> {
    fn table(&self, name: &Text, columns: &Columns, out: &mut Report) -> Option<Node> {
        let named = name.value.trim();
        let slashed = named.replace('\\', "/");
        let inner = slashed.trim_start_matches("../");
        let private = inner.starts_with("private/").then_some(inner);
        let plain = !named.contains(['/', '\\']) && !named.starts_with('.');
        let path = plain.then(|| format!("{}/{named}", self.path));
        self.asked
            .borrow_mut()
            .extend(path.as_deref().map(Arc::from));
        let file = match private {
            Some(path) => self.listing.find_private(path),
            None => path.and_then(|path| self.listing.find(&path)),
        };
        let Some(file) = file else {
            out.add(
                Diagnostic::new("link/broken", name.place)
                    .case("table")
                    .arg("found", named),
            );
            return None;
        };
        match table::read_table(Path::new(&self.listing.disk_path(file)), file, columns) {
            Ok(mut table) => {
                if !table.others.is_empty() {
                    out.add(
                        Diagnostic::new("yaml/type", name.place)
                            .case("table-sheets")
                            .arg("found", named)
                            .arg("sheet", &table.sheet)
                            .arg("others", table.others.join("、")),
                    );
                }
                match private {
                    Some(_) => self.private.borrow_mut().push(masked(&table.node)),
                    None => self.tables.borrow_mut().push(table.node.clone()),
                }
                // The table as a whole is pointed at where the record names it.
                if matches!(&table.node.value, Value::List(rows) if rows.is_empty()) {
                    table.node.place = name.place;
                }
                Some(table.node)
            }
            Err(fault) => {
                let case = match fault {
                    table::Fault::Form => "table-form",
                    table::Fault::Broken => "table-broken",
                    table::Fault::Empty => "table-empty",
                    table::Fault::Large => "table-large",
                };
                out.add(
                    Diagnostic::new("yaml/type", name.place)
                        .case(case)
                        .arg("found", named)
                        .arg("most", table::MOST_CELLS),
                );
                None
            }
        }
    }
}
