//! Whole sites in small: written to a folder, checked and laid out as a command would.

use std::path::Path;

use super::check::findings;
use crate::diagnostics::Finding;
use crate::plan::{Extras, What, plan};
use crate::render::Renderer;
use crate::text::{Lang, Texts};
use crate::values::Audience;
use crate::workspace::{Ask, Loaded, Outcome, load};

fn ask() -> Ask {
    Ask::new(Some("2026-11-22"), false).unwrap()
}

/// A site with an organisation `qx`, and what a test puts there.
struct SiteFolder(tempfile::TempDir);

impl SiteFolder {
    fn new() -> SiteFolder {
        let site = SiteFolder(tempfile::tempdir().unwrap());
        site.put(
            "site.yaml",
            "名称: 试\n默认对象: 社会\n网址: https://a.example\n",
        );
        site.put("qx/org.yaml", "名称: 清溪\n");
        site
    }

    fn put(&self, path: &str, text: &str) {
        let path = self.0.path().join("content").join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    fn notice(&self, path: &str, more: &str, text: &str) {
        let head = "标题: 关于放假的通知\n发布日期: 2026-11-02\n文种: 通知\n落款: 清溪\n成文日期: 2026-11-02";
        self.put(path, &format!("---\n{head}\n{more}\n---\n\n{text}\n"));
    }

    fn findings(&self) -> Vec<Finding> {
        findings(self.0.path(), ask(), &Texts::load(Lang::Zh).unwrap()).unwrap()
    }

    /// Rule and file of each error.
    fn errors(&self) -> Vec<(String, String)> {
        let errors = self.findings().into_iter();
        errors
            .filter(|finding| finding.severity == crate::diagnostics::Severity::Error)
            .map(|finding| (finding.rule, finding.file))
            .collect()
    }

    fn load(&self) -> Box<Loaded> {
        match load(self.0.path(), ask()).unwrap() {
            Outcome::Site(loaded) => loaded,
            Outcome::Broken(..) => panic!("site.yaml has mistakes"),
        }
    }
}

fn address(file: &str) -> (String, String) {
    ("record/address".to_owned(), format!("content/{file}"))
}

#[test]
fn an_alias_takes_no_address_of_a_generated_page() {
    let aliases = [
        "/index.html",
        "/404.html",
        "/qx/",
        "/feed.xml/",
        "/notices/",
        "/qx/feed.xml/",
        "/sitemap.xml/",
        "/robots.txt/",
        "/manifest.json/",
        "/years/2026/",
        "/assets/x/",
        "/qx/notices/",
    ];
    for alias in aliases {
        let site = SiteFolder::new();
        site.notice("qx/公告/甲.md", &format!("旧址: [{alias}]"), "放假。");
        assert_eq!(site.errors(), [address("qx/公告/甲.md")], "{alias}");
        let message = site.findings().remove(0).message;
        assert!(message.contains("自动生成"), "{message}");
    }
    let site = SiteFolder::new();
    site.notice("qx/公告/甲.md", "旧址: [/old/, /qx/old.html]", "放假。");
    assert_eq!(site.errors(), []);
}

#[test]
fn records_and_folders_take_no_address_of_a_generated_page() {
    let site = SiteFolder::new();
    for i in 0..31 {
        site.notice(&format!("qx/公告/{i}.md"), "", "放假。");
    }
    site.notice("qx/公告/index-2.md", "", "放假。");
    assert_eq!(site.errors(), [address("qx/公告/index-2.md")]);
    for folder in [
        "orgs",
        "r",
        "tags",
        "years",
        "assets",
        "aux",
        "Orgs",
        "index.html",
    ] {
        let site = SiteFolder::new();
        site.put(&format!("{folder}/org.yaml"), "名称: 柳村\n");
        site.put(&format!("{folder}/zu/org.yaml"), "名称: 一组\n");
        site.notice(&format!("{folder}/公告/甲.md"), "标签: [甲]", "放假。");
        site.notice(&format!("{folder}/zu/公告/甲.md"), "", "放假。");
        assert_eq!(site.errors(), [address(&format!("{folder}/org.yaml"))]);
    }
}

#[test]
fn a_name_that_cannot_be_an_address_is_said_and_not_blamed_on_templates() {
    let site = SiteFolder::new();
    let long = format!("qx/公告/{}.md", "长".repeat(80));
    site.notice(&long, "", "放假。");
    site.notice("qx/公告/甲.md", "", "放假。");
    assert_eq!(site.errors(), [address(&long)]);
    assert!(site.findings()[0].help.contains("240"));
}

#[test]
fn any_tag_has_a_page() {
    let site = SiteFolder::new();
    let tags = format!("标签: [con, ABC, abc, 党费/公示, {}]", "长".repeat(100));
    site.notice("qx/公告/甲.md", &tags, "放假。");
    assert_eq!(site.errors(), []);
    let loaded = site.load();
    let edition = loaded.site.admit(Audience::Public);
    let plan = plan(
        &edition,
        &loaded.theme,
        &loaded.site.listing,
        Extras::default(),
    );
    let lists = plan
        .jobs()
        .iter()
        .filter(|job| job.path.as_str().starts_with("tags/"));
    assert_eq!(lists.count(), 5);
}

#[test]
fn organisations_nest_as_deep_as_folders_do() {
    let site = SiteFolder::new();
    let mut folder = String::from("qx");
    for level in 0..40 {
        folder.push_str("/a");
        site.put(
            &format!("{folder}/org.yaml"),
            &format!("名称: 第{level}层\n"),
        );
    }
    site.put("qx/b/org.yaml", "名称: 乙\n");
    site.put("qz/org.yaml", "名称: 丙\n");
    assert_eq!(site.errors(), []);
    let loaded = site.load();
    let edition = loaded.site.admit(Audience::Public);
    let plan = plan(
        &edition,
        &loaded.theme,
        &loaded.site.listing,
        Extras::default(),
    );
    let renderer =
        Renderer::new(&plan, &loaded.theme, &loaded.site.listing, "+08:00".into()).unwrap();
    let job = plan
        .jobs()
        .iter()
        .find(|job| matches!(job.what, What::Orgs(_)))
        .unwrap();
    let html =
        String::from_utf8(renderer.render(job, renderer.view(job).as_ref()).unwrap()).unwrap();
    let tree = &html[html.find("<ul class=\"tree\">").unwrap()..html.find("</main>").unwrap()];
    let count = |tag: &str| tree.matches(tag).count();
    // 43 organisations; the 40 that have others below them are opened by their names and lead to their pages in a line of their own.
    assert_eq!((count("<li>"), count("</li>")), (43 + 40, 43 + 40));
    assert_eq!((count("<details"), count("</details>")), (40, 40));
    assert_eq!((count("<ul"), count("</ul>")), (41, 41));
    assert!(tree.trim_end().ends_with("丙</a></li>\n</ul>"), "{tree}");
}

#[test]
fn a_dead_link_is_reported_once_and_where_it_stands() {
    let site = SiteFolder::new();
    site.notice("qx/公告/甲.md", "", "见[下面](#没有)。");
    assert_eq!(
        site.errors(),
        [("link/anchor".to_owned(), "content/qx/公告/甲.md".to_owned())]
    );
    let site = SiteFolder::new();
    site.notice("qx/公告/甲.md", "", "放假。");
    site.put("site.yaml", "名称: 试\n默认对象: 社会\n主题: own\n");
    let assets = site.0.path().join("themes/own/assets");
    std::fs::create_dir_all(&assets).unwrap();
    std::fs::write(assets.join("帮助.html"), "<a href=\"没有.html\">x</a>").unwrap();
    assert_eq!(
        site.errors(),
        [(
            "link/broken".to_owned(),
            "themes/own/assets/帮助.html".to_owned()
        )]
    );
}

#[test]
fn an_address_or_a_theme_that_is_none_is_reported() {
    for line in [
        "网址: www.example.gov.cn",
        "网址: ftp://a",
        "主题: ../evil",
        "主题: onw",
    ] {
        let site = SiteFolder::new();
        site.put("site.yaml", &format!("名称: 试\n默认对象: 社会\n{line}\n"));
        let expected = ("yaml/type".to_owned(), "content/site.yaml".to_owned());
        assert_eq!(site.errors(), [expected], "{line}");
    }
}

#[test]
fn an_attachment_is_known_by_its_time_of_change() {
    let site = SiteFolder::new();
    site.notice("qx/公告/乙/index.md", "", "放假。");
    site.put("qx/公告/乙/表.txt", "一");
    let loaded = site.load();
    let edition = loaded.site.admit(Audience::Public);
    let plan = plan(
        &edition,
        &loaded.theme,
        &loaded.site.listing,
        Extras::default(),
    );
    let renderer =
        Renderer::new(&plan, &loaded.theme, &loaded.site.listing, "+08:00".into()).unwrap();
    let job = plan
        .jobs()
        .iter()
        .find(|job| matches!(job.what, What::File(_)))
        .unwrap();
    let first = renderer.inputs(job, None, |_| true);
    assert!(first.is_some());
    assert_eq!(first, renderer.inputs(job, None, |_| true));
    assert_eq!(
        renderer
            .inputs(job, None, |changed| changed.is_none())
            .is_some(),
        cfg!(not(unix))
    );
    site.put("qx/公告/乙/表.txt", "一二");
    assert_ne!(first, renderer.inputs(job, None, |_| true));
}

#[test]
fn a_theme_names_its_assets() {
    let site = SiteFolder::new();
    site.put("site.yaml", "名称: 试\n默认对象: 社会\n主题: own\n");
    let theme = site.0.path().join("themes/own");
    let put = |path: &str, text: &str| {
        let path = theme.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    put("assets/style.css", "body { background: url(a.png) }");
    put("assets/a.png", "x");
    put(
        "templates/404.html",
        "{% extends \"base.html\" %}{% block main %}<img src=\"{{ root }}{{ site.assets['a.png'] | url }}\" alt=\"\">{% endblock main %}",
    );
    assert_eq!(site.errors(), []);
    let loaded = site.load();
    let edition = loaded.site.admit(Audience::Public);
    let plan = plan(
        &edition,
        &loaded.theme,
        &loaded.site.listing,
        Extras::default(),
    );
    let renderer =
        Renderer::new(&plan, &loaded.theme, &loaded.site.listing, "+08:00".into()).unwrap();
    let job = plan
        .jobs()
        .iter()
        .find(|job| job.path.as_str().ends_with(".css"))
        .unwrap();
    let css =
        String::from_utf8(renderer.render(job, renderer.view(job).as_ref()).unwrap()).unwrap();
    let image = plan
        .jobs()
        .iter()
        .find(|job| job.path.as_str().ends_with(".png"))
        .unwrap();
    assert_eq!(
        css,
        format!("body{{background:url(\"../{}\")}}", image.path)
    );
    assert!(Path::new(image.path.as_str()).starts_with("assets"));
}

#[test]
fn the_first_page_shows_the_organisations_that_it_has_room_for() {
    for (all, shown) in [(70, 70), (700, 0)] {
        let site = SiteFolder::new();
        for i in 0..all {
            site.put(&format!("qx/c{i}/org.yaml"), "名称: 柳村\n");
        }
        assert_eq!(site.errors(), []);
        let loaded = site.load();
        let edition = loaded.site.admit(Audience::Public);
        let plan = plan(
            &edition,
            &loaded.theme,
            &loaded.site.listing,
            Extras::default(),
        );
        let renderer =
            Renderer::new(&plan, &loaded.theme, &loaded.site.listing, "+08:00".into()).unwrap();
        let pages = |what: fn(&What) -> bool| -> String {
            let jobs = plan.jobs().iter().filter(|job| what(&job.what));
            let page = |job| renderer.render(job, renderer.view(job).as_ref()).unwrap();
            jobs.map(|job| String::from_utf8(page(job)).unwrap())
                .collect()
        };
        let home = pages(|what| matches!(what, What::Home));
        assert_eq!(home.matches("柳村").count(), shown);
        assert!(home.contains("orgs/index.html"));
        let orgs = pages(|what| matches!(what, What::Orgs(_)));
        assert_eq!(orgs.matches("柳村").count(), all);
    }
}
