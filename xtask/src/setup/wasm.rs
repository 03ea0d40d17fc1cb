//! A Rust toolchain that can build and link for the browser.
//!
//! Usually `rustup target add` is all it takes. Where rustup can't download (a closed network with a mirror of Debian
//! only), Debian's own compiler for the web stands in: its packages hold everything but a prebuilt standard library,
//! which is built once and laid out beside it as a toolchain that rustup knows by name.

use super::packages::{self, Package};
use crate::{process, step::step};
use anyhow::{Context, Result, bail};
use std::{
    fs,
    os::unix::fs::{PermissionsExt, symlink},
    path::{Path, PathBuf},
    process::Command,
};

pub const TARGET: &str = "wasm32-unknown-unknown";
const DEBIAN_TOOLCHAIN: &str = "debian-wasm";
const DEBIAN_PACKAGES: Package = Package {
    apt: &["rustc-web", "cargo-web", "rust-web-src", "rust-web-llvm", "lld-22"],
    dnf: &[],
};
/// Variables that would lead the build of the standard library astray.
const DISTRACTING: [&str; 5] = [
    "RUSTFLAGS",
    "CARGO_TARGET_DIR",
    "CARGO_BUILD_TARGET",
    "RUSTUP_TOOLCHAIN",
    "CARGO_ENCODED_RUSTFLAGS",
];

/// The toolchain that builds the browser half.
pub struct Toolchain {
    /// Its name for rustup; `None` is the one in use.
    name: Option<&'static str>,
}

impl Toolchain {
    /// A cargo command of this toolchain.
    pub fn cargo(&self) -> Command {
        let mut cargo = process::cargo();
        self.select(&mut cargo);
        cargo
    }

    /// Whether it can lint; Debian's can't.
    pub fn has_clippy(&self) -> bool {
        let mut clippy = self.cargo();
        process::succeeds(clippy.args(["clippy", "--version"]))
    }

    /// Links a program that uses the standard library, so that a stale library or a missing linker is noticed.
    fn works(&self) -> bool {
        let Ok(dir) = tempfile::tempdir() else { return false };
        let source = dir.path().join("probe.rs");
        let program = "#[unsafe(no_mangle)] pub extern \"C\" fn count() -> usize { std::env::args().count() }";
        if fs::write(&source, program).is_err() {
            return false;
        }
        let mut rustc = Command::new("rustc");
        self.select(&mut rustc);
        rustc.args(["--edition", "2024", "--target", TARGET, "--crate-type", "cdylib", "-o"]);
        process::succeeds(rustc.arg(dir.path().join("probe.wasm")).arg(&source))
    }

    fn select(&self, command: &mut Command) {
        if let Some(name) = self.name {
            command.env("RUSTUP_TOOLCHAIN", name);
        }
    }
}

/// Finds or makes a toolchain for the browser half.
pub fn toolchain() -> Result<Toolchain> {
    let current = Toolchain { name: None };
    if current.works() {
        return Ok(current);
    }
    let debian = Toolchain {
        name: Some(DEBIAN_TOOLCHAIN),
    };
    if debian.works() {
        return Ok(debian);
    }
    let added = step("Adding the wasm target with rustup", || {
        process::run(Command::new("rustup").args(["target", "add", TARGET]))
    });
    if added.is_ok() && current.works() {
        return Ok(current);
    }
    step("Making a wasm toolchain from Debian's packages", make_debian_toolchain).context(
        "no Rust toolchain here can build for the browser: run `rustup target add wasm32-unknown-unknown` where \
         rustup can reach its server",
    )?;
    if !debian.works() {
        bail!("the toolchain made from Debian's packages can't link for the browser");
    }
    Ok(debian)
}

fn make_debian_toolchain() -> Result<()> {
    if !packages::debian_has(DEBIAN_PACKAGES.apt) {
        packages::install(&DEBIAN_PACKAGES)?;
    }
    let host = debian_host()?;
    let home = std::env::var_os("HOME").context("HOME isn't set")?;
    let sysroot = PathBuf::from(home).join(".cache").join(DEBIAN_TOOLCHAIN);
    if sysroot.exists() {
        fs::remove_dir_all(&sysroot)?;
    }
    let library = sysroot.join("lib/rustlib");
    fs::create_dir_all(library.join(TARGET).join("lib"))?;
    build_standard_library(&library.join(TARGET).join("lib"))?;
    symlink(Path::new("/usr/lib/rustlib").join(&host), library.join(&host))?;
    symlink("/usr/lib/rustlib/src", library.join("src"))?;

    let programs = sysroot.join("bin");
    fs::create_dir_all(&programs)?;
    for name in ["rustc", "rustdoc"] {
        let wrapper = programs.join(name);
        fs::write(
            &wrapper,
            format!(
                "#!/bin/sh\nexec /usr/bin/{name} --sysroot '{}' \"$@\"\n",
                sysroot.display()
            ),
        )?;
        fs::set_permissions(&wrapper, fs::Permissions::from_mode(0o755))?;
    }
    symlink("/usr/bin/cargo", programs.join("cargo"))?;
    process::run(
        Command::new("rustup")
            .args(["toolchain", "link", DEBIAN_TOOLCHAIN])
            .arg(&sysroot),
    )
}

/// The host triple of Debian's compiler.
fn debian_host() -> Result<String> {
    let version = process::output(Command::new("/usr/bin/rustc").arg("-vV"))?;
    let host = version
        .lines()
        .find_map(|line| line.strip_prefix("host: "))
        .context("rustc doesn't name its host")?;
    Ok(host.to_owned())
}

/// Builds the standard library through an empty crate and copies what came out to `into`.
fn build_standard_library(into: &Path) -> Result<()> {
    let seed = tempfile::tempdir()?;
    fs::create_dir(seed.path().join("src"))?;
    fs::write(seed.path().join("src/lib.rs"), "#![no_std]\n")?;
    fs::write(
        seed.path().join("Cargo.toml"),
        "[package]\nname = \"seed\"\nversion = \"0.0.0\"\nedition = \"2024\"\n[workspace]\n",
    )?;
    let mut cargo = Command::new("/usr/bin/cargo");
    for name in DISTRACTING {
        cargo.env_remove(name);
    }
    // Debian's stable compiler builds a standard library only when told to act like the one that bootstraps itself.
    cargo
        .env("RUSTC_BOOTSTRAP", "1")
        .env("PATH", "/usr/bin:/bin")
        .current_dir(seed.path());
    process::run(cargo.args([
        "build",
        "--release",
        "-Zbuild-std=std,panic_abort,proc_macro",
        "--target",
        TARGET,
    ]))?;
    copy_libraries(&seed.path().join("target").join(TARGET).join("release"), into)
}

fn copy_libraries(from: &Path, into: &Path) -> Result<()> {
    for entry in fs::read_dir(from)? {
        let path = entry?.path();
        if path.is_dir() {
            copy_libraries(&path, into)?;
            continue;
        }
        let Some(name) = path.file_name().and_then(|name| name.to_str()) else {
            continue;
        };
        let library = name.starts_with("lib") && (name.ends_with(".rlib") || name.ends_with(".rmeta"));
        if library && !name.starts_with("libseed") {
            fs::copy(&path, into.join(name))?;
        }
    }
    Ok(())
}
