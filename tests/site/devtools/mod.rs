//! A real Chromium without a window, led through its DevTools protocol. Tests that need it are skipped where it is missing, unless `GONGKAI_REQUIRE_TOOLS` is set.

use std::net::TcpStream;
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};
use tempfile::TempDir;
use tungstenite::{Message, WebSocket};

use crate::patience::{PATIENCE, until};

mod hands;

pub use hands::{ENTER, SPACE, TAB};

/// Names under which it may be found.
const NAMES: [&str; 3] = ["chromium", "chromium-browser", "google-chrome"];

/// A browser with one page.
pub struct Browser {
    child: Child,
    socket: WebSocket<TcpStream>,
    /// The page's session.
    session: String,
    last: u64,
    /// What it told meanwhile without being asked, oldest first.
    events: Vec<Value>,
    _profile: TempDir,
}

/// The name of a browser that is there; says so where none is.
fn name() -> Option<&'static str> {
    let there = |name: &&str| {
        let version = Command::new(name).arg("--version").output();
        version.is_ok_and(|output| output.status.success())
    };
    let found = NAMES.into_iter().find(there);
    if found.is_none() {
        assert!(
            std::env::var_os("GONGKAI_REQUIRE_TOOLS").is_none(),
            "missing: {NAMES:?}"
        );
        eprintln!("skipped: no Chromium (Debian package chromium)");
    }
    found
}

impl Browser {
    /// A browser with an empty page; none where there is none.
    pub fn open() -> Option<Browser> {
        let name = name()?;
        let profile = TempDir::new().expect("a temporary folder");
        let child = Command::new(name)
            .args([
                "--headless=new",
                "--remote-debugging-port=0",
                // It may run as root in a container, and with little shared memory.
                "--no-sandbox",
                "--disable-dev-shm-usage",
                "--disable-gpu",
                "--no-first-run",
                "--no-proxy-server",
                "--window-size=800,600",
            ])
            .arg(format!("--user-data-dir={}", profile.path().display()))
            .arg("about:blank")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the browser starts");
        let mut child = Ended(Some(child));
        let file = profile.path().join("DevToolsActivePort");
        let (port, path) = until(|| {
            let text = std::fs::read_to_string(&file).map_err(|error| error.to_string())?;
            let lines = text.split_once('\n');
            let whole = lines.filter(|(_, path)| path.starts_with("/devtools/"));
            let (port, path) = whole.ok_or_else(|| text.clone())?;
            Ok((port.to_owned(), path.trim().to_owned()))
        });
        let stream = TcpStream::connect(format!("127.0.0.1:{port}")).expect("a connection");
        stream.set_read_timeout(Some(PATIENCE)).expect("a limit");
        let address = format!("ws://127.0.0.1:{port}{path}");
        let (socket, _) = tungstenite::client(address, stream).expect("a websocket");
        let mut browser = Browser {
            child: child.0.take().expect("it is there"),
            socket,
            session: String::new(),
            last: 0,
            events: Vec::new(),
            _profile: profile,
        };
        let targets = browser.call("Target.getTargets", json!({}));
        let targets = targets["targetInfos"].as_array().expect("targets");
        let page = targets.iter().find(|target| target["type"] == "page");
        let id = page.expect("a page")["targetId"].clone();
        let attached = browser.call(
            "Target.attachToTarget",
            json!({ "targetId": id, "flatten": true }),
        );
        browser.session = attached["sessionId"]
            .as_str()
            .expect("a session")
            .to_owned();
        Some(browser)
    }

    /// Calls a method of the protocol; its result.
    #[track_caller]
    pub fn call(&mut self, method: &str, parameters: Value) -> Value {
        self.try_call(method, parameters)
            .unwrap_or_else(|error| panic!("{method}: {error}"))
    }

    fn try_call(&mut self, method: &str, parameters: Value) -> Result<Value, Value> {
        self.last += 1;
        let mut message = json!({ "id": self.last, "method": method, "params": parameters });
        if !self.session.is_empty() {
            message["sessionId"] = json!(self.session);
        }
        self.socket
            .send(Message::text(message.to_string()))
            .expect("sent");
        loop {
            let Message::Text(text) = self.socket.read().expect("an answer") else {
                continue;
            };
            let mut answer: Value = serde_json::from_str(&text).expect("JSON");
            if answer.get("method").is_some() {
                self.events.push(answer);
            } else if answer["id"] == self.last {
                return match answer.get("error") {
                    Some(error) => Err(error.clone()),
                    None => Ok(answer["result"].take()),
                };
            }
        }
    }

    /// The events since the last call of this, oldest first: those of the domains that were enabled.
    pub fn events(&mut self) -> Vec<Value> {
        std::mem::take(&mut self.events)
    }

    /// Opens an address and waits until it is loaded.
    #[track_caller]
    pub fn go(&mut self, address: &str) {
        let result = self.call("Page.navigate", json!({ "url": address }));
        assert!(result["errorText"].is_null(), "{address}: {result}");
        self.until(&format!(
            "location.href === {} && document.readyState === 'complete'",
            json!(address)
        ));
    }

    /// What a script comes to; an error while pages change.
    pub fn try_eval(&mut self, script: &str) -> Result<Value, Value> {
        let parameters =
            json!({ "expression": script, "returnByValue": true, "awaitPromise": true });
        let mut result = self.try_call("Runtime.evaluate", parameters)?;
        match result.get("exceptionDetails") {
            Some(exception) => Err(exception.clone()),
            None => Ok(result["result"]["value"].take()),
        }
    }

    /// What a script comes to.
    #[track_caller]
    pub fn eval(&mut self, script: &str) -> Value {
        until(|| self.try_eval(script).map_err(|error| error.to_string()))
    }

    /// Waits until a script comes to `true`.
    #[track_caller]
    pub fn until(&mut self, script: &str) {
        until(|| match self.try_eval(script) {
            Ok(Value::Bool(true)) => Ok(()),
            other => {
                let body = self.try_eval("location.href + document.body.innerText");
                Err(format!("{script}: {other:?}: {body:?}"))
            }
        });
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // Asked first, so that all its processes end and its files are closed.
        self.session.clear();
        self.last += 1;
        let close = json!({ "id": self.last, "method": "Browser.close" });
        let asked = self.socket.send(Message::text(close.to_string()));
        let began = std::time::Instant::now();
        while asked.is_ok() && began.elapsed() < PATIENCE / 6 {
            if let Ok(Some(_)) = self.child.try_wait() {
                return;
            }
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A process that ends if the browser cannot be reached.
struct Ended(Option<Child>);

impl Drop for Ended {
    fn drop(&mut self) {
        if let Some(child) = &mut self.0 {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}
