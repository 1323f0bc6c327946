//! Many clients, and slow ones.

use std::io::Write;
use std::net::TcpStream;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use super::client::{Listener, Shown};
use super::program::{Serving, is_reload, notice, villages};

const A: &str = "qx/a/notices/n.html";

#[test]
fn slow_clients_do_not_stall_it() {
    let folder = villages();
    let serving = Serving::of(&folder);
    let mut slow = Vec::new();
    for i in 0..300 {
        let mut stream = TcpStream::connect(&serving.address).expect("a connection");
        let begun = match i % 3 {
            // Says nothing, says half of a request, or asks for much and never reads.
            0 => String::new(),
            1 => format!("GET /{A} HTTP/1.1\r\nHost: {}\r\nAccept", serving.address),
            _ => format!("GET /{A} HTTP/1.1\r\nHost: {}\r\n\r\n", serving.address).repeat(50),
        };
        stream.write_all(begun.as_bytes()).expect("sent");
        slow.push(stream);
    }
    let page = serving.listen(A);
    folder.write(
        "content/qx/a/notices/n.md",
        notice("a村通知", "还是马上看到。"),
    );
    page.expect("reload");
    for _ in 0..50 {
        assert!(serving.get(A).text().contains("还是马上看到"));
    }
    drop(slow);
}

#[test]
fn hundreds_of_open_pages_are_all_told() {
    let folder = villages();
    let serving = Serving::of(&folder);
    let shown = Shown::of(&serving.browse(A).text());
    let listeners: Vec<Listener> = (0..200)
        .map(|_| Listener::open(&serving.address, shown.clone()))
        .collect();
    for text in ["第一次。", "第二次。"] {
        folder.write("content/qx/a/notices/n.md", notice("a村通知", text));
        for listener in &listeners {
            listener.expect("reload");
        }
        assert!(serving.get(A).text().contains(text));
    }
}

/// Every answer is whole and of one state, while states follow one another.
#[test]
fn readers_in_the_midst_of_edits_see_whole_pages() {
    let folder = villages();
    folder.write("content/qx/a/notices/n.md", notice("第0稿", "第0稿。"));
    let serving = Serving::of(&folder);
    let (edits, read) = (AtomicUsize::new(0), AtomicUsize::new(0));
    const EDITS: usize = 40;
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                while edits.load(Ordering::Relaxed) < EDITS {
                    let answer = serving.get(A);
                    let text = answer.text();
                    assert_eq!(answer.status, 200, "{text}");
                    let (_, rest) = text.split_once("<title>").expect("a title");
                    let title = rest.split(['-', ' ']).next().expect("a title");
                    assert!(text.contains(&format!("<p>{title}。</p>")), "{text}");
                    assert!(text.trim_end().ends_with("</html>"));
                    read.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        for i in 1..=EDITS {
            let words = format!("第{i}稿");
            let page = serving.listen(A);
            folder.write(
                "content/qx/a/notices/n.md",
                notice(&words, &format!("{words}。")),
            );
            page.take_until(is_reload);
            edits.store(i, Ordering::Relaxed);
        }
    });
    assert!(read.into_inner() > 0);
}
