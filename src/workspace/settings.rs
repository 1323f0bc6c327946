//! What a site goes by: from `site.yaml` to its day, rules, theme and words.

use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::{Ask, Loaded};
use crate::diagnostics::{Diagnostic, Place, Report, RuleBook, Severity};
use crate::kinds::fields::Row;
use crate::ledger;
use crate::plan::full_address;
use crate::site::{Settings, Site};
use crate::source::config::SiteConfig;
use crate::source::{
    Catalogue, DEFAULT_THEME, Glossary, Listing, Theme, load_calendar, load_profile,
};
use crate::text::Failure;
use crate::values::Day;

/// The time zone of a site that names none.
pub const ZONE: &str = "Asia/Shanghai";

/// What a site goes by.
#[derive(Debug, Clone)]
pub struct Chosen {
    /// What its records are looked at with.
    pub settings: Settings,
    /// Its theme.
    pub theme: Arc<Theme>,
    /// The rules, with the severities of this site.
    pub book: RuleBook,
    /// The time zone whose clock gave the day; none if the day was set.
    pub clock: Option<String>,
    /// The time zone's offset on the day, as in `+08:00`.
    pub offset: String,
    /// What is wrong with it.
    pub report: Report,
    /// Why the theme could not be read; the one before, or the built-in one, stands in for it.
    pub failure: Option<Failure>,
}

impl Chosen {
    /// What `loaded` goes by.
    pub fn of(loaded: &Loaded) -> Chosen {
        let site = &loaded.site;
        Chosen {
            settings: Settings {
                config: site.config.clone(),
                day: site.day,
                drafts: site.drafts,
                calendar: site.calendar.clone(),
                profile: site.profile.clone(),
                glossary: site.glossary.clone(),
                catalogue: site.catalogue.clone(),
                ledger: site.ledger.clone(),
            },
            theme: loaded.theme.clone(),
            book: loaded.book.clone(),
            clock: loaded.clock.clone(),
            offset: loaded.offset.clone(),
            report: Report::default(),
            failure: None,
        }
    }

    /// `site`, which goes by it.
    pub fn load(&self, site: Arc<Site>, report: Report) -> Loaded {
        Loaded {
            site,
            theme: self.theme.clone(),
            book: self.book.clone(),
            report,
            clock: self.clock.clone(),
            offset: self.offset.clone(),
        }
    }

    /// The same, sharing with `before` what is the same there, so that it is known to be.
    pub fn unless_same(mut self, before: Option<&Chosen>) -> Chosen {
        if let Some(before) = before {
            let (old, new) = (&before.settings, &mut self.settings);
            if *old.calendar == *new.calendar {
                new.calendar = old.calendar.clone();
            }
            if *old.profile == *new.profile {
                new.profile = old.profile.clone();
            }
            if *old.glossary == *new.glossary {
                new.glossary = old.glossary.clone();
            }
            if *old.ledger == *new.ledger {
                new.ledger = old.ledger.clone();
            }
        }
        self
    }
}

/// Follows `config` of the site in `listing`, whose terms are those of `glossary` and whose disclosures are to be as `catalogue` says. `book` are the rules as they come with the program; `known` is the theme as it was.
///
/// # Errors
/// There is no day.
pub fn choose(
    listing: &Listing,
    (config, glossary, catalogue): (Arc<SiteConfig>, Arc<Glossary>, Option<Arc<Catalogue>>),
    ask: &Ask,
    book: &RuleBook,
    known: Option<Known<'_>>,
) -> Result<Chosen, Failure> {
    let root = listing.root.as_path();
    let mut report = Report::default();
    let (zone, zone_name) = zone(&config, &mut report);
    let clock = (ask.day.is_none() && config.day.is_none()).then_some(zone_name);
    let day = ask
        .day
        .or_else(|| day_of(&config))
        .ok_or_else(|| Failure::new("error.day").arg("found", ""))?;
    let mut book = book.clone();
    change_severities(&config, &mut book, &mut report);
    let language = language(&config, &mut report);
    check_url(&config, &mut report);
    let name = theme_name(root, &config, &mut report);
    let known =
        known.filter(|known| known.theme.name() == name && known.theme.language() == language);
    let (theme, failure) = match &known {
        Some(known) if known.newest => (known.theme.clone(), None),
        _ => load_theme(root, name, language, known.map(|known| known.theme))?,
    };
    let place = config
        .rules
        .as_ref()
        .map_or(Place::file(config.name.place.file), |rules| rules.place);
    let rules = config.rules.as_ref();
    let profile = load_profile(
        rules.map_or("national", |rules| rules.value.trim()),
        place,
        listing,
        theme.as_ref(),
        &mut report,
    );
    let calendar = load_calendar(listing, &mut report);
    let ledger = ledger::load(listing, &mut report);
    Ok(Chosen {
        settings: Settings {
            config,
            day,
            drafts: ask.drafts,
            calendar: Arc::new(calendar),
            profile: Arc::new(profile),
            glossary,
            catalogue,
            ledger: Arc::new(ledger),
        },
        theme,
        book,
        clock,
        offset: offset(&zone, day),
        report,
        failure,
    })
}

