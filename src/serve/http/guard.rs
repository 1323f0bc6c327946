//! Which requests are not answered: those that a web page elsewhere makes a browser send here.

use std::net::IpAddr;

use axum::http::request::Parts;
use axum::http::uri::Authority;
use axum::http::{HeaderName, Method, StatusCode, header};

/// Why a request is not answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// The method is neither GET nor HEAD.
    Method,
    /// The address is no UTF-8 text, or holds control characters.
    Address,
    /// There is no host, more than one, or one that cannot be read.
    NoHost,
    /// The host is a name that this server does not go by.
    StrangeHost,
    /// A script of another origin asks.
    StrangeOrigin,
    /// A page of another site asks for something else than to go here.
    CrossSite,
}

impl Refusal {
    /// The status that says so.
    pub fn status(self) -> StatusCode {
        match self {
            Refusal::Method => StatusCode::METHOD_NOT_ALLOWED,
            Refusal::Address | Refusal::NoHost => StatusCode::BAD_REQUEST,
            Refusal::StrangeHost => StatusCode::MISDIRECTED_REQUEST,
            Refusal::StrangeOrigin | Refusal::CrossSite => StatusCode::FORBIDDEN,
        }
    }

    /// The header field at fault, if it is one.
    pub fn field(self) -> Option<HeaderName> {
        match self {
            Refusal::Method | Refusal::Address => None,
            Refusal::NoHost | Refusal::StrangeHost => Some(header::HOST),
            Refusal::StrangeOrigin => Some(header::ORIGIN),
            Refusal::CrossSite => Some(HeaderName::from_static(SITE)),
        }
    }
}

const SITE: &str = "sec-fetch-site";
const MODE: &str = "sec-fetch-mode";

/// The hosts that the server goes by.
///
/// A page elsewhere can let its own name point to this machine, and its scripts then read what is served under that name (DNS rebinding).
/// It cannot do so with an address, nor with a name that is not its own.
#[derive(Debug)]
pub struct Guard {
    given: String,
    /// Whether other machines can reach the server.
    open: bool,
}

impl Guard {
    /// For a server that listens at `address` since it was told to listen at `given`.
    pub fn new(given: &str, address: IpAddr) -> Guard {
        Guard {
            given: given.to_owned(),
            open: !address.is_loopback(),
        }
    }

    /// Looks at the head of a request.
    ///
    /// # Errors
    /// It is not to be answered, and why.
    pub fn check(&self, request: &Parts) -> Result<(), Refusal> {
        let host = host(request)?;
        if !self.goes_by(host.host()) {
            return Err(Refusal::StrangeHost);
        }
        for origin in request.headers.get_all(header::ORIGIN) {
            if !origin.to_str().is_ok_and(|origin| is_at(origin, &host)) {
                return Err(Refusal::StrangeOrigin);
            }
        }
        let says = |name, value| request.headers.get_all(name).iter().any(|v| v == value);
        if says(SITE, "cross-site") && !says(MODE, "navigate") {
            return Err(Refusal::CrossSite);
        }
        if ![Method::GET, Method::HEAD].contains(&request.method) {
            return Err(Refusal::Method);
        }
        Ok(())
    }

    fn goes_by(&self, host: &str) -> bool {
        let host = host.to_ascii_lowercase();
        let literal = host
            .strip_prefix('[')
            .and_then(|host| host.strip_suffix(']'))
            .unwrap_or(&host);
        match literal.parse::<IpAddr>() {
            Ok(address) => self.open || address.is_loopback(),
            Err(_) => {
                host == "localhost"
                    || host.ends_with(".localhost")
                    || host.eq_ignore_ascii_case(&self.given)
            }
        }
    }
}

/// The one host that the request names.
fn host(request: &Parts) -> Result<Authority, Refusal> {
    let mut named = request.headers.get_all(header::HOST).iter();
    let (Some(host), None) = (named.next(), named.next()) else {
        return Err(Refusal::NoHost);
    };
    let host = Authority::try_from(host.as_bytes()).map_err(|_| Refusal::NoHost)?;
    let port = host.port_u16().map_or(String::new(), |p| format!(":{p}"));
    let plain = *host.as_str() == format!("{}{port}", host.host());
    let agreed = request.uri.authority().is_none_or(|other| *other == host);
    if plain && agreed {
        Ok(host)
    } else {
        Err(Refusal::NoHost)
    }
}

/// Whether `origin` is the origin of pages at `host`.
fn is_at(origin: &str, host: &Authority) -> bool {
    let port = |authority: &Authority| authority.port_u16().unwrap_or(80);
    origin
        .strip_prefix("http://")
        .and_then(|origin| Authority::try_from(origin).ok())
        .is_some_and(|origin| {
            origin.host().eq_ignore_ascii_case(host.host()) && port(&origin) == port(host)
        })
}
