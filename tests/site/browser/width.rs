//! Pages hold at every width and size of type: no sideways scrolling, nothing cut off.

use serde_json::json;

use super::reader::{DESK, Faults, PHONE, VIEWS};
use super::sample::sample;
use crate::devtools::Browser;

/// Below this, in CSS pixels, tables are cards and nothing at all scrolls sideways.
const CARDS: u32 = 480;

/// How large pages are seen.
struct Size {
    name: &'static str,
    /// The window in CSS pixels, and the screen's pixels for each.
    screen: (u32, u32),
    scale: u32,
    /// What the reader's own larger type does to the page, as a script.
    larger: &'static str,
}

const SIZES: [Size; 6] = [
    Size {
        name: "360 px",
        screen: PHONE,
        scale: 1,
        larger: "",
    },
    Size {
        name: "four times as large",
        screen: (320, 256),
        scale: 4,
        larger: "",
    },
    Size {
        name: "twice as large",
        screen: (640, 450),
        scale: 2,
        larger: "",
    },
    Size {
        name: "type × 1.4",
        screen: PHONE,
        scale: 1,
        larger: "root.style.fontSize = 1.4 * size + 'px'",
    },
    Size {
        // This is how its largest setting reaches a page.
        name: "WeChat × 1.4",
        screen: PHONE,
        scale: 1,
        larger: "document.body.style.setProperty('-webkit-text-size-adjust', '140%')",
    },
    Size {
        name: "type × 2",
        screen: DESK,
        scale: 1,
        larger: "root.style.fontSize = 2 * size + 'px'",
    },
];

#[test]
fn nothing_scrolls_sideways_or_is_cut() {
    let Some(mut browser) = Browser::open() else {
        return;
    };
    let mut faults = Faults::default();
    for path in &sample().types {
        browser.screen(PHONE);
        browser.go(&sample().http(path));
        for view in VIEWS {
            browser.turn(view);
            for size in &SIZES {
                browser.resize(size.screen.0, size.screen.1, size.scale);
                browser.eval(&format!(
                    "{{ const root = document.documentElement; root.style.fontSize = ''; \
                     document.body.style.removeProperty('-webkit-text-size-adjust'); \
                     const size = parseFloat(getComputedStyle(root).fontSize); {} }} 0",
                    size.larger
                ));
                let found = browser.look("wide", json!({ "inner": size.screen.0 > CARDS }));
                faults.note(&format!("{path} ({view:?}, {})", size.name), &found);
            }
        }
    }
    faults.none();
}
