//! Files that are gone, empty or held for a moment.

use super::*;

/// What is held back stays so for the whole test.
fn patient() -> Pace {
    Pace {
        missing: NEVER,
        busy: NEVER,
        ..events_only()
    }
}

#[test]
fn a_file_briefly_missing_is_told_when_it_is_back() {
    let site = Site::with(&["content/a.md", "content/b.md"]).watched(patient());
    fs::remove_file(site.path("content/a.md")).unwrap();
    // The others do not wait for it.
    site.write("content/b.md", "after");
    let told = site.told(&["content/b.md"]);
    assert!(!told.contains(&site.path("content/a.md")));
    site.write("content/a.md", "after");
    assert_eq!(site.next(), site.set(&["content/a.md"]));
}

#[test]
fn a_file_briefly_empty_is_told_when_it_has_bytes() {
    let site = Site::with(&["content/a.md"]).watched(patient());
    fs::File::create(site.path("content/a.md")).unwrap();
    site.silent(|path| path.ends_with("a.md"));
    site.write("content/a.md", "after");
    assert_eq!(site.next(), site.set(&["content/a.md"]));
}

#[test]
fn a_folder_briefly_missing_is_told_when_it_is_back() {
    let site = Site::with(&["content/a/one.md"]).watched(patient());
    site.rename("content/a", "elsewhere");
    site.silent(|path| path.ends_with("a"));
    site.rename("elsewhere", "content/a");
    site.told(&["content/a/one.md"]);
    site.write("content/a/one.md", "after");
    site.told(&["content/a/one.md"]);
}

#[test]
fn a_file_that_stays_empty_is_told() {
    let site = Site::with(&["content/a.md"]).watched(events_only());
    let before = Instant::now();
    fs::File::create(site.path("content/a.md")).unwrap();
    site.told(&["content/a.md"]);
    assert!(before.elapsed() >= Pace::default().missing);
    // Nothing is lost by an empty file that goes, nor by a new one.
    site.write("content/new.md", "");
    site.told(&["content/new.md"]);
    fs::remove_file(site.path("content/a.md")).unwrap();
    site.told(&["content/a.md"]);
}

/// Stands in for a program that holds `a.md`, which only Windows allows.
fn held_by_another() -> System {
    System {
        is_busy: |path| path.with_extension("lock").exists(),
        ..System::default()
    }
}

#[test]
fn a_file_held_by_another_program_is_told_when_it_is_free() {
    let site = Site::with(&["content/a.md"]);
    let site = site.watched_by(patient(), held_by_another(), false, &["content"]);
    site.write("content/a.lock", "");
    site.write("content/a.md", "after");
    site.silent(|path| path.ends_with("a.md"));
    fs::remove_file(site.path("content/a.lock")).unwrap();
    site.told(&["content/a.md"]);
    // One in a new folder waits by itself.
    site.write("elsewhere/x/a.md", "new");
    site.write("elsewhere/x/a.lock", "");
    site.rename("elsewhere/x", "content/x");
    site.told(&["content/x"]);
    fs::remove_file(site.path("content/x/a.lock")).unwrap();
    site.told(&["content/x/a.md"]);
}

#[test]
fn a_file_held_for_long_is_told_all_the_same() {
    let pace = Pace {
        busy: Duration::from_millis(100),
        ..patient()
    };
    let site = Site::with(&["content/a.md", "content/a.lock"]);
    let site = site.watched_by(pace, held_by_another(), false, &["content"]);
    site.write("content/a.md", "after");
    site.told(&["content/a.md"]);
}
