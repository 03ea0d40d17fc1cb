//! One search of everything: filters, counts beside every choice, and the best listings.
//!
//! A listing that fails exactly one group of filters still counts in that group, because that is what a click on one of
//! its choices would show. Few candidates are looked at one by one; of many, sets are compared ([`Bits`]).

use std::{cmp::Reverse, collections::BinaryHeap};

use domain::search::{Filter, Filters, Group, Sort, Wishes};
use tantivy::{DocId, query::EnableScoring};

use super::{
    bits::Bits,
    columns::Columns,
    counts::{Counts, Lists, Tally},
    matches::{Asked, Matches},
    position::Position,
    view::{Segment, View},
    wanted::Test,
    words::Ways,
};

/// What a search brings home.
#[derive(Debug, Default)]
pub struct Gathered {
    pub total: u64,
    pub counts: Counts,
    /// Best first.
    pub best: Vec<Position>,
}

/// What is searched for, besides words.
#[derive(Debug, Clone)]
pub struct Gather {
    pub filters: Filters,
    pub wishes: Wishes,
    pub sort: Sort,
    pub limit: usize,
    pub after: Option<Position>,
    /// Choices that no closed list holds, to be counted as well.
    pub also: Vec<Filter>,
    pub with_counts: bool,
}

impl View {
    /// Searches for what fits every word in some way and passes the filters.
    pub fn gather(&self, words: &[Ways], gather: &Gather) -> tantivy::Result<Gathered> {
        let scoring = EnableScoring::disabled_from_searcher(self.searcher());
        let words: Vec<_> = words
            .iter()
            .map(|ways| Asked::new(ways, scoring))
            .collect::<tantivy::Result<_>>()?;
        let mut all = Gathered::default();
        let mut sums = self.sums(gather.also.len());
        for (at, segment) in self.segments().iter().enumerate() {
            let found = Pass::new(segment, gather)?.run(&words)?;
            all.total += found.total;
            all.best.extend(found.best);
            if gather.with_counts {
                sums.add(at, &found.tally, &found.also);
            }
        }
        all.best.sort_unstable_by(|a, b| b.cmp(a));
        all.best.truncate(gather.limit);
        if gather.with_counts {
            all.counts = sums.counts(&gather.also);
        }
        Ok(all)
    }
}

/// What one segment brings home.
struct Found {
    total: u64,
    tally: Tally,
    also: Vec<u64>,
    best: Vec<Position>,
}

/// A search of one segment.
struct Pass<'a> {
    segment: &'a Segment,
    columns: &'a Columns,
    gather: &'a Gather,
    tests: Vec<Test<'a>>,
    also: Vec<Test<'a>>,
}

/// Halls or bathrooms as asked for weigh like a step between two kinds of match.
const WISH: u64 = 3;

impl<'a> Pass<'a> {
    fn new(segment: &'a Segment, gather: &'a Gather) -> tantivy::Result<Self> {
        let columns = segment.columns();
        let also = gather
            .also
            .iter()
            .map(|filter| Test::of(std::slice::from_ref(filter), columns));
        Ok(Self {
            segment,
            columns,
            gather,
            tests: Test::all(&gather.filters, columns)?,
            also: also.collect::<tantivy::Result<_>>()?,
        })
    }

    fn run(&self, words: &[Asked]) -> tantivy::Result<Found> {
        if words.is_empty() {
            return Ok(self.among_many(self.segment.alive(), None));
        }
        Ok(match Matches::find(words, self.segment.reader())? {
            Matches::Few(docs) => self.among_few(docs),
            Matches::Many(mut docs, scores) => {
                if let Some(alive) = self.segment.left() {
                    docs.and(alive);
                }
                self.among_many(&docs, Some(&scores))
            }
        })
    }

