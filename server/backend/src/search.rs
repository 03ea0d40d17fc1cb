//! The search index: built from the database, never the truth.
//!
//! Text of users reaches tantivy only as terms made here; its query parser is not used, because it aborts the process
//! on deep nesting.

mod analysis;
mod bare;
mod bits;
mod click;
mod columns;
mod compare;
mod counts;
mod document;
mod explain;
mod few;
mod find;
mod follow;
mod gather;
mod generation;
mod hits;
mod index;
mod landmarks;
mod load;
mod loosen;
mod matches;
mod nearness;
mod places;
mod position;
mod respell;
mod schema;
mod service;
mod suggest;
mod synonyms;
mod view;
mod wanted;
mod whereabouts;
mod words;

pub use analysis::{Analysis, normal, normal_name, pairs, pinyin, simplify, sounds};
pub use click::Click;
pub use counts::Counts;
pub use document::ListingDocument;
pub(crate) use document::searched_text;
pub use explain::{Explanation, Mark, NameField, Snippet, SnippetField, Why, explain};
pub use few::Few;
pub use find::{Answer, SearchPage, answer, find, newest, news, reader};
pub use follow::{catch_up, follow, rebuild, rebuild_beside};
pub use hits::{Dropped, Hits, Request};
pub use index::{Change, IndexError, Opened, SearchIndex};
pub(crate) use load::readable;
pub use load::{CardPhoto, ListingCardData, PublishedListing, cards, published_listing};
pub use loosen::{Choice, Loosened, loosen};
pub use places::{analysis as analysis_of, reader as reader_of};
pub use respell::{Respelling, Spellings};
pub(crate) use service::Slot;
pub use service::{is_ready, open};
pub use suggest::{Suggestion, SuggestionKind, suggest};
pub use synonyms::{SynonymsError, read as read_synonyms, shipped as shipped_synonyms};

#[cfg(test)]
mod geo_tests;
