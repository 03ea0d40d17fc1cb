//! Filters as tests of one segment's listings: asked one by one, or of all at once.

use std::{borrow::Cow, ops::RangeInclusive};

use domain::{
    facility::{Facility, FacilitySet},
    geo::{MapBox, Metres},
    search::{Filter, Filters, Group, Near, Range},
};
use tantivy::DocId;

use super::{
    bits::Bits,
    columns::{Columns, choices_where},
    numbers::{area_ends, day_number, degrees_number},
    whereabouts::{Points, point_at},
};

/// One group of filters, ready to be asked.
pub struct Test<'a> {
    pub group: Group,
    columns: &'a Columns,
    wanted: Wanted<'a>,
}

enum Wanted<'a> {
    /// Any of these numbers of estates' names.
    Estates(Vec<u32>),
    /// For each place of the segment, whether it is wanted.
    Places(Vec<bool>),
    /// Any of these choices.
    Choices(u64),
    /// All of these facilities.
    Facilities(u64),
    Numbers(Numbers<'a>),
    FreeBy(u32),
    Near(Circle),
    Within(Box4),
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
            [Filter::Rent(range)] => Wanted::Numbers(Numbers::rents(columns, *range)),
            [Filter::Area(range)] => Wanted::Numbers(Numbers::areas(columns, *range)),
            [Filter::AvailableBy(date)] => Wanted::FreeBy(u32::try_from(day_number(*date)).unwrap_or(u32::MAX)),
            [Filter::Near(near)] => Wanted::Near(Circle::new(near)),
            [Filter::Within(area)] => Wanted::Within(Box4::new(*area)),
            _ => match columns.names(group) {
                Some(names) => {
                    let wanted = names.numbers_of(wishes.iter().filter_map(place_name))?;
                    match group {
                        Group::Estate => Wanted::Estates(wanted),
                        _ => {
                            let names = columns.places.names(group);
                            Wanted::Places(names.map(|name| wanted.contains(&name)).collect())
                        }
                    }
                }
                None if group == Group::Facility => Wanted::Facilities(facilities(wishes)),
                None => Wanted::Choices(choices_where(|choice| wishes.contains(choice))),
            },
        };
        Ok(Self { group, columns, wanted })
    }

    pub fn passes(&self, doc: DocId) -> bool {
        let (at, columns) = (doc as usize, self.columns);
        match &self.wanted {
            Wanted::Estates(wanted) => wanted.contains(&columns.estates[at]),
            Wanted::Places(wanted) => wanted[columns.places.grouped.of[at] as usize],
            Wanted::Choices(any) => columns.traits[at] & any != 0,
            Wanted::Facilities(all) => columns.facilities[at] & all == *all,
            Wanted::Numbers(numbers) => numbers.passes(doc),
            Wanted::FreeBy(day) => columns.available[at] <= *day,
            Wanted::Near(circle) => circle.contains(columns.points.of(doc)),
            Wanted::Within(area) => area.contains(columns.points.of(doc)),
        }
    }

    /// Of what is in any of these sets, those that pass; besides these, any others.
    pub fn bits(&self, among: &[&Bits]) -> Cow<'a, Bits> {
        let columns = self.columns;
        match &self.wanted {
            Wanted::Estates(wanted) => Cow::Owned(match wanted.as_slice() {
                [] => Bits::none(columns.len),
                [one] => Bits::of(&columns.estates, |number| number == *one),
                _ => Bits::of(&columns.estates, |number| wanted.contains(&number)),
            }),
            Wanted::Places(wanted) => {
                let wanted = wanted.iter().enumerate().filter(|(_, wanted)| **wanted);
                Cow::Owned(columns.places.grouped.bits(wanted.map(|(place, _)| place)))
            }
            Wanted::Choices(any) => columns.with_choices(*any),
            Wanted::Facilities(all) => {
                let facilities = Facility::ALL.iter().zip(&columns.of_facility);
                let wanted = facilities.filter(|(facility, _)| all >> facility.bit() & 1 == 1);
                joined(wanted.map(|(_, bits)| bits), columns.len, Bits::and)
            }
            Wanted::Numbers(numbers) => Cow::Owned(numbers.bits(columns, among)),
            Wanted::FreeBy(day) => Cow::Owned(columns.free_by(*day).as_ref().clone()),
            Wanted::Near(circle) => Cow::Owned(columns.points.grouped.bits(circle.points(&columns.points))),
            Wanted::Within(area) => Cow::Owned(columns.points.grouped.bits(area.points(&columns.points))),
        }
    }

    /// Whether listings may have to be looked at one by one, so that it helps when others have sifted them before.
    pub fn looks_closely(&self) -> bool {
        matches!(self.wanted, Wanted::Numbers(_))
    }

    /// The circle, if this is about being near a point.
    pub fn circle(&self) -> Option<&Circle> {
        match &self.wanted {
            Wanted::Near(circle) => Some(circle),
            _ => None,
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

/// Rents or areas from one to another, with the bands that lie in between and those that lie half in it: of these
/// alone, numbers need to be looked at.
struct Numbers<'a> {
    values: &'a [u32],
    range: RangeInclusive<u32>,
    surely: u64,
    perhaps: u64,
}

/// More listings than one in so many are looked at in a row, whether or not their band needs it.
const IN_A_ROW: u64 = 8;

impl<'a> Numbers<'a> {
    fn rents(columns: &'a Columns, range: Range) -> Self {
        let band = |choice: &Filter| match choice {
            Filter::Rent(band) => Some(ends(*band)),
            _ => None,
        };
        Self::new(&columns.rent, ends(range), band)
    }

    fn areas(columns: &'a Columns, range: Range) -> Self {
        let band = |choice: &Filter| match choice {
            Filter::Area(band) => Some(area_ends(*band)),
            _ => None,
        };
        Self::new(&columns.area, area_ends(range), band)
    }

    /// The bands leave no number out.
    fn new(
        values: &'a [u32],
        range: RangeInclusive<u32>,
        band: impl Fn(&Filter) -> Option<RangeInclusive<u32>>,
    ) -> Self {
        let bands = |fits: &dyn Fn(RangeInclusive<u32>) -> bool| choices_where(|choice| band(choice).is_some_and(fits));
        let within = |band: RangeInclusive<u32>| range.contains(band.start()) && range.contains(band.end());
        let touches = |band: RangeInclusive<u32>| range.start() <= band.end() && band.start() <= range.end();
        let (surely, touched) = (bands(&within), bands(&touches));
        Self {
            values,
            surely,
            perhaps: touched & !surely,
            range,
        }
    }

    fn passes(&self, doc: DocId) -> bool {
        self.range.contains(&self.values[doc as usize])
    }

    fn bits(&self, columns: &Columns, among: &[&Bits]) -> Bits {
        let mut perhaps = columns.with_choices(self.perhaps).into_owned();
        perhaps.and_any(among);
        if perhaps.count() * IN_A_ROW > u64::from(columns.len) {
            let (min, span) = (*self.range.start(), self.range.end() - self.range.start());
            return Bits::of(self.values, |number| number.wrapping_sub(min) <= span);
        }
        perhaps.retain(|doc| self.passes(doc));
        perhaps.or(&columns.with_choices(self.surely));
        perhaps
    }
}

impl Columns {
    /// The listings of any of these choices.
    fn with_choices(&self, any: u64) -> Cow<'_, Bits> {
        let choices = self.of_choice.iter().enumerate();
        let wanted = choices.filter(|(at, _)| any >> at & 1 == 1);
        joined(wanted.map(|(_, bits)| bits), self.len, Bits::or)
    }
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

    fn contains(&self, [latitude, longitude]: [u32; 2]) -> bool {
        (self.south..=self.north).contains(&latitude) && (self.west..=self.east).contains(&longitude)
    }

    fn points(&self, points: &Points) -> impl Iterator<Item = usize> {
        let band = points.between(self.south, self.north);
        band.filter(|(_, at)| self.contains(*at)).map(|(number, _)| number)
    }
}

