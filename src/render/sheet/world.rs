//! What a sheet's templates can reach: themselves, the site's words, their own data, and nothing on disk.

use std::collections::HashMap;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};

use super::fonts::Fonts;

/// Where the templates find what all sheets share.
const SITE: &str = "/site.json";

/// Where the templates find what one document is about.
const DATA: &str = "/data.json";

/// The template that every document begins with.
const MAIN: &str = "/main.typ";

/// What all documents share: templates are parsed once, fonts are loaded once.
pub struct Shared {
    library: LazyHash<Library>,
    fonts: Fonts,
    main: FileId,
    sources: HashMap<FileId, Source>,
    files: HashMap<FileId, Bytes>,
}

impl Shared {
    /// Files of the theme's folder of sheets by name, the fonts, and the site's own words and settings as JSON.
    pub fn new<'a>(
        sheets: impl Iterator<Item = (&'a str, &'a [u8])>,
        fonts: Fonts,
        site: String,
    ) -> Shared {
        let mut sources = HashMap::new();
        let mut files = HashMap::new();
        for (name, bytes) in sheets {
            let Some(id) = id_of(&format!("/{name}")) else {
                continue;
            };
            if name.ends_with(".typ") {
                let text = crate::source::decode(bytes.to_vec()).0;
                sources.insert(id, Source::new(id, text));
            }
            files.insert(id, Bytes::new(bytes.to_vec()));
        }
        if let Some(id) = id_of(SITE) {
            files.insert(id, Bytes::from_string(site));
        }
        let main = VirtualPath::new(MAIN).map(project);
        Shared {
            library: LazyHash::new(Library::default()),
            fonts,
            main: main.unwrap_or_else(|_| Source::detached("").id()),
            sources,
            files,
        }
    }
}

/// Gives the bytes of a file that one document uses besides its data: an image, a code, a document to be cut.
pub type Fetch<'a> = dyn Fn(&str) -> Option<Vec<u8>> + Send + Sync + 'a;

/// The world of one document.
pub struct Document<'a> {
    shared: &'a Shared,
    data: (FileId, Bytes),
    fetch: &'a Fetch<'a>,
}

impl<'a> Document<'a> {
    /// A document made of `data`, which is JSON.
    pub fn new(shared: &'a Shared, data: String, fetch: &'a Fetch<'a>) -> Document<'a> {
        let id = id_of(DATA).unwrap_or(shared.main);
        Document {
            shared,
            data: (id, Bytes::from_string(data)),
            fetch,
        }
    }
}

impl World for Document<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.shared.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.shared.fonts.book()
    }

    fn main(&self) -> FileId {
        self.shared.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        self.shared
            .sources
            .get(&id)
            .cloned()
            .ok_or_else(|| not_there(id))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.data.0 {
            return Ok(self.data.1.clone());
        }
        if let Some(bytes) = self.shared.files.get(&id) {
            return Ok(bytes.clone());
        }
        let path = id.get().vpath().get_with_slash().to_owned();
        (self.fetch)(&path)
            .map(Bytes::new)
            .ok_or_else(|| not_there(id))
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.shared.fonts.font(index)
    }

    /// Nobody reads the clock: the day is part of the data.
    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

/// The path inside the theme's folder of sheets that an id stands for.
pub fn name_of(id: FileId) -> String {
    id.get().vpath().get_without_slash().to_owned()
}

fn id_of(path: &str) -> Option<FileId> {
    VirtualPath::new(path).ok().map(project)
}

fn project(path: VirtualPath) -> FileId {
    FileId::new(RootedPath::new(VirtualRoot::Project, path))
}

fn not_there(id: FileId) -> FileError {
    FileError::NotFound(name_of(id).into())
}
