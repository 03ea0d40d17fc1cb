//! Fixed phrases and what they mean, found in one pass over a text.

use std::collections::HashMap;

use jiff::{ToSpan, civil::Date};

use super::understood::Note;
use crate::{place::PlaceName, search::filter::Filter, text};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PlaceKind {
    City,
    District,
    Street,
    /// Estates stay words: their names are searched, so that `万达广场` finds its second phase, too. Knowing them keeps
    /// `江滨新村两室` from being cut in the wrong place.
    Estate,
}

/// A name that people may type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    pub kind: PlaceKind,
    /// As listings carry it, because that is what the filter compares.
    pub name: PlaceName,
    /// Other ways to write it, such as its pinyin. Short forms (三元 for 三元区) are added by themselves.
    pub aliases: Vec<String>,
}

/// What a phrase of the query stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Meaning {
    Place(PlaceKind, Vec<PlaceName>),
    Filters(Vec<Filter>, Option<Note>),
    /// A day, counted from today.
    Day(Day),
    /// A piece that stays a word and is not looked into any further.
    Word,
    /// A word of its own, with others that are as good.
    Same(Vec<String>),
    /// A word that only ranks, as listings write it where that differs.
    Wish(Option<&'static str>),
    Nothing,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Day {
    InDays(i8),
    EndOfWeek,
    EndOfMonth,
    StartOfNextMonth,
    EndOfNextMonth,
}

impl Day {
    pub(super) fn date(self, today: Date) -> Option<Date> {
        let date = match self {
            Self::InDays(days) => today.checked_add(i64::from(days).days()),
            Self::EndOfWeek => {
                let left = 7 - i64::from(today.weekday().to_monday_one_offset());
                today.checked_add(left.days())
            }
            Self::EndOfMonth => Ok(today.last_of_month()),
            Self::StartOfNextMonth => today.last_of_month().checked_add(1.day()),
            Self::EndOfNextMonth => today.first_of_month().checked_add(1.month()).map(Date::last_of_month),
        };
        date.ok()
    }
}

/// A prefix tree. One map for all of its edges keeps a hundred thousand estates small.
#[derive(Debug, Clone, Default)]
pub(super) struct Phrases {
    edges: HashMap<(u32, char), u32>,
    meanings: HashMap<u32, Meaning>,
    nodes: u32,
}

impl Phrases {
    /// Adds a phrase. Of two places with one name one wins, see [`rank`]; places of the same kind are both meant.
    pub(super) fn add(&mut self, phrase: &str, meaning: Meaning) {
        self.add_folded(&text::fold_compact(phrase), &meaning);
        if let Some(spaced) = spaced(phrase) {
            self.add_folded(&spaced, &meaning);
        }
    }

    fn add_folded(&mut self, phrase: &str, meaning: &Meaning) {
        let Some(node) = self.node(phrase) else { return };
        match (self.meanings.get_mut(&node), meaning.clone()) {
            (Some(Meaning::Place(kind, names)), Meaning::Place(new_kind, new_names)) => {
                if rank(new_kind) < rank(*kind) {
                    (*kind, *names) = (new_kind, new_names);
                } else if new_kind == *kind {
                    names.extend(new_names);
                    names.sort();
                    names.dedup();
                }
            }
            // The vocabulary is added after the places: what a word means everywhere wins over what is called so here.
            (_, meaning) => {
                self.meanings.insert(node, meaning);
            }
        }
    }

    /// Adds a phrase that means this and nothing else.
    pub(super) fn set(&mut self, phrase: &str, meaning: &Meaning) {
        for folded in [Some(text::fold_compact(phrase)), spaced(phrase)].into_iter().flatten() {
            if let Some(node) = self.node(&folded) {
                self.meanings.insert(node, meaning.clone());
            }
        }
    }

    fn node(&mut self, folded: &str) -> Option<u32> {
        if folded.is_empty() {
            return None;
        }
        let mut node = 0;
        for c in folded.chars() {
            node = *self.edges.entry((node, c)).or_insert_with(|| {
                self.nodes += 1;
                self.nodes
            });
        }
        Some(node)
    }

    pub(super) fn add_place(&mut self, place: Place) {
        let Place { kind, name, aliases } = place;
        let short = short_form(kind, name.as_str()).map(str::to_owned);
        for phrase in aliases.into_iter().chain(short).chain([name.to_string()]) {
            // A single character or letter pair would be read into half of all texts.
            if phrase.chars().count() >= 2 {
                self.add(&phrase, Meaning::Place(kind, vec![name.clone()]));
            }
        }
    }

    /// The longest phrase that begins at `chars[from]`: its length in characters and its meaning.
    pub(super) fn longest(&self, chars: &[char], from: usize) -> Option<(usize, &Meaning)> {
        let mut node = 0;
        let mut found = None;
        for (length, c) in chars[from..].iter().enumerate() {
            let Some(next) = self.edges.get(&(node, *c)) else { break };
            node = *next;
            if let Some(meaning) = self.meanings.get(&node)
                && ends_whole(chars, from, from + length + 1)
            {
                found = Some((length + 1, meaning));
            }
        }
        found
    }
}

/// Latin words keep the spaces between them: `train station`.
fn spaced(phrase: &str) -> Option<String> {
    let folded = text::fold(phrase);
    (folded.is_ascii() && folded.contains(' ')).then_some(folded)
}

/// The wider place wins, but an estate over a street: 万达广场 is an estate here and a quarter there, and as a word it
/// finds both.
const fn rank(kind: PlaceKind) -> u8 {
    match kind {
        PlaceKind::City => 0,
        PlaceKind::District => 1,
        PlaceKind::Estate => 2,
        PlaceKind::Street => 3,
    }
}

/// Latin words and numbers are read whole or not at all: `sm` is no part of `smart`.
fn ends_whole(chars: &[char], from: usize, end: usize) -> bool {
    let joined = |left: Option<&char>, right: Option<&char>| {
        left.is_some_and(char::is_ascii_alphanumeric) && right.is_some_and(char::is_ascii_alphanumeric)
    };
    let before = from.checked_sub(1).and_then(|at| chars.get(at));
    // huli2fang: a number begins anew after a whole name, but sm2 may be one.
    let number = end - from > 3 && chars.get(end).is_some_and(char::is_ascii_digit);
    !joined(before, chars.get(from)) && (number || !joined(chars.get(end - 1), chars.get(end)))
}

/// What people leave away: 三元 for 三元区, 列东 for 列东街道. Never less than two characters.
fn short_form(kind: PlaceKind, name: &str) -> Option<&str> {
    let suffixes: &[&str] = match kind {
        PlaceKind::City => &["市"],
        PlaceKind::District => &["区", "县", "市"],
        PlaceKind::Street => &["街道", "镇", "乡", "商业区", "片区", "及周边"],
        // 列东小区 must not take 列东 from the street.
        PlaceKind::Estate => &[],
    };
    suffixes
        .iter()
        .find_map(|suffix| name.strip_suffix(suffix))
        .filter(|short| short.chars().count() >= 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn phrases(places: &[(PlaceKind, &str)]) -> Phrases {
        let mut phrases = Phrases::default();
        for (kind, name) in places {
            phrases.add_place(Place {
                kind: *kind,
                name: PlaceName::parse(name).unwrap(),
                aliases: vec![],
            });
        }
        phrases
    }

    fn found(phrases: &Phrases, text: &str) -> Option<(usize, Vec<String>)> {
        let chars: Vec<char> = text.chars().collect();
        phrases.longest(&chars, 0).map(|(length, meaning)| match meaning {
            Meaning::Place(_, names) => (length, names.iter().map(ToString::to_string).collect()),
            _ => (length, vec![]),
        })
    }

    #[test]
    fn the_longest_name_wins_and_short_forms_are_known() {
        let phrases = phrases(&[(PlaceKind::District, "沙县区"), (PlaceKind::Street, "沙县区凤岗")]);
        assert_eq!(found(&phrases, "沙县两室"), Some((2, vec!["沙县区".into()])));
        assert_eq!(found(&phrases, "沙县区凤岗三房"), Some((5, vec!["沙县区凤岗".into()])));
        assert_eq!(found(&phrases, "县区"), None);
    }

    #[test]
    fn streets_of_one_short_name_are_all_meant_and_the_wider_place_wins() {
        let phrases = phrases(&[
            (PlaceKind::Street, "城关街道"),
            (PlaceKind::Street, "城关镇"),
            (PlaceKind::Street, "同安区"),
            (PlaceKind::District, "同安区"),
            (PlaceKind::Estate, "万达广场"),
            (PlaceKind::Street, "万达广场"),
            (PlaceKind::Estate, "列东小区"),
            (PlaceKind::Street, "列东街道"),
        ]);
        let kind = |text: &str| match phrases.longest(&text.chars().collect::<Vec<_>>(), 0) {
            Some((_, Meaning::Place(kind, _))) => Some(*kind),
            _ => None,
        };
        assert_eq!(kind("万达广场"), Some(PlaceKind::Estate));
        assert_eq!(kind("列东"), Some(PlaceKind::Street));
        assert_eq!(
            found(&phrases, "城关"),
            Some((2, vec!["城关街道".into(), "城关镇".into()]))
        );
        assert!(matches!(
            phrases.longest(&['同', '安'], 0),
            Some((2, Meaning::Place(PlaceKind::District, _)))
        ));
    }

    #[test]
    fn latin_names_are_read_whole() {
        let phrases = phrases(&[(PlaceKind::Street, "SM")]);
        assert_eq!(found(&phrases, "sm广场"), Some((2, vec!["SM".into()])));
        assert_eq!(found(&phrases, "smart"), None);
    }
}
