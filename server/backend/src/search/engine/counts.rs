//! How many listings each choice would show.

use domain::{
    facility::Facility,
    search::{Filter, Group},
};

use super::{
    bits::{Bits, Docs},
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

    /// How many columns a listing is looked up in, places aside, which are counted one by one in any case.
    fn columns(self) -> u64 {
        u64::from(self.choices != 0) + u64::from(self.facilities)
    }

    /// How many sets it takes instead.
    fn sets(self) -> u64 {
        let facilities = if self.facilities { Facility::ALL.len() } else { 0 };
        u64::from(self.choices.count_ones()) + facilities as u64
    }
}

/// Counts of one segment. Names by their numbers there.
#[derive(Debug, Clone)]
pub struct Tally {
    choices: [u64; 64],
    facilities: [u64; 64],
    pub places: [Vec<u32>; PLACES.len()],
}

/// Looking one listing up in a column takes as long as comparing so many places of two sets.
const LOOK: u64 = 2 * 64;

impl Docs {
    /// Lists what is counted faster in a list.
    pub fn of(set: Bits, lists: Lists) -> Self {
        let count = set.count();
        match count * LOOK * (1 + lists.columns()) <= u64::from(set.len()) * (1 + lists.sets()) {
            true => Self::List(set.list(count as usize)),
            false => Self::Set(set),
        }
    }
}

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

    /// Counts what some lists say of some listings.
    pub fn count(&mut self, columns: &Columns, docs: &Docs, lists: Lists) {
        match docs {
            Docs::List(docs) => {
                if lists.choices != 0 {
                    let traits = docs.iter().map(|doc| columns.traits[*doc as usize]);
                    BitCounts::new(&mut self.choices).add(traits.map(|traits| traits & lists.choices));
                }
                if lists.facilities {
                    let facilities = docs.iter().map(|doc| columns.facilities[*doc as usize]);
                    BitCounts::new(&mut self.facilities).add(facilities);
                }
            }
            Docs::Set(docs) => {
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
            }
        }
        if lists.places.contains(&true) {
            self.count_places(columns, &columns.places.grouped.count(docs), lists);
        }
    }

    /// Adds how many listings are in each place to its city, its district and its street.
    fn count_places(&mut self, columns: &Columns, in_places: &[u32], lists: Lists) {
        for ((group, _), (tally, _)) in PLACES
            .iter()
            .zip(self.places.iter_mut().zip(lists.places))
            .filter(|(_, (_, wanted))| *wanted)
        {
            for (name, count) in columns.places.names(*group).zip(in_places) {
                if name != NO_NAME
                    && let Some(sum) = tally.get_mut(name as usize)
                {
                    *sum += count;
                }
            }
        }
    }

    /// Takes some lists from elsewhere.
    pub fn take(&mut self, other: &Self, lists: Lists) {
        for (at, (count, taken)) in self.choices.iter_mut().zip(other.choices).enumerate() {
            if lists.choices >> at & 1 == 1 {
                *count = taken;
            }
        }
        if lists.facilities {
            self.facilities = other.facilities;
        }
        for (at, places) in self.places.iter_mut().enumerate().filter(|(at, _)| lists.places[*at]) {
            places.clone_from(&other.places[at]);
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

/// Counts for each of 64 bits how many numbers have it, for all bits at once: `planes[n]` has the binary digit of 2ⁿ of
/// each of the 64 counts.
struct BitCounts<'a> {
    planes: [u64; DIGITS],
    counts: &'a mut [u64; 64],
}

const DIGITS: usize = 12;

/// So many numbers are added before the digits would overflow.
const FULL: usize = (1 << DIGITS) - 4;

impl<'a> BitCounts<'a> {
    fn new(counts: &'a mut [u64; 64]) -> Self {
        Self {
            planes: [0; DIGITS],
            counts,
        }
    }

    fn add(mut self, numbers: impl Iterator<Item = u64>) {
        let mut added = 0;
        let mut four = [0; 4];
        let mut waiting = 0;
        for number in numbers {
            four[waiting] = number;
            waiting += 1;
            if waiting == four.len() {
                self.add_four(four);
                (four, waiting, added) = ([0; 4], 0, added + 4);
                if added == FULL {
                    self.flush();
                    added = 0;
                }
            }
        }
        self.add_four(four);
        self.flush();
    }

    /// As on paper, with carries: two numbers and a digit make a digit and a carry.
    fn add_four(&mut self, [a, b, c, d]: [u64; 4]) {
        let [ones, twos, rest @ ..] = &mut self.planes;
        let one = carry(ones, a, b);
        let other = carry(ones, c, d);
        let mut carried = carry(twos, one, other);
        for digit in rest {
            (*digit, carried) = (*digit ^ carried, *digit & carried);
        }
    }

    fn flush(&mut self) {
        for (digit, plane) in self.planes.iter_mut().enumerate() {
            for (bit, sum) in self.counts.iter_mut().enumerate() {
                *sum += (*plane >> bit & 1) << digit;
            }
            *plane = 0;
        }
    }
}

fn carry(digit: &mut u64, one: u64, other: u64) -> u64 {
    let half = *digit ^ one;
    let carried = *digit & one | half & other;
    *digit = half ^ other;
    carried
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn bits_are_counted(numbers in prop::collection::vec(any::<u64>(), 0..9), times in 1_usize..1200) {
            let mut sums = [1; 64];
            BitCounts::new(&mut sums).add(numbers.iter().copied().cycle().take(numbers.len() * times));
            for (bit, sum) in sums.into_iter().enumerate() {
                let expected = numbers.iter().filter(|number| **number >> bit & 1 == 1).count() * times;
                prop_assert_eq!(sum, expected as u64 + 1);
            }
        }
    }
}
