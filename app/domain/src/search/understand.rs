//! Reads filters out of words: `列东 两室一厅 1500以内 带电梯 整租`.

use std::ops;

use jiff::{ToSpan, civil::Date};

use super::{
    filter::{Filter, Group, Range},
    filters::Filters,
    near::{self, Landmark, Landmarks},
    noise::without_noise,
    numbers::{self, Found},
    phrases::{Day, Meaning, Phrases, Place, PlaceKind},
    query::Query,
    vocabulary,
};
use crate::{
    geo::{Gcj02Point, Metres},
    text,
};

/// More words than this narrow nothing any further; what follows is reported as unused.
const WORDS_MAX: usize = 16;

/// No name or title is longer; the rest of a longer word can't match anything.
const WORD_MAX_CHARS: usize = 60;

/// Knows the places of a centre and the words for filters. Made once, asked often.
#[derive(Debug, Clone)]
pub struct Reader {
    phrases: Phrases,
    landmarks: Landmarks,
    simplify: fn(&str) -> String,
}

/// A piece of the text that was read as filters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// Bytes of the query's text.
    pub span: ops::Range<usize>,
    /// More than one where the piece is ambiguous (城关) or a range (两三室): any of them fits.
    pub filters: Vec<Filter>,
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

    /// What a query means on a day. Takes time in proportion to the length of its text.
    #[must_use]
    pub fn understand(&self, query: &Query, today: Date) -> Understood {
        let mut scan = Scan::new(self, query.text(), today);
        scan.run();
        let Scan { mut understood, .. } = scan;
        understood.filters = in_effect(query, &understood.readings);
        understood
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
    /// The same without some pieces of the query's text: what is left of a search that had to leave them out.
    #[must_use]
    pub fn leaving_out(&self, query: &Query, pieces: &[ops::Range<usize>]) -> Self {
        let mut left = self.clone();
        left.words.retain(|word| !pieces.contains(&word.span));
        left.readings.retain(|reading| !pieces.contains(&reading.span));
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

/// One pass over a text.
struct Scan<'a> {
    reader: &'a Reader,
    /// Folded and simplified, one for one with the characters of the text.
    chars: Vec<char>,
    /// The byte at which each character begins, and the text's length.
    bytes: Vec<usize>,
    /// The last place of each closing quote: an opening one beyond it is no quote.
    last_close: [Option<usize>; QUOTES.len()],
    today: Date,
    at: usize,
    /// Where the word began that is being passed.
    word_from: Option<usize>,
    understood: Understood,
}

const QUOTES: [(char, char); 4] = [('"', '"'), ('“', '”'), ('「', '」'), ('『', '』')];

impl<'a> Scan<'a> {
    fn new(reader: &'a Reader, text: &str, today: Date) -> Self {
        let fold = |c: char| {
            let c = text::fold_width(c);
            // Some letters become two in lower case; only the first keeps its place.
            c.to_lowercase().next().unwrap_or(c)
        };
        let folded: Vec<char> = text.chars().map(fold).collect();
        let simplified: Vec<char> = (reader.simplify)(&folded.iter().collect::<String>()).chars().collect();
        let chars = if simplified.len() == folded.len() {
            simplified
        } else {
            folded
        };
        let bytes = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let last_close = QUOTES.map(|(_, close)| chars.iter().rposition(|c| *c == close));
        Self {
            reader,
            chars,
            bytes,
            last_close,
            today,
            at: 0,
            word_from: None,
            understood: Understood::default(),
        }
    }

    fn run(&mut self) {
        while let Some(c) = self.chars.get(self.at).copied() {
            if self.quoted(c) {
                continue;
            }
            // A number may begin with a sign that otherwise only separates.
            if self.read() {
                continue;
            }
            if is_separator(c) {
                self.end_word();
                self.at += 1;
            } else {
                self.pass();
            }
        }
        self.end_word();
    }

    fn span(&self, from: usize, to: usize) -> ops::Range<usize> {
        self.bytes[from]..self.bytes[to]
    }

    /// A piece in quotes is a word as it stands.
    fn quoted(&mut self, open: char) -> bool {
        let Some(kind) = QUOTES.iter().position(|(opening, _)| *opening == open) else {
            return false;
        };
        let close = QUOTES[kind].1;
        if self.last_close[kind].is_none_or(|last| last <= self.at) {
            return false;
        }
        let from = self.at + 1;
        let Some(length) = self.chars[from..].iter().position(|c| *c == close) else {
            return false;
        };
        self.end_word();
        self.add_word(from, from + length, true);
        self.at = from + length + 1;
        true
    }

    /// Reads the longest piece that means something from here on.
    fn read(&mut self) -> bool {
        let (chars, at) = (&self.chars, self.at);
        if inside_latin(chars, at) {
            return false;
        }
        if let Some(found) = self.near() {
            self.end_word();
            self.take(found.length, vec![Filter::Near(found.near)]);
            return true;
        }
        let number = numbers::layout(chars, at)
            .or_else(|| numbers::day(chars, at, self.today))
            .or_else(|| numbers::amount(chars, at));
        let phrase = self.reader.phrases.longest(chars, at);
        match (number, phrase) {
            (Some(number), Some((length, _))) if number.length >= length => self.take_number(number),
            (Some(number), None) => self.take_number(number),
            (_, Some((length, meaning))) => {
                let meaning = meaning.clone();
                self.take_phrase(length, meaning);
            }
            (None, None) => return false,
        }
        true
    }

    /// A place to be near, where nothing else reads as far: an estate of the same name stays a word. A name that nothing
    /// marks counts only when it stands by itself.
    fn near(&self) -> Option<near::Found> {
        let found = near::read(&self.reader.landmarks, &self.chars, self.at)?;
        let end = self.at + found.length;
        let alone = self.word_from.is_none()
            && (self.chars.get(end).is_none_or(|c| is_separator(*c) || *c == '的') || self.length_at(end) > 0);
        ((found.marked || alone) && found.length > self.length_at(self.at)).then_some(found)
    }

    /// How many characters from here on read as something other than a place to be near.
    fn length_at(&self, at: usize) -> usize {
        let number = numbers::layout(&self.chars, at)
            .or_else(|| numbers::day(&self.chars, at, self.today))
            .or_else(|| numbers::amount(&self.chars, at))
            .map_or(0, |number| number.length);
        let phrase = self.reader.phrases.longest(&self.chars, at);
        phrase.map_or(0, |(length, _)| length).max(number)
    }

    fn take_number(&mut self, found: Found) {
        self.end_word();
        let wishes = &mut self.understood.wishes;
        wishes.halls = found.halls.or(wishes.halls);
        wishes.baths = found.baths.or(wishes.baths);
        self.take(found.length, found.filters);
    }

    fn take_phrase(&mut self, length: usize, meaning: Meaning) {
        let place = |kind, name| match kind {
            PlaceKind::City => Some(Filter::City(name)),
            PlaceKind::District => Some(Filter::District(name)),
            PlaceKind::Street => Some(Filter::Street(name)),
            PlaceKind::Estate => None,
        };
        let filters = match meaning {
            Meaning::Place(PlaceKind::Estate, _) | Meaning::Word => {
                self.take_name(length);
                return;
            }
            Meaning::Place(kind, names) => names.into_iter().filter_map(|name| place(kind, name)).collect(),
            Meaning::Filters(filters) => filters,
            Meaning::Day(day) => {
                let length = length + numbers::moving_in(&self.chars, self.at + length);
                let filters = date_of(day, self.today).map(Filter::AvailableBy);
                self.end_word();
                self.take(length, filters.into_iter().collect());
                return;
            }
        };
        self.end_word();
        self.take(length, filters);
    }

    /// A known name is one word, together with what is written right after it: 江滨新村|两室, but 万达广场二期.
    fn take_name(&mut self, length: usize) {
        self.word_from.get_or_insert(self.at);
        self.at += length;
    }

    fn take(&mut self, length: usize, filters: Vec<Filter>) {
        let span = self.span(self.at, self.at + length);
        self.understood.readings.push(Reading { span, filters });
        self.at += length;
    }

    /// Passes over one character of a word; a Latin word or a number whole.
    fn pass(&mut self) {
        self.word_from.get_or_insert(self.at);
        let from = self.at;
        while let Some(c) = self.chars.get(self.at)
            && c.is_ascii_alphanumeric()
        {
            self.at += 1;
        }
        if self.at == from {
            self.at += 1;
        }
    }

    fn end_word(&mut self) {
        if let Some(from) = self.word_from.take() {
            let (from, to) = without_noise(&self.chars, from, self.at);
            self.add_word(from, to, false);
        }
    }

    fn add_word(&mut self, from: usize, to: usize, literal: bool) {
        let word: String = self.chars[from..to].iter().take(WORD_MAX_CHARS).collect();
        let word = text::fold(&word);
        if word.is_empty() {
            return;
        }
        self.understood.shortened |= to - from > WORD_MAX_CHARS;
        if self.understood.words.len() == WORDS_MAX {
            self.understood.shortened = true;
            return;
        }
        let span = self.span(from, to);
        self.understood.words.push(Word {
            text: word,
            span,
            literal,
        });
    }
}

/// Nothing begins in the middle of a Latin word or a number.
fn inside_latin(chars: &[char], at: usize) -> bool {
    let latin = |at: usize| chars.get(at).is_some_and(char::is_ascii_alphanumeric);
    at > 0 && latin(at - 1) && latin(at)
}

fn is_separator(c: char) -> bool {
    c.is_whitespace()
        || c.is_ascii_punctuation()
        || text::is_invisible(c)
        || matches!(
            c,
            '、' | '。'
                | '·'
                | '…'
                | '—'
                | '–'
                | '《'
                | '》'
                | '【'
                | '】'
                | '〈'
                | '〉'
                | '’'
                | '‘'
                | '“'
                | '”'
                | '「'
                | '」'
                | '『'
                | '』'
        )
}

fn date_of(day: Day, today: Date) -> Option<Date> {
    let date = match day {
        Day::InDays(days) => today.checked_add(i64::from(days).days()),
        Day::EndOfWeek => {
            let left = 7 - i64::from(today.weekday().to_monday_one_offset());
            today.checked_add(left.days())
        }
        Day::EndOfMonth => Ok(today.last_of_month()),
        Day::StartOfNextMonth => today.last_of_month().checked_add(1.day()),
        Day::EndOfNextMonth => today.first_of_month().checked_add(1.month()).map(Date::last_of_month),
    };
    date.ok()
}

#[cfg(test)]
#[path = "understand_tests.rs"]
mod tests;
