//! Filters as tests of one segment's listings: asked one by one, or of all at once.

use std::{borrow::Cow, ops::RangeInclusive};

use domain::{
    facility::{Facility, FacilitySet},
    geo::{MapBox, Metres},
    orientation::Orientations,
    search::{Facing, Filter, Filters, Group, Near, Range},
};
use tantivy::DocId;

use super::{
    bits::Bits,
    columns::{Columns, choices_where},
    generation::{day_number, degrees_number},
};

/// One group of filters, ready to be asked.
pub struct Test<'a> {
    pub group: Group,
    wanted: Wanted<'a>,
}

enum Wanted<'a> {
    Names(&'a [u32], Vec<u32>),
    /// Any of these choices.
    Choices(&'a Columns, u64),
    /// All of these facilities.
    Facilities(&'a Columns, u64),
    Numbers(&'a [u32], RangeInclusive<u32>),
    Near(&'a Columns, Circle),
    Within(&'a Columns, Box4),
}

impl<'a> Test<'a> {
    /// One test for each group of which something is wanted.
    pub fn all(filters: &Filters, columns: &'a Columns) -> tantivy::Result<Vec<Self>> {
        let groups = Group::ALL.into_iter().map(|group| filters.in_group(group));
        let tests = groups
            .filter(|wishes| !wishes.is_empty())
            .map(|wishes| Self::of(&wishes, columns));
        tests.collect()
    }

    /// What passes any of the wishes, which are of one group; for facilities, all of them.
    pub fn of(wishes: &[Filter], columns: &'a Columns) -> tantivy::Result<Self> {
        let group = wishes.first().map_or(Group::Verified, Filter::group);
        let wanted = match wishes {
            [Filter::Rent(range)] => Wanted::Numbers(&columns.rent, ends(*range)),
            [Filter::Area(range)] => Wanted::Numbers(&columns.area, area_ends(*range)),
            [Filter::AvailableBy(date)] => {
                let day = u32::try_from(day_number(*date)).unwrap_or(u32::MAX);
                Wanted::Numbers(&columns.available, 0..=day)
            }
            [Filter::Near(near)] => Wanted::Near(columns, Circle::new(near)),
            [Filter::Within(area)] => Wanted::Within(columns, Box4::new(*area)),
            _ => match columns.names(group) {
                Some(names) => {
                    let wanted = names.numbers_of(wishes.iter().filter_map(place_name))?;
                    Wanted::Names(&names.numbers, wanted)
                }
                None if group == Group::Facility => Wanted::Facilities(columns, facilities(wishes)),
                None => Wanted::Choices(columns, choices_where(|choice| wishes.contains(choice))),
            },
        };
        Ok(Self { group, wanted })
    }

    pub fn passes(&self, doc: DocId) -> bool {
        let at = doc as usize;
        match &self.wanted {
            Wanted::Names(numbers, wanted) => wanted.contains(&numbers[at]),
            Wanted::Choices(columns, any) => columns.traits[at] & any != 0,
            Wanted::Facilities(columns, all) => columns.facilities[at] & all == *all,
            Wanted::Numbers(numbers, range) => range.contains(&numbers[at]),
            Wanted::Near(columns, circle) => {
                circle.around.contains(columns.latitude[at], columns.longitude[at]) && circle.reaches(columns, doc)
            }
            Wanted::Within(columns, area) => area.contains(columns.latitude[at], columns.longitude[at]),
        }
    }

    /// All that pass.
    pub fn bits(&self) -> Cow<'a, Bits> {
        match &self.wanted {
            Wanted::Names(numbers, wanted) => Cow::Owned(match wanted.as_slice() {
                [] => Bits::none(numbers.len() as DocId),
                [one] => Bits::of(numbers, |number| number == *one),
                _ => Bits::of(numbers, |number| wanted.contains(&number)),
            }),
            Wanted::Choices(columns, any) => {
                let wanted = columns
                    .of_choice
                    .iter()
                    .enumerate()
                    .filter(|(at, _)| any >> at & 1 == 1);
                joined(wanted.map(|(_, bits)| bits), columns.len, Bits::or)
            }
            Wanted::Facilities(columns, all) => {
                let facilities = Facility::ALL.iter().zip(&columns.of_facility);
                let wanted = facilities.filter(|(facility, _)| all >> facility.bit() & 1 == 1);
                joined(wanted.map(|(_, bits)| bits), columns.len, Bits::and)
            }
            Wanted::Numbers(numbers, range) => {
                let (min, span) = (*range.start(), range.end() - range.start());
                Cow::Owned(Bits::of(numbers, |number| number.wrapping_sub(min) <= span))
            }
            Wanted::Near(columns, circle) => {
                let mut docs = circle.around.bits(columns);
                docs.retain(|doc| circle.reaches(columns, doc));
                Cow::Owned(docs)
            }
            Wanted::Within(columns, area) => Cow::Owned(area.bits(columns)),
        }
    }
}

fn joined<'a>(mut sets: impl Iterator<Item = &'a Bits>, len: DocId, join: fn(&mut Bits, &Bits)) -> Cow<'a, Bits> {
    let Some(first) = sets.next() else {
        return Cow::Owned(Bits::none(len));
    };
    let mut all = Cow::Borrowed(first);
    for set in sets {
        join(all.to_mut(), set);
    }
    all
}

/// A box of the map in the numbers of the index. What has no point is 0 and in none.
struct Box4 {
    south: u32,
    north: u32,
    west: u32,
    east: u32,
}

impl Box4 {
    fn new(area: MapBox) -> Self {
        let number = |e6: i32| u32::try_from(degrees_number(e6)).unwrap_or(u32::MAX);
        let (low, high) = (area.south_west(), area.north_east());
        Self {
            south: number(low.latitude_e6()),
            north: number(high.latitude_e6()),
            west: number(low.longitude_e6()),
            east: number(high.longitude_e6()),
        }
    }

    fn contains(&self, latitude: u32, longitude: u32) -> bool {
        (self.south..=self.north).contains(&latitude) && (self.west..=self.east).contains(&longitude)
    }

    fn bits(&self, columns: &Columns) -> Bits {
        let (high, wide) = (self.north - self.south, self.east - self.west);
        let mut docs = Bits::of(&columns.latitude, |at| at.wrapping_sub(self.south) <= high);
        docs.and(&Bits::of(&columns.longitude, |at| at.wrapping_sub(self.west) <= wide));
        docs
    }
}

/// Within a distance of a point. A look at the flat map decides for nearly all; only who is about as far as the distance
/// is measured on the globe.
struct Circle {
    near: Near,
    around: Box4,
    latitude: f64,
    longitude: f64,
    /// Metres in a millionth of a degree.
    to_north: f64,
    to_east: f64,
}

/// Within the distances that are asked for, the flat map is more exact than this part.
const FLAT: f64 = 0.01;

impl Circle {
    fn new(near: &Near) -> Self {
        let (latitude_e6, longitude_e6) = (near.point.latitude_e6(), near.point.longitude_e6());
        let to_north = 0.111_195;
        Self {
            around: Box4::new(MapBox::around(near.point, Metres(near.radius.metres()))),
            latitude: degrees_number(latitude_e6) as f64,
            longitude: degrees_number(longitude_e6) as f64,
            to_north,
            to_east: to_north * (f64::from(latitude_e6) / 1e6).to_radians().cos(),
            near: near.clone(),
        }
    }

    /// Of what is in the box around.
    fn reaches(&self, columns: &Columns, doc: DocId) -> bool {
        let at = doc as usize;
        let north = (f64::from(columns.latitude[at]) - self.latitude) * self.to_north;
        let east = (f64::from(columns.longitude[at]) - self.longitude) * self.to_east;
        let (square, radius) = (north * north + east * east, f64::from(self.near.radius.metres()));
        let (surely, at_most) = (radius * (1.0 - FLAT), radius * (1.0 + FLAT));
        if square <= surely * surely {
            return true;
        }
        square <= at_most * at_most
            && columns
                .point(doc)
                .is_some_and(|point| self.near.reaches(point).is_some())
    }
}

fn place_name(filter: &Filter) -> Option<&domain::search::PlaceName> {
    match filter {
        Filter::City(name) | Filter::District(name) | Filter::Street(name) | Filter::Estate(name) => Some(name),
        _ => None,
    }
}

fn facilities(wishes: &[Filter]) -> u64 {
    let wanted = wishes.iter().filter_map(|wish| match wish {
        Filter::Facility(facility) => Some(*facility),
        _ => None,
    });
    wanted.collect::<FacilitySet>().bits()
}

fn ends(range: Range) -> RangeInclusive<u32> {
    range.min().unwrap_or(0)..=range.max().unwrap_or(u32::MAX)
}

/// In hundredths of a square metre. 80 平 is what is written as 80: up to 80.99 is not above it.
pub fn area_ends(range: Range) -> RangeInclusive<u32> {
    let min = range.min().map_or(0, |min| min.saturating_mul(100));
    let max = range
        .max()
        .map_or(u32::MAX, |max| max.saturating_mul(100).saturating_add(99));
    min..=max
}

pub fn faces(orientations: Orientations, choice: Facing) -> bool {
    match choice {
        Facing::Towards(orientation) => orientations.contains(orientation),
        Facing::Through => orientations.is_through(),
    }
}
