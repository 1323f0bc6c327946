use super::*;

struct Web;

impl Resolver for Web {
    fn record(&self, id: &str) -> Option<String> {
        (id == "qx/guides/hukou").then(|| "qx/guides/hukou.html".to_owned())
    }
    fn file(&self, path: &str) -> Option<Target> {
        let size = path.ends_with(".jpg").then_some((640, 480));
        matches!(path, "路.jpg" | "表.xlsx" | "坏.png").then(|| Target {
            file: Some(FileId(7)),
            address: format!("qx/notices/{path}"),
            size,
        })
    }
    fn allows(&self, host: &str) -> bool {
        host == "www.gov.cn"
    }
    fn root(&self) -> &str {
        "../../"
    }
}

fn body(text: &str) -> Body {
    Body {
        text: text.to_owned(),
        place: Place::bytes(FileId(0), 100, 100 + text.len()),
        exact: true,
    }
}

fn html(text: &str) -> String {
    let mut out = Report::default();
    render(
        &body(text),
        &Web,
        &Highlighter::default(),
        &Glossary::default(),
        &mut out,
    )
    .html
}

fn rules(text: &str) -> Vec<(&'static str, &'static str)> {
    let mut out = Report::default();
    render(
        &body(text),
        &Web,
        &Highlighter::default(),
        &Glossary::default(),
        &mut out,
    );
    out.0.iter().map(|d| (d.rule, d.case)).collect()
}

#[test]
fn emphasis_holds_beside_chinese_punctuation() {
    for (text, expected) in [
        (
            "甲**重点。**后文乙",
            "<p>甲<strong>重点。</strong>后文乙</p>\n",
        ),
        ("**“引”**后", "<p><strong>“引”</strong>后</p>\n"),
        ("他说**“好”**。", "<p>他说<strong>“好”</strong>。</p>\n"),
        ("甲*强调。*乙", "<p>甲<em>强调。</em>乙</p>\n"),
        (
            "甲**一。**乙**二。**丙",
            "<p>甲<strong>一。</strong>乙<strong>二。</strong>丙</p>\n",
        ),
        ("\\*\\*重点。\\*\\*后", "<p>**重点。**后</p>\n"),
        ("单价 3 * 4 元", "<p>单价 3 * 4 元</p>\n"),
        ("甲**没有结束。", "<p>甲**没有结束。</p>\n"),
        (
            "- 甲**一。\n- 二。**乙",
            "<ul>\n<li>甲**一。</li>\n<li>二。**乙</li>\n</ul>\n",
        ),
    ] {
        assert_eq!(html(text), expected, "{text}");
    }
}

#[test]
fn a_line_break_between_han_characters_is_nothing() {
    assert_eq!(html("甲乙\n丙丁"), "<p>甲乙丙丁</p>\n");
    assert_eq!(
        html("甲乙，\n**丙**丁"),
        "<p>甲乙，<strong>丙</strong>丁</p>\n"
    );
    assert_eq!(html("one\ntwo"), "<p>one\ntwo</p>\n");
    assert_eq!(html("甲乙\nabc"), "<p>甲乙\nabc</p>\n");
    assert_eq!(html("가나\n다라"), "<p>가나\n다라</p>\n");
}

#[test]
fn raw_html_is_shown_as_text() {
    assert_eq!(html("<b>甲</b>"), "<p>&lt;b&gt;甲&lt;/b&gt;</p>\n");
    let block = html("<script>alert(1)</script>\n\n乙");
    assert!(!block.contains("<script"), "{block}");
    assert!(html("[甲](<javascript:alert(1)>)").starts_with("<p>甲</p>"));
    assert!(!html("![\"><script>](路.jpg \"\\\"><script>\")").contains("<script"));
}

#[test]
fn headings_have_stable_ids_below_the_title() {
    let text = "# 一、怎么办\n\n## 材 料\n\n# 一、怎么办\n";
    let expected = "<h2 id=\"一-怎么办\">一、怎么办</h2>\n<h3 id=\"材-料\">材 料</h3>\n<h2 id=\"一-怎么办-2\">一、怎么办</h2>\n";
    assert_eq!(html(text), expected);
}

