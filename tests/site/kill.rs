//! A build that is killed at any moment leaves a site whose every file is whole and whose every link resolves.

use std::process::Stdio;
use std::time::{Duration, Instant};

use crate::harness::{Dice, Folder, Tree, assert_same, record};
use crate::links::{broken, elements};

/// Kills that must have hit a running build.
const KILLS: usize = 60;

/// Attempts at most; a kill that comes too late is no kill.
const ATTEMPTS: usize = 600;

/// Always the same, so that a failure can be seen again; the moments still depend on the machine.
const SEED: u64 = 0x0067_6F6E_676B_6169;

/// A site of a few hundred records. Version B has other words in a third of them, lacks a third, and has a third of its own.
fn version(b: bool) -> Folder {
    let folder = Folder::site();
    folder.write(
        "content/site.yaml",
        format!("{}网址: https://a.example/\n", crate::harness::SITE),
    );
    for i in 0..360 {
        let org = format!("c{}", i % 6);
        folder.write(
            &format!("content/qx/{org}/org.yaml"),
            format!("名称: {org}村\n层级: 村\n"),
        );
        let changed = match (i % 4, b) {
            (0, _) => "不变",
            (1, false) => "原来",
            (1, true) => "改了",
            (2, false) | (3, true) => "独有",
            _ => continue,
        };
        // Each names its neighbour, which comes and goes with it.
        let next = if i + 24 < 360 {
            format!("[下一份](记录:qx/{org}/notices/n{})", i + 24)
        } else {
            String::new()
        };
        let text = record(
            &format!("文种: 通知\n标签: [标签{}]\n旧址: [/old/{i}/]", i % 7),
            &format!("{changed}。{next}"),
        )
        .replace("标题: 甲", &format!("标题: {changed}{i}"))
        .replace(
            "2026-11-20",
            &format!("2026-{:02}-{:02}", i % 9 + 1, i % 27 + 1),
        );
        folder.write(&format!("content/qx/{org}/notices/n{i}.md"), text);
    }
    folder
}

/// What is not whole in a site.
fn faults(tree: &Tree) -> Vec<String> {
    let mut out = broken(tree);
    for (path, bytes) in tree {
        let whole = match path.rsplit('.').next() {
            Some("html") => bytes.trim_ascii_end().ends_with(b"</html>"),
            Some("xml") => elements(bytes).is_ok(),
            Some("json") => serde_json::from_slice::<serde_json::Value>(bytes).is_ok(),
            _ => !bytes.is_empty(),
        };
        if !whole {
            out.push(format!("{path} is not whole"));
        }
    }
    out
}

/// When to kill.
enum Moment {
    /// This long after the start.
    AfterStart(Duration),
    /// This long after the list of what is to be put in place was written: while files are moved.
    WhileMoving(Duration),
}

/// Starts a build of `site` into `place` and kills it at `moment`. Whether it was still running.
fn kill(site: &Folder, place: &Folder, moment: &Moment) -> bool {
    let list = place.path(".public.gongkai/pending");
    let written = || {
        std::fs::metadata(&list)
            .and_then(|data| data.modified())
            .ok()
    };
    let before = written();
    let out = place.path("public");
    let mut child = site
        .command(&[
            "build",
            "--no-sheets",
            "--out",
            out.to_str().expect("UTF-8"),
        ])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    let delay = match moment {
        Moment::AfterStart(delay) => delay,
        Moment::WhileMoving(delay) => {
            let mut running = || child.try_wait().expect("a child").is_none();
            while running() && (written().is_none() || written() == before) {
                std::thread::yield_now();
            }
            delay
        }
    };
    std::thread::sleep(*delay);
    child.kill().expect("killed");
    !child.wait().expect("it ended").success()
}

#[test]
fn a_killed_build_leaves_a_whole_site() {
    println!("seed {SEED:#x}");
    let mut dice = Dice(SEED);
    let sites = [version(false), version(true)];
    let fresh: Vec<Tree> = sites
        .iter()
        .map(|site| {
            site.run(&["build", "--no-sheets"]).expect(0);
            site.tree("public")
        })
        .collect();
    for (tree, i) in fresh.iter().zip(0..) {
        assert!(tree.len() > 600, "{}", tree.len());
        assert_eq!(faults(tree), Vec::<String>::new(), "version {i}");
    }
    // How long a whole update takes says where the moments lie.
    let place = Folder::in_memory();
    let out = place.path("public").to_str().expect("UTF-8").to_owned();
    let mut longest = Duration::ZERO;
    for site in &sites {
        let began = Instant::now();
        site.run(&["build", "--no-sheets", "--out", &out]).expect(0);
        longest = longest.max(began.elapsed());
    }
    let mut spans = [0; 2];
    spans[0] = u64::try_from(longest.as_micros()).expect("it is short") * 6 / 5;
    spans[1] = spans[0] / 8;
    let (mut kills, mut partial, mut attempts) = (0, 0, 0);
    for attempt in 0..ATTEMPTS {
        if kills >= KILLS {
            break;
        }
        attempts += 1;
        // Every tenth is a first build.
        if attempt % 10 == 0 {
            let _ = std::fs::remove_dir_all(place.path("public"));
            // Its cache is lost with it every second time.
            if attempt % 20 == 0 {
                let _ = std::fs::remove_dir_all(place.path(".public.gongkai"));
            }
        }
        let which = usize::try_from(dice.roll(2)).expect("0 or 1");
        // Every second one hits the moving of files, which is short.
        let aim = attempt % 2;
        let delay = Duration::from_micros(dice.roll(spans[aim]));
        let moment = if aim == 0 {
            Moment::AfterStart(delay)
        } else {
            Moment::WhileMoving(delay)
        };
        let killed = kill(&sites[which], &place, &moment);
        kills += usize::from(killed);
        // The machine may be busier or less so than a moment ago: moments that come too late draw nearer, those that hit move away.
        let span = &mut spans[aim];
        *span = if killed {
            *span * 21 / 20
        } else {
            *span * 4 / 5
        }
        .max(200);
        let tree = place.tree("public");
        let wrong = faults(&tree);
        assert!(
            wrong.is_empty(),
            "attempt {attempt}, {kills} kills, seed {SEED:#x}: {wrong:?}"
        );
        partial += usize::from(!tree.is_empty() && !fresh.contains(&tree));
        if attempt % 5 == 4 {
            sites[which]
                .run(&["build", "--no-sheets", "--out", &out])
                .expect(0);
            assert_same(&fresh[which], &place.tree("public"));
        }
    }
    assert!(kills >= KILLS, "only {kills} kills hit a running build");
    assert!(
        partial >= 5,
        "only {partial} kills fell between two versions"
    );
    println!("{kills} kills in {attempts} attempts, {partial} of them between two versions");
}
