//! What a build or a test needs from the machine. Each part looks first, installs what is missing where it may, and
//! says in one sentence what to do where it may not.

pub mod chromium;
pub mod node;
pub mod packages;
pub mod postgres;
pub mod wasm;
