//! Wide tables on a phone: cards, in which each value stands with its column's name, and still tables for a screen reader.

use serde_json::json;

use super::reader::{Faults, PHONE, VIEWS};
use super::sample::sample;
use super::worst;
use crate::devtools::Browser;

#[test]
fn each_value_stands_with_its_column() {
    let Some(mut browser) = Browser::open() else {
        return;
    };
    let mut faults = Faults::default();
    for path in &sample().types {
        browser.screen(PHONE);
        browser.go(&sample().http(path));
        for view in VIEWS {
            browser.turn(view);
            for width in [360, 479] {
                browser.screen((width, 800));
                let found = browser.look("nameless", json!(null));
                faults.note(&format!("{path} ({view:?}, {width} px)"), &found);
            }
        }
    }
    faults.none();
}

#[test]
fn cards_are_tables_to_a_screen_reader() {
    let Some(mut browser) = Browser::open() else {
        return;
    };
    browser.screen(PHONE);
    for path in [worst::ACCOUNT, worst::NOTICE] {
        browser.go(&sample().http(path));
        let tree = browser.call("Accessibility.getFullAXTree", json!({}));
        let nodes = tree["nodes"].as_array().expect("nodes");
        let count = |roles: &[&str]| {
            let role = |node: &&serde_json::Value| {
                node["role"]["value"]
                    .as_str()
                    .is_some_and(|role| roles.contains(&role))
            };
            let told = |node: &&serde_json::Value| node["ignored"] != true;
            nodes.iter().filter(told).filter(role).count() as u64
        };
        for (roles, selector) in [
            (&["table"][..], "main table"),
            (&["row"], "main tr"),
            (&["cell", "gridcell"], "main td"),
        ] {
            let all = format!(
                "[...document.querySelectorAll('{selector}')].filter(e => e.matches('table') || e.textContent.trim()).length"
            );
            let all = browser.eval(&all).as_u64().expect("a number");
            assert!(
                all > 0 && count(roles) >= all,
                "{path}: {} of {all} {selector}",
                count(roles)
            );
        }
    }
}
