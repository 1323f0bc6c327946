//! PDFs as a reader sees them, through poppler and zbar. Tests that need them are skipped where they are missing, unless `GONGKAI_REQUIRE_TOOLS` is set.

use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

/// A PDF on disk.
pub struct Pdf {
    dir: TempDir,
}

/// One line of `pdffonts`.
pub struct Font {
    pub name: String,
    pub embedded: bool,
    pub subset: bool,
}

/// A word on a page: its box in points from the page's top left corner, and the page's size.
#[derive(Debug)]
pub struct Word {
    pub text: String,
    pub page: usize,
    pub x: (f64, f64),
    pub y: (f64, f64),
    pub size: (f64, f64),
}

/// Whether the tools are there; says so where they are not.
#[must_use]
pub fn tools() -> bool {
    let missing: Vec<&str> = [
        ("pdfinfo", "-v"),
        ("pdftoppm", "-v"),
        ("zbarimg", "--version"),
    ]
    .into_iter()
    .filter(|(tool, version)| Command::new(tool).arg(version).output().is_err())
    .map(|(tool, _)| tool)
    .collect();
    if missing.is_empty() {
        return true;
    }
    assert!(
        std::env::var_os("GONGKAI_REQUIRE_TOOLS").is_none(),
        "missing: {missing:?}"
    );
    eprintln!("skipped: {missing:?} missing (Debian packages poppler-utils and zbar-tools)");
    false
}

fn run(tool: &str, args: &[&str], path: &Path) -> String {
    let mut command = Command::new(tool);
    let output = command
        .args(args)
        .arg(path)
        .output()
        .expect("the tool runs");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

impl Pdf {
    pub fn new(bytes: &[u8]) -> Pdf {
        assert!(bytes.starts_with(b"%PDF"));
        let dir = TempDir::new().expect("a temporary folder");
        std::fs::write(dir.path().join("a.pdf"), bytes).expect("a file");
        Pdf { dir }
    }

    fn tool(&self, tool: &str, args: &[&str]) -> String {
        run(tool, args, &self.dir.path().join("a.pdf"))
    }

    /// A line of `pdfinfo`.
    pub fn info(&self, key: &str) -> String {
        let text = self.tool("pdfinfo", &[]);
        let line = text.lines().find_map(|line| {
            let (name, value) = line.split_once(':')?;
            (name == key).then(|| value.trim().to_owned())
        });
        line.unwrap_or_default()
    }

    /// The XMP packet.
    pub fn metadata(&self) -> String {
        self.tool("pdfinfo", &["-meta"])
    }

    pub fn pages(&self) -> usize {
        self.info("Pages").parse().expect("a number of pages")
    }

    /// Width and height of every page in whole millimetres.
    pub fn sizes(&self) -> Vec<(i64, i64)> {
        let text = self.tool("pdfinfo", &["-l", "9999"]);
        let mm = |text: &str| (text.parse::<f64>().expect("a length") / 72.0 * 25.4).round() as i64;
        text.lines()
            .filter(|line| line.starts_with("Page") && line.contains("size:"))
            .map(|line| {
                let rest = line.split("size:").nth(1).expect("a size");
                let words: Vec<&str> = rest.split_whitespace().collect();
                (mm(words[0]), mm(words[2]))
            })
            .collect()
    }

    pub fn fonts(&self) -> Vec<Font> {
        let text = self.tool("pdffonts", &[]);
        text.lines()
            .skip(2)
            .map(|line| {
                let words: Vec<&str> = line.split_whitespace().collect();
                let flags = &words[words.len() - 5..];
                Font {
                    name: words[0].to_owned(),
                    embedded: flags[0] == "yes",
                    subset: flags[1] == "yes",
                }
            })
            .collect()
    }

    /// The text in the order of the page, lines kept.
    pub fn text(&self) -> String {
        run("pdftotext", &["-layout"], &self.dir.path().join("a.pdf"));
        std::fs::read_to_string(self.dir.path().join("a.txt")).expect("text")
    }

    /// The text of one page without spaces and line ends, from 1.
    pub fn page(&self, page: usize) -> String {
        let n = page.to_string();
        let path = self.dir.path().join("a.pdf");
        run("pdftotext", &["-f", &n, "-l", &n], &path);
        let text = std::fs::read_to_string(self.dir.path().join("a.txt")).expect("text");
        text.chars()
            .filter(|c| !c.is_whitespace() && *c != '\u{200B}')
            .collect()
    }

    /// The text of all pages without spaces and line ends.
    pub fn words(&self) -> String {
        (1..=self.pages()).map(|page| self.page(page)).collect()
    }

    /// Every word with its box.
    pub fn boxes(&self) -> Vec<Word> {
        run("pdftotext", &["-bbox"], &self.dir.path().join("a.pdf"));
        let html = std::fs::read_to_string(self.dir.path().join("a.html")).expect("boxes");
        let value = |line: &str, name: &str| -> f64 {
            let rest = line
                .split(&format!("{name}=\""))
                .nth(1)
                .expect("an attribute");
            rest.split('"')
                .next()
                .expect("a value")
                .parse()
                .expect("a number")
        };
        let mut words = Vec::new();
        let (mut page, mut size) = (0, (0.0, 0.0));
        for line in html.lines() {
            if line.contains("<page ") {
                page += 1;
                size = (value(line, "width"), value(line, "height"));
            } else if line.contains("<word ") {
                let text = line
                    .split('>')
                    .nth(1)
                    .and_then(|text| text.split('<').next());
                words.push(Word {
                    text: text.unwrap_or_default().to_owned(),
                    page,
                    x: (value(line, "xMin"), value(line, "xMax")),
                    y: (value(line, "yMin"), value(line, "yMax")),
                    size,
                });
            }
        }
        words
    }

    /// Asserts that no word lies beside its page.
    #[track_caller]
    pub fn assert_inside(&self) {
        for word in self.boxes() {
            let inside = word.x.0 >= -1.0 && word.x.1 <= word.size.0 + 1.0;
            assert!(inside && word.y.1 <= word.size.1 + 2.0, "{word:?}");
        }
    }

    /// What the codes of one page say, from 1, as scanned from its picture.
    pub fn codes(&self, page: usize) -> Vec<String> {
        let n = page.to_string();
        let stem = self.dir.path().join("page");
        let stem = stem.to_str().expect("UTF-8");
        let mut draw = Command::new("pdftoppm");
        let pdf = self.dir.path().join("a.pdf");
        let args = ["-r", "100", "-f", &n, "-l", &n, "-singlefile", "-png"];
        let status = draw.args(args).arg(pdf).arg(stem).status();
        assert!(status.expect("pdftoppm").success());
        let text = run(
            "zbarimg",
            &["-q", "--raw"],
            &self.dir.path().join("page.png"),
        );
        text.lines().map(str::to_owned).collect()
    }
}
