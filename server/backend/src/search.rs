//! Search: what people typed is read ([`text`]), looked up in an index ([`engine`]) that is built from the database and never
//! the truth, and answered with what the database has.
//!
//! The index takes and gives plain values; rows are read by the use cases here. Follow a search in [`find`], a change of a
//! listing in [`follow`](fn@follow).

mod answer;
mod blocking;
mod click;
pub(crate) mod engine;
mod explain;
mod few;
mod find;
mod follow;
mod landmarks;
mod load;
mod loosen;
mod open;
mod places;
mod progress;
mod purge;
mod rebuild;
mod service;
mod suggest;
mod text;

pub use answer::{Answer, answer};
pub use click::Click;
pub(crate) use engine::searched_text;
pub use engine::{
    Change, Counts, Dropped, Hits, IndexError, ListingDocument, Opened, Request, SearchIndex, Suggestion,
    SuggestionKind,
};
pub use explain::{Explanation, Mark, NameField, Snippet, SnippetField, Why, explain};
pub use few::Few;
pub use find::{SearchPage, find, newest, news, reader};
pub use follow::{catch_up, follow};
pub(crate) use load::readable;
pub use load::{CardPhoto, ListingCardData, PublishedListing, cards, published_listing};
pub use loosen::{Choice, Loosened, loosen};
pub use open::open;
pub use places::{analysis as analysis_of, reader as reader_of};
pub(crate) use purge::PurgeChanges;
pub use purge::keep_tidy;
pub use rebuild::{rebuild, rebuild_beside};
pub(crate) use service::Slot;
pub use service::is_ready;
pub use suggest::suggest;
pub use text::{
    Analysis, Respelling, Spellings, SynonymsError, normal, normal_name, pairs, pinyin, read_synonyms,
    shipped_synonyms, simplify, sounds,
};

impl From<engine::IndexError> for crate::Error {
    fn from(error: engine::IndexError) -> Self {
        crate::Error::Search(Box::new(error))
    }
}
