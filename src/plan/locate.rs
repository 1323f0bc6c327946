//! From an address to what is made there, without laying out the whole site. Says the same as the layout wherever that refuses nothing.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use super::build::Plan;
use super::data::FOLDER;
use super::{DataFile, Job, List, ListPage, What, lists, paths};
use crate::diagnostics::FileId;
use crate::kinds::KINDS;
use crate::ledger;
use crate::site::{OutPath, published_path};

/// What was looked for before. Looked up, never iterated.
#[derive(Default)]
pub struct Found {
    /// Records by their addresses besides their pages: short ones and old ones.
    redirects: OnceLock<HashMap<String, usize>>,
    /// Files by address.
    files: OnceLock<HashMap<String, FileId>>,
}

impl Plan<'_> {
    /// The file at `path`, if the site has one there.
    pub fn locate(&self, path: &str) -> Option<Job> {
        let what = self.what(path)?;
        let path = OutPath::new(path)?;
        Some(Job { path, what })
    }

    /// Addresses of pages that need every template of the theme, as far as the site has pages that do.
    pub fn samples(&self) -> Vec<String> {
        let mut paths: Vec<String> = ["index.html", "404.html", "orgs/index.html", paths::SEARCH]
            .map(str::to_owned)
            .into();
        paths.extend(["index.html", "all.html"].map(|page| format!("{FOLDER}/{page}")));
        let first = self.edition.orgs().first();
        paths.extend(first.map(|org| paths::org_page(&org.path)));
        paths.extend(self.glossary_address());
        if let Some(calendar) = self.calendar_address() {
            paths.extend([calendar, paths::list_page("catalogue/", 0)]);
        }
        for (at, kind) in KINDS.iter().enumerate() {
            let Some(newest) = self.sorted().by_kind[at].first() else {
                continue;
            };
            let record = self.edition.entries()[*newest as usize].record;
            paths.push(record.address());
            paths.push(paths::version_page(&record.code.to_string(), 1));
            paths.push(paths::list_page(
                &paths::kind_folder(None, kind.folder().1),
                0,
            ));
            let overviews = self.overviews(at).placed.iter();
            paths.extend(
                overviews
                    .map(|placed| paths::overview_page(&placed.folder, placed.overview.slug, 0)),
            );
        }
        paths
    }

    /// Addresses of sheets that need every sheet template of the theme, as far as the site has records for them.
    pub fn sheet_samples(&self) -> Vec<String> {
        let mut paths = Vec::new();
        for (at, kind) in KINDS.iter().enumerate() {
            let Some(newest) = self.sorted().by_kind[at].first() else {
                continue;
            };
            let record = self.edition.entries()[*newest as usize].record;
            paths.extend(self.sheet_addresses(*newest as usize));
            let forms = kind.group_sheets().iter();
            paths.extend(
                forms.map(|form| paths::group_sheet(&record.id.org, kind.folder().1, form.name)),
            );
        }
        paths
    }

    fn what(&self, path: &str) -> Option<What> {
        match path {
            "index.html" => return Some(What::Home),
            "404.html" => return Some(What::NotFound),
            "robots.txt" => return Some(What::Robots),
            ledger::NAME => return (!self.edition.ledger().is_empty()).then_some(What::Ledger),
            ledger::SIGNATURE => {
                let signature = self.edition.ledger().signature();
                return signature.map(|_| What::LedgerSignature);
            }
            paths::SEARCH => return Some(What::SearchPage),
            _ if path.starts_with("sitemap") && path.ends_with(".xml") => {
                let jobs = self.jobs();
                let at = jobs.binary_search_by(|job| job.path.as_str().cmp(path));
                return at.ok().map(|at| jobs[at].what.clone());
            }
            _ => {}
        }
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let (top, inner) = folder.split_once('/').unwrap_or((folder, ""));
        match top {
            "assets" => return self.asset(path),
            FOLDER => return self.data_at(path).map(What::Data),
            "r" => {
                return self
                    .old_version_at(path)
                    .or_else(|| self.redirect(path))
                    .or_else(|| self.tombstone_at(path));
            }
            "search" => return self.search().file(path).map(|_| What::SearchPart),
            "years" => return self.year(inner, name),
            "tags" => return self.tag(folder, name),
            "glossary" if inner.is_empty() => {
                let page = page_of(name, "index")?;
                return (page < self.glossary_pages()).then_some(What::Glossary(page));
            }
            "calendar" | "catalogue" => {
                let mut pages = self.calendar_pages().into_iter();
                return pages.find(|(own, _)| own == path).map(|(_, what)| what);
            }
            "orgs" if inner.is_empty() => {
                let pages = self.tree().pages();
                let page = page_of(name, "index").filter(|page| *page < pages);
                return page.map(What::Orgs).or_else(|| self.org(path));
            }
            _ => {}
        }
        self.org(path)
            .or_else(|| self.of_kind(folder, name))
            .or_else(|| self.file(path))
            .or_else(|| self.redirect(path))
            .or_else(|| self.tombstone_at(path))
    }

    fn asset(&self, path: &str) -> Option<What> {
        let mut assets = self.assets.iter();
        let (name, _) = assets.find(|(_, address)| *address == path)?;
        Some(What::ThemeFile(name.clone()))
    }

    fn redirect(&self, path: &str) -> Option<What> {
        let redirects = self.lazy.found.redirects.get_or_init(|| {
            let mut redirects = HashMap::new();
            for (at, entry) in self.edition.entries().iter().enumerate() {
                let version = entry.record.version(self.edition.day()).number;
                let code = entry.record.code.to_string();
                for version in 1..=version {
                    let address = paths::version_page(&code, version);
                    redirects.entry(address).or_insert(at);
                }
            }
            for (at, entry) in self.edition.entries().iter().enumerate() {
                for alias in &entry.record.envelope.aliases {
                    redirects
                        .entry(paths::alias_page(&alias.value))
                        .or_insert(at);
                }
            }
            redirects
        });
        redirects.get(path).map(|at| What::Redirect(*at))
    }

    fn file(&self, path: &str) -> Option<What> {
        let files = self.lazy.found.files.get_or_init(|| {
            let files = self.edition.files().iter();
            let address = |(file, source): (&FileId, &Arc<str>)| {
                Some((published_path(source)?.as_str().to_owned(), *file))
            };
            files.filter_map(address).collect()
        });
        files.get(path).map(|file| What::File(*file))
    }

    fn year(&self, year: &str, name: &str) -> Option<What> {
        let year: i16 = year.parse().ok()?;
        let (_, entries) = self.by_year().into_iter().find(|(own, _)| *own == year)?;
        page_of(name, "index").and_then(|page| list_page(self.list_of_year(year, entries), page))
    }

    fn tag(&self, folder: &str, name: &str) -> Option<What> {
        let folder = format!("{folder}/");
        let (tag, entries) = self.by_tag().remove(&folder)?;
        page_of(name, "index")
            .and_then(|page| list_page(self.list_of_tag(folder, &tag, entries), page))
    }

    /// The page or feed of an organisation.
    fn org(&self, path: &str) -> Option<What> {
        if path == paths::org_page("") {
            return self.edition.org_index("").map(What::Org);
        }
        let folder = path.strip_suffix("/index.html");
        if let Some(at) = folder.and_then(|folder| self.edition.org_index(folder)) {
            return Some(What::Org(at));
        }
        self.feed_at(path).or_else(|| self.calendar_at(path))
    }

    fn feed_at(&self, path: &str) -> Option<What> {
        if path != "feed.xml" && !path.ends_with("/feed.xml") {
            return None;
        }
        let at = self.feeds().iter().position(|feed| feed.address == path);
        at.map(What::Feed)
    }

    fn calendar_at(&self, path: &str) -> Option<What> {
        if path != "calendar.ics" && !path.ends_with("/calendar.ics") {
            return None;
        }
        let mut calendars = self.calendars().iter();
        let at = calendars.position(|calendar| calendar.address == path)?;
        Some(What::Data(DataFile::Calendar(at)))
    }

    /// A list, an overview, a record's page, a sheet: what lies in the folder of a kind, the site's or an organisation's.
    fn of_kind(&self, folder: &str, name: &str) -> Option<What> {
        let (org, last) = match folder.rsplit_once('/') {
            Some((org, last)) => (Some(org), last),
            None => (None, folder),
        };
        let kind = KINDS.iter().position(|kind| kind.folder().1 == last)?;
        // Records of an organisation in the site's own folder lie beside the site's lists.
        let own = org.unwrap_or_default();
        if let Some(page) = page_of(name, "index") {
            return list_page(self.list_at(org, kind)?, page);
        }
        let (stem, extension) = name.rsplit_once('.')?;
        match extension {
            "html" => {
                let record = self.edition.find(own, last, stem).map(What::Record);
                record.or_else(|| {
                    let (slug, page) = numbered(name)?;
                    self.overview_at(org, kind, slug, page)
                })
            }
            "pdf" => self.sheet_at(own, kind, stem),
            "json" => {
                let record = self.edition.find(own, last, stem)?;
                Some(What::Data(DataFile::Record(record)))
            }
            "csv" => {
                let (stem, list) = stem.rsplit_once('.')?;
                let record = self.edition.find(own, last, stem)?;
                self.own_table(record, list)
            }
            _ => None,
        }
    }

    fn own_table(&self, record: usize, list: &str) -> Option<What> {
        let tables = self.own_tables(record).iter().map(|own| own.table);
        let table = { tables }.find(|at| self.tables()[*at].list_name() == list)?;
        Some(What::Data(DataFile::RecordTable { record, table }))
    }

    fn list_at(&self, org: Option<&str>, kind: usize) -> Option<List> {
        match org {
            None => (!self.sorted().by_kind[kind].is_empty()).then(|| self.list_of_kind(kind)),
            Some(org) => {
                let entries = self.sorted().columns.get(&(org.into(), kind))?;
                Some(self.list_of_org(org, kind, entries.clone()))
            }
        }
    }

    fn overview_at(&self, org: Option<&str>, kind: usize, slug: &str, page: usize) -> Option<What> {
        let all = &self.overviews(kind).placed;
        let at = all.iter().position(|placed| {
            let overview = &placed.overview;
            overview.slug == slug && overview.org == org && page < placed.pages
        })?;
        Some(What::Overview { kind, at, page })
    }

    /// The sheet whose file has this stem: of a record, whose slug may hold dots, or of all records.
    fn sheet_at(&self, org: &str, kind: usize, stem: &str) -> Option<What> {
        let folder = KINDS[kind].folder().1;
        let cuts = stem.match_indices('.').map(|(at, _)| at);
        let of_record = cuts.chain([stem.len()]).find_map(|at| {
            let record = self.edition.find(org, folder, &stem[..at])?;
            self.sheet_of_record(record, &stem[at..])
        });
        let sheet = of_record.or_else(|| self.sheet_of_group(org, kind, stem))?;
        Some(What::Sheet(sheet))
    }
}

/// Which page of a list or overview called `stem` the file `name` is, from 0.
fn page_of(name: &str, stem: &str) -> Option<usize> {
    let (own, page) = numbered(name)?;
    (own == stem).then_some(page)
}

/// Stem and page, from 0, of `stem.html` or `stem-2.html`.
fn numbered(name: &str) -> Option<(&str, usize)> {
    let stem = name.strip_suffix(".html")?;
    let Some((own, number)) = stem.rsplit_once('-') else {
        return Some((stem, 0));
    };
    match number.parse::<usize>() {
        Ok(page) if page >= 2 && page.to_string() == number => Some((own, page - 1)),
        _ => Some((stem, 0)),
    }
}

fn list_page(list: List, page: usize) -> Option<What> {
    (page < lists::pages(&list)).then(|| {
        What::List(ListPage {
            list: Arc::new(list),
            page,
        })
    })
}
