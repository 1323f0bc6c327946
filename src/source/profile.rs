//! Data that rules go by: the rules profile and the holiday tables, the built-in ones and the site's own.

use std::path::Path;

use crate::diagnostics::{Diagnostic, Place, Report};
use crate::kinds::Profile;
use crate::values::WorkCalendar;

use super::Listing;

/// The files of the theme, the site's own before the built-in ones.
pub trait ThemeFiles {
    /// The text of `path`, as in `rules/national.yaml`.
    fn text(&self, path: &str) -> Option<String>;
}

/// The holiday tables that are part of the program, with the site's `content/holidays.yaml` on top.
pub fn load_calendar(listing: &Listing, out: &mut Report) -> WorkCalendar {
    let mut calendar = WorkCalendar::default();
    // A unit test reads the built-in table, so it cannot be malformed here.
    let _ = calendar.add(include_str!("../values/holidays.json"));
    if let Some(file) = listing.find("content/holidays.yaml") {
        let text = read_text(&listing.disk_path(file));
        if let Err(reason) = calendar.add(&text) {
            out.add(
                Diagnostic::new("yaml/type", Place::file(file))
                    .case("holidays")
                    .arg("found", reason),
            );
        }
    }
    calendar
}

/// The profile called `name`: `content/rules/<name>.yaml` of the site, or `rules/<name>.yaml` of the theme, each over what it extends.
/// One that is not there or not whole is reported at `place`.
pub fn load_profile(
    name: &str,
    place: Place,
    listing: &Listing,
    theme: &dyn ThemeFiles,
    out: &mut Report,
) -> Profile {
    let mut chain: Vec<Profile> = Vec::new();
    let mut next = Some(name.to_owned());
    while let Some(name) = next.take() {
        let safe = !name.contains(['/', '\\', '.']);
        let own = || {
            listing
                .find(&format!("content/rules/{name}.yaml"))
                .map(|file| read_text(&listing.disk_path(file)))
        };
        let text = safe
            .then(|| own().or_else(|| theme.text(&format!("rules/{name}.yaml"))))
            .flatten();
        let Some(text) = text else {
            out.add(
                Diagnostic::new("yaml/type", place)
                    .case("profile")
                    .arg("found", &name),
            );
            break;
        };
        match serde_yaml::from_str::<Profile>(&text) {
            Ok(profile) if profile.mistakes().is_empty() && chain.len() < 8 => {
                next = profile.extends.clone();
                chain.push(profile);
            }
            Ok(profile) => out.add(
                Diagnostic::new("yaml/type", place)
                    .case("profile-broken")
                    .arg("found", &name)
                    .arg("reason", profile.mistakes().join("、")),
            ),
            Err(error) => out.add(
                Diagnostic::new("yaml/type", place)
                    .case("profile-broken")
                    .arg("found", &name)
                    .arg("reason", first_line(&error.to_string())),
            ),
        }
    }
    chain
        .into_iter()
        .rev()
        .fold(Profile::default(), |base, profile| profile.over(base))
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}

fn read_text(path: &Path) -> String {
    std::fs::read(path)
        .map(|bytes| super::decode(bytes).0)
        .unwrap_or_default()
}
