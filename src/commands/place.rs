//! Where a site may be written.

use std::io;
use std::path::{Component, Path, PathBuf};

use super::Failure;

/// The folders of a site that hold what it is made from.
const SOURCES: [&str; 3] = ["content", "themes", ".gongkai"];

/// The output folder that `out` means for the site in `root`.
///
/// # Errors
/// Pages would lie among the sources, or `out` is a file.
pub fn out_folder(root: &Path, out: &Path) -> Result<PathBuf, Failure> {
    let out = root.join(out);
    let refuse = |key| Failure::new(key).arg("path", out.display());
    let unreadable = |error| refuse("error.write").arg("reason", error);
    let (there, site) = (
        real(&out).map_err(unreadable)?,
        real(root).map_err(unreadable)?,
    );
    if site.starts_with(&there) {
        return Err(refuse("error.out-above"));
    }
    for folder in SOURCES {
        let source = real(&root.join(folder)).map_err(unreadable)?;
        if there.starts_with(&source) || there.starts_with(site.join(folder)) {
            return Err(refuse("error.out-inside").arg("folder", folder));
        }
    }
    if there.exists() && !there.is_dir() {
        return Err(refuse("error.out-file"));
    }
    Ok(out)
}

/// `path` without links and dots, as far as it is there.
fn real(path: &Path) -> io::Result<PathBuf> {
    let mut real = PathBuf::new();
    for part in std::path::absolute(path)?.components() {
        match part {
            Component::ParentDir => {
                real.pop();
            }
            Component::Normal(name) => {
                real.push(name);
                if let Ok(target) = real.canonicalize() {
                    real = target;
                }
            }
            Component::CurDir => {}
            Component::Prefix(_) | Component::RootDir => real.push(part),
        }
    }
    Ok(real)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_do_not_lie_among_the_sources() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("site");
        std::fs::create_dir_all(root.join("content")).unwrap();
        std::fs::write(root.join("file"), "").unwrap();
        let key = |out: &str| out_folder(&root, Path::new(out)).err().map(|f| f.key);
        for right in ["public", "../www", "content-old", "./a/../b"] {
            assert_eq!(key(right), None, "{right}");
        }
        for above in [".", "..", "public/..", "/"] {
            assert_eq!(key(above), Some("error.out-above"), "{above}");
        }
        for inside in ["content", "content/a/b", "public/../themes/x", ".gongkai"] {
            assert_eq!(key(inside), Some("error.out-inside"), "{inside}");
        }
        assert_eq!(key("file"), Some("error.out-file"));
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(root.join("content"), root.join("link")).unwrap();
            assert_eq!(key("link/a"), Some("error.out-inside"));
        }
    }
}
