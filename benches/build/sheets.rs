//! How many sheets are set in a second, beside the typesetter by itself on the same text in the same run.

use std::fs;
use std::io;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::measure::{Taken, run};

/// Sheets that a second must bring at least.
const BAR: f64 = 100.0;

/// Sets the same text as often as there are records with the typesetter's Python package, one document after the other in two processes, and prints the seconds it took.
const ALONE: &str = r##"
import sys, time, multiprocessing, typst
fonts, text, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
source = '#set page(paper: "a4", margin: 20mm)\n#set text(font: "Noto Serif SC", size: 18pt, lang: "zh", region: "cn")\n#sys.inputs.title\n\n#sys.inputs.body'
def half(part):
    compiler = typst.Compiler(source.encode(), font_paths=[fonts], ignore_system_fonts=True)
    for n in range(part, count, 2):
        compiler = typst.Compiler(source.encode(), font_paths=[fonts], ignore_system_fonts=True, sys_inputs={"title": f"第{n}号", "body": text})
        assert compiler.compile(format="pdf")[:4] == b"%PDF"
began = time.time()
with multiprocessing.Pool(2) as pool:
    pool.map(half, range(2))
print(time.time() - began)
"##;

/// Measures sheets of `count` notices of one page each.
///
/// # Errors
/// A build fails, or the disk refuses.
pub fn bench(count: usize) -> io::Result<()> {
    let folder = tempfile::tempdir()?;
    let text = write(count, folder.path())?;
    let out = folder.path().join("out");
    let build = |with: bool| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_gongkai"));
        command.args(["--lang", "en", "-C"]).arg(folder.path());
        command.arg("build").arg("--out").arg(&out);
        if !with {
            command.arg("--no-sheets");
        }
        command
    };
    // A build trusts times of change only when they are over a second old.
    std::thread::sleep(Duration::from_millis(1100));
    let without = run(&mut build(false))?;
    fs::remove_dir_all(&out)?;
    let cold = run(&mut build(true))?;
    let same = run(&mut build(true))?;
    let edited = folder.path().join("content/qx/notices/n0.md");
    fs::write(&edited, notice(0, &format!("{text}又及。")))?;
    std::thread::sleep(Duration::from_millis(1100));
    let one = run(&mut build(true))?;
    let (sheets, bytes) = sheets(&out)?;
    println!(
        "{count} notices, {sheets} sheets of {} KB",
        bytes / 1000 / sheets.max(1) as u64
    );
    println!("{:<28} {:>9} {:>9} {:>9}", "", "wall s", "cpu s", "peak MB");
    let rows = [
        ("cold, without sheets", without),
        ("cold, with sheets", cold),
        ("nothing changed", same),
        ("one notice changed", one),
    ];
    for (what, taken) in rows {
        let Taken { wall, cpu, memory } = taken;
        println!("{what:<28} {wall:>9.3} {cpu:>9.2} {memory:>9.1}");
    }
    let rate = sheets as f64 / (cold.wall - without.wall);
    let mark = if rate >= BAR { "within" } else { "BELOW" };
    println!("sheets a second from cold: {rate:.0} (bar {BAR:.0}, {mark})");
    match alone(folder.path(), &text, count) {
        Some(seconds) => {
            let own = count as f64 / seconds;
            println!(
                "the typesetter by itself, bare page: {own:.0} a second; ours are {:.2} of it",
                rate / own
            );
        }
        None => eprintln!("without the typesetter by itself: `pip install typst`"),
    }
    Ok(())
}

fn write(count: usize, folder: &Path) -> io::Result<String> {
    let notices = folder.join("content/qx/notices");
    fs::create_dir_all(&notices)?;
    fs::write(
        folder.join("content/site.yaml"),
        "name: Bench\nbase_url: https://qx.example.gov.cn/\naudience: public\nday: 2026-11-22\n",
    )?;
    fs::write(folder.join("content/qx/org.yaml"), "name: 柳村党支部\n")?;
    let text = "现将本季度工作经费收支情况公示如下，请党员和群众监督。".repeat(8);
    for n in 0..count {
        fs::write(notices.join(format!("n{n}.md")), notice(n, &text))?;
    }
    Ok(text)
}

fn notice(n: usize, text: &str) -> String {
    format!("---\ntitle: 第{n}号公告\npublished: 2026-11-20\nclass: announcement\n---\n\n{text}\n")
}

/// The sheets under `folder`, and their bytes.
fn sheets(folder: &Path) -> io::Result<(usize, u64)> {
    let (mut count, mut bytes) = (0, 0);
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            let (inner, size) = sheets(&entry.path())?;
            count += inner;
            bytes += size;
        } else if entry.path().extension().is_some_and(|end| end == "pdf") {
            count += 1;
            bytes += entry.metadata()?.len();
        }
    }
    Ok((count, bytes))
}

fn alone(folder: &Path, text: &str, count: usize) -> Option<f64> {
    let script = folder.join("alone.py");
    fs::write(&script, ALONE).ok()?;
    let fonts = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default/fonts");
    let said = Command::new("python3")
        .arg(script)
        .arg(fonts)
        .args([text, &count.to_string()])
        .stderr(Stdio::null())
        .output()
        .ok()?;
    String::from_utf8(said.stdout).ok()?.trim().parse().ok()
}
