//! The search index: built from the database, never the truth.
//!
//! Text of users reaches tantivy only as terms made here; its query parser is not used, because it aborts the process
//! on deep nesting.

mod analysis;
mod compare;
mod document;
mod explain;
mod find;
mod follow;
mod gather;
mod generation;
mod hits;
mod index;
mod load;
mod loosen;
mod places;
mod position;
mod schema;
mod service;
mod suggest;
mod words;

pub use analysis::{Analysis, pinyin, simplify};
pub use document::ListingDocument;
pub use explain::{Explanation, Mark, NameField, Snippet, SnippetField, Why, explain};
pub use find::{SearchPage, find, reader};
pub use follow::{catch_up, follow, rebuild, rebuild_beside};
pub use gather::Counts;
pub use hits::{Dropped, Hits, Request};
pub use index::{Change, IndexError, Opened, SearchIndex};
pub use load::{CardPhoto, ListingCardData, PublishedListing, cards, published_listing};
pub use loosen::{Choice, Loosened, loosen};
pub(crate) use service::Slot;
pub use service::{is_ready, open};
pub use suggest::{Suggestion, SuggestionKind, suggest};
