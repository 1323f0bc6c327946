//! Which sheets a build makes, and where they lie: beside each record's page, and in the folder of each organisation's kind.

use std::sync::Arc;

use serde::Serialize;

use super::build::Plan;
use super::layout::Laying;
use super::owners::Owner;
use super::sheets::{SheetDoc, Sheets};
use super::{Job, What, paths};
use crate::diagnostics::Place;
use crate::kinds::{KINDS, SheetForm};
use crate::values::Paper;

/// A sheet to be made: of what, in which form, on which paper.
#[derive(Debug, Clone, Copy)]
pub struct SheetJob {
    /// Whose records.
    pub of: Subject,
    /// In which form.
    pub form: &'static SheetForm,
    /// On which paper.
    pub paper: Paper,
}

/// What a sheet is about.
#[derive(Debug, Clone, Copy)]
pub enum Subject {
    /// The record at this index of the edition.
    Record(usize),
    /// All records of one kind (by its index in the registry) that an organisation (by its index) has.
    Group {
        /// The organisation.
        org: usize,
        /// The kind.
        kind: usize,
    },
}

/// A link to a sheet.
#[derive(Debug, Clone, Serialize)]
pub struct SheetLink {
    /// The form's name; `sheet.form.` before it is the key of its words.
    form: &'static str,
    /// Its paper, as in `A4`.
    paper: String,
    /// Its address.
    address: String,
}

impl SheetLink {
    fn new(form: &SheetForm, paper: Paper, address: String) -> SheetLink {
        SheetLink {
            form: form.name,
            paper: paper.to_string(),
            address,
        }
    }
}

/// A form on each of its papers with what tells its file from the usual one's: nothing, `.a3`, `.letter`.
fn variants(
    forms: &'static [SheetForm],
) -> impl Iterator<Item = (&'static SheetForm, Paper, String)> {
    forms.iter().enumerate().flat_map(|(nth, form)| {
        form.papers.iter().enumerate().map(move |(size, paper)| {
            let mut part = String::new();
            if nth > 0 {
                part = format!(".{}", form.name);
            }
            if size > 0 {
                part = format!("{part}.{}", paper.name());
            }
            (form, *paper, part)
        })
    })
}

impl Laying<'_, '_> {
    /// Adds the sheets of records and of organisations.
    pub(super) fn sheets(&mut self) {
        if !self.plan.extras.sheets {
            return;
        }
        let edition = self.plan.edition;
        for (at, entry) in edition.entries().iter().enumerate() {
            let record = entry.record;
            if self.is_refused_org(&record.id.org) {
                continue;
            }
            for (form, paper, part) in variants(record.content.sheets()) {
                let path = paths::record_sheet(&record.address(), &part);
                let of = Subject::Record(at);
                let what = What::Sheet(SheetJob { of, form, paper });
                self.claim(path, what, Place::file(record.file));
            }
        }
        for (org, kind) in self.plan.sorted().columns.keys() {
            let Some(at) = edition.org_index(org) else {
                continue;
            };
            if self.is_refused_org(org) {
                continue;
            }
            for form in KINDS[*kind].group_sheets() {
                let path = paths::group_sheet(org, KINDS[*kind].folder().1, form.name);
                let what = What::Sheet(SheetJob::of_group(at, *kind, form));
                match self.owners.take(&path, Owner::Generated) {
                    Ok(path) => self.done.jobs.push(Job { path, what }),
                    // A record of that name has it, and reports nothing; the sheet is still printed on demand.
                    Err(_) => drop(self.done.refused.insert(path)),
                }
            }
        }
    }
}

impl SheetJob {
    /// The sheet `form` of all that the organisation at index `org` has of the kind at index `kind`.
    fn of_group(org: usize, kind: usize, form: &'static SheetForm) -> SheetJob {
        SheetJob {
            of: Subject::Group { org, kind },
            form,
            paper: form.papers.first().copied().unwrap_or(Paper::A4),
        }
    }
}

impl<'a> Plan<'a> {
    /// The sheet of the record at index `at` whose file is called like the record's page but for `part` before its extension.
    pub(super) fn sheet_of_record(&self, at: usize, part: &str) -> Option<SheetJob> {
        let forms = self.edition.entries()[at].record.content.sheets();
        let (form, paper, _) = variants(forms).find(|(.., own)| own == part)?;
        let of = Subject::Record(at);
        self.extras.sheets.then_some(SheetJob { of, form, paper })
    }

    /// The sheet called `form` of all that the organisation at `org` has of the kind at index `kind`.
    pub(super) fn sheet_of_group(&self, org: &str, kind: usize, form: &str) -> Option<SheetJob> {
        let column = (Arc::from(org), kind);
        let some = self.extras.sheets && self.sorted().columns.contains_key(&column);
        let mut forms = KINDS[kind].group_sheets().iter().filter(|_| some);
        let form = forms.find(|own| own.name == form)?;
        Some(SheetJob::of_group(self.edition.org_index(org)?, kind, form))
    }

    /// Addresses of the sheets of the record at index `at`.
    pub(super) fn sheet_addresses(&self, at: usize) -> Vec<String> {
        let links = self.sheets_of_record(at);
        links.into_iter().map(|link| link.address).collect()
    }

    /// Links to the sheets of the record at index `at`.
    pub(super) fn sheets_of_record(&self, at: usize) -> Vec<SheetLink> {
        if !self.extras.sheets {
            return Vec::new();
        }
        let record = self.edition.entries()[at].record;
        variants(record.content.sheets())
            .map(|(form, paper, part)| {
                let address = paths::record_sheet(&record.address(), &part);
                SheetLink::new(form, paper, address)
            })
            .collect()
    }

    /// Links to the sheets of all that the organisation at `org` has of the kind at index `kind`.
    pub(super) fn sheets_of_group(&self, org: &str, kind: usize) -> Vec<SheetLink> {
        if !self.extras.sheets || !self.sorted().columns.contains_key(&(org.into(), kind)) {
            return Vec::new();
        }
        let kind = KINDS[kind];
        kind.group_sheets()
            .iter()
            .map(|form| {
                let paper = form.papers.first().copied().unwrap_or(Paper::A4);
                let address = paths::group_sheet(org, kind.folder().1, form.name);
                SheetLink::new(form, paper, address)
            })
            .collect()
    }

    /// What the sheet `job` is given.
    pub fn sheet_doc(&self, job: &SheetJob) -> SheetDoc<'_> {
        let sheets = self.sheets();
        match job.of {
            Subject::Record(at) => sheets.of_record(at, job.form, job.paper),
            Subject::Group { org, kind } => {
                let org = &self.edition.orgs()[org];
                let column = self.sorted().columns.get(&(org.path.clone(), kind));
                let entries = in_order(self, column.map_or(&[], Vec::as_slice));
                sheets.of_group(&org.path, KINDS[kind], job.form, job.paper, &entries)
            }
        }
    }

    /// Makes what sheets are given.
    pub fn sheets(&self) -> Sheets<'_> {
        Sheets::new(self.edition, self.theme, &self.names)
    }
}

/// The records of a column in order of identity, which a sheet keeps from one year to the next.
fn in_order(plan: &Plan<'_>, column: &[u32]) -> Vec<usize> {
    let entries = plan.edition.entries();
    let mut sorted: Vec<usize> = column.iter().map(|at| *at as usize).collect();
    sorted.sort_by_key(|at| &entries[*at].record.id);
    sorted
}
