//! Typed words as queries of the index.
//!
//! Every word has to match somewhere. How well it matches is a whole number for each kind of match, the best kind
//! counts: an exact name, then a piece of a name, then the title, then the rest. Whole numbers add up to the same sum in
//! every segment and on every node, so a cursor stays right where relative frequencies would shift it.

use std::ops::Bound;

use domain::search::Word;
use tantivy::{
    Term,
    query::{BooleanQuery, InvertedIndexRangeQuery, PhraseQuery, Query, TermQuery},
    schema::{Field, IndexRecordOption},
};

use super::{
    analysis::{Analysis, Piece, normal, normal_name, pairs_in_a_row},
    schema::Fields,
};

const ESTATE: u16 = 32;
const PLACE: u16 = 24;
const PIECE_OF_NAME: u16 = 20;
const PINYIN: u16 = 18;
const INITIALS: u16 = 14;
const BEGINNING_OF_PINYIN: u16 = 12;
const TITLE: u16 = 12;
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
pub fn ways(fields: &Fields, analysis: &Analysis, word: &Word) -> Vec<Way> {
    let text = normal(&word.text);
    let name = normal_name(&word.text);
    let mut ways = Vec::new();
    if name.is_empty() {
        return ways;
    }
    let mut add = |query: Option<Box<dyn Query>>, score| ways.extend(query.map(|query| Way { query, score }));
    add(Some(term(fields.estate_exact, &name)), ESTATE);
    add(Some(term(fields.place_exact, &name)), PLACE);
    add(row(fields.names, &name), PIECE_OF_NAME);
    add(row(fields.title, &text), TITLE);
    add(row(fields.description, &text), DESCRIPTION);
    if !word.literal {
        add(all_words(fields, analysis, &text), WORDS);
        if name.is_ascii() && name.starts_with(|c: char| c.is_ascii_lowercase()) {
            add_sounds(&mut add, fields, &name);
        }
    }
    ways
}

fn add_sounds(add: &mut impl FnMut(Option<Box<dyn Query>>, u16), fields: &Fields, latin: &str) {
    if latin.len() >= INITIALS_MIN {
        add(Some(term(fields.initials, latin)), INITIALS);
        add(Some(beginning(fields.initials, latin)), BEGINNING_OF_INITIALS);
        add(Some(term(fields.pinyin, latin)), PINYIN);
    }
    if latin.len() >= PINYIN_MIN {
        add(Some(beginning(fields.pinyin, latin)), BEGINNING_OF_PINYIN);
    }
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

/// All words of a text, anywhere: `万达公寓` finds 万达 SOHO 公寓.
fn all_words(fields: &Fields, analysis: &Analysis, text: &str) -> Option<Box<dyn Query>> {
    let mut words = analysis.needed_words(text);
    words.truncate(PHRASE_TERMS_MAX);
    match words.as_slice() {
        [] => None,
        [word] => Some(term(fields.words, word)),
        words => {
            let terms = words.iter().map(|word| term(fields.words, word));
            Some(Box::new(BooleanQuery::intersection(terms.collect())))
        }
    }
}
