//! The search index: built from the database, never the truth.
//!
//! Text of users reaches tantivy only as terms made here; its query parser is not used, because it aborts the process
//! on deep nesting.

mod analysis;
mod document;
mod find;
mod follow;
mod gather;
mod generation;
mod hits;
mod index;
mod load;
mod places;
mod position;
mod schema;
mod service;
mod synonyms;
mod words;

pub use analysis::{Analysis, pinyin, simplify};
pub use document::ListingDocument;
pub(crate) use document::searched_text;
pub use find::{SearchPage, find, reader};
pub use follow::{catch_up, follow, rebuild, rebuild_beside};
pub use gather::Counts;
pub use hits::{Dropped, Hits, Request};
pub use index::{Change, IndexError, Opened, SearchIndex};
pub use load::{CardPhoto, ListingCardData, PublishedListing, cards, published_listing};
pub use places::{analysis as analysis_of, reader as reader_of};
pub(crate) use service::Slot;
pub use service::{is_ready, open};
pub use synonyms::{SynonymsError, read as read_synonyms, shipped as shipped_synonyms};
