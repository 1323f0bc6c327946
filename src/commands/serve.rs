//! `gongkai serve`: the site in a browser while it is being edited.

mod screen;

use std::fmt::Display;
use std::net::IpAddr;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;

use super::Failure;
use crate::cli::ServeArgs;
use crate::serve::http::{self, Listener, Options};
use crate::serve::watch::{Signal, WhyPolling, watch};
use crate::serve::{Examiner, Findings, Scene, Session};
use crate::text::Texts;
use crate::workspace::{Ask, Changes};
use screen::Screen;

/// How often the clock is looked at, for the day.
const TICK: Duration = Duration::from_secs(20);

/// Serves the site in `root` until the user ends it.
///
/// # Errors
/// There is no site, an argument is wrong, or no port can be had.
pub fn run(root: &Path, args: &ServeArgs, texts: &Texts) -> Result<ExitCode, Failure> {
    let ask = Ask::new(args.day.as_deref(), args.drafts)?;
    let root = &std::path::absolute(root).unwrap_or_else(|_| root.to_owned());
    let options = Options {
        host: args.host.clone(),
        port: args.port,
    };
    let listener = http::listen(&options).map_err(|error| {
        Failure::new("error.listen")
            .arg("host", &args.host)
            .arg("port", args.port)
            .arg("reason", error)
    })?;
    let (send, events) = channel();
    let tell = send.clone();
    // Watching begins before the first reading, so that nothing is missed in between.
    let folders = vec![root.join("content"), root.join("themes")];
    let watch = watch(folders, args.poll, move |signal| {
        // When nobody listens any more the program is about to end.
        let _ = tell.send(Happening::Signal(signal));
    });
    let address = address(&listener, &args.host);
    let session = Arc::new(Session::open(root, ask, address.clone())?);
    let mut screen = Screen::new(texts, address.clone());
    screen.say_taken(listener.taken(), listener.address().port());
    screen.warn_of_others(&args.host, is_loopback(&listener));
    screen.show(&session.summary(texts));
    if args.open && open::that_detached(&address).is_err() {
        screen.note("serve.not-opened", &[("address", &address)]);
    }
    let failed = |reason: &dyn Display| Failure::new("error.serve").arg("reason", reason);
    let follower = Follower {
        session: session.clone(),
        screen,
        texts: texts.clone(),
    };
    follower
        .start(events, send)
        .map_err(|error| failed(&error))?;
    let changed = session.changed();
    http::run(listener, session, changed, http::interrupted()).map_err(|error| failed(&error))?;
    drop(watch);
    anstream::eprintln!("{}", texts.get("serve.ended"));
    Ok(ExitCode::SUCCESS)
}

/// What happens beside requests.
enum Happening {
    /// The watch tells something.
    Signal(Signal),
    /// The finished pages of a state were looked at.
    Examined(Findings),
}

/// Goes along with what happens.
struct Follower {
    session: Arc<Session>,
    screen: Screen,
    texts: Texts,
}

impl Follower {
    /// Starts a thread that ends with the program.
    fn start(
        mut self,
        events: Receiver<Happening>,
        send: Sender<Happening>,
    ) -> std::io::Result<()> {
        let examiner = Examiner::start(move |findings| {
            // When nobody listens any more the program is about to end.
            let _ = send.send(Happening::Examined(findings));
        })?;
        let thread = std::thread::Builder::new().name("follower".to_owned());
        thread.spawn(move || self.follow(&events, &examiner))?;
        Ok(())
    }

    fn follow(&mut self, events: &Receiver<Happening>, examiner: &Examiner) {
        let mut examined = self.examine(examiner, None);
        loop {
            let mut changes = Changes::default();
            let mut found = false;
            let mut waiting = match events.recv_timeout(TICK) {
                Ok(event) => Some(event),
                Err(RecvTimeoutError::Timeout) => None,
                Err(RecvTimeoutError::Disconnected) => return,
            };
            while let Some(event) = waiting {
                match event {
                    Happening::Signal(Signal::Changed(paths)) => changes.paths.extend(paths),
                    Happening::Signal(Signal::Everything) => changes.everything = true,
                    Happening::Signal(Signal::Polling { why, every }) => {
                        self.screen.say_polling(&why, every);
                    }
                    Happening::Examined(findings) => found |= self.session.take(findings),
                }
                waiting = events.try_recv().ok();
            }
            match self.session.update(&changes) {
                Ok(true) => examined = self.examine(examiner, examined.as_ref()),
                Ok(false) if !found => continue,
                Ok(false) => {}
                Err(failure) => self.screen.say_failure(&failure),
            }
            self.screen.show(&self.session.summary(&self.texts));
        }
    }

    /// Has the finished pages of the present state looked at, of which those in the scene `before` were.
    fn examine(&self, examiner: &Examiner, before: Option<&Arc<Scene>>) -> Option<Arc<Scene>> {
        let task = self.session.task(before)?;
        let scene = task.scene.clone();
        examiner.examine(task);
        Some(scene)
    }
}

/// Where the site is reached from this machine.
fn address(listener: &Listener, host: &str) -> String {
    let at = listener.address();
    let host = match host.trim_matches(['[', ']']).parse::<IpAddr>() {
        Ok(ip) if ip.is_unspecified() => "127.0.0.1".to_owned(),
        Ok(IpAddr::V6(ip)) => format!("[{ip}]"),
        Ok(ip) => ip.to_string(),
        Err(_) => host.to_owned(),
    };
    format!("http://{host}:{}/", at.port())
}

fn is_loopback(listener: &Listener) -> bool {
    listener.address().ip().is_loopback()
}

impl WhyPolling {
    /// The key of its words, and what fills them.
    fn words(&self) -> (&'static str, &str) {
        match self {
            WhyPolling::Asked => ("serve.polling.asked", ""),
            WhyPolling::Network(kind) => ("serve.polling.network", kind),
            WhyPolling::Failed(reason) => ("serve.polling.failed", reason),
            WhyPolling::Missed => ("serve.polling.missed", ""),
        }
    }
}
