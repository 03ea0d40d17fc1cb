//! A Chromium for the browser tests.

use super::{
    node,
    packages::{self, Package},
};
use crate::{process, step::step};
use anyhow::{Result, bail};
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

const ON_PATH: [&str; 4] = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];
const MAC_APPS: [&str; 2] = [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
];
const PACKAGE: Package = Package {
    apt: &["chromium", "fonts-noto-cjk"],
    dnf: &["chromium", "google-noto-sans-cjk-fonts"],
};
const MISSING: &str = "no Chromium for the browser tests: install Chromium or Google Chrome, or name one in \
                       XINJU_CHROMIUM, or leave them out with `cargo xtask test --skip browser`";

/// Finds a Chromium or installs one. Needs the npm packages, as Playwright may have brought its own.
pub fn chromium() -> Result<PathBuf> {
    if let Some(named) = std::env::var_os("XINJU_CHROMIUM") {
        let named = PathBuf::from(named);
        if !named.is_file() {
            bail!("XINJU_CHROMIUM names {}, which isn't there", named.display());
        }
        return Ok(named);
    }
    if let Some(found) = find() {
        return Ok(found);
    }
    step("Installing Chromium", || {
        // Ubuntu's package of that name only points to a snap, which doesn't run headless in every place.
        if !is_ubuntu() && packages::install(&PACKAGE).is_ok() && find().is_some() {
            return Ok(());
        }
        let mut playwright = node::program("playwright");
        playwright.args(["install", "chromium"]);
        if process::is_root() {
            playwright.arg("--with-deps");
        }
        process::run(&mut playwright)
    })
    .map_err(|error| error.context(MISSING))?;
    match find() {
        Some(found) => Ok(found),
        None => bail!(MISSING),
    }
}

fn find() -> Option<PathBuf> {
    let mac = || MAC_APPS.iter().map(PathBuf::from).find(|app| app.is_file());
    process::which(&ON_PATH).or_else(mac).or_else(playwright_own)
}

fn playwright_own() -> Option<PathBuf> {
    let ask = "process.stdout.write(require('playwright-core').chromium.executablePath())";
    let path = process::output(Command::new("node").args(["-e", ask]).current_dir(node::folder())).ok()?;
    let path = PathBuf::from(path);
    path.is_file().then_some(path)
}

fn is_ubuntu() -> bool {
    fs::read_to_string(Path::new("/etc/os-release")).is_ok_and(|release| {
        release
            .lines()
            .any(|line| line == "ID=ubuntu" || line == "ID=\"ubuntu\"")
    })
}
