//! Delivery to nginx, with a connection that is cut.

use super::folder::forget;
use super::nginx::{Nginx, is_there};
use super::proxy;
use crate::harness::{Folder, PLAIN, Ran, SITE, assert_same};

fn publish(folder: &Folder, port: u16, password: &str, more: &[&str]) -> Ran {
    let text = format!(
        "{SITE}发布: {{县网: {{方式: webdav, 地址: 'http://127.0.0.1:{port}/', 目录: site, 凭据: COUNTY}}}}\n"
    );
    folder.write("content/site.yaml", text);
    folder
        .command(&[&["publish", "--to", "县网"], more].concat())
        .env("GONGKAI_COUNTY_USER", "me")
        .env("GONGKAI_COUNTY_PASSWORD", password)
        .env("USER", "贺守田")
        .output()
        .expect("the program runs")
        .into()
}

#[test]
fn a_cut_upload_leaves_whole_files_and_the_next_one_completes_it() {
    if !is_there() {
        return;
    }
    let nginx = Nginx::start();
    let folder = Folder::site();
    folder.build();
    let wrong = publish(&folder, nginx.port, "wrong", &[]).expect(2);
    assert!(!format!("{wrong:?}").contains("wrong"), "{wrong:?}");
    wrong.says("GONGKAI_COUNTY_PASSWORD");
    let first = publish(&folder, nginx.port, "hunter2", &[]).expect(0);
    assert!(!format!("{first:?}").contains("hunter2"));
    let old = folder.tree("public");
    assert_same(&old, &nginx.site());
    for i in 0..12 {
        let text = PLAIN.replace("平常", &format!("第{i}号"));
        folder.write(&format!("content/qx/notices/n{i}.md"), text);
    }
    folder.remove("content/qx/notices/plain.md");
    forget(&folder);
    folder.run(&["publish"]).expect(0);
    let new = folder.tree("public");
    publish(&folder, nginx.port, "hunter2", &["--dry-run"]).expect(0);
    assert_same(&old, &nginx.site());
    for bytes in [30_000, 90_000] {
        let port = proxy::start(nginx.port, bytes);
        let cut = publish(&folder, port, "hunter2", &["--unlock"]).expect(2);
        assert!(!format!("{cut:?}").contains("hunter2"));
        let site = nginx.site();
        for (path, file) in &site {
            let whole = old.get(path) == Some(file) || new.get(path) == Some(file);
            assert!(whole, "{path} is neither old nor new");
        }
        assert_eq!(site.get("manifest.json"), old.get("manifest.json"));
        for path in old.keys() {
            assert!(site.contains_key(path), "{path} went too early");
        }
    }
    // The lock of the one that was cut off holds.
    publish(&folder, nginx.port, "hunter2", &[])
        .expect(2)
        .says("贺守田");
    publish(&folder, nginx.port, "hunter2", &["--unlock"]).expect(0);
    assert_same(&new, &nginx.site());
}
