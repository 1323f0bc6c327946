//! The catalogue of what is to be published, with the columns of the official one in their order: as pages, and as data.

use std::ops::Range;

use csv::{Terminator, WriterBuilder};
use serde::{Serialize, Serializer};

use super::{CALENDAR, CATALOGUE};
use crate::data::{MARK, guarded};
use crate::kinds::fields::{Field, Tell, Told};
use crate::plan::build::Plan;
use crate::plan::page::{Crumb, Pager, View};
use crate::plan::{paths, portions};
use crate::source::Item;

/// The address of the catalogue as a table.
pub const CSV: &str = "data/catalogue.csv";

/// The address of the catalogue as JSON.
pub const JSON: &str = "data/catalogue.json";

/// Bytes of the frame of a row of the catalogue.
const FRAME: usize = 900;

/// A row of the catalogue: its cells in the order of the columns.
#[derive(Serialize)]
struct RowView {
    cells: Vec<String>,
}

/// A row as an object whose keys keep the order of the columns; empty ones are left out.
struct Columns(Vec<(&'static str, String)>);

impl Serialize for Columns {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let said = self.0.iter().filter(|(_, cell)| !cell.is_empty());
        serializer.collect_map(said.map(|(head, cell)| (head, cell)))
    }
}

impl Plan<'_> {
    pub(super) fn catalogue_portions(&self) -> Vec<Range<usize>> {
        let size = |item: &&Item| FRAME + texts(item, true).iter().map(String::len).sum::<usize>();
        portions::pages(self.edition.catalogue().iter().map(size))
    }

    /// Page `page` (from 0) of the catalogue, with the columns of the official one in their order.
    pub(in crate::plan) fn catalogue_view<'b>(&'b self, page: usize, address: &str) -> View<'b> {
        let chinese = self.in_chinese();
        let portions = self.catalogue_portions();
        let own = portions.get(page).cloned().unwrap_or_default();
        let items = self.edition.catalogue();
        let row = |item: &&Item| RowView {
            cells: texts(item, chinese),
        };
        let rows: Vec<RowView> = items[own].iter().map(row).collect();
        let columns = heads(chinese);
        let mut meta = self.meta(self.say("catalogue.title", &[]), address);
        meta.column = "calendar";
        meta.crumbs.push(Crumb {
            name: self.say("calendar.title", &[]),
            address: paths::list_page(CALENDAR, 0),
        });
        let pager = Pager::new(page, portions.len(), |at| paths::list_page(CATALOGUE, at));
        View {
            template: "catalogue.html",
            fields: vec![
                ("page", Box::new(meta)),
                ("columns", Box::new(columns)),
                ("rows", Box::new(rows)),
                ("total", Box::new(items.len())),
                ("csv", Box::new(CSV)),
                ("json", Box::new(JSON)),
                ("pager", Box::new(pager)),
            ],
        }
    }

    /// The catalogue as CSV (RFC 4180), with the mark that Excel and WPS know UTF-8 by.
    pub(in crate::plan) fn catalogue_csv(&self) -> Vec<u8> {
        let chinese = self.in_chinese();
        let mut builder = WriterBuilder::new();
        builder.terminator(Terminator::CRLF);
        let mut writer = builder.from_writer(MARK.as_bytes().to_vec());
        // Nothing is lost in memory.
        let _ = writer.write_record(heads(chinese));
        for item in self.edition.catalogue() {
            let cells = texts(item, chinese);
            let _ = writer.write_record(cells.iter().map(|cell| guarded(cell).into_owned()));
        }
        writer.into_inner().unwrap_or_default()
    }

    /// The catalogue as a JSON list, an object a row; columns that a row leaves empty are left out.
    pub(in crate::plan) fn catalogue_json(&self) -> Vec<u8> {
        let chinese = self.in_chinese();
        let row = |item: &&Item| {
            Columns(
                heads(chinese)
                    .into_iter()
                    .zip(texts(item, chinese))
                    .collect(),
            )
        };
        let rows: Vec<Columns> = self.edition.catalogue().iter().map(row).collect();
        // Texts can always be written.
        serde_json::to_vec_pretty(&rows).unwrap_or_default()
    }
}

/// The heads of the columns.
fn heads(chinese: bool) -> Vec<&'static str> {
    let head = |field: &'static Field| if chinese { field.zh } else { field.en };
    columns().map(head).collect()
}

/// The columns of the official catalogue, and how often.
fn columns() -> impl Iterator<Item = &'static Field> {
    let own = |field: &&Field| !Item::FOLLOWED.contains(&field.en);
    Item::FIELDS.iter().filter(own)
}

/// What `item` says in each of the columns.
fn texts(item: &Item, chinese: bool) -> Vec<String> {
    let Told::Map(entries) = item.tell() else {
        return Vec::new();
    };
    let own = entries
        .iter()
        .filter(|(field, _)| !Item::FOLLOWED.contains(&field.en));
    own.map(|(_, told)| text(told, chinese)).collect()
}

fn text(told: &Told<'_>, chinese: bool) -> String {
    match told {
        Told::Text(text) => text.trim().to_owned(),
        Told::Word { zh, en } => (if chinese { *zh } else { *en }).to_owned(),
        Told::List(list) => {
            let texts: Vec<String> = list.iter().map(|told| text(told, chinese)).collect();
            texts.join(if chinese { "、" } else { ", " })
        }
        _ => String::new(),
    }
}
