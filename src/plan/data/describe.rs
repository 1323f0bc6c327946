//! What tables are called and what their columns mean, in words.

use super::super::build::Plan;
use crate::data::{Column, Contributor, Described, Meaning, Package, Resource, Scope, Table};
use crate::kinds::KINDS;
use crate::text::{FieldDocs, Lang};

/// The name of a package on a site without an address of its own.
const NAME: &str = "open-data";

impl Plan<'_> {
    /// What a group of tables is called: those about everything, or those of a kind.
    pub(super) fn group_words(&self, scope: Scope) -> String {
        match scope {
            Scope::Kind(kind) => self.say(&format!("kind.{}", KINDS[kind].name()), &[]),
            Scope::Orgs | Scope::All => self.say("data.group.all", &[]),
        }
    }

    /// What the list of `table` is called: 承诺 or 承诺：进展.
    pub(super) fn list_words(&self, table: &Table) -> String {
        let chinese = self.in_chinese();
        let keys = table.steps.iter().flatten();
        let words: Vec<&str> = keys
            .map(|field| if chinese { field.zh } else { field.en })
            .collect();
        words.join(&self.say("data.of", &[]))
    }

    /// What `table` is called.
    pub(super) fn table_title(&self, table: &Table) -> String {
        match (table.scope, table.steps.is_empty()) {
            (Scope::Orgs, _) => self.say("data.table.organisations", &[]),
            (Scope::All, true) => self.say("data.table.records", &[]),
            (Scope::Kind(_), true) => self.group_words(table.scope),
            (_, false) => format!(
                "{}{}{}",
                self.group_words(table.scope),
                self.say("data.of", &[]),
                self.list_words(table)
            ),
        }
    }

    /// What a line of `table` is.
    pub(super) fn table_about(&self, table: &Table) -> String {
        let key = match (table.scope, table.steps.len(), table.item()) {
            (Scope::Orgs, ..) => "data.about.organisations",
            (_, 0, _) => "data.about.records",
            (_, _, None) => "data.about.free",
            (_, 1, _) => "data.about.list",
            _ => "data.about.inner-list",
        };
        self.say(key, &[("list", self.list_words(table))])
    }

    /// What the columns of the format mean.
    pub(super) fn meanings(&self) -> FieldDocs {
        FieldDocs::load(Lang::from_locale(self.language())).unwrap_or_default()
    }

    /// What `column` means.
    pub(super) fn meaning(&self, column: &Column, docs: &FieldDocs) -> String {
        match &column.meaning {
            Meaning::Phrase(key) => self.say(key, &[]),
            Meaning::Key(path) => docs.meaning(path).to_owned(),
        }
    }

    /// The description of all tables for programs.
    pub(super) fn package(&self) -> Vec<u8> {
        let config = self.edition.config();
        let (site, day, docs) = (
            config.name.value.clone(),
            self.edition.day(),
            self.meanings(),
        );
        let base = self.base_url();
        let title = self.say("data.package", &[("site", site)]);
        let mut package = Package::new(
            self.package_name(),
            title,
            self.say("data.package.about", &[]),
        );
        package.homepage = base;
        package.version = format!("{}.{}.{}", day.year(), day.month(), day.day());
        package.created = format!("{day}T00:00:00Z");
        let host = config
            .footer
            .as_ref()
            .and_then(|footer| footer.host.as_ref());
        package.contributors.extend(host.map(|host| Contributor {
            title: host.value.clone(),
            roles: ["publisher"],
        }));
        let tables = self.tables();
        for (at, table) in tables.iter().enumerate() {
            let stat = self.table_stat(at);
            let described = Described {
                title: self.table_title(table),
                about: self.table_about(table),
                bytes: stat.bytes,
                hash: &stat.hash,
            };
            let meaning = |column: &Column| self.meaning(column, &docs);
            package.resources.push(Resource::new(
                table,
                tables,
                described,
                self.yes_and_no(),
                meaning,
            ));
        }
        package.bytes()
    }

    /// The host of the site, which programs know the package by.
    fn package_name(&self) -> String {
        let base = self.base_url().unwrap_or_default();
        let host = base
            .split('/')
            .nth(2)
            .unwrap_or_default()
            .to_ascii_lowercase();
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
        let host: String = host.chars().filter(|c| plain(*c)).collect();
        if host.is_empty() {
            NAME.to_owned()
        } else {
            host
        }
    }
}
