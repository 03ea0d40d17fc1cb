//! What one would try first: the title and the names as one text, cut by jieba or into pairs, ranked by BM25.

use anyhow::Result;
use backend::search::{ListingDocument, simplify};
use domain::text;
use jieba_rs::Jieba;
use tantivy::{
    Index, IndexReader, TantivyDocument, Term,
    collector::TopDocs,
    query::{BooleanQuery, Occur, PhraseQuery, Query, TermQuery},
    schema::{FAST, Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions},
    tokenizer::{PreTokenizedString, Token},
};

use super::measures::DEPTH;

#[derive(Debug, Clone, Copy)]
pub enum Baseline {
    /// jieba's search mode; every token must occur.
    Words,
    /// jieba's search mode; any token may occur.
    AnyWord,
    /// Pairs of characters; those of each piece between spaces in a row.
    Pairs,
    /// Pairs of characters; any may occur.
    AnyPair,
}

impl Baseline {
    pub const ALL: [Self; 4] = [Self::Words, Self::AnyWord, Self::Pairs, Self::AnyPair];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Words => "jieba, all words",
            Self::AnyWord => "jieba, any word",
            Self::Pairs => "pairs, as phrases",
            Self::AnyPair => "pairs, any",
        }
    }
}

pub struct Baselines {
    jieba: Jieba,
    reader: IndexReader,
    words: Field,
    pairs: Field,
}

impl Baselines {
    pub fn build(documents: &[ListingDocument]) -> Result<Self> {
        let mut schema = Schema::builder();
        let indexing = TextFieldIndexing::default().set_index_option(IndexRecordOption::WithFreqsAndPositions);
        let text = TextOptions::default().set_indexing_options(indexing);
        let words = schema.add_text_field("words", text.clone());
        let pairs = schema.add_text_field("pairs", text);
        let number = schema.add_u64_field("number", FAST);
        let index = Index::create_in_ram(schema.build());
        // One thread makes one order of documents, so that ties fall the same way in every run.
        let mut writer = index.writer_with_num_threads(1, 64 << 20)?;
        let jieba = Jieba::new();
        for (at, listing) in documents.iter().enumerate() {
            let names = [
                &listing.title,
                &listing.city,
                &listing.district,
                &listing.street,
                &listing.estate,
            ];
            let text = normal(&names.map(String::as_str).join(" "));
            let mut document = TantivyDocument::new();
            add(&mut document, words, cut(&jieba, &text));
            add(&mut document, pairs, pairs_of(&text));
            document.add_u64(number, at as u64);
            writer.add_document(document)?;
        }
        writer.commit()?;
        Ok(Self {
            jieba,
            reader: index.reader()?,
            words,
            pairs,
        })
    }

    /// The numbers of the best listings, best first.
    pub fn search(&self, baseline: Baseline, typed: &str) -> Result<Vec<usize>> {
        let text = normal(typed);
        let words = || {
            cut(&self.jieba, &text)
                .into_iter()
                .map(|token| term(self.words, &token.text))
                .collect()
        };
        let queries: Vec<Box<dyn Query>> = match baseline {
            Baseline::Words | Baseline::AnyWord => words(),
            Baseline::Pairs => text.split(' ').filter_map(|piece| self.phrase(piece)).collect(),
            Baseline::AnyPair => pairs_of(&text)
                .iter()
                .map(|token| term(self.pairs, &token.text))
                .collect(),
        };
        let occur = match baseline {
            Baseline::Words | Baseline::Pairs => Occur::Must,
            Baseline::AnyWord | Baseline::AnyPair => Occur::Should,
        };
        if queries.is_empty() {
            return Ok(vec![]);
        }
        let query = BooleanQuery::new(queries.into_iter().map(|query| (occur, query)).collect());
        let searcher = self.reader.searcher();
        let best = searcher.search(&query, &TopDocs::with_limit(DEPTH).order_by_score())?;
        let mut numbers = Vec::with_capacity(best.len());
        for (_, address) in best {
            let column = searcher
                .segment_reader(address.segment_ord)
                .fast_fields()
                .u64("number")?;
            numbers.extend(
                column
                    .first(address.doc_id)
                    .and_then(|number| usize::try_from(number).ok()),
            );
        }
        Ok(numbers)
    }

    fn phrase(&self, piece: &str) -> Option<Box<dyn Query>> {
        let tokens = pairs_of(piece);
        match tokens.as_slice() {
            [] => None,
            [token] => Some(term(self.pairs, &token.text)),
            tokens => {
                let terms = tokens
                    .iter()
                    .map(|token| (token.position, Term::from_field_text(self.pairs, &token.text)));
                Some(Box::new(PhraseQuery::new_with_offset(terms.collect())))
            }
        }
    }
}

/// What any search does: case and width, and here also simplified characters.
fn normal(text: &str) -> String {
    simplify(&text::fold(text))
}

fn term(field: Field, text: &str) -> Box<dyn Query> {
    Box::new(TermQuery::new(
        Term::from_field_text(field, text),
        IndexRecordOption::WithFreqs,
    ))
}

fn add(document: &mut TantivyDocument, field: Field, tokens: Vec<Token>) {
    let text = String::new();
    document.add_pre_tokenized_text(field, PreTokenizedString { text, tokens });
}

fn cut(jieba: &Jieba, text: &str) -> Vec<Token> {
    let tokens = jieba.cut_for_search(text, true).into_iter();
    let tokens = tokens.filter(|token| token.word.chars().any(char::is_alphanumeric));
    tokens.map(|token| place(token.word.to_owned(), token.start)).collect()
}

/// Pairs of neighbouring characters; Latin words and numbers whole.
fn pairs_of(text: &str) -> Vec<Token> {
    let chars: Vec<char> = text.chars().collect();
    let latin = |at: usize| chars.get(at).is_some_and(char::is_ascii_alphanumeric);
    let han = |at: usize| chars.get(at).is_some_and(|c| c.is_alphanumeric() && !c.is_ascii());
    let mut tokens = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let from = at;
        at += 1;
        if latin(from) {
            while latin(at) {
                at += 1;
            }
            tokens.push(place(chars[from..at].iter().collect(), from));
        } else if han(from) && (han(at) || from == 0 || !han(from - 1)) {
            let end = if han(at) { at + 1 } else { at };
            tokens.push(place(chars[from..end].iter().collect(), from));
        }
    }
    tokens
}

fn place(text: String, position: usize) -> Token {
    Token {
        text,
        position,
        ..Token::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_overlap_and_latin_words_stay_whole() {
        let texts: Vec<_> = pairs_of("江滨新村 sm 湖").into_iter().map(|token| token.text).collect();
        assert_eq!(texts, ["江滨", "滨新", "新村", "sm", "湖"]);
    }
}
