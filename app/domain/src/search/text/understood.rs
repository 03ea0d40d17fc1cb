//! What a query means.

use std::ops;

use crate::search::{
    filter::{Filter, Group, Range},
    filters::Filters,
    query::Query,
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

/// A piece of the text that was read as filters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// Bytes of the query's text.
    pub span: ops::Range<usize>,
    /// More than one where the piece is ambiguous (城关) or a range (两三室): any of them fits.
    pub filters: Vec<Filter>,
    /// What there is to say about reading it so.
    pub note: Option<Note>,
}

/// A piece of the text that is searched for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// Half width, lower case, simplified.
    pub text: String,
    /// Bytes of the query's text.
    pub span: ops::Range<usize>,
    /// Was put in quotes: to be found as it stands.
    pub literal: bool,
    /// Only ranks: no home is hidden because it lacks the word.
    pub wish: bool,
    /// Other words that are as good.
    pub also: Vec<String>,
}

/// What was asked for but hides nothing: it only ranks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Wishes {
    pub halls: Option<u8>,
    pub baths: Option<u8>,
}

/// What a query means.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Understood {
    /// What was chosen, and what was read from words in groups where nothing was chosen.
    pub filters: Filters,
    pub words: Vec<Word>,
    pub readings: Vec<Reading>,
    pub wishes: Wishes,
    /// Bytes of the query's text that had to be left out to find anything.
    pub left_out: Vec<ops::Range<usize>>,
    /// There were more or longer words than a search uses.
    pub shortened: bool,
}

/// What was chosen, and what was read in groups where nothing was chosen.
pub(super) fn in_effect(query: &Query, readings: &[Reading]) -> Filters {
    let mut read = Filters::default();
    for filter in readings.iter().flat_map(|reading| &reading.filters) {
        add_read(&mut read, filter);
    }
    let mut filters = query.filters.clone();
    for group in Group::ALL {
        if query.filters.in_group(group).is_empty() {
            for filter in read.in_group(group) {
                filters.add(filter);
            }
        }
    }
    filters
}

impl Understood {
    /// What there is to say about words that were read as something else, each once.
    #[must_use]
    pub fn notes(&self) -> Vec<Note> {
        let said = |note: &Note| self.readings.iter().any(|reading| reading.note == Some(*note));
        Note::ALL.into_iter().filter(said).collect()
    }

    /// The same without some pieces of the query's text: what is left of a search that had to leave them out.
    #[must_use]
    pub fn leaving_out(&self, query: &Query, pieces: &[ops::Range<usize>]) -> Self {
        let mut left = self.clone();
        left.words.retain(|word| !pieces.contains(&word.span));
        left.readings.retain(|reading| !pieces.contains(&reading.span));
        left.left_out.extend_from_slice(pieces);
        left.filters = in_effect(query, &left.readings);
        left
    }
}

/// `1000以上 2000以下` is one range said in two pieces.
fn add_read(read: &mut Filters, filter: &Filter) {
    let joined = |old: Option<Range>, new: Range| match old {
        Some(old) if old.max().is_none() && new.min().is_none() => Range::new(old.min(), new.max()),
        Some(old) if old.min().is_none() && new.max().is_none() => Range::new(new.min(), old.max()),
        _ => None,
    };
    let filter = match *filter {
        Filter::Rent(range) => Filter::Rent(joined(read.rent, range).unwrap_or(range)),
        Filter::Area(range) => Filter::Area(joined(read.area, range).unwrap_or(range)),
        ref other => other.clone(),
    };
    read.add(filter);
}
