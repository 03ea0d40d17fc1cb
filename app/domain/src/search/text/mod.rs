//! Reads what people type: filters are read out of words, and what is left is searched for.
//!
//! A text is read in one pass, from piece to piece ([`understand`]); every file but that one reads one kind of piece.

mod asides;
mod chars;
mod facilities;
mod nearby;
mod noise;
mod numbers;
mod phrases;
mod rooms;
mod scan;
mod synonyms;
#[cfg(test)]
pub(super) mod test_reader;
mod understand;
mod understood;
mod vocabulary;
mod walk;

pub(super) use chars::QUOTES;
pub use facilities::facility_named;
pub use phrases::{Place, PlaceKind};
pub use synonyms::{Synonym, Synonyms};
pub use understand::Reader;
pub use understood::{Note, Reading, Understood, Wishes, Word};
