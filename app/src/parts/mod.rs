//! What several pages show of a noun, apart from any page: one file a noun. Pages of different nouns meet here instead of
//! importing each other.

pub mod area;
pub mod card;
pub mod duty;
pub mod house;
pub mod lease;
pub mod listing;
pub mod registration;

use leptos::prelude::AnyView;

/// A part of a page, loaded and ready to be rendered.
pub type Part = Box<dyn FnOnce() -> AnyView + Send>;
