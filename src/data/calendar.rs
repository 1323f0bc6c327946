//! Days as iCalendar (RFC 5545): events of whole days, which need no time zone.

use icalendar::{Component, EventLike, Property};

use crate::values::Day;

/// How often a phone should look for news (RFC 7986).
const REFRESH: &str = "P1D";

/// Something that happens on a day, or runs over several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Tells it apart for good from every other event anywhere.
    pub uid: String,
    /// First day.
    pub from: Day,
    /// Last day.
    pub to: Day,
    /// The day on which what is known of it last changed.
    pub changed: Day,
    /// What it is, in a line.
    pub summary: String,
    /// More about it.
    pub about: String,
    /// The page about it, where the site's full address is known.
    pub url: Option<String>,
    /// What it belongs to.
    pub category: String,
}

/// A calendar.
#[derive(Debug, Clone)]
pub struct Calendar<'a> {
    /// What it is called.
    pub name: &'a str,
    /// Its events, in order.
    pub events: &'a [&'a Event],
}

impl Calendar<'_> {
    /// Its bytes: lines of at most 75 octets that end with CRLF.
    pub fn bytes(&self) -> Vec<u8> {
        let mut calendar = icalendar::Calendar::empty();
        let text = |name: &str, value: &str, kind: &str| {
            Property::new(name, one_line(value))
                .add_parameter("VALUE", kind)
                .done()
        };
        calendar
            .append_property(("VERSION", "2.0"))
            .append_property((
                "PRODID",
                concat!("-//gongkai//", env!("CARGO_PKG_VERSION"), "//ZH"),
            ))
            .append_property(("CALSCALE", "GREGORIAN"))
            .append_property(("METHOD", "PUBLISH"))
            .append_property(text("NAME", self.name, "TEXT"))
            .append_property(("X-WR-CALNAME", one_line(self.name).as_str()))
            .append_property(text("REFRESH-INTERVAL", REFRESH, "DURATION"))
            .append_property(("X-PUBLISHED-TTL", REFRESH));
        for event in self.events {
            calendar.push(component(event));
        }
        folded(&calendar.to_string()).into_bytes()
    }
}

/// Most bytes of a line (RFC 5545, 3.1).
const LINE: usize = 75;

/// `text` with its lines folded anew: the library counts the space before a line that goes on beside the others.
fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.replace("\r\n ", "").split_inclusive("\r\n") {
        let (mut rest, end) = match line.strip_suffix("\r\n") {
            Some(line) => (line, "\r\n"),
            None => (line, ""),
        };
        let mut room = LINE;
        while rest.len() > room {
            let (part, after) = rest.split_at(rest.floor_char_boundary(room));
            out.push_str(part);
            out.push_str("\r\n ");
            rest = after;
            room = LINE - 1;
        }
        out.push_str(rest);
        out.push_str(end);
    }
    out
}

fn component(event: &Event) -> icalendar::Event {
    let day = |name: &str, day: Day| {
        Property::new(name, compact(day))
            .add_parameter("VALUE", "DATE")
            .done()
    };
    let mut component = icalendar::Event::new();
    component
        .uid(&event.uid)
        // The standard wants a moment; no moment of the day is told.
        .add_property("DTSTAMP", format!("{}T000000Z", compact(event.changed)))
        .append_property(day("DTSTART", event.from))
        // The end is the first day that does not belong to it any more.
        .append_property(day("DTEND", event.to.plus(1)))
        .summary(&one_line(&event.summary))
        .add_property("TRANSP", "TRANSPARENT")
        .categories([one_line(&event.category)]);
    if !event.about.is_empty() {
        component.description(&one_line(&event.about));
    }
    if let Some(url) = &event.url {
        component.url(url);
    }
    component.done()
}

/// `20261122`.
fn compact(day: Day) -> String {
    format!("{:04}{:02}{:02}", day.year(), day.month(), day.day())
}

/// `text` without line breaks and other control characters, which not every phone can read.
fn one_line(text: &str) -> String {
    let plain: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    plain.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(summary: &str) -> Event {
        let day = |text| Day::parse(text).unwrap();
        Event {
            uid: "abc1234.window@qx.example".to_owned(),
            from: day("2026-02-27"),
            to: day("2026-02-28"),
            changed: day("2026-02-01"),
            summary: summary.to_owned(),
            about: "柳村, 第三; 季\\度".to_owned(),
            url: Some("https://qx.example/a,b;c.html".to_owned()),
            category: "公告公示".to_owned(),
        }
    }

    fn text(events: &[&Event]) -> String {
        let calendar = Calendar {
            name: "清溪县, 公开",
            events,
        };
        String::from_utf8(calendar.bytes()).unwrap()
    }

    #[test]
    fn an_event_is_whole_days() {
        let text = text(&[&event("公示：甲")]);
        for line in [
            "BEGIN:VCALENDAR",
            "NAME;VALUE=TEXT:清溪县\\, 公开",
            "X-WR-CALNAME:清溪县\\, 公开",
            "UID:abc1234.window@qx.example",
            "DTSTAMP:20260201T000000Z",
            "DTSTART;VALUE=DATE:20260227",
            "DTEND;VALUE=DATE:20260301",
            "SUMMARY:公示：甲",
            "DESCRIPTION:柳村\\, 第三\\; 季\\\\度",
            "URL:https://qx.example/a,b;c.html",
            "CATEGORIES:公告公示",
            "END:VCALENDAR",
        ] {
            assert!(
                text.contains(&format!("{line}\r\n")),
                "{line} is not in {text}"
            );
        }
        assert!(!text.replace("\r\n", "").contains(['\r', '\n']));
    }

    #[test]
    fn long_lines_are_folded_between_characters() {
        for summary in [
            "公".repeat(100),
            "a 公 ".repeat(60),
            "x".repeat(75),
            format!("{} 公", "字".repeat(24)),
        ] {
            let text = text(&[&event(&summary)]);
            assert!(text.split("\r\n").all(|line| line.len() <= 75), "{text}");
            let unfolded = text.replace("\r\n ", "");
            assert!(
                unfolded.contains(&format!("SUMMARY:{}\r\n", summary.trim())),
                "{unfolded}"
            );
        }
    }

    #[test]
    fn nothing_gets_out_of_its_line() {
        let text = text(&[&event("甲\r\nATTACH:http://evil\nEND:VEVENT")]);
        let ends = text.lines().filter(|line| *line == "END:VEVENT");
        assert_eq!(ends.count(), 1, "{text}");
        assert!(!text.contains("\nATTACH"));
    }
}
