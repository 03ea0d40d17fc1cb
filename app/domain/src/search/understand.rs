//! Reads filters out of words: `列东 两室一厅 1500以内 带电梯 整租`.

use std::ops;

use jiff::civil::Date;

use super::{
    filter::{Filter, Group, Range},
    filters::Filters,
    near::{Landmark, Landmarks},
    phrases::{Phrases, Place},
    query::Query,
    scan::Scan,
    synonyms::{self, Note, Synonyms},
    vocabulary,
};
use crate::geo::{Gcj02Point, Metres};

/// Knows the places of a centre and the words for filters. Made once, asked often.
#[derive(Debug, Clone)]
pub struct Reader {
    pub(super) phrases: Phrases,
    pub(super) landmarks: Landmarks,
    pub(super) simplify: fn(&str) -> String,
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

impl Reader {
    /// `simplify` turns traditional characters into simplified ones, one for one.
    #[must_use]
    pub fn new(places: impl IntoIterator<Item = Place>, simplify: fn(&str) -> String) -> Self {
        let mut phrases = Phrases::default();
        for place in places {
            phrases.add_place(place);
        }
        vocabulary::add_to(&mut phrases);
        Self {
            phrases,
            landmarks: Landmarks::default(),
            simplify,
        }
    }

    /// The same, knowing the places that people look for homes near.
    #[must_use]
    pub fn with_landmarks(mut self, landmarks: impl IntoIterator<Item = Landmark>) -> Self {
        self.landmarks = Landmarks::new(landmarks, self.simplify);
        self
    }

    /// The places that people look for homes near, kind by kind.
    #[must_use]
    pub fn landmarks(&self) -> &[Landmark] {
        self.landmarks.list()
    }

    /// Those around a point, the nearest first.
    #[must_use]
    pub fn landmarks_around(&self, point: Gcj02Point, within: Metres) -> Vec<(&Landmark, Metres)> {
        let all = self.landmarks().iter();
        let mut around: Vec<_> = all
            .map(|landmark| (landmark, landmark.point.distance_to(point)))
            .collect();
        around.retain(|(_, distance)| *distance <= within);
        around.sort_by_key(|(_, distance)| *distance);
        around
    }

    /// Knows these words as well. They win over the places and the words that are known everywhere.
    #[must_use]
    pub fn with_synonyms(mut self, synonyms: &Synonyms) -> Self {
        synonyms::add_to(&mut self.phrases, synonyms);
        self
    }

    /// What a query means on a day. Takes time in proportion to the length of its text.
    #[must_use]
    pub fn understand(&self, query: &Query, today: Date) -> Understood {
        let mut understood = Scan::new(self, query.text(), today).run();
        soften_residue(&mut understood);
        harden_lone_wishes(&mut understood, query);
        understood.filters = in_effect(query, &understood.readings);
        understood
    }
}

/// A single character beside other pieces is what was left of something that was not understood: it hides nothing.
fn soften_residue(understood: &mut Understood) {
    if understood.readings.len() + understood.words.len() > 1 {
        for word in understood.words.iter_mut().filter(|word| !word.literal) {
            word.wish |= word.text.chars().count() == 1;
        }
    }
}

/// Where nothing else is asked for, a wish is what is searched for: 海景.
fn harden_lone_wishes(understood: &mut Understood, query: &Query) {
    let asked = !query.filters.is_empty() || !understood.readings.is_empty();
    if !asked && understood.words.iter().all(|word| word.wish) {
        for word in &mut understood.words {
            word.wish = false;
        }
    }
}

/// What was chosen, and what was read in groups where nothing was chosen.
fn in_effect(query: &Query, readings: &[Reading]) -> Filters {
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

#[cfg(test)]
#[path = "understand_tests.rs"]
mod tests;