#[test]
fn links_lead_only_where_they_may() {
    assert_eq!(
        html("[甲](记录:qx/guides/hukou)"),
        "<p><a href=\"../../qx/guides/hukou.html\">甲</a></p>\n"
    );
    assert_eq!(
        html("[甲](record:qx/guides/hukou#材料)"),
        "<p><a href=\"../../qx/guides/hukou.html#%E6%9D%90%E6%96%99\">甲</a></p>\n"
    );
    assert_eq!(
        html("[表](表.xlsx)"),
        "<p><a href=\"../../qx/notices/%E8%A1%A8.xlsx\">表</a></p>\n"
    );
    assert_eq!(
        html("[电](tel:0000-12345678)"),
        "<p><a href=\"tel:0000-12345678\">电</a></p>\n"
    );
    for (text, rule) in [
        ("[甲](记录：qx/guides/none)", ("link/broken", "record")),
        ("[甲](没有.pdf)", ("link/broken", "file")),
        ("[甲](../../../etc/passwd)", ("link/broken", "file")),
        ("[甲](/绝对)", ("link/broken", "absolute")),
        ("[甲](ftp://a.b)", ("link/broken", "scheme")),
        ("[甲](#没有)", ("link/anchor", "")),
        ("[甲](https://example.com/a)", ("link/external", "")),
        (
            "[甲](https://www.gov.cn@example.com/)",
            ("link/external", ""),
        ),
    ] {
        assert_eq!(rules(text), [rule], "{text}");
    }
    assert_eq!(
        html("<a@b.cn>"),
        "<p><a href=\"mailto:a@b.cn\">a@b.cn</a></p>\n"
    );
    assert!(
        rules("[甲](HTTPS://WWW.gov.cn/) 数组[1]（见https://www.gov.cn 的说明）【注】(见上)")
            .is_empty()
    );
    assert!(rules("[甲](https://www.gov.cn/a) [乙](#丙)\n\n# 丙\n").is_empty());
}

#[test]
fn images_have_size_and_words() {
    let expected = "<p><img src=\"../../qx/notices/%E8%B7%AF.jpg\" alt=\"修好的路\" width=\"640\" height=\"480\" loading=\"lazy\" decoding=\"async\"></p>\n";
    assert_eq!(html("![修好的路](路.jpg)"), expected);
    assert_eq!(rules("![](路.jpg)"), [("image/alt", "")]);
    assert_eq!(rules("![路](没有.jpg)"), [("image/missing", "")]);
    assert_eq!(
        rules("![路](https://www.gov.cn/a.jpg)"),
        [("image/missing", "elsewhere")]
    );
    assert_eq!(rules("![路](坏.png)"), [("image/missing", "unreadable")]);
}

#[test]
fn a_paragraph_cut_in_the_middle_is_seen() {
    let long = "柳村党支部在本季度组织党员群众开展了多次义务劳动和环境整治，并且";
    assert_eq!(
        rules(&format!("{long}\n\n按时完成了任务。")),
        [("text/cut", "")]
    );
    assert!(rules(&format!("{long}。\n\n按时完成了任务。")).is_empty());
    assert!(rules(&format!("{long}\n\n一是按时完成了任务。")).is_empty());
    assert!(rules(&format!("{long}\n\n- 甲\n- 乙")).is_empty());
    assert!(rules("联系人 张某\n\n按时完成了任务。").is_empty());
}

#[test]
fn separators_in_names() {
    assert_eq!(rules("阿依古丽•买买提同志"), [("text/name-separator", "")]);
    assert!(rules("阿依古丽·买买提同志 • 说明").is_empty());
}

#[test]
fn places_are_those_of_the_file() {
    let mut out = Report::default();
    let text = "甲乙\n\n[丙](没有.pdf)";
    render(
        &body(text),
        &Web,
        &Highlighter::default(),
        &Glossary::default(),
        &mut out,
    );
    let start = 100 + text.find('[').unwrap();
    assert_eq!(
        out.0[0].place,
        Place::bytes(FileId(0), start, 100 + text.len())
    );
}

#[test]
fn tables_lists_and_code() {
    let table = html("| 项 | 元 |\n|---|---:|\n| 甲 | 1 |\n");
    assert!(
        table.starts_with("<div class=\"scroll\" tabindex=\"0\"><table>")
            && table.contains("<th class=\"n\">元</th>")
            && table.contains("<td class=\"n\">1</td>")
            && !table.contains("style"),
        "{table}"
    );
    let wide = html("| *项* | \"<元 |  |\n|---|---:|---|\n| 甲 | 1 | 乙 |\n");
    assert!(
        wide.starts_with("<div class=\"scroll\" tabindex=\"0\"><table class=\"cards\">")
            && wide.contains("<th><em>项</em></th>")
            && wide.contains(
                "<td data-t=\"项\">甲</td><td class=\"n\" data-t=\"&quot;&lt;元\">1</td><td>乙</td>"
            ),
        "{wide}"
    );
    assert!(html("- [x] 甲\n- [ ] 乙\n").contains("<li>☑ 甲</li>"));
    assert!(html("~~甲~~").contains("<del>甲</del>"));
    assert!(html("```yaml\n标题: 甲\n```\n").contains("class=\"s-"));
    assert!(
        html("```none\n<甲>\n```\n")
            .contains("<pre tabindex=\"0\"><code>&lt;甲&gt;\n</code></pre>")
    );
}
