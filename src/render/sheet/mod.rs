//! Sheets: a document's data in, a PDF out. Typst sets it in this process, from the theme's templates.

mod cuts;
mod fonts;
mod inspect;
mod text;
mod world;

use std::num::NonZeroUsize;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde::Serialize;
use typst::WorldExt;
use typst::diag::SourceDiagnostic;
use typst::foundations::{Datetime, Label, Smart};
use typst::introspection::Introspector;
use typst::utils::PicoStr;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

pub use cuts::{cut, native};
pub use fonts::Fonts;
pub use inspect::{CodePlace, Problem};

use super::RenderError;
use crate::plan::{CODES, IMAGES, SOURCE, SheetDoc};
use crate::site::Edition;
use crate::source::{Listing, SHEETS, Theme};
use crate::values::{Day, Qr};
use fonts::Families;
use inspect::inspect;
use world::{Document, Shared};

/// After so many documents the typesetter forgets what it has not used for a while.
const FORGETS_AFTER: usize = 16;

/// Steps back that it still remembers then.
const REMEMBERS: usize = 1;

/// Bytes of stack for a thread that sets sheets: layout goes far deeper than what threads have by default.
const STACK: usize = 64 << 20;

/// Threads with room enough to set sheets. The typesetter divides its own work among them, so whoever sets many documents at once gives each thread a pool of one:
/// a thread that waits inside one document would otherwise begin another on top of it, and so on.
///
/// # Errors
/// The system gives no more threads.
pub fn workers(threads: usize) -> Result<rayon::ThreadPool, RenderError> {
    rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .stack_size(STACK)
        .build()
        .map_err(|error| RenderError::Template(error.to_string()))
}

/// Sets sheets.
pub struct Setter<'a> {
    shared: Shared,
    edition: &'a Edition<'a>,
    listing: &'a Listing,
    base_url: Option<String>,
    theme: &'a str,
    archive: bool,
    stamp: blake3::Hash,
    made: AtomicUsize,
}

/// A document that was set.
pub struct SetSheet {
    /// The PDF.
    pub pdf: Vec<u8>,
    /// What is wrong with it.
    pub problems: Vec<Problem>,
    /// Where its codes stand.
    pub codes: Vec<CodePlace>,
    /// Its words as they stand on the paper, what the template brought in with them.
    pub text: String,
    /// Its pages.
    pub pages: Vec<SetPage>,
}

/// A page of a document that was set.
#[derive(Debug, Clone, Copy)]
pub struct SetPage {
    /// Width in millimetres.
    pub width: f64,
    /// Height in millimetres.
    pub height: f64,
    /// The sheet that it is a page of, by its index in the document.
    pub sheet: usize,
}

#[derive(Serialize)]
struct SiteView<'a> {
    name: &'a str,
    language: &'a str,
    day: Day,
    phone: Option<&'a str>,
    demo: bool,
    fonts: &'a Families,
    strings: &'a std::collections::BTreeMap<String, String>,
}

