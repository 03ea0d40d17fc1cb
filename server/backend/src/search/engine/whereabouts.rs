//! Where the listings of a segment are. Many are in the same street, and many at the same point, since points are
//! rounded: what is asked of a place is asked once, not of each of its listings.

use std::{collections::HashMap, iter, ops::Range};

use domain::{geo::Gcj02Point, search::Group};
use tantivy::DocId;

use super::{
    bits::{Bits, Docs},
    numbers::degrees_e6,
};

/// The listings of a segment in groups.
pub struct Grouped {
    /// The group of each listing.
    pub of: Vec<u32>,
    /// Where each group begins in `docs`; one more is the end.
    starts: Vec<u32>,
    docs: Vec<DocId>,
    /// The large groups once more, as sets.
    sets: HashMap<usize, Bits>,
}

/// A group with more than one listing in so many is large: its set takes less memory than its list.
const LARGE: usize = 32;

impl Grouped {
    /// Puts together what has the same key. Groups are in the order of their keys, which are given back.
    fn by<K: Ord + Copy>(keys: impl Iterator<Item = K>) -> (Self, Vec<K>) {
        let mut sorted: Vec<(K, DocId)> = keys.zip(0..).collect();
        sorted.sort_unstable();
        let mut known: Vec<K> = Vec::new();
        let (mut of, mut starts) = (vec![0; sorted.len()], Vec::new());
        for (at, (key, doc)) in sorted.iter().enumerate() {
            if known.last() != Some(key) {
                known.push(*key);
                starts.push(at as u32);
            }
            of[*doc as usize] = known.len() as u32 - 1;
        }
        starts.push(sorted.len() as u32);
        let docs: Vec<DocId> = sorted.into_iter().map(|(_, doc)| doc).collect();
        let mut grouped = Self {
            of,
            starts,
            docs,
            sets: HashMap::new(),
        };
        for group in 0..known.len() {
            if grouped.docs(group).len() * LARGE > grouped.docs.len() {
                grouped.sets.insert(group, grouped.bits(iter::once(group)));
            }
        }
        (grouped, known)
    }

    /// The listings of a group, in ascending order.
    fn docs(&self, group: usize) -> &[DocId] {
        let [from, to] = [self.starts[group], self.starts[group + 1]];
        &self.docs[from as usize..to as usize]
    }

    /// The listings of some groups.
    pub fn bits(&self, groups: impl Iterator<Item = usize>) -> Bits {
        let mut bits = Bits::none(self.docs.len() as DocId);
        for group in groups {
            match self.sets.get(&group) {
                Some(set) => bits.or(set),
                None => self.docs(group).iter().for_each(|doc| bits.insert(*doc)),
            }
        }
        bits
    }

    /// How many of some listings are in each group.
    pub fn count(&self, docs: &Docs) -> Vec<u32> {
        match docs {
            Docs::Set(set) if set.count() == self.docs.len() as u64 => {
                self.starts.array_windows().map(|[from, to]| to - from).collect()
            }
            Docs::Set(set) => self.count_each(set.iter()),
            Docs::List(docs) => self.count_each(docs.iter().copied()),
        }
    }

    fn count_each(&self, docs: impl Iterator<Item = DocId>) -> Vec<u32> {
        let mut counts = vec![0; self.starts.len() - 1];
        docs.for_each(|doc| counts[self.of[doc as usize] as usize] += 1);
        counts
    }
}

/// In which city, district and street the listings are: one group for each three of them that occur together.
pub struct Places {
    pub grouped: Grouped,
    /// The numbers of the names of city, district and street of each group.
    names: Vec<[u32; 3]>,
}

impl Places {
    pub fn new([cities, districts, streets]: [&[u32]; 3]) -> Self {
        let keys = cities.iter().zip(districts).zip(streets);
        let (grouped, names) = Grouped::by(keys.map(|((city, district), street)| [*city, *district, *street]));
        Self { grouped, names }
    }

    /// The number of each group's name on a level: city, district or street.
    pub fn names(&self, group: Group) -> impl Iterator<Item = u32> {
        let level = match group {
            Group::City => 0,
            Group::District => 1,
            _ => 2,
        };
        self.names.iter().map(move |names| names[level])
    }
}

/// At which points the listings are: one group for each point, from south to north. What has none is at (0, 0).
pub struct Points {
    pub grouped: Grouped,
    /// Latitude and longitude in the numbers of the index.
    at: Vec<[u32; 2]>,
}

impl Points {
    pub fn new(latitudes: &[u32], longitudes: &[u32]) -> Self {
        let keys = latitudes.iter().zip(longitudes);
        let (grouped, at) = Grouped::by(keys.map(|(latitude, longitude)| [*latitude, *longitude]));
        Self { grouped, at }
    }

    /// Latitude and longitude of a listing, 0 where nobody stated it.
    pub fn of(&self, doc: DocId) -> [u32; 2] {
        self.at[self.grouped.of[doc as usize] as usize]
    }

    pub fn point(&self, number: u32) -> Option<Gcj02Point> {
        point_at(self.at[number as usize])
    }

    pub fn count(&self) -> usize {
        self.at.len()
    }

    /// The points between two latitudes, with their numbers.
    pub fn between(&self, south: u32, north: u32) -> impl Iterator<Item = (usize, [u32; 2])> {
        let below = |end: u32| self.at.partition_point(|[latitude, _]| *latitude < end);
        let range: Range<usize> = below(south)..below(north.saturating_add(1));
        range.clone().zip(self.at[range].iter().copied())
    }
}

/// Latitude and longitude in the numbers of the index as a point; `None` where nobody stated it.
pub fn point_at(at: [u32; 2]) -> Option<Gcj02Point> {
    let [latitude, longitude] = at.map(|number| degrees_e6(number.into()));
    Gcj02Point::new(latitude?, longitude?)
}
