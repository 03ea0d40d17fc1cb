//! How large the release build is, and what a page may cost.

use crate::build::{self, Profile};
use anyhow::{Context, Result, bail};
use std::{fs, path::Path};

/// What the script and the wasm of a page may weigh together as they travel, in bytes.
const BUDGET_BYTES: usize = 150_000;

/// Prints a table of the sizes as README has it, and refuses a page beyond its budget.
pub fn report() -> Result<()> {
    let site = build::site_folder();
    let manifest = fs::read(site.join("manifest.json")).context("nothing built: run `cargo xtask build --release`")?;
    let manifest: serde_json::Value = serde_json::from_slice(&manifest)?;
    let path = |key: &str| {
        let name = manifest[key].as_str().unwrap_or_default();
        site.join(name.trim_start_matches('/'))
    };
    let compressed = |key: &str| {
        let mut name = path(key).into_os_string();
        name.push(".br");
        size(Path::new(&name)).context("the site is a debug build: run `cargo xtask build --release`")
    };
    let (wasm, js) = (compressed("wasm")?, compressed("js")?);

    println!("| release build | bytes |\n| --- | ---: |");
    let row = |what: &str, bytes: usize| println!("| {what} | {} |", grouped(bytes));
    row("wasm as compiled and bound", size(&build::bound_wasm())?);
    row("wasm optimised", size(&path("wasm"))?);
    row("wasm, brotli", wasm);
    row("JavaScript", size(&path("js"))?);
    row("JavaScript, brotli", js);
    row("wasm and JavaScript of a page, brotli", wasm + js);
    row("styles, brotli", compressed("css")?);
    // The tests ask for the sizes of what a page loads and build no program of a release.
    if let Ok(program) = size(&build::program(Profile::Release)) {
        row("the program `xinju`", program);
    }
    if wasm + js > BUDGET_BYTES {
        bail!(
            "wasm and JavaScript of a page are {} bytes, more than {BUDGET_BYTES}",
            wasm + js
        );
    }
    Ok(())
}

fn size(path: &Path) -> Result<usize> {
    let data = fs::metadata(path).with_context(|| format!("{} isn't there", path.display()))?;
    Ok(usize::try_from(data.len())?)
}

/// Digits in groups of three.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_grouped_from_the_right() {
        assert_eq!(grouped(7), "7");
        assert_eq!(grouped(651_234), "651,234");
        assert_eq!(grouped(12_345_678), "12,345,678");
    }
}
