//! The programs of a PostgreSQL server.

use super::packages::{self, Package};
use crate::{process, step::step};
use anyhow::{Result, bail};
use std::{
    fs,
    path::{Path, PathBuf},
};

const PACKAGE: Package = Package {
    apt: &["postgresql"],
    dnf: &["postgresql-server"],
};
const MISSING: &str = "no PostgreSQL server programs (initdb, postgres) for the tests: install PostgreSQL 15 or newer";

/// The folder that holds `initdb` and `postgres`; installs them where they are missing.
pub fn programs() -> Result<PathBuf> {
    if let Some(found) = find() {
        return Ok(found);
    }
    step("Installing PostgreSQL", || packages::install(&PACKAGE)).map_err(|error| error.context(MISSING))?;
    match find() {
        Some(found) => Ok(found),
        None => bail!(MISSING),
    }
}

fn find() -> Option<PathBuf> {
    let on_path = process::which(&["initdb"])
        .and_then(|initdb| fs::canonicalize(initdb).ok())
        .and_then(|initdb| initdb.parent().map(Path::to_path_buf));
    on_path
        .into_iter()
        .chain(candidates())
        .find(|dir| dir.join("initdb").is_file() && dir.join("postgres").is_file())
}

/// Where Debian and Homebrew put the servers, newest first.
fn candidates() -> Vec<PathBuf> {
    let mut found = Vec::new();
    for (parent, prefix) in [
        ("/usr/lib/postgresql", ""),
        ("/opt/homebrew/opt", "postgresql@"),
        ("/usr/local/opt", "postgresql@"),
    ] {
        let Ok(entries) = fs::read_dir(parent) else { continue };
        for entry in entries.flatten() {
            let name = entry.file_name();
            let version = name
                .to_str()
                .and_then(|name| name.strip_prefix(prefix))
                .and_then(|v| v.parse::<u32>().ok());
            if let Some(version) = version {
                found.push((version, entry.path().join("bin")));
            }
        }
    }
    found.sort_by_key(|(version, _)| std::cmp::Reverse(*version));
    found.into_iter().map(|(_, path)| path).collect()
}
