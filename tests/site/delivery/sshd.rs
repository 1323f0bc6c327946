//! Debian's SSH server, without privileges, on a folder of the test.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;

use super::story::Server;
use super::{free_port, have, program, wait_for};
use crate::harness::{Tree, tree};

/// An SFTP server that lets one key in.
pub struct Sshd {
    dir: TempDir,
    child: Child,
    port: u16,
}

impl Drop for Sshd {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Whether the server and `ssh` are there; says so where they are not.
#[must_use]
pub fn is_there() -> bool {
    let found = ["sshd", "ssh", "ssh-keygen"].map(program);
    have(
        found.iter().all(Option::is_some),
        "Debian packages openssh-server and openssh-client",
    )
}

impl Sshd {
    pub fn start() -> Sshd {
        let dir = TempDir::new().expect("a folder");
        let at = dir.path();
        for name in ["host", "user", "other"] {
            key(&at.join(name));
        }
        fs::copy(at.join("user.pub"), at.join("allowed")).expect("the key");
        let port = free_port();
        let settings = format!(
            "Port {port}\nListenAddress 127.0.0.1\nHostKey {0}/host\nAuthorizedKeysFile {0}/allowed\nPidFile none\nStrictModes no\nUsePAM no\n\
             PermitRootLogin prohibit-password\nPasswordAuthentication no\nMaxStartups 100\nSubsystem sftp internal-sftp\n",
            at.display()
        );
        fs::write(at.join("conf"), settings).expect("settings");
        let host = fs::read_to_string(at.join("host.pub")).expect("the host's key");
        fs::write(at.join("known"), format!("* {host}")).expect("the known host");
        ssh(at);
        // As root it wants a folder that Debian makes when the service starts.
        let _ = fs::create_dir_all("/run/sshd");
        let child = Command::new(program("sshd").expect("sshd"))
            .args(["-D", "-f"])
            .arg(at.join("conf"))
            .stderr(Stdio::null())
            .spawn()
            .expect("sshd");
        let sshd = Sshd { dir, child, port };
        wait_for(port);
        sshd
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }
}

/// Makes a key and its public half.
fn key(path: &Path) {
    let made = Command::new("ssh-keygen")
        .args(["-q", "-t", "ed25519", "-N", "", "-C", "test", "-f"])
        .arg(path)
        .status();
    assert!(made.expect("ssh-keygen runs").success());
}

fn whoami() -> String {
    let said = Command::new("id").arg("-un").output().expect("id runs");
    let name = String::from_utf8(said.stdout).expect("UTF-8");
    name.trim().to_owned()
}

/// The system's `ssh`, told of this server's key; it looks nowhere else, whoever runs the tests.
fn ssh(at: &Path) {
    let bin = at.join("bin");
    fs::create_dir(&bin).expect("a folder");
    let script = format!(
        "#!/bin/sh\nexec {} -F none -o UserKnownHostsFile={}/known -o IdentitiesOnly=yes -o IdentityAgent=none \"$@\"\n",
        program("ssh").expect("ssh").display(),
        at.display()
    );
    let path = bin.join("ssh");
    fs::write(&path, script).expect("a script");
    fs::set_permissions(&path, Permissions::from_mode(0o755)).expect("it may run");
}

impl Server for Sshd {
    fn port(&self) -> u16 {
        self.port
    }

    fn target(&self, port: u16) -> String {
        let root = self.path("site");
        let root = root.display();
        format!("方式: sftp, 地址: 'ssh://127.0.0.1:{port}', 目录: '{root}'")
    }

    fn credentials(&self, command: &mut Command, right: bool) {
        let path = std::env::var("PATH").unwrap_or_default();
        let key = if right { "user" } else { "other" };
        command
            .env("PATH", format!("{}:{path}", self.path("bin").display()))
            .env("GONGKAI_COUNTY_USER", whoami())
            .env("GONGKAI_COUNTY_KEY_FILE", self.path(key));
    }

    fn secret(&self) -> String {
        self.path("user").display().to_string()
    }

    fn variable(&self) -> &'static str {
        "GONGKAI_COUNTY_KEY_FILE"
    }

    fn files(&self) -> Tree {
        tree(&self.path("site"))
    }
}