    /// Looks at each candidate.
    fn among_few(&self, docs: Vec<(DocId, u16)>) -> Found {
        let mut tally = Tally::new(self.columns);
        let mut also = vec![0; self.also.len()];
        let mut passed = Vec::new();
        let everywhere = Lists::of(|_| true);
        for (doc, score) in docs {
            if self.segment.left().is_some_and(|alive| !alive.contains(doc)) {
                continue;
            }
            let mut failed = self
                .tests
                .iter()
                .filter(|test| !test.passes(doc))
                .map(|test| test.group);
            let (first, second) = (failed.next(), failed.next());
            if second.is_some() {
                continue;
            }
            if self.gather.with_counts {
                let lists = match first {
                    None => everywhere,
                    Some(failed) => Lists::of(|group| group == failed && group != Group::Facility),
                };
                tally.count(self.columns, doc, lists);
                for (count, test) in also.iter_mut().zip(&self.also) {
                    let counts = first.is_none_or(|failed| failed == test.group);
                    *count += u64::from(counts && test.passes(doc));
                }
            }
            if first.is_none() {
                passed.push((doc, u64::from(score)));
            }
        }
        let total = passed.len() as u64;
        let best = self.best_of(passed.into_iter());
        Found {
            total,
            tally,
            also,
            best,
        }
    }

    /// Compares sets.
    fn among_many(&self, candidates: &Bits, scores: Option<&[u16]>) -> Found {
        let passing: Vec<_> = self.tests.iter().map(Test::bits).collect();
        let all_but = |left_out: Option<usize>| {
            let mut docs = candidates.clone();
            for (at, bits) in passing.iter().enumerate() {
                if Some(at) != left_out {
                    docs.and(bits);
                }
            }
            docs
        };
        let passed = all_but(None);
        let (tally, also) = match self.gather.with_counts {
            true => self.count(&passed, scores.is_none(), all_but),
            false => (Tally::empty(), vec![]),
        };
        let total = passed.count();
        let best = match scores {
            _ if self.gather.limit == 0 || total == 0 => vec![],
            None if self.gather.wishes == Wishes::default() && self.gather.sort != Sort::Distance => {
                self.first_of(&passed, total)
            }
            None => self.best_of(passed.iter().map(|doc| (doc, 0))),
            Some(scores) => self.best_of(passed.iter().map(|doc| (doc, u64::from(scores[doc as usize])))),
        };
        Found {
            total,
            tally,
            also,
            best,
        }
    }

    /// Counts the choices of each group that is asked of among what passes all others, the rest among what passes all.
    fn count(&self, passed: &Bits, unasked: bool, all_but: impl Fn(Option<usize>) -> Bits) -> (Tally, Vec<u64>) {
        let mut tally = Tally::new(self.columns);
        let mut also = vec![0; self.also.len()];
        let mut count_also = |docs: &Bits, meant: &dyn Fn(Group) -> bool| self.count_also(docs, meant, &mut also);
        // Facilities narrow each other: a click on one more shows only what passes all of them.
        let has_own = |group: Group| group != Group::Facility && self.tests.iter().any(|test| test.group == group);
        if unasked && self.tests.is_empty() {
            tally = self.segment.totals().clone();
        } else {
            tally.count_all(self.columns, passed, Lists::of(|group| !has_own(group)));
        }
        count_also(passed, &|group| !has_own(group));
        for (at, test) in self.tests.iter().enumerate().filter(|(_, test)| has_own(test.group)) {
            let docs = all_but(Some(at));
            tally.count_all(self.columns, &docs, Lists::of(|group| group == test.group));
            count_also(&docs, &|group| group == test.group);
        }
        (tally, also)
    }

    fn count_also(&self, docs: &Bits, meant: &dyn Fn(Group) -> bool, also: &mut [u64]) {
        // Circles around one point lie in the widest, the last: what it leaves out needs no second look.
        let widest = self
            .also
            .iter()
            .rfind(|test| test.group == Group::Near && meant(test.group));
        let reached = widest.map(|widest| {
            let mut reached = widest.bits().into_owned();
            reached.and(docs);
            reached
        });
        for (count, test) in also.iter_mut().zip(&self.also).filter(|(_, test)| meant(test.group)) {
            match &reached {
                Some(reached) if test.group == Group::Near => {
                    reached.for_each(|doc| *count += u64::from(test.passes(doc)));
                }
                _ => *count += docs.count_with(&test.bits()),
            }
        }
    }

