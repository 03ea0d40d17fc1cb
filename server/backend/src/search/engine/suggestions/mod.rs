//! Everything that can be suggested while somebody types: names that are online and phrases that filter, from Hanzi, pinyin and initials.

mod online;
mod phrases;
mod table;

use std::{
    cmp::Reverse,
    collections::{BTreeSet, HashMap},
    ops,
};

use domain::search::{Filter, Group, PlaceName, Query, Reader, Synonym, Synonyms, Understood};
use jiff::civil::Date;

use self::{online::Online, phrases::PHRASES, table::Table};
use super::{error::IndexError, index::SearchIndex};
use crate::search::text::Compared;

/// Nobody types more than this before looking; longer texts get no suggestions.
const TEXT_MAX_CHARS: usize = 200;

/// Names are not longer.
const PIECE_MAX_CHARS: usize = 60;

/// How many beginnings of the piece that is being typed are tried: `列东 两室 wan da` is `wanda`, at most.
const PIECES_MAX: usize = 6;

/// A text that could be searched for instead of what is typed so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// The whole text, with what was typed before.
    pub text: String,
    /// What completes it.
    pub label: String,
    pub kind: SuggestionKind,
    /// How many listings are online that it names; `None` where more was typed before it, which may leave fewer.
    pub count: Option<u64>,
    /// The part of the label that was typed, in characters.
    pub typed: Option<ops::Range<usize>>,
    /// What it asks for, where it is no name.
    pub filter: Option<Filter>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SuggestionKind {
    City,
    District,
    Street,
    Estate,
    Filter,
}

impl SuggestionKind {
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::City => "city",
            Self::District => "district",
            Self::Street => "street",
            Self::Estate => "estate",
            Self::Filter => "filter",
        }
    }
}

struct Entry {
    label: String,
    kind: SuggestionKind,
    count: u64,
    filter: Option<Filter>,
    /// Other ways to type it.
    aliases: Vec<String>,
}

/// Everything that can be suggested, made from what is online at one moment.
pub struct Suggestions {
    /// Those with the most listings first.
    entries: Vec<Entry>,
    table: Table,
}

impl std::fmt::Debug for Suggestions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Suggestions").finish_non_exhaustive()
    }
}

impl Suggestions {
    pub fn new(index: &SearchIndex, reader: &Reader, synonyms: &Synonyms) -> Result<Self, IndexError> {
        let online = Online::count(index)?;
        let mut entries = places(&online, reader);
        for (words, synonym) in synonyms {
            let Synonym::Place(_, name) = synonym else { continue };
            for entry in entries.iter_mut().filter(|entry| entry.label == name.as_str()) {
                entry.aliases.extend(words.iter().cloned());
            }
        }
        entries.extend(filters(&online, reader));
        Ok(Self::of(entries))
    }

    fn of(mut entries: Vec<Entry>) -> Self {
        entries.retain(|entry| entry.count > 0);
        entries.sort_by_key(|entry| Reverse(entry.count));
        let mut table = Table::default();
        for (number, entry) in (0..).zip(&entries) {
            table.add(number, &entry.label);
            for alias in &entry.aliases {
                if alias.is_ascii() {
                    table.add_foreign(number, alias);
                } else {
                    table.add(number, alias);
                }
            }
        }
        table.sort();
        Self { entries, table }
    }

    /// How many names and phrases there are.
    pub fn count(&self) -> usize {
        self.entries.len()
    }

    /// The longest piece of the text's end that begins a name is the one that is being typed.
    pub fn complete(&self, reader: &Reader, text: &str, today: Date, limit: usize) -> Vec<Suggestion> {
        if text.chars().count() > TEXT_MAX_CHARS {
            return vec![];
        }
        let query = Query::for_text(text).0;
        let text = query.text();
        let understood = reader.understand(&query, today);
        let mut seen = BTreeSet::new();
        let mut suggestions = Vec::new();
        // Phrases name more listings than any place does; they leave half of the room to places.
        let (mut phrases, mut late) = (0, Vec::new());
        for start in starts(text, &understood) {
            let piece = Compared::of(&text[start..]);
            if piece.chars.len() > PIECE_MAX_CHARS {
                continue;
            }
            let typed = piece.text().replace('ü', "v");
            for number in self.table.find(&typed, 4 * limit) {
                let Some(entry) = self.entries.get(number as usize).filter(|_| seen.insert(number)) else {
                    continue;
                };
                let suggestion = entry.after(text[..start].trim_end(), &piece);
                phrases += usize::from(entry.filter.is_some());
                if entry.filter.is_some() && phrases > limit / 2 {
                    late.push(suggestion);
                } else {
                    suggestions.push(suggestion);
                }
            }
        }
        suggestions.truncate(limit);
        late.truncate(limit - suggestions.len());
        suggestions.extend(late);
        suggestions
    }
}

impl Entry {
    fn name(name: &str, kind: SuggestionKind, count: u64) -> Self {
        Self {
            label: name.to_owned(),
            kind,
            count,
            filter: None,
            aliases: vec![],
        }
    }

