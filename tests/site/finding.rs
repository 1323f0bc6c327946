//! Finding things: terms are explained where they occur, guides and organisations can be looked through, the first page answers what people come with.

use crate::harness::{Folder, SITE, Tree, record};
use crate::links::broken;

/// The largest page that a slow telephone is asked to load, in bytes.
const LARGEST: usize = 60 * 1024;

/// Terms of which one is part of another, one is Latin, and one is meant to break out of its markup.
const TERMS: &str = "- {词: 公示, 解释: 张榜}\n- {词: 公示期, 解释: 张榜的那几天, 别名: [公示时间]}\n- {词: APP, 解释: 手机程序}\n- {词: '<b>&\"', 解释: '<script>alert(1)</script>'}\n- {词: 四至, 解释: 四面到哪里}\n";

/// A site with these terms and a notice with this text.
fn site(text: &str) -> Folder {
    let folder = Folder::site();
    folder
        .write("content/词汇.yaml", TERMS)
        .write("content/qx/notices/a.md", record("文种: 通知", text));
    folder
}

fn page(tree: &Tree, path: &str) -> String {
    let bytes = tree.get(path);
    let bytes = bytes.unwrap_or_else(|| panic!("{path} is not among {:?}", tree.keys()));
    String::from_utf8(bytes.clone()).expect("UTF-8")
}

/// The notice's page.
fn notice(folder: &Folder) -> String {
    page(&folder.build(), "qx/notices/a.html")
}

/// The words that a page marks, with the places they lead to.
fn marks(html: &str) -> Vec<(&str, &str)> {
    let marks = html.split("<a class=\"term\" href=\"#").skip(1);
    let parts = marks.map(|rest| rest.split_once("\">").expect("the end of a tag"));
    parts
        .map(|(place, rest)| (rest.split("</a>").next().expect("an end"), place))
        .collect()
}

/// The terms that a page explains at its end.
fn explained(html: &str) -> Vec<&str> {
    let list = html
        .split("<dl class=\"terms\">")
        .nth(1)
        .unwrap_or_default();
    let list = list.split("</dl>").next().unwrap_or_default();
    let terms = list.split("<dt>").skip(1);
    terms
        .map(|rest| rest.split(['<']).next().expect("a term").trim())
        .collect()
}

#[test]
fn the_first_occurrence_of_the_longest_term_is_marked() {
    let html = notice(&site(
        "公示期满了，公示期再长，公示也要看。\n\n公示、公示时间和APP，APPLE不是。",
    ));
    let words: Vec<&str> = marks(&html).into_iter().map(|(word, _)| word).collect();
    assert_eq!(words, ["公示期", "公示", "APP"]);
    assert_eq!(explained(&html), ["公示期", "公示", "APP"]);
    assert!(html.contains("张榜的那几天"));
    // Each leads to a place on the page itself.
    for (_, place) in marks(&html) {
        let id = percent_encoding::percent_decode_str(place).decode_utf8_lossy();
        assert_eq!(html.matches(&format!(" id=\"{id}\"")).count(), 1, "{id}");
    }
    // What the page explains stands before its foot.
    assert!(html.find("class=\"terms\"") < html.find("id=\"changes\""));
}

#[test]
fn headings_links_and_code_are_left_alone() {
    let text =
        "## 公示期\n\n[公示期](http://www.gov.cn/) `公示期`\n\n    公示期\n\n|公示期|\n|-|\n|甲|";
    let folder = site(text);
    folder.write("content/site.yaml", format!("{SITE}外链: [gov.cn]\n"));
    let html = notice(&folder);
    assert_eq!(marks(&html), []);
    assert_eq!(explained(&html), [""; 0]);
    let html = notice(&site(&format!("{text}\n\n**公示期**")));
    assert!(html.contains("<strong><a class=\"term\""), "{html}");
}

