//! Why a listing was found: which parts of its names were meant, and what the eye can't see.
//!
//! Computed for the few listings of a page from what was understood and what the page shows, not from the index. What
//! matched by a way that is not known here is simply not explained.

use std::{collections::HashMap, ops::Range};

use domain::{
    id::ListingId,
    search::{Facing, Filter, Query, Reading},
};

use super::{
    find::SearchPage,
    load::{self, ListingCardData},
    service,
    text::{Analysis, Compared, normal},
};
use crate::{Backend, Error};

/// Why a listing was found. All ranges count characters (Unicode code points).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Explanation {
    /// Parts of its names that were typed.
    pub marks: Vec<Mark>,
    /// What the names don't show.
    pub why: Vec<Why>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    pub field: NameField,
    pub range: Range<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NameField {
    City,
    District,
    Street,
    Estate,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// `liedong` is 列东街道 by its sound; 梅列 is what 三元区 was called.
    Called {
        typed: String,
        name: String,
        by_sound: bool,
    },
    /// The words stand in its title or its description.
    Says(Snippet),
    /// It is what these filters ask for, which were read from words.
    Fits(Vec<Filter>),
}

/// A piece of a text around what was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snippet {
    pub field: SnippetField,
    pub text: String,
    pub marks: Vec<Range<usize>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SnippetField {
    Title,
    Description,
}

/// Characters of a text that are shown before and after the first place that was typed.
const SNIPPET_BEFORE: usize = 6;
const SNIPPET_AFTER: usize = 14;

/// Explains the listings of a page, in their order. Descriptions are read only where nothing else explains a word.
///
/// # Errors
/// When no index is open or the database fails.
pub async fn explain(backend: &Backend, query: &Query, page: &SearchPage) -> Result<Vec<Explanation>, Error> {
    let service = service::service(backend)?;
    let understood = &page.understood;
    let analysis = service.index().analysis();
    let asked: Vec<_> = understood
        .words
        .iter()
        // Any of a word's other names is a reason as well.
        .flat_map(|word| {
            std::iter::once(&word.text)
                .chain(&word.also)
                .map(move |text| (text, word.literal))
        })
        .map(|(text, literal)| Asked::new(&analysis, text, literal))
        .collect();
    let mut explained: Vec<_> = page
        .cards
        .iter()
        .map(|card| Explainer::new(card).names(query, &understood.readings, &asked))
        .collect();
    let open = explained.iter().filter(|explained| !explained.open.is_empty());
    let ids: Vec<_> = open.map(|explained| explained.card.id).collect();
    let descriptions = load::descriptions(backend, &ids).await?;
    for explained in &mut explained {
        explained.texts(&descriptions);
    }
    Ok(explained.into_iter().map(|explained| explained.explanation).collect())
}

/// A word as it is looked for.
struct Asked {
    typed: String,
    chars: Vec<char>,
    /// As the index writes layouts: `两室` is `2室` there.
    layout: Vec<char>,
    latin: Option<String>,
    /// The words in it, where they may stand apart.
    parts: Vec<Vec<char>>,
}

impl Asked {
    fn new(analysis: &Analysis, word: &str, literal: bool) -> Self {
        let chars = Compared::of(word).chars;
        let normal = normal(word);
        let parts: Vec<_> = match literal {
            true => vec![],
            false => analysis.needed_words(&normal),
        };
        let text: String = chars.iter().collect();
        let latin = !literal && text.is_ascii() && text.starts_with(|c: char| c.is_ascii_lowercase());
        Self {
            typed: word.to_owned(),
            layout: Compared::of(&normal).chars,
            latin: latin.then_some(text),
            parts: parts
                .iter()
                .map(|part| Compared::of(part).chars)
                .filter(|_| parts.len() > 1)
                .collect(),
            chars,
        }
    }
}

