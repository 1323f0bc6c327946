//! A site is brought to a folder and to real servers: WebDAV (nginx), S3 (moto) and SFTP (OpenSSH).

mod folder;
mod moto;
mod nginx;
mod proxy;
mod s3;
#[cfg(unix)]
mod sftp;
#[cfg(unix)]
mod sshd;
mod story;
mod webdav;

use std::net::{TcpListener, TcpStream};
use std::path::Path;

/// A port that nobody listens on.
fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0")
        .and_then(|listener| listener.local_addr())
        .expect("a port")
        .port()
}

/// Waits until somebody listens on `port`.
#[track_caller]
fn wait_for(port: u16) {
    story::wait("server", || TcpStream::connect(("127.0.0.1", port)).is_ok());
}

/// Whether a tool of the tests is there, `found`; says what to install where it is not, and fails where that is asked for.
fn have(found: bool, install: &str) -> bool {
    let required = std::env::var_os("GONGKAI_REQUIRE_TOOLS").is_some();
    assert!(found || !required, "missing: {install}");
    if !found {
        eprintln!("skipped, missing: {install}");
    }
    found
}

/// Where the program `name` is, in the folders of `PATH` and those of the system.
fn program(name: &str) -> Option<std::path::PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let system = Path::new("/usr/sbin").to_owned();
    let mut folders = std::env::split_paths(&path).chain([system]);
    folders.find_map(|folder| Some(folder.join(name)).filter(|path| path.is_file()))
}
