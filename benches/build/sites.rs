//! The same records as a site of gongkai or as a site of Hugo.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;

use jiff::civil::Date;

use crate::hugo;
use crate::records::{DAY, Maker, Org, Record};

/// The program that a site is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reader {
    /// This one.
    Gongkai,
    /// Hugo.
    Hugo,
}

/// Where a record lies.
pub struct Place {
    /// Its organisation's folder.
    pub org: String,
    /// The folder of its kind.
    pub folder: &'static str,
    /// The stem of its file.
    pub slug: String,
    /// Its day of publication.
    pub published: Date,
}

impl Place {
    /// The place of `record`, which is of the organisation in the folder `org`.
    pub fn of(record: &Record, org: &Org) -> Place {
        Place {
            org: org.path.clone(),
            folder: record.folder,
            slug: record.slug.clone(),
            published: record.published,
        }
    }

    /// Its source file, relative to the site.
    pub fn file(&self) -> String {
        format!("content/{}/{}/{}.md", self.org, self.folder, self.slug)
    }
}

/// Writes `n` records into `root`, for Hugo with layouts. Gives where they lie.
///
/// # Errors
/// The disk refuses.
pub fn write(n: usize, reader: Reader, root: &Path) -> io::Result<Vec<Place>> {
    let mut maker = Maker::new(n);
    let content = root.join("content");
    fs::create_dir_all(&content)?;
    match reader {
        Reader::Gongkai => fs::write(content.join("site.yaml"), site())?,
        Reader::Hugo => hugo::write_layouts(root)?,
    }
    for org in &maker.orgs {
        let folder = content.join(&org.path);
        fs::create_dir_all(&folder)?;
        match reader {
            Reader::Gongkai => fs::write(folder.join("org.yaml"), org.yaml())?,
            Reader::Hugo => fs::write(folder.join("_index.md"), hugo::org_page(org))?,
        }
    }
    let mut columns = BTreeSet::new();
    let mut places = Vec::with_capacity(n);
    while let Some(record) = maker.next() {
        let org = &maker.orgs[record.org];
        let column = content.join(&org.path).join(record.folder);
        if columns.insert(column.clone()) {
            fs::create_dir_all(&column)?;
            if reader == Reader::Hugo {
                fs::write(
                    column.join("_index.md"),
                    hugo::column_page(org, record.folder),
                )?;
            }
        }
        let place = Place::of(&record, org);
        fs::write(root.join(place.file()), source(&record, org, reader))?;
        places.push(place);
    }
    Ok(places)
}

/// The source file of `record`, which is of `org`.
pub fn source(record: &Record, org: &Org, reader: Reader) -> String {
    match reader {
        Reader::Gongkai => format!("---\n{}---\n\n{}", record.front, record.body),
        Reader::Hugo => hugo::source(record, org),
    }
}

fn site() -> String {
    format!(
        "name: 清溪县党务公开\nbase_url: https://qx.example.gov.cn/\nlanguage: zh-CN\ntimezone: Asia/Shanghai\nrules: national\naudience: 社会\nsignoff: [审核, 审批]\nfooter:\n  host: 中共清溪县委办公室\n  site_id: '0000000001'\n  phone: 0000-12345600\n  report: 发现错别字、打不开的链接，请打0000-12345600\nday: {DAY}\n"
    )
}
