//! One pass over a text, from piece to piece.

use jiff::civil::Date;

use super::{
    asides::{Aside, aside},
    chars::{Chars, inside_latin, is_separator},
    nearby::{self, Landmarks},
    noise::without_noise,
    numbers,
    phrases::{Meaning, Phrases, PlaceKind},
    rooms,
    understood::{Note, Reading, Understood, Word},
    walk::{Found, Walk},
};
use crate::{
    search::filter::{Filter, Mode},
    text,
};

/// More words than this narrow nothing any further; what follows is reported as unused.
pub(super) const WORDS_MAX: usize = 16;

/// Nor do more readings; each may have to be left out on its own.
pub(super) const READINGS_MAX: usize = 24;

/// No name or title is longer; the rest of a longer word can't match anything.
pub(super) const WORD_MAX_CHARS: usize = 60;

/// What begins a refusal, the longer first.
const REFUSALS: &[&str] = &[
    "不想要",
    "不接受",
    "不可以",
    "不需要",
    "不要有",
    "不要",
    "不带",
    "不含",
    "不能",
    "不是",
    "没有",
    "拒绝",
    "除了",
    "别",
    "非",
    "不",
    "无",
    "没",
];

/// What is refused is rarely said in more.
const REFUSED_MAX_CHARS: usize = 4;

const PLACE_SUFFIXES: &[&str] = &["商圈", "板块", "片区", "区域", "街道", "区", "县", "市", "镇"];

/// One pass over a text.
pub(super) struct Scan<'a> {
    phrases: &'a Phrases,
    landmarks: &'a Landmarks,
    chars: Chars,
    today: Date,
    at: usize,
    /// Where the word began that is being passed.
    word_from: Option<usize>,
    /// Where a place or a name ended: what goes on right there belongs to it, but may be known to nobody.
    place_end: Option<usize>,
    name_end: Option<usize>,
    understood: Understood,
}

impl<'a> Scan<'a> {
    pub fn new(phrases: &'a Phrases, landmarks: &'a Landmarks, chars: Chars, today: Date) -> Self {
        Self {
            phrases,
            landmarks,
            chars,
            today,
            at: 0,
            word_from: None,
            place_end: None,
            name_end: None,
            understood: Understood::default(),
        }
    }

