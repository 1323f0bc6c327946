//! A state of the site that answers questions: its edition, plan and renderer stand on threads of their own until a newer state takes their place.

use std::collections::{BTreeSet, HashMap};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::Builder;

use axum::body::Bytes;

use crate::plan::{Extras, Job, Plan, What, plan};
use crate::render::{RenderError, Renderer, workers};
use crate::site::Edition;
use crate::values::Audience;
use crate::workspace::Loaded;

use super::version::Version;

/// Threads that make pages.
const PAGES: usize = 3;

/// Bytes of a thread's stack: templates may go deep.
const STACK: usize = 8 << 20;

/// Pages that a state keeps once they are made.
const KEPT: usize = 256;

type Question = Box<dyn FnOnce(&View<'_, '_>) + Send>;

/// A state of the site that answers questions.
pub struct Scene {
    pages: Sender<Question>,
    sheets: Sender<Question>,
    /// What it shows.
    pub loaded: Arc<Loaded>,
}

/// What a question may look at.
pub struct View<'p, 'a> {
    /// The site with its theme.
    pub loaded: &'a Loaded,
    /// What of it everybody may read.
    pub edition: &'a Edition<'a>,
    /// What can be made of it.
    pub plan: &'p Plan<'a>,
    renderer: &'p Renderer<'p, 'a>,
    kept: &'p Mutex<HashMap<String, Made>>,
}

/// A file of the site.
#[derive(Debug, Clone)]
pub struct Made {
    /// Its bytes, as a build would write them.
    pub bytes: Bytes,
    /// What tells it from another state of it; of a page only.
    pub version: Option<Version>,
}

impl Scene {
    /// Sets up the state `loaded`.
    ///
    /// # Errors
    /// A template of its theme is wrong, or the system gives no threads.
    pub fn raise(loaded: Arc<Loaded>) -> Result<Scene, RenderError> {
        let (pages, page_questions) = channel::<Question>();
        let (sheets, sheet_questions) = channel::<Question>();
        let (ready, raised) = sync_channel(1);
        let own = loaded.clone();
        Builder::new()
            .name("scene".to_owned())
            .spawn(move || stand(&own, page_questions, sheet_questions, &ready))
            .map_err(no_thread)?;
        match raised.recv() {
            Ok(Ok(())) => Ok(Scene {
                pages,
                sheets,
                loaded,
            }),
            Ok(Err(error)) => Err(error),
            Err(_) => Err(RenderError::Template(String::new())),
        }
    }

    /// The answer to `question`, which takes no longer than a page; none if it panics.
    pub fn ask<T: Send + 'static>(
        &self,
        question: impl FnOnce(&View<'_, '_>) -> T + Send + 'static,
    ) -> Option<T> {
        ask(&self.pages, question)
    }

    /// Whether it shows `loaded` already.
    pub fn shows(&self, loaded: &Loaded) -> bool {
        let own = &self.loaded;
        Arc::ptr_eq(&own.site, &loaded.site)
            && Arc::ptr_eq(&own.theme, &loaded.theme)
            && own.offset == loaded.offset
    }

    /// Addresses of the records that say something else here than in `before`; none if anything else differs.
    pub fn changed_since(&self, before: &Scene) -> Option<BTreeSet<String>> {
        let (old, new) = (&before.loaded, &self.loaded);
        let same_frame = Arc::ptr_eq(&old.theme, &new.theme)
            && Arc::ptr_eq(&old.site.config, &new.site.config)
            && Arc::ptr_eq(&old.site.listing, &new.site.listing)
            && old.site.day == new.site.day;
        same_frame.then(|| {
            let pairs = old.site.articles().iter().zip(new.site.articles());
            pairs
                .filter(|(old, new)| !Arc::ptr_eq(old, new))
                .map(|(_, new)| new.record.address())
                .collect()
        })
    }

    /// Makes a page from each template; gives the first that fails.
    pub fn try_templates(&self) -> Option<RenderError> {
        let tried = self.ask(|view| {
            let paths = view.plan.samples();
            paths.iter().find_map(|path| view.file(path)?.err())
        });
        tried.flatten()
    }

    /// Sets a sheet from each template; gives the first error.
    pub fn try_sheets(&self) -> Option<RenderError> {
        let paths = self.ask(|view| view.plan.sheet_samples())?;
        paths.iter().find_map(|path| self.file(path)?.err())
    }

    /// The file at `path`; none if the site has none there, or a panic ends it.
    pub fn file(&self, path: &str) -> Option<Result<Made, RenderError>> {
        let queue = if path.ends_with(".pdf") {
            &self.sheets
        } else {
            &self.pages
        };
        let path = path.to_owned();
        ask(queue, move |view| view.file(&path)).flatten()
    }
}

fn ask<T: Send + 'static>(
    queue: &Sender<Question>,
    question: impl FnOnce(&View<'_, '_>) -> T + Send + 'static,
) -> Option<T> {
    let (send, answer) = sync_channel(1);
    let question = move |view: &View<'_, '_>| {
        // Whoever asked may be gone.
        let _ = send.send(question(view));
    };
    queue.send(Box::new(question)).ok()?;
    answer.recv().ok()
}

