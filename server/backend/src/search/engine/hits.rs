//! A search of the index, and what to do when nothing is found.

use std::ops;

use domain::search::{Cursor, Filter, Filters, Group, Query as SearchQuery, Radius, Sort, Understood, Wishes, Word};

use jiff::Timestamp;

use super::{
    counts::Counts,
    error::IndexError,
    gather::{Gather, Gathered},
    generation::Generation,
    index::SearchIndex,
    position::Position,
    words::ways,
};

/// What is searched for.
#[derive(Debug, Clone)]
pub struct Request<'a> {
    pub understood: &'a Understood,
    /// What was understood.
    pub query: &'a SearchQuery,
    pub with_counts: bool,
    /// Choices that no closed list holds, to be counted as well.
    pub also: &'a [Filter],
}

/// What was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Hits {
    pub total: u64,
    /// Best first, as many as were asked for.
    pub ids: Vec<domain::id::ListingId>,
    /// Where the next page begins; `None` on the last one.
    pub next: Option<Cursor>,
    /// Empty unless asked for.
    pub counts: Counts,
    /// What had to be left out to find anything, in the order of the text.
    pub dropped: Vec<Dropped>,
}

/// A piece of the text that was left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dropped {
    /// Bytes of the query's text.
    pub span: ops::Range<usize>,
    /// A word that nothing has, whatever else is asked for.
    pub unknown: bool,
}

impl SearchIndex {
    /// Searches. When nothing is found, pieces of the text are left out, and the answer says which; what was chosen
    /// never is. Where that alone finds nothing, leaving words out is no help, and none are.
    ///
    /// # Errors
    /// When the index can't be read.
    pub fn search(&self, request: &Request<'_>) -> Result<Hits, IndexError> {
        let generation = self.generation();
        let search = Search {
            index: self,
            generation: &generation,
            request,
        };
        let everything = Use::of(request);
        let gathered = search.run(&everything, request.query.limit.get() + 1, request.with_counts)?;
        if gathered.total > 0 || everything.droppable.is_empty() {
            return Ok(search.hits(gathered, &everything));
        }
        let Some(enough) = search.leave_out(everything.clone())? else {
            return Ok(search.hits(gathered, &everything));
        };
        let gathered = search.run(&enough, request.query.limit.get() + 1, request.with_counts)?;
        Ok(search.hits(gathered, &enough))
    }
}

impl SearchIndex {
    /// How many listings fit everything that is asked for, and how many of the newest of them were published after a
    /// moment.
    ///
    /// # Errors
    /// When the index can't be read.
    pub fn news(&self, request: &Request<'_>, since: Timestamp) -> Result<(u64, usize), IndexError> {
        let search = Search {
            index: self,
            generation: &self.generation(),
            request,
        };
        let gathered = search.run(&Use::of(request), request.query.limit.get(), false)?;
        // Ordered by newness, a position begins with the moment of publication.
        let published =
            |position: &&Position| i64::try_from(position.first).is_ok_and(|at| at > since.as_millisecond());
        Ok((gathered.total, gathered.best.iter().filter(published).count()))
    }
}

/// A word or a reading of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Piece {
    Word(usize),
    Reading(usize),
}

/// Which pieces of the text are in use.
#[derive(Debug, Clone)]
struct Use {
    /// Those that may be left out, the first to go first.
    droppable: Vec<Piece>,
    left_out: Vec<Piece>,
    /// Words that nothing has, as numbers; they are left out.
    unknown: Vec<usize>,
    /// What is searched for instead of them.
    hints: Vec<Word>,
}

impl Use {
    fn of(request: &Request<'_>) -> Self {
        let understood = request.understood;
        let readings = (0..understood.readings.len()).filter(|at| {
            let filters = &understood.readings[*at].filters;
            filters
                .iter()
                .any(|filter| request.query.filters.in_group(filter.group()).is_empty())
        });
        let words = (0..understood.words.len()).map(Piece::Word);
        let mut droppable: Vec<_> = words.chain(readings.map(Piece::Reading)).collect();
        // What is nice to have goes before what a home is, and where it is goes last; within each, from the end.
        droppable.sort_by_key(|piece| {
            let (importance, from) = match piece {
                Piece::Word(at) => (1, understood.words[*at].span.start),
                Piece::Reading(at) => {
                    let reading = &understood.readings[*at];
                    (importance(&reading.filters), reading.span.start)
                }
            };
            (importance, std::cmp::Reverse(from))
        });
        Self {
            droppable,
            left_out: vec![],
            unknown: vec![],
            hints: vec![],
        }
    }
}

/// A shorter beginning of a word says too little.
const HINT_MIN_CHARS: usize = 2;
/// The beginning of a shorter word is not much less than the word.
const HINTING_MIN_CHARS: usize = 4;

fn importance(filters: &[Filter]) -> u8 {
    match filters.first().map(Filter::group) {
        Some(Group::Facility | Group::Facing | Group::Verified | Group::AvailableBy) => 0,
        // Who names a street of another district knows the street.
        Some(Group::City | Group::District) => 2,
        Some(Group::Street | Group::Near | Group::Within) => 3,
        _ => 1,
    }
}

struct Search<'a> {
    index: &'a SearchIndex,
    generation: &'a Generation,
    request: &'a Request<'a>,
}

