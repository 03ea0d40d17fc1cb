//! What searches see: the segments of one commit with their columns in memory.

use std::{
    collections::{BTreeMap, HashMap},
    sync::{Arc, OnceLock},
};

use domain::search::{Filter, PlaceName, Sort};
use tantivy::{Searcher, SegmentReader, index::SegmentId};

use super::{
    bits::{Bits, Docs},
    columns::{Columns, PLACES},
    counts::{Counts, Lists, Tally},
};

pub struct View {
    searcher: Searcher,
    segments: Vec<Segment>,
    /// Every name of each group of places in this view.
    names: [Vec<PlaceName>; PLACES.len()],
}

pub struct Segment {
    reader: SegmentReader,
    columns: Arc<Columns>,
    /// Where some listings were deleted, what is left.
    left: Option<Bits>,
    /// All that is left, whether or not some were deleted.
    alive: OnceLock<Bits>,
    /// The counts of everything: the search that asks for nothing.
    totals: OnceLock<Tally>,
    /// What this segment's numbers of names are in the view; `None` for a name that no filter can hold.
    places: [Vec<Option<u32>>; PLACES.len()],
}

impl View {
    /// Reads the columns of segments that `before` didn't have.
    pub fn open(searcher: Searcher, before: Option<&Self>) -> tantivy::Result<Self> {
        let known: HashMap<SegmentId, &Segment> = before
            .into_iter()
            .flat_map(|view| &view.segments)
            .map(|segment| (segment.reader.segment_id(), segment))
            .collect();
        let mut segments = Vec::new();
        for reader in searcher.segment_readers() {
            let columns = match known.get(&reader.segment_id()) {
                Some(segment) => Arc::clone(&segment.columns),
                None => Arc::new(Columns::read(reader)?),
            };
            segments.push(Segment::new(reader.clone(), columns));
        }
        let mut view = Self {
            searcher,
            segments,
            names: Default::default(),
        };
        view.number_names()?;
        Ok(view)
    }

    /// Names have other numbers in every segment; counts are summed up by those of the view.
    fn number_names(&mut self) -> tantivy::Result<()> {
        for (at, (group, _)) in PLACES.iter().enumerate() {
            let mut numbers: BTreeMap<PlaceName, u32> = BTreeMap::new();
            for segment in &mut self.segments {
                let names = segment.columns.names(*group).map(|names| names.all()).transpose()?;
                let number = |name: String| {
                    let name = PlaceName::parse(&name).ok()?;
                    let next = numbers.len() as u32;
                    Some(*numbers.entry(name).or_insert(next))
                };
                segment.places[at] = names.unwrap_or_default().into_iter().map(number).collect();
            }
            let mut names: Vec<_> = numbers.into_iter().collect();
            names.sort_by_key(|(_, number)| *number);
            self.names[at] = names.into_iter().map(|(name, _)| name).collect();
        }
        Ok(())
    }

    pub fn searcher(&self) -> &Searcher {
        &self.searcher
    }

    pub fn segments(&self) -> &[Segment] {
        &self.segments
    }

    /// Makes every order before somebody asks for it.
    pub fn warm(&self) {
        for segment in &self.segments {
            for sort in Sort::ALL {
                segment.columns.order(sort);
            }
            segment.totals();
        }
    }

    pub fn sums(&self, also: usize) -> Sums<'_> {
        Sums {
            view: self,
            tally: Tally::empty(),
            places: self.names.each_ref().map(|names| vec![0; names.len()]),
            also: vec![0; also],
        }
    }
}

impl Segment {
    fn new(reader: SegmentReader, columns: Arc<Columns>) -> Self {
        let left = reader.alive_bitset().map(|alive| {
            let mut bits = Bits::none(reader.max_doc());
            alive.iter_alive().for_each(|doc| bits.insert(doc));
            bits
        });
        Self {
            reader,
            columns,
            left,
            alive: OnceLock::new(),
            totals: OnceLock::new(),
            places: Default::default(),
        }
    }

    pub fn reader(&self) -> &SegmentReader {
        &self.reader
    }

    pub fn columns(&self) -> &Columns {
        &self.columns
    }

    /// What is left of the segment, if some of it was deleted.
    pub fn left(&self) -> Option<&Bits> {
        self.left.as_ref()
    }

    pub fn alive(&self) -> &Bits {
        match &self.left {
            Some(left) => left,
            None => self.alive.get_or_init(|| Bits::all(self.columns.len)),
        }
    }

    pub fn totals(&self) -> &Tally {
        self.totals.get_or_init(|| {
            let mut tally = Tally::new(&self.columns);
            let all = Docs::Set(self.alive().clone());
            tally.count(&self.columns, &all, Lists::of(|_| true));
            tally
        })
    }
}

/// Counts of several segments.
pub struct Sums<'a> {
    view: &'a View,
    tally: Tally,
    places: [Vec<u64>; PLACES.len()],
    also: Vec<u64>,
}

impl Sums<'_> {
    /// Adds the counts of the view's segment `at`.
    pub fn add(&mut self, at: usize, tally: &Tally, also: &[u64]) {
        self.tally.add(tally);
        let places = self.places.iter_mut().zip(&self.view.segments[at].places);
        for ((sums, numbers), tally) in places.zip(&tally.places) {
            for (number, count) in numbers.iter().zip(tally).filter(|(_, count)| **count > 0) {
                if let Some(number) = number {
                    sums[*number as usize] += u64::from(*count);
                }
            }
        }
        for (sum, more) in self.also.iter_mut().zip(also) {
            *sum += more;
        }
    }

    pub fn counts(self, also: &[Filter]) -> Counts {
        let mut others: Vec<(Filter, u64)> = Vec::new();
        for (((_, filter), names), sums) in PLACES.iter().zip(&self.view.names).zip(&self.places) {
            let counted = names.iter().zip(sums).filter(|(_, count)| **count > 0);
            others.extend(counted.map(|(name, count)| (filter(name.clone()), *count)));
        }
        others.extend(also.iter().cloned().zip(self.also));
        Counts::new(&self.tally, others)
    }
}
