//! Requests that a browser was made to send by a page elsewhere.

use super::*;

fn asked(server: &Running, lines: &str) -> (u16, String) {
    let request = format!("GET /a HTTP/1.1\r\n{lines}");
    let (head, _) = ask(server.address, request.trim_end().as_bytes());
    (status(&head), head)
}

#[test]
fn a_server_for_this_machine_goes_by_its_own_names_only() {
    let server = echo();
    let hosts = [
        ("localhost", 200),
        ("LOCALHOST:80", 200),
        ("gongkai.localhost:1", 200),
        ("127.0.0.1:8080", 200),
        ("127.9.9.9", 200),
        ("[::1]:8080", 200),
        ("evil.example", 421),
        ("localhost.evil.example", 421),
        ("evillocalhost", 421),
        ("192.168.1.5", 421),
        ("0.0.0.0", 421),
        ("[::2]", 421),
        ("", 400),
        ("user@localhost", 400),
        ("localhost:x", 400),
        ("localhost/", 400),
    ];
    for (host, expected) in hosts {
        assert_eq!(
            asked(&server, &format!("Host: {host}")).0,
            expected,
            "{host}"
        );
    }
}

#[test]
fn a_server_for_others_goes_by_addresses_and_the_given_name() {
    let mut server = start_at(
        "0.0.0.0",
        limits(),
        Box::new(echoed),
        Box::new(|_| Vec::new()),
    );
    let port = server.address.port();
    server.address = ([127, 0, 0, 1], port).into();
    for (host, expected) in [
        ("localhost", 200),
        ("192.168.1.5:8080", 200),
        ("[fe80::1]", 200),
        ("evil.example", 421),
    ] {
        assert_eq!(
            asked(&server, &format!("Host: {host}")).0,
            expected,
            "{host}"
        );
    }
}

#[test]
fn one_host_is_named() {
    let server = echo();
    assert_eq!(asked(&server, "").0, 400);
    assert_eq!(asked(&server, "Host: localhost\r\nHost: localhost").0, 400);
    let absolute = |address: &str| {
        let request = format!("GET {address} HTTP/1.1\r\nHost: localhost");
        status(&ask(server.address, request.as_bytes()).0)
    };
    assert_eq!(absolute("http://localhost/a"), 200);
    assert_eq!(absolute("http://evil.example/a"), 400);
}

#[test]
fn another_origin_gets_nothing() {
    let server = echo();
    let origins = [
        ("http://localhost:8080", 200),
        ("http://LOCALHOST:8080", 200),
        ("http://localhost:8081", 403),
        ("http://localhost", 403),
        ("http://127.0.0.1:8080", 403),
        ("https://localhost:8080", 403),
        ("http://evil.example:8080", 403),
        ("null", 403),
        ("", 403),
    ];
    for (origin, expected) in origins {
        let lines = format!("Host: localhost:8080\r\nOrigin: {origin}");
        assert_eq!(asked(&server, &lines).0, expected, "{origin}");
    }
    let twice = "Host: a.localhost\r\nOrigin: http://a.localhost:80\r\nOrigin: http://b";
    assert_eq!(asked(&server, twice).0, 403);
    let port = "Host: a.localhost\r\nOrigin: http://a.localhost:80";
    assert_eq!(asked(&server, port).0, 200);
}

#[test]
fn another_site_may_only_link_here() {
    let server = echo();
    let fetches = [
        (
            "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate",
            200,
        ),
        ("Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors", 403),
        ("Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: cors", 403),
        ("Sec-Fetch-Site: cross-site", 403),
        (
            "Sec-Fetch-Site: same-origin\r\nSec-Fetch-Mode: no-cors",
            200,
        ),
        ("Sec-Fetch-Site: none\r\nSec-Fetch-Mode: navigate", 200),
    ];
    for (lines, expected) in fetches {
        let lines = format!("Host: localhost\r\n{lines}");
        assert_eq!(asked(&server, &lines).0, expected, "{lines}");
    }
}

#[test]
fn streams_are_guarded_as_files_are() {
    let server = echo();
    let request = b"GET /_/events HTTP/1.1\r\nHost: evil.example";
    assert_eq!(status(&ask(server.address, request).0), 421);
    let request = b"GET /_/events HTTP/1.1\r\nHost: localhost\r\nOrigin: http://evil.example";
    assert_eq!(status(&ask(server.address, request).0), 403);
}

#[test]
fn every_answer_is_for_this_origin_only() {
    let server = echo();
    let answers = [
        ("Host: localhost", 200),
        ("Host: evil.example", 421),
        ("Host: localhost\r\nOrigin: http://evil.example", 403),
        ("", 400),
    ];
    for (lines, expected) in answers {
        let (status, head) = asked(&server, lines);
        assert_eq!(status, expected);
        for line in [
            "x-content-type-options: nosniff\r\n",
            "cross-origin-resource-policy: same-origin\r\n",
            "cache-control: no-store\r\n",
            "referrer-policy: no-referrer\r\n",
        ] {
            assert_eq!(head.matches(line).count(), 1, "{line} {head}");
        }
        let framed = head.contains("content-security-policy: frame-ancestors 'none'\r\n");
        assert_eq!(framed, head.contains("text/html"), "{head}");
        assert!(!head.contains("access-control-"), "{head}");
    }
}
