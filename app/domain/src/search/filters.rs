//! All that is asked for at once.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::{
    filter::{Facing, Filter, Group, Mode, Range, Rooms},
    near::Near,
    sort::Sort,
};
use crate::{facility::Facility, geo::MapBox, place::PlaceName};

/// Everything that a search asks for besides words. Empty fields ask for nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filters {
    pub city: BTreeSet<PlaceName>,
    pub district: BTreeSet<PlaceName>,
    pub street: BTreeSet<PlaceName>,
    pub estate: BTreeSet<PlaceName>,
    pub near: Option<Near>,
    pub within: Option<MapBox>,
    pub mode: Option<Mode>,
    pub rooms: BTreeSet<Rooms>,
    pub rent: Option<Range>,
    pub area: Option<Range>,
    pub facing: BTreeSet<Facing>,
    /// All of them are wanted.
    pub facilities: BTreeSet<Facility>,
    pub verified: bool,
    pub available_by: Option<Date>,
}

impl Filters {
    /// Adds one more wish. Where a group holds one value only, the new one replaces it.
    pub fn add(&mut self, filter: Filter) {
        match filter {
            Filter::City(name) => {
                self.city.insert(name);
            }
            Filter::District(name) => {
                self.district.insert(name);
            }
            Filter::Street(name) => {
                self.street.insert(name);
            }
            Filter::Estate(name) => {
                self.estate.insert(name);
            }
            Filter::Near(near) => self.near = Some(near),
            Filter::Within(area) => self.within = Some(area),
            Filter::Mode(mode) => self.mode = Some(mode),
            Filter::Rooms(rooms) => {
                self.rooms.insert(rooms);
            }
            Filter::Rent(range) => self.rent = Some(range),
            Filter::Area(range) => self.area = Some(range),
            Filter::Facing(facing) => {
                self.facing.insert(facing);
            }
            Filter::Facility(facility) => {
                self.facilities.insert(facility);
            }
            Filter::Verified => self.verified = true,
            Filter::AvailableBy(date) => self.available_by = Some(date),
        }
    }

    /// Takes one wish away; nothing happens when it isn't there.
    pub fn remove(&mut self, filter: &Filter) {
        if !self.contains(filter) {
            return;
        }
        match filter {
            Filter::City(name) => {
                self.city.remove(name);
            }
            Filter::District(name) => {
                self.district.remove(name);
            }
            Filter::Street(name) => {
                self.street.remove(name);
            }
            Filter::Estate(name) => {
                self.estate.remove(name);
            }
            Filter::Near(_) => self.near = None,
            Filter::Within(_) => self.within = None,
            Filter::Mode(_) => self.mode = None,
            Filter::Rooms(rooms) => {
                self.rooms.remove(rooms);
            }
            Filter::Rent(_) => self.rent = None,
            Filter::Area(_) => self.area = None,
            Filter::Facing(facing) => {
                self.facing.remove(facing);
            }
            Filter::Facility(facility) => {
                self.facilities.remove(facility);
            }
            Filter::Verified => self.verified = false,
            Filter::AvailableBy(_) => self.available_by = None,
        }
    }

    #[must_use]
    pub fn contains(&self, filter: &Filter) -> bool {
        match filter {
            Filter::City(name) => self.city.contains(name),
            Filter::District(name) => self.district.contains(name),
            Filter::Street(name) => self.street.contains(name),
            Filter::Estate(name) => self.estate.contains(name),
            Filter::Near(near) => self.near.as_ref() == Some(near),
            Filter::Within(area) => self.within == Some(*area),
            Filter::Mode(mode) => self.mode == Some(*mode),
            Filter::Rooms(rooms) => self.rooms.contains(rooms),
            Filter::Rent(range) => self.rent == Some(*range),
            Filter::Area(range) => self.area == Some(*range),
            Filter::Facing(facing) => self.facing.contains(facing),
            Filter::Facility(facility) => self.facilities.contains(facility),
            Filter::Verified => self.verified,
            Filter::AvailableBy(date) => self.available_by == Some(*date),
        }
    }

    /// Every wish, group by group.
    #[must_use]
    pub fn list(&self) -> Vec<Filter> {
        Group::ALL.iter().flat_map(|group| self.in_group(*group)).collect()
    }

    /// The wishes of one group.
    #[must_use]
    pub fn in_group(&self, group: Group) -> Vec<Filter> {
        fn each<T: Clone>(set: &BTreeSet<T>, wrap: fn(T) -> Filter) -> Vec<Filter> {
            set.iter().cloned().map(wrap).collect()
        }
        match group {
            Group::City => each(&self.city, Filter::City),
            Group::District => each(&self.district, Filter::District),
            Group::Street => each(&self.street, Filter::Street),
            Group::Estate => each(&self.estate, Filter::Estate),
            Group::Near => self.near.clone().map(Filter::Near).into_iter().collect(),
            Group::Within => self.within.map(Filter::Within).into_iter().collect(),
            Group::Mode => self.mode.map(Filter::Mode).into_iter().collect(),
            Group::Rooms => each(&self.rooms, Filter::Rooms),
            Group::Rent => self.rent.map(Filter::Rent).into_iter().collect(),
            Group::Area => self.area.map(Filter::Area).into_iter().collect(),
            Group::Facing => each(&self.facing, Filter::Facing),
            Group::Facility => each(&self.facilities, Filter::Facility),
            Group::Verified => self.verified.then_some(Filter::Verified).into_iter().collect(),
            Group::AvailableBy => self.available_by.map(Filter::AvailableBy).into_iter().collect(),
        }
    }

    /// Whether one more choice of this group widens the search: something of it is chosen, and it holds several.
    #[must_use]
    pub fn joins(&self, group: Group) -> bool {
        match group {
            Group::City | Group::District | Group::Street | Group::Estate | Group::Rooms | Group::Facing => {
                !self.in_group(group).is_empty()
            }
            _ => false,
        }
    }

    pub fn clear(&mut self, group: Group) {
        for filter in self.in_group(group) {
            self.remove(&filter);
        }
    }

    /// The order that an asked one comes to: nearest first needs a point to be near.
    #[must_use]
    pub fn order(&self, asked: Sort) -> Sort {
        match asked {
            Sort::Distance if self.near.is_none() => Sort::Fit,
            asked => asked,
        }
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_added_can_be_removed() {
        let mut filters = Filters::default();
        let wishes = [
            Filter::Street(PlaceName::parse("列东街道").unwrap()),
            Filter::Rooms(Rooms::Two),
            Filter::Rooms(Rooms::Three),
            Filter::Rent(Range::at_most(1500)),
            Filter::Facility(Facility::Elevator),
            Filter::Verified,
        ];
        for wish in &wishes {
            filters.add(wish.clone());
        }
        assert_eq!(filters.list(), wishes);
        filters.remove(&Filter::Rent(Range::at_most(2000)));
        assert_eq!(
            filters.rent,
            Some(Range::at_most(1500)),
            "another range is not this one"
        );
        for wish in &wishes {
            filters.remove(wish);
        }
        assert!(filters.is_empty());
    }
}
