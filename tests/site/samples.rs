//! What the documentation of a kind says stands in the sample site, does.

use std::path::Path;

#[test]
fn each_system_in_the_documentation_has_its_sample() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut systems = 0;
    for entry in walkdir::WalkDir::new(root.join("src/docs")).sort_by_file_name() {
        let entry = entry.unwrap();
        if !entry.file_type().is_file() {
            continue;
        }
        let text = std::fs::read_to_string(entry.path()).unwrap();
        let rows = text
            .lines()
            .filter(|line| line.starts_with("| ") && line.contains("`content/"));
        for row in rows {
            let sample = row.split('`').nth(1).unwrap();
            assert!(
                root.join(sample).is_file(),
                "{}: {row}",
                entry.path().display()
            );
            systems += 1;
        }
    }
    assert!(systems >= 21, "{systems} systems");
}
