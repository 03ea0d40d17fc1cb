//! `cargo xtask test --only tidy`: what the sources must look like. It reads them and compiles nothing.

use crate::process;
use anyhow::{Result, bail};
use source::Source;
use std::{
    fmt,
    path::{Path, PathBuf},
};

mod circles;
mod layers;
mod lengths;
mod nouns;
mod source;
mod tokens;

/// Something to tidy.
#[derive(Debug, PartialEq, Eq)]
struct Finding {
    /// The file, with a line where there is one.
    place: String,
    what: String,
    /// What to do about it.
    remedy: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}; {}", self.place, self.what, self.remedy)
    }
}

/// Prints what is untidy, one line each.
pub fn tidy() -> Result<()> {
    let findings = findings(process::root())?;
    for finding in &findings {
        println!("   {finding}");
    }
    match findings.len() {
        0 => Ok(()),
        1 => bail!("one thing to tidy"),
        several => bail!("{several} things to tidy"),
    }
}

fn findings(workspace: &Path) -> Result<Vec<Finding>> {
    let mut findings = lengths::lengths(workspace)?;
    let members = layers::members(workspace)?;
    findings.extend(layers::dependencies(workspace, &members)?);
    for member in &members {
        for file in entries(workspace, member) {
            let source = Source::read(workspace, &file)?;
            findings.extend(circles::circles(&source));
            findings.extend(layers::names(&source));
            findings.extend(nouns::nouns(member, &source));
        }
    }
    Ok(findings)
}

/// The files in which a crate's code begins: a library and a program may lie side by side.
fn entries(workspace: &Path, member: &str) -> Vec<PathBuf> {
    let files = ["lib.rs", "main.rs"].map(|name| Path::new(member).join("src").join(name));
    files
        .into_iter()
        .filter(|file| workspace.join(file).is_file())
        .collect()
}

/// Writes a small tree of files for a test.
#[cfg(test)]
fn tree(files: &[(&str, &str)]) -> tempfile::TempDir {
    use std::fs;
    let root = tempfile::tempdir().expect("a temporary folder");
    for (name, text) in files {
        let file = root.path().join(name);
        fs::create_dir_all(file.parent().expect("a folder")).expect("made");
        fs::write(file, text).expect("written");
    }
    root
}
