//! The browser half: starts the islands of `app`.

// Without this use the linker finds no reference to the islands and drops them.
pub use app::islands::*;

/// Called once by the script of the page, before its islands are started one by one.
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_islands();
}
