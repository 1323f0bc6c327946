use std::time::Duration;

use super::changes::{Change, Changes, Known, Turn};
use super::content::{Content, PART};
use super::error::DeliveryError;
use super::journal::Journal;
use super::operator::operator;
use super::secrets::Secrets;
use super::target::Target;
use crate::output::{Manifest, Published};
use crate::source::target::Service;

fn manifest(files: &[(&str, &str)]) -> Manifest {
    let file = |(path, hash): &(&str, &str)| Published {
        path: (*path).to_owned(),
        bytes: 1,
        blake3: (*hash).to_owned(),
    };
    Manifest {
        generator: "gongkai 0".to_owned(),
        day: "2026-11-22".to_owned(),
        files: files.iter().map(file).collect(),
    }
}

fn paths(changes: &Changes) -> Vec<&str> {
    changes.put.iter().map(|c| c.path.as_str()).collect()
}

#[test]
fn what_pages_need_goes_first_and_the_home_page_last() {
    let old = manifest(&[("index.html", "1"), ("a.html", "1"), ("gone.html", "1")]);
    let new = manifest(&[
        ("a.html", "2"),
        ("b.html", "1"),
        ("feed.xml", "1"),
        ("index.html", "2"),
        ("style.css", "1"),
    ]);
    let changes = Changes::between(&Known::new(Some(&old), None), &new);
    let order = ["style.css", "b.html", "feed.xml", "a.html", "index.html"];
    assert_eq!(paths(&changes), order);
    assert_eq!(changes.gone, ["gone.html"]);
    let same = Changes::between(&Known::new(Some(&new), None), &new);
    assert!(same.is_empty());
}

#[test]
fn a_file_that_may_be_in_either_state_is_sent_again_even_if_it_is_to_be_the_old_one() {
    let old = manifest(&[("a.html", "1"), ("b.html", "1")]);
    let new = manifest(&[("a.html", "2"), ("b.html", "2"), ("c.html", "2")]);
    let known = Known::new(Some(&old), None);
    let mut journal = Journal::new(&known, &Changes::between(&known, &new));
    assert_eq!(journal.put[0].0, "c.html");
    journal.done = 1;
    let known = Known::new(Some(&old), Some(&journal));
    // The next build is as the old one was: what was new goes, what may have been changed is put back.
    let back = Changes::between(&known, &old);
    assert_eq!(paths(&back), ["a.html", "b.html"]);
    assert_eq!(back.gone, ["c.html"]);
    // The same build again: what is there is not sent again, and the journal remembers it.
    let again = Changes::between(&known, &new);
    assert_eq!(paths(&again), ["a.html", "b.html"]);
    let next = Journal::new(&known, &again);
    assert_eq!((next.done, next.put.len()), (1, 3));
}

#[test]
fn a_new_part_of_the_search_index_is_an_asset_and_a_changed_one_is_not() {
    let turn = |new| {
        let path = "search/a.js".to_owned();
        let (bytes, blake3) = (1, String::new());
        Change {
            path,
            bytes,
            blake3,
            new,
        }
        .turn()
    };
    assert_eq!((turn(true), turn(false)), (Turn::Asset, Turn::Index));
}

#[test]
fn secrets_are_not_shown() {
    let secrets = Secrets::read("county-1", |name| {
        (name == "GONGKAI_COUNTY_1_PASSWORD").then(|| "hunter2".to_owned())
    });
    assert_eq!(secrets.get("PASSWORD"), "hunter2");
    assert!(!format!("{secrets:?}").contains("hunter2"));
    assert_eq!(secrets.blot("no hunter2 here"), "no *** here");
}

/// The address of a file at an object storage, as it would be asked for.
fn signed(service: Service, endpoint: &str, region: &str) -> String {
    let secrets = Secrets::read("C", |name| match name {
        "GONGKAI_C_KEY_ID" => Some("ID4".to_owned()),
        "GONGKAI_C_KEY_SECRET" => Some("hunter2".to_owned()),
        _ => None,
    });
    let target = Target {
        name: "县网".to_owned(),
        service,
        endpoint: endpoint.to_owned(),
        root: "site".to_owned(),
        bucket: "county".to_owned(),
        region: region.to_owned(),
        prefix: "C".to_owned(),
        secrets,
    };
    let operator = operator(&target).expect("the settings fit");
    let create = operator.info().capability().write_with_if_not_exists;
    assert_eq!(create, service != Service::Obs, "how the lock is taken");
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let request = runtime
        .expect("a runtime")
        .block_on(operator.presign_read("a.html", Duration::from_secs(60)));
    let address = request.expect("a signature").uri().to_string();
    assert!(!address.contains("hunter2"), "{address}");
    address
}

#[test]
fn object_storages_are_asked_at_the_address_of_the_target_with_its_key() {
    for (service, endpoint, region, begins, has) in [
        (
            Service::S3,
            "https://s3.cn-north-1.amazonaws.com.cn",
            "cn-north-1",
            "https://s3.cn-north-1.amazonaws.com.cn/county/site/a.html?",
            "cn-north-1%2Fs3",
        ),
        (
            Service::Oss,
            "https://oss-cn-beijing.aliyuncs.com",
            "",
            "https://county.oss-cn-beijing.aliyuncs.com/site/a.html?",
            "ID4",
        ),
        (
            Service::Cos,
            "https://cos.ap-guangzhou.myqcloud.com",
            "",
            "https://county.cos.ap-guangzhou.myqcloud.com/site/a.html?",
            "ID4",
        ),
        (
            Service::Obs,
            "https://obs.cn-north-4.myhuaweicloud.com",
            "",
            "https://county.obs.cn-north-4.myhuaweicloud.com/site/a.html?",
            "ID4",
        ),
    ] {
        let address = signed(service, endpoint, region);
        assert!(address.starts_with(begins), "{address}");
        assert!(
            address.contains("ID4") && address.contains(has),
            "{address}"
        );
    }
}

#[test]
fn a_large_file_goes_in_parts_and_one_that_changed_is_found_out_at_its_end() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("a.pdf");
    let bytes = vec![7; PART + 1];
    std::fs::write(&path, &bytes).expect("a file");
    let mut change = Change {
        path: "a.pdf".to_owned(),
        bytes: bytes.len() as u64,
        blake3: blake3::hash(&bytes).to_hex().to_string(),
        new: true,
    };
    let sizes = |change: &Change| {
        let mut content = Content::open(path.clone(), change)?;
        let mut sizes = Vec::new();
        while let Some(part) = content.part()? {
            sizes.push(part.len());
        }
        Ok::<_, DeliveryError>(sizes)
    };
    assert_eq!(sizes(&change).expect("it is as it was"), [PART, 1]);
    let whole = Content::open(path.clone(), &change).and_then(|mut content| content.rest());
    assert!(whole.expect("it is as it was") == bytes);
    change.blake3 = blake3::hash(b"other").to_hex().to_string();
    assert!(matches!(sizes(&change), Err(DeliveryError::Changed(_))));
}
