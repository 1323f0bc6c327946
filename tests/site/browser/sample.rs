//! The sample site with the worst pages added, built once for all tests.

use std::collections::BTreeSet;
use std::net::TcpListener;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use super::{html, server, worst};
use crate::harness::{Folder, Tree, tree};

/// The site as built.
pub struct Sample {
    folder: String,
    /// Every file.
    pub files: Arc<Tree>,
    /// Host and port where it is served.
    pub host: String,
    /// One page of each type, by its path.
    pub types: Vec<String>,
}

/// The site; built by the first test that asks.
pub fn sample() -> &'static Sample {
    static SAMPLE: OnceLock<Sample> = OnceLock::new();
    SAMPLE.get_or_init(build)
}

fn build() -> Sample {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let host = listener.local_addr().expect("an address").to_string();
    let folder = Folder::sample();
    worst::add(&folder, &format!("http://{host}/"));
    // Outside the temporary folder, which would stay behind: this one is used again.
    let out = Path::new(env!("CARGO_TARGET_TMPDIR")).join("browser");
    let _ = std::fs::remove_dir_all(&out);
    let out = out.to_str().expect("UTF-8");
    folder
        .run(&["build", "--no-sheets", "--out", out])
        .expect(0);
    let files = Arc::new(tree(out.as_ref()));
    server::serve(listener, files.clone());
    Sample {
        folder: out.replace('\\', "/"),
        types: types(&files),
        files,
        host,
    }
}

/// The page at `path`.
fn page<'a>(files: &'a Tree, path: &str) -> &'a [u8] {
    files.get(path).unwrap_or_else(|| panic!("no {path}"))
}

/// Whether a page only sends its readers on.
pub fn sends_on(page: &[u8]) -> bool {
    html::tags(page)
        .iter()
        .any(|tag| tag.name == "meta" && tag.get("http-equiv") == Some("refresh"))
}

/// Pages that together hold every kind of place that any page holds, so that no template and no variant of one is left out; and those that every page
/// links to, and the worst.
fn types(files: &Tree) -> Vec<String> {
    let pages: Vec<(&String, BTreeSet<String>)> = files
        .iter()
        .filter(|(path, bytes)| path.ends_with(".html") && !sends_on(bytes))
        .map(|(path, bytes)| (path, html::places(bytes)))
        .collect();
    let mut chosen: Vec<String> = worst::PAGES.map(str::to_owned).to_vec();
    chosen.extend(["index.html".to_owned(), "404.html".to_owned()]);
    let home = html::tags(page(files, "index.html"));
    for link in home.iter().filter_map(|tag| tag.get("href")) {
        let frame = link.matches('/').count() == 1 && files.contains_key(link);
        if frame && link.ends_with(".html") && !chosen.iter().any(|path| path == link) {
            chosen.push(link.to_owned());
        }
    }
    let mut seen: BTreeSet<&String> = pages
        .iter()
        .filter(|(path, _)| chosen.contains(path))
        .flat_map(|(_, places)| places)
        .collect();
    loop {
        let new = |places: &BTreeSet<String>| places.iter().filter(|p| !seen.contains(p)).count();
        // The first of the best, so that the choice stays.
        let best = pages.iter().rev().max_by_key(|(_, places)| new(places));
        let (path, places) = best.expect("a page");
        if new(places) == 0 {
            return chosen;
        }
        seen.extend(places);
        chosen.push((*path).clone());
    }
}

impl Sample {
    /// Where a page is served.
    pub fn http(&self, path: &str) -> String {
        format!("http://{}/{path}", self.host)
    }

    /// Where a page lies on disk, as a browser's address.
    pub fn file(&self, path: &str) -> String {
        let slash = if self.folder.starts_with('/') {
            ""
        } else {
            "/"
        };
        format!("file://{slash}{}/{path}", self.folder)
    }
}
