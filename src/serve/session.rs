//! The site while it is being edited: one state after another, and what browsers are told of them.

use std::collections::{BTreeSet, VecDeque};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use tokio::sync::watch;

use super::examine::{Findings, Task};
use super::moves::Moves;
use super::now::{Now, Words};
use super::scene::Scene;
use super::state::{Found, State};
use super::version::{Styles, hash_of};
use crate::diagnostics::{Files, Report};
use crate::render::RenderError;
use crate::source::{SHEETS, Theme};
use crate::text::{Failure, Lang, Texts};
use crate::workspace::{Ask, Changes, Loaded, Outcome, Workspace};

/// Sets of style sheets that are remembered, so that pages can be told what took their place.
const STYLES: usize = 64;

/// Findings that the terminal may have room for.
const SAID: usize = 50;

/// The site while it is being edited.
pub struct Session {
    workspace: Mutex<Workspace>,
    now: RwLock<Arc<Now>>,
    pub(super) moves: RwLock<Moves>,
    /// By their hash, the latest last.
    styles: RwLock<VecDeque<(String, Styles)>>,
    changed: watch::Sender<u64>,
    root: PathBuf,
    /// Where the site is served: `http://127.0.0.1:4000/`.
    pub(super) address: String,
}

/// What the terminal says of a state.
pub struct Summary {
    /// Errors.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
    /// Why nothing can be made from the newest files, in words.
    pub failure: Option<String>,
    /// Some of what was found, in words, errors first.
    pub findings: Vec<crate::diagnostics::Finding>,
    /// Whether anything is shown.
    pub is_shown: bool,
    /// Records that are shown.
    pub records: usize,
}

impl Session {
    /// Opens the site in `root`, which will be served at `address`.
    ///
    /// # Errors
    /// There is no site there, or its folder cannot be read.
    pub fn open(root: &Path, ask: Ask, address: String) -> Result<Session, Failure> {
        let workspace = Workspace::open(root, ask)?;
        let words = Arc::new(Words::of(language(&workspace))?);
        let found = Found {
            report: Report::default(),
            files: Files::default(),
            book: workspace.book().clone(),
        };
        let state = State::new(root.to_owned(), words.texts.clone(), found, None);
        let empty = Now {
            scene: None,
            state: Arc::new(state),
            words,
            unread: BTreeSet::new(),
        };
        let session = Session {
            workspace: Mutex::new(workspace),
            now: RwLock::new(Arc::new(empty)),
            moves: RwLock::default(),
            styles: RwLock::default(),
            changed: watch::Sender::new(0),
            root: root.to_owned(),
            address,
        };
        session.renew(None)?;
        Ok(session)
    }

    /// Counts the states; whoever waits for it learns of each change.
    pub fn changed(&self) -> watch::Receiver<u64> {
        self.changed.subscribe()
    }

    /// Goes along with `changes`, and with the day. Gives whether anything is different now.
    ///
    /// # Errors
    /// Something inside the program is malformed.
    pub fn update(&self, changes: &Changes) -> Result<bool, Failure> {
        let mut early = None;
        let start = |loaded| {
            let thread = std::thread::Builder::new();
            // Without a thread of its own it is raised when its turn comes.
            early = thread.spawn(move || Scene::raise(Arc::new(loaded))).ok();
        };
        let busy = self.workspace().update(changes, start);
        let early = early.and_then(|thread| thread.join().ok()?.ok());
        if busy {
            self.renew(early)?;
        }
        Ok(busy)
    }

    /// What there is to say of the present state. The terminal speaks the language of `texts`.
    pub fn summary(&self, texts: &Texts) -> Summary {
        let now = self.now();
        let records = now
            .scene
            .as_ref()
            .and_then(|scene| scene.ask(|view| view.edition.entries().len()));
        Summary {
            errors: now.state.errors,
            warnings: now.state.warnings,
            failure: now.state.failure.clone(),
            findings: now.state.some(texts.lang, SAID),
            is_shown: records.is_some(),
            records: records.unwrap_or_default(),
        }
    }

    fn workspace(&self) -> std::sync::MutexGuard<'_, Workspace> {
        self.workspace
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// The present state.
    pub(super) fn now(&self) -> Arc<Now> {
        let now = self.now.read().unwrap_or_else(PoisonError::into_inner);
        now.clone()
    }

    /// Puts the state of the workspace in the place of the one before. `early` is a scene that may show it already.
    fn renew(&self, early: Option<Scene>) -> Result<(), Failure> {
        let before = self.now();
        let mut workspace = self.workspace();
        let language = language(&workspace);
        let words = match before.words.texts.lang == language {
            true => before.words.clone(),
            false => Arc::new(Words::of(language)?),
        };
        let found = match workspace.outcome() {
            Outcome::Site(loaded) => Found {
                report: loaded.report.clone(),
                files: loaded.site.listing.files.clone(),
                book: loaded.book.clone(),
            },
            Outcome::Broken(report, files, book) => Found {
                report: report.clone(),
                files: files.clone(),
                book: book.clone(),
            },
        };
        let examined = before.state.last_examined().cloned();
        let mut state = State::new(self.root.clone(), words.texts.clone(), found, examined);
        state.held = workspace.held().collect();
        state.failure = workspace.failure().map(|failure| failure.say(&words.texts));
        let (scene, template) = self.raise(&mut workspace, &before, early);
        let older = workspace.settings_held() && workspace.shown().is_some();
        state.all_held = older || state.failure.is_some() || template.is_some();
        let template = template.map(|error| Failure::from(error).say(&words.texts));
        state.failure = state.failure.or(template);
        let unread = match &scene {
            Some(scene) => scene.loaded.site.unread().map(|id| format!("{id}.html")),
            None => return self.put(None, state, words, BTreeSet::new()),
        };
        let unread = unread.collect();
        self.put(scene.clone(), state, words, unread)
    }

