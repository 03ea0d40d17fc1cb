//! One search of everything: filters, counts beside every choice, and the best listings.
//!
//! A listing that fails exactly one group of filters still counts in that group, because that is what a click on one of
//! its choices would show. So candidates are sifted ([`Sifted`]) into what passes all groups and, for each group, what
//! fails only it. Few candidates are looked at one by one; of many, sets are compared ([`Bits`]).

use std::{cmp::Reverse, collections::BinaryHeap};

use domain::search::{Filter, Filters, Group, Near, Sort, Wishes};
use tantivy::{DocId, query::EnableScoring};

use super::{
    bits::Bits,
    columns::Columns,
    counts::{Counts, Docs, Lists, Tally},
    matches::{Asked, Matches},
    position::Position,
    view::{Segment, View},
    wanted::{Circle, Test},
    whereabouts::Points,
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

impl Found {
    fn of(total: u64) -> Self {
        Self {
            total,
            tally: Tally::empty(),
            also: vec![],
            best: vec![],
        }
    }
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
        let mut found = Found::of(total);
        if self.gather.with_counts {
            let own = |at: usize| has_own_counts(self.tests[at].group);
            let failed = failed.into_iter().enumerate().filter(|(at, _)| own(*at));
            (found.tally, found.also) = self.count(&Sifted {
                passed: Docs::List(passed.iter().map(|(doc, _)| *doc).collect()),
                failed: failed
                    .map(|(at, docs)| (self.tests[at].group, Docs::List(docs)))
                    .collect(),
            });
        }
        found.best = self.best_of(passed.into_iter(), total);
        found
    }

    /// Compares sets.
    fn among_many(&self, candidates: &Bits, scores: Option<&[u16]>) -> Found {
        let (passed, failed) = self.sift(candidates);
        let total = passed.count();
        let mut found = Found::of(total);
        found.best = match scores {
            _ if self.gather.limit == 0 || total == 0 => vec![],
            None if self.gather.wishes == Wishes::default() && self.gather.sort != Sort::Distance => {
                self.first_of(&passed, total)
            }
            None => self.best_of(passed.iter().map(|doc| (doc, 0)), total),
            Some(scores) => self.best_of(passed.iter().map(|doc| (doc, u64::from(scores[doc as usize]))), total),
        };
        if self.gather.with_counts {
            (found.tally, found.also) = match scores {
                None => self.count_among_all(passed, failed),
                Some(_) => self.count(&Sifted::new(passed, failed)),
            };
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
    fn count_among_all(&self, passed: Bits, failed: Vec<(Group, Bits)>) -> (Tally, Vec<u64>) {
        let totals = self.segment.totals();
        match (self.tests.as_slice(), failed.as_slice()) {
            ([], _) => {
                let mut also = vec![0; self.also.len()];
                self.count_also(&Docs::Set(passed), |_| true, &mut also);
                (totals.clone(), also)
            }
            // What passes or fails the only test is everything.
            ([test], [_]) => {
                let own = |group| group == test.group;
                let sifted = Sifted {
                    passed: Docs::of(passed, Lists::of(|group| !own(group))),
                    failed: vec![],
                };
                let (mut tally, mut also) = self.count(&sifted);
                tally.take(totals, Lists::of(own));
                let counted_anew = also.iter_mut().zip(&self.also).filter(|(_, test)| own(test.group));
                counted_anew.for_each(|(count, _)| *count = 0);
                let everything = Docs::Set(self.segment.alive().clone());
                self.count_also(&everything, own, &mut also);
                (tally, also)
            }
            _ => self.count(&Sifted::new(passed, failed)),
        }
    }

    fn count(&self, sifted: &Sifted) -> (Tally, Vec<u64>) {
        let mut tally = Tally::new(self.columns);
        let mut also = vec![0; self.also.len()];
        tally.count(self.columns, &sifted.passed, Lists::of(|_| true));
        self.count_also(&sifted.passed, |_| true, &mut also);
        for (group, docs) in &sifted.failed {
            let own = |other| other == *group;
            tally.count(self.columns, docs, Lists::of(own));
            self.count_also(docs, own, &mut also);
        }
        (tally, also)
    }

    /// Adds up what no closed list holds, of the groups that are meant.
    fn count_also(&self, docs: &Docs, meant: impl Fn(Group) -> bool, also: &mut [u64]) {
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
        let mut nearness = Nearness::new(self, listings);
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

/// How near listings are. Of many, it is measured once for each point.
struct Nearness<'a> {
    near: Option<&'a Near>,
    points: &'a Points,
    /// By the number of the point; empty when there are few listings.
    known: Vec<u32>,
}

impl<'a> Nearness<'a> {
    const UNKNOWN: u32 = u32::MAX;

    fn new(pass: &'a Pass<'_>, listings: u64) -> Self {
        let near = pass.gather.filters.near.as_ref();
        let near = near.filter(|_| pass.gather.sort == Sort::Distance);
        let points = &pass.columns.points;
        let many = near.is_some() && listings > points.count() as u64;
        Self {
            near,
            points,
            known: vec![Self::UNKNOWN; if many { points.count() } else { 0 }],
        }
    }

    /// The greater the nearer; unknown is farthest. Sorted by distance is what has a point to be near of, see
    /// [`Filters::order`].
    fn of(&mut self, doc: DocId) -> u64 {
        let Some(near) = self.near else { return 0 };
        let number = self.points.grouped.of[doc as usize];
        let measure = || {
            let point = self.points.point(number);
            // Nothing on earth is as far as the greatest number.
            point.map_or(0, |point| Self::UNKNOWN - 1 - near.point.distance_to(point).0)
        };
        u64::from(match self.known.get_mut(number as usize) {
            Some(known) => {
                if *known == Self::UNKNOWN {
                    *known = measure();
                }
                *known
            }
            None => measure(),
        })
    }
}
