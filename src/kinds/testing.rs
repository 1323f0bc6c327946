//! For the tests of the kinds: records out of YAML, checked on a day.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::fields::{Beside, Columns, Map, Reader, Text};
use super::{Body, Context, Envelope, Profile, Record, RecordId, ShortCode, kind_called};
use crate::diagnostics::{Diagnostic, FileId, Place, Report};
use crate::values::{Day, Node, WorkCalendar};

impl Beside for BTreeMap<String, Node> {
    fn table(&self, name: &Text, _columns: &Columns, _out: &mut Report) -> Option<Node> {
        self.get(&name.value).cloned()
    }
}

/// A small world to check records in.
pub struct World {
    pub calendar: WorkCalendar,
    pub profile: Profile,
    pub day: Day,
    /// The tables that lie beside every record, by name.
    pub tables: BTreeMap<String, Node>,
}

impl World {
    /// The national rules on `day`.
    pub fn on(day: &str) -> World {
        let mut calendar = WorkCalendar::default();
        calendar
            .add(include_str!("../values/holidays.json"))
            .unwrap();
        let profile =
            serde_yaml::from_str(include_str!("../../themes/default/rules/national.yaml")).unwrap();
        World {
            calendar,
            profile,
            day: Day::parse(day).unwrap(),
            tables: BTreeMap::new(),
        }
    }

    /// What rules see.
    pub fn context(&self) -> Context<'_> {
        Context {
            day: self.day,
            calendar: &self.calendar,
            profile: &self.profile,
        }
    }

    /// Reads `yaml` as record `slug` of `kind`; 标题 and 发布日期 are added where it lacks them. Mistakes in it come back as well.
    pub fn read(&self, kind: &str, slug: &str, yaml: &str) -> (Option<Record>, Vec<Diagnostic>) {
        let mut text = yaml.to_owned();
        for (key, value) in [("标题", "试"), ("发布日期", "2026-01-05")] {
            if !text.lines().any(|line| line.starts_with(key)) {
                text = format!("{key}: {value}\n{text}");
            }
        }
        let mut out = Report::default();
        let mended = crate::source::mend(&text, 0, FileId(0), &mut out);
        let kind = kind_called(kind).unwrap();
        let node = match crate::source::parse_yaml(&mended, FileId(0)) {
            Ok(node) => node,
            Err(error) => {
                out.add(error);
                return (None, out.0);
            }
        };
        let mut reader = Reader {
            out: &mut out,
            beside: &self.tables,
        };
        let mut map = Map::open(node, &mut reader).unwrap();
        let envelope = Envelope::take(&mut map, &mut reader);
        let content = kind.read(&mut map, &mut reader);
        map.finish(&[Envelope::FIELDS, kind.fields()], &mut reader);
        let id = RecordId {
            org: Arc::from("qx/cun"),
            folder: kind.folder().1,
            slug: Arc::from(slug),
        };
        let record = envelope.zip(content).map(|(envelope, content)| Record {
            code: ShortCode::of(&id),
            id,
            kind,
            file: FileId(0),
            envelope,
            content: content.into(),
            body: Body {
                text: String::new(),
                place: Place::file(FileId(0)),
                exact: false,
            },
            personal: Vec::new(),
            attachments: Vec::new(),
            digest: [0; 32],
            written: [0; 32],
        });
        (record, out.0)
    }

    /// Every finding about one record.
    pub fn check(&self, kind: &str, yaml: &str) -> Vec<Diagnostic> {
        self.check_all(kind, &[yaml])
    }

    /// Every finding about some records of one kind and organisation, slugs `r0`, `r1` and so on.
    pub fn check_all(&self, kind: &str, yamls: &[&str]) -> Vec<Diagnostic> {
        let mut out = Report::default();
        let mut records = Vec::new();
        for (i, yaml) in yamls.iter().enumerate() {
            let (record, findings) = self.read(kind, &format!("r{i}"), yaml);
            out.0.extend(findings);
            records.extend(record);
        }
        for record in &records {
            record.content.check(record, &self.context(), &mut out);
        }
        let together: Vec<&Record> = records.iter().collect();
        kind_called(kind)
            .unwrap()
            .check_together(&together, &self.context(), &mut out);
        out.0
    }

    /// The names of the rules that fire, sorted, each once.
    pub fn rules(&self, kind: &str, yaml: &str) -> Vec<&'static str> {
        let mut rules: Vec<&str> = self.check(kind, yaml).iter().map(|d| d.rule).collect();
        rules.sort();
        rules.dedup();
        rules
    }
}

/// Message and help of a finding in Chinese; panics where the rule book lacks its words or a placeholder is left open.
pub fn words(diagnostic: &Diagnostic) -> String {
    let book = crate::diagnostics::RuleBook::load().unwrap();
    let (message, help) = book.words(diagnostic, crate::text::Lang::Zh);
    assert!(
        !help.is_empty(),
        "no words for {}#{}",
        diagnostic.rule,
        diagnostic.case
    );
    assert!(
        !diagnostic
            .args
            .iter()
            .any(|(name, _)| message.contains(&format!("{{{name}}}")))
    );
    format!("{message}\n{help}")
}