/// Within a distance of a point. A look at the flat map decides for nearly all; only who is about as far as the distance
/// is measured on the globe.
pub struct Circle {
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

    fn points(&self, points: &Points) -> impl Iterator<Item = usize> {
        let band = points.between(self.around.south, self.around.north);
        band.filter(|(_, at)| self.contains(*at)).map(|(number, _)| number)
    }

    pub fn contains(&self, at: [u32; 2]) -> bool {
        if !self.around.contains(at) {
            return false;
        }
        let [latitude, longitude] = at.map(f64::from);
        let north = (latitude - self.latitude) * self.to_north;
        let east = (longitude - self.longitude) * self.to_east;
        let (square, radius) = (north * north + east * east, f64::from(self.near.radius.metres()));
        let (surely, at_most) = (radius * (1.0 - FLAT), radius * (1.0 + FLAT));
        square <= surely * surely
            || square <= at_most * at_most && point_at(at).is_some_and(|point| self.near.reaches(point).is_some())
    }

    /// Whether another is around the same point and at least as wide.
    pub fn lies_in(&self, other: &Self) -> bool {
        self.near.point == other.near.point && self.near.radius <= other.near.radius
    }

    /// How many listings lie in each of several circles, each of which lies in the next, when so many are at each point.
    pub fn count(circles: &[&Self], points: &Points, at_points: &[u32]) -> Vec<u64> {
        let mut counts = vec![0; circles.len()];
        let Some(widest) = circles.last() else {
            return counts;
        };
        for (number, at) in points.between(widest.around.south, widest.around.north) {
            let listings = u64::from(at_points[number]);
            if listings == 0 {
                continue;
            }
            let reached = circles.iter().zip(&mut counts).rev();
            let reached = reached.take_while(|(circle, _)| circle.contains(at));
            reached.for_each(|(_, count)| *count += listings);
        }
        counts
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
