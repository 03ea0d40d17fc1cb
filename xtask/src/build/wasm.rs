//! The browser half: compile, bind to JavaScript, optimise.

use super::{Profile, front_target_folder};
use crate::{process, setup};
use anyhow::{Context, Result, bail};
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};
use wasm_bindgen_cli_support::Bindgen;

/// Cargo's profile for what is shipped.
pub const SMALL: &str = "wasm-release";

/// What rustc and wasm-bindgen let into the module, and nothing more: with `--all-features` the optimiser uses
/// proposals that browsers refuse.
const WASM_OPT_FLAGS: [&str; 8] = [
    "-Oz",
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-reference-types",
    "--enable-mutable-globals",
    "--enable-sign-ext",
    "--enable-nontrapping-float-to-int",
    "--enable-multivalue",
];

/// The script and the wasm that a page loads.
pub struct Package {
    pub js: Vec<u8>,
    pub wasm: Vec<u8>,
}

/// Compiles the crate `frontend`; the path of the wasm.
pub fn compile(toolchain: &setup::wasm::Toolchain, profile: Profile) -> Result<PathBuf> {
    let mut cargo = toolchain.cargo();
    cargo.args([
        "build",
        "--package",
        "frontend",
        "--target",
        setup::wasm::TARGET,
        "--target-dir",
    ]);
    cargo.arg(front_target_folder());
    let folder = if profile.ships() {
        cargo.args(["--profile", SMALL]);
        SMALL
    } else {
        "debug"
    };
    process::run(&mut cargo)?;
    Ok(front_target_folder()
        .join(setup::wasm::TARGET)
        .join(folder)
        .join("frontend.wasm"))
}

/// Binds a compiled module to JavaScript; optimises it for a release.
pub fn package(compiled: &Path, profile: Profile) -> Result<Package> {
    let folder = bound_folder();
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    let mut bindgen = Bindgen::new();
    bindgen
        .input_path(compiled)
        .out_name("xinju")
        .web(true)?
        .typescript(false)
        .omit_default_module_path(true);
    let mut output = bindgen.generate_output().context("wasm-bindgen refuses the module")?;
    if output.snippets().values().any(|files| !files.is_empty()) || !output.local_modules().is_empty() {
        bail!("a dependency brings JavaScript files of its own, which the site's package has no place for");
    }
    output.emit(&folder)?;
    let bound = bound_wasm();
    let wasm = if profile.ships() { optimise(&bound)? } else { bound };
    Ok(Package {
        js: fs::read(folder.join("xinju.js"))?,
        wasm: fs::read(wasm)?,
    })
}

/// The module before it is optimised.
pub fn bound_wasm() -> PathBuf {
    bound_folder().join("xinju_bg.wasm")
}

fn bound_folder() -> PathBuf {
    front_target_folder().join("bound")
}

fn optimise(bound: &Path) -> Result<PathBuf> {
    let optimised = bound.with_file_name("xinju_optimised.wasm");
    let mut wasm_opt = setup::node::program("wasm-opt");
    process::run(wasm_opt.args(WASM_OPT_FLAGS).arg(bound).arg("-o").arg(&optimised))?;
    let load = "new WebAssembly.Module(require('fs').readFileSync(process.argv[1]))";
    process::output(Command::new("node").args(["-e", load]).arg(&optimised))
        .context("the optimised module is not what a browser accepts")?;
    Ok(optimised)
}