/// Answers questions until nobody can ask any more.
fn stand(
    loaded: &Loaded,
    pages: Receiver<Question>,
    sheets: Receiver<Question>,
    ready: &SyncSender<Result<(), RenderError>>,
) {
    let edition = loaded.site.admit(Audience::Public);
    let extras = Extras {
        sheets: true,
        search: true,
    };
    let plan = plan(&edition, &loaded.theme, &loaded.site.listing, extras);
    let offset = loaded.offset.clone();
    let renderer = match Renderer::new(&plan, &loaded.theme, &loaded.site.listing, offset) {
        Ok(renderer) => renderer,
        Err(error) => return drop(ready.send(Err(error))),
    };
    let kept = Mutex::default();
    let view = View {
        loaded,
        edition: &edition,
        plan: &plan,
        renderer: &renderer,
        kept: &kept,
    };
    let pages = Mutex::new(pages);
    std::thread::scope(|scope| {
        let mut failed = None;
        for _ in 0..PAGES {
            let page_maker = Builder::new().stack_size(STACK);
            let started = page_maker.spawn_scoped(scope, || {
                while let Some(question) = next(&pages) {
                    answer(question, &view);
                }
            });
            failed = started.err().or(failed);
        }
        let sheet_maker = Builder::new().spawn_scoped(scope, || {
            // Threads for sheets are dear, so they wait for the first that is asked for.
            let first = sheets.recv();
            let Ok(pool) = workers(1) else { return };
            for question in first.into_iter().chain(sheets) {
                pool.install(|| answer(question, &view));
            }
        });
        failed = sheet_maker.err().or(failed);
        let _ = ready.send(failed.map_or(Ok(()), |error| Err(no_thread(error))));
    });
}

fn next(questions: &Mutex<Receiver<Question>>) -> Option<Question> {
    let questions = questions.lock().unwrap_or_else(PoisonError::into_inner);
    questions.recv().ok()
}

/// A panic in one answer leaves the asker without one, and the others alone.
fn answer(question: Question, view: &View<'_, '_>) {
    let _ = catch_unwind(AssertUnwindSafe(|| question(view)));
}

fn no_thread(error: std::io::Error) -> RenderError {
    RenderError::Template(error.to_string())
}

impl View<'_, '_> {
    /// The file at `path`, if the site has one there.
    pub fn file(&self, path: &str) -> Option<Result<Made, RenderError>> {
        let kept = || self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(made) = kept().get(path) {
            return Some(Ok(made.clone()));
        }
        let job = self.plan.locate(path)?;
        let made = self.make(&job);
        if let Err(RenderError::Read { source, .. }) = &made
            && source.kind() == std::io::ErrorKind::NotFound
        {
            // It was just removed.
            return None;
        }
        if let Ok(made) = &made
            && made.version.is_some()
        {
            let mut kept = kept();
            if kept.len() < KEPT {
                kept.insert(path.to_owned(), made.clone());
            }
        }
        Some(made)
    }

    fn make(&self, job: &Job) -> Result<Made, RenderError> {
        if let What::Sheet(sheet) = &job.what
            && let Some(setter) = self.renderer.setter()
        {
            let doc = self.plan.sheet_doc(sheet);
            let set = setter.set(&doc, job.path.as_str(), None)?;
            return Ok(Made {
                bytes: set.pdf.into(),
                version: None,
            });
        }
        let bytes = self
            .renderer
            .render(job, self.renderer.view(job).as_ref())?;
        let is_page = job.path.as_str().ends_with(".html");
        Ok(Made {
            version: is_page.then(|| self.version(&bytes, &self.pictures_of(job))),
            bytes: bytes.into(),
        })
    }

    /// The page that is shown for an address that is not there, with its links from the server's root.
    ///
    /// # Errors
    /// Its template fails.
    pub fn missing(&self) -> Result<Made, RenderError> {
        let job = self.plan.locate("404.html");
        let view = job.as_ref().and_then(|job| self.renderer.view(job));
        let bytes = match view {
            Some(view) => self.renderer.page(&view, "/")?,
            None => Vec::new(),
        };
        Ok(Made {
            version: Some(self.version(&bytes, &[])),
            bytes: bytes.into(),
        })
    }

    /// The hashes of the pictures that the page `job` shows.
    fn pictures_of(&self, job: &Job) -> Vec<u8> {
        let What::Record(at) = job.what else {
            return Vec::new();
        };
        let listing = &self.loaded.site.listing;
        let images = self.edition.entries()[at].body.images.iter();
        images
            .flat_map(|(_, file)| {
                let bytes = std::fs::read(listing.disk_path(*file)).unwrap_or_default();
                *blake3::hash(&bytes).as_bytes()
            })
            .collect()
    }

    fn version(&self, page: &[u8], pictures: &[u8]) -> Version {
        Version::of(page, &super::version::styles(self.plan), pictures)
    }
}