#[test]
fn what_stands_in_fields_is_explained_too() {
    let folder = site("开会。");
    let pledge = "承诺人: {姓名: 张某}\n类别: 岗位\n承诺: [{事项: 丈量四至3处}]";
    folder.write("content/qx/pledges/p.md", record(pledge, ""));
    let tree = folder.build();
    let html = page(&tree, "qx/pledges/p.html");
    assert_eq!((marks(&html), explained(&html)), (vec![], vec!["四至"]));
    assert_eq!(explained(&page(&tree, "qx/notices/a.html")), [""; 0]);
}

#[test]
fn words_of_a_glossary_are_data() {
    let folder = site("甲<b>&\"乙");
    let tree = folder.build();
    for path in ["qx/notices/a.html", "glossary/index.html"] {
        let html = page(&tree, path);
        assert!(!html.contains("<script>alert"), "{html}");
        assert!(html.contains("&lt;script&gt;"), "{html}");
    }
    let html = page(&tree, "qx/notices/a.html");
    assert_eq!(
        marks(&html),
        [("&lt;b&gt;&amp;\"", "term_~3c~b~3e~~26~~22~")]
    );
}

#[test]
fn all_terms_stand_on_a_page_with_where_they_are_used() {
    let folder = site("公示期。");
    let tree = folder.build();
    let html = page(&tree, "glossary/index.html");
    let places: Vec<usize> = ["张榜的那几天", "四面到哪里", "手机程序"]
        .map(|words| html.find(words).expect(words))
        .into();
    // A, G, S.
    assert!(places[2] < places[0] && places[0] < places[1]);
    assert!(html.contains("qx/notices/a.html"));
    assert_eq!(broken(&tree), Vec::<String>::new());
    // Without terms there is neither page nor link to it.
    folder.remove("content/词汇.yaml");
    let tree = folder.build();
    assert!(!tree.contains_key("glossary/index.html"));
    assert!(
        !tree
            .values()
            .any(|bytes| { String::from_utf8_lossy(bytes).contains("glossary/") })
    );
}

#[test]
fn a_changed_meaning_changes_the_pages_that_use_it_and_no_other() {
    let folder = site("公示期。");
    folder.build();
    folder.write(
        "content/词汇.yaml",
        TERMS.replace("张榜的那几天", "新的解释"),
    );
    let before = folder.tree("public");
    let after = folder.build();
    let changed: Vec<&String> = after
        .iter()
        .filter(|(path, bytes)| before.get(*path) != Some(bytes) && path.ends_with(".html"))
        .map(|(path, _)| path)
        .collect();
    assert_eq!(changed, ["glossary/index.html", "qx/notices/a.html"]);
    assert!(page(&after, "qx/notices/a.html").contains("新的解释"));
}

#[test]
fn mistakes_in_a_glossary_are_told_like_others() {
    let folder = Folder::site();
    let mut told = Vec::new();
    for text in [
        "- {词: 甲}\n",
        "- {词: 甲, 意思: 乙}\n",
        "- {词: 甲, 解释: 乙, 别名: 丙}\n",
        "词: 甲\n",
        "- {词: 甲, 解释: 乙}\n- {term: 甲, meaning: 丙}\n",
        "- {词：甲, 解释: 乙}\n",
        "- {词: 甲, 解释: 乙, 别名: ['']}\n",
    ] {
        folder.write("content/词汇.yaml", text);
        for found in folder.check() {
            assert_eq!(found.file, "content/词汇.yaml", "{found:?}");
            told.push((found.rule, found.line, found.column));
        }
    }
    let told: Vec<(&str, u32, u32)> = told.iter().map(|(a, b, c)| (a.as_str(), *b, *c)).collect();
    assert_eq!(
        told,
        [
            ("yaml/missing-key", 1, 3),
            ("yaml/missing-key", 1, 3),
            ("yaml/unknown-key", 1, 10),
            ("yaml/type", 1, 21),
            ("yaml/type", 1, 1),
            ("glossary/duplicate", 2, 10),
            ("yaml/full-width", 1, 5),
            ("yaml/missing-key", 1, 22),
        ]
    );
    // There is one file of terms.
    folder
        .write("content/词汇.yaml", "- {词: 甲, 解释: 乙}\n")
        .write("content/glossary.yaml", "- {term: 丙, meaning: 丁}\n");
    let found = folder.check();
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].message.contains("词汇"), "{found:?}");
}

