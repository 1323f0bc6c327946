//! From a planned file to its bytes. What can be made is a closed set: [`What`].

mod chart;
mod css;
mod data;
mod dead;
mod feed;
mod html;
mod links;
mod sheet;
mod sitemap;

use std::sync::OnceLock;

use serde::Serialize;
use thiserror::Error;

pub use dead::dead_links;
pub use html::Engine;
use links::path_of;
pub use links::{Addresses, PageLinks, scan};
pub use sheet::{Fonts, Problem, SetSheet, Setter, cut, native, workers};

use crate::diagnostics::FileId;
use crate::plan::{Job, Plan, SheetDoc, View, What};
use crate::source::{Listing, Mark, Theme};

/// Room for the inputs of most pages, in bytes.
const HASHED_AT_ONCE: usize = 16 * 1024;

/// Why a file could not be made.
#[derive(Debug, Error)]
pub enum RenderError {
    /// A template is wrong; the text names template and line.
    #[error("{0}")]
    Template(String),
    /// A source file is gone or cannot be read.
    #[error("{path}: {source}")]
    Read {
        /// The file.
        path: String,
        /// Why.
        source: std::io::Error,
    },
}

/// Makes the files of a plan.
pub struct Renderer<'p, 'a> {
    plan: &'p Plan<'a>,
    listing: &'a Listing,
    theme: &'a Theme,
    engine: Engine,
    offset: String,
    stamp: blake3::Hash,
    setter: OnceLock<Setter<'a>>,
}

impl<'p, 'a> Renderer<'p, 'a> {
    /// A renderer for `plan`. `offset` is the time zone's on the plan's day, as in `+08:00`.
    ///
    /// # Errors
    /// A template does not parse.
    pub fn new(
        plan: &'p Plan<'a>,
        theme: &'a Theme,
        listing: &'a Listing,
        offset: String,
    ) -> Result<Renderer<'p, 'a>, RenderError> {
        let shared = plan.shared();
        let engine = Engine::new(theme, &shared)?;
        let mut bytes = env!("CARGO_PKG_VERSION").as_bytes().to_vec();
        let pages = |path: &str| {
            !path.starts_with(crate::source::SHEETS) && !path.starts_with(crate::source::FONTS)
        };
        bytes.extend_from_slice(theme.stamp(pages).as_bytes());
        append_json(&mut bytes, &shared);
        Ok(Renderer {
            plan,
            listing,
            theme,
            engine,
            offset,
            stamp: blake3::hash(&bytes),
            setter: OnceLock::new(),
        })
    }

    /// The inputs of a page; none for a file that is no page.
    pub fn view<'b>(&'b self, job: &'b Job) -> Option<View<'b>> {
        self.plan.view(job)
    }

    /// The hash of everything that the file `job` depends on, whose inputs are `view` if it is a page; none for one that is made every time and compared. `at_rest` says whether a
    /// source that changed at this time (in nanoseconds) can be told from one that changes while it is read.
    pub fn inputs(
        &self,
        job: &Job,
        view: Option<&View<'_>>,
        at_rest: impl Fn(Option<u64>) -> bool,
    ) -> Option<[u8; 16]> {
        let bytes = match (&job.what, view) {
            (_, Some(view)) => self.bytes_of_view(view),
            (What::File(file), None) => self.bytes_of_file(*file, at_rest)?,
            (What::Data(file), None) => {
                let mut bytes = self.stamp.as_bytes().to_vec();
                bytes.extend(self.plan.data_inputs(*file)?);
                bytes
            }
            _ => return None,
        };
        Some(short(&bytes))
    }

    fn bytes_of_view(&self, view: &View<'_>) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(HASHED_AT_ONCE);
        bytes.extend_from_slice(self.stamp.as_bytes());
        bytes.extend_from_slice(view.template.as_bytes());
        for (name, value) in &view.fields {
            bytes.extend_from_slice(name.as_bytes());
            append_json(&mut bytes, value);
        }
        bytes
    }

