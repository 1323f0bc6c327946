//! What is wrong with the site at one moment, as browsers and the terminal show it.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use super::pages::{self, Panel};
use super::version::short;
use crate::diagnostics::{
    FileId, Files, Finding, Report, RuleBook, Severity, explain_all, print_one,
};
use crate::source::decode;
use crate::text::{Lang, Texts};

/// What rules say of a site: findings, the files that they are about, severities.
#[derive(Clone)]
pub struct Found {
    /// Findings, in order.
    pub report: Report,
    /// The files that they are about.
    pub files: Files,
    /// Severities.
    pub book: RuleBook,
}

/// What is wrong with the site at one moment.
pub struct State {
    found: Found,
    /// What the finished pages showed when they were last looked at.
    examined: Option<Arc<(Report, Files)>>,
    /// Why nothing can be made from the newest files.
    pub failure: Option<String>,
    /// Files that have errors and are shown as they last were without.
    pub held: BTreeSet<FileId>,
    /// Whether everything is shown as it last was.
    pub all_held: bool,
    /// Errors.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
    root: PathBuf,
    texts: Arc<Texts>,
    /// The errors that a panel lists, in words; source lines are read when they are first asked for.
    listed: OnceLock<Vec<Finding>>,
    id: OnceLock<String>,
}

/// Errors that a panel lists; the start page has them all.
const LISTED: usize = 20;

impl State {
    /// The state of the site in `root`, of which `found` and `examined` say what is wrong.
    pub fn new(
        root: PathBuf,
        texts: Arc<Texts>,
        found: Found,
        examined: Option<Arc<(Report, Files)>>,
    ) -> State {
        let count = |severity| {
            let more = examined
                .as_ref()
                .map_or(0, |examined| found.book.count(&examined.0, severity));
            found.book.count(&found.report, severity) + more
        };
        State {
            errors: count(Severity::Error),
            warnings: count(Severity::Warning),
            found,
            examined,
            failure: None,
            held: BTreeSet::new(),
            all_held: false,
            root,
            texts,
            listed: OnceLock::new(),
            id: OnceLock::new(),
        }
    }

    /// The same with what its finished pages show.
    pub fn examined(&self, examined: (Report, Files)) -> State {
        let (root, texts) = (self.root.clone(), self.texts.clone());
        let examined = Some(Arc::new(examined));
        State {
            failure: self.failure.clone(),
            held: self.held.clone(),
            all_held: self.all_held,
            ..State::new(root, texts, self.found.clone(), examined)
        }
    }

    /// What the finished pages showed when they were last looked at.
    pub fn last_examined(&self) -> Option<&Arc<(Report, Files)>> {
        self.examined.as_ref()
    }

    /// Everything found, in words.
    pub fn findings(&self) -> Vec<Finding> {
        self.explain(self.texts.lang, |_| true, usize::MAX)
    }

    /// The first `most` findings in the words of `lang`, errors before all others.
    pub fn some(&self, lang: Lang, most: usize) -> Vec<Finding> {
        let mut some = self.explain(lang, |severity| severity == Severity::Error, most);
        let room = most.saturating_sub(some.len());
        some.extend(self.explain(lang, |severity| severity != Severity::Error, room));
        some
    }

    /// The first `most` findings of the severities that are `wanted`, in the words of `lang`, in order of their places.
    fn explain(&self, lang: Lang, wanted: impl Fn(Severity) -> bool, most: usize) -> Vec<Finding> {
        let book = &self.found.book;
        let read = |path: &str| {
            let table = [".xlsx", ".xls", ".ods"]
                .iter()
                .any(|extension| path.ends_with(extension));
            let file = path
                .split('/')
                .fold(self.root.clone(), |folder, part| folder.join(part));
            let bytes = (!table).then(|| std::fs::read(file).ok()).flatten()?;
            Some(decode(bytes).0)
        };
        let explain = |report: &Report, files| {
            let some = report.0.iter();
            let some = some.filter(|finding| wanted(book.severity(finding.rule)));
            let some = Report(some.take(most).cloned().collect());
            explain_all(&some, files, book, lang, &read)
        };
        let mut findings = explain(&self.found.report, &self.found.files);
        if let Some(examined) = &self.examined
            && !examined.0.0.is_empty()
        {
            findings.extend(explain(&examined.0, &examined.1));
            findings.sort_by(|a, b| {
                let place = |own: &Finding| (own.file.clone(), own.line, own.column);
                place(a).cmp(&place(b))
            });
            findings.truncate(most);
        }
        findings
    }

    /// What tells this state from another to a page that is held or not.
    pub fn id(&self, held: bool) -> String {
        let id = self.id.get_or_init(|| {
            let mut text = format!("{} {} {:?}\n", self.errors, self.warnings, self.failure);
            for finding in self.listed() {
                text.push_str(&format!("{finding:?}\n"));
            }
            short(text.as_bytes())
        });
        format!("{id}{}", if held { "h" } else { "" })
    }

    /// The errors that a panel lists.
    fn listed(&self) -> &[Finding] {
        self.listed.get_or_init(|| {
            self.explain(
                self.texts.lang,
                |severity| severity == Severity::Error,
                LISTED,
            )
        })
    }

    /// The panel of a page that is `held`, or not.
    pub fn panel(&self, held: bool) -> Panel {
        Panel {
            errors: self.errors,
            warnings: self.warnings,
            held,
            findings: self
                .listed()
                .iter()
                .map(|finding| self.block(finding))
                .collect(),
            more: self.errors.saturating_sub(LISTED),
            failure: self.failure.clone(),
        }
    }

    /// A finding as pages show it.
    pub fn block(&self, finding: &Finding) -> pages::Finding {
        let text = print_one(finding, &self.texts, None);
        pages::Finding {
            severity: finding.severity,
            text: anstream::adapter::strip_str(&text).to_string(),
            message: finding.message.clone(),
            help: finding.help.clone(),
            rule: finding.rule.clone(),
            file: finding.file.clone(),
            line: finding.line,
            column: finding.column,
        }
    }
}