/// A county of 15 towns and 300 villages, with a guide in each town.
#[test]
fn a_county_of_300_villages_can_be_looked_through() {
    let folder = Folder::in_memory();
    folder
        .write("content/site.yaml", SITE)
        .write("content/qx/org.yaml", "名称: 清溪县委\n层级: 县\n");
    for town in 0..15 {
        let path = format!("content/qx/t{town}");
        folder.write(
            &format!("{path}/org.yaml"),
            format!("名称: 第{town}镇\n层级: 乡\n"),
        );
        for village in 0..20 {
            folder.write(
                &format!("{path}/v{village}/org.yaml"),
                format!("名称: 第{town}镇柳树湾{village}村党总支\n层级: 村\n"),
            );
            folder.write(
                &format!("{path}/v{village}/notices/a.md"),
                record("文种: 通知", "开会。"),
            );
        }
    }
    let tree = folder.build();
    assert_eq!(broken(&tree), Vec::<String>::new());
    for path in ["index.html", "orgs/index.html"] {
        let html = page(&tree, path);
        assert!(html.len() <= LARGEST, "{path}: {}", html.len());
        for village in ["t0/v0/index.html", "t14/v19/index.html"] {
            assert!(html.contains(village), "{path}: {village}");
        }
        let count = |tag: &str| html.matches(tag).count();
        assert_eq!(count("<details"), 16, "{path}");
        assert_eq!(count("<details"), count("</details>"));
        assert_eq!(count("<ul"), count("</ul>"));
    }
}

/// Villages directly below a county, more than one page has room for: every one of them can be reached.
#[test]
fn a_flat_tree_is_cut_into_pages() {
    let folder = Folder::in_memory();
    folder
        .write("content/site.yaml", SITE)
        .write("content/qx/org.yaml", "名称: 清溪县委\n层级: 县\n");
    let name = "很长的村名".repeat(8);
    for village in 0..400 {
        let settings = format!("名称: {name}{village}\n层级: 村\n");
        folder.write(&format!("content/qx/v{village}/org.yaml"), settings);
    }
    let tree = folder.build();
    assert_eq!(broken(&tree), Vec::<String>::new());
    let pages: Vec<&String> = tree
        .keys()
        .filter(|path| path.starts_with("orgs/"))
        .collect();
    assert_eq!(pages, ["orgs/index-2.html", "orgs/index.html"]);
    let text: String = pages.iter().map(|path| page(&tree, path)).collect();
    for village in 0..400 {
        let link = format!("qx/v{village}/index.html\"");
        assert_eq!(text.matches(&link).count(), 1, "{link}");
    }
    let large: Vec<_> = tree
        .iter()
        .filter(|(path, bytes)| path.ends_with(".html") && bytes.len() > LARGEST)
        .map(|(path, bytes)| (path, bytes.len()))
        .collect();
    assert_eq!(large, []);
}

/// The sample site, without sheets.
fn sample() -> Tree {
    let folder = Folder::sample();
    folder.run(&["build", "--no-sheets"]).expect(0);
    folder.tree("public")
}

#[test]
fn the_first_page_answers_in_order() {
    let tree = sample();
    let html = page(&tree, "index.html");
    let ids = ["news", "money", "do", "promised", "places"];
    let places: Vec<usize> = ids
        .map(|id| html.find(&format!("<h2 id=\"{id}\"")).expect(id))
        .into();
    assert!(places.is_sorted(), "{places:?}");
    for id in ids {
        assert!(html.contains(&format!("href=\"#{id}\"")), "{id}");
    }
    for words in [
        "还剩",
        "结余",
        "村里能办",
        "guides/letters.html#B",
        "逾期",
        "data-my-place",
    ] {
        assert!(html.contains(words), "{words}");
    }
}
