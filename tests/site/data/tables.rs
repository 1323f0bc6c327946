//! Tables and their description.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use sha2::{Digest, Sha256};

use super::{csv, json, site, table, text};
use crate::harness::{Folder, Tree};
use crate::marked::{KINDS, of_one_text};

#[test]
fn a_package_describes_its_tables_exactly() {
    for (settings, required, flag) in [
        ("网址: https://qx.example.gov.cn/a/\n", "编号", "否"),
        ("语言: en\n", "code", "false"),
    ] {
        let (folder, _) = site(settings);
        let tree = folder.build();
        let package = json(&tree, "data/datapackage.json");
        assert_eq!(
            package["$schema"],
            "https://datapackage.org/profiles/2.0/datapackage.json"
        );
        assert_eq!(package["version"], "2026.11.22");
        let resources = package["resources"].as_array().expect("resources");
        let described: BTreeSet<String> = resources
            .iter()
            .map(|own| format!("data/{}", own["path"].as_str().expect("a path")))
            .collect();
        let made: BTreeSet<String> = tree
            .keys()
            .filter(|path| path.starts_with("data/") && path.ends_with(".csv"))
            .cloned()
            .collect();
        assert_eq!(described, made);
        let mut filled = 0;
        for own in resources {
            let path = format!("data/{}", own["path"].as_str().expect("a path"));
            let bytes = &tree[&path];
            let hash: String = Sha256::digest(bytes)
                .iter()
                .map(|byte| format!("{byte:02x}"))
                .collect();
            assert_eq!(own["bytes"], bytes.len(), "{path}");
            assert_eq!(own["hash"], format!("sha256:{hash}"), "{path}");
            let fields = own["schema"]["fields"].as_array().expect("fields");
            let heads = csv(text(&tree, &path).trim_start_matches('\u{FEFF}')).remove(0);
            let names: Vec<&str> = fields
                .iter()
                .map(|field| field["name"].as_str().expect("a name"))
                .collect();
            assert_eq!(names, heads, "{path}");
            let lines = table(&tree, &path);
            filled += usize::from(!lines.is_empty());
            for field in fields {
                let name = field["name"].as_str().expect("a name");
                assert!(
                    field["description"]
                        .as_str()
                        .is_some_and(|text| !text.is_empty() && !text.starts_with("data.")),
                    "{path} {field}"
                );
                for line in &lines {
                    fits(&line[name], field, flag, &path);
                }
            }
            keys_lead_somewhere(own, &lines, &tree);
        }
        assert!(
            filled >= resources.len() - 4,
            "only sign-offs, deliberations, objections and evidence are not there"
        );
        assert!(text(&tree, "data/funds.csv").contains(required));
    }
}

/// Asserts that `cell` is what its schema says.
#[track_caller]
fn fits(cell: &str, field: &Value, no: &str, path: &str) {
    if cell.is_empty() {
        assert_eq!(
            field["constraints"]["required"],
            Value::Null,
            "{path} {field}"
        );
        return;
    }
    let right = match field["type"].as_str().expect("a type") {
        "date" => cell.len() == 10 && cell.split('-').all(|part| part.parse::<u32>().is_ok()),
        "number" => cell.parse::<f64>().is_ok(),
        "integer" => cell.parse::<u32>().is_ok(),
        "boolean" => field["falseValues"][0] == no,
        "string" => field["constraints"]["enum"]
            .as_array()
            .is_none_or(|words| words.iter().any(|word| word == cell)),
        _ => false,
    };
    assert!(right, "{path}: {cell:?} is not {field}");
}

/// Asserts that no two lines have one primary key, and that every foreign key is somebody's.
fn keys_lead_somewhere(own: &Value, lines: &[BTreeMap<String, String>], tree: &Tree) {
    let names = |value: &Value| -> Vec<String> {
        let names = value.as_array().expect("names").iter();
        names
            .map(|name| name.as_str().expect("a name").to_owned())
            .collect()
    };
    let of = |lines: &[BTreeMap<String, String>], names: &[String]| -> Vec<Vec<String>> {
        lines
            .iter()
            .map(|line| names.iter().map(|name| line[name].clone()).collect())
            .collect()
    };
    let primary = of(lines, &names(&own["schema"]["primaryKey"]));
    assert_eq!(
        primary.iter().collect::<BTreeSet<_>>().len(),
        lines.len(),
        "{}",
        own["name"]
    );
    for key in own["schema"]["foreignKeys"]
        .as_array()
        .into_iter()
        .flatten()
    {
        let target = key["reference"]["resource"].as_str().expect("a table");
        let theirs = of(
            &table(tree, &format!("data/{target}.csv")),
            &names(&key["reference"]["fields"]),
        );
        for own in of(lines, &names(&key["fields"])) {
            assert!(theirs.contains(&own), "{own:?} is not in {target}");
        }
    }
}

#[test]
fn no_text_is_run_as_a_formula() {
    for text in [
        "=HYPERLINK(1)",
        "+1+1",
        "-2+3",
        "@SUM(1)",
        "＝1+1",
        "'=1",
        "a,b",
    ] {
        let folder = Folder::site();
        for kind in KINDS {
            folder.write(
                &format!("content/qx/{kind}/odd.md"),
                of_one_text(kind, text),
            );
        }
        folder.write(
            "content/qx/org.yaml",
            format!("名称: \"{text}\"\n书记: \"{text}\"\n"),
        );
        folder.run(&["build", "--no-sheets"]).expect(0);
        let tree = folder.tree("public");
        let mut found = 0;
        for path in tree.keys().filter(|path| path.ends_with(".csv")) {
            for line in table(&tree, path) {
                for (head, cell) in line {
                    let figure = cell.parse::<f64>().is_ok();
                    let first = cell.chars().next().unwrap_or(' ');
                    assert!(
                        figure || !"=+-@＝\t\r".contains(first),
                        "{path} {head}: {cell:?}"
                    );
                    found += usize::from(cell.contains(text));
                }
            }
        }
        assert!(found > 30, "{text}: {found}");
        let record = json(&tree, "qx/pledges/odd.json");
        assert_eq!(
            record["fields"]["责任人"], text,
            "JSON has texts as they are"
        );
    }
}
