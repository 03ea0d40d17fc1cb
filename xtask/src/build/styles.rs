//! The site's style sheet: one file out of `style/main.css` and what it imports.

use crate::process;
use anyhow::{Result, anyhow};
use lightningcss::{
    bundler::{Bundler, FileProvider},
    stylesheet::{MinifyOptions, ParserOptions, PrinterOptions},
    targets::{Browsers, Targets},
};

/// The oldest browsers the styles are written down for: phones of about 2020 that still get updates of their browser.
const OLDEST: Browsers = Browsers {
    android: Some(version(100)),
    chrome: Some(version(100)),
    edge: Some(version(100)),
    firefox: Some(version(102)),
    ie: None,
    ios_saf: Some(version(15)),
    opera: None,
    safari: Some(version(15)),
    samsung: Some(version(18)),
};

/// A major version as lightningcss counts them.
const fn version(major: u32) -> u32 {
    major << 16
}

/// Bundles and minifies.
pub fn bundle() -> Result<Vec<u8>> {
    let files = FileProvider::new();
    let targets = Targets::from(OLDEST);
    let mut bundler = Bundler::new(&files, None, ParserOptions::default());
    let main = process::root().join("style/main.css");
    let mut sheet = bundler
        .bundle(&main)
        .map_err(|error| anyhow!("the styles can't be bundled: {error}"))?;
    sheet
        .minify(MinifyOptions {
            targets,
            ..MinifyOptions::default()
        })
        .map_err(|error| anyhow!("the styles can't be minified: {error}"))?;
    let printed = sheet
        .to_css(PrinterOptions {
            minify: true,
            targets,
            ..PrinterOptions::default()
        })
        .map_err(|error| anyhow!("the styles can't be written: {error}"))?;
    Ok(printed.code.into_bytes())
}