    /// The best without regard to scores: along the order where many pass, else each of the few.
    fn first_of(&self, passed: &Bits, total: u64) -> Vec<Position> {
        let (limit, len) = (self.gather.limit as u64, u64::from(self.columns.len));
        if total * total < limit * len {
            return self.best_of(passed.iter().map(|doc| (doc, 0)));
        }
        let order = self.columns.order(self.gather.sort);
        let from = self.bound().map_or(0, |bound| bound.rank);
        let docs = order.docs[from as usize..].iter().filter(|doc| passed.contains(**doc));
        docs.take(self.gather.limit)
            .map(|doc| self.columns.position(self.gather.sort, *doc, 0))
            .collect()
    }

    /// The best by score, then by the order.
    fn best_of(&self, docs: impl Iterator<Item = (DocId, u64)>) -> Vec<Position> {
        let Gather {
            limit, sort, wishes, ..
        } = self.gather;
        if *limit == 0 {
            return vec![];
        }
        let order = self.columns.order(*sort);
        let bound = self.bound();
        let wished = *wishes != Wishes::default();
        // The worst of the best on top. Packed into one number, so that most listings are passed over at one look.
        let mut best: BinaryHeap<Reverse<(u64, DocId)>> = BinaryHeap::with_capacity(limit + 1);
        for (doc, score) in docs {
            let score = match sort {
                Sort::Fit if wished => score + self.granted_wishes(doc),
                Sort::Fit => score,
                Sort::Distance => self.nearness(doc),
                _ => 0,
            };
            let rank = order.ranks[doc as usize];
            if bound.is_some_and(|bound| score > bound.score || (score == bound.score && rank < bound.rank)) {
                continue;
            }
            let key = score << 32 | u64::from(u32::MAX - rank);
            if best.len() < *limit {
                best.push(Reverse((key, doc)));
            } else if let Some(mut worst) = best.peek_mut()
                && key > worst.0.0
            {
                *worst = Reverse((key, doc));
            }
        }
        let mut best = best.into_vec();
        best.sort_unstable();
        let position = |Reverse((key, doc)): Reverse<(u64, DocId)>| self.columns.position(*sort, doc, key >> 32);
        best.into_iter().map(position).collect()
    }

    fn granted_wishes(&self, doc: DocId) -> u64 {
        let Wishes { halls, baths } = self.gather.wishes;
        let granted = |wish: Option<u8>, numbers: &[u8]| wish.is_some_and(|wish| numbers[doc as usize] == wish);
        let granted = [granted(halls, &self.columns.halls), granted(baths, &self.columns.baths)];
        granted.into_iter().map(|granted| u64::from(granted) * WISH).sum()
    }

    /// The greater the nearer; unknown is farthest. Sorted by distance is what has a point to be near of, see
    /// [`Filters::order`].
    fn nearness(&self, doc: DocId) -> u64 {
        let near = self.gather.filters.near.as_ref();
        let distance = near.and_then(|near| Some(near.point.distance_to(self.columns.point(doc)?)));
        u64::from(distance.map_or(0, |distance| u32::MAX - distance.0))
    }

    /// What was shown on earlier pages has a better score, or the same and a better rank.
    fn bound(&self) -> Option<Bound> {
        let after = self.gather.after?;
        let sort = self.gather.sort;
        // The order knows no scores.
        let (score, rest) = match sort {
            Sort::Fit | Sort::Distance => (after.first, Position { first: 0, ..after }),
            _ => (0, after),
        };
        let order = self.columns.order(sort);
        let rank = order
            .docs
            .partition_point(|doc| self.columns.position(sort, *doc, 0) >= rest);
        Some(Bound {
            score,
            rank: rank as u32,
        })
    }
}

#[derive(Clone, Copy)]
struct Bound {
    score: u64,
    rank: u32,
}
