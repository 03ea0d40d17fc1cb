//! Other words for the same, as a centre writes them down for its city.

use super::{
    filter::{Filter, PlaceName},
    phrases::{Meaning, Phrases, PlaceKind},
};

/// Something that the page says beside the results, because a word was read as something else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Note {
    /// The city has no metro; buses and stations were searched for instead.
    NoMetro,
}

impl Note {
    pub const ALL: [Self; 1] = [Self::NoMetro];

    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::NoMetro => "no-metro",
        }
    }

    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|note| note.code() == code)
    }
}

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