struct Explainer<'a> {
    card: &'a ListingCardData,
    names: [(NameField, &'a str, Compared); 4],
    explanation: Explanation,
    /// What it is of what was read as filters.
    fits: Vec<Filter>,
    /// Words that nothing shown explains.
    open: Vec<&'a Asked>,
}

impl<'a> Explainer<'a> {
    fn new(card: &'a ListingCardData) -> Self {
        let names = [
            (NameField::Estate, card.estate.as_str()),
            (NameField::Street, &card.street),
            (NameField::District, &card.district),
            (NameField::City, &card.city),
        ];
        Self {
            card,
            names: names.map(|(field, name)| (field, name, Compared::of(name))),
            explanation: Explanation::default(),
            fits: vec![],
            open: vec![],
        }
    }

    fn names(mut self, query: &Query, readings: &[Reading], asked: &'a [Asked]) -> Self {
        for reading in readings {
            let typed = query.text().get(reading.span.clone()).unwrap_or_default();
            for filter in &reading.filters {
                // What was chosen in a group stands instead of what was read.
                let in_effect = query.filters.in_group(filter.group()).is_empty();
                if in_effect && self.fits(filter) && !self.is_called(typed, filter) && !self.fits.contains(filter) {
                    self.fits.push(filter.clone());
                }
            }
        }
        for word in asked {
            if !self.mark(&word.chars) && !self.mark_sound(word) {
                self.open.push(word);
            }
        }
        self
    }

    /// Of choices that widen a search only the listing's own is worth saying.
    fn fits(&self, filter: &Filter) -> bool {
        let card = self.card;
        match filter {
            Filter::City(name) => name.as_str() == card.city,
            Filter::District(name) => name.as_str() == card.district,
            Filter::Street(name) => name.as_str() == card.street,
            Filter::Estate(name) => name.as_str() == card.estate,
            // The distance stands on the card.
            Filter::Near(_) | Filter::Within(_) => false,
            Filter::Rooms(rooms) => {
                let (own, halls) = card.layout.map_or((0, 0), |layout| (layout.rooms, layout.halls));
                rooms.accepts(card.mode, own, halls)
            }
            Filter::Facing(Facing::Towards(orientation)) => card.orientations.contains(*orientation),
            Filter::Facing(Facing::Through) => card.orientations.is_through(),
            _ => true,
        }
    }

    /// Marks the name that was read as a filter. Whether that says all.
    fn is_called(&mut self, typed: &str, filter: &Filter) -> bool {
        let field = match filter {
            Filter::City(_) => NameField::City,
            Filter::District(_) => NameField::District,
            Filter::Street(_) => NameField::Street,
            Filter::Estate(_) => NameField::Estate,
            _ => return false,
        };
        let Some((_, name, compared)) = self.names.iter().find(|(of, ..)| *of == field) else {
            return false;
        };
        let typed_chars = Compared::of(typed);
        let mut ranges = compared.find(&typed_chars.chars);
        let literally = !ranges.is_empty();
        if !literally {
            let sound = compared.find_sound(&typed_chars.text());
            self.explanation.why.push(Why::Called {
                typed: typed.to_owned(),
                name: (*name).to_owned(),
                by_sound: sound.is_some(),
            });
            ranges.push(sound.unwrap_or(0..name.chars().count()));
        }
        let marks = ranges.into_iter().map(|range| Mark { field, range });
        self.explanation.marks.extend(marks);
        // District and city may go without saying on a page.
        !literally || matches!(field, NameField::Street | NameField::Estate)
    }

    fn mark(&mut self, chars: &[char]) -> bool {
        let before = self.explanation.marks.len();
        for (field, _, compared) in &self.names {
            let marks = compared
                .find(chars)
                .into_iter()
                .map(|range| Mark { field: *field, range });
            self.explanation.marks.extend(marks);
        }
        self.explanation.marks.len() > before
    }

    fn mark_sound(&mut self, word: &Asked) -> bool {
        let Some(latin) = &word.latin else { return false };
        let sounds = |(field, name, compared): &(NameField, &str, Compared)| {
            let range = compared.find_sound(latin)?;
            Some((*field, (*name).to_owned(), range))
        };
        // The city's sound is not searched: everything is in it.
        let Some((field, name, range)) = self.names[..3].iter().find_map(sounds) else {
            return false;
        };
        self.explanation.marks.push(Mark { field, range });
        self.explanation.why.push(Why::Called {
            typed: word.typed.clone(),
            name,
            by_sound: true,
        });
        true
    }

    /// Looks for what is left in title and description; last comes what goes without looking.
    fn texts(&mut self, descriptions: &HashMap<ListingId, String>) {
        let description = descriptions.get(&self.card.id).map_or("", String::as_str);
        let texts = [
            (
                SnippetField::Title,
                self.card.title.as_str(),
                Compared::of(&self.card.title),
            ),
            (SnippetField::Description, description, Compared::of(description)),
        ];
        for word in std::mem::take(&mut self.open) {
            if self.says(&texts, &[&word.chars]) || self.says(&texts, &[&word.layout]) {
                continue;
            }
            let unseen: Vec<&[char]> = word
                .parts
                .iter()
                .map(Vec::as_slice)
                .filter(|part| !self.mark(part))
                .collect();
            if !unseen.is_empty() && !self.says(&texts, &unseen) {
                for part in unseen {
                    self.says(&texts, &[part]);
                }
            }
        }
        if !self.fits.is_empty() {
            self.explanation.why.push(Why::Fits(std::mem::take(&mut self.fits)));
        }
    }

    /// The first text that has all of these pieces.
    fn says(&mut self, texts: &[(SnippetField, &str, Compared)], pieces: &[&[char]]) -> bool {
        for (field, text, compared) in texts {
            let found: Vec<_> = pieces.iter().map(|piece| compared.find(piece)).collect();
            if found.iter().all(|ranges| !ranges.is_empty()) {
                let snippet = snippet(*field, text, found.into_iter().flatten().collect());
                let says = Why::Says(snippet);
                if !self.explanation.why.contains(&says) {
                    self.explanation.why.push(says);
                }
                return true;
            }
        }
        false
    }
}

/// A piece of a text around the first of these places, with all of them that lie in it.
fn snippet(field: SnippetField, text: &str, mut places: Vec<Range<usize>>) -> Snippet {
    places.sort_by_key(|place| place.start);
    let chars: Vec<char> = text.chars().collect();
    let first = places.first().cloned().unwrap_or(0..0);
    let from = first.start.saturating_sub(SNIPPET_BEFORE);
    let to = chars.len().min(first.end + SNIPPET_AFTER);
    let mut out = String::new();
    if from > 0 {
        out.push('…');
    }
    let shift = usize::from(from > 0);
    out.extend(chars[from..to].iter().map(|c| if *c == '\n' { ' ' } else { *c }));
    if to < chars.len() {
        out.push('…');
    }
    let inside = places.into_iter().filter(|place| place.end <= to);
    Snippet {
        field,
        text: out,
        marks: inside
            .map(|place| place.start - from + shift..place.end - from + shift)
            .collect(),
    }
}

#[cfg(test)]
#[path = "explain_tests.rs"]
mod tests;
