//! Searching as residents do it: from any page, by keyboard, on a server or from disk; and the results as a page among others.

use serde_json::json;

use super::reader::{DESK, Faults, PHONE, VIEWS, View};
use super::sample::sample;
use super::{wcag, worst};
use crate::devtools::{Browser, ENTER, TAB};

/// What is looked for: part of titles and texts of several kinds.
const WORDS: &str = "柳村";

/// Writes into the field of a page's head, sends it, and waits for results.
fn ask(browser: &mut Browser, page: &str, words: &str) {
    browser.go(page);
    browser.eval("document.querySelector('header input[type=search]').focus(); 0");
    browser.write(words);
    browser.press(ENTER);
    browser.until(&format!(
        "location.pathname.endsWith('/search/index.html') && new URLSearchParams(location.search).get('q') === {}",
        json!(words)
    ));
    browser.until("document.querySelector('#results a') !== null");
}

/// Each result says what was looked for and leads to a page that says it as well.
fn found(browser: &mut Browser) {
    let each = "[...document.querySelectorAll('#results li')]";
    let marked = format!("{each}.every(e => e.querySelector('mark').textContent === '{WORDS}')");
    assert_eq!(browser.eval(&marked), true);
    let told = browser.text("document.querySelector('#found').innerText");
    assert!(told.contains(|c: char| c.is_ascii_digit()), "{told}");
    // By keyboard from the field to the first result and into it.
    browser.eval("document.querySelector('#q').focus(); 0");
    let first = "document.activeElement === document.querySelector('#results a')";
    for _ in 0..12 {
        if browser.eval(first) == true {
            break;
        }
        browser.press(TAB);
    }
    assert_eq!(browser.eval(first), true, "Tab leads to the results");
    browser.press(ENTER);
    browser
        .until("document.readyState === 'complete' && document.querySelector('#results') === null");
    assert_eq!(
        browser.eval(&format!("document.body.innerText.includes('{WORDS}')")),
        true
    );
}

#[test]
fn on_a_server() {
    let Some(mut browser) = Browser::open() else {
        return;
    };
    browser.screen(DESK);
    ask(&mut browser, &sample().http(worst::ACCOUNT), WORDS);
    found(&mut browser);
}

#[test]
fn on_disk() {
    let Some(mut browser) = Browser::open() else {
        return;
    };
    browser.screen(PHONE);
    ask(&mut browser, &sample().file(worst::ACCOUNT), WORDS);
    found(&mut browser);
}

#[test]
fn results_are_a_page_like_others() {
    let (Some(axe), Some(mut browser)) = (wcag::axe(), Browser::open()) else {
        return;
    };
    browser.listen(&["Page"]);
    browser.call("Page.setBypassCSP", json!({ "enabled": true }));
    browser.screen(PHONE);
    let mut faults = Faults::default();
    // One of the longest texts is among the results.
    for words in [WORDS, "很长的说明"] {
        ask(&mut browser, &sample().http("index.html"), words);
        for view in VIEWS {
            browser.turn(view);
            let page = format!("{words} ({view:?})");
            faults.note(&page, &browser.look("wide", json!({ "inner": false })));
            faults.note(&page, &wcag::judge(&mut browser, &axe, view));
            if view == View::Elders {
                faults.note(&page, &browser.look("small", json!({ "least": 24 })));
                faults.note(&page, &browser.look("narrow", json!({ "least": 60 })));
            }
        }
    }
    faults.none();
}

/// The documents of the index: the address of each, and all that it says, piece by piece.
fn documents() -> Vec<(String, Vec<String>)> {
    let packs = sample().files.iter();
    let packs = packs.filter(|(path, _)| path.starts_with("search/t/"));
    let mut documents = Vec::new();
    for (path, bytes) in packs {
        let script = std::str::from_utf8(bytes).expect("UTF-8");
        let call = script.trim().strip_prefix("gongkaiSearch");
        let call = call.and_then(|call| call.strip_prefix('(')?.strip_suffix(')'));
        let array = format!("[{}]", call.expect("a call"));
        // JSON wants the signs that part fields and documents escaped, a script does not.
        let array = ['\u{1d}', '\u{1e}', '\u{1f}']
            .iter()
            .fold(array, |array, sign| {
                array.replace(*sign, &format!("\\u{:04x}", u32::from(*sign)))
            });
        let [name, payload]: [String; 2] = serde_json::from_str(&array).expect("two strings");
        assert_eq!(format!("search/{name}.js"), *path);
        assert!(!payload.ends_with('\u{1d}'), "{path}: in one file");
        for document in payload.split('\u{1e}') {
            let fields: Vec<String> = document.split('\u{1f}').map(str::to_owned).collect();
            let pieces = [&fields[4..5], &fields[7..]].concat();
            documents.push((fields[0].clone(), pieces));
        }
    }
    documents
}

/// Seeded numbers, as a linear congruence gives them (Knuth's constants).
fn dice(seed: &mut u64, below: usize) -> usize {
    *seed = seed
        .wrapping_mul(6_364_136_223_846_793_005)
        .wrapping_add(1_442_695_040_888_963_407);
    (*seed >> 33) as usize % below
}

#[test]
fn five_hundred_random_substrings_find_what_a_plain_scan_finds() {
    let Some(mut browser) = Browser::open() else {
        return;
    };
    let documents = documents();
    assert!(documents.len() > 180, "{}", documents.len());
    browser.go(&sample().file("search/index.html"));
    browser.until("window.gongkaiSearch && gongkaiSearch.find !== undefined");
    let mut seed = 5;
    let mut asked = 0;
    let mut wrong = Faults::default();
    while asked < 500 {
        let (_, pieces) = &documents[dice(&mut seed, documents.len())];
        let piece: Vec<char> = pieces[dice(&mut seed, pieces.len())].chars().collect();
        if piece.len() < 2 {
            continue;
        }
        let from = dice(&mut seed, piece.len() - 1);
        let length = 2 + dice(&mut seed, 11);
        let word: String = piece[from..].iter().take(length).collect();
        // What else signs, spaces and variants of characters find is tried beside the index itself.
        let han = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c) && !"帐账賬".contains(c);
        if !word.chars().all(han) {
            continue;
        }
        asked += 1;
        let scan = documents
            .iter()
            .filter(|(_, pieces)| pieces.iter().any(|p| p.contains(&word)));
        let mut plain: Vec<&str> = scan.map(|(address, _)| address.as_str()).collect();
        plain.sort_unstable();
        let found = browser.eval(&format!("gongkaiSearch.find({})", json!(word)));
        let mut found: Vec<&str> = found.as_array().map_or_else(Vec::new, |all| {
            all.iter().filter_map(|one| one.as_str()).collect()
        });
        found.sort_unstable();
        if found != plain {
            wrong.add(&word, &format!("{found:?} instead of {plain:?}"));
        }
    }
    wrong.none();
}
