//! Pages printed from the browser: clean sheets with what was published on them, and nothing that only a screen can use.

use std::collections::{BTreeMap, BTreeSet};

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::json;

use super::reader::{DESK, Faults, VIEWS, View};
use super::sample::sample;
use super::worst;
use crate::devtools::Browser;
use crate::poppler::{Pdf, tools};

/// The page at `path`, printed.
fn printed(browser: &mut Browser, path: &str) -> Pdf {
    browser.show(&sample().http(path), View::Normal);
    let text = browser.print();
    let text = text.as_str().expect("a PDF");
    Pdf::new(&BASE64_STANDARD.decode(text).expect("base64"))
}

#[test]
fn every_page_prints_whole_and_without_what_only_a_screen_can_use() {
    let (Some(mut browser), true) = (Browser::open(), tools()) else {
        return;
    };
    browser.screen(DESK);
    let mut faults = Faults::default();
    for path in &sample().types {
        let pdf = printed(&mut browser, path);
        let sizes = pdf.sizes();
        if sizes.iter().any(|size| *size != (210, 297)) {
            faults.add(path, &format!("not A4: {sizes:?}"));
        }
        for word in pdf.boxes() {
            if word.x.0 < -1.0 || word.x.1 > word.size.0 + 1.0 {
                faults.add(path, &format!("beside the paper: {}", word.text));
            }
        }
        let title = browser.text("document.querySelector('h1').innerText.replace(/\\s/g, '')");
        if !pdf.words().contains(&title) {
            faults.add(path, &format!("without its title: {title}"));
        }
        for page in (1..=pdf.pages()).filter(|page| pdf.page(*page).is_empty()) {
            faults.add(path, &format!("page {page} is empty"));
        }
        browser.call("Emulation.setEmulatedMedia", json!({ "media": "print" }));
        for view in VIEWS {
            browser.turn(view);
            let found = browser.look("onscreen", json!(null));
            faults.note(&format!("{path} ({view:?})"), &found);
        }
        browser.call("Emulation.setEmulatedMedia", json!({ "media": "" }));
    }
    faults.none();
}

#[test]
fn heads_are_repeated_and_rows_are_whole() {
    let (Some(mut browser), true) = (Browser::open(), tools()) else {
        return;
    };
    let pdf = printed(&mut browser, worst::ACCOUNT);
    let (mut first, mut last) = (BTreeMap::new(), BTreeMap::new());
    for word in pdf.boxes() {
        // Words that stand close together come as one.
        let digits = word.text.rsplit(|c: char| !c.is_ascii_digit()).next();
        let Ok(number) = digits.unwrap_or_default().parse::<usize>() else {
            continue;
        };
        for (from, found) in [(worst::FIRST, &mut first), (worst::LAST, &mut last)] {
            if (from + 1..=from + worst::LINES).contains(&number) {
                found.insert(number - from, word.page);
            }
        }
    }
    for page in first.values().collect::<BTreeSet<_>>() {
        let words = pdf.page(*page);
        let headed = words.contains("凭证") && words.contains("审批");
        assert!(headed, "page {page} has lines and no head: {words}");
    }
    assert_eq!(first.len(), worst::LINES);
    assert_eq!(first, last, "a row is split");
    assert!(pdf.pages() > 3);
}

#[test]
fn addresses_of_links_are_spelled_out() {
    let (Some(mut browser), true) = (Browser::open(), tools()) else {
        return;
    };
    let words = printed(&mut browser, worst::NOTICE).words();
    assert!(words.contains(worst::LINK), "{words}");
    // The way around the site is not.
    assert!(!words.contains("orgs/index.html"), "{words}");
}
