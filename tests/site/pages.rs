//! A few pages as they are written, so that a change of the theme or of a view is seen. After a wanted one:
//! `INSTA_UPDATE=always cargo test --release --test site pages`, and look at the difference.

use crate::harness::{Folder, SITE, Tree};
use crate::marked::{KINDS, Marks, write};

/// A small site with one record of each kind whose every field is filled.
fn site() -> Tree {
    let folder = Folder::site();
    folder
        .write("content/site.yaml", format!("{SITE}网址: https://qx.example.gov.cn/\n页脚: {{主办单位: 清溪县委, 电话: 0000-1}}\n"))
        .write("content/qx/liu/org.yaml", "名称: 柳村党总支\n层级: 村\n书记: 李某\n电话: 0000-2\n");
    for kind in KINDS {
        write(
            &folder,
            "qx/liu",
            kind,
            "",
            "2026-11-02",
            &mut Marks::new(&kind[..2]),
        );
    }
    folder.build()
}

/// What stands between the head and the foot of a page; the shared frame is in the first page's snapshot.
fn main_part(html: &str) -> &str {
    let start = html.find("<main").expect("a main part");
    &html[start..html.find("</main>").expect("its end")]
}

#[test]
fn pages_are_as_they_were() {
    let tree = site();
    let text = |path: &str| {
        String::from_utf8(
            tree.get(path)
                .unwrap_or_else(|| panic!("{path}: {:?}", tree.keys()))
                .clone(),
        )
        .expect("UTF-8")
    };
    // The name of a style sheet tells its bytes; only the first page shows it, without them.
    let home = text("index.html");
    let sheet = home
        .split("assets/style.")
        .nth(1)
        .expect("a style sheet")
        .split('.')
        .next()
        .expect("its hash");
    insta::assert_snapshot!("home", home.replace(sheet, "HASH"));
    for (name, path) in [
        ("organisation", "qx/liu/index.html"),
        ("list", "notices/index.html"),
        ("board", "notices/board.html"),
        ("archive", "notices/archive.html"),
        ("due", "pledges/due.html"),
        ("accounts", "funds/accounts.html"),
        ("pledge", "qx/liu/pledges/mkpl00x.html"),
        ("guide", "qx/liu/guides/mkgu00x.html"),
        ("fund", "qx/liu/funds/mkfu00x.html"),
        ("notice", "qx/liu/notices/mkno00x.html"),
    ] {
        insta::assert_snapshot!(name, main_part(&text(path)));
    }
}
