//! Who gets nothing, and what nobody gets.

use std::net::TcpListener;

use super::client::{ask, encoded, exchange};
use super::program::{Serving, built, until};
use crate::harness::{Folder, SITE, record};

/// Words that no answer may hold.
const SECRET: &str = "不能给人看";

/// A site with much that is not served.
fn site() -> Folder {
    let folder = Folder::site();
    folder.write("content/site.yaml", format!("{SITE}# {SECRET}\n"));
    let keys = [
        ("draft", "文种: 通知\n草稿: true"),
        ("members", "文种: 通知\n对象: 党员"),
        ("village", "文种: 通知\n对象: 本村"),
        ("named", "文种: 通知\n对象: 特定"),
    ];
    for (name, keys) in keys {
        let text = record(keys, &format!("{SECRET}，见[附件](附件.txt)。"))
            .replace("标题: 甲", &format!("标题: {SECRET}"));
        folder
            .write(&format!("content/qx/notices/{name}/index.md"), text)
            .write(&format!("content/qx/notices/{name}/附件.txt"), SECRET);
    }
    let later = record("文种: 通知", SECRET).replace("2026-11-20", "2026-11-23");
    folder
        .write("content/qx/notices/later.md", later)
        .write("content/qx/notices/.hidden.md", SECRET)
        .write("content/qx/notices/plain.md~", SECRET)
        .write("themes/own/templates/404.html", SECRET)
        .write(".gongkai/cache", SECRET)
        .write("public/old.html", SECRET)
        .write("secret.txt", SECRET);
    folder
}

#[test]
fn what_is_not_public_is_not_served() {
    let folder = site();
    let serving = Serving::of(&folder);
    let tree = built(&folder, &[]);
    let mut paths: Vec<String> = Vec::new();
    for path in folder.tree("").keys() {
        let inner = path.strip_prefix("content/").unwrap_or(path);
        for path in [
            path.clone(),
            inner.to_owned(),
            inner.replace("/index.md", ".html"),
            inner.replace(".md", ".html"),
            inner.replace("/附件.txt", ""),
        ] {
            paths.push(path);
        }
    }
    for path in &paths {
        if tree.contains_key(path) || tree.contains_key(&format!("{path}/index.html")) {
            continue;
        }
        for answer in [serving.get(path), serving.browse(path)] {
            assert_eq!(answer.status, 404, "{path}");
            assert!(!answer.text().contains(SECRET), "{path}");
        }
    }
    for path in tree.keys() {
        assert!(!serving.browse(path).text().contains(SECRET), "{path}");
    }
    // Events tell no more than pages do.
    for page in ["qx/notices/draft.html", "qx/notices/members.html"] {
        let target = format!("/_/events?page={page}&version=0-0&state=0");
        let shown = super::client::Shown {
            page: page.to_owned(),
            version: "0-0".to_owned(),
            state: "0".to_owned(),
        };
        let event = super::client::Listener::open(&serving.address, shown).next();
        assert_eq!(
            (event.name.as_str(), event.data.as_str()),
            ("go", "/qx/notices/"),
            "{target}"
        );
    }
}

#[test]
fn no_path_leads_to_the_disk() {
    let folder = site();
    let serving = Serving::of(&folder);
    let root = folder
        .path("secret.txt")
        .to_str()
        .expect("UTF-8")
        .replace('\\', "/");
    let mut paths: Vec<String> = Vec::new();
    for file in [
        "secret.txt",
        "content/site.yaml",
        "themes/own/templates/404.html",
        ".gongkai/cache",
        "public/old.html",
    ] {
        for up in [
            "../",
            "..%2f",
            "%2e%2e/",
            "%2e%2e%2f",
            "..\\",
            "..%5c",
            ".%2e/",
            "....//",
            "%252e%252e/",
        ] {
            for depth in [1, 2, 3, 8] {
                for start in ["/", "/qx/", "/assets/", "//", "/./", "/_/"] {
                    paths.push(format!("{start}{}{file}", up.repeat(depth)));
                }
            }
        }
        paths.push(format!("/{file}"));
        paths.push(format!("/{file}%00.html"));
        paths.push(format!("/{file}/"));
    }
    paths.extend([
        format!("/{}", encoded(&root)),
        format!("//{}", encoded(&root)),
        format!("/file://{}", encoded(&root)),
        root.clone(),
        "/C:/Windows/win.ini".to_owned(),
        "/etc/passwd".to_owned(),
        "//etc/passwd".to_owned(),
    ]);
    for path in &paths {
        if path.contains("\\") && !path.starts_with('/') {
            continue;
        }
        let answer = serving.ask("GET", path, "");
        assert!(
            [400, 404].contains(&answer.status),
            "{path}: {}",
            answer.status
        );
        let text = answer.text();
        assert!(
            !text.contains(SECRET) && !text.contains("root:x:"),
            "{path}"
        );
    }
    // Addresses that are none.
    for path in ["/%ff", "/%00", "/a%0d%0aX:1", "/%zz%"] {
        let status = serving.ask("GET", path, "").status;
        assert!([400, 404].contains(&status), "{path}: {status}");
    }
    let long = format!("/{}", "a/".repeat(20_000));
    assert!(ask(&serving.address, "GET", &long, "").is_ok_and(|answer| answer.status >= 400));
    assert_eq!(serving.get("").status, 200);
}

