use super::changes::{Change, Changes, Known, Turn};
use super::journal::Journal;
use super::secrets::Secrets;
use crate::output::{Manifest, Published};

fn manifest(files: &[(&str, &str)]) -> Manifest {
    let file = |(path, hash): &(&str, &str)| Published {
        path: (*path).to_owned(),
        bytes: 1,
        blake3: (*hash).to_owned(),
    };
    Manifest {
        generator: "gongkai 0".to_owned(),
        day: "2026-11-22".to_owned(),
        files: files.iter().map(file).collect(),
    }
}

fn paths(changes: &Changes) -> Vec<&str> {
    changes.put.iter().map(|c| c.path.as_str()).collect()
}

#[test]
fn what_pages_need_goes_first_and_the_home_page_last() {
    let old = manifest(&[("index.html", "1"), ("a.html", "1"), ("gone.html", "1")]);
    let new = manifest(&[
        ("a.html", "2"),
        ("b.html", "1"),
        ("feed.xml", "1"),
        ("index.html", "2"),
        ("style.css", "1"),
    ]);
    let changes = Changes::between(&Known::new(Some(&old), None), &new);
    let order = ["style.css", "b.html", "feed.xml", "a.html", "index.html"];
    assert_eq!(paths(&changes), order);
    assert_eq!(changes.gone, ["gone.html"]);
    let same = Changes::between(&Known::new(Some(&new), None), &new);
    assert!(same.is_empty());
}

#[test]
fn a_file_that_may_be_in_either_state_is_sent_again_even_if_it_is_to_be_the_old_one() {
    let old = manifest(&[("a.html", "1"), ("b.html", "1")]);
    let new = manifest(&[("a.html", "2"), ("b.html", "2"), ("c.html", "2")]);
    let known = Known::new(Some(&old), None);
    let mut journal = Journal::new(&known, &Changes::between(&known, &new));
    assert_eq!(journal.put[0].0, "c.html");
    journal.done = 1;
    let known = Known::new(Some(&old), Some(&journal));
    // The next build is as the old one was: what was new goes, what may have been changed is put back.
    let back = Changes::between(&known, &old);
    assert_eq!(paths(&back), ["a.html", "b.html"]);
    assert_eq!(back.gone, ["c.html"]);
    // The same build again: what is there is not sent again, and the journal remembers it.
    let again = Changes::between(&known, &new);
    assert_eq!(paths(&again), ["a.html", "b.html"]);
    let next = Journal::new(&known, &again);
    assert_eq!((next.done, next.put.len()), (1, 3));
}

#[test]
fn a_new_part_of_the_search_index_is_an_asset_and_a_changed_one_is_not() {
    let turn = |new| {
        let path = "search/a.js".to_owned();
        let (bytes, blake3) = (1, String::new());
        Change {
            path,
            bytes,
            blake3,
            new,
        }
        .turn()
    };
    assert_eq!((turn(true), turn(false)), (Turn::Asset, Turn::Index));
}

#[test]
fn secrets_are_not_shown() {
    let secrets = Secrets::read("county-1", |name| {
        (name == "GONGKAI_COUNTY_1_PASSWORD").then(|| "hunter2".to_owned())
    });
    assert_eq!(secrets.get("PASSWORD"), "hunter2");
    assert!(!format!("{secrets:?}").contains("hunter2"));
    assert_eq!(secrets.blot("no hunter2 here"), "no *** here");
}
