//! Ports that are free and ports that are not.

use super::*;

fn at(host: &str, port: u16) -> std::io::Result<Listener> {
    listen(&Options {
        host: host.to_owned(),
        port,
    })
}

#[test]
fn a_free_port_is_taken_as_asked() {
    let any = at("127.0.0.1", 0).unwrap();
    assert_ne!(any.address().port(), 0);
    assert_eq!(any.taken(), None);
}

#[test]
fn the_next_port_is_taken_when_one_is_in_use() {
    let first = at("127.0.0.1", 0).unwrap().address().port().min(60_000);
    let one = at("127.0.0.1", first).unwrap();
    let other = at("127.0.0.1", one.address().port()).unwrap();
    assert!(other.address().port() > one.address().port());
    assert_eq!(other.taken(), Some(one.address().port()));
}

#[test]
fn there_is_no_port_after_the_last() {
    let _last = at("127.0.0.1", u16::MAX);
    assert!(at("127.0.0.1", u16::MAX).is_err());
}

#[test]
fn names_are_looked_up_and_strange_addresses_are_refused() {
    assert!(at("localhost", 0).unwrap().address().ip().is_loopback());
    // An address for documentation, which no machine has.
    assert!(at("192.0.2.1", 0).is_err());
    assert!(at("", 0).is_err());
}
