//! What a reader does with keys and a pointer, and the screen that is looked at.

use serde_json::{Value, json};

use super::Browser;

/// A key that does something: its name, its number in the protocol, and what it writes.
#[derive(Clone, Copy)]
pub struct Key(&'static str, u32, &'static str);

/// To the next thing that can be worked.
pub const TAB: Key = Key("Tab", 9, "");
/// Follows a link, presses a button, sends a form.
pub const ENTER: Key = Key("Enter", 13, "\r");
/// Presses a button, ticks a box.
pub const SPACE: Key = Key(" ", 32, " ");

impl Browser {
    /// Presses a key and lets it go.
    #[track_caller]
    pub fn press(&mut self, key: Key) {
        let Key(name, number, text) = key;
        let code = if name == " " { "Space" } else { name };
        let kind = if text.is_empty() {
            "rawKeyDown"
        } else {
            "keyDown"
        };
        let mut down =
            json!({ "type": kind, "key": name, "code": code, "windowsVirtualKeyCode": number });
        if !text.is_empty() {
            down["text"] = json!(text);
        }
        self.call("Input.dispatchKeyEvent", down);
        let up =
            json!({ "type": "keyUp", "key": name, "code": code, "windowsVirtualKeyCode": number });
        self.call("Input.dispatchKeyEvent", up);
    }

    /// Writes a text where the cursor stands, as an input method does.
    #[track_caller]
    pub fn write(&mut self, text: &str) {
        self.call("Input.insertText", json!({ "text": text }));
    }

    /// Presses the middle of the element that `selector` finds, after bringing it into view.
    #[track_caller]
    pub fn click(&mut self, selector: &str) {
        let place = self.eval(&format!(
            "(() => {{ const e = document.querySelector({}); e.scrollIntoView({{ block: 'center' }}); \
             const r = e.getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2] }})()",
            json!(selector)
        ));
        for kind in ["mousePressed", "mouseReleased"] {
            let event = json!({ "type": kind, "x": place[0], "y": place[1], "button": "left", "clickCount": 1 });
            self.call("Input.dispatchMouseEvent", event);
        }
    }

    /// Makes the page `width` × `height` CSS pixels large, as on a phone if it is narrow, at `scale` pixels each.
    pub fn resize(&mut self, width: u32, height: u32, scale: u32) {
        let screen = json!({ "width": width, "height": height, "deviceScaleFactor": scale, "mobile": width < 700 });
        self.call("Emulation.setDeviceMetricsOverride", screen);
    }

    /// Whether pages may run scripts from now on.
    pub fn scripts(&mut self, run: bool) {
        self.call(
            "Emulation.setScriptExecutionDisabled",
            json!({ "value": !run }),
        );
    }

    /// The page as printed on A4 paper.
    #[track_caller]
    pub fn print(&mut self) -> Value {
        let paper = json!({ "paperWidth": 8.27, "paperHeight": 11.69, "preferCSSPageSize": true, "printBackground": true });
        self.call("Page.printToPDF", paper)["data"].take()
    }
}
