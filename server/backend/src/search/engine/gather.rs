//! One search of everything: filters, counts beside every choice, and the best listings.
//!
//! A listing that fails exactly one group of filters still counts in that group, because that is what a click on one of
//! its choices would show. So candidates are sifted ([`Sifted`]) into what passes all groups and, for each group, what
//! fails only it. Few candidates are looked at one by one; of many, sets are compared ([`Bits`]).

use std::{cmp::Reverse, collections::BinaryHeap};

use domain::search::{Filter, Filters, Group, Sort, Wishes};
use tantivy::{DocId, query::EnableScoring};

use super::{
    bits::{Bits, Docs},
    columns::Columns,
    counts::{Counts, Lists, Tally},
    matches::{Asked, Matches},
    nearness::Nearness,
    position::Position,
    view::{Segment, View},
    wanted::{Circle, Test},
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

/// What passes all groups of filters, and for each group what fails only it.
struct Sifted {
    passed: Docs,
    failed: Vec<(Group, Docs)>,
}

impl Sifted {
    fn new(passed: Bits, failed: Vec<(Group, Bits)>) -> Self {
        let failed = failed
            .into_iter()
            .map(|(group, docs)| (group, Docs::of(docs, Lists::of(|own| own == group))));
        Self {
            passed: Docs::of(passed, Lists::of(|_| true)),
            failed: failed.collect(),
        }
    }
}

/// Facilities narrow each other: a click on one more shows only what passes all of them.
fn has_own_counts(group: Group) -> bool {
    group != Group::Facility
}

/// A search of one segment.
struct Pass<'a> {
    segment: &'a Segment,
    columns: &'a Columns,
    gather: &'a Gather,
    tests: Vec<Test<'a>>,
    also: Vec<Test<'a>>,
}

