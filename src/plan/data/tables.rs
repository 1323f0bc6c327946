//! The tables of the edition.

use std::borrow::Cow;

use super::super::build::Plan;
use super::super::record::changed;
use super::{OwnTable, Tables};
use crate::data::{self, Extra, Frame, Naming, Scope, Stat, Table, TableWriter, Wording, Written};
use crate::kinds::fields::Tell;
use crate::kinds::{KINDS, Kind};
use crate::source::encode_path;

impl Plan<'_> {
    /// Whether words of the format are Chinese on this site.
    pub(in crate::plan) fn in_chinese(&self) -> bool {
        !self.language().starts_with("en")
    }

    fn all_tables(&self) -> &Tables {
        self.lazy.data.tables.get_or_init(|| {
            let say = |key: &str, args: &[(&str, String)]| self.say(key, args);
            let chinese = self.in_chinese();
            let kinds = self.kinds_with_records();
            let all = data::tables(&kinds, Naming { chinese, say: &say });
            Tables {
                wording: Wording {
                    chinese,
                    yes: self.say("data.yes", &[]),
                    no: self.say("data.no", &[]),
                    joint: self.say("data.joint", &[]),
                },
                alone: all
                    .iter()
                    .map(|table| table.is_figures().then(|| table.alone()))
                    .collect(),
                stats: all.iter().map(|_| Default::default()).collect(),
                all,
            }
        })
    }

    /// The kinds that have records, with their indices in the registry.
    pub(super) fn kinds_with_records(&self) -> Vec<(usize, &'static dyn Kind)> {
        let kinds = KINDS.iter().enumerate().zip(&self.sorted().by_kind);
        kinds
            .filter(|(_, records)| !records.is_empty())
            .map(|((at, kind), _)| (at, *kind))
            .collect()
    }

    /// The tables.
    pub(in crate::plan) fn tables(&self) -> &[Table] {
        &self.all_tables().all
    }

    /// The words for yes and no in tables.
    pub(super) fn yes_and_no(&self) -> (&str, &str) {
        let wording = &self.all_tables().wording;
        (&wording.yes, &wording.no)
    }

    /// The file of the table at index `at`.
    pub(super) fn table_bytes(&self, at: usize) -> Vec<u8> {
        let written = self.write_table(at);
        self.all_tables().stats[at].get_or_init(|| written.stat());
        written.bytes
    }

    /// What is known of the file of the table at index `at`.
    pub(super) fn table_stat(&self, at: usize) -> &Stat {
        self.all_tables().stats[at].get_or_init(|| self.write_table(at).stat())
    }

    fn write_table(&self, at: usize) -> Written {
        let Tables { wording, all, .. } = self.all_tables();
        let table = &all[at];
        let mut out = TableWriter::new(table, wording);
        match table.scope {
            Scope::Orgs => self.add_orgs(&mut out),
            Scope::All => {
                for i in 0..self.edition.entries().len() {
                    let told = self.edition.entries()[i].record.envelope.tell();
                    out.add(&self.frame(i, table), &[&told]);
                }
            }
            Scope::Kind(kind) => {
                for i in &self.sorted().by_kind[kind] {
                    let record = self.edition.entries()[*i as usize].record;
                    let content = record.content.tell();
                    let frame = self.frame(*i as usize, table);
                    match table.steps.is_empty() {
                        true => out.add(&frame, &[&record.envelope.tell(), &content]),
                        false => out.add(&frame, &[&content]),
                    }
                }
            }
        }
        out.finish()
    }

    fn add_orgs(&self, out: &mut TableWriter<'_>) {
        for org in self.edition.orgs() {
            let parent = org.parent.map_or("", |at| &self.edition.orgs()[at].path);
            let texts = vec![
                (Extra::OrgPath, Cow::Borrowed(&*org.path)),
                (Extra::Parent, parent.into()),
                (
                    Extra::Url,
                    self.full(&super::super::paths::org_page(&org.path)).into(),
                ),
                (Extra::Records, self.records_of(org).to_string().into()),
            ];
            out.add(&Frame { texts }, &[&org.config.tell()]);
        }
    }

    /// What `table` says of the record at index `at` besides its keys.
    fn frame(&self, at: usize, table: &Table) -> Frame<'_> {
        let texts = table.extras.iter();
        Frame {
            texts: texts
                .map(|(extra, _)| (*extra, self.extra(at, *extra)))
                .collect(),
        }
    }

    /// What stands in the column `extra` of the record at index `at`.
    fn extra(&self, at: usize, extra: Extra) -> Cow<'_, str> {
        let record = self.edition.entries()[at].record;
        match extra {
            Extra::Code => record.code.to_string().into(),
            Extra::Kind => self
                .say(&format!("kind.{}", record.kind.name()), &[])
                .into(),
            Extra::Title => record.envelope.title.value.as_str().into(),
            Extra::Org => {
                let org = self.names.get(&record.id.org);
                org.map_or("", |org| org.name.as_str()).into()
            }
            Extra::OrgPath => Cow::Borrowed(&record.id.org),
            Extra::Published => record.envelope.published.value.to_string().into(),
            Extra::Updated => changed(record, self.edition.day()).to_string().into(),
            Extra::Status => {
                let status = record.content.status(record, &self.edition.context());
                self.theme.words(&status.words).into()
            }
            Extra::Url => self.full(&record.address()).into(),
            Extra::Above
            | Extra::N
            | Extra::Head
            | Extra::Content
            | Extra::Parent
            | Extra::Records => "".into(),
        }
    }

    /// The full address of what lies at `path`; where the site's is not known, the path from its first page.
    pub(super) fn full(&self, path: &str) -> String {
        let base = self
            .lazy
            .data
            .base
            .get_or_init(|| self.base_url().unwrap_or_default());
        format!("{base}{}", encode_path(path))
    }

    /// The lists of the record at index `at` that have tables of their own.
    pub(in crate::plan) fn own_tables(&self, at: usize) -> &[OwnTable] {
        self.lazy.data.of_records[at].get_or_init(|| {
            let record = self.edition.entries()[at].record;
            let tables = self.all_tables();
            let is_own = |(table, alone): (&Table, &Option<Table>)| {
                alone.is_some() && matches!(table.scope, Scope::Kind(kind) if KINDS[kind].name() == record.kind.name())
            };
            let mut own = (0..tables.all.len()).filter(|at| is_own((&tables.all[*at], &tables.alone[*at]))).peekable();
            if own.peek().is_none() {
                return Vec::new();
            }
            let told = record.content.tell();
            let lines = |table| OwnTable { table, lines: data::lines_in(&tables.all[table], &told) };
            own.map(lines).filter(|own| own.lines > 0).collect()
        })
    }

    /// The list of the record at index `record` that the table at index `table` has of all such records.
    pub(super) fn record_table(&self, record: usize, table: usize) -> Option<Vec<u8>> {
        let tables = self.all_tables();
        let mut out = TableWriter::new(tables.alone[table].as_ref()?, &tables.wording);
        out.add(
            &Frame::default(),
            &[&self.edition.entries()[record].record.content.tell()],
        );
        Some(out.finish().bytes)
    }

    /// What stands for everything that the table at index `at` is made of.
    pub(super) fn table_stamp(&self, at: usize) -> Vec<u8> {
        match self.tables()[at].scope {
            Scope::Kind(kind) => self.stamp_of_kind(kind).as_bytes().to_vec(),
            Scope::Orgs | Scope::All => self.stamp_of_all(),
        }
    }

    /// What stands for everything that tables are made of.
    pub(super) fn stamp_of_all(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        for kind in 0..KINDS.len() {
            bytes.extend_from_slice(self.stamp_of_kind(kind).as_bytes());
        }
        for org in self.edition.orgs() {
            // Memory takes whatever is written.
            let _ =
                serde_json::to_writer(&mut bytes, &(&*org.path, data::Plain(&org.config.tell())));
        }
        bytes
    }

    fn stamp_of_kind(&self, kind: usize) -> &blake3::Hash {
        self.lazy.data.stamps[kind].get_or_init(|| {
            let mut bytes = Vec::new();
            for at in &self.sorted().by_kind[kind] {
                bytes.extend(self.record_line_stamp(*at as usize));
            }
            blake3::hash(&bytes)
        })
    }

    /// What stands for everything that tables say of the record at index `at`.
    pub(super) fn record_line_stamp(&self, at: usize) -> Vec<u8> {
        let record = self.edition.entries()[at].record;
        let status = record.content.status(record, &self.edition.context());
        let mut bytes = record.written.to_vec();
        bytes.extend_from_slice(record.id.to_string().as_bytes());
        let _ = serde_json::to_writer(&mut bytes, &status);
        bytes
    }
}