    /// What sets the plan's sheets, if it has any.
    pub fn setter(&self) -> Option<&Setter<'a>> {
        let plan = self.plan;
        plan.has_sheets().then(|| {
            self.setter.get_or_init(|| {
                Setter::new(plan.edition(), self.theme, self.listing, plan.base_url())
            })
        })
    }

    /// The hash of everything that a sheet of `doc` depends on; none if an image of it changes just now.
    pub fn sheet_inputs(
        &self,
        doc: &SheetDoc<'_>,
        at_rest: impl Fn(Option<u64>) -> bool,
    ) -> Option<[u8; 16]> {
        let mut bytes = self.setter()?.stamp().as_bytes().to_vec();
        append_json(&mut bytes, doc);
        for file in &doc.images {
            bytes.extend(self.bytes_of_file(*file, &at_rest)?);
        }
        Some(short(&bytes))
    }

    fn bytes_of_file(
        &self,
        file: FileId,
        at_rest: impl Fn(Option<u64>) -> bool,
    ) -> Option<Vec<u8>> {
        let path = self.listing.disk_path(file);
        let mark = Mark::of(&path, Some(&std::fs::metadata(&path).ok()?));
        let mut bytes = env!("CARGO_PKG_VERSION").as_bytes().to_vec();
        bytes.extend_from_slice(path.as_os_str().as_encoded_bytes());
        bytes.extend_from_slice(&mark.bytes);
        at_rest(mark.changed).then_some(bytes)
    }

    /// The page that stands in for one that is on its way; it links to nothing.
    ///
    /// # Errors
    /// Its template is wrong.
    pub fn stand_in(&self) -> Result<Vec<u8>, RenderError> {
        self.engine.page(
            &View {
                template: "publishing.html",
                fields: Vec::new(),
            },
            "",
        )
    }

    /// The bytes of the file `job`, whose inputs are `view` if it is a page.
    ///
    /// # Errors
    /// See [`RenderError`].
    pub fn render(&self, job: &Job, view: Option<&View<'_>>) -> Result<Vec<u8>, RenderError> {
        if let Some(view) = view {
            let root = match (&job.what, self.plan.base_url()) {
                // A server shows it at any address, so only the way from the host leads home, whatever the host is called.
                (What::NotFound, Some(base)) => path_of(&base).to_owned(),
                _ => job.path.root(),
            };
            return self.page(view, &root);
        }
        match &job.what {
            What::Data(file) => self.data(job, *file),
            What::Feed(at) => Ok(feed::atom(self.plan, self.plan.feed(*at), &self.offset)),
            What::Sitemap { from, to } => Ok(sitemap::part(self.plan, *from..*to)),
            What::SitemapIndex(parts) => Ok(sitemap::index(self.plan, *parts)),
            What::Ledger => Ok(self.plan.edition().ledger().text().into()),
            What::LedgerSignature => {
                let signature = self.plan.edition().ledger().signature();
                Ok(signature.unwrap_or_default().into())
            }
            What::Robots => Ok(sitemap::robots(self.plan)),
            What::SearchPart => {
                let file = self.plan.search().file(job.path.as_str());
                Ok(file.map(std::borrow::Cow::into_owned).unwrap_or_default())
            }
            What::File(file) => {
                let path = self.listing.disk_path(*file);
                let bytes = std::fs::read(&path).map_err(|source| RenderError::Read {
                    path: self.listing.files.path(*file).to_string(),
                    source,
                })?;
                Ok(crate::source::without_exif(bytes))
            }
            What::ThemeFile(name) => Ok(self.theme_file(name)),
            _ => Ok(Vec::new()),
        }
    }

    /// A page with the inputs `view`; `root` is the way from it up to the site's root.
    ///
    /// # Errors
    /// Its template fails.
    pub fn page(&self, view: &View<'_>, root: &str) -> Result<Vec<u8>, RenderError> {
        self.engine.page(view, root)
    }

    /// An asset of the theme; a style sheet without its comments and with the addresses of others.
    fn theme_file(&self, name: &str) -> Vec<u8> {
        let bytes = self
            .theme
            .bytes(&format!("assets/{name}"))
            .unwrap_or_default();
        match std::str::from_utf8(bytes) {
            Ok(text) if name.ends_with(".css") => {
                let css = css::with_addresses(text, name, |other| {
                    self.plan.assets().get(other).map(String::as_str)
                });
                css::small(css::with_words(&css, self.theme.strings())).into_bytes()
            }
            _ => bytes.to_vec(),
        }
    }
}

/// Half of the hash of `bytes`.
fn short(bytes: &[u8]) -> [u8; 16] {
    let mut short = [0; 16];
    short.copy_from_slice(&blake3::hash(bytes).as_bytes()[..16]);
    short
}

/// Appends `value`. A hasher that is handed a value in its many small pieces takes several times as long as one that gets it whole.
fn append_json(bytes: &mut Vec<u8>, value: &impl Serialize) {
    // Memory takes whatever is written; values that cannot be written as JSON do not occur in views.
    let _ = serde_json::to_writer(bytes, value);
}
