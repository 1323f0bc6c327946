//! Any single changed byte of a published copy is found.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::copy::Found;
use super::*;
use crate::ledger::{Key, Line};
use crate::values::Day;

type Files = BTreeMap<String, Vec<u8>>;

/// A copy in memory.
#[derive(Clone)]
struct Memory(Files);

impl Copy for Memory {
    fn read(&self, path: &str) -> Found {
        self.0.get(path).cloned().ok_or(Unread::Missing)
    }

    fn list(&self) -> Option<Vec<String>> {
        Some(self.0.keys().cloned().collect())
    }
}

const KEY: &str = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";

fn json(n: usize) -> Vec<u8> {
    let fields = serde_json::json!({"标题": format!("第{n}份"), "合计": {"支出": n}, "更正": []});
    serde_json::to_vec(&serde_json::json!({"fields": fields, "html": "<p>正文</p>"})).unwrap()
}

fn line(n: usize, hash: String) -> Line {
    Line {
        n: 0,
        day: Day::parse("2026-11-22").unwrap(),
        record: format!("qx/notices/n{n}"),
        code: format!("000000{n}"),
        title: format!("第{n}份"),
        change: Change::Published,
        version: 1,
        hash,
        sheet: format!("0000-000{n}"),
        because: Vec::new(),
        values: Vec::new(),
        prev: String::new(),
        own: String::new(),
    }
}

/// Three records, a page, the ledger with its signature, the manifest.
fn published() -> Memory {
    let mut files = BTreeMap::new();
    files.insert("index.html".to_owned(), b"<!doctype html>".to_vec());
    let mut ledger = Ledger::default();
    for n in 0..3 {
        let bytes = json(n);
        let json = serde_json::from_slice(&bytes).unwrap();
        let content = Content::of_published(&json).unwrap();
        ledger.push(line(n, content.hash()));
        files.insert(format!("qx/notices/n{n}.json"), bytes);
    }
    ledger.sign(&Key::read(KEY).unwrap());
    files.insert(ledger::NAME.to_owned(), ledger.text().into());
    let signature = ledger.signature().unwrap();
    files.insert(ledger::SIGNATURE.to_owned(), signature.into());
    seal(files)
}

/// `files` with their manifest.
fn seal(mut files: Files) -> Memory {
    files.remove(MANIFEST);
    let listed = files.iter().map(|(path, bytes)| crate::output::Published {
        path: path.clone(),
        bytes: bytes.len() as u64,
        blake3: blake3::hash(bytes).to_hex().to_string(),
    });
    let manifest = Manifest {
        generator: "gongkai 0".to_owned(),
        day: "2026-11-22".to_owned(),
        files: listed.collect(),
    };
    let bytes = manifest.to_bytes();
    files.insert(MANIFEST.to_owned(), bytes);
    Memory(files)
}

fn faults(copy: &Memory) -> Vec<&'static str> {
    let key = Key::read(KEY).unwrap().public();
    let found = verify(copy, Some(&key));
    found.faults.iter().map(|fault| fault.key).collect()
}

#[test]
fn what_was_published_has_no_faults() {
    assert_eq!(faults(&published()), Vec::<&str>::new());
    let found = verify(&published(), None);
    assert!(found.faults.is_empty() && !found.signed);
    assert_eq!((found.files, found.lines), (6, 3));
}

