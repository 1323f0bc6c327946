//! nginx with its WebDAV modules, on a folder of the test.

use std::path::Path;
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;

use super::story::Server;
use super::{free_port, have, program, wait_for};
use crate::harness::{Tree, tree};

/// A WebDAV server that asks for a name and a password (`me`, `hunter2`).
pub struct Nginx {
    dir: TempDir,
    child: Child,
    port: u16,
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
    let found = Path::new(MODULE).exists() && program("nginx").is_some();
    have(
        found,
        "Debian packages nginx-light and libnginx-mod-http-dav-ext",
    )
}

const MODULE: &str = "/usr/lib/nginx/modules/ngx_http_dav_ext_module.so";

impl Nginx {
    pub fn start() -> Nginx {
        let dir = TempDir::new().expect("a folder");
        let port = free_port();
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
        wait_for(port);
        Nginx { dir, child, port }
    }
}

impl Server for Nginx {
    fn port(&self) -> u16 {
        self.port
    }

    fn target(&self, port: u16) -> String {
        format!("方式: webdav, 地址: 'http://127.0.0.1:{port}/', 目录: site")
    }

    fn credentials(&self, command: &mut Command, right: bool) {
        let password = if right { "hunter2" } else { "wrong" };
        command
            .env("GONGKAI_COUNTY_USER", "me")
            .env("GONGKAI_COUNTY_PASSWORD", password);
    }

    fn secret(&self) -> String {
        "hunter2".to_owned()
    }

    fn variable(&self) -> &'static str {
        "GONGKAI_COUNTY_PASSWORD"
    }

    fn files(&self) -> Tree {
        tree(&self.dir.path().join("www/site"))
    }
}
