//! The page that lists open data, and the pages that explain its tables.

use serde::Serialize;

use super::super::build::Plan;
use super::super::calendar::catalogue;
use super::super::page::{Crumb, View};
use super::super::{List, paths};
use super::{DataFile, FOLDER};
use crate::data::{Holds, Scope, Table};
use crate::kinds::KINDS;
use crate::values::Day;

/// A group of tables.
#[derive(Serialize)]
struct GroupView {
    name: String,
    address: String,
    tables: Vec<TableView>,
    feed: Option<String>,
}

/// A table.
#[derive(Serialize)]
struct TableView {
    id: String,
    title: String,
    about: String,
    address: String,
    lines: usize,
    bytes: usize,
    hash: String,
    columns: Vec<ColumnView>,
}

/// A column.
#[derive(Serialize)]
struct ColumnView {
    name: String,
    holds: &'static str,
    about: String,
    required: bool,
}

/// What the list of open data is given.
#[derive(Serialize)]
struct DataView {
    groups: Vec<GroupView>,
    package: String,
    calendar: String,
    feed: String,
    records: usize,
    newest: Option<Day>,
}

impl Plan<'_> {
    /// The groups of tables: what concerns everything, and one for each kind with records.
    pub(in crate::plan) fn data_groups(&self) -> Vec<Scope> {
        let kinds = self.kinds_with_records().into_iter();
        std::iter::once(Scope::All)
            .chain(kinds.map(|(at, _)| Scope::Kind(at)))
            .collect()
    }

    /// The pages and files for the whole site, with their addresses.
    pub(in crate::plan) fn data_of_site(&self) -> Vec<(String, DataFile)> {
        let fixed = [
            (format!("{FOLDER}/index.html"), DataFile::Index),
            (format!("{FOLDER}/datapackage.json"), DataFile::Package),
        ];
        let catalogue = [
            (catalogue::CSV.to_owned(), DataFile::Catalogue),
            (catalogue::JSON.to_owned(), DataFile::CatalogueJson),
        ];
        let has_catalogue = self.calendar_address().is_some();
        let catalogue = catalogue.into_iter().filter(|_| has_catalogue);
        let groups = self.data_groups().into_iter().enumerate();
        let groups = groups.map(|(at, group)| (group_page(group), DataFile::Group(at)));
        let tables = self.tables().iter().enumerate();
        let tables = tables.map(|(at, table)| (table_address(table), DataFile::Table(at)));
        let fixed = fixed.into_iter().chain(catalogue);
        fixed.chain(groups).chain(tables).collect()
    }

    /// The file for the whole site at `path`.
    pub(in crate::plan) fn data_at(&self, path: &str) -> Option<DataFile> {
        let mut all = self.data_of_site().into_iter();
        all.find(|(own, _)| own == path).map(|(_, file)| file)
    }

    /// The page that lists open data.
    pub(super) fn data_index_view(&self, address: &str) -> View<'_> {
        let entries = self.edition.entries();
        let view = DataView {
            groups: self
                .data_groups()
                .into_iter()
                .map(|group| self.group_view(group, false))
                .collect(),
            package: format!("{FOLDER}/datapackage.json"),
            calendar: "calendar.ics".to_owned(),
            feed: "feed.xml".to_owned(),
            records: entries.len(),
            newest: entries
                .first()
                .map(|entry| entry.record.envelope.published.value),
        };
        let mut meta = self.meta(self.say("data.title", &[]), address);
        meta.column = "data";
        meta.description = self.say("data.about", &[]);
        View {
            template: "data.html",
            fields: vec![("page", Box::new(meta)), ("data", Box::new(view))],
        }
    }

    /// The page that explains the tables of the group at index `at`.
    pub(super) fn data_group_view(&self, at: usize, address: &str) -> View<'_> {
        let scope = self.data_groups().get(at).copied().unwrap_or(Scope::All);
        let view = self.group_view(scope, true);
        let title = self.say("data.group.title", &[("group", view.name.clone())]);
        let mut meta = self.meta(title, address);
        meta.column = "data";
        meta.crumbs.push(Crumb {
            name: self.say("data.title", &[]),
            address: format!("{FOLDER}/index.html"),
        });
        View {
            template: "data-tables.html",
            fields: vec![("page", Box::new(meta)), ("group", Box::new(view))],
        }
    }

    fn group_view(&self, scope: Scope, with_columns: bool) -> GroupView {
        let own = |table: &Table| match scope {
            Scope::Kind(_) => table.scope == scope,
            Scope::Orgs | Scope::All => !matches!(table.scope, Scope::Kind(_)),
        };
        let tables = self
            .tables()
            .iter()
            .enumerate()
            .filter(|(_, table)| own(table));
        GroupView {
            name: self.group_words(scope),
            address: group_page(scope),
            tables: tables
                .map(|(at, table)| self.table_view(at, table, with_columns))
                .collect(),
            feed: match scope {
                Scope::Kind(kind) => Some(format!(
                    "{}feed.xml",
                    paths::kind_folder(None, KINDS[kind].folder().1)
                )),
                Scope::Orgs | Scope::All => None,
            },
        }
    }

    fn table_view(&self, at: usize, table: &Table, with_columns: bool) -> TableView {
        let stat = self.table_stat(at);
        let columns = match with_columns {
            true => self.column_views(table),
            false => Vec::new(),
        };
        TableView {
            id: table.name.clone(),
            title: self.table_title(table),
            about: self.table_about(table),
            address: table_address(table),
            lines: stat.lines,
            bytes: stat.bytes,
            hash: stat.hash.clone(),
            columns,
        }
    }

    fn column_views(&self, table: &Table) -> Vec<ColumnView> {
        let docs = self.meanings();
        let view = |column: &crate::data::Column| ColumnView {
            name: column.name.clone(),
            holds: word_of(&column.holds),
            about: self.meaning(column, &docs),
            required: column.required,
        };
        table.columns.iter().map(view).collect()
    }
}

/// The word for what a column holds, in keys of the string table: `data.holds.text`.
fn word_of(holds: &Holds) -> &'static str {
    match holds {
        Holds::Text => "text",
        Holds::Texts => "texts",
        Holds::Day => "day",
        Holds::Number => "number",
        Holds::Money => "money",
        Holds::Count => "count",
        Holds::Flag => "flag",
        Holds::Word(_) => "word",
    }
}

impl List {
    /// The address of the table of all its records, if it is the list of a kind.
    pub(in crate::plan) fn csv(&self) -> Option<String> {
        let folder = self
            .folder
            .strip_suffix('/')
            .filter(|folder| !folder.contains('/'))?;
        self.kind.map(|_| format!("{FOLDER}/{folder}.csv"))
    }
}

fn table_address(table: &Table) -> String {
    format!("{FOLDER}/{}", table.file())
}

fn group_page(scope: Scope) -> String {
    match scope {
        Scope::Kind(kind) => format!("{FOLDER}/{}.html", KINDS[kind].folder().1),
        Scope::Orgs | Scope::All => format!("{FOLDER}/all.html"),
    }
}
