//! A target with its credentials.

use std::path::{Path, PathBuf};

use super::secrets::{self, Secrets};
use crate::kinds::fields::Text;
use crate::source::target::{Service, TargetConfig};

/// Where a site is brought.
#[derive(Debug, Clone)]
pub struct Target {
    /// What the officer calls it.
    pub name: String,
    /// How it takes files.
    pub service: Service,
    /// Address of the server.
    pub endpoint: String,
    /// Folder on the server, or of this computer.
    pub root: String,
    /// Bucket.
    pub bucket: String,
    /// Region.
    pub region: String,
    pub(super) prefix: String,
    pub(super) secrets: Secrets,
}

impl Target {
    /// The target `name` of the site in `site`, with the credentials that `variable` finds in the environment.
    pub fn new(
        name: &str,
        config: &TargetConfig,
        site: &Path,
        variable: impl Fn(&str) -> Option<String>,
    ) -> Target {
        let text = |text: &Option<Text>| {
            let text = text.as_ref().map(|text| text.value.trim().to_owned());
            text.unwrap_or_default()
        };
        let prefix = match text(&config.credentials) {
            prefix if prefix.is_empty() => name.trim().to_owned(),
            prefix => prefix,
        };
        let service = config.service.value;
        let root = match service {
            Service::Folder => site.join(text(&config.root)).to_string_lossy().into_owned(),
            _ => text(&config.root),
        };
        Target {
            name: name.to_owned(),
            service,
            endpoint: text(&config.endpoint).trim_end_matches('/').to_owned(),
            root,
            bucket: text(&config.bucket),
            region: text(&config.region),
            secrets: Secrets::read(&prefix, variable),
            prefix,
        }
    }

    /// The folder of this computer that it is, if it is one.
    pub fn folder(&self) -> Option<PathBuf> {
        (self.service == Service::Folder).then(|| PathBuf::from(&self.root))
    }

    /// The names of the variables of `parts`.
    pub(super) fn variables(&self, parts: &[&str]) -> String {
        let names: Vec<String> = parts
            .iter()
            .map(|part| secrets::name(&self.prefix, part))
            .collect();
        names.join("、")
    }

    /// The names of the variables that its service reads.
    pub(super) fn wanted(&self) -> String {
        match self.service {
            Service::Folder => String::new(),
            Service::WebDav => self.variables(&["USER", "PASSWORD"]),
            Service::Sftp => self.variables(&["USER", "KEY_FILE"]),
            _ => self.variables(&["KEY_ID", "KEY_SECRET"]),
        }
    }
}