    fn put(
        &self,
        scene: Option<Arc<Scene>>,
        state: State,
        words: Arc<Words>,
        unread: BTreeSet<String>,
    ) -> Result<(), Failure> {
        let now = Now {
            scene,
            state: Arc::new(state),
            words,
            unread,
        };
        self.set(now);
        Ok(())
    }

    fn set(&self, now: Now) {
        *self.now.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(now);
        self.changed.send_modify(|count| *count += 1);
    }

    /// The state that pages should be made from to be examined, with what changed since `before`.
    pub fn task(&self, before: Option<&Arc<Scene>>) -> Option<Task> {
        let scene = self.now().scene.clone()?;
        let changed = before.and_then(|before| scene.changed_since(before));
        Some(Task { scene, changed })
    }

    /// Takes in what the finished pages of a state show. Gives whether that is the present state, and anything is different.
    pub fn take(&self, findings: Findings) -> bool {
        let now = self.now();
        let present = now.scene.as_ref();
        if !present.is_some_and(|scene| Arc::ptr_eq(scene, &findings.scene)) {
            return false;
        }
        let known = now.state.last_examined();
        let nothing = known.is_none_or(|known| known.0.0.is_empty());
        if nothing && findings.report.0.is_empty() {
            return false;
        }
        let state = now.state.examined((findings.report, findings.files));
        self.set(Now {
            scene: now.scene.clone(),
            state: Arc::new(state),
            words: now.words.clone(),
            unread: now.unread.clone(),
        });
        true
    }

    /// The scene of what can be shown. Where its theme fails the theme before it stays, and the error is given.
    fn raise(
        &self,
        workspace: &mut Workspace,
        before: &Now,
        early: Option<Scene>,
    ) -> (Option<Arc<Scene>>, Option<RenderError>) {
        let Some(loaded) = workspace.shown() else {
            return (before.scene.clone(), None);
        };
        let loaded = Arc::new(loaded);
        let last = before.scene.as_ref();
        if let Some(last) = last
            && last.shows(&loaded)
        {
            return (Some(last.clone()), None);
        }
        if let Some(last) = last
            && !Arc::ptr_eq(&last.loaded.site.listing, &loaded.site.listing)
        {
            let mut moves = self.moves.write().unwrap_or_else(PoisonError::into_inner);
            moves.follow(&last.loaded.site, &loaded.site);
        }
        let raised = match early.filter(|early| early.shows(&loaded)) {
            Some(early) => Ok(early),
            None => Scene::raise(loaded.clone()),
        };
        let tried = raised.and_then(|scene| {
            let last = last.map(|last| &last.loaded.theme);
            match try_theme(&scene, last) {
                Some(error) => Err(error),
                None => Ok(scene),
            }
        });
        match tried {
            Ok(scene) => {
                self.remember_styles(&scene);
                (Some(Arc::new(scene)), None)
            }
            Err(error) => {
                let theme = match last {
                    Some(last) => last.loaded.theme.clone(),
                    None => match Theme::built_in(loaded.theme.language()) {
                        Ok(theme) => Arc::new(theme),
                        Err(_) => return (None, Some(error)),
                    },
                };
                let old = Loaded {
                    theme,
                    ..(*loaded).clone()
                };
                let scene = Scene::raise(Arc::new(old)).ok().map(Arc::new);
                (scene.or_else(|| before.scene.clone()), Some(error))
            }
        }
    }

    fn remember_styles(&self, scene: &Scene) {
        let Some(styles) = scene.ask(|view| super::version::styles(view.plan)) else {
            return;
        };
        let mut known = self.styles.write().unwrap_or_else(PoisonError::into_inner);
        let hash = hash_of(&styles);
        known.retain(|(own, _)| *own != hash);
        known.push_back((hash, styles));
        while known.len() > STYLES {
            known.pop_front();
        }
    }

    /// The style sheets that take the place of those with the hash `old`: site-relative paths, old and new.
    pub(super) fn restyled(&self, old: &str, new: &str) -> Option<Vec<(String, String)>> {
        let known = self.styles.read().unwrap_or_else(PoisonError::into_inner);
        let find = |hash: &str| known.iter().find(|(own, _)| own == hash);
        let ((_, old), (_, new)) = (find(old)?, find(new)?);
        let pairs = old.iter().filter_map(|(name, address)| {
            let now = new.get(name)?;
            (now != address).then(|| (address.clone(), now.clone()))
        });
        Some(pairs.collect())
    }
}

/// What is wrong with the templates of `scene`, if its theme is another than `last`. Sheets take long, so they are tried only where something of them changed.
fn try_theme(scene: &Scene, last: Option<&Arc<Theme>>) -> Option<RenderError> {
    let theme = &scene.loaded.theme;
    if last.is_some_and(|last| Arc::ptr_eq(last, theme)) {
        return None;
    }
    let of_sheets = |theme: &Theme| theme.stamp(|path| path.starts_with(SHEETS));
    let known = match last {
        Some(last) => Some(of_sheets(last)),
        None => Theme::built_in(theme.language())
            .ok()
            .map(|own| of_sheets(&own)),
    };
    let new_sheets = known != Some(of_sheets(theme));
    scene
        .try_templates()
        .or_else(|| new_sheets.then(|| scene.try_sheets()).flatten())
}

/// The language of the site's pages.
fn language(workspace: &Workspace) -> Lang {
    let shown = workspace.shown();
    let language = shown.map(|shown| shown.theme.language());
    language.map_or(Lang::Zh, Lang::from_locale)
}
