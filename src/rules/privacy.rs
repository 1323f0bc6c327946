//! privacy/*: numbers and circumstances of people in what is published (《个人信息保护法》 art. 25 and 28).
//!
//! Sources are looked at record by record, so that a finding has its line. [`Net`] looks at finished files: what a template, a name or an attachment brought in.

use std::collections::BTreeSet;

use crate::diagnostics::{Diagnostic, Place, Report};
use crate::privacy::{Found, Personal, Tells, Told, What, has_text, scan, text_of};
use crate::site::Site;
use crate::values::Day;

/// Reports what `personal`, the findings of one file, tells on `day`. A mobile number that the same file declares as a contact may stand in its text as well.
pub fn check(personal: &[Personal], day: Day, out: &mut Report) {
    let declared: BTreeSet<&str> = personal.iter().filter_map(contact).collect();
    for own in personal {
        match &own.tells {
            Tells::Contact(_) => {}
            Tells::Number(found) if found.what == What::Mobile => {
                if !declared.contains(found.digits.as_str()) {
                    out.extend(number(found, own.place, day));
                }
            }
            Tells::Number(found) => out.extend(number(found, own.place, day)),
            Tells::Row(told, text) => out.extend(row(*told, text, own.place, day)),
        }
    }
}

fn contact(own: &Personal) -> Option<&str> {
    match &own.tells {
        Tells::Contact(digits) => Some(digits),
        _ => None,
    }
}

/// The rule of a number. One that tells a birth in the future is none of a person.
fn number(found: &Found, place: Place, day: Day) -> Option<Diagnostic> {
    let rule = match found.what {
        What::Identity(born) if born > day => return None,
        What::Identity(_) => "privacy/id-number",
        What::BankCard => "privacy/bank-card",
        What::Mobile => "privacy/mobile",
    };
    Some(Diagnostic::new(rule, place).arg("found", found.shown()))
}

fn row(told: Told, text: &str, place: Place, day: Day) -> Option<Diagnostic> {
    let finding = match told {
        Told::Minor(Some(until)) if until <= day => return None,
        Told::Minor(_) => Diagnostic::new("privacy/minor", place),
        Told::Health => Diagnostic::new("privacy/health", place),
        Told::Joinable => Diagnostic::new("privacy/id-number", place).case("joinable"),
    };
    Some(finding.arg("found", text.trim()))
}

/// The look at finished files.
#[derive(Debug)]
pub struct Net {
    day: Day,
    /// Numbers that are declared somewhere on the site, or reported where they are written.
    known: BTreeSet<String>,
}

impl Net {
    /// The net for what is made of `site`.
    pub fn new(site: &Site) -> Net {
        let of_records = site.records().flat_map(|record| &record.personal);
        let mut known: BTreeSet<String> = of_records
            .filter_map(|own| match &own.tells {
                Tells::Number(found) => Some(found.digits.clone()),
                Tells::Contact(digits) => Some(digits.clone()),
                Tells::Row(..) => None,
            })
            .collect();
        let footer = site.config.footer.iter();
        let of_site = footer.flat_map(|footer| [&footer.phone, &footer.report]);
        let of_orgs = site.orgs.iter().map(|org| &org.config.phone);
        for text in of_site.chain(of_orgs).flatten() {
            scan(&text.value, |found| {
                known.insert(found.digits);
            });
        }
        Net {
            day: site.day,
            known,
        }
    }

    /// Reports what the file at `path`, whose contents are `bytes`, tells; `place` is the source it was made of.
    pub fn check(&self, path: &str, bytes: &[u8], place: Place, out: &mut Report) {
        self.look(path, path, place, out);
        if let Ok(text) = std::str::from_utf8(bytes) {
            self.look(text, path, place, out);
        }
    }

    /// Reports what the attachment at `path` tells.
    pub fn check_attachment(&self, path: &str, bytes: &[u8], place: Place, out: &mut Report) {
        self.look(path, path, place, out);
        if !has_text(path) {
            return;
        }
        let plain = |bytes: Vec<u8>| crate::source::decode(bytes).0;
        match text_of(path, bytes.to_vec(), plain) {
            Ok(text) => self.look(&text, path, place, out),
            Err(_) => out.add(Diagnostic::new("privacy/unread", place).arg("path", path)),
        }
    }

    fn look(&self, text: &str, path: &str, place: Place, out: &mut Report) {
        let mut seen: BTreeSet<String> = BTreeSet::new();
        scan(text, |found| {
            if self.known.contains(&found.digits) || !seen.insert(found.digits.clone()) {
                return;
            }
            let finding = number(&found, place, self.day);
            out.extend(finding.map(|finding| finding.case("output").arg("path", path)));
        });
    }
}
