//! What a build makes of sheets, and what it leaves alone.

use super::{notice, pdf, site};
use crate::harness::{Folder, assert_same, record};
use crate::poppler::tools;

#[test]
fn every_record_page_links_its_sheets() {
    let folder = site();
    folder.write(
        "content/qx/pledges/a.md",
        record(
            "承诺人: {姓名: 张某}\n类别: 岗位\n承诺: [{事项: 走访3次}]",
            "",
        ),
    );
    let built = folder.build();
    let page = folder.text("public/qx/notices/gong.html");
    for (sheet, linked) in [
        ("qx/notices/gong.pdf", "gong.pdf"),
        ("qx/notices/gong.a3.pdf", "gong.a3.pdf"),
    ] {
        assert!(
            built.contains_key(sheet) && page.contains(linked),
            "{sheet}"
        );
    }
    assert!(built.contains_key("qx/pledges/a.letter.pdf"));
    assert!(
        folder
            .text("public/qx/index.html")
            .contains("qx/pledges/wall.pdf")
    );
    let pdfs = |folder: &Folder| {
        let tree = folder.tree("public");
        tree.keys().filter(|path| path.ends_with(".pdf")).count()
    };
    assert_eq!(pdfs(&folder), 6, "{:?}", built.keys());
    folder.run(&["build", "--no-sheets"]).expect(0);
    assert_eq!(pdfs(&folder), 0);
    assert!(!folder.text("public/qx/notices/gong.html").contains(".pdf"));
}

#[test]
fn the_same_record_and_day_give_the_same_bytes() {
    let (one, other) = (site(), site());
    let mut command = other.command(&["build"]);
    command.env("RAYON_NUM_THREADS", "1");
    assert!(command.status().expect("the program runs").success());
    assert_same(&one.build(), &other.tree("public"));
}

#[test]
fn sheets_of_unchanged_records_are_not_set_again() {
    let folder = site();
    folder.build();
    let changed = |path: &str| {
        let data = std::fs::metadata(folder.path(path)).expect("a file");
        data.modified().expect("a time")
    };
    let (kept, new) = ("public/qx/notices/plain.pdf", "public/qx/notices/gong.pdf");
    let before = (changed(kept), changed(new));
    folder.write("content/qx/notices/gong.md", notice("责任人: 张某\n"));
    let ran = folder.run(&["build"]).expect(0);
    assert_eq!(changed(kept), before.0);
    assert_ne!(changed(new), before.1);
    // The page, its two sheets, and lists that give its day; nothing of the other record.
    assert!(ran.err.contains("没有变化"), "{}", ran.err);
}

#[test]
fn a_correction_says_which_version_and_what_changed() {
    if !tools() {
        return;
    }
    let folder = site();
    folder.build();
    let first = pdf(&folder, "qx/notices/gong.pdf").words();
    assert!(!first.contains("更正版"));
    folder.write(
        "content/qx/notices/gong.md",
        notice("更正: [{日期: 2026-11-20, 原因: 性别写错, 批准: 周书记}, {日期: 2026-12-20, 原因: 还没到, 批准: 周书记}]\n"),
    );
    folder.build();
    let second = pdf(&folder, "qx/notices/gong.pdf").words();
    assert!(second.contains("更正版（第2版）") && second.contains("性别写错"));
    assert!(!second.contains("还没到"));
    let code = |text: &str| {
        let at = text.find("版本号").expect("a version code") + "版本号".len();
        text[at..].trim_start_matches('：')[..9].to_owned()
    };
    assert_ne!(code(&first), code(&second));
}

#[test]
fn archived_sheets_are_pdf_a() {
    if !tools() {
        return;
    }
    let folder = site();
    folder.write("content/site.yaml", format!("{}归档: true\n", super::SITE));
    folder.build();
    let pdf = pdf(&folder, "qx/notices/gong.pdf");
    assert!(pdf.metadata().contains("<pdfaid:part>2</pdfaid:part>"));
    folder.run(&["sheet", "gong", "--tile", "a4"]).expect(0);
}

#[test]
fn a_template_of_the_site_overrides_ours_and_its_mistakes_are_found() {
    if !tools() {
        return;
    }
    let folder = site();
    let template = "#import \"lib.typ\": *\n#let sheet(s) = {\n  let entry = s.entries.first()\n  show: frame-sheet.with(s, entry)\n  text(30pt)[自己的版式 #entry.record.title]\n}\n";
    folder.write("themes/default/sheets/notice.typ", template);
    folder.build();
    let words = pdf(&folder, "qx/notices/gong.pdf").words();
    assert!(words.contains("自己的版式关于拟接收王堃"));
    folder.write(
        "themes/default/sheets/notice.typ",
        template.replace("entry.record.title", "entry.record.titel"),
    );
    let ran = folder.run(&["build"]).expect(2);
    assert!(ran.err.contains("sheets/notice.typ:5"), "{}", ran.err);
    assert!(
        ran.err.contains("关于拟接收王堃") || ran.err.contains("平常通知"),
        "{}",
        ran.err
    );
    folder.write(
        "themes/default/sheets/notice.typ",
        template.replace("30pt", "8pt"),
    );
    let ran = folder.run(&["build"]).expect(1);
    assert!(
        ran.err.contains("sheet/overflow") && ran.err.contains("8.0 磅"),
        "{}",
        ran.err
    );
    folder.write(
        "themes/default/sheets/notice.typ",
        template
            .replace("text(30pt)", "place(dx: 190mm, text(30pt)")
            .replace("title]", "title])"),
    );
    let ran = folder.run(&["build"]).expect(1);
    assert!(
        ran.err.contains("sheet/overflow") && ran.err.contains("纸外面"),
        "{}",
        ran.err
    );
}

#[test]
fn a_template_reaches_nothing_outside() {
    let folder = site();
    folder.write("secret.txt", "秘密");
    for reach in [
        "../secret.txt",
        "/../secret.txt",
        "/content/site.yaml",
        "/etc/passwd",
    ] {
        folder.write(
            "themes/default/sheets/notice.typ",
            format!("#let sheet(s) = text(30pt, read(\"{reach}\"))\n"),
        );
        folder.run(&["build"]).expect(2);
    }
}