impl Search<'_> {
    fn run(&self, using: &Use, limit: usize, with_counts: bool) -> Result<Gathered, IndexError> {
        let understood = self.understood(using);
        let sort = understood.filters.order(self.request.query.sort);
        let also = match with_counts {
            true => self.also(&understood),
            false => vec![],
        };
        let gather = Gather {
            filters: understood.filters,
            wishes: understood.wishes,
            sort,
            limit,
            after: self
                .request
                .query
                .after
                .as_ref()
                .and_then(|cursor| Position::of_cursor(cursor, sort)),
            also,
            with_counts,
        };
        self.gather(understood.words.iter().chain(&using.hints), &gather)
    }

    fn gather<'w>(&self, words: impl Iterator<Item = &'w Word>, gather: &Gather) -> Result<Gathered, IndexError> {
        let (fields, analysis) = (self.generation.fields(), self.index.analysis());
        // A word of nothing but signs fits in no way: it is in no text.
        let words: Vec<_> = words.map(|word| ways(fields, &analysis, word)).collect();
        Ok(self.generation.view().gather(&words, gather)?)
    }

    /// Whether any listing has a word.
    fn is_known(&self, word: &Word) -> Result<bool, IndexError> {
        let gather = Gather {
            filters: Filters::default(),
            wishes: Wishes::default(),
            sort: Sort::Fit,
            limit: 0,
            after: None,
            also: vec![],
            with_counts: false,
        };
        Ok(self.gather(std::iter::once(word), &gather)?.total > 0)
    }

    /// Besides the closed lists: every radius around the point, and what was asked for.
    fn also(&self, understood: &Understood) -> Vec<Filter> {
        let radii = understood.filters.near.iter().flat_map(|near| {
            let with = |radius| Filter::Near(near.with_radius(radius));
            Radius::CHOICES.map(with)
        });
        radii.chain(self.request.also.iter().cloned()).collect()
    }

    /// What is left of the query.
    fn understood(&self, using: &Use) -> Understood {
        let Request { understood, query, .. } = self.request;
        understood.leaving_out(query, &self.spans(using))
    }

    /// The pieces that are left out.
    fn spans(&self, using: &Use) -> Vec<ops::Range<usize>> {
        let understood = self.request.understood;
        let span = |piece: &Piece| match piece {
            Piece::Word(at) => understood.words[*at].span.clone(),
            Piece::Reading(at) => understood.readings[*at].span.clone(),
        };
        using.left_out.iter().map(span).collect()
    }

    /// Leaves out pieces one by one until something is found, then takes back those that were no obstacle. `None` when
    /// nothing is found without any of them.
    ///
    /// What nothing has goes before anything else: no filter is to blame for it.
    fn leave_out(&self, mut using: Use) -> Result<Option<Use>, IndexError> {
        let words = &self.request.understood.words;
        for (at, word) in words.iter().enumerate().filter(|(_, word)| !word.wish) {
            if !self.is_known(word)? {
                using.unknown.push(at);
                using.hints.extend(self.hint(word)?);
            }
        }
        if !using.unknown.is_empty() {
            using.left_out = using.unknown.iter().map(|at| Piece::Word(*at)).collect();
            using.droppable.retain(|piece| !using.left_out.contains(piece));
            if self.finds(&using)? {
                return Ok(Some(using));
            }
        }
        let unknown = using.left_out.clone();
        let mut found = false;
        for piece in using.droppable.clone() {
            using.left_out.push(piece);
            found = self.finds(&using)?;
            if found {
                break;
            }
        }
        if !found {
            return Ok(None);
        }
        for piece in using
            .left_out
            .clone()
            .into_iter()
            .filter(|piece| !unknown.contains(piece))
        {
            let mut with = using.clone();
            with.left_out.retain(|left| *left != piece);
            if self.finds(&with)? {
                using = with;
            }
        }
        Ok(Some(using))
    }

    /// The longest beginning of a word that some listing has: of 新景地中海 homes of 新景 come first.
    fn hint(&self, word: &Word) -> Result<Option<Word>, IndexError> {
        let chars: Vec<char> = word.text.chars().collect();
        let is_name = chars.len() >= HINTING_MIN_CHARS && chars.iter().all(|c| !c.is_ascii() && c.is_alphanumeric());
        if word.literal || !is_name {
            return Ok(None);
        }
        for length in (HINT_MIN_CHARS..chars.len()).rev() {
            let beginning = Word {
                text: chars[..length].iter().collect(),
                literal: true,
                also: vec![],
                ..word.clone()
            };
            if self.is_known(&beginning)? {
                return Ok(Some(Word {
                    wish: true,
                    ..beginning
                }));
            }
        }
        Ok(None)
    }

    fn finds(&self, using: &Use) -> Result<bool, IndexError> {
        Ok(self.run(using, 0, false)?.total > 0)
    }

    fn hits(&self, gathered: Gathered, using: &Use) -> Hits {
        let limit = self.request.query.limit.get();
        let sort = self.understood(using).filters.order(self.request.query.sort);
        let more = gathered.best.len() > limit;
        let shown = &gathered.best[..gathered.best.len().min(limit)];
        let next = shown.last().filter(|_| more).map(|last| last.cursor(sort));
        let unknown = |piece: &Piece| matches!(piece, Piece::Word(at) if using.unknown.contains(at));
        let spans = self.spans(using).into_iter().zip(&using.left_out);
        let mut dropped: Vec<_> = spans
            .map(|(span, piece)| Dropped {
                span,
                unknown: unknown(piece),
            })
            .collect();
        dropped.sort_by_key(|dropped| dropped.span.start);
        Hits {
            total: gathered.total,
            ids: shown.iter().map(|position| position.id).collect(),
            next,
            counts: gathered.counts,
            dropped,
        }
    }
}

#[cfg(test)]
#[path = "hits_tests.rs"]
mod tests;
