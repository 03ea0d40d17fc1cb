//! The package managers of the systems that people develop on.

use crate::process;
use anyhow::{Context, Result, bail};
use std::process::Command;

/// The names of one thing in the package managers that have it.
pub struct Package {
    pub apt: &'static [&'static str],
    pub dnf: &'static [&'static str],
}

/// Installs a package with the system's package manager, where this user may do so without being asked.
pub fn install(package: &Package) -> Result<()> {
    if process::which(&["apt-get"]).is_some() && !package.apt.is_empty() {
        let rights = || process::as_root("env").context("installing packages needs root or sudo");
        process::run(rights()?.args(["apt-get", "update", "-q"]))?;
        process::run(
            rights()?
                .args(["DEBIAN_FRONTEND=noninteractive", "apt-get", "install", "-y", "-q"])
                .args(package.apt),
        )
    } else if process::which(&["dnf"]).is_some() && !package.dnf.is_empty() {
        let mut dnf = process::as_root("dnf").context("installing packages needs root or sudo")?;
        process::run(dnf.args(["install", "-y", "-q"]).args(package.dnf))
    } else {
        bail!("no package manager here has it")
    }
}

/// Whether all of these Debian packages are installed.
pub fn debian_has(packages: &[&str]) -> bool {
    process::succeeds(Command::new("dpkg").arg("-s").args(packages))
}
