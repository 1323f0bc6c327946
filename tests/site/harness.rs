//! A site in a temporary folder, and the program run on it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde::Deserialize;
use tempfile::TempDir;

/// The program.
pub const GONGKAI: &str = env!("CARGO_BIN_EXE_gongkai");

/// `site.yaml` of most tests: a pinned day, everything for everybody, no sign-off.
pub const SITE: &str = "名称: 试点\n默认对象: 社会\n演示日: 2026-11-22\n";

/// A notice that asks for nothing and keeps a site from being stale.
pub const PLAIN: &str =
    "---\n标题: 平常通知\n发布日期: 2026-11-20\n文种: 通知\n---\n\n按时开会。\n";

/// What a run of the program came to.
#[derive(Debug)]
pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl From<Output> for Ran {
    fn from(output: Output) -> Ran {
        Ran {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout).expect("what is printed is UTF-8"),
            err: String::from_utf8(output.stderr).expect("what is printed is UTF-8"),
        }
    }
}

impl Ran {
    /// Asserts the exit code.
    #[track_caller]
    pub fn expect(self, code: i32) -> Ran {
        assert_eq!(
            self.code, code,
            "stdout: {}\nstderr: {}",
            self.out, self.err
        );
        self
    }

    /// Asserts that the error stream says `words`.
    #[track_caller]
    pub fn says(self, words: &str) -> Ran {
        assert!(
            self.err.contains(words),
            "{words:?} is not in: {}",
            self.err
        );
        self
    }
}

/// One finding, with exactly the keys of the JSON form.
#[derive(Debug, Clone, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Found {
    pub rule: String,
    pub severity: String,
    pub file: String,
    pub line: u32,
    pub column: u32,
    pub message: String,
    pub help: String,
}

/// A tree of files by path.
pub type Tree = BTreeMap<String, Vec<u8>>;

/// A folder with a site in it, removed at the end of the test.
pub struct Folder {
    dir: TempDir,
}

impl Folder {
    /// An empty folder.
    pub fn empty() -> Folder {
        Folder {
            dir: TempDir::new().expect("a temporary folder"),
        }
    }

    /// An empty folder in memory where the system has one, for tests that write much.
    pub fn in_memory() -> Folder {
        TempDir::new_in("/dev/shm").map_or_else(|_| Folder::empty(), |dir| Folder { dir })
    }

    /// A small site: settings, one organisation, one notice.
    pub fn site() -> Folder {
        let folder = Folder::empty();
        folder
            .write("content/site.yaml", SITE)
            .write("content/qx/org.yaml", "名称: 清溪县委\n层级: 县\n")
            .write("content/qx/notices/plain.md", PLAIN);
        folder
    }

    /// A copy of the sample site.
    pub fn sample() -> Folder {
        let folder = Folder::empty();
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        for (path, bytes) in tree(&root.join("content")) {
            folder.write(&format!("content/{path}"), bytes);
        }
        folder
    }

    /// Where `path` is.
    pub fn path(&self, path: &str) -> PathBuf {
        self.dir.path().join(path)
    }

    /// Writes a file and the folders above it.
    pub fn write(&self, path: &str, bytes: impl AsRef<[u8]>) -> &Folder {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("a file lies in a folder")).expect("folders");
        fs::write(path, bytes).expect("a file");
        self
    }

    /// Removes a file.
    pub fn remove(&self, path: &str) -> &Folder {
        fs::remove_file(self.path(path)).expect("a file to remove");
        self
    }

    /// The bytes of a file.
    pub fn read(&self, path: &str) -> Vec<u8> {
        fs::read(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// The text of a file.
    pub fn text(&self, path: &str) -> String {
        String::from_utf8(self.read(path)).expect("UTF-8")
    }

    /// Whether there is something at `path`.
    pub fn has(&self, path: &str) -> bool {
        self.path(path).exists()
    }

    /// Every file below `path`.
    pub fn tree(&self, path: &str) -> Tree {
        tree(&self.path(path))
    }

    /// The program with `args` in this folder, not yet started. The language of messages is the default.
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(GONGKAI);
        command
            .current_dir(self.dir.path())
            .args(args)
            .env_remove("LC_ALL")
            .env_remove("LC_MESSAGES")
            .env_remove("LANG")
            .stdin(Stdio::null());
        command
    }

    /// Runs the program with `args` in this folder.
    pub fn run(&self, args: &[&str]) -> Ran {
        self.command(args)
            .output()
            .expect("the program runs")
            .into()
    }

    /// Builds the site, which has no errors, and gives the output.
    #[track_caller]
    pub fn build(&self) -> Tree {
        self.run(&["build"]).expect(0);
        self.tree("public")
    }

    /// What `check` finds.
    #[track_caller]
    pub fn check(&self) -> Vec<Found> {
        self.check_with(&[])
    }

    /// What `check` finds with more arguments.
    #[track_caller]
    pub fn check_with(&self, args: &[&str]) -> Vec<Found> {
        let ran = self.run(&[&["check", "--format", "json"], args].concat());
        let found: Vec<Found> =
            serde_json::from_str(&ran.out).unwrap_or_else(|error| panic!("{error}: {ran:?}"));
        let errors = found.iter().any(|found| found.severity == "error");
        assert_eq!(ran.code, i32::from(errors), "{ran:?}");
        found
    }
}

/// Every file below `root`, by path with `/`.
pub fn tree(root: &Path) -> Tree {
    let mut out = Tree::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = fs::read_dir(&folder) else {
            continue;
        };
        for entry in entries {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let relative = path.strip_prefix(root).expect("below the root");
                let name = relative.to_str().expect("UTF-8").replace('\\', "/");
                out.insert(name, fs::read(&path).expect("a readable file"));
            }
        }
    }
    out
}

/// Asserts that two trees are the same, naming the files that are not.
#[track_caller]
pub fn assert_same(a: &Tree, b: &Tree) {
    let keys: BTreeSet<&String> = a.keys().chain(b.keys()).collect();
    let different: Vec<&&String> = keys
        .iter()
        .filter(|key| a.get(**key) != b.get(**key))
        .collect();
    assert!(different.is_empty(), "these differ: {different:?}");
}

/// A record: a title, a day, further keys (the first of them is on line 4) and a text.
pub fn record(keys: &str, body: &str) -> String {
    format!("---\n标题: 甲\n发布日期: 2026-11-20\n{keys}\n---\n\n{body}\n")
}

/// A PNG of one pixel.
pub const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89\0\0\0\rIDATx\x9cc\xf8\xcf\xc0\xf0\x1f\0\x05\0\x01\xff\x89\x99=\x1d\0\0\0\0IEND\xaeB`\x82";

/// A JPEG of one pixel, with EXIF data that holds `secret`.
pub fn jpeg_with_exif(secret: &str) -> Vec<u8> {
    let mut exif = b"Exif\0\0MM\0*\0\0\0\x08\0\0\0\0\0\0".to_vec();
    exif.extend(secret.as_bytes());
    let mut out = vec![0xFF, 0xD8, 0xFF, 0xE1];
    out.extend(u16::try_from(exif.len() + 2).expect("short").to_be_bytes());
    out.extend(exif);
    out.extend([0xFF, 0xC0, 0, 11, 8, 0, 1, 0, 1, 1, 1, 0x11, 0]);
    out.extend([0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0, 0x37, 0xFF, 0xD9]);
    out
}

/// Xorshift: numbers that look random.
pub struct Dice(pub u64);

impl Dice {
    /// A number from 0 that is less than `below`.
    pub fn roll(&mut self, below: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % below
    }
}