impl<'a> Setter<'a> {
    /// A setter of what `edition` shows, with the templates and words of `theme`. `base_url` is the site's full address with a slash at its end.
    pub fn new(
        edition: &'a Edition<'a>,
        theme: &'a Theme,
        listing: &'a Listing,
        base_url: Option<String>,
    ) -> Setter<'a> {
        let config = edition.config();
        let fonts = Fonts::load(theme, config.fonts.as_ref());
        let footer = config.footer.as_ref();
        let phone = footer.and_then(|footer| footer.phone.as_ref());
        let archive = config.archive.as_ref().is_some_and(|archive| archive.value);
        let mut site = Vec::new();
        super::append_json(
            &mut site,
            &SiteView {
                name: &config.name.value,
                language: theme.language(),
                day: edition.day(),
                phone: phone.map(|phone| phone.value.as_str()),
                demo: config.day.is_some(),
                fonts: fonts.families(),
                strings: theme.strings(),
            },
        );
        let mut bytes =
            format!("{} {archive} {base_url:?}", env!("CARGO_PKG_VERSION")).into_bytes();
        bytes.extend_from_slice(&site);
        let files = |path: &str| path.starts_with(SHEETS) || path.starts_with(crate::source::FONTS);
        bytes.extend_from_slice(theme.stamp(files).as_bytes());
        bytes.extend_from_slice(fonts.borrowed().join("\n").as_bytes());
        let site = String::from_utf8_lossy(&site).into_owned();
        Setter {
            shared: Shared::new(theme.below(SHEETS), fonts, site),
            edition,
            listing,
            base_url,
            theme: theme.name(),
            archive,
            stamp: blake3::hash(&bytes),
            made: AtomicUsize::new(0),
        }
    }

    /// The hash of what every sheet depends on.
    pub fn stamp(&self) -> blake3::Hash {
        self.stamp
    }

    /// Sets `doc`. `name` tells it from others of the site; `source` is a PDF that its template takes pages from.
    ///
    /// # Errors
    /// A template fails; the text names its file and line.
    pub fn set(
        &self,
        doc: &SheetDoc<'_>,
        name: &str,
        source: Option<&[u8]>,
    ) -> Result<SetSheet, RenderError> {
        let unreadable: Mutex<Vec<Problem>> = Mutex::default();
        let fetch = |path: &str| match path {
            SOURCE => source.map(<[u8]>::to_vec),
            _ => self
                .code(path, &unreadable)
                .or_else(|| self.image(doc, path)),
        };
        let template = |error: serde_json::Error| RenderError::Template(error.to_string());
        let mut data = serde_json::to_value(doc).map_err(template)?;
        text::loosen(&mut data);
        let produce = |data: &serde_json::Value| {
            let world = Document::new(&self.shared, data.to_string(), &fetch);
            let wrong = |errors: &[SourceDiagnostic]| {
                let text = in_words(&world, self.theme, errors);
                RenderError::Template(format!("{} ({name})\n{text}", doc.title))
            };
            let document = typst::compile::<PagedDocument>(&world).output;
            let document = document.map_err(|errors| wrong(&errors))?;
            let pdf = typst_pdf::pdf(&document, &self.options(name, source.is_none())?);
            Ok((document, pdf.map_err(|errors| wrong(&errors))?))
        };
        let mut broken = Vec::new();
        let (document, pdf) = produce(&data).or_else(|failure: RenderError| {
            let images = text::images(&data);
            broken = images
                .iter()
                .filter(|image| produce(&text::with_images(&data, |own| own == *image)).is_err())
                .cloned()
                .collect();
            if broken.is_empty() {
                return Err(failure);
            }
            // A picture that cannot be drawn is its record's mistake, not the template's.
            let rest = text::with_images(&data, |own| !broken.iter().any(|image| image == own));
            produce(&rest).map_err(|_| failure)
        })?;
        let seen = inspect(&document, doc.floor);
        if self.made.fetch_add(1, Ordering::Relaxed) % FORGETS_AFTER == FORGETS_AFTER - 1 {
            typst::comemo::evict(REMEMBERS);
        }
        let mut problems = seen.problems;
        problems.extend(broken.into_iter().map(|path| {
            let name = path.rsplit('/').next().unwrap_or(&path);
            Problem::Image(name.to_owned())
        }));
        if let Ok(mut unreadable) = unreadable.lock() {
            problems.append(&mut unreadable);
        }
        Ok(SetSheet {
            pdf,
            problems,
            codes: seen.codes,
            text: seen.text,
            pages: pages(&document, doc.sheets.len()),
        })
    }

    /// `whole` says that no page of another PDF is in it: such a document cannot be one for the archive, and what is cut for the printer need not be.
    fn options(&self, name: &str, whole: bool) -> Result<PdfOptions, RenderError> {
        let day = self.edition.day();
        let (month, date) = (day.month().unsigned_abs(), day.day().unsigned_abs());
        let standards: &[PdfStandard] = if self.archive && whole {
            &[PdfStandard::A_2a]
        } else {
            &[]
        };
        let creator = format!("gongkai {}", env!("CARGO_PKG_VERSION"));
        Ok(PdfOptions {
            ident: Smart::Custom(name.to_owned()),
            creator: Smart::Custom(Some(creator)),
            timestamp: Datetime::from_ymd_hms(day.year().into(), month, date, 0, 0, 0)
                .map(Timestamp::new_utc),
            standards: PdfStandards::new(standards)
                .map_err(|error| RenderError::Template(error.message().to_string()))?,
            ..PdfOptions::default()
        })
    }

    /// The code called `path` as an SVG: `/qr/r/7k3qa2z.svg` leads to `r/7k3qa2z/` of the site. It is read again before it is given; one that says something else is a problem.
    fn code(&self, path: &str, unreadable: &Mutex<Vec<Problem>>) -> Option<Vec<u8>> {
        let code = path.strip_prefix(CODES)?.strip_suffix(".svg")?;
        let url = format!("{}{code}/", self.base_url.as_ref()?);
        let code = Qr::of(&url)?;
        if code.read_back().as_ref() != Some(&url)
            && let Ok(mut unreadable) = unreadable.lock()
        {
            unreadable.push(Problem::Code(url));
        }
        Some(code.svg().into_bytes())
    }

    /// The image that `doc` calls `path`, without what a camera wrote into it.
    fn image(&self, doc: &SheetDoc<'_>, path: &str) -> Option<Vec<u8>> {
        let source = path.strip_prefix(IMAGES)?;
        let files = self.edition.files();
        let is_it = |file: &&crate::diagnostics::FileId| {
            files.get(*file).is_some_and(|own| own.as_ref() == source)
        };
        let file = doc.images.iter().find(is_it)?;
        let bytes = std::fs::read(self.listing.disk_path(*file)).ok()?;
        Some(crate::source::without_exif(bytes))
    }
}

