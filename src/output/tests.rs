//! Builds that are cut off, and folders that others write to, played by hand.

use std::path::{Path, PathBuf};

use super::{Store, StoreError};
use crate::render::PageLinks;
use crate::site::OutPath;

struct Play {
    folder: tempfile::TempDir,
}

impl Play {
    fn new() -> Play {
        Play {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    fn root(&self) -> PathBuf {
        self.folder.path().join("site")
    }

    fn out(&self) -> PathBuf {
        self.root().join("public")
    }

    fn work(&self) -> PathBuf {
        self.root().join(".public.gongkai")
    }

    fn open(&self) -> Result<Store, StoreError> {
        std::fs::create_dir_all(self.root()).unwrap();
        Store::open(&self.root(), &self.out())
    }

    /// A whole build of `files`.
    fn build(&self, files: &[(&str, &str)]) -> Result<usize, StoreError> {
        let store = self.open()?;
        let made: Result<Vec<_>, StoreError> = files
            .iter()
            .map(|(path, text)| {
                let written = store.put(&OutPath::new(path).unwrap(), text.as_bytes())?;
                Ok((written, None, PageLinks::default()))
            })
            .collect();
        store.finish("2026-11-22", made?, None, b"stub")
    }

    fn read(&self, path: &str) -> Option<String> {
        std::fs::read_to_string(self.out().join(path)).ok()
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.out().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    fn forget_cache(&self) {
        let _ = std::fs::remove_dir_all(self.root().join(".gongkai"));
    }

    fn pend(&self, files: &[(&str, &str)]) {
        std::fs::create_dir_all(self.work()).unwrap();
        let hashed = files
            .iter()
            .map(|(path, text)| (path.to_string(), *blake3::hash(text.as_bytes()).as_bytes()));
        super::pending::add(&self.work(), hashed.collect()).unwrap();
    }
}

fn foreign(result: Result<usize, StoreError>) -> PathBuf {
    match result {
        Err(StoreError::Foreign(path)) => path,
        other => panic!("{other:?}"),
    }
}

#[test]
fn builds_follow_one_another() {
    let play = Play::new();
    assert_eq!(
        play.build(&[("a.html", "1"), ("b/c.html", "1")]).unwrap(),
        2
    );
    assert_eq!(
        play.build(&[("a.html", "2"), ("b/c.html", "1")]).unwrap(),
        1
    );
    assert_eq!(play.build(&[("a.html", "2"), ("b", "1")]).unwrap(), 1);
    assert_eq!(play.read("b").unwrap(), "1");
    play.forget_cache();
    assert_eq!(play.build(&[("a.html", "2")]).unwrap(), 0);
    assert!(!play.out().join("b").exists());
}

#[test]
fn two_builds_cut_off_one_after_the_other_are_both_known() {
    let play = Play::new();
    play.build(&[("a.html", "1")]).unwrap();
    // The first put b.html in place, the second c.html; neither came to its manifest.
    play.pend(&[("b.html", "b")]);
    play.write("b.html", "b");
    play.pend(&[("c.html", "c")]);
    play.write("c.html", "c");
    play.build(&[("a.html", "1"), ("c.html", "d")]).unwrap();
    assert_eq!(play.read("b.html"), None);
    assert_eq!(play.read("c.html").unwrap(), "d");
}

#[test]
fn a_first_build_cut_off_between_files_goes_on() {
    let play = Play::new();
    play.pend(&[("a.html", "1"), ("a.html", "stub"), ("b.html", "1")]);
    play.write("a.html", "stub");
    play.build(&[("a.html", "1"), ("b.html", "1")]).unwrap();
    assert_eq!(play.read("a.html").unwrap(), "1");
    let play = Play::new();
    play.pend(&[("a.html", "1")]);
    play.write("a.html", "1");
    play.write("photo.jpg", "mine");
    assert!(foreign(play.build(&[("a.html", "1")])).ends_with("photo.jpg"));
}

#[test]
fn a_stale_cache_does_not_hide_what_the_manifest_knows() {
    let play = Play::new();
    play.build(&[("a.html", "1")]).unwrap();
    let kept = play.folder.path().join("kept");
    std::fs::rename(play.root().join(".gongkai"), &kept).unwrap();
    play.build(&[("a.html", "2"), ("b.html", "2")]).unwrap();
    play.forget_cache();
    std::fs::rename(&kept, play.root().join(".gongkai")).unwrap();
    play.build(&[("a.html", "3")]).unwrap();
    assert_eq!(play.read("a.html").unwrap(), "3");
    assert_eq!(play.read("b.html"), None);
}

#[test]
fn the_cache_alone_does_not_make_a_folder_ours() {
    let play = Play::new();
    play.build(&[("a.html", "1")]).unwrap();
    std::fs::remove_dir_all(play.out()).unwrap();
    play.write("a.html", "by hand");
    assert_eq!(foreign(play.build(&[("a.html", "1")])), play.out());
    play.write("manifest.json", "{\"name\": \"an app\"}");
    assert_eq!(foreign(play.build(&[("a.html", "1")])), play.out());
    assert_eq!(play.read("a.html").unwrap(), "by hand");
}

#[test]
fn damaged_pages_are_mended_and_files_of_others_are_left_alone() {
    let play = Play::new();
    play.build(&[("a.html", "1"), ("b.html", "1")]).unwrap();
    play.write("a.html", "damaged");
    play.build(&[("a.html", "1"), ("b.html", "1")]).unwrap();
    assert_eq!(play.read("a.html").unwrap(), "1");
    // A file of somebody else where a folder or a page is to be.
    play.write("c", "mine");
    let over = play.build(&[("a.html", "1"), ("b.html", "1"), ("c/d.html", "1")]);
    assert!(foreign(over).ends_with("c"));
    play.write("e.html/f.txt", "mine");
    let over = play.build(&[("a.html", "1"), ("b.html", "1"), ("e.html", "1")]);
    assert!(foreign(over).ends_with("f.txt"));
}

#[test]
fn a_second_build_into_the_same_folder_stops() {
    let play = Play::new();
    let _first = play.open().unwrap();
    let other = play.folder.path().join("other");
    std::fs::create_dir_all(&other).unwrap();
    assert!(matches!(
        Store::open(&other, &play.out()),
        Err(StoreError::InUse(_))
    ));
}

#[test]
#[cfg(unix)]
fn what_is_kept_is_for_nobody_else() {
    use std::os::unix::fs::PermissionsExt;
    let play = Play::new();
    play.build(&[("a.html", "1")]).unwrap();
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&play.root().join(".gongkai")), 0o700);
    assert_eq!(mode(&play.work()), 0o700);
    assert_ne!(mode(&play.out()), 0o700);
    let beside: Vec<_> = std::fs::read_dir(play.work())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert_eq!(beside, ["lock"]);
}
