//! The listings of one segment that the words of a search fit, and how well.

use tantivy::{
    COLLECT_BLOCK_BUFFER_LEN, DocId, DocSet, SegmentReader,
    query::{EnableScoring, Scorer, Weight},
};

use super::{
    bits::Bits,
    words::{Way, Ways},
};

/// One word's ways to fit, ready to be asked of segments; the best first.
pub struct Asked {
    ways: Vec<(Box<dyn Weight>, u16)>,
    wish: bool,
}

impl Asked {
    pub fn new(Ways { ways, wish }: &Ways, scoring: EnableScoring<'_>) -> tantivy::Result<Self> {
        let weight = |way: &Way| Ok((way.query.weight(scoring)?, way.score));
        let mut ways: Vec<_> = ways.iter().map(weight).collect::<tantivy::Result<_>>()?;
        ways.sort_by_key(|(_, score)| std::cmp::Reverse(*score));
        Ok(Self { ways, wish: *wish })
    }

    fn scorers(&self, reader: &SegmentReader) -> tantivy::Result<Scorers> {
        let scorer = |(weight, score): &(Box<dyn Weight>, u16)| Ok((weight.scorer(reader, 1.0)?, *score));
        Ok(Scorers {
            ways: self.ways.iter().map(scorer).collect::<tantivy::Result<_>>()?,
            wish: self.wish,
        })
    }
}

/// What fits all words.
pub enum Matches {
    /// Few: each with its score.
    Few(Vec<(DocId, u16)>),
    /// Many, with everybody's scores.
    Many(Bits, Vec<u16>),
}

/// Up to one listing in so many is "few".
const FEW: usize = 64;

impl Matches {
    /// `words` is not empty.
    pub fn find(words: &[Asked], reader: &SegmentReader) -> tantivy::Result<Self> {
        let words = words.iter().map(|word| word.scorers(reader));
        let mut words: Vec<Scorers> = words.collect::<tantivy::Result<_>>()?;
        // The rarest word first: the others are only asked about what it fits. Wishes leave nothing out.
        words.sort_by_key(|word| (word.wish, word.cost()));
        let mut words = words.into_iter().peekable();
        let len = reader.max_doc();
        let mut found = match words.next_if(|word| !word.wish) {
            Some(first) => first.collect(len),
            None => Self::Many(Bits::all(len), vec![0; len as usize]),
        };
        for word in words {
            found = match found {
                Self::Few(docs) => Self::Few(word.keep(docs)),
                Self::Many(bits, mut scores) if word.wish => {
                    word.add_to(&mut scores);
                    Self::Many(bits, scores)
                }
                Self::Many(bits, scores) => both((bits, scores), word.collect(len)),
            };
        }
        Ok(found)
    }
}

fn both((mut bits, mut scores): (Bits, Vec<u16>), other: Matches) -> Matches {
    match other {
        Matches::Few(docs) => {
            let docs = docs.into_iter().filter(|(doc, _)| bits.contains(*doc));
            Matches::Few(docs.map(|(doc, score)| (doc, score + scores[doc as usize])).collect())
        }
        Matches::Many(other, more) => {
            bits.and(&other);
            for (score, more) in scores.iter_mut().zip(more) {
                *score = score.saturating_add(more);
            }
            Matches::Many(bits, scores)
        }
    }
}

/// One word's ways to fit, in one segment; the best first.
struct Scorers {
    ways: Vec<(Box<dyn Scorer>, u16)>,
    wish: bool,
}

impl Scorers {
    fn cost(&self) -> u64 {
        self.ways.iter().map(|(way, _)| way.cost()).sum()
    }

    /// Everything that fits in any way.
    fn collect(self, len: DocId) -> Matches {
        let few = (len as usize / FEW) as u32;
        if self.ways.iter().all(|(way, _)| way.size_hint() <= few) {
            let mut docs = Vec::new();
            for (way, score) in self.ways {
                for_each(way, |doc| docs.push((doc, score)));
            }
            // The best way of each comes first.
            docs.sort_unstable_by_key(|(doc, score)| (*doc, std::cmp::Reverse(*score)));
            docs.dedup_by_key(|(doc, _)| *doc);
            return Matches::Few(docs);
        }
        let (mut bits, mut scores) = (Bits::none(len), vec![0; len as usize]);
        for (way, score) in self.ways {
            for_each(way, |doc| {
                bits.insert(doc);
                let best = &mut scores[doc as usize];
                *best = score.max(*best);
            });
        }
        Matches::Many(bits, scores)
    }

    /// Adds what the best way is worth, wherever there is one.
    fn add_to(self, scores: &mut [u16]) {
        let mut best = vec![0; scores.len()];
        for (way, score) in self.ways {
            for_each(way, |doc| best[doc as usize] = score.max(best[doc as usize]));
        }
        for (score, more) in scores.iter_mut().zip(best) {
            *score = score.saturating_add(more);
        }
    }

    /// Those of a few, in ascending order, that fit, too.
    fn keep(mut self, docs: Vec<(DocId, u16)>) -> Vec<(DocId, u16)> {
        let mut kept = Vec::with_capacity(docs.len());
        for (doc, score) in docs {
            let fits = self.ways.iter_mut().find_map(|(way, more)| {
                if way.doc() < doc {
                    way.seek(doc);
                }
                (way.doc() == doc).then_some(*more)
            });
            let fits = fits.or(self.wish.then_some(0));
            kept.extend(fits.map(|more| (doc, score.saturating_add(more))));
        }
        kept
    }
}

fn for_each(mut docs: Box<dyn Scorer>, mut visit: impl FnMut(DocId)) {
    let mut block = [0; COLLECT_BLOCK_BUFFER_LEN];
    loop {
        let filled = docs.fill_buffer(&mut block);
        block[..filled].iter().for_each(|doc| visit(*doc));
        if filled < block.len() {
            return;
        }
    }
}
