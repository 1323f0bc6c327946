//! Requests and news.

use std::sync::PoisonError;

use super::http::{Answer, Bytes, Message, Reply, Request, Served, Shown};
use super::now::{Dress, START};
use super::pages;
use super::session::Session;
use super::version::Version;
use crate::source::encode_path;

impl Served for Session {
    fn reply(&self, request: &Request<'_>) -> Reply {
        let now = self.now();
        let answer = |status, path: &str, body| {
            Reply::Answer(Answer {
                status,
                path: path.to_owned(),
                body,
            })
        };
        match request.path {
            "_/live.js" => {
                return answer(200, "live.js", Bytes::from_static(pages::SCRIPT.as_bytes()));
            }
            "_/live.css" => {
                return answer(200, "live.css", Bytes::from_static(pages::STYLE.as_bytes()));
            }
            "_" => return Reply::Redirect(format!("/{START}")),
            _ => {}
        }
        let path = match request.path {
            START => START.to_owned(),
            path if path.is_empty() || path.ends_with('/') => format!("{path}index.html"),
            path => path.to_owned(),
        };
        if let Some(page) = now.page(&path, &self.address, request.local) {
            let name = if page.made.version.is_some() {
                "page.html"
            } else {
                &path
            };
            return answer(page.status, name, now.dressed(&page, &path, request));
        }
        let index = format!("{path}/index.html");
        if now.is_there(&index) {
            return Reply::Redirect(format!("/{}/", encode_path(&path)));
        }
        let page = now.missing();
        answer(404, "404.html", now.dressed(&page, &path, request))
    }

    fn news(&self, shown: &mut Shown) -> Vec<Message> {
        let now = self.now();
        let mut news = Vec::new();
        let found = now.page(&shown.path, &self.address, shown.local);
        let was = Version::parse(&shown.version);
        let page = match found {
            Some(page) => page,
            None => {
                let missing = now.missing();
                let own = missing.made.version.as_ref();
                if own.is_none_or(|own| was.as_ref().is_none_or(|was| !own.same_page(was))) {
                    let moves = self.moves.read().unwrap_or_else(PoisonError::into_inner);
                    let place = moves.place_of(&shown.path, |path| now.is_there(path));
                    return vec![go(&place, shown)];
                }
                missing
            }
        };
        if page.made.version.is_none() && !shown.version.is_empty() {
            // A page with an error stood in the place of a file that is there now.
            shown.version.clear();
            return vec![Message {
                event: "reload",
                data: String::new(),
            }];
        }
        if let Some(version) = &page.made.version
            && was.as_ref() != Some(version)
        {
            let styles = was
                .as_ref()
                .filter(|was| version.is_restyled(was))
                .and_then(|was| self.restyled(was.style(), version.style()));
            shown.version = version.to_string();
            match styles {
                Some(styles) => news.push(Message {
                    event: "style",
                    data: serde_json::json!({ "version": shown.version, "styles": styles })
                        .to_string(),
                }),
                None => {
                    shown.state = now.state.id(page.held);
                    return vec![Message {
                        event: "reload",
                        data: shown.version.clone(),
                    }];
                }
            }
        }
        let state = now.state.id(page.held);
        if shown.local && page.dress == Dress::All && shown.state != state {
            let panel = now.words.pages.panel(&now.state.panel(page.held));
            let html = panel.unwrap_or_default();
            shown.state.clone_from(&state);
            news.push(Message {
                event: "state",
                data: serde_json::json!({ "state": state, "html": html }).to_string(),
            });
        }
        news
    }
}

/// Leads a browser to the page at `place`.
fn go(place: &str, shown: &mut Shown) -> Message {
    place.clone_into(&mut shown.path);
    let folder = place.strip_suffix("index.html").unwrap_or(place);
    Message {
        event: "go",
        data: format!("/{}", encode_path(folder)),
    }
}
