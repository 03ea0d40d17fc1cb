//! The index of a node: listings as terms and columns, and what is found in them. It takes and gives plain values and knows
//! neither the database nor the rest of the program.
//!
//! Text of users reaches tantivy only as terms made here; its query parser is not used, because it aborts the process
//! on deep nesting.

mod bare;
mod bits;
mod columns;
mod counts;
mod document;
mod error;
mod gather;
mod generation;
mod hits;
mod index;
mod matches;
mod nearness;
mod numbers;
mod position;
mod schema;
mod suggestions;
mod view;
mod wanted;
mod whereabouts;
mod words;

pub use counts::Counts;
pub(crate) use document::searched_text;
pub use document::{Change, ListingDocument};
pub use error::IndexError;
pub use hits::{Dropped, Hits, Request};
pub use index::{DetachedRebuild, Opened, Rebuild, SearchIndex};
pub(super) use suggestions::Suggestions;
pub use suggestions::{Suggestion, SuggestionKind};

#[cfg(test)]
mod geo_tests;
#[cfg(test)]
pub(super) mod test_bench;