#[test]
fn what_comes_goes_or_is_forged_is_named() {
    let with = |change: &dyn Fn(&mut Files)| {
        let mut files = published().0;
        change(&mut files);
        files
    };
    let more = with(&|files| drop(files.insert("more.html".to_owned(), Vec::new())));
    assert_eq!(faults(&Memory(more)), ["verify.unlisted"]);
    let gone = with(&|files| drop(files.remove("qx/notices/n1.json")));
    assert_eq!(
        faults(&Memory(gone.clone())),
        ["verify.missing", "verify.gone"]
    );
    // A manifest made anew hides nothing that the ledger knows.
    assert_eq!(faults(&seal(gone)), ["verify.gone"]);
    let other = with(&|files| drop(files.insert("qx/notices/n1.json".to_owned(), json(7))));
    assert_eq!(faults(&seal(other)), ["verify.differs"]);
    let new = with(&|files| drop(files.insert("qx/notices/n9.json".to_owned(), json(9))));
    assert_eq!(faults(&seal(new)), ["verify.unpublished"]);
    // Nor does a chain made anew, where it was signed.
    let mut chain = Ledger::default();
    let files = with(&|files| drop(files.insert("qx/notices/n1.json".to_owned(), json(7))));
    for n in 0..3 {
        let json = serde_json::from_slice(&files[&format!("qx/notices/n{n}.json")]).unwrap();
        chain.push(line(n, Content::of_published(&json).unwrap().hash()));
    }
    let forged = {
        let mut files = files.clone();
        files.insert(ledger::NAME.to_owned(), chain.text().into());
        seal(files)
    };
    assert_eq!(faults(&forged), ["verify.forged"]);
    assert!(verify(&forged, None).faults.is_empty());
}

#[test]
fn a_sheet_is_current_old_or_unknown() {
    let mut ledger = Ledger::default();
    ledger.push(line(0, "a".to_owned()));
    assert!(matches!(
        find_sheet(&ledger, "oooo oooO"),
        Sheet::Current(_)
    ));
    assert_eq!(find_sheet(&ledger, "1111-1111"), Sheet::Unknown);
    let second = Line {
        change: Change::Corrected,
        version: 2,
        sheet: "1111-1111".to_owned(),
        ..line(0, "b".to_owned())
    };
    ledger.push(second);
    let Sheet::Old(own, since) = find_sheet(&ledger, "00000000") else {
        panic!("it is old");
    };
    assert_eq!((own.version, since.len()), (1, 1));
    assert!(matches!(
        find_sheet(&ledger, "1111-1111"),
        Sheet::Current(_)
    ));
    let withdrawn = Line {
        change: Change::Withdrawn,
        ..line(0, "c".to_owned())
    };
    ledger.push(withdrawn);
    assert!(matches!(find_sheet(&ledger, "1111-1111"), Sheet::Old(..)));
}

/// Serves `files` by their decoded paths for as long as the test runs; the address.
fn serve(files: Files) -> String {
    use std::io::{BufRead, BufReader, Write};
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
            let first = lines.next().and_then(Result::ok).unwrap_or_default();
            // The rest of the request is read, so that closing does not reset the connection.
            while lines
                .next()
                .and_then(Result::ok)
                .is_some_and(|line| !line.is_empty())
            {}
            let path = first.split(' ').nth(1).unwrap_or_default();
            let path = percent_decode(path.trim_start_matches('/'));
            let found = files.get(&path);
            // Some names ask for a server that is out of order.
            let (status, missing) = match (path.as_str(), found) {
                ("refused.html", _) => ("403 Forbidden", 0),
                ("short.html", _) => ("200 OK", 10),
                ("moved.html", _) => ("302 Found\r\nLocation: /index.html", 0),
                (_, Some(_)) => ("200 OK", 0),
                (_, None) => ("404 Not Found", 0),
            };
            let empty = Vec::new();
            let body = found.unwrap_or(&empty);
            let head = format!(
                "HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
                body.len() + missing
            );
            let _ = stream.write_all(head.as_bytes());
            if !first.starts_with("HEAD") {
                let _ = stream.write_all(body);
            }
        }
    });
    address
}

fn percent_decode(path: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = path.bytes();
    while let Some(byte) = rest.next() {
        let digits = |rest: &mut std::str::Bytes<'_>| {
            let pair = [rest.next()?, rest.next()?];
            u8::from_str_radix(std::str::from_utf8(&pair).ok()?, 16).ok()
        };
        bytes.push(if byte == b'%' {
            digits(&mut rest).unwrap_or(b'%')
        } else {
            byte
        });
    }
    String::from_utf8(bytes).unwrap()
}