#[test]
fn only_its_own_names_are_answered() {
    let folder = site();
    let serving = Serving::of(&folder);
    let port = serving
        .address
        .rsplit(':')
        .next()
        .expect("a port")
        .to_owned();
    let status = |headers: &str, target: &str| {
        let answer = exchange(&serving.address, "GET", target, headers).expect("an answer");
        if answer.status != 200 {
            assert!(!answer.text().contains("平常通知"), "{headers}");
        }
        answer.status
    };
    for target in ["/", "/_/", "/_/live.js", "/qx/notices/plain.html"] {
        for host in ["127.0.0.1", "localhost", "[::1]"] {
            assert_eq!(
                status(&format!("Host: {host}:{port}\r\n"), target),
                200,
                "{host}"
            );
        }
        for host in [
            "evil.example",
            "127.0.0.1.evil.example",
            "192.168.1.1",
            "localhost.evil.example",
        ] {
            assert_eq!(
                status(&format!("Host: {host}:{port}\r\n"), target),
                421,
                "{host}"
            );
        }
        assert_eq!(status("", target), 400);
    }
    let events = "/_/events?page=index.html&version=a-b&state=c";
    assert_eq!(status("Host: evil.example\r\n", events), 421);
}

#[test]
fn pages_of_other_origins_get_nothing() {
    let folder = site();
    let serving = Serving::of(&folder);
    let own = format!("Origin: http://{}\r\n", serving.address);
    for target in ["/", "/_/", "/_/live.js", "/feed.xml"] {
        assert_eq!(serving.ask("GET", target, &own).status, 200, "{target}");
        for origin in [
            "http://evil.example",
            "null",
            "https://127.0.0.1",
            "http://127.0.0.1:1",
        ] {
            let answer = serving.ask("GET", target, &format!("Origin: {origin}\r\n"));
            assert_eq!(answer.status, 403, "{origin}");
            assert!(answer.body.len() < 200);
        }
        let cross = "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors\r\n";
        assert_eq!(serving.ask("GET", target, cross).status, 403);
        let answer = serving.ask("GET", target, "");
        let shared: Vec<_> = answer
            .headers
            .iter()
            .filter(|(name, _)| name.starts_with("access-control-"))
            .collect();
        assert!(shared.is_empty(), "{shared:?}");
        assert_eq!(
            answer.header("cross-origin-resource-policy"),
            Some("same-origin")
        );
        assert_eq!(answer.header("cache-control"), Some("no-store"));
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
    }
    let answer = serving.ask(
        "OPTIONS",
        "/",
        "Origin: http://evil.example\r\nAccess-Control-Request-Method: GET\r\n",
    );
    assert_eq!(answer.status, 403);
    for method in ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"] {
        assert_eq!(serving.ask(method, "/", "").status, 405, "{method}");
    }
}

#[test]
fn a_taken_port_is_said_and_the_next_one_used() {
    let folder = site();
    let first = Serving::of(&folder);
    let port: u16 = first
        .address
        .rsplit(':')
        .next()
        .expect("a port")
        .parse()
        .expect("a number");
    if port == u16::MAX {
        return;
    }
    let second = Serving::start(folder.command(&["serve", "--port", &port.to_string()]));
    let other: u16 = second
        .address
        .rsplit(':')
        .next()
        .expect("a port")
        .parse()
        .expect("a number");
    assert!(other > port, "{other}");
    second.await_said(0, &format!("端口 {port} 已被别的程序占用，改用 {other}"));
    assert_eq!(second.get("").status, 200);
    assert_eq!(first.get("").status, 200);
    folder
        .run(&["serve", "--host", "no.such.host.invalid"])
        .expect(2)
        .says("no.such.host.invalid");
    // The last port of all, if it can be had to be taken.
    if let Ok(_held) = TcpListener::bind(("127.0.0.1", u16::MAX)) {
        folder
            .run(&["serve", "--port", "65535"])
            .expect(2)
            .says("65535");
    }
}

#[test]
fn whoever_opens_it_to_others_is_warned() {
    let folder = site();
    let serving = Serving::with(&folder, &["--host", "0.0.0.0"]);
    serving.await_said(0, "同一网络里的任何人");
    assert_eq!(serving.get("").status, 200);
    let alone = Serving::of(&folder);
    alone.await_said(0, "没有错误");
    assert!(!alone.said().contains("同一网络"));
    assert!(alone.address.starts_with("127.0.0.1:"));
}

#[test]
fn a_folder_without_a_site_is_not_served() {
    let folder = Folder::empty();
    folder
        .run(&["serve", "--port", "0"])
        .expect(2)
        .says("site.yaml");
}

#[cfg(unix)]
#[test]
fn it_ends_at_once_and_cleanly() {
    use std::process::Command;
    for signal in ["-INT", "-TERM"] {
        let folder = site();
        let mut serving = Serving::of(&folder);
        let listeners = [serving.listen("index.html"), serving.listen("_/")];
        let idle = std::net::TcpStream::connect(&serving.address).expect("a connection");
        let began = std::time::Instant::now();
        let sent = Command::new("kill")
            .args([signal, &serving.id().to_string()])
            .status();
        assert!(sent.expect("kill").success());
        assert_eq!(serving.ended().code(), Some(0), "{signal}");
        // Far longer than it takes, far shorter than any stream would be waited for.
        assert!(began.elapsed().as_secs() < 10);
        for listener in &listeners {
            listener.expect_end();
        }
        drop(idle);
        until(|| {
            serving
                .said()
                .contains("已结束")
                .then_some(())
                .ok_or(serving.said())
        });
    }
}
