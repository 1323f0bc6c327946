//! From a folder to a checked site: what every command that looks at a site begins with.

use std::path::Path;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::Failure;
use crate::diagnostics::{Diagnostic, Files, Place, Report, RuleBook, Severity};
use crate::kinds::fields::Row;
use crate::plan::full_address;
use crate::render::Fonts;
use crate::rules;
use crate::site::{Inputs, Site, assemble};
use crate::source::config::SiteConfig;
use crate::source::{DEFAULT_THEME, Listing, Theme, load_calendar, load_profile, read_sources};
use crate::values::Day;

/// The time zone of a site that names none.
pub const ZONE: &str = "Asia/Shanghai";

/// What a command asks of a site.
#[derive(Debug, Clone, Copy)]
pub struct Ask<'a> {
    /// The day as written on the command line.
    pub day: Option<&'a str>,
    /// Whether drafts are looked at.
    pub drafts: bool,
}

/// A site that could be read, with all that is wrong with it.
pub struct Loaded {
    /// The site.
    pub site: Site,
    /// Its theme.
    pub theme: Theme,
    /// The rules, with the severities of this site.
    pub book: RuleBook,
    /// Everything found.
    pub report: Report,
    /// The time zone whose clock gave the day; none if the day was set.
    pub clock: Option<String>,
    /// The time zone's offset on the day, as in `+08:00`.
    pub offset: String,
}

/// A site, or as much as can be said where `site.yaml` has mistakes.
pub enum Outcome {
    /// A site.
    Site(Box<Loaded>),
    /// Only findings.
    Broken(Report, Files, RuleBook),
}

/// Reads the site in `root` and runs every rule that needs no finished page.
///
/// # Errors
/// There is no site there, or an argument is wrong.
pub fn load(root: &Path, ask: Ask<'_>) -> Result<Outcome, Failure> {
    let asked_day = ask
        .day
        .map(|text| Day::parse(text).ok_or_else(|| Failure::new("error.day").arg("found", text)))
        .transpose()?;
    let listing = list(root)?;
    let mut book =
        RuleBook::load().map_err(|error| Failure::new("error.program").arg("reason", error))?;
    let mut sources = read_sources(&listing);
    let Some(config) = sources.config.take() else {
        sources.report.sort(&listing.files);
        return Ok(Outcome::Broken(sources.report, listing.files, book));
    };
    let mut report = std::mem::take(&mut sources.report);
    let (zone, zone_name) = zone(&config, &mut report);
    let clock = (asked_day.is_none() && config.day.is_none()).then_some(zone_name);
    let day = asked_day
        .or_else(|| day_of(&config))
        .ok_or_else(|| Failure::new("error.day").arg("found", ""))?;
    change_severities(&config, &mut book, &mut report);
    let language = language(&config, &mut report);
    check_url(&config, &mut report);
    let theme = Theme::load(root, theme_name(root, &config, &mut report), language)
        .map_err(|error| Failure::new("error.theme").arg("reason", error))?;
    let place = config
        .rules
        .as_ref()
        .map_or(Place::file(config.name.place.file), |rules| rules.place);
    let profile = load_profile(
        config
            .rules
            .as_ref()
            .map_or("national", |rules| rules.value.trim()),
        place,
        &listing,
        &theme,
        &mut report,
    );
    let calendar = load_calendar(&listing, &mut report);
    sources.report = report;
    let site = assemble(
        sources,
        Inputs {
            listing,
            config,
            day,
            drafts: ask.drafts,
            calendar,
            profile,
        },
    );
    let mut report = site.report.clone();
    report.append(rules::check(&site));
    if !site.rare.is_empty() || site.config.fonts.is_some() {
        let fonts = Fonts::load(&theme, site.config.fonts.as_ref());
        report.append(rules::check_characters(&site, theme.name(), |c| {
            fonts.has(c)
        }));
        for missing in fonts.missing() {
            report.add(Diagnostic::new("sheet/font", missing.place).arg("found", &missing.name));
        }
    }
    report.sort(&site.listing.files);
    let offset = offset(&zone, day);
    Ok(Outcome::Site(Box::new(Loaded {
        site,
        theme,
        book,
        report,
        clock,
        offset,
    })))
}

/// The files of the site in `root`.
///
/// # Errors
/// There is no site there, or its folder cannot be read.
pub fn list(root: &Path) -> Result<Listing, Failure> {
    let site = root.join("content").join("site.yaml");
    if !site.is_file() {
        return Err(Failure::new("error.no-site").arg("path", site.display()));
    }
    Listing::new(root).map_err(|error| {
        Failure::new("error.read")
            .arg("path", root.display())
            .arg("reason", error)
    })
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
