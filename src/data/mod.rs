//! Open data: what records say as tables, JSON and calendars, for spreadsheets, programs and phones.
//!
//! Everything here is worked out of the declarations of the kinds and of what their records [tell](crate::kinds::fields::Tell), so that a new kind has its tables without
//! another line. Nothing here knows a site: it turns values into bytes.
//!
//! - [`tables`] says which tables there are and what their columns are;
//! - [`TableWriter`] writes one as CSV that Excel and WPS open as it is;
//! - [`Package`] describes them to programs (Data Package v2);
//! - [`Plain`] writes what is told as JSON;
//! - [`Calendar`] writes days as iCalendar.

mod calendar;
mod cell;
mod columns;
mod csv;
mod json;
mod package;
mod table;
#[cfg(test)]
mod tests;

pub use calendar::{Calendar, Event};
pub use cell::{Wording, guarded};
pub use columns::{Naming, tables};
pub use csv::{Frame, MARK, Stat, TableWriter, Written, lines_in};
pub use json::{Keys, Plain, WRITTEN};
pub use package::{Contributor, Described, Package, Resource};
pub use table::{Column, Extra, Holds, Meaning, Scope, Table};
