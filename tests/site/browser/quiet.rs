//! Pages load without a murmur: no message in the console, nothing stopped by the policy, nothing missing, nobody else asked; from a server and from disk.

use serde_json::Value;

use super::reader::{Faults, PHONE, SWITCH};
use super::sample::sample;
use crate::devtools::Browser;

/// What an event tells that should not be, if anything.
fn fault(event: &Value, own: &str) -> Option<String> {
    let told = &event["params"];
    match event["method"].as_str()? {
        "Log.entryAdded" => Some(format!(
            "{}: {}",
            told["entry"]["level"], told["entry"]["text"]
        )),
        "Runtime.exceptionThrown" => Some(told["exceptionDetails"].to_string()),
        "Runtime.consoleAPICalled" => Some(told["args"].to_string()),
        "Network.loadingFailed" => Some(format!("failed: {}", told["errorText"])),
        "Network.requestWillBeSent" => {
            let address = told["request"]["url"].as_str()?;
            let fine = address.starts_with(own) || address.starts_with("data:");
            (!fine).then(|| format!("asked: {address}"))
        }
        "Network.responseReceived" => {
            let (status, address) = (&told["response"]["status"], &told["response"]["url"]);
            (status.as_u64() >= Some(400)).then(|| format!("{status}: {address}"))
        }
        _ => None,
    }
}

fn quiet(own: &str, address: impl Fn(&str) -> String, pages: &[&String]) {
    let Some(mut browser) = Browser::open() else {
        return;
    };
    browser.screen(PHONE);
    browser.listen(&["Log", "Runtime", "Network"]);
    let (mut faults, mut requests) = (Faults::default(), 0);
    for path in pages {
        browser.go(&address(path));
        // The next page comes in the view that this one is left in.
        browser.eval(&format!("document.querySelector('{SWITCH}').click(); 0"));
        for event in browser.events() {
            requests += usize::from(event["method"] == "Network.requestWillBeSent");
            if let Some(fault) = fault(&event, own) {
                faults.add(path, &fault);
            }
        }
    }
    // The page, its style and its script.
    assert!(requests >= pages.len() * 3, "{requests}");
    faults.none();
}

#[test]
fn from_a_server() {
    let pages: Vec<&String> = sample().types.iter().collect();
    quiet(&sample().http(""), |path| sample().http(path), &pages);
}

#[test]
fn from_disk() {
    // Only a server shows the page for what is not there.
    let pages: Vec<&String> = sample()
        .types
        .iter()
        .filter(|path| *path != "404.html")
        .collect();
    quiet("file:///", |path| sample().file(path), &pages);
}

/// The policy is at work: what somebody smuggles into a page does not run.
#[test]
fn smuggled_scripts_are_stopped() {
    let Some(mut browser) = Browser::open() else {
        return;
    };
    for address in [sample().http("index.html"), sample().file("index.html")] {
        browser.go(&address);
        browser.eval(
            "window.stopped = []; document.addEventListener('securitypolicyviolation', e => stopped.push(e.effectiveDirective)); \
             const s = document.createElement('script'); s.textContent = 'window.hit = 1'; document.body.append(s); \
             const i = document.createElement('img'); i.src = 'http://192.0.2.1/x.png'; document.body.append(i); \
             const b = document.createElement('div'); b.innerHTML = '<b style=\"color:red\" onclick=\"hit=1\">x</b>'; document.body.append(b); b.firstChild.click(); 0",
        );
        browser.until("['script-src-elem', 'script-src-attr', 'style-src-attr', 'img-src'].every(name => stopped.includes(name))");
        assert_eq!(browser.eval("window.hit === undefined"), true, "{address}");
    }
}
