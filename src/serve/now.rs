//! One state of the site with what is wrong with it, as pages.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::http::{Bytes, Request};
use super::pages::{self, Pages, Unreadable, with_live};
use super::scene::{Made, Scene};
use super::start::start;
use super::state::State;
use super::version::{Styles, Version};
use crate::render::RenderError;
use crate::text::{Failure, Lang, Texts};

/// One state.
pub struct Now {
    /// What answers questions about the site; none if it never could be read.
    pub scene: Option<Arc<Scene>>,
    /// What is wrong.
    pub state: Arc<State>,
    /// What is said in the site's language.
    pub words: Arc<Words>,
    /// Addresses of records that could never be read.
    pub unread: BTreeSet<String>,
}

/// What is said in the site's language.
pub struct Words {
    /// The program's words.
    pub texts: Arc<Texts>,
    /// The program's pages.
    pub pages: Pages,
}

impl Words {
    /// In `lang`.
    ///
    /// # Errors
    /// A table or template inside the program is malformed; tests keep this from happening.
    pub fn of(lang: Lang) -> Result<Words, Failure> {
        let wrong = |reason: String| Failure::new("error.program").arg("reason", reason);
        let texts = Texts::load(lang).map_err(wrong)?;
        let pages = Pages::new(texts.table()).map_err(|error| wrong(error.to_string()))?;
        Ok(Words {
            texts: Arc::new(texts),
            pages,
        })
    }
}

/// A page as a browser or a program is to get it.
pub struct Page {
    /// The HTTP status.
    pub status: u16,
    /// The page itself.
    pub made: Made,
    /// Whether its own record, or everything, is shown as it last was.
    pub held: bool,
    /// What live editing puts into it.
    pub dress: Dress,
}

/// What live editing puts into a page.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Dress {
    /// Panel and script.
    All,
    /// The script alone: the findings stand in the page already.
    Script,
}

impl Now {
    /// What stands at `path`: a page, another file, or nothing. What is wrong is told to those on this machine alone (`local`).
    pub fn page(&self, path: &str, address: &str, local: bool) -> Option<Page> {
        if path == START {
            return local.then(|| self.start(address)).flatten();
        }
        let Some(scene) = &self.scene else {
            return path
                .ends_with(".html")
                .then(|| self.unreadable(Unreadable::Site, local));
        };
        if let Some(made) = scene.file(path) {
            return Some(match made {
                Ok(made) => Page {
                    status: 200,
                    held: made.version.is_some() && self.is_held(scene, path),
                    made,
                    dress: Dress::All,
                },
                Err(error) => self.failed(error, local),
            });
        }
        let waits = self.unread.contains(path);
        (waits && local).then(|| self.unreadable(Unreadable::Page, local))
    }

    /// Whether what is shown at `path` is older than its file.
    fn is_held(&self, scene: &Scene, path: &str) -> bool {
        if self.state.all_held || self.state.held.is_empty() {
            return self.state.all_held;
        }
        let path = path.to_owned();
        let source = scene.ask(move |view| view.plan.source(&view.plan.locate(&path)?));
        source
            .flatten()
            .is_some_and(|file| self.state.held.contains(&file))
    }

    fn start(&self, address: &str) -> Option<Page> {
        let html = match &self.scene {
            Some(scene) => {
                let (state, address) = (self.state.clone(), address.to_owned());
                let joint = self.words.texts.get("list.joint").to_owned();
                let start = scene.ask(move |view| start(view, &state, &address, &joint))?;
                self.words.pages.start(&start).ok()?
            }
            None => {
                let panel = self.state.panel(false);
                let name = self.words.texts.get("serve.start");
                self.words
                    .pages
                    .unreadable(name, Unreadable::Site, &panel)
                    .ok()?
            }
        };
        Some(Page {
            status: 200,
            made: own_page(html),
            held: false,
            dress: Dress::Script,
        })
    }

    fn unreadable(&self, what: Unreadable, local: bool) -> Page {
        let name = self
            .scene
            .as_ref()
            .map_or("", |scene| scene.loaded.site.config.name.value.as_str());
        let panel = match local {
            true => self.state.panel(false),
            false => pages::Panel::default(),
        };
        // The template is the program's own.
        let html = self.words.pages.unreadable(name, what, &panel);
        Page {
            status: 503,
            made: own_page(html.unwrap_or_default()),
            held: false,
            dress: Dress::Script,
        }
    }

    /// A page whose template fails on it alone.
    fn failed(&self, error: RenderError, local: bool) -> Page {
        let failure = Failure::from(error).say(&self.words.texts);
        let panel = match local {
            true => pages::Panel {
                failure: Some(failure),
                ..self.state.panel(false)
            },
            false => pages::Panel::default(),
        };
        let html = self.words.pages.unreadable("", Unreadable::Page, &panel);
        Page {
            status: 500,
            made: own_page(html.unwrap_or_default()),
            held: false,
            dress: Dress::Script,
        }
    }

    /// The page for an address that is not there.
    pub fn missing(&self) -> Page {
        let made = self
            .scene
            .as_ref()
            .and_then(|scene| scene.ask(|view| view.missing())?.ok());
        Page {
            status: 404,
            made: made.unwrap_or_else(|| own_page(String::new())),
            held: self.state.all_held,
            dress: Dress::All,
        }
    }

    /// Whether the site has something at `path`.
    pub fn is_there(&self, path: &str) -> bool {
        let path = path.to_owned();
        let there = self
            .scene
            .as_ref()
            .and_then(|scene| scene.ask(move |view| view.plan.locate(&path).is_some()));
        there.unwrap_or_default()
    }

    /// `page` with what live editing puts into it, shown at `path`.
    pub fn dressed(&self, page: &Page, path: &str, request: &Request<'_>) -> Bytes {
        let Some(version) = &page.made.version else {
            return page.made.bytes.clone();
        };
        let wrong = self.state.errors > 0 || self.state.failure.is_some();
        let panel = page.dress == Dress::All && request.local && (request.browser || wrong);
        if !panel && !request.browser {
            return page.made.bytes.clone();
        }
        let mut tail = String::new();
        if panel {
            let panel = self.state.panel(page.held);
            tail.push_str(&self.words.pages.panel(&panel).unwrap_or_default());
        }
        if request.browser {
            tail.push_str(&self.words.pages.script(&pages::Version {
                page: path,
                version: &version.to_string(),
                state: &self.state.id(page.held),
            }));
        }
        with_live(&page.made.bytes, pages::HEAD, &tail).into()
    }
}

/// The path of the start page.
pub const START: &str = "_/";

/// A page of the program's own.
fn own_page(html: String) -> Made {
    Made {
        version: Some(Version::of(html.as_bytes(), &Styles::new(), &[])),
        bytes: html.into(),
    }
}
