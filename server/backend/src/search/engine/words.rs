//! Typed words as queries of the index.
//!
//! Every word has to match somewhere. How well it matches is a whole number for each kind of match, the best kind
//! counts: an exact name, then a piece of a name, then the title, then the rest. Whole numbers add up to the same sum in
//! every segment and on every node, so a cursor stays right where relative frequencies would shift it. A wish is a word
//! that everything matches, and what has the word matches better.

use std::ops::Bound;

use domain::search::Word;
use tantivy::{
    Term,
    query::{BooleanQuery, InvertedIndexRangeQuery, PhraseQuery, Query, TermQuery},
    schema::{Field, IndexRecordOption},
};

use super::schema::Fields;
use crate::search::text::{Analysis, Piece, normal, normal_name, pairs_in_a_row};

const ESTATE: u16 = 32;
const PLACE: u16 = 24;
const PIECE_OF_NAME: u16 = 20;
const PINYIN: u16 = 18;
const INITIALS: u16 = 14;
const BEGINNING_OF_PINYIN: u16 = 12;
const TITLE: u16 = 12;
const MIXED: u16 = 10;
const BEGINNING_OF_INITIALS: u16 = 8;
const WORDS: u16 = 6;
const DESCRIPTION: u16 = 4;

/// Shorter beginnings of a sound fit half of all names.
const PINYIN_MIN: usize = 3;
const INITIALS_MIN: usize = 2;

/// More terms than this make a phrase no more certain, only slower.
const PHRASE_TERMS_MAX: usize = 24;

/// One way in which a word can fit a listing, and what that is worth.
#[derive(Debug)]
pub struct Way {
    pub query: Box<dyn Query>,
    pub score: u16,
}

/// The ways in which a typed word can fit a listing; none for one without any letter or digit.
#[derive(Debug)]
pub struct Ways {
    pub ways: Vec<Way>,
    /// What fits in none of them fits as well, only worse.
    pub wish: bool,
}

pub fn ways(fields: &Fields, analysis: &Analysis, word: &Word) -> Ways {
    let mut ways = Vec::new();
    add_ways(&mut ways, fields, analysis, &word.text, word.literal);
    for text in &word.also {
        add_ways(&mut ways, fields, analysis, text, false);
    }
    Ways { ways, wish: word.wish }
}

fn add_ways(ways: &mut Vec<Way>, fields: &Fields, analysis: &Analysis, typed: &str, literal: bool) {
    let (text, name) = (normal(typed), normal_name(typed));
    if name.is_empty() {
        return;
    }
    let mut add = |query: Option<Box<dyn Query>>, score| ways.extend(query.map(|query| Way { query, score }));
    add(Some(term(fields.estate_exact, &name)), ESTATE);
    add(Some(term(fields.place_exact, &name)), PLACE);
    add(row(fields.names, &name), PIECE_OF_NAME);
    add(row(fields.title, &text), TITLE);
    add(row(fields.description, &text), DESCRIPTION);
    if literal {
        return;
    }
    add(all_words(fields, analysis, &text), WORDS);
    if name.is_ascii() && name.starts_with(|c: char| c.is_ascii_lowercase()) {
        ways.extend(sounds(fields, &name));
    } else {
        add(mixed(fields, &name), MIXED);
    }
}

/// A name that is typed in two scripts, each part of which the name has: `wanda广场`, `ld小区`.
fn mixed(fields: &Fields, name: &str) -> Option<Box<dyn Query>> {
    let from = name.find(|c: char| c.is_ascii_lowercase())?;
    let latin = &name[from..];
    let to = latin.find(|c: char| !c.is_ascii_lowercase()).unwrap_or(latin.len());
    let (latin, after) = latin.split_at(to);
    // More than one change of script is no name.
    let rest: Vec<_> = [&name[..from], after]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect();
    if latin.len() < INITIALS_MIN
        || rest.is_empty()
        || rest.iter().any(|part| part.contains(|c: char| c.is_ascii_lowercase()))
    {
        return None;
    }
    let sounds = sounds(fields, latin).into_iter().map(|way| way.query);
    let mut parts: Vec<Box<dyn Query>> = vec![Box::new(BooleanQuery::union(sounds.collect()))];
    for part in rest {
        parts.push(row(fields.names, part)?);
    }
    Some(Box::new(BooleanQuery::intersection(parts)))
}

fn sounds(fields: &Fields, latin: &str) -> Vec<Way> {
    let mut ways = Vec::new();
    let mut add = |query, score| ways.push(Way { query, score });
    if latin.len() >= INITIALS_MIN {
        add(term(fields.initials, latin), INITIALS);
        add(beginning(fields.initials, latin), BEGINNING_OF_INITIALS);
        add(term(fields.pinyin, latin), PINYIN);
    }
    if latin.len() >= PINYIN_MIN {
        add(beginning(fields.pinyin, latin), BEGINNING_OF_PINYIN);
    }
    ways
}

fn term(field: Field, text: &str) -> Box<dyn Query> {
    Box::new(TermQuery::new(
        Term::from_field_text(field, text),
        IndexRecordOption::Basic,
    ))
}

/// Every term that begins like this.
fn beginning(field: Field, text: &str) -> Box<dyn Query> {
    let from = Term::from_field_text(field, text);
    let to = Term::from_field_text(field, &format!("{text}\u{10FFFF}"));
    Box::new(InvertedIndexRangeQuery::new(Bound::Included(from), Bound::Included(to)))
}

/// The characters of a text, in a row.
fn row(field: Field, text: &str) -> Option<Box<dyn Query>> {
    let mut pieces = pairs_in_a_row(text);
    pieces.truncate(PHRASE_TERMS_MAX);
    match pieces.as_slice() {
        [] => None,
        // One character: every term that begins with it.
        [Piece { text, .. }] if text.chars().count() == 1 && !text.is_ascii() => Some(beginning(field, text)),
        [Piece { text, .. }] => Some(term(field, text)),
        _ => {
            let first = pieces[0].at;
            let terms = pieces
                .iter()
                .map(|piece| (piece.at - first, Term::from_field_text(field, &piece.text)));
            Some(Box::new(PhraseQuery::new_with_offset(terms.collect())))
        }
    }
}

/// All words of a text, anywhere: `万达公寓` finds 万达 SOHO 公寓. Little words between them need not be there.
fn all_words(fields: &Fields, analysis: &Analysis, text: &str) -> Option<Box<dyn Query>> {
    let mut words = analysis.needed_words(text);
    if words.iter().any(|word| !is_particle(word)) {
        words.retain(|word| !is_particle(word));
    }
    words.truncate(PHRASE_TERMS_MAX);
    match words.as_slice() {
        [] => None,
        [word] => Some(term(fields.words, word)),
        words => {
            let words = words.iter().map(|word| word_anywhere(fields, word));
            Some(Box::new(BooleanQuery::intersection(words.collect())))
        }
    }
}

/// A word as the index was cut, or as a piece of a name: a name that the dictionary has learnt since is one word here and
/// several there.
fn word_anywhere(fields: &Fields, word: &str) -> Box<dyn Query> {
    let word_term = term(fields.words, word);
    match row(fields.names, word).filter(|_| word.chars().count() > 2) {
        Some(row) => Box::new(BooleanQuery::union(vec![word_term, row])),
        None => word_term,
    }
}

fn is_particle(word: &str) -> bool {
    const PARTICLES: &str = "的了吗呢吧啊在和或与及跟要想找求租个我就都也还是有带到去那这里旁近离";
    let mut chars = word.chars();
    matches!((chars.next(), chars.next()), (Some(c), None) if PARTICLES.contains(c))
}