    fn after(&self, front: &str, piece: &Compared) -> Suggestion {
        let label = Compared::of(&self.label);
        let text = if front.is_empty() {
            self.label.clone()
        } else {
            format!("{front} {}", self.label)
        };
        Suggestion {
            text,
            label: self.label.clone(),
            kind: self.kind,
            count: front.is_empty().then_some(self.count),
            typed: label
                .find_beginning(&piece.chars)
                .or_else(|| label.find_sound(&piece.text())),
            filter: self.filter.clone(),
        }
    }
}

/// Where the piece that is being typed may begin, the longest piece first: at a word, at what was read as a filter, after
/// a space, where Latin letters follow others. Nothing begins in the middle of what was read: 2室 is not 室.
fn starts(text: &str, understood: &Understood) -> Vec<usize> {
    let words = understood.words.iter().map(|word| word.span.start);
    let readings = understood.readings.iter().map(|reading| reading.span.start);
    let mut starts: BTreeSet<usize> = words.chain(readings).collect();
    let read = |at: usize| {
        let inside = |span: &ops::Range<usize>| span.start < at && at < span.end;
        understood.readings.iter().any(|reading| inside(&reading.span))
    };
    let mut before = ' ';
    let mut last_token = 0;
    for (at, c) in text.char_indices() {
        if before.is_whitespace() {
            last_token = at;
        } else if before.is_ascii_alphanumeric() != c.is_ascii_alphanumeric() && at > last_token && !read(at) {
            starts.insert(at);
        }
        before = c;
    }
    starts.insert(last_token);
    let skipped = starts.len().saturating_sub(PIECES_MAX);
    starts.into_iter().skip(skipped).collect()
}

/// The names of places that listings carry. Of two places with one name that is kept which a search takes it for.
fn places(online: &Online, reader: &Reader) -> Vec<Entry> {
    let mut places: Vec<Entry> = Vec::new();
    let mut known: HashMap<String, usize> = HashMap::new();
    let mut add = |entry: Entry| {
        // Nothing longer can be asked for, and nothing without letters can be typed.
        let key = Compared::of(&entry.label).text();
        if PlaceName::parse(&entry.label).is_err() || key.is_empty() {
            return;
        }
        match known.get(&key) {
            // 江濱新村 and 江滨新村 are one estate.
            Some(at) if places[*at].kind == entry.kind => places[*at].count += entry.count,
            Some(_) => {}
            None => {
                known.insert(key, places.len());
                places.push(entry);
            }
        }
    };
    let mut areas = |group, kind| {
        for (filter, count) in online.counts.places(group) {
            if let Filter::City(name) | Filter::District(name) | Filter::Street(name) = filter {
                add(Entry::name(name.as_str(), kind, count));
            }
        }
    };
    areas(Group::City, SuggestionKind::City);
    areas(Group::District, SuggestionKind::District);
    for (name, count) in online.estates.iter().filter(|(name, _)| is_name(reader, name)) {
        add(Entry::name(name, SuggestionKind::Estate, *count));
    }
    for (filter, count) in online.counts.places(Group::Street) {
        if let Filter::Street(name) = filter {
            add(Entry::name(name.as_str(), SuggestionKind::Street, count));
        }
    }
    places
}

/// Whether a search takes an estate's name for one. Signs in it may cut it into something else: `江滨 (1500以内)`.
fn is_name(reader: &Reader, name: &str) -> bool {
    name.chars().all(char::is_alphanumeric) || read(reader, name).filters.is_empty()
}

/// Phrases that the reader takes for one filter.
fn filters(online: &Online, reader: &Reader) -> Vec<Entry> {
    let phrases = PHRASES.iter().map(|(phrase, aliases)| {
        let aliases = aliases.iter().map(|alias| (*alias).to_owned()).collect();
        ((*phrase).to_owned(), aliases)
    });
    let rents = phrases::RENTS.map(|rent| (phrases::at_most(rent), vec![]));
    let entry = |(label, aliases): (String, Vec<String>)| {
        let filter = meaning(reader, &label)?;
        let count = match &filter {
            Filter::Rent(range) => online.with_rent(*range),
            filter => online.counts.of(filter),
        };
        Some(Entry {
            label,
            kind: SuggestionKind::Filter,
            count,
            filter: Some(filter),
            aliases,
        })
    };
    phrases.chain(rents).filter_map(entry).collect()
}

/// None of our phrases names a day, and no name should; so any day will do.
fn read(reader: &Reader, text: &str) -> Understood {
    reader.understand(&Query::for_text(text).0, Date::constant(2000, 1, 1))
}

/// The one filter that a phrase is read as.
fn meaning(reader: &Reader, phrase: &str) -> Option<Filter> {
    let understood = read(reader, phrase);
    match understood.filters.list().as_slice() {
        [filter] if understood.words.is_empty() => Some(filter.clone()),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
