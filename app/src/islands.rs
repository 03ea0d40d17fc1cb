//! Code that runs in the browser. Every island works on top of markup that does its job without it.
//!
//! Data goes in as props, which anybody can read in the page's source; context of the server doesn't reach an island.
//! Inputs stay uncontrolled: a controlled one would erase what was typed before the island started.

mod near_me;
mod result_count;
mod search_suggestions;
mod unsaved_changes;

pub use near_me::*;
pub use result_count::*;
pub use search_suggestions::*;
pub use unsaved_changes::*;

#[cfg(feature = "hydrate")]
mod browser;
