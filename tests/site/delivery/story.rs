//! What must hold of every server: told once, and tried on each.

use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::folder::forget;
use super::proxy::{Proxy, Then};
use crate::harness::{Folder, PLAIN, Ran, SITE, Tree, assert_same};
use crate::links::broken;

/// A server that a site is brought to.
pub trait Server {
    /// Where it listens.
    fn port(&self) -> u16;
    /// The settings of the target that reaches it on `port`.
    fn target(&self, port: u16) -> String;
    /// Gives the program the credentials; wrong ones, if `right` is not.
    fn credentials(&self, command: &mut Command, right: bool);
    /// What must never be printed.
    fn secret(&self) -> String;
    /// What the officer is told to look at when the credentials are wrong.
    fn variable(&self) -> &'static str;
    /// Every file there.
    fn files(&self) -> Tree;
    /// The files of the site.
    fn site(&self) -> Tree {
        let mut tree = self.files();
        tree.retain(|path, _| !path.starts_with(".gongkai/"));
        tree
    }
}

fn command(
    folder: &Folder,
    server: &impl Server,
    port: u16,
    (right, more): (bool, &[&str]),
) -> Command {
    let target = server.target(port);
    let text = format!("{SITE}发布: {{县网: {{{target}, 凭据: COUNTY}}}}\n");
    folder.write("content/site.yaml", text);
    let mut command = folder.command(&[&["publish", "--to", "县网"], more].concat());
    command.env("USER", "贺守田");
    server.credentials(&mut command, right);
    command
}

fn publish(folder: &Folder, server: &impl Server, port: u16, more: &[&str]) -> Ran {
    let output = command(folder, server, port, (true, more)).output();
    let ran: Ran = output.expect("the program runs").into();
    assert!(!format!("{ran:?}").contains(&server.secret()), "{ran:?}");
    ran
}

fn start(folder: &Folder, server: &impl Server, port: u16) -> Child {
    command(folder, server, port, (true, &[]))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program runs")
}

fn end(child: Child) -> Ran {
    child.wait_with_output().expect("it ends").into()
}

/// Waits until `holds`.
#[track_caller]
pub fn wait(what: &str, holds: impl Fn() -> bool) {
    let began = Instant::now();
    while !holds() {
        assert!(began.elapsed() < Duration::from_secs(90), "no {what}");
        std::thread::sleep(Duration::from_millis(30));
    }
}

/// A site of which much is new.
fn grown(folder: &Folder) -> Tree {
    for i in 0..12 {
        let text = PLAIN.replace("平常", &format!("第{i}号"));
        folder.write(&format!("content/qx/notices/n{i}.md"), text);
    }
    folder.remove("content/qx/notices/plain.md");
    forget(folder);
    folder.run(&["publish"]).expect(0);
    folder.tree("public")
}

/// Asserts that visitors find the site whole: every file is the old or the new one, all that the manifest names is there, and every link leads to a file.
#[track_caller]
fn assert_whole(site: &Tree, old: &Tree, new: &Tree) {
    for (path, file) in site {
        let whole = old.get(path) == Some(file) || new.get(path) == Some(file);
        assert!(whole, "{path} is neither old nor new");
    }
    assert_eq!(site.get("manifest.json"), old.get("manifest.json"));
    for path in old.keys() {
        assert!(site.contains_key(path), "{path} went too early");
    }
    assert_eq!(broken(site), [""; 0], "links lead nowhere");
}

/// Bytes of the files that are new or changed.
fn changed(old: &Tree, new: &Tree) -> i64 {
    let files = new
        .iter()
        .filter(|(path, file)| old.get(*path) != Some(file));
    let bytes: usize = files.map(|(_, file)| file.len()).sum();
    i64::try_from(bytes).expect("it is small")
}

/// Wrong credentials, a dry run, a first upload, two cut in the middle, and one that completes them.
pub fn cut(server: &impl Server) {
    let folder = Folder::site();
    folder.build();
    let port = server.port();
    let wrong = command(&folder, server, port, (false, &[])).output();
    let wrong: Ran = wrong.expect("the program runs").into();
    wrong.expect(2).says(server.variable());
    publish(&folder, server, port, &["--dry-run"])
        .expect(0)
        .says("只是预演");
    assert!(server.files().is_empty());
    publish(&folder, server, port, &[]).expect(0);
    let old = folder.tree("public");
    assert_same(&old, &server.site());
    let new = grown(&folder);
    let dry = publish(&folder, server, port, &["--dry-run"]).expect(0);
    assert!(dry.out.contains("+ qx/notices/n3.html"), "{dry:?}");
    assert_same(&old, &server.site());
    let mut halves = 0;
    for _ in 0..2 {
        let proxy = Proxy::start(port, changed(&old, &new) * 2 / 5, Then::Cut);
        publish(&folder, server, proxy.port, &["--unlock"]).expect(2);
        let site = server.site();
        assert_whole(&site, &old, &new);
        halves += usize::from(site != old && site != new);
    }
    assert!(halves > 0, "no cut was in the middle");
    // The lock of the one that was cut off holds.
    publish(&folder, server, port, &[]).expect(2).says("贺守田");
    publish(&folder, server, port, &["--unlock"]).expect(0);
    assert_same(&new, &server.site());
    let again = publish(&folder, server, port, &[]).expect(0);
    again.says("已经是最新的");
}

/// Two publishers at work at one time: the second is refused, the first completes.
pub fn two(server: &impl Server, bytes: i64) {
    let folder = Folder::site();
    folder.build();
    let proxy = Proxy::start(server.port(), bytes, Then::Hold);
    let first = start(&folder, server, proxy.port);
    wait("upload that is held up", || proxy.is_used_up());
    assert!(!server.site().contains_key("manifest.json"));
    let second = publish(&folder, server, server.port(), &[]).expect(2);
    second.says("贺守田 正在往那里送");
    proxy.open();
    end(first).expect(0);
    assert_same(&folder.tree("public"), &server.site());
    publish(&folder, server, server.port(), &[])
        .expect(0)
        .says("已经是最新的");
}

/// Ctrl-C in the middle: it is said and written down, the lock is given back, and the next run goes on.
#[cfg(unix)]
pub fn interrupted(server: &impl Server) {
    let folder = Folder::site();
    folder.run(&["publish"]).expect(0);
    let new = grown(&folder);
    let half = changed(&Tree::new(), &new) / 2;
    let proxy = Proxy::start(server.port(), half, Then::Hold);
    let child = start(&folder, server, proxy.port);
    wait("upload that is held up", || proxy.is_used_up());
    let sent = Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status();
    assert!(sent.expect("kill runs").success());
    std::thread::sleep(Duration::from_millis(300));
    proxy.open();
    end(child).expect(2).says("送到哪里已经记好");
    let half = server.site();
    assert!(half.len() < new.len() && !half.contains_key("manifest.json"));
    let ran = publish(&folder, server, server.port(), &[]).expect(0);
    let words = ran.says("已经送到的").err;
    assert!(!words.contains("已经送到的 0 个"), "{words}");
    assert_same(&new, &server.site());
}
