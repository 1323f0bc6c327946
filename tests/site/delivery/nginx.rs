//! nginx with its WebDAV modules, on a folder of the test.

use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use tempfile::TempDir;

use crate::harness::{Tree, tree};

/// A WebDAV server that asks for a name and a password (`me`, `hunter2`).
pub struct Nginx {
    dir: TempDir,
    child: Child,
    pub port: u16,
}

impl Drop for Nginx {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Whether nginx and its module are there; says so where they are not.
#[must_use]
pub fn is_there() -> bool {
    let module = Path::new(MODULE).exists();
    let there = module && Command::new("nginx").arg("-v").output().is_ok();
    let required = std::env::var_os("GONGKAI_REQUIRE_TOOLS").is_some();
    assert!(there || !required, "nginx with its DAV module is missing");
    if !there {
        eprintln!("skipped: Debian packages nginx-light and libnginx-mod-http-dav-ext missing");
    }
    there
}

const MODULE: &str = "/usr/lib/nginx/modules/ngx_http_dav_ext_module.so";

impl Nginx {
    pub fn start() -> Nginx {
        let dir = TempDir::new().expect("a folder");
        let port = TcpListener::bind("127.0.0.1:0")
            .and_then(|listener| listener.local_addr())
            .expect("a port")
            .port();
        let at = dir.path().display();
        std::fs::create_dir(dir.path().join("www")).expect("a folder");
        std::fs::write(dir.path().join("users"), "me:{PLAIN}hunter2\n").expect("users");
        let config = format!(
            "load_module {MODULE};\nuser root;\ndaemon off;\nmaster_process off;\npid {at}/pid;\nerror_log {at}/log;\nevents {{}}\nhttp {{\naccess_log off;\nclient_body_temp_path {at}/body;\n\
             proxy_temp_path {at}/t1;\nfastcgi_temp_path {at}/t2;\nuwsgi_temp_path {at}/t3;\nscgi_temp_path {at}/t4;\nclient_max_body_size 64m;\n\
             server {{\nlisten 127.0.0.1:{port};\nroot {at}/www;\nauth_basic dav;\nauth_basic_user_file {at}/users;\ndav_methods PUT DELETE MKCOL COPY MOVE;\n\
             dav_ext_methods PROPFIND OPTIONS;\n}}\n}}\n"
        );
        std::fs::write(dir.path().join("conf"), config).expect("settings");
        let child = Command::new("nginx")
            .arg("-c")
            .arg(dir.path().join("conf"))
            .stderr(Stdio::null())
            .spawn()
            .expect("nginx");
        for _ in 0..100 {
            if std::net::TcpStream::connect(("127.0.0.1", port)).is_ok() {
                break;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        Nginx { dir, child, port }
    }

    /// The site's files, without those of the delivery.
    pub fn site(&self) -> Tree {
        let mut tree = tree(&self.dir.path().join("www/site"));
        tree.retain(|path, _| !path.starts_with(".gongkai/"));
        tree
    }
}
