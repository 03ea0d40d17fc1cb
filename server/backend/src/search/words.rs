//! Typed words as queries of the index.
//!
//! Every word has to match somewhere. How well it matches is a whole number for each kind of match, the best kind
//! counts: an exact name, then a piece of a name, then the title, then the rest. Whole numbers add up to the same sum in
//! every segment and on every node, so a cursor stays right where relative frequencies would shift it.

use std::ops::Bound;

use domain::search::Word;
use tantivy::{
    Score, Term,
    query::{
        BooleanQuery, ConstScoreQuery, DisjunctionMaxQuery, InvertedIndexRangeQuery, PhraseQuery, Query, TermQuery,
    },
    schema::{Field, IndexRecordOption},
};

use super::{
    analysis::{Analysis, Piece, normal, normal_name, pairs_in_a_row},
    schema::Fields,
};

const ESTATE: Score = 32.0;
const PLACE: Score = 24.0;
const PIECE_OF_NAME: Score = 20.0;
const PINYIN: Score = 18.0;
const INITIALS: Score = 14.0;
const BEGINNING_OF_PINYIN: Score = 12.0;
const TITLE: Score = 12.0;
const BEGINNING_OF_INITIALS: Score = 8.0;
const WORDS: Score = 6.0;
const DESCRIPTION: Score = 4.0;

/// Shorter beginnings of a sound fit half of all names.
const PINYIN_MIN: usize = 3;
const INITIALS_MIN: usize = 2;

/// More terms than this make a phrase no more certain, only slower.
const PHRASE_TERMS_MAX: usize = 24;

/// What a typed word asks of a listing; `None` for one without any letter or digit.
pub fn word_query(fields: &Fields, analysis: &Analysis, word: &Word) -> Option<Box<dyn Query>> {
    let text = normal(&word.text);
    let name = normal_name(&word.text);
    if name.is_empty() {
        return None;
    }
    let mut ways = Vec::new();
    ways.push(scored(term(fields.estate_exact, &name), ESTATE));
    ways.push(scored(term(fields.place_exact, &name), PLACE));
    ways.extend(row(fields.names, &name).map(|query| scored(query, PIECE_OF_NAME)));
    ways.extend(row(fields.title, &text).map(|query| scored(query, TITLE)));
    ways.extend(row(fields.description, &text).map(|query| scored(query, DESCRIPTION)));
    if !word.literal {
        ways.extend(all_words(fields, analysis, &text).map(|query| scored(query, WORDS)));
        if name.is_ascii() && name.starts_with(|c: char| c.is_ascii_lowercase()) {
            add_sounds(&mut ways, fields, &name);
        }
    }
    Some(Box::new(DisjunctionMaxQuery::new(ways)))
}

fn add_sounds(ways: &mut Vec<Box<dyn Query>>, fields: &Fields, latin: &str) {
    if latin.len() >= INITIALS_MIN {
        ways.push(scored(term(fields.initials, latin), INITIALS));
        ways.push(scored(beginning(fields.initials, latin), BEGINNING_OF_INITIALS));
        ways.push(scored(term(fields.pinyin, latin), PINYIN));
    }
    if latin.len() >= PINYIN_MIN {
        ways.push(scored(beginning(fields.pinyin, latin), BEGINNING_OF_PINYIN));
    }
}

fn scored(query: Box<dyn Query>, score: Score) -> Box<dyn Query> {
    Box::new(ConstScoreQuery::new(query, score))
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
