//! Other words for the same, as a centre writes them down for its city.

use super::{
    phrases::{Meaning, Phrases, PlaceKind},
    understood::Note,
};
use crate::{place::PlaceName, search::filter::Filter};

/// What some words stand for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Synonym {
    /// Filters; those of one group widen each other, as everywhere.
    Means { filters: Vec<Filter>, note: Option<Note> },
    /// Each other: a listing with any of them is found.
    Same,
    /// A place under its official name.
    Place(PlaceKind, PlaceName),
    /// Only themselves, and no home is hidden for lack of them.
    Wish,
    /// Nothing: chatter.
    Nothing,
    /// Only themselves, whatever they are read as otherwise.
    Word,
}

/// Words and what they stand for, in the order in which they were written; later ones win.
pub type Synonyms = Vec<(Vec<String>, Synonym)>;

pub(super) fn add_to(phrases: &mut Phrases, synonyms: &Synonyms) {
    for (words, synonym) in synonyms {
        for word in words {
            phrases.set(word, &meaning(words, synonym));
        }
    }
}

fn meaning(words: &[String], synonym: &Synonym) -> Meaning {
    match synonym {
        Synonym::Means { filters, note } => Meaning::Filters(filters.clone(), *note),
        Synonym::Same => Meaning::Same(words.to_vec()),
        Synonym::Place(PlaceKind::Estate, name) => Meaning::Same(vec![name.to_string()]),
        Synonym::Place(kind, name) => Meaning::Place(*kind, vec![name.clone()]),
        Synonym::Wish => Meaning::Wish(None),
        Synonym::Nothing => Meaning::Nothing,
        Synonym::Word => Meaning::Word,
    }
}