#[test]
fn a_copy_on_a_server_is_looked_at_like_one_in_a_folder() {
    let mut files = published().0;
    files.insert(
        "tags/党费 一/index.html".to_owned(),
        b"<!doctype html>".to_vec(),
    );
    let good = seal(files).0;
    let faults = |files: &Files| {
        let found = verify(&Remote::open(&serve(files.clone())).unwrap(), None);
        found
            .faults
            .into_iter()
            .map(|fault| (fault.key, fault.about))
            .collect::<Vec<_>>()
    };
    assert_eq!(faults(&good), []);
    let own = "tags/党费 一/index.html".to_owned();
    let mut changed = good.clone();
    changed.insert(own.clone(), b"<!Doctype html>".to_vec());
    assert_eq!(faults(&changed), [("verify.changed", own.clone())]);
    // A page that says that there is none, with status 200.
    changed.insert(own.clone(), b"404".to_vec());
    assert_eq!(faults(&changed), [("verify.changed", own.clone())]);
    changed.remove(&own);
    assert_eq!(faults(&changed), [("verify.missing", own)]);
}

#[test]
fn what_a_server_does_not_give_is_told_from_what_is_gone() {
    let mut files = published().0;
    for name in ["refused.html", "short.html", "moved.html"] {
        files.insert(name.to_owned(), b"<!doctype html> of another page".to_vec());
    }
    let address = serve(seal(files).0);
    let found = verify(&Remote::open(&address).unwrap(), None);
    let said = |key| -> Vec<&str> {
        let of_key = found.faults.iter().filter(|fault| fault.key == key);
        of_key.map(|fault| fault.about.as_str()).collect()
    };
    assert_eq!(said("verify.unread"), ["refused.html", "short.html"]);
    assert_eq!(said("verify.changed"), ["moved.html"]);
    assert_eq!(found.faults.len(), 3);
    assert!(
        found
            .faults
            .iter()
            .all(|fault| fault.key != "verify.unread" || !fault.reason.is_empty())
    );

    let nowhere = verify(&Remote::open(&serve(Files::new())).unwrap(), None);
    assert_eq!(nowhere.faults[0].key, "verify.no-manifest");
    let free = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let down = verify(&Remote::open(&format!("http://{free}")).unwrap(), None);
    assert_eq!(down.faults[0].key, "verify.unread", "{:?}", down.faults);
}

#[test]
fn lines_in_another_order_or_sealed_anew_break_the_chain() {
    let text = String::from_utf8(published().0.remove(ledger::NAME).unwrap()).unwrap();
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let broken = |lines: &[&str]| Ledger::read(&lines.concat()).1.map(|own| own.line);
    assert_eq!(broken(&lines), None);
    assert_eq!(broken(&[lines[1], lines[0], lines[2]]), Some(1));
    assert_eq!(broken(&[lines[0], lines[2], lines[1]]), Some(2));
    assert_eq!(broken(&[lines[0], lines[2]]), Some(2));
    let mut second = Line::read(lines[1].trim_end()).unwrap();
    second.title = "改过的".to_owned();
    let second = format!("{}\n", second.seal());
    // The line itself is whole again; the next one still names the old.
    assert_eq!(broken(&[lines[0], &second, lines[2]]), Some(3));
    assert_eq!(broken(&[lines[0], &second]), None);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2000) })]

    #[test]
    fn any_changed_byte_is_found(file in any::<prop::sample::Index>(), at in any::<prop::sample::Index>(), by in 1u8..=255) {
        let mut copy = published();
        let path = file.get(&copy.0.keys().cloned().collect::<Vec<_>>()).clone();
        let bytes = copy.0.get_mut(&path).unwrap();
        let at = at.index(bytes.len());
        bytes[at] ^= by;
        prop_assert!(!verify(&copy, None).faults.is_empty(), "{path} {at}");
    }

    /// Also where whoever changed it made the manifest anew: the chain shows it by itself.
    #[test]
    fn any_changed_byte_of_the_ledger_breaks_the_chain(at in any::<prop::sample::Index>(), by in 1u8..=255) {
        let mut text = published().0.remove(ledger::NAME).unwrap();
        let at = at.index(text.len());
        text[at] ^= by;
        let (_, broken) = Ledger::read(&String::from_utf8_lossy(&text));
        prop_assert!(broken.is_some(), "{at}");
    }
}