/// The pages of `document`, which has so many sheets. A template that does not mark where its sheets begin has pages of the first one only.
fn pages(document: &PagedDocument, sheets: usize) -> Vec<SetPage> {
    let introspector = document.introspector();
    let begins = (0..sheets).map(|sheet| {
        let label = Label::new(PicoStr::intern(&format!("gk-start-{sheet}")))?;
        let mark = introspector.query_label(label).ok()?;
        introspector.page(mark.location()?)
    });
    let begins: Vec<usize> = begins
        .map(|page| page.map_or(usize::MAX, NonZeroUsize::get))
        .collect();
    let sizes = document.pages().iter().map(|page| page.frame.size());
    sizes
        .enumerate()
        .map(|(at, size)| SetPage {
            width: size.x.to_mm(),
            height: size.y.to_mm(),
            sheet: begins
                .iter()
                .rposition(|begin| *begin <= at + 1)
                .unwrap_or(0),
        })
        .collect()
}

/// Errors of templates with file and line, one under the other.
fn in_words(world: &Document<'_>, theme: &str, errors: &[SourceDiagnostic]) -> String {
    let line = |error: &SourceDiagnostic| {
        let place = error.span.id().map(|id| {
            let source = typst::World::source(world, id).ok();
            let line = world
                .range(error.span)
                .and_then(|range| source.as_ref()?.lines().byte_to_line(range.start));
            let line = line.map_or_else(String::new, |line| format!(":{}", line + 1));
            format!("themes/{theme}/{SHEETS}{}{line}: ", world::name_of(id))
        });
        let hints: String = error
            .hints
            .iter()
            .map(|hint| format!(" ({})", hint.v))
            .collect();
        format!("{}{}{hints}", place.unwrap_or_default(), error.message)
    };
    errors.iter().map(line).collect::<Vec<_>>().join("\n")
}
