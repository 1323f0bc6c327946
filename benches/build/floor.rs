//! The floor: what it takes to read the same bodies, render them through one small template, and write them. No checks, no lists, no order.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use pulldown_cmark::{Options, Parser, html};
use rayon::prelude::*;
use tera::{Context, Tera};

const TEMPLATE: &str = r#"<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ title }} - 清溪县党务公开</title><link rel="stylesheet" href="/style.css"></head>
<body><header><a href="/">清溪县党务公开</a></header><main><h1>{{ title }}</h1>{{ body | safe }}</main><footer>中共清溪县委办公室</footer></body></html>
"#;

/// Renders every record under `content` into `out`, which is not there yet.
pub fn run(content: &Path, out: &Path) -> io::Result<()> {
    let mut files = Vec::new();
    walk(content, &mut files)?;
    let mut tera = Tera::new();
    tera.autoescape_on(vec![".html"]);
    tera.add_raw_template("page.html", TEMPLATE)
        .map_err(io::Error::other)?;
    files.par_iter().try_for_each(|file| {
        let text = fs::read_to_string(file)?;
        let (front, body) = text[4..]
            .split_once("---\n")
            .ok_or_else(|| io::Error::other("no front matter"))?;
        let title = front.lines().next().unwrap_or_default();
        let mut rendered = String::with_capacity(body.len() * 2);
        html::push_html(&mut rendered, Parser::new_ext(body, Options::ENABLE_TABLES));
        let mut context = Context::new();
        context.insert("title", title.trim_start_matches("title: "));
        context.insert("body", &rendered);
        let page = tera
            .render("page.html", &context)
            .map_err(io::Error::other)?;
        let relative = file.strip_prefix(content).map_err(io::Error::other)?;
        let target = out.join(relative).with_extension("html");
        if let Some(folder) = target.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(target, page)
    })
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let path = entry.path();
        if entry.file_type()?.is_dir() {
            walk(&path, files)?;
        } else if path.extension().is_some_and(|extension| extension == "md") {
            files.push(path);
        }
    }
    Ok(())
}
