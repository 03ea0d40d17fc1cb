//! Reads filters out of words: `列东 两室一厅 1500以内 带电梯 整租`.

use jiff::civil::Date;

use super::{
    chars::Chars,
    nearby::Landmarks,
    phrases::{Phrases, Place},
    scan::Scan,
    synonyms::{self, Synonyms},
    understood::{Understood, in_effect},
    vocabulary,
};
use crate::{
    geo::{Gcj02Point, Metres},
    search::{near::Landmark, query::Query},
};

/// Knows the places of a centre and the words for filters. Made once, asked often.
#[derive(Debug, Clone)]
pub struct Reader {
    phrases: Phrases,
    landmarks: Landmarks,
    simplify: fn(&str) -> String,
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
        let chars = Chars::of(query.text(), self.simplify);
        let mut understood = Scan::new(&self.phrases, &self.landmarks, chars, today).run();
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

#[cfg(test)]
#[path = "understand_tests.rs"]
mod tests;
