//! What only finished pages show: links that lead nowhere, and addresses that two ask for. It takes a second or two on a large site, so it is done beside everything else.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use super::scene::{Scene, View};
use crate::diagnostics::{Files, Report};
use crate::plan::{Extras, Job, Plan, What, plan};
use crate::render::{Addresses, PageLinks, Renderer, dead_links, scan};

/// How long nothing must have changed before pages are looked at: this, or as long as the last look took, so that no more than half of a processor is busy with it.
const QUIET: Duration = Duration::from_millis(400);

/// The longest that nothing must have changed.
const LONGEST: Duration = Duration::from_secs(60);

/// A state to be examined.
pub struct Task {
    /// The state.
    pub scene: Arc<Scene>,
    /// Addresses of the records that say something else than in the task before; none if anything may be different.
    pub changed: Option<BTreeSet<String>>,
}

/// What was found in a state.
pub struct Findings {
    /// The state.
    pub scene: Arc<Scene>,
    /// What was found.
    pub report: Report,
    /// The files that it is about, templates included.
    pub files: Files,
}

/// Examines states, one after the other, the latest only.
pub struct Examiner {
    tasks: Sender<Task>,
    /// Whether a newer state waits.
    newer: Arc<AtomicBool>,
}

impl Examiner {
    /// Starts; `tell` gets what is found.
    ///
    /// # Errors
    /// The system gives no thread.
    pub fn start(tell: impl Fn(Findings) + Send + 'static) -> std::io::Result<Examiner> {
        let (tasks, waiting) = channel();
        let newer = Arc::new(AtomicBool::new(false));
        let own = newer.clone();
        let thread = std::thread::Builder::new().name("examiner".to_owned());
        thread.spawn(move || work(&waiting, &own, &tell))?;
        Ok(Examiner { tasks, newer })
    }

    /// Has `task` examined, and drops what is under way.
    pub fn examine(&self, task: Task) {
        self.newer.store(true, Ordering::Relaxed);
        // An examiner that is gone finds nothing more.
        let _ = self.tasks.send(task);
    }
}

