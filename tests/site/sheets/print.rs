//! `gongkai sheet`: what is chosen, on which paper, in how many pieces.

use super::{SITE, print, site};
use crate::harness::record;
use crate::poppler::tools;

#[test]
fn records_are_found_as_officers_name_them() {
    let folder = site();
    let page = {
        folder.run(&["build", "--no-sheets"]).expect(0);
        folder.text("public/qx/notices/gong.html")
    };
    let code = page
        .split("/r/")
        .nth(1)
        .and_then(|rest| rest.get(..7))
        .expect("a short address");
    for name in [
        "qx/notices/gong",
        "content/qx/notices/gong.md",
        "content\\qx\\notices\\gong.md",
        "gong",
        "gong.md",
        code,
        "关于拟接收王堃等2名同志为预备党员的公示",
    ] {
        print(&folder, &[name]);
    }
    folder.write("content/zx/org.yaml", "名称: 另一处\n");
    folder.write("content/zx/notices/gong.md", record("文种: 公告", "文。"));
    folder
        .run(&["sheet", "gong"])
        .expect(2)
        .says("zx/notices/gong");
    folder
        .run(&["sheet", "plian"])
        .expect(2)
        .says("qx/notices/plain");
    folder.run(&["sheet"]).expect(2).says("--board");
    folder
        .run(&["sheet", "--board", "nowhere"])
        .expect(2)
        .says("cunwei");
    folder
        .run(&["sheet", "--kind", "歌曲"])
        .expect(2)
        .says("公告");
    folder
        .run(&["sheet", "qx/notices/gong", "--paper", "b17"])
        .expect(2)
        .says("580x841");
    folder
        .run(&["sheet", "qx/notices/gong", "--form", "poster"])
        .expect(2)
        .says("notice");
    folder
        .run(&["sheet", "--kind", "经费"])
        .expect(2)
        .says("没有可以印的");
}

#[test]
fn a_sheet_goes_where_it_is_sent_and_over_nothing_else() {
    let folder = site();
    folder.run(&["sheet", "qx/notices/gong"]).expect(0);
    assert!(folder.has("gong-2026-11-22.pdf"));
    folder.run(&["sheet", "qx/notices/gong"]).expect(0);
    folder.write("工作簿.xlsx", "PK");
    folder
        .run(&["sheet", "qx/notices/gong", "-o", "工作簿.xlsx"])
        .expect(2)
        .says("不是 PDF");
    assert_eq!(folder.text("工作簿.xlsx"), "PK");
    assert!(!folder.has("public"));
}

#[test]
fn what_has_errors_is_not_printed() {
    let folder = site();
    folder.write(
        "content/qx/notices/bad.md",
        record(
            "文种: 公示\n公示期: {起: 2026-11-18, 天数: 5个工作日}",
            "没有受理人。",
        ),
    );
    folder
        .run(&["sheet", "qx/notices/bad"])
        .expect(1)
        .says("notice/receiver-missing");
    // The mistakes of others stop nobody.
    folder.run(&["sheet", "qx/notices/gong"]).expect(0);
    folder.write(
        "content/qx/notices/draft.md",
        record("文种: 公告\n草稿: true", "没写完。"),
    );
    folder
        .run(&["sheet", "qx/notices/draft"])
        .expect(2)
        .says("--drafts");
    folder
        .run(&["sheet", "qx/notices/draft", "--drafts"])
        .expect(0);
}

#[test]
fn paper_is_as_asked_and_type_is_never_too_small() {
    if !tools() {
        return;
    }
    let folder = site();
    for (paper, size) in [
        ("a5", (148, 210)),
        ("a4", (210, 297)),
        ("A3", (297, 420)),
        ("a2", (420, 594)),
        ("580x841", (580, 841)),
        ("770X1118", (770, 1118)),
        ("400x300", (400, 300)),
    ] {
        let (pdf, _) = print(&folder, &["qx/notices/gong", "--paper", paper]);
        assert!(
            pdf.sizes().iter().all(|page| *page == size),
            "{paper}: {:?}",
            pdf.sizes()
        );
        pdf.assert_inside();
    }
}

#[test]
fn large_sheets_come_in_pieces_and_the_code_in_one() {
    if !tools() {
        return;
    }
    let folder = site();
    for (paper, pieces) in [("580x841", 9), ("770x1118", 16), ("a3", 4), ("a2", 8)] {
        let (pdf, ran) = print(
            &folder,
            &["qx/notices/gong", "--paper", paper, "--tile", "a4"],
        );
        assert!(ran.err.contains("实际大小"));
        assert_eq!(pdf.pages(), 1 + pieces, "{paper}");
        let a4 = |page: &(i64, i64)| *page == (210, 297) || *page == (297, 210);
        assert!(pdf.sizes().iter().all(a4), "{:?}", pdf.sizes());
        assert!(pdf.page(1).contains("实际大小"));
        let whole = (2..=pdf.pages())
            .filter(|page| !pdf.codes(*page).is_empty())
            .count();
        assert!(whole >= 1, "{paper}: the code can be read on one piece");
    }
    let (pdf, _) = print(&folder, &["qx/notices/gong", "--tile", "a3"]);
    assert_eq!(pdf.pages(), 5);
    assert!(pdf.sizes().iter().all(|page| *page == (297, 420)));
}

#[test]
fn members_only_sheets_say_so_and_have_no_code() {
    if !tools() {
        return;
    }
    let folder = site();
    folder.write(
        "content/qx/notices/inner.md",
        record("对象: 党员\n文种: 公告", "党内的事。"),
    );
    folder.write(
        "content/qx/notices/named.md",
        record("对象: 特定\n文种: 公告", "给一个人。"),
    );
    let (pdf, _) = print(&folder, &["qx/notices/inner"]);
    assert!(pdf.words().contains("限党员阅读") && pdf.codes(1).is_empty());
    folder
        .run(&["sheet", "qx/notices/inner", "qx/notices/named"])
        .expect(2)
        .says("特定对象");
    let (pdf, _) = print(&folder, &["--org", "qx", "--kind", "公告"]);
    assert!(!pdf.words().contains("党内的事"));
}

#[test]
fn a_site_without_an_address_has_sheets_without_codes() {
    if !tools() {
        return;
    }
    let folder = site();
    folder.write(
        "content/site.yaml",
        SITE.replace("网址: https://qx.example.gov.cn/\n", ""),
    );
    let (pdf, _) = print(&folder, &["qx/notices/gong"]);
    assert!(pdf.codes(1).is_empty() && pdf.words().contains("0000-12345679"));
}

#[test]
fn a_record_that_cannot_be_read_shows_why() {
    let folder = site();
    folder.write(
        "content/qx/notices/broken.md",
        "---\n标题: 甲\n文种: [\n---\n",
    );
    folder
        .run(&["sheet", "broken"])
        .expect(1)
        .says("yaml/syntax");
    folder
        .run(&["sheet", "absent"])
        .expect(2)
        .says("没有“absent”");
}

#[test]
fn a_picture_that_cannot_be_drawn_is_its_records_mistake() {
    let folder = site();
    let text = record("文种: 公告", "看图。\n\n![一张图](tu.png)");
    folder.write("content/qx/notices/tu/index.md", text);
    let mut png = crate::harness::PNG.to_vec();
    png.truncate(40);
    folder.write("content/qx/notices/tu/tu.png", png);
    let ran = folder.run(&["build"]).expect(1).says("image/missing");
    assert!(ran.err.contains("tu.png") && ran.err.contains("tu/index.md"));
}
