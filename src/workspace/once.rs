//! What a site says once: its settings, its terms, its catalogue.

use std::sync::Arc;

use super::Workspace;
use crate::diagnostics::FileId;
use crate::source::config::SiteConfig;
use crate::source::{CATALOGUE, Catalogue, GLOSSARY, Glossary, Said};

impl Workspace {
    /// The terms of the first file in order of path that has some; none if it cannot be read.
    pub(super) fn glossary(&self) -> Arc<Glossary> {
        let of_file = |file: FileId| match &self.reads.get(file)?.said {
            Said::Glossary(glossary) => Some(glossary.clone().unwrap_or_default()),
            _ => None,
        };
        let files = self.called(&GLOSSARY);
        let mut said = files.into_iter().filter_map(of_file);
        said.next().unwrap_or_default()
    }

    /// The site's own files with one of `names`, in order of path.
    fn called(&self, names: &[&str]) -> Vec<FileId> {
        let paths = names.iter().map(|name| format!("content/{name}"));
        let mut files: Vec<FileId> = paths.filter_map(|path| self.listing.find(&path)).collect();
        files.sort_by_key(|file| self.listing.files.path(*file));
        files
    }

    /// What has to be published, by the first file in order of path that says so.
    pub(super) fn catalogue(&self) -> Option<Arc<Catalogue>> {
        match &self.reads.get(*self.called(&CATALOGUE).first()?)?.said {
            Said::Catalogue(catalogue) => catalogue.clone(),
            _ => None,
        }
    }

    pub(super) fn config(&self) -> Option<Arc<SiteConfig>> {
        let read = |path| self.reads.get(self.listing.find(path)?);
        let first = ["content/site.yaml", "content/site.yml"];
        let said = first.into_iter().find_map(read)?;
        match &said.said {
            Said::Site(config) => config.clone(),
            _ => None,
        }
    }
}
