//! How many listings each choice would show.

use domain::{
    facility::Facility,
    search::{Filter, Group},
};
use tantivy::DocId;

use super::{
    bits::Bits,
    columns::{Columns, NO_NAME, PLACES, choices, choices_where},
};

/// How many listings each choice would show: what passes every filter but those of the choice's own group.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Counts {
    /// In the order of [`choices`]; empty when nothing was counted.
    choices: Vec<u64>,
    /// By the facilities' bits.
    facilities: Vec<u64>,
    /// Names with at least one listing, and the choices that were asked for besides, sorted.
    others: Vec<(Filter, u64)>,
}

impl Counts {
    #[must_use]
    pub fn of(&self, filter: &Filter) -> u64 {
        let found = match filter {
            Filter::Facility(facility) => self.facilities.get(facility.bit() as usize).copied(),
            _ => {
                let at = choices().iter().position(|choice| choice == filter);
                at.and_then(|at| self.choices.get(at).copied())
            }
        };
        let other = || self.others.binary_search_by(|(other, _)| other.cmp(filter)).ok();
        found.or_else(|| other().map(|at| self.others[at].1)).unwrap_or(0)
    }

    /// The names of a group of places with their counts, the most frequent first.
    #[must_use]
    pub fn places(&self, group: Group) -> Vec<(Filter, u64)> {
        let of_group = self.others.iter().filter(|(filter, _)| filter.group() == group);
        let mut places: Vec<_> = of_group.cloned().collect();
        places.sort_by(|(a, a_count), (b, b_count)| b_count.cmp(a_count).then_with(|| a.cmp(b)));
        places
    }

    /// Sums up, with `others` not yet in order.
    pub fn new(tally: &Tally, mut others: Vec<(Filter, u64)>) -> Self {
        others.sort_unstable();
        Self {
            choices: tally.choices.to_vec(),
            facilities: tally.facilities.to_vec(),
            others,
        }
    }
}

/// Which lists of choices are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lists {
    choices: u64,
    facilities: bool,
    places: [bool; PLACES.len()],
}

impl Lists {
    /// Those of the groups that are meant.
    pub fn of(meant: impl Fn(Group) -> bool) -> Self {
        Self {
            choices: choices_where(|choice| meant(choice.group())),
            facilities: meant(Group::Facility),
            places: PLACES.map(|(group, _)| meant(group)),
        }
    }
}

/// Counts of one segment. Names by their numbers there.
#[derive(Debug, Clone)]
pub struct Tally {
    choices: [u64; 64],
    facilities: [u64; 64],
    pub places: [Vec<u32>; PLACES.len()],
}

/// Fewer listings than one in so many are looked at one by one; of more, sets are compared.
const FEW: u64 = 40;

impl Tally {
    pub fn empty() -> Self {
        Self {
            choices: [0; 64],
            facilities: [0; 64],
            places: Default::default(),
        }
    }

    pub fn new(columns: &Columns) -> Self {
        let names = PLACES.map(|(group, _)| columns.names(group).map_or(0, |names| names.count()));
        Self {
            places: names.map(|count| vec![0; count]),
            ..Self::empty()
        }
    }

    pub fn count_all(&mut self, columns: &Columns, docs: &Bits, lists: Lists) {
        if docs.count() * FEW < u64::from(columns.len) {
            docs.for_each(|doc| self.count(columns, doc, lists));
            return;
        }
        for (at, of_choice) in columns.of_choice.iter().enumerate() {
            if lists.choices >> at & 1 == 1 {
                self.choices[at] += docs.count_with(of_choice);
            }
        }
        if lists.facilities {
            for (facility, of_facility) in Facility::ALL.iter().zip(&columns.of_facility) {
                self.facilities[facility.bit() as usize] += docs.count_with(of_facility);
            }
        }
        for ((group, _), (tally, _)) in PLACES
            .iter()
            .zip(self.places.iter_mut().zip(lists.places))
            .filter(|(_, (_, wanted))| *wanted)
        {
            if let Some(names) = columns.names(*group) {
                docs.for_each(|doc| count_name(tally, names.numbers[doc as usize]));
            }
        }
    }

    pub fn count(&mut self, columns: &Columns, doc: DocId, lists: Lists) {
        let at = doc as usize;
        count_bits(&mut self.choices, columns.traits[at] & lists.choices);
        if lists.facilities {
            count_bits(&mut self.facilities, columns.facilities[at]);
        }
        for ((group, _), (tally, wanted)) in PLACES.iter().zip(self.places.iter_mut().zip(lists.places)) {
            if let Some(names) = columns.names(*group).filter(|_| wanted) {
                count_name(tally, names.numbers[at]);
            }
        }
    }

    /// Adds the lists that mean the same in every segment.
    pub fn add(&mut self, other: &Self) {
        let lists = [
            (&mut self.choices, &other.choices),
            (&mut self.facilities, &other.facilities),
        ];
        for (sum, more) in lists {
            for (sum, more) in sum.iter_mut().zip(more) {
                *sum += more;
            }
        }
    }
}

fn count_name(tally: &mut [u32], number: u32) {
    if number != NO_NAME
        && let Some(count) = tally.get_mut(number as usize)
    {
        *count += 1;
    }
}

fn count_bits(tally: &mut [u64; 64], mut bits: u64) {
    while bits != 0 {
        tally[bits.trailing_zeros() as usize] += 1;
        bits &= bits - 1;
    }
}
