//! The stream of events that an open page listens to.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::http::Response;
use axum::response::IntoResponse;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::stream::{self, StreamExt};
use tokio::sync::watch;

use super::answer::decoded;
use super::run::Server;
use super::{Message, Shown};

/// The path of the stream.
pub const PATH: &str = "/_/events";

/// How long a browser waits before it connects again.
const RETRY: Duration = Duration::from_secs(1);

/// What a browser says it shows; none if the query is no UTF-8 text, or holds control characters.
pub fn shown(query: &str, local: bool) -> Option<Shown> {
    let mut shown = Shown {
        local,
        ..Shown::default()
    };
    for (name, value) in query.split('&').filter_map(|pair| pair.split_once('=')) {
        let field = match name {
            "page" => &mut shown.path,
            "version" => &mut shown.version,
            "state" => &mut shown.state,
            _ => continue,
        };
        *field = decoded(value)?;
    }
    Some(shown)
}

/// Tells a browser that shows `shown` the news at once, and after every change.
pub fn stream(server: &Arc<Server>, shown: Shown) -> Response<Body> {
    let mut changed = server.changed.clone();
    // The first news is told as if something had changed just now.
    changed.mark_changed();
    let reader = Reader {
        server: Arc::clone(server),
        changed,
        shown,
        untold: VecDeque::new(),
    };
    let retry = stream::iter([Event::default().retry(RETRY)]);
    let news = stream::unfold(reader, async |mut reader| {
        let message = reader.next().await;
        Some((event(&message), reader))
    });
    Sse::new(retry.chain(news).map(Ok::<_, Infallible>))
        .keep_alive(KeepAlive::new().interval(server.limits.keep_alive))
        .into_response()
}

fn event(message: &Message) -> Event {
    // Either character would end a line by itself, and both together an empty one more.
    let data = message.data.replace("\r\n", "\n");
    let data = if data.is_empty() { "\n" } else { &data };
    Event::default().event(message.event).data(data)
}

/// Who reads a stream.
struct Reader {
    server: Arc<Server>,
    changed: watch::Receiver<u64>,
    shown: Shown,
    untold: VecDeque<Message>,
}

impl Reader {
    async fn next(&mut self) -> Message {
        loop {
            if let Some(message) = self.untold.pop_front() {
                return message;
            }
            if self.changed.changed().await.is_err() {
                // Nothing will ever change again, but the page stays open.
                std::future::pending::<()>().await;
            }
            let served = Arc::clone(&self.server.served);
            let mut shown = self.shown.clone();
            let told = self.server.news.run(move || {
                let messages = served.news(&mut shown);
                (shown, messages)
            });
            if let Some((shown, messages)) = told.await {
                self.shown = shown;
                self.untold.extend(messages);
            }
        }
    }
}
