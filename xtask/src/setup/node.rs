//! The npm packages of `end2end`: Playwright for the browser tests, binaryen for release builds.

use crate::{process, step::step};
use anyhow::{Context, Result};
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// The folder of the browser tests.
pub fn folder() -> PathBuf {
    process::root().join("end2end")
}

/// A program that an npm package brought.
pub fn program(name: &str) -> Command {
    let mut command = Command::new(folder().join("node_modules/.bin").join(name));
    command.current_dir(folder());
    command
}

/// Installs the packages of the lock file unless they are there.
pub fn packages() -> Result<()> {
    let folder = folder();
    if is_newer(
        &folder.join("node_modules/.package-lock.json"),
        &folder.join("package-lock.json"),
    ) {
        return Ok(());
    }
    process::which(&["npm"]).context("Node and npm are missing: install Node 20 or newer (https://nodejs.org)")?;
    step("Installing the npm packages of end2end", || {
        // Browsers are looked for, and if need be fetched, on their own.
        let mut npm = Command::new("npm");
        npm.env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1").current_dir(&folder);
        process::run(npm.args(["ci", "--no-audit", "--no-fund"]))
    })
}

/// Whether a file is at least as new as another.
fn is_newer(file: &Path, than: &Path) -> bool {
    let modified = |path: &Path| fs::metadata(path).and_then(|data| data.modified()).ok();
    modified(file).is_some_and(|time| Some(time) >= modified(than))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packages_are_stale_when_the_lock_file_is_newer_or_they_are_missing() {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let (old, new) = (dir.path().join("old"), dir.path().join("new"));
        fs::write(&old, "").expect("written");
        fs::write(&new, "").expect("written");
        let file = fs::File::options().write(true).open(&old).expect("opened");
        file.set_modified(std::time::UNIX_EPOCH).expect("dated");
        assert!(is_newer(&new, &old));
        assert!(!is_newer(&old, &new));
        assert!(!is_newer(&dir.path().join("missing"), &old));
    }
}
