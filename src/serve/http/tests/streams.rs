//! Pages that listen to events.

use std::sync::atomic::{AtomicUsize, Ordering};

use super::*;

fn told(event: &'static str, data: impl Into<String>) -> Vec<Message> {
    vec![Message {
        event,
        data: data.into(),
    }]
}

fn following(news: impl Fn(&mut Shown) -> Vec<Message> + Send + Sync + 'static) -> Running {
    start(limits(), echoed, news)
}

#[test]
fn news_come_at_once_and_after_every_change() {
    let count = |shown: &mut Shown| {
        shown.version += "+";
        told("reload", format!("{shown:?}"))
    };
    let server = following(count);
    let mut page = Page::open(
        server.address,
        "page=qx%2F%E7%94%B2.html&version=a%2Bb+c%26&state=s&other=1&version",
    );
    assert_eq!(status(&page.head), 200);
    assert!(page.head.contains("content-type: text/event-stream\r\n"));
    assert!(page.head.contains("cache-control: no-store\r\n"));
    assert_eq!(page.field("retry"), "1000");
    assert_eq!(page.line(), "");
    let mut expected = Shown {
        path: "qx/甲.html".to_owned(),
        version: "a+b+c&".to_owned(),
        state: "s".to_owned(),
        local: true,
    };
    for _ in 0..3 {
        expected.version += "+";
        assert_eq!(page.line(), "event: reload");
        assert_eq!(page.line(), format!("data: {expected:?}"));
        assert_eq!(page.line(), "");
        server.change();
    }
}

#[test]
fn a_change_that_comes_while_news_are_made_is_told_too() {
    let (gate, last) = (Gate::default(), Arc::new(Mutex::new(0)));
    let (pass, seen) = (gate.clone(), Arc::clone(&last));
    let server = following(move |_| {
        let now = *seen.lock().unwrap();
        pass.pass();
        told("state", now.to_string())
    });
    let mut page = Page::open(server.address, "");
    eventually("news are made", || Arc::strong_count(&last) == 2);
    for n in 1..=100 {
        *last.lock().unwrap() = n;
        server.change();
    }
    gate.open();
    while page.field("data") != "100" {}
}

#[test]
fn data_of_any_shape_arrives() {
    let data = ["", "one", "a\nb", "a\r\nb", "a\n\nevent: x", "甲\n"];
    let read = [
        vec!["", ""],
        vec!["one"],
        vec!["a", "b"],
        vec!["a", "b"],
        vec!["a", "", "event: x"],
        vec!["甲", ""],
    ];
    let server = following(move |_| data.iter().flat_map(|data| told("state", *data)).collect());
    let mut page = Page::open(server.address, "");
    page.field("retry");
    page.line();
    for lines in read {
        assert_eq!(page.line(), "event: state");
        for line in lines {
            assert_eq!(page.line(), format!("data: {line}"));
        }
        assert_eq!(page.line(), "");
    }
}

#[test]
fn a_stream_without_news_is_kept_alive() {
    let limits = Limits {
        keep_alive: Duration::from_millis(10),
        head: Duration::from_millis(20),
        stall: Duration::from_millis(20),
        ..limits()
    };
    let server = start(limits, echoed, |_| Vec::new());
    let mut page = Page::open(server.address, "");
    for _ in 0..10 {
        while page.line() != ":" {}
    }
}

#[test]
fn a_query_that_is_no_text_is_refused() {
    let server = echo();
    for query in ["page=%FF", "state=%00"] {
        assert_eq!(
            status(&get(server.address, &format!("/_/events?{query}")).0),
            400
        );
    }
}

#[test]
fn a_page_that_is_closed_is_forgotten() {
    let server = following(|_| told("state", ""));
    let before = server.changed.receiver_count();
    let pages: Vec<Page> = (0..10)
        .map(|_| {
            let mut page = Page::open(server.address, "");
            page.field("event");
            page
        })
        .collect();
    assert_eq!(server.changed.receiver_count(), before + 10);
    drop(pages);
    eventually("the streams are dropped", || {
        server.changed.receiver_count() == before
    });
}

#[test]
fn a_panic_costs_one_piece_of_news() {
    let calls = Arc::new(AtomicUsize::new(0));
    let called = Arc::clone(&calls);
    let server = following(move |shown| {
        shown.version += "+";
        assert_ne!(called.fetch_add(1, Ordering::SeqCst), 0, "the first call");
        told("state", shown.version.clone())
    });
    let mut page = Page::open(server.address, "version=a");
    eventually("a first call", || calls.load(Ordering::SeqCst) == 1);
    server.change();
    assert_eq!(page.field("data"), "a+");
}

#[test]
fn the_end_does_not_wait_for_pages() {
    let gate = Gate::default();
    let pass = gate.clone();
    let held = move |request: &Request<'_>| {
        pass.pass();
        echoed(request)
    };
    let mut server = start(limits(), held, |_| told("state", ""));
    let mut page = Page::open(server.address, "");
    page.field("event");
    let mut busy = connect(server.address);
    send(&mut busy, b"GET / HTTP/1.1\r\nHost: localhost");
    server.stop();
    assert_eq!(rest(&mut busy), b"");
    rest(page.lines.get_mut());
    gate.open();
}

#[test]
fn pages_stay_when_nothing_will_change_any_more() {
    let (changed, receiver) = watch::channel(0);
    let mut server = following(|_| told("state", "first"));
    let mut page = Page::open(server.address, "");
    assert_eq!(page.field("data"), "first");
    drop(receiver);
    drop(std::mem::replace(&mut server.changed, changed));
    let mut other = Page::open(server.address, "");
    assert_eq!(other.field("data"), "first");
    assert_eq!(get(server.address, "/a").1, "a false true");
    page.lines.get_ref().set_nonblocking(true).unwrap();
    let mut byte = [0];
    // The end of the event, then nothing, but no end of the stream.
    while page.lines.read(&mut byte).is_ok_and(|n| {
        assert_ne!(n, 0);
        true
    }) {}
}
