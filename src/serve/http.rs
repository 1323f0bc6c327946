//! The server of live editing: files of the site and a stream of events for every open page.
//!
//! 1. [`listen`] takes a port, so that its address is known before anything is served.
//! 2. [`run`] accepts connections until it is told to stop, and hands what they ask for to a [`Served`].
//! 3. Whenever the counter of changes moves, every open page is told its [news](Served::news).
//!
//! Nothing here knows a file system: what an address means is decided by [`Served`] alone.

mod answer;
mod connections;
mod events;
mod guard;
mod listen;
mod run;
mod socket;
#[cfg(test)]
mod tests;

pub use axum::body::Bytes;
pub use listen::{Listener, Options, listen};
pub use run::{interrupted, run};

/// A request for a file.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// The decoded path without the slash at its beginning: `qx/funds/甲.html`, empty for the root.
    /// It holds no control characters; it may hold anything else, such as `..`, backslashes and doubled slashes.
    pub path: &'a str,
    /// Whether a browser asks for a page to show: its `Accept` names `text/html`.
    pub browser: bool,
    /// Whether it comes from this very machine by a loopback address.
    pub local: bool,
}

/// A file to send.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The HTTP status, such as 200, 404, 500 or 503; a number that is none is sent as 500.
    pub status: u16,
    /// A path whose extension gives the content type, such as `404.html`.
    pub path: String,
    /// The whole file. Bytes that are shared already are taken as they are by [`Bytes::from_owner`].
    pub body: Bytes,
}

/// What a request gets.
#[derive(Debug, Clone)]
pub enum Reply {
    /// A file.
    Answer(Answer),
    /// Another address of this server: a path with one slash at its beginning, percent-encoded. Anything else is sent as 500.
    Redirect(String),
}

/// What a browser shows, by the query of its `/_/events?page=…&version=…&state=…`, percent-decoded; empty where it says nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shown {
    /// The path of the page, without the slash at its beginning.
    pub path: String,
    /// The version of the page.
    pub version: String,
    /// The version of the findings that are shown with it.
    pub state: String,
    /// Whether the browser is on this very machine.
    pub local: bool,
}

/// What a browser is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// The name of the event, one line.
    pub event: &'static str,
    /// Its data, of any number of lines, however they end. Browsers pass over an event without data, so an empty text is sent as a line break.
    pub data: String,
}

/// What the server serves. Both methods may block: they run on threads of their own, a few at a time, and may run at the same time as each other.
/// A panic in one of them costs only the request or the news it was called for.
pub trait Served: Send + Sync + 'static {
    /// The reply to a request.
    fn reply(&self, request: &Request<'_>) -> Reply;

    /// What to tell a browser that shows `shown`, which is set to what it will show then.
    /// Called once when it connects and again after every change; changes that come fast may share a call.
    fn news(&self, shown: &mut Shown) -> Vec<Message>;
}
