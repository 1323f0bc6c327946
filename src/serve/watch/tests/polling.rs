//! Without the system's help, and with less of it than it promised.

use notify::{Error, ErrorKind, NullWatcher, RecursiveMode, WatcherKind};

use super::super::{tree, worker};
use super::*;

fn quick() -> Pace {
    Pace {
        poll: (Duration::from_millis(20), 1),
        ..Pace::default()
    }
}

fn polls(site: &Site, expected: &WhyPolling) {
    match site.next() {
        Signal::Polling { why, every } => {
            assert_eq!(why, *expected);
            assert!(every >= quick().poll.0);
        }
        other => panic!("{other:?}"),
    }
}

/// All that a watch tells, told by polling.
fn lives(site: &Site) {
    site.write("content/a.md", "after");
    site.told(&["content/a.md"]);
    site.rename("content/a.md", "content/b.md");
    site.told(&["content/a.md", "content/b.md"]);
    site.write("content/x/y/c.md", "new");
    site.told(&["content/x/y/c.md"]);
    site.rename("content/x", "content/z");
    site.told(&["content/x/y/c.md", "content/z/y/c.md"]);
    fs::remove_dir_all(site.path("content")).unwrap();
    site.told(&["content"]);
    site.write("content/a.md", "again");
    site.told(&["content/a.md"]);
    site.write("content/.hidden/a.md", "again");
    site.silent(|path| path.to_string_lossy().contains(".hidden"));
}

#[test]
fn polling_may_be_asked_for() {
    let site = Site::with(&["content/a.md"]);
    let site = site.watched_by(quick(), System::default(), true, &["content"]);
    polls(&site, &WhyPolling::Asked);
    lives(&site);
}

#[cfg(unix)]
#[test]
fn a_change_that_leaves_size_and_time_is_found() {
    let site = Site::with(&["content/a.md"]);
    let (content, file) = (site.path("content"), site.path("content/a.md"));
    let mut tree = tree::Tree::default();
    tree.replace(&content, tree::walk(&content));
    let modified = file.metadata().unwrap().modified().unwrap();
    let start = Instant::now();
    // The clock of the file system may stand still for some milliseconds.
    while tree.compare(&content) != [(file.clone(), false)] {
        assert!(start.elapsed() < DEADLINE);
        site.write("content/a.md", "behind");
        let opened = fs::File::options().write(true).open(&file).unwrap();
        opened.set_modified(modified).unwrap();
    }
}

#[test]
fn a_watcher_that_cannot_be_made_is_done_without() {
    let system = System {
        watcher: |_| Err(Error::new(ErrorKind::MaxFilesWatch)),
        ..System::default()
    };
    let site = Site::with(&["content/a.md"]).watched_by(quick(), system, false, &["content"]);
    let words = Error::new(ErrorKind::MaxFilesWatch).to_string();
    polls(&site, &WhyPolling::Failed(words));
    lives(&site);
}

/// Has room for the folders at the start and for none later.
struct Full;

impl notify::Watcher for Full {
    fn new<F: notify::EventHandler>(_: F, _: notify::Config) -> notify::Result<Full> {
        Ok(Full)
    }

    fn watch(&mut self, path: &Path, _: RecursiveMode) -> notify::Result<()> {
        if path.ends_with("content") {
            return Ok(());
        }
        Err(Error::new(ErrorKind::MaxFilesWatch))
    }

    fn unwatch(&mut self, _: &Path) -> notify::Result<()> {
        Ok(())
    }

    fn kind() -> WatcherKind {
        WatcherKind::NullWatcher
    }
}

#[test]
fn a_watch_that_fails_later_is_done_without() {
    let system = System {
        watcher: |_| Ok(Box::new(Full)),
        ..System::default()
    };
    let folders = ["content", "themes"];
    let site = Site::with(&["content/a.md"]).watched_by(quick(), system, false, &folders);
    site.write("themes/page.html", "new");
    let words = Error::new(ErrorKind::MaxFilesWatch).to_string();
    polls(&site, &WhyPolling::Failed(words));
    site.told(&["themes/page.html"]);
    lives(&site);
}

#[test]
fn a_watcher_that_breaks_is_done_without() {
    let system = System {
        watcher: |sender| {
            let broken = Error::generic("broken");
            let _ = sender.send(worker::Message::Event(Err(broken)));
            super::super::system::watcher(sender)
        },
        ..System::default()
    };
    let site = Site::with(&["content/a.md"]).watched_by(quick(), system, false, &["content"]);
    polls(&site, &WhyPolling::Failed("broken".to_owned()));
    lives(&site);
}

#[test]
fn a_share_is_polled() {
    let system = System {
        silent: |real| real.ends_with("themes").then(|| "nfs4".to_owned()),
        ..System::default()
    };
    let folders = ["content", "themes"];
    let pace = Pace {
        poll: quick().poll,
        ..events_only()
    };
    let site = Site::with(&["content/a.md"]).watched_by(pace, system, false, &folders);
    site.write("content/a.md", "after");
    site.told(&["content/a.md"]);
    // It comes later.
    fs::create_dir(site.path("themes")).unwrap();
    polls(&site, &WhyPolling::Network("nfs4".to_owned()));
    site.told(&["themes"]);
    lives(&site);
}

/// Tells of nothing.
fn deaf() -> System {
    System {
        watcher: |_| Ok(Box::new(NullWatcher)),
        ..System::default()
    }
}

#[test]
fn what_the_system_does_not_tell_is_found_and_leads_to_polling() {
    let pace = Pace {
        check: (Duration::from_millis(50), 1),
        grace: Duration::from_millis(50),
        ..quick()
    };
    let site = Site::with(&["content/a.md"]).watched_by(pace, deaf(), false, &["content"]);
    site.write("content/a.md", "after");
    site.told(&["content/a.md"]);
    polls(&site, &WhyPolling::Missed);
    lives(&site);
}

#[cfg(unix)]
#[test]
fn a_hard_link_made_elsewhere_does_not_lead_to_polling() {
    let pace = Pace {
        check: (Duration::from_millis(20), 1),
        grace: Duration::from_millis(1),
        ..quick()
    };
    let site = Site::with(&["content/a.md"]).watched_by(pace, deaf(), false, &["content"]);
    let start = Instant::now();
    let mut told = 0;
    for i in 0.. {
        // The clock of the file system may stand still for some milliseconds.
        let link = site.path(&format!("{i}.md"));
        fs::hard_link(site.path("content/a.md"), link).unwrap();
        if let Ok(signal) = site.signals.recv_timeout(Duration::from_millis(20)) {
            assert_eq!(signal, site.set(&["content/a.md"]));
            told += 1;
        }
        if told == 5 {
            break;
        }
        assert!(start.elapsed() < DEADLINE);
    }
}

#[test]
fn walks_do_not_disturb_a_good_watcher() {
    let pace = Pace {
        check: (Duration::from_millis(1), 1),
        grace: DEADLINE,
        ..Pace::default()
    };
    let site = Site::with(&["content/a.md"]).watched(pace);
    for i in 0..50 {
        site.write(&format!("content/{i}/a.md"), "new");
        site.write("content/a.md", &"x".repeat(i + 1));
        site.told(&[&format!("content/{i}/a.md"), "content/a.md"]);
    }
}
