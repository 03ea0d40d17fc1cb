//! Typed words as queries of the index.
//!
//! Every word has to match somewhere. How well it matches is a whole number for each kind of match, the best kind
//! counts: an exact name, then a piece of a name, then the title, then the rest. Whole numbers add up to the same sum in
//! every segment and on every node, so a cursor stays right where relative frequencies would shift it. A wish is a word
//! that everything matches, and what has the word matches better.

use std::ops::Bound;

use domain::search::Word;
use tantivy::{
    Score, Term,
    query::{
        AllQuery, BooleanQuery, ConstScoreQuery, DisjunctionMaxQuery, InvertedIndexRangeQuery, PhraseQuery, Query,
        TermQuery,
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
const MIXED: Score = 10.0;
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
    let mut ways = Vec::new();
    add_ways(&mut ways, fields, analysis, &word.text, word.literal);
    for text in &word.also {
        add_ways(&mut ways, fields, analysis, text, false);
    }
    if word.wish {
        ways.push(scored(Box::new(AllQuery), 0.0));
    }
    (!ways.is_empty()).then(|| Box::new(DisjunctionMaxQuery::new(ways)) as Box<dyn Query>)
}

fn add_ways(ways: &mut Vec<Box<dyn Query>>, fields: &Fields, analysis: &Analysis, typed: &str, literal: bool) {
    let (text, name) = (normal(typed), normal_name(typed));
    if name.is_empty() {
        return;
    }
    ways.push(scored(term(fields.estate_exact, &name), ESTATE));
    ways.push(scored(term(fields.place_exact, &name), PLACE));
    ways.extend(row(fields.names, &name).map(|query| scored(query, PIECE_OF_NAME)));
    ways.extend(row(fields.title, &text).map(|query| scored(query, TITLE)));
    ways.extend(row(fields.description, &text).map(|query| scored(query, DESCRIPTION)));
    if literal {
        return;
    }
    ways.extend(all_words(fields, analysis, &text).map(|query| scored(query, WORDS)));
    if name.is_ascii() && name.starts_with(|c: char| c.is_ascii_lowercase()) {
        add_sounds(ways, fields, &name);
    } else {
        ways.extend(mixed(fields, &name).map(|query| scored(query, MIXED)));
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
    let mut sounds = Vec::new();
    add_sounds(&mut sounds, fields, latin);
    let mut parts: Vec<Box<dyn Query>> = vec![Box::new(DisjunctionMaxQuery::new(sounds))];
    for part in rest {
        parts.push(row(fields.names, part)?);
    }
    Some(Box::new(BooleanQuery::intersection(parts)))
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