/// Looking at one listing's point takes as long as passing over so many points.
const POINTS: usize = 32;

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

    fn nothing_counted(&self, total: u64) -> Found {
        let counts = self.gather.with_counts;
        Found {
            total,
            tally: if counts {
                Tally::new(self.columns)
            } else {
                Tally::empty()
            },
            also: vec![0; if counts { self.also.len() } else { 0 }],
            best: vec![],
        }
    }

    /// Looks at each candidate.
    fn among_few(&self, docs: Vec<(DocId, u16)>) -> Found {
        let mut passed = Vec::new();
        let mut failed = vec![vec![]; self.tests.len()];
        for (doc, score) in docs {
            if self.segment.left().is_some_and(|alive| !alive.contains(doc)) {
                continue;
            }
            let mut failing = (0..self.tests.len()).filter(|at| !self.tests[*at].passes(doc));
            match (failing.next(), failing.next()) {
                (None, _) => passed.push((doc, u64::from(score))),
                (Some(only), None) => failed[only].push(doc),
                _ => {}
            }
        }
        let total = passed.len() as u64;
        let mut found = self.nothing_counted(total);
        if self.gather.with_counts {
            let failed = self.tests.iter().zip(failed);
            let failed = failed.filter(|(test, _)| has_own_counts(test.group));
            self.count(
                &mut found,
                &Sifted {
                    passed: Docs::List(passed.iter().map(|(doc, _)| *doc).collect()),
                    failed: failed.map(|(test, docs)| (test.group, Docs::List(docs))).collect(),
                },
            );
        }
        found.best = self.best_of(passed.into_iter(), total);
        found
    }

    /// Compares sets.
    fn among_many(&self, candidates: &Bits, scores: Option<&[u16]>) -> Found {
        let (passed, failed) = self.sift(candidates);
        let total = passed.count();
        let mut found = self.nothing_counted(total);
        found.best = match scores {
            _ if self.gather.limit == 0 || total == 0 => vec![],
            None if self.gather.wishes == Wishes::default() && self.gather.sort != Sort::Distance => {
                self.first_of(&passed, total)
            }
            None => self.best_of(passed.iter().map(|doc| (doc, 0)), total),
            Some(scores) => self.best_of(passed.iter().map(|doc| (doc, u64::from(scores[doc as usize]))), total),
        };
        if self.gather.with_counts {
            match scores {
                None => self.count_among_all(&mut found, passed, failed),
                Some(_) => self.count(&mut found, &Sifted::new(passed, failed)),
            }
        }
        found
    }

    /// What passes all tests and, where choices are counted, what fails only the test of one group.
    fn sift(&self, candidates: &Bits) -> (Bits, Vec<(Group, Bits)>) {
        let (mut own, all): (Vec<_>, Vec<_>) = self
            .tests
            .iter()
            .partition(|test| self.gather.with_counts && has_own_counts(test.group));
        own.sort_by_key(|test| test.looks_closely());
        let mut passed = candidates.clone();
        for test in all {
            let passing = test.bits(&[&passed]);
            passed.and(&passing);
        }
        let mut failed_one = Bits::none(self.columns.len);
        let mut failed = Vec::new();
        for test in own {
            let passing = test.bits(&[&passed, &failed_one]);
            passed.sift(&mut failed_one, &passing);
            failed.push((test.group, passing));
        }
        let failed = failed
            .into_iter()
            .map(|(group, passing)| (group, passing.into_owned().rest_of(&failed_one)));
        (passed, failed.collect())
    }

    /// Counts where every listing was a candidate. The totals of the segment are known.
    fn count_among_all(&self, found: &mut Found, passed: Bits, failed: Vec<(Group, Bits)>) {
        let totals = self.segment.totals();
        let everything = || Docs::Set(self.segment.alive().clone());
        match (self.tests.as_slice(), failed.as_slice()) {
            ([], _) => {
                found.tally = totals.clone();
                self.count_also(found, &everything(), |_| true);
            }
            // What passes or fails the only test is everything.
            ([test], [_]) => {
                let own = |group| group == test.group;
                let others = |group| !own(group);
                self.count_in(found, &Docs::of(passed, Lists::of(others)), others);
                found.tally.take(totals, Lists::of(own));
                self.count_also(found, &everything(), own);
            }
            _ => self.count(found, &Sifted::new(passed, failed)),
        }
    }

    fn count(&self, found: &mut Found, sifted: &Sifted) {
        self.count_in(found, &sifted.passed, |_| true);
        for (group, docs) in &sifted.failed {
            self.count_in(found, docs, |own| own == *group);
        }
    }

    /// Adds up the choices of the groups that are meant.
    fn count_in(&self, found: &mut Found, docs: &Docs, meant: impl Fn(Group) -> bool + Copy) {
        found.tally.count(self.columns, docs, Lists::of(meant));
        self.count_also(found, docs, meant);
    }

    /// Adds up what no closed list holds, of the groups that are meant.
    fn count_also(&self, found: &mut Found, docs: &Docs, meant: impl Fn(Group) -> bool) {
        let also = &mut found.also;
        let meant = || self.also.iter().enumerate().filter(|(_, test)| meant(test.group));
        for (at, test) in meant().filter(|(_, test)| test.circle().is_none()) {
            also[at] += match docs {
                Docs::List(docs) => docs.iter().filter(|doc| test.passes(**doc)).count() as u64,
                Docs::Set(docs) => docs.count_with(&test.bits(&[docs])),
            };
        }
        let circles: Vec<_> = meant().filter_map(|(at, test)| Some((at, test.circle()?))).collect();
        if circles.is_empty() {
            return;
        }
        let points = &self.columns.points;
        if let Docs::List(docs) = docs
            && docs.len() * POINTS < points.count()
        {
            for (at, circle) in circles {
                also[at] += docs.iter().filter(|doc| circle.contains(points.of(**doc))).count() as u64;
            }
            return;
        }
        let at_points = points.grouped.count(docs);
        // The radii around one point are counted at once.
        for circles in circles.chunk_by(|(_, one), (_, next)| one.lies_in(next)) {
            let (numbers, circles): (Vec<_>, Vec<_>) = circles.iter().copied().unzip();
            for (at, count) in numbers.into_iter().zip(Circle::count(&circles, points, &at_points)) {
                also[at] += count;
            }
        }
    }

    /// The best without regard to scores: along the order where many pass, else each of the few.
    fn first_of(&self, passed: &Bits, total: u64) -> Vec<Position> {
        let (limit, len) = (self.gather.limit as u64, u64::from(self.columns.len));
        if total * total < limit * len {
            return self.best_of(passed.iter().map(|doc| (doc, 0)), total);
        }
        let order = self.columns.order(self.gather.sort);
        let from = self.bound().map_or(0, |bound| bound.rank);
        let docs = order.docs[from as usize..].iter().filter(|doc| passed.contains(**doc));
        docs.take(self.gather.limit)
            .map(|doc| self.columns.position(self.gather.sort, *doc, 0))
            .collect()
    }

    /// The best by score, then by the order.
    fn best_of(&self, docs: impl Iterator<Item = (DocId, u64)>, listings: u64) -> Vec<Position> {
        let Gather {
            limit, sort, wishes, ..
        } = self.gather;
        if *limit == 0 {
            return vec![];
        }
        let order = self.columns.order(*sort);
        let bound = self.bound();
        let wished = *wishes != Wishes::default();
        let near = self.gather.filters.near.as_ref().filter(|_| *sort == Sort::Distance);
        let mut nearness = Nearness::new(near, &self.columns.points, listings);
        // The worst of the best on top. Packed into one number, so that most listings are passed over at one look.
        let mut best: BinaryHeap<Reverse<(u64, DocId)>> = BinaryHeap::with_capacity(limit + 1);
        for (doc, score) in docs {
            let score = match sort {
                Sort::Fit if wished => score + self.granted_wishes(doc),
                Sort::Fit => score,
                Sort::Distance => nearness.of(doc),
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
