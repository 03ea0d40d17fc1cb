//! No file that nobody reads to its end.

use super::Finding;
use anyhow::Result;
use std::{fs, path::Path};

/// In lines. What grows towards it is better divided at 400.
const LONGEST: usize = 500;
const ENDINGS: [&str; 4] = ["rs", "ts", "js", "css"];
/// Folders that hold what was built or fetched.
const NOT_OURS: [&str; 5] = [
    "target",
    "data",
    "end2end/node_modules",
    "end2end/test-results",
    "end2end/playwright-report",
];

pub fn lengths(workspace: &Path) -> Result<Vec<Finding>> {
    let mut found = Vec::new();
    walk(workspace, Path::new(""), &mut found)?;
    found.sort_by(|one, other| one.place.cmp(&other.place));
    Ok(found)
}

fn walk(workspace: &Path, folder: &Path, found: &mut Vec<Finding>) -> Result<()> {
    for entry in fs::read_dir(workspace.join(folder))? {
        let entry = entry?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let path = folder.join(&*name);
        if entry.file_type()?.is_dir() {
            if !name.starts_with('.') && !NOT_OURS.iter().any(|other| path == Path::new(other)) {
                walk(workspace, &path, found)?;
            }
        } else if path
            .extension()
            .is_some_and(|ending| ENDINGS.iter().any(|ours| ending == *ours))
        {
            let lines = fs::read_to_string(workspace.join(&path))?.lines().count();
            if lines > LONGEST {
                found.push(Finding {
                    place: path.display().to_string(),
                    what: format!("{lines} lines, {LONGEST} is the most"),
                    remedy: "divide it by what a reader would look for".into(),
                });
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::tree;

    #[test]
    fn a_file_may_have_five_hundred_lines_and_not_one_more() {
        let (enough, too_many) = ("//\n".repeat(500), "//\n".repeat(501));
        let root = tree(&[
            ("app/src/lib.rs", &enough),
            ("style/long.css", &too_many),
            ("end2end/long.ts", &too_many),
            ("server/long.rs", &too_many),
            ("server/long.json", &too_many),
            ("target/debug/built.rs", &too_many),
            ("end2end/node_modules/a/fetched.js", &too_many),
            ("server/src/data/long.rs", &too_many),
            (".hidden/long.rs", &too_many),
        ]);
        let found = lengths(root.path()).expect("read");
        let places: Vec<_> = found.iter().map(|finding| finding.place.as_str()).collect();
        assert_eq!(
            places,
            [
                "end2end/long.ts",
                "server/long.rs",
                "server/src/data/long.rs",
                "style/long.css"
            ]
        );
        assert_eq!(found[0].what, "501 lines, 500 is the most");
    }
}