fn work(tasks: &Receiver<Task>, newer: &Arc<AtomicBool>, tell: &impl Fn(Findings)) {
    let mut known: Option<Known> = None;
    // What changed since the pages of `known` were looked at; none if anything may have.
    let mut since: Option<BTreeSet<String>> = None;
    let mut quiet = QUIET;
    let mut next = tasks.recv().ok();
    while let Some(mut task) = next.take() {
        loop {
            since = match (since, task.changed.take()) {
                (Some(mut all), Some(more)) => {
                    all.extend(more);
                    Some(all)
                }
                _ => None,
            };
            match tasks.recv_timeout(quiet) {
                Ok(newer) => task = newer,
                Err(RecvTimeoutError::Timeout) => break,
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
        newer.store(false, Ordering::Relaxed);
        let before = known.take().zip(since.take());
        let stop = newer.clone();
        let began = Instant::now();
        let done = task.scene.ask(move |view| {
            let (mut pages, changed) = match before {
                Some((known, changed)) => (known, Some(changed)),
                None => (Known::default(), None),
            };
            let found = pages.look(view, changed.as_ref(), &stop);
            (pages, changed, found)
        });
        match done {
            Some((pages, _, Some((report, files)))) => {
                (known, since) = (Some(pages), Some(BTreeSet::new()));
                quiet = began.elapsed().clamp(QUIET, LONGEST);
                tell(Findings {
                    scene: task.scene,
                    report,
                    files,
                });
            }
            // It was broken off: of a look at everything nothing counts, of a look at some the rest is as it was.
            Some((pages, Some(changed), None)) => (known, since) = (Some(pages), Some(changed)),
            _ => {}
        }
        next = tasks.recv().ok();
    }
}

/// The links that need another look when pages change, of every page that has any, by its address.
#[derive(Default)]
struct Known(HashMap<String, Links>);

/// What counts of a page's links.
#[derive(Default, Clone)]
struct Links {
    broken: Vec<String>,
    /// Places inside pages that it leads to, and that are not known to be there.
    places: Vec<(String, String)>,
}

impl Known {
    /// Looks at the pages of `view`, as a check does: those of the records that `changed`, or all. None if `stop` breaks it off.
    fn look(
        &mut self,
        view: &View<'_, '_>,
        changed: Option<&BTreeSet<String>>,
        stop: &AtomicBool,
    ) -> Option<(Report, Files)> {
        let (loaded, site) = (view.loaded, &view.loaded.site);
        let plan = plan(
            view.edition,
            &loaded.theme,
            &site.listing,
            Extras::default(),
        );
        let jobs = plan.jobs();
        let paths = jobs.iter().map(|job| job.path.as_str());
        let addresses = Addresses::new(paths, plan.base_url()).without(plan.refused());
        let offset = loaded.offset.clone();
        let renderer = Renderer::new(&plan, &loaded.theme, &site.listing, offset).ok()?;
        let scanned = |job: &Job| {
            // A template that fails is told by the page itself.
            let page = renderer.render(job, renderer.view(job).as_ref()).ok()?;
            let html = String::from_utf8_lossy(&page);
            Some(scan(&html, job.path.as_str(), &addresses))
        };
        for (at, job) in jobs.iter().enumerate() {
            let path = job.path.as_str();
            let concerns = changed.is_none_or(|changed| changed.contains(path));
            if !concerns || !path.ends_with(".html") || matches!(job.what, What::Redirect(_)) {
                continue;
            }
            if stop.load(Ordering::Relaxed) {
                return None;
            }
            self.0.remove(path);
            if let Some(links) = scanned(job).map(|links| Links::of(links, at, &plan))
                && links.counts()
            {
                self.0.insert(path.to_owned(), links);
            }
        }
        let mut all: BTreeMap<u32, PageLinks> = BTreeMap::new();
        for (path, links) in &self.0 {
            let Some(own) = addresses.number(path) else {
                continue;
            };
            let links = links.numbered(&addresses);
            for (page, _) in &links.fragments {
                let job = &jobs[*page as usize];
                let ids = scanned(job).map_or_else(Vec::new, |links| links.ids);
                all.entry(*page).or_default().ids = ids;
            }
            let entry = all.entry(own).or_default();
            (entry.broken, entry.fragments) = (links.broken, links.fragments);
        }
        let mut files = site.listing.files.clone();
        let mut report = plan.report().clone();
        let links = |at: usize| all.get(&u32::try_from(at).ok()?);
        report.append(dead_links(site, &plan, links, &mut files));
        Some((report, files))
    }
}

impl Links {
    /// What counts of `links`, which are those of the page at index `own` of the jobs.
    fn of(links: PageLinks, own: usize, plan: &Plan<'_>) -> Links {
        let ids: BTreeSet<&str> = links.ids.iter().map(String::as_str).collect();
        let unsure = links
            .fragments
            .iter()
            .filter(|(page, id)| *page as usize != own || !ids.contains(id.as_str()));
        let places = unsure.filter_map(|(page, id)| {
            let page = plan.jobs().get(*page as usize)?;
            Some((page.path.as_str().to_owned(), id.clone()))
        });
        Links {
            places: places.collect(),
            broken: links.broken,
        }
    }

    fn counts(&self) -> bool {
        !(self.broken.is_empty() && self.places.is_empty())
    }

    /// With today's numbers of pages. What leads to a page that is gone is told where it stands.
    fn numbered(&self, addresses: &Addresses<'_>) -> PageLinks {
        let places = self.places.iter();
        PageLinks {
            broken: self.broken.clone(),
            fragments: places
                .filter_map(|(page, id)| Some((addresses.number(page)?, id.clone())))
                .collect(),
            ..PageLinks::default()
        }
    }
}