    pub fn run(mut self) -> Understood {
        while let Some(c) = self.chars.all.get(self.at).copied() {
            if self.quoted() {
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
        self.understood
    }

    /// A piece in quotes is a word as it stands.
    fn quoted(&mut self) -> bool {
        let Some(length) = self.chars.quoted(self.at) else {
            return false;
        };
        let from = self.at + 1;
        self.end_word();
        self.add_word(from, from + length, |word| word.literal = true);
        self.at = from + length + 1;
        true
    }

    /// Reads the longest piece that means something from here on.
    fn read(&mut self) -> bool {
        let (chars, at) = (&self.chars.all, self.at);
        if inside_latin(chars, at) && !self.just_read() {
            return false;
        }
        if let Some(found) = self.near() {
            self.end_word();
            self.take(found.length, vec![Filter::Near(found.near)]);
            return true;
        }
        let number = self.number_at(at);
        let phrase = self.phrases.longest(chars, at);
        let length = phrase.map_or(0, |(length, _)| length);
        if let Some(number) = number.filter(|number| number.length >= length) {
            self.take_number(number);
        } else if let Some((said, aside)) = aside(chars, at).filter(|(said, _)| *said > length) {
            match aside {
                Aside::Nothing => self.skip(said),
                Aside::Wish(text) => self.take_wish(said, Some(&text)),
            }
        } else if let Some((_, meaning)) = phrase {
            let meaning = meaning.clone();
            self.take_phrase(length, meaning);
        } else {
            return self.refuse();
        }
        true
    }

    /// A place to be near, where nothing else reads as far: an estate of the same name stays a word. A name that nothing
    /// marks counts only when it stands by itself.
    fn near(&self) -> Option<nearby::Found> {
        let found = nearby::read(self.landmarks, &self.chars.all, self.at)?;
        let end = self.at + found.length;
        let alone = self.word_from.is_none()
            && (self.chars.all.get(end).is_none_or(|c| is_separator(*c) || *c == '的') || self.length_at(end) > 0);
        ((found.marked || alone) && found.length > self.length_at(self.at)).then_some(found)
    }

    /// How many characters from here on read as something other than a place to be near.
    fn length_at(&self, at: usize) -> usize {
        let number = self.number_at(at).map_or(0, |number| number.length);
        let phrase = self.phrases.longest(&self.chars.all, at);
        phrase.map_or(0, |(length, _)| length).max(number)
    }

    fn number_at(&self, at: usize) -> Option<Found> {
        rooms::layout(&self.chars.all, at)
            .or_else(|| numbers::day(&self.chars.all, at, self.today))
            .or_else(|| numbers::amount(&self.chars.all, at))
            .or_else(|| rooms::without_rooms(&self.chars.all, at))
    }

    /// `不要…`: what is not wanted is no filter for it. It can only rank, and a mode that is refused means the other one.
    fn refuse(&mut self) -> bool {
        let mut walk = Walk {
            chars: &self.chars.all,
            at: self.at,
        };
        let said = walk.eat(REFUSALS);
        let refusal = walk.at - self.at;
        let phrase = self.phrases.longest(&self.chars.all, walk.at);
        match phrase {
            _ if refusal == 0 => false,
            Some((length, Meaning::Filters(filters, _))) => {
                let length = refusal + length;
                if let [Filter::Mode(mode)] = filters[..] {
                    let other = if mode == Mode::Whole { Mode::Shared } else { Mode::Whole };
                    self.end_word();
                    self.take(length, vec![Filter::Mode(other)]);
                } else {
                    self.take_wish(length, None);
                }
                true
            }
            Some((length, Meaning::Wish(_))) => {
                self.take_wish(refusal + length, None);
                true
            }
            // 不 and 无 begin many names.
            _ if refusal == 1 || !said => false,
            _ => {
                let length = self.refused(walk.at);
                self.take_wish(refusal + length, None);
                true
            }
        }
    }

    /// How many characters from here on are what is refused: an aside, or what is left before the next reading.
    fn refused(&self, from: usize) -> usize {
        if let Some((length, _)) = aside(&self.chars.all, from) {
            return length;
        }
        let reads = |at: usize| {
            let phrase = self.phrases.longest(&self.chars.all, at).is_some();
            phrase || rooms::layout(&self.chars.all, at).is_some() || numbers::amount(&self.chars.all, at).is_some()
        };
        let said = |at: &usize| self.chars.all.get(*at).is_some_and(|c| c.is_alphanumeric()) && !reads(*at);
        (from..from + REFUSED_MAX_CHARS).take_while(said).count()
    }

    /// Whether a reading has ended right here.
    fn just_read(&self) -> bool {
        let last = self.understood.readings.last();
        last.is_some_and(|reading| reading.span.end == self.chars.byte(self.at))
    }

    fn take_number(&mut self, found: Found) {
        self.end_word();
        let wishes = &mut self.understood.wishes;
        wishes.halls = found.halls.or(wishes.halls);
        wishes.baths = found.baths.or(wishes.baths);
        self.take(found.length, found.filters);
    }

    fn take_phrase(&mut self, length: usize, meaning: Meaning) {
        match meaning {
            Meaning::Place(PlaceKind::Estate, _) | Meaning::Word => self.take_name(length),
            // 中山路步行街 is one place, whatever there is elsewhere of that name.
            Meaning::Place(PlaceKind::Street, _) if self.name_end == Some(self.at) => self.take_wish(length, None),
            Meaning::Place(kind, names) => {
                let place = match kind {
                    PlaceKind::City => Filter::City,
                    PlaceKind::District => Filter::District,
                    PlaceKind::Street | PlaceKind::Estate => Filter::Street,
                };
                self.end_word();
                let length = length + self.place_suffix(self.at + length);
                self.take(length, names.into_iter().map(place).collect());
                self.place_end = Some(self.at);
            }
            Meaning::Filters(filters, note) => {
                self.end_word();
                self.take_as(length, filters, note);
            }
            Meaning::Day(day) => {
                let length = length + numbers::moving_in(&self.chars.all, self.at + length);
                let filters = day.date(self.today).map(Filter::AvailableBy);
                self.end_word();
                self.take(length, filters.into_iter().collect());
            }
            Meaning::Same(also) => {
                self.end_word();
                self.add_word(self.at, self.at + length, |word| word.also = also);
                self.at += length;
            }
            Meaning::Wish(text) => self.take_wish(length, text),
            Meaning::Nothing => self.skip(length),
        }
    }

    /// How much of what follows a place only says what kind of place it is: 湖里|区, SM|商圈.
    fn place_suffix(&self, from: usize) -> usize {
        let mut walk = Walk {
            chars: &self.chars.all,
            at: from,
        };
        walk.eat(PLACE_SUFFIXES);
        let longer = self.phrases.longest(&self.chars.all, from);
        if longer.is_some_and(|(length, _)| length > walk.at - from) {
            return 0;
        }
        walk.at - from
    }

    fn take_wish(&mut self, length: usize, text: Option<&str>) {
        self.end_word();
        self.add_word(self.at, self.at + length, |word| {
            word.wish = true;
            if let Some(text) = text {
                text.clone_into(&mut word.text);
            }
        });
        self.at += length;
    }

    fn skip(&mut self, length: usize) {
        self.end_word();
        self.at += length;
    }

    /// A known name has to occur; what is written around it without a gap only ranks: 江滨新村|二期.
    fn take_name(&mut self, length: usize) {
        self.end_word_as(true);
        self.add_word(self.at, self.at + length, |_| ());
        self.at += length;
        self.place_end = Some(self.at);
        self.name_end = Some(self.at);
    }

    fn take(&mut self, length: usize, filters: Vec<Filter>) {
        self.take_as(length, filters, None);
    }

    fn take_as(&mut self, length: usize, filters: Vec<Filter>, note: Option<Note>) {
        debug_assert!(length > 0, "a reading takes something");
        if self.understood.readings.len() < READINGS_MAX {
            let span = self.chars.span(self.at, self.at + length);
            self.understood.readings.push(Reading { span, filters, note });
        } else {
            self.understood.shortened = true;
        }
        self.at += length;
    }

    /// Passes over one character of a word; a Latin word or a number whole.
    fn pass(&mut self) {
        self.word_from.get_or_insert(self.at);
        let from = self.at;
        while let Some(c) = self.chars.all.get(self.at)
            && c.is_ascii_alphanumeric()
        {
            self.at += 1;
        }
        if self.at == from {
            self.at += 1;
        }
    }

    fn end_word(&mut self) {
        self.end_word_as(false);
    }

    fn end_word_as(&mut self, wish: bool) {
        if let Some(from) = self.word_from.take() {
            let wish = wish || self.place_end == Some(from);
            let (from, to) = without_noise(&self.chars.all, from, self.at);
            self.add_word(from, to, |word| word.wish = wish);
        }
    }

    fn add_word(&mut self, from: usize, to: usize, describe: impl FnOnce(&mut Word)) {
        let word: String = self.chars.all[from..to].iter().take(WORD_MAX_CHARS).collect();
        let word = text::fold(&word);
        if word.is_empty() {
            return;
        }
        self.understood.shortened |= to - from > WORD_MAX_CHARS;
        if self.understood.words.len() == WORDS_MAX {
            self.understood.shortened = true;
            return;
        }
        let mut word = Word {
            text: word,
            span: self.chars.span(from, to),
            literal: false,
            wish: false,
            also: vec![],
        };
        describe(&mut word);
        self.understood.words.push(word);
    }
}
