//! The same records as a site of gongkai and as a site of Hugo.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;

use crate::hugo;
use crate::records::{DAY, Maker};

/// Writes `n` records into `gongkai` and, with layouts, into `hugo`. Gives the source file of one of them.
pub fn write(n: usize, gongkai: &Path, hugo: &Path) -> io::Result<String> {
    let mut maker = Maker::new(n);
    let content = gongkai.join("content");
    fs::create_dir_all(&content)?;
    fs::write(content.join("site.yaml"), site())?;
    hugo::write_layouts(hugo)?;
    for org in &maker.orgs {
        let folder = content.join(&org.path);
        fs::create_dir_all(&folder)?;
        fs::write(folder.join("org.yaml"), org.yaml())?;
        let folder = hugo.join("content").join(&org.path);
        fs::create_dir_all(&folder)?;
        fs::write(
            folder.join("_index.md"),
            format!(
                "---\ntitle: {}\ntype: org\nphone: 0000-12345600\n---\n",
                org.name
            ),
        )?;
    }
    let mut columns = BTreeSet::new();
    let mut first = None;
    let mut i = 0;
    while let Some(record) = maker.next() {
        let org = &maker.orgs[record.org];
        let column = format!("content/{}/{}", org.path, record.folder);
        if columns.insert(column.clone()) {
            fs::create_dir_all(gongkai.join(&column))?;
            fs::create_dir_all(hugo.join(&column))?;
            fs::write(
                hugo.join(&column).join("_index.md"),
                format!(
                    "---\ntitle: {} {}\ntype: column\noutputs: [html]\n---\n",
                    org.name, record.folder
                ),
            )?;
        }
        let file = format!("{column}/{}.md", record.slug);
        fs::write(
            gongkai.join(&file),
            format!("---\n{}---\n\n{}", record.front, record.body),
        )?;
        fs::write(
            hugo.join(&file),
            format!(
                "---\n{}date: {}\naliases: [/r/x{i:06}/]\nyears: ['{}']\nkinds: [{}]\norg_name: {}\n---\n\n{}",
                record.front,
                record.published,
                record.published.year(),
                record.folder,
                org.name,
                record.body
            ),
        )?;
        first.get_or_insert(file);
        i += 1;
    }
    first.ok_or_else(|| io::Error::other("no records"))
}

fn site() -> String {
    format!(
        "name: 清溪县党务公开\nbase_url: https://qx.example.gov.cn/\nlanguage: zh-CN\ntimezone: Asia/Shanghai\nrules: national\naudience: 社会\nsignoff: [审核, 审批]\nfooter:\n  host: 中共清溪县委办公室\n  site_id: '0000000001'\n  phone: 0000-12345600\n  report: 发现错别字、打不开的链接，请打0000-12345600\nday: {DAY}\n"
    )
}
