//! What a page needs to bring its islands to life in the browser.
//!
//! File names of the built package carry a hash of their content, so they can be cached forever; `cargo xtask build`
//! writes the names of the current package into `manifest.json`, which [`SitePackage`] reads.

use leptos::prelude::*;
use serde::Deserialize;
use std::sync::LazyLock;

/// URL paths of the built package, as `target/site/manifest.json` has them.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct SitePackage {
    pub js: String,
    pub wasm: String,
    pub css: String,
}

impl SitePackage {
    /// Reads a `manifest.json`.
    pub fn from_json(json: &[u8]) -> Result<Self, serde_json::Error> {
        serde_json::from_slice(json)
    }
}

/// The loader as it is sent with every page: without its comments and its indentation.
static LOADER: LazyLock<String> = LazyLock::new(|| {
    let lines = include_str!("hydration/loader.js").lines().map(str::trim);
    let code: Vec<_> = lines
        .filter(|line| !line.is_empty() && !line.starts_with("//"))
        .collect();
    code.join("\n")
});

/// The script that starts the islands of a page. It stands in `<head>`; being a module it runs after the document is
/// parsed, and it loads nothing on a page without islands.
///
/// The shared context of the page's owner must be in islands mode (`SsrSharedContext::new_islands()`): otherwise the
/// content outside islands is rendered with hydration markers.
#[component]
pub fn IslandScripts(
    /// URL path of the package's script.
    #[prop(into)]
    js_path: String,
    /// URL path of the package's wasm.
    #[prop(into)]
    wasm_path: String,
    /// The nonce of the page's content security policy.
    #[prop(into)]
    nonce: String,
) -> impl IntoView {
    let script = format!("{}({},{});", *LOADER, js_string(&js_path), js_string(&wasm_path));
    view! { <script type="module" nonce=nonce inner_html=script></script> }
}

/// A string literal of JavaScript that can stand inside a `<script>` element.
fn js_string(text: &str) -> String {
    serde_json::Value::from(text).to_string().replace('<', "\\u003c")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn manifest_names_the_three_files() {
        let package = SitePackage::from_json(
            br#"{"js": "/pkg/xinju.a.js", "wasm": "/pkg/xinju.b.wasm", "css": "/pkg/xinju.c.css"}"#,
        )
        .expect("a complete manifest");
        assert_eq!(package.wasm, "/pkg/xinju.b.wasm");
        assert!(SitePackage::from_json(br#"{"js": "/pkg/xinju.a.js"}"#).is_err());
    }

    #[test]
    fn script_carries_nonce_and_cannot_be_broken_out_of() {
        let html =
            view! { <IslandScripts js_path="/pkg/</script><b>.js" wasm_path="/pkg/x.wasm" nonce="n0nce" /> }.to_html();
        assert!(html.starts_with(r#"<script type="module" nonce="n0nce">"#), "{html}");
        assert!(
            html.ends_with(r#"("/pkg/\u003c/script>\u003cb>.js","/pkg/x.wasm");</script>"#),
            "{html}"
        );
        assert_eq!(html.matches("</script>").count(), 1);
        assert!(!html.contains("// "), "comments are for who reads the source: {html}");
    }
}
