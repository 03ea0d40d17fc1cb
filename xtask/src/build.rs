//! Building both halves: the browser's package into `target/site`, and the server.
//!
//! `target/site` holds `pkg/` (names with a hash of the content, to be cached forever), `assets/` (copied from
//! `style/assets`) and `manifest.json`, which tells the server the names in `pkg/`. A debug server reads the folder,
//! the others embed it; packages of a release lie there compressed as well (`.br`).

pub use wasm::{SMALL, bound_wasm};

mod site;
mod styles;
mod wasm;

use crate::{process, setup, step::step};
use anyhow::Result;
use std::path::PathBuf;

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    /// Fast to build, with what only a developer may have (`/dev/mail`).
    Debug,
    /// What the browser tests try: the browser half of a release, inside a server with all that a release has and no
    /// more, but without the quarter of an hour that optimising it takes. It shares its dependencies with the Rust tests.
    Tested,
    /// Small and fast to run, with the site embedded.
    Release,
}

impl Profile {
    /// Whether the browser half is what a release has: small, and compressed beforehand.
    pub fn ships(self) -> bool {
        self != Self::Debug
    }
}

/// Sets up what is missing and builds both halves.
pub fn build(profile: Profile) -> Result<()> {
    site(profile)?;
    let program = server(profile)?;
    println!("\n{}", program.display());
    Ok(())
}

/// Builds the browser half into `target/site`.
pub fn site(profile: Profile) -> Result<()> {
    let toolchain = setup::wasm::toolchain()?;
    if profile.ships() {
        setup::node::packages()?;
    }
    let compiled = step("Building the browser half", || wasm::compile(&toolchain, profile))?;
    let package = step("Packing the wasm", || wasm::package(&compiled, profile))?;
    let styles = step("Bundling the styles", styles::bundle)?;
    step("Writing target/site", || site::write(&package, &styles, profile))
}

/// Builds the server; its path. The site comes first, to be embedded.
pub fn server(profile: Profile) -> Result<PathBuf> {
    step("Building the server", || {
        let mut cargo = process::cargo();
        cargo.args(["build", "--package", "server"]);
        match profile {
            Profile::Debug => cargo.args(["--features", "server/dev-tools"]),
            Profile::Tested => cargo.args(["--features", "rust-embed/debug-embed"]),
            Profile::Release => cargo.arg("--release"),
        };
        process::run(&mut cargo)
    })?;
    Ok(program(profile))
}

/// Where the server lies once it is built.
pub fn program(profile: Profile) -> PathBuf {
    let folder = match profile {
        Profile::Debug | Profile::Tested => "debug",
        Profile::Release => "release",
    };
    target_folder().join(folder).join("xinju")
}

/// Cargo's target folder, which the environment may move.
fn target_folder() -> PathBuf {
    let moved = std::env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
    process::root().join(moved.unwrap_or_else(|| "target".into()))
}

/// The browser half's own target folder: two halves in one would rebuild each other's shared crates.
pub fn front_target_folder() -> PathBuf {
    target_folder().join("front")
}

/// The built site. Not in a moved target folder: the server embeds it by a path of its own.
pub fn site_folder() -> PathBuf {
    process::root().join("target/site")
}
