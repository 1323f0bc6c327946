//! The scanner against a list of tricky strings, half of them innocent.

use serde::Deserialize;

use super::{What, scan};

#[derive(Deserialize)]
struct Case {
    text: String,
    finds: Vec<String>,
}

fn finds(text: &str) -> Vec<&'static str> {
    let mut all = Vec::new();
    scan(text, |found| {
        all.push(match found.what {
            What::Identity(_) => "id",
            What::BankCard => "card",
            What::Mobile => "mobile",
        });
    });
    all
}

#[test]
fn every_string_of_the_suite_gives_what_it_must() {
    let cases: Vec<Case> = serde_yaml::from_str(include_str!("suite.yaml")).unwrap();
    let innocent = cases.iter().filter(|case| case.finds.is_empty()).count();
    assert!(cases.len() >= 200 && innocent >= 100 && cases.len() - innocent >= 100);
    let wrong: Vec<String> = cases
        .iter()
        .filter(|case| finds(&case.text) != case.finds)
        .map(|case| {
            format!(
                "{:?}: {:?} instead of {:?}",
                case.text,
                finds(&case.text),
                case.finds
            )
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_number_is_found_wherever_it_stands_in_a_long_text() {
    for before in 0..12 {
        let text = format!(
            "{}，13812345678。{}",
            "a".repeat(before) + " ",
            "村".repeat(20)
        );
        assert_eq!(finds(&text), ["mobile"], "{text}");
        let text = format!("{}１３８１２３４５６７８", "村".repeat(before));
        assert_eq!(finds(&text), ["mobile"], "{text}");
    }
}

#[test]
fn a_shown_number_cannot_be_copied() {
    scan("110101199003074477", |found| {
        assert_eq!(found.shown(), "1101************77");
    });
    scan("13812345678", |found| {
        assert_eq!(found.shown(), "138******78")
    });
}
