//! What is online now, counted: what a suggestion promises must be there.

use std::collections::BTreeMap;

use domain::search::{Query, Range, Understood};
use tantivy::{Searcher, SegmentReader, TantivyError};

use super::super::{counts::Counts, error::IndexError, hits::Request, index::SearchIndex, schema::column};

/// How many listings there are of what.
pub struct Online {
    /// Beside every choice of a search that asks for nothing.
    pub counts: Counts,
    pub estates: BTreeMap<String, u64>,
    /// How many there are at each rent.
    rents: BTreeMap<u64, u64>,
}

impl Online {
    pub fn count(index: &SearchIndex) -> Result<Self, IndexError> {
        let everything = Request {
            understood: &Understood::default(),
            query: &Query::default(),
            with_counts: true,
            also: &[],
        };
        let searcher = index.searcher();
        Ok(Self {
            counts: index.search(&everything)?.counts,
            estates: estates(&searcher)?,
            rents: rents(&searcher)?,
        })
    }

    pub fn with_rent(&self, range: Range) -> u64 {
        let from = u64::from(range.min().unwrap_or(0));
        let to = u64::from(range.max().unwrap_or(u32::MAX));
        self.rents.range(from..=to).map(|(_, count)| count).sum()
    }
}

fn estates(searcher: &Searcher) -> Result<BTreeMap<String, u64>, IndexError> {
    let mut estates = BTreeMap::new();
    for segment in searcher.segment_readers() {
        let Some(column) = segment.fast_fields().str(column::ESTATE)? else {
            continue;
        };
        let mut tally = vec![0_u64; column.num_terms()];
        let numbers = column.ords().clone().first_or_default_col(u64::MAX);
        for doc in segment.doc_ids_alive() {
            let at = usize::try_from(numbers.get_val(doc)).ok();
            if let Some(count) = at.and_then(|at| tally.get_mut(at)) {
                *count += 1;
            }
        }
        let mut name = String::new();
        for (number, count) in (0_u64..).zip(tally).filter(|(_, count)| *count > 0) {
            let known = column.ord_to_str(number, &mut name).map_err(TantivyError::from)?;
            if known && !name.is_empty() {
                *estates.entry(name.clone()).or_default() += count;
            }
        }
    }
    Ok(estates)
}

fn rents(searcher: &Searcher) -> Result<BTreeMap<u64, u64>, IndexError> {
    let mut rents = BTreeMap::new();
    for segment in searcher.segment_readers() {
        for (rent, count) in rents_of(segment)? {
            *rents.entry(rent).or_default() += count;
        }
    }
    Ok(rents)
}

/// Sorted first, so that a tree is asked once a rent and not once a listing.
fn rents_of(segment: &SegmentReader) -> Result<BTreeMap<u64, u64>, IndexError> {
    let column = segment.fast_fields().u64(column::RENT)?.first_or_default_col(0);
    let mut all: Vec<u64> = segment.doc_ids_alive().map(|doc| column.get_val(doc)).collect();
    all.sort_unstable();
    let runs = all.chunk_by(|a, b| a == b);
    Ok(runs.map(|run| (run[0], run.len() as u64)).collect())
}
