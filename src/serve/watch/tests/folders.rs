//! Folders that come, go and move, with all in them.

use super::*;

#[test]
fn a_folder_renamed_with_files_in_it_is_told_and_watched_on() {
    let site = Site::with(&["content/a/x/one.md", "content/a/two.md"]).watched(events_only());
    site.rename("content/a", "content/b");
    site.told(&[
        "content/b/x/one.md",
        "content/a/x/one.md",
        "content/a/two.md",
    ]);
    site.write("content/b/x/one.md", "after");
    let told = site.told(&["content/b/x/one.md"]);
    assert!(!told.contains(&site.path("content/a/x/one.md")));
}

#[test]
fn a_folder_moved_in_and_out_is_told() {
    let site = Site::with(&["elsewhere/a/one.md"]).watched(events_only());
    site.rename("elsewhere/a", "content/a");
    site.told(&["content/a/one.md"]);
    site.write("content/a/one.md", "after");
    site.told(&["content/a/one.md"]);
    site.rename("content/a", "elsewhere/a");
    site.told(&["content/a"]);
    site.write("elsewhere/a/one.md", "later");
    site.silent(|path| path.ends_with("one.md"));
}

#[test]
fn files_in_new_folders_are_not_lost() {
    let site = Site::with(&[]).watched(events_only());
    for i in 0..40 {
        // Each next level is made while the watch on the last is being set.
        let deep = format!("content/{i}/a/b/c/d.md");
        site.write(&deep, "");
        site.told(&[&deep]);
        site.write(&deep, "after");
        site.write(&format!("content/{i}/a/b/e.md"), "after");
        site.told(&[&deep, &format!("content/{i}/a/b/e.md")]);
    }
}

#[test]
fn a_removed_folder_is_told_once_for_all_in_it() {
    let site = Site::with(&["content/a/one.md", "content/a/b/two.md"]).watched(Pace {
        missing: Duration::from_secs(2),
        ..events_only()
    });
    fs::remove_dir_all(site.path("content/a")).unwrap();
    site.told(&["content/a"]);
    site.silent(|path| path.starts_with(site.path("content/a")));
}

#[test]
fn a_watched_folder_may_be_removed_and_made_again() {
    let site = Site::with(&["content/a.md"]).watched(events_only());
    for text in ["one", "two", "three"] {
        fs::remove_dir_all(site.path("content")).unwrap();
        site.told(&["content"]);
        site.write("content/a.md", text);
        site.told(&["content/a.md"]);
        site.write("content/a.md", "after");
        site.told(&["content/a.md"]);
    }
    // At one stroke.
    site.rename("content", "old");
    site.write("content/b.md", "after");
    site.told(&["content/b.md"]);
    site.write("content/b.md", "later");
    site.told(&["content/b.md"]);
    site.write("old/a.md", "later");
    site.silent(|path| path.ends_with("a.md"));
}

#[test]
fn a_folder_that_is_not_there_yet_is_noticed_when_it_appears() {
    let folders = ["content", "themes"];
    let site = Site::with(&[]).watched_by(events_only(), System::default(), false, &folders);
    site.write("themes/plain/page.html", "new");
    site.told(&["themes/plain/page.html"]);
    site.write("themes/plain/page.html", "after");
    site.told(&["themes/plain/page.html"]);
}

#[cfg(unix)]
#[test]
fn paths_are_told_as_the_folder_was_given() {
    use std::os::unix::fs::symlink;
    let site = Site::with(&["real/content/a.md", "other/a.md"]);
    symlink("real", site.path("behind")).unwrap();
    symlink("real/content", site.path("link")).unwrap();
    let folders = ["behind/content", "link"];
    let site = site.watched_by(events_only(), System::default(), false, &folders);
    site.write("real/content/a.md", "after");
    let told = site.told(&["behind/content/a.md", "link/a.md"]);
    assert!(!told.iter().any(|path| path.starts_with(site.path("real"))));
    // The link is led elsewhere.
    fs::remove_file(site.path("link")).unwrap();
    symlink("other", site.path("link")).unwrap();
    site.told(&["link/a.md"]);
    site.write("other/a.md", "after");
    site.told(&["link/a.md"]);
    site.write("real/content/a.md", "later");
    site.told(&["behind/content/a.md"]);
}

#[cfg(unix)]
#[test]
fn links_in_a_folder_are_not_followed() {
    use std::os::unix::fs::symlink;
    let site = Site::with(&["content/a/one.md", "elsewhere/two.md"]);
    symlink("..", site.path("content/a/loop")).unwrap();
    symlink("../../elsewhere", site.path("content/a/out")).unwrap();
    let site = site.watched(events_only());
    site.write("elsewhere/two.md", "after");
    symlink("..", site.path("content/a/again")).unwrap();
    site.told(&["content/a/again"]);
    site.write("content/a/one.md", "after");
    let told = site.told(&["content/a/one.md"]);
    assert!(
        told.iter()
            .all(|path| !path.starts_with(site.path("content/a/out")))
    );
    let known = super::super::tree::walk(&site.path("content"));
    assert_eq!(known.len(), 6);
}
