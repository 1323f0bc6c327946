//! The end of `gongkai sheet`: what is wrong is shown, what is right is written.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::{Print, arrange, select, select::Item};
use crate::commands::make::sheet_findings;
use crate::commands::{Failure, HAS_ERRORS, report};
use crate::diagnostics::{FileId, Place, Report, Severity};
use crate::output::write_whole;
use crate::rules::Net;
use crate::site::Edition;
use crate::source::config::Board;

impl Print<'_> {
    /// The files that what is printed comes from: records and the tables of their lines, organisations, the site's settings.
    fn files_of(&self, edition: &Edition<'_>, items: &[Item]) -> Vec<FileId> {
        let listing = &self.site().listing;
        let mut files = vec![self.site().config.name.place.file];
        for record in items.iter().flat_map(|item| item.records(edition)) {
            files.push(record.file);
            let path = listing.files.path(record.file);
            let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
            let table = record.content.table();
            files.extend(table.and_then(|table| listing.find(&format!("{folder}/{table}"))));
            let org = edition.org(&record.id.org);
            files.extend(org.map(|org| org.config.name.place.file));
        }
        files
    }

    /// Shows what is wrong with the file that `asked` means, if it is one of a record that cannot be read.
    pub(super) fn show_unreadable(&self, asked: &str) -> Option<ExitCode> {
        let path = asked.replace('\\', "/");
        let found: Vec<FileId> = self
            .loaded
            .report
            .0
            .iter()
            .map(|finding| finding.place.file)
            .filter(|file| {
                let own = self.site().listing.files.path(*file);
                let bare = own.rsplit_once('.').map_or(own.as_ref(), |(bare, _)| bare);
                let bare = bare.strip_suffix("/index").unwrap_or(bare);
                [own.as_ref(), bare]
                    .iter()
                    .any(|own| *own == path || own.ends_with(&format!("/{path}")))
            })
            .collect();
        let mut report = Report::default();
        let all = self.loaded.report.0.iter();
        all.filter(|finding| found.contains(&finding.place.file))
            .for_each(|finding| report.add(finding.clone()));
        self.show(&report)
    }

    /// Shows what is wrong with the records to be printed; with errors nothing is.
    pub(super) fn refuse(&self, edition: &Edition<'_>, items: &[Item]) -> Option<ExitCode> {
        let files = self.files_of(edition, items);
        let mut found = Report::default();
        for finding in &self.loaded.report.0 {
            if files.contains(&finding.place.file) {
                found.add(finding.clone());
            }
        }
        self.show(&found)
    }

    /// Shows findings; an exit code if there are errors among them.
    fn show(&self, found: &Report) -> Option<ExitCode> {
        let (files, book) = (&self.site().listing.files, &self.loaded.book);
        let findings = report::in_words(self.root, found, files, book, self.texts);
        report::print(&findings, self.texts, false);
        let errors = book.count(found, Severity::Error);
        if errors == 0 {
            return None;
        }
        let words = self.texts.fill("sheet.refused", &[("errors", &errors)]);
        anstream::eprintln!("{words}");
        Some(ExitCode::from(HAS_ERRORS))
    }

    /// Writes a finished document and says so, unless something is wrong with it: then the exit code is given.
    pub(super) fn write(
        &self,
        stem: &str,
        finished: &arrange::Finished,
        items: &[Item],
        edition: &Edition<'_>,
    ) -> Result<Option<ExitCode>, Failure> {
        let first = items.iter().find_map(|item| {
            let records = item.records(edition);
            records.first().map(|record| record.file)
        });
        let file = first.unwrap_or(self.site().config.name.place.file);
        let place = Place::file(file);
        let mut found = sheet_findings(&finished.problems, place, &finished.title);
        let net = Net::new(self.site());
        net.check(&finished.title, finished.text.as_bytes(), place, &mut found);
        if let Some(code) = self.show(&found) {
            return Ok(Some(code));
        }
        let path = match &self.args.output {
            Some(path) => path.clone(),
            None => PathBuf::from(format!("{stem}.pdf")),
        };
        guard(&path)?;
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(|error| {
                Failure::new("error.write")
                    .arg("path", path.display())
                    .arg("reason", error)
            })?;
        }
        write_whole(&path, &finished.pdf)?;
        let words: [(&str, &dyn std::fmt::Display); 3] = [
            ("path", &path.display()),
            ("pages", &finished.pages),
            ("paper", &finished.paper),
        ];
        anstream::println!("{}", self.texts.fill("sheet.done", &words));
        if finished.tiled {
            anstream::eprintln!("{}", self.texts.get("sheet.actual-size"));
        }
        Ok(None)
    }

    /// Names the records that are posted on `board` and may not hang there.
    pub(super) fn say_left_out(&self, board: &Board, edition: &Edition<'_>) {
        let admitted: Vec<FileId> = edition
            .entries()
            .iter()
            .map(|entry| entry.record.file)
            .collect();
        let site = self.site();
        let titles: Vec<&str> = site
            .articles()
            .iter()
            .filter(|article| article.is_out() && select::is_posted(&article.record, board))
            .filter(|article| !admitted.contains(&article.record.file))
            .map(|article| article.record.envelope.title.value.as_str())
            .collect();
        if !titles.is_empty() {
            let words = titles.join("；");
            let args: [(&str, &dyn std::fmt::Display); 2] =
                [("n", &titles.len()), ("titles", &words)];
            anstream::eprintln!("{}", self.texts.fill("sheet.left-out", &args));
        }
    }
}

/// `name` with nothing in it that means anything to a file system.
pub fn plain(name: &str) -> String {
    let safe = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    name.chars()
        .map(|c| if safe(c) { c } else { '-' })
        .collect()
}

/// A name for the file of one record's sheet that every system takes.
pub fn file_stem(item: &Item, edition: &Edition<'_>) -> String {
    let records = item.records(edition);
    records
        .first()
        .map_or_else(String::new, |record| plain(&record.id.slug))
}

/// Refuses to write over anything but a PDF.
fn guard(path: &Path) -> Result<(), Failure> {
    let refuse = || Failure::new("error.not-a-pdf").arg("path", path.display());
    if path.is_dir() {
        return Err(refuse());
    }
    match std::fs::read(path) {
        Ok(bytes) if !bytes.starts_with(b"%PDF") && !bytes.is_empty() => Err(refuse()),
        _ => Ok(()),
    }
}