/// A theme that was read before.
#[derive(Clone, Copy)]
pub struct Known<'a> {
    /// The theme.
    pub theme: &'a Arc<Theme>,
    /// Whether none of its files has changed since.
    pub newest: bool,
}

/// The theme called `name`; where it cannot be read the one `before`, or the built-in one, and why.
fn load_theme(
    root: &Path,
    name: &str,
    language: &'static str,
    before: Option<&Arc<Theme>>,
) -> Result<(Arc<Theme>, Option<Failure>), Failure> {
    let failed = |error| Failure::new("error.theme").arg("reason", error);
    match Theme::load(root, name, language) {
        Ok(theme) => Ok((Arc::new(theme), None)),
        Err(error) => {
            let theme = match before {
                Some(theme) => theme.clone(),
                None => Arc::new(Theme::built_in(language).map_err(failed)?),
            };
            Ok((theme, Some(failed(error))))
        }
    }
}

/// The day of the site that `config` sets up: its pinned day, or today in its time zone.
pub fn day_of(config: &SiteConfig) -> Option<Day> {
    let zone = config
        .timezone
        .as_ref()
        .map_or(ZONE, |zone| zone.value.trim());
    let pinned = config.day.as_ref().map(|day| day.value);
    pinned
        .or_else(|| day_by_clock(zone))
        .or_else(|| day_by_clock("UTC"))
}

/// The day that a clock in the time zone called `name` shows now.
pub fn day_by_clock(name: &str) -> Option<Day> {
    let zone = TimeZone::get(name).ok()?;
    let now = Timestamp::now().to_zoned(zone).date();
    Day::new(now.year(), now.month(), now.day())
}

fn zone(config: &SiteConfig, out: &mut Report) -> (TimeZone, String) {
    let name = config
        .timezone
        .as_ref()
        .map_or(ZONE, |zone| zone.value.trim());
    match TimeZone::get(name) {
        Ok(zone) => (zone, name.to_owned()),
        Err(_) => {
            let place = config
                .timezone
                .as_ref()
                .map_or(config.name.place, |zone| zone.place);
            out.add(
                Diagnostic::new("yaml/type", place)
                    .case("timezone")
                    .arg("found", name),
            );
            (TimeZone::UTC, "UTC".to_owned())
        }
    }
}

fn offset(zone: &TimeZone, day: Day) -> String {
    let noon = jiff::civil::date(day.year(), day.month(), day.day()).at(12, 0, 0, 0);
    let seconds = zone
        .to_ambiguous_zoned(noon)
        .compatible()
        .map_or(0, |time| time.offset().seconds());
    let minutes = seconds.abs() / 60;
    format!(
        "{}{:02}:{:02}",
        if seconds < 0 { '-' } else { '+' },
        minutes / 60,
        minutes % 60
    )
}

fn language(config: &SiteConfig, out: &mut Report) -> &'static str {
    match config
        .language
        .as_ref()
        .map(|language| language.value.trim())
    {
        None | Some("zh-CN" | "zh") => "zh-CN",
        Some("en") => "en",
        Some(other) => {
            let place = config
                .language
                .as_ref()
                .map_or(config.name.place, |language| language.place);
            out.add(
                Diagnostic::new("yaml/type", place)
                    .case("language")
                    .arg("found", other),
            );
            "zh-CN"
        }
    }
}

fn check_url(config: &SiteConfig, out: &mut Report) {
    if let Some(url) = &config.base_url
        && full_address(&url.value).is_none()
    {
        out.add(
            Diagnostic::new("yaml/type", url.place)
                .case("url")
                .arg("found", url.value.trim()),
        );
    }
}

fn theme_name<'a>(root: &Path, config: &'a SiteConfig, out: &mut Report) -> &'a str {
    let Some(theme) = &config.theme else {
        return DEFAULT_THEME;
    };
    let name = theme.value.trim();
    if Theme::exists(root, name) {
        return name;
    }
    out.add(
        Diagnostic::new("yaml/type", theme.place)
            .case("theme")
            .arg("found", name),
    );
    DEFAULT_THEME
}

fn change_severities(config: &SiteConfig, book: &mut RuleBook, out: &mut Report) {
    let Some(Row { cells, .. }) = &config.severity else {
        return;
    };
    for (rule, word) in cells {
        let severity = match word.value.trim() {
            "error" | "错误" => Some(Severity::Error),
            "warning" | "警告" => Some(Severity::Warning),
            "note" | "提示" => Some(Severity::Note),
            _ => None,
        };
        if !severity.is_some_and(|severity| book.change(rule.trim(), severity)) {
            out.add(
                Diagnostic::new("yaml/type", word.place)
                    .case("severity")
                    .arg("found", rule),
            );
        }
    }
}
