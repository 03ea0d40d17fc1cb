//! The search index: built from the database, never the truth.
//!
//! Text of users reaches tantivy only as terms made here; its query parser is not used, because it aborts the process
//! on deep nesting.

mod analysis;
mod document;
mod gather;
mod generation;
mod hits;
mod index;
mod position;
mod schema;
mod words;

pub use analysis::{Analysis, pinyin, simplify};
pub use document::ListingDocument;
pub use gather::Counts;
pub use hits::{Dropped, Hits, Request};
pub use index::{Change, IndexError, Opened, SearchIndex};
