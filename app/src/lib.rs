//! The site: pages, forms and islands. One folder a feature; pages compile only with the feature `ssr`, islands in
//! both halves.

pub mod islands;

#[cfg(feature = "ssr")]
pub mod hydration;
#[cfg(feature = "ssr")]
pub mod ui;
