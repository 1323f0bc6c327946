//! Printed sheets, read back from their PDFs.

mod board;
mod build;
mod hostile;
mod kinds;
mod print;

use crate::harness::{Folder, Ran};
use crate::poppler::Pdf;

/// `site.yaml` with an address for codes, a footer phone and a board.
pub const SITE: &str = "名称: 试点
网址: https://qx.example.gov.cn/
默认对象: 社会
演示日: 2026-11-22
页脚: {电话: 0000-12345678}
公开栏:
  - {编号: cunwei, 名称: 村委会门口公开栏, 组织: qx, 纸张: A4, 打印: A4}
";

/// A 公示 whose window runs on the site's day.
pub const NOTICE: &str = "标题: 关于拟接收王堃等2名同志为预备党员的公示
发布日期: 2026-11-18
张贴: [cunwei]
文种: 公示
事项: 发展党员
公示期: {起: 2026-11-18, 天数: 5个工作日}
受理: {单位: 柳村党支部, 联系人: 李某, 电话: 0000-12345679}
名单: [{姓名: 王堃, 性别: 女}, {姓名: 李祎喆, 性别: 男}]
人数: 2
落款: 柳村党支部
成文日期: 2026-11-18
";

/// A site with [`SITE`] and one notice at `qx/notices/gong`.
pub fn site() -> Folder {
    let folder = Folder::site();
    folder.write("content/site.yaml", SITE);
    folder.write("content/qx/notices/gong.md", notice(""));
    folder
}

/// The notice with more keys.
pub fn notice(keys: &str) -> String {
    format!("---\n{NOTICE}{keys}---\n\n经支部大会讨论，拟接收下列同志为预备党员，现予公示。\n")
}

/// The PDF at `path` of the built site.
#[track_caller]
pub fn pdf(folder: &Folder, path: &str) -> Pdf {
    Pdf::new(&folder.read(&format!("public/{path}")))
}

/// Prints with `args` to `out.pdf`.
#[track_caller]
pub fn print(folder: &Folder, args: &[&str]) -> (Pdf, Ran) {
    let ran = folder.run(&[&["sheet", "-o", "out.pdf"], args].concat());
    let ran = ran.expect(0);
    (Pdf::new(&folder.read("out.pdf")), ran)
}

/// Asserts that `parts` stand in `text` in this order.
#[track_caller]
pub fn assert_in_order(text: &str, parts: &[&str]) {
    let mut from = 0;
    for part in parts {
        match text[from..].find(part) {
            Some(at) => from += at + part.len(),
            None => panic!("{part:?} is not where it should be in {text}"),
        }
    }
}
