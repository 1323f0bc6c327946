//! Requests for files.

use super::*;

#[test]
fn a_path_is_decoded_once_and_its_query_ignored() {
    let server = echo();
    let path_of = |address: &str| get(server.address, address).1;
    assert_eq!(path_of("/"), " false true");
    assert_eq!(
        path_of("/qx/funds/%E7%94%B2.html?x=1%FF"),
        "qx/funds/甲.html false true"
    );
    assert_eq!(path_of("/%252e"), "%2e false true");
    assert_eq!(path_of("/../a/%2e%2e/b"), "../a/../b false true");
    assert_eq!(path_of("/a%5Cb"), "a\\b false true");
    assert_eq!(path_of("//host//b"), "/host//b false true");
    assert_eq!(path_of("/100%"), "100% false true");
}

#[test]
fn a_path_that_is_no_text_is_refused() {
    let server = echo();
    for path in ["/%FF", "/%E7%94", "/a%00", "/a%0Ab", "/%7F", "/%C2%85"] {
        assert_eq!(status(&get(server.address, path).0), 400, "{path}");
    }
}

#[test]
fn a_browser_is_known_by_what_it_accepts() {
    let server = echo();
    let accept = "GET / HTTP/1.1\r\nHost: localhost\r\nAccept: ";
    let body = |types: &str| ask(server.address, (accept.to_owned() + types).as_bytes()).1;
    assert_eq!(
        body("text/html,application/xhtml+xml,*/*;q=0.8"),
        b" true true"
    );
    assert_eq!(body("*/*"), b" false true");
}

#[test]
fn only_get_and_head_are_answered() {
    let server = echo();
    let (head, body) = ask(server.address, b"HEAD /abc HTTP/1.1\r\nHost: localhost");
    assert_eq!(status(&head), 200);
    assert!(head.contains("content-length: 14\r\n"), "{head}");
    assert_eq!(body, b"");
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "BREW"] {
        let request = format!("{method} /abc HTTP/1.1\r\nHost: localhost");
        let (head, _) = ask(server.address, request.as_bytes());
        assert_eq!(status(&head), 405, "{method}");
        assert!(head.contains("allow: get, head\r\n"), "{head}");
    }
}

#[test]
fn several_requests_share_a_connection() {
    let server = echo();
    let mut stream = connect(server.address);
    for name in ["one", "two"] {
        send(
            &mut stream,
            format!("GET /{name} HTTP/1.1\r\nHost: localhost").as_bytes(),
        );
        let mut answer = String::new();
        while !answer.ends_with(&format!("{name} false true")) {
            let mut byte = [0];
            stream.read_exact(&mut byte).unwrap();
            answer.push(char::from(byte[0]));
        }
    }
}

#[test]
fn a_large_file_arrives_whole() {
    let body: Bytes = (0..8_000_000u32).map(|n| (n % 251) as u8).collect();
    let sent = body.clone();
    let server = start(limits(), move |_| page(sent.clone()), |_| Vec::new());
    let (head, got) = ask(server.address, b"GET / HTTP/1.1\r\nHost: localhost");
    assert!(head.contains("content-length: 8000000\r\n"), "{head}");
    assert!(got == body);
}

#[test]
fn a_name_gives_the_content_type() {
    let named = |request: &Request<'_>| {
        Reply::Answer(Answer {
            status: 200,
            path: request.path.to_owned(),
            body: Bytes::new(),
        })
    };
    let server = start(limits(), named, |_| Vec::new());
    let types = [
        ("a/b.html", "text/html; charset=utf-8"),
        ("style.css", "text/css; charset=utf-8"),
        ("live.js", "text/javascript; charset=utf-8"),
        ("sitemap.xml", "application/xml; charset=utf-8"),
        ("qx/feed.xml", "application/atom+xml; charset=utf-8"),
        ("all.json", "application/json; charset=utf-8"),
        ("all.csv", "text/csv; charset=utf-8"),
        ("days.ics", "text/calendar; charset=utf-8"),
        ("seal.svg", "image/svg+xml; charset=utf-8"),
        ("robots.txt", "text/plain; charset=utf-8"),
        ("sheet.pdf", "application/pdf"),
        ("photo.JPG", "image/jpeg"),
        ("unknown", "application/octet-stream"),
    ];
    for (name, kind) in types {
        let head = get(server.address, &format!("/{name}")).0;
        assert!(
            head.contains(&format!("content-type: {kind}\r\n")),
            "{head}"
        );
        assert!(!head.contains("content-disposition"), "{head}");
    }
}

#[test]
fn a_status_is_passed_on_and_nonsense_is_an_error() {
    let answered = |request: &Request<'_>| {
        Reply::Answer(Answer {
            status: request.path.parse().unwrap(),
            path: "404.html".to_owned(),
            body: Bytes::from_owner(Arc::<[u8]>::from(*b"words")),
        })
    };
    let server = start(limits(), answered, |_| Vec::new());
    for (given, sent) in [(200, 200), (404, 404), (503, 503), (7, 500)] {
        let (head, body) = get(server.address, &format!("/{given}"));
        assert_eq!((status(&head), body.as_str()), (sent, "words"));
    }
}

#[test]
fn a_redirect_stays_on_this_server() {
    let redirect = |request: &Request<'_>| Reply::Redirect(request.path.to_owned());
    let server = start(limits(), redirect, |_| Vec::new());
    let (head, _) = get(server.address, "//qx/%25E7%2594%25B2/");
    assert_eq!(status(&head), 302);
    assert!(head.contains("location: /qx/%e7%94%b2/\r\n"), "{head}");
    for path in ["///host/", "//%5Chost/", "/http://host/", "/"] {
        assert_eq!(status(&get(server.address, path).0), 500, "{path}");
    }
}

#[test]
fn a_panic_costs_one_request() {
    let answered = |request: &Request<'_>| {
        assert_ne!(request.path, "bad");
        echoed(request)
    };
    let server = start(limits(), answered, |_| Vec::new());
    for _ in 0..20 {
        assert_eq!(status(&get(server.address, "/bad").0), 500);
    }
    assert_eq!(get(server.address, "/good").1, "good false true");
}
