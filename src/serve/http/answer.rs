//! From a request to its response.

use std::sync::Arc;

use axum::body::Body;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode, header};
use percent_encoding::percent_decode_str;

use super::connections::{Connection, Phase};
use super::events;
use super::guard::Refusal;
use super::run::Server;
use super::{Answer, Reply, Request};

/// Answers the request with this head, which came by `connection`.
pub async fn answer(
    server: &Arc<Server>,
    connection: &Connection,
    request: &Parts,
) -> Response<Body> {
    connection.enter(Phase::Answering);
    let stream = request.uri.path() == events::PATH;
    let answered = match server.guard.check(request) {
        Err(refusal) => Err(refusal),
        Ok(()) if stream => follow(server, connection.local, request),
        Ok(()) => file(server, connection.local, request).await,
    };
    connection.enter(match &answered {
        Ok(_) if stream => Phase::Streaming,
        _ => Phase::Waiting,
    });
    let mut response = answered.unwrap_or_else(refused);
    protect(response.headers_mut());
    response
}

/// What `text` spells with percent signs; none if it is no UTF-8 text, or holds control characters.
pub fn decoded(text: &str) -> Option<String> {
    let text = percent_decode_str(text).decode_utf8().ok()?;
    (!text.contains(char::is_control)).then(|| text.into_owned())
}

fn follow(server: &Arc<Server>, local: bool, request: &Parts) -> Result<Response<Body>, Refusal> {
    let query = request.uri.query().unwrap_or_default();
    let shown = events::shown(query, local).ok_or(Refusal::Address)?;
    Ok(events::stream(server, shown))
}

async fn file(
    server: &Arc<Server>,
    local: bool,
    request: &Parts,
) -> Result<Response<Body>, Refusal> {
    let path = request.uri.path();
    let path = decoded(path.strip_prefix('/').unwrap_or(path)).ok_or(Refusal::Address)?;
    let accepted = request.headers.get_all(header::ACCEPT);
    let browser = accepted
        .iter()
        .any(|types| types.to_str().is_ok_and(|t| t.contains("text/html")));
    let served = Arc::clone(&server.served);
    let reply = server.replies.run(move || {
        served.reply(&Request {
            path: &path,
            browser,
            local,
        })
    });
    Ok(match reply.await {
        Some(Reply::Answer(answer)) => sent(answer),
        Some(Reply::Redirect(address)) => redirected(&address),
        None => plain(StatusCode::INTERNAL_SERVER_ERROR, None),
    })
}

fn sent(answer: Answer) -> Response<Body> {
    let mut response = Response::new(Body::from(answer.body));
    *response.status_mut() =
        StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    set_type(response.headers_mut(), &content_type(&answer.path));
    response
}

fn redirected(address: &str) -> Response<Body> {
    // `//host/` and `/\host/` are addresses of another server.
    let own = address.starts_with('/') && !address[1..].starts_with(['/', '\\']);
    match HeaderValue::from_str(address) {
        Ok(address) if own => {
            let mut response = plain(StatusCode::FOUND, None);
            response.headers_mut().insert(header::LOCATION, address);
            response
        }
        _ => plain(StatusCode::INTERNAL_SERVER_ERROR, None),
    }
}

fn refused(refusal: Refusal) -> Response<Body> {
    let field = refusal.field();
    let mut response = plain(refusal.status(), field.as_ref().map(|field| field.as_str()));
    if refusal == Refusal::Method {
        let allowed = HeaderValue::from_static("GET, HEAD");
        response.headers_mut().insert(header::ALLOW, allowed);
    }
    response
}

/// The standard's words for `status`, and the header field at fault.
fn plain(status: StatusCode, field: Option<&str>) -> Response<Body> {
    let text = match field {
        Some(field) => format!("{status}: {field}\n"),
        None => format!("{status}\n"),
    };
    let mut response = Response::new(Body::from(text));
    *response.status_mut() = status;
    set_type(response.headers_mut(), "text/plain; charset=utf-8");
    response
}

fn set_type(headers: &mut HeaderMap, content_type: &str) {
    if let Ok(value) = HeaderValue::from_str(content_type) {
        headers.insert(header::CONTENT_TYPE, value);
    }
}

/// What every answer says: it is what it says it is, for pages of this server only, and never to be kept.
fn protect(headers: &mut HeaderMap) {
    let mut say = |name, value| headers.insert(name, HeaderValue::from_static(value));
    say(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    say(
        header::HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    );
    say(header::CACHE_CONTROL, "no-store");
    say(header::REFERRER_POLICY, "no-referrer");
    let page = headers
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    if page {
        headers.insert(
            header::CONTENT_SECURITY_POLICY,
            HeaderValue::from_static("frame-ancestors 'none'"),
        );
    }
}

/// The content type of the file at `path`, by its name.
fn content_type(path: &str) -> String {
    let kind = if path.ends_with("feed.xml") {
        "application/atom+xml".to_owned()
    } else if path.ends_with(".xml") {
        "application/xml".to_owned()
    } else {
        mime_guess::from_path(path)
            .first_or_octet_stream()
            .essence_str()
            .to_owned()
    };
    let text = kind.starts_with("text/")
        || ["json", "javascript", "xml"]
            .iter()
            .any(|end| kind.ends_with(end));
    if text { kind + "; charset=utf-8" } else { kind }
}
