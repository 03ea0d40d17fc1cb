//! One pass over the listings that match the words: filters, counts beside every choice, and the best ones.
//!
//! A listing that fails exactly one group of filters still counts in that group, because that is what a click on one of
//! its choices would show.

use std::{
    cmp::Reverse,
    collections::{BinaryHeap, HashMap},
    sync::Arc,
};

use domain::{
    facility::{Facility, FacilitySet},
    geo::{Gcj02Point, MapBox, Metres},
    id::ListingId,
    orientation::Orientations,
    search::{
        AREA_BANDS, Facing, Filter, Filters, Group, Mode, Near, PlaceName, RENT_BANDS, Radius, Range, Rooms, Sort,
        Wishes,
    },
};
use tantivy::{
    DocId, Score, SegmentOrdinal, SegmentReader, TantivyError,
    collector::{Collector, SegmentCollector},
    columnar::{ColumnValues, StrColumn},
};
use uuid::Uuid;

use super::{
    generation::{day_number, degrees_e6, mode_number},
    position::Position,
    schema::column,
};

/// How many listings each choice would show.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Counts(HashMap<Filter, u64>);

impl Counts {
    #[must_use]
    pub fn of(&self, filter: &Filter) -> u64 {
        self.0.get(filter).copied().unwrap_or(0)
    }

    /// The names of a group of places with their counts, the most frequent first.
    #[must_use]
    pub fn places(&self, group: Group) -> Vec<(Filter, u64)> {
        let mut places: Vec<_> = self
            .0
            .iter()
            .filter(|(filter, _)| filter.group() == group)
            .map(|(filter, count)| (filter.clone(), *count))
            .collect();
        places.sort_by(|(a, a_count), (b, b_count)| b_count.cmp(a_count).then_with(|| a.cmp(b)));
        places
    }

    fn add(&mut self, filter: Filter, count: u64) {
        if count > 0 {
            *self.0.entry(filter).or_default() += count;
        }
    }
}

/// What a pass brings home.
#[derive(Debug, Default)]
pub struct Gathered {
    pub total: u64,
    pub counts: Counts,
    /// Best first.
    pub best: Vec<Position>,
}

/// What a pass is for.
#[derive(Debug, Clone)]
pub struct Gather {
    pub filters: Filters,
    pub wishes: Wishes,
    pub sort: Sort,
    /// Words give scores.
    pub scored: bool,
    pub limit: usize,
    pub after: Option<Position>,
    pub with_counts: bool,
}

impl Collector for Gather {
    type Fruit = Gathered;
    type Child = Segment;

    fn for_segment(&self, _: SegmentOrdinal, reader: &SegmentReader) -> tantivy::Result<Segment> {
        let columns = Columns::open(reader)?;
        let tests = Test::all(&self.filters, &columns)?;
        let tallies = if self.with_counts {
            Some(Tallies::new(&columns, &self.filters))
        } else {
            None
        };
        Ok(Segment {
            gather: self.clone(),
            columns,
            tests,
            tallies,
            total: 0,
            best: BinaryHeap::with_capacity(self.limit + 1),
        })
    }

    fn requires_scoring(&self) -> bool {
        self.scored && self.sort == Sort::Fit
    }

    fn merge_fruits(&self, segments: Vec<tantivy::Result<Gathered>>) -> tantivy::Result<Gathered> {
        let mut all = Gathered::default();
        for segment in segments {
            let segment = segment?;
            all.total += segment.total;
            all.best.extend(segment.best);
            for (filter, count) in segment.counts.0 {
                all.counts.add(filter, count);
            }
        }
        all.best.sort_unstable_by(|a, b| b.cmp(a));
        all.best.truncate(self.limit);
        Ok(all)
    }
}

type Numbers = Arc<dyn ColumnValues<u64>>;

/// The columns of one segment.
struct Columns {
    id_high: Numbers,
    id_low: Numbers,
    city: Names,
    district: Names,
    street: Names,
    estate: Names,
    mode: Numbers,
    rooms: Numbers,
    halls: Numbers,
    baths: Numbers,
    area: Numbers,
    rent: Numbers,
    facing: Numbers,
    facilities: Numbers,
    verified: Numbers,
    available: Numbers,
    published: Numbers,
    confirmed: Numbers,
    latitude: Numbers,
    longitude: Numbers,
}

/// A column of names: numbers and what they stand for. A segment without any name has no dictionary.
struct Names {
    numbers: Numbers,
    dictionary: Option<StrColumn>,
}

/// Stands for "no name": no dictionary is that large.
const NO_NAME: u64 = u64::MAX;

impl Columns {
    fn open(reader: &SegmentReader) -> tantivy::Result<Self> {
        let columns = reader.fast_fields();
        let numbers = |name| columns.u64(name).map(|column| column.first_or_default_col(0));
        let names = |name| -> tantivy::Result<Names> {
            let dictionary = columns.str(name)?;
            let numbers: Numbers = match &dictionary {
                Some(column) => column.ords().clone().first_or_default_col(NO_NAME),
                None => Arc::new(tantivy::columnar::EmptyColumnValues),
            };
            Ok(Names { numbers, dictionary })
        };
        Ok(Self {
            id_high: numbers(column::ID_HIGH)?,
            id_low: numbers(column::ID_LOW)?,
            city: names(column::CITY)?,
            district: names(column::DISTRICT)?,
            street: names(column::STREET)?,
            estate: names(column::ESTATE)?,
            mode: numbers(column::MODE)?,
            rooms: numbers(column::ROOMS)?,
            halls: numbers(column::HALLS)?,
            baths: numbers(column::BATHS)?,
            area: numbers(column::AREA)?,
            rent: numbers(column::RENT)?,
            facing: numbers(column::FACING)?,
            facilities: numbers(column::FACILITIES)?,
            verified: numbers(column::VERIFIED)?,
            available: numbers(column::AVAILABLE)?,
            published: numbers(column::PUBLISHED)?,
            confirmed: numbers(column::CONFIRMED)?,
            latitude: numbers(column::LATITUDE)?,
            longitude: numbers(column::LONGITUDE)?,
        })
    }

    fn names(&self, group: Group) -> Option<&Names> {
        match group {
            Group::City => Some(&self.city),
            Group::District => Some(&self.district),
            Group::Street => Some(&self.street),
            Group::Estate => Some(&self.estate),
            _ => None,
        }
    }

    fn layout(&self, doc: DocId) -> (Mode, u8, u8) {
        let small = |numbers: &Numbers| u8::try_from(numbers.get_val(doc)).unwrap_or(u8::MAX);
        let mode = Mode::ALL
            .iter()
            .copied()
            .find(|mode| mode_number(*mode) == self.mode.get_val(doc))
            .unwrap_or(Mode::Whole);
        (mode, small(&self.rooms), small(&self.halls))
    }

    fn orientations(&self, doc: DocId) -> Orientations {
        Orientations::from_bits(u8::try_from(self.facing.get_val(doc)).unwrap_or(0))
    }

    fn point(&self, doc: DocId) -> Option<Gcj02Point> {
        let latitude = degrees_e6(self.latitude.get_val(doc))?;
        Gcj02Point::new(latitude, degrees_e6(self.longitude.get_val(doc))?)
    }

    fn id(&self, doc: DocId) -> ListingId {
        Uuid::from_u64_pair(self.id_high.get_val(doc), self.id_low.get_val(doc)).into()
    }
}

impl Names {
    fn numbers_of<'a>(&self, names: impl Iterator<Item = &'a PlaceName>) -> tantivy::Result<Vec<u64>> {
        let Some(column) = &self.dictionary else {
            return Ok(vec![]);
        };
        let mut numbers = Vec::new();
        for name in names {
            numbers.extend(column.dictionary().term_ord(name.as_str().as_bytes())?);
        }
        Ok(numbers)
    }
}

/// One group of filters, ready to be asked of a listing.
struct Test {
    group: Group,
    wanted: Wanted,
}

enum Wanted {
    Names(Vec<u64>),
    /// And a box around it, which spares the arithmetic for nearly all listings.
    Near(Near, MapBox),
    Within(MapBox),
    Mode(u64),
    Rooms(Vec<Rooms>),
    Rent(Range),
    /// In hundredths of a square metre.
    Area(u64, u64),
    Facing(Vec<Facing>),
    Facilities(FacilitySet),
    Verified,
    AvailableBy(u64),
}

impl Test {
    fn all(filters: &Filters, columns: &Columns) -> tantivy::Result<Vec<Self>> {
        let mut tests = Vec::new();
        let names = [
            (Group::City, &filters.city),
            (Group::District, &filters.district),
            (Group::Street, &filters.street),
            (Group::Estate, &filters.estate),
        ];
        for (group, wanted) in names {
            if let Some(column) = columns.names(group).filter(|_| !wanted.is_empty()) {
                let wanted = Wanted::Names(column.numbers_of(wanted.iter())?);
                tests.push(Self { group, wanted });
            }
        }
        let mut add = |group, wanted: Option<Wanted>| tests.extend(wanted.map(|wanted| Self { group, wanted }));
        add(Group::Near, filters.near.clone().map(near_test));
        add(Group::Within, filters.within.map(Wanted::Within));
        add(Group::Mode, filters.mode.map(mode_number).map(Wanted::Mode));
        let rooms: Vec<_> = filters.rooms.iter().copied().collect();
        add(Group::Rooms, (!rooms.is_empty()).then_some(Wanted::Rooms(rooms)));
        add(Group::Rent, filters.rent.map(Wanted::Rent));
        add(Group::Area, filters.area.map(area_test));
        let facing: Vec<_> = filters.facing.iter().copied().collect();
        add(Group::Facing, (!facing.is_empty()).then_some(Wanted::Facing(facing)));
        let facilities: FacilitySet = filters.facilities.iter().copied().collect();
        add(
            Group::Facility,
            (!facilities.is_empty()).then_some(Wanted::Facilities(facilities)),
        );
        add(Group::Verified, filters.verified.then_some(Wanted::Verified));
        add(
            Group::AvailableBy,
            filters.available_by.map(day_number).map(Wanted::AvailableBy),
        );
        Ok(tests)
    }

    fn passes(&self, columns: &Columns, doc: DocId) -> bool {
        match &self.wanted {
            Wanted::Names(numbers) => columns
                .names(self.group)
                .is_some_and(|names| numbers.contains(&names.numbers.get_val(doc))),
            Wanted::Near(near, around) => columns
                .point(doc)
                .is_some_and(|point| around.contains(point) && near.reaches(point).is_some()),
            Wanted::Within(area) => columns.point(doc).is_some_and(|point| area.contains(point)),
            Wanted::Mode(mode) => columns.mode.get_val(doc) == *mode,
            Wanted::Rooms(choices) => {
                let (mode, rooms, halls) = columns.layout(doc);
                choices.iter().any(|choice| choice.accepts(mode, rooms, halls))
            }
            Wanted::Rent(range) => range.contains(small(columns.rent.get_val(doc))),
            Wanted::Area(min, max) => (*min..=*max).contains(&columns.area.get_val(doc)),
            Wanted::Facing(choices) => {
                let orientations = columns.orientations(doc);
                choices.iter().any(|choice| faces(orientations, *choice))
            }
            Wanted::Facilities(wanted) => has(columns.facilities.get_val(doc)).contains_all(*wanted),
            Wanted::Verified => columns.verified.get_val(doc) == 1,
            Wanted::AvailableBy(day) => columns.available.get_val(doc) <= *day,
        }
    }
}

fn small(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn has(bits: u64) -> FacilitySet {
    FacilitySet::from_bits(bits)
}

fn faces(orientations: Orientations, choice: Facing) -> bool {
    match choice {
        Facing::Towards(orientation) => orientations.contains(orientation),
        Facing::Through => orientations.is_through(),
    }
}

/// 80 平 is what is written as 80: up to 80.99 is not above it.
fn area_test(range: Range) -> Wanted {
    let min = range.min().map_or(0, |min| u64::from(min) * 100);
    let max = range.max().map_or(u64::MAX, |max| u64::from(max) * 100 + 99);
    Wanted::Area(min, max)
}

fn near_test(near: Near) -> Wanted {
    let around = MapBox::around(near.point, Metres(near.radius.metres()));
    Wanted::Near(near, around)
}

/// Counts of one segment, by place in each list.
struct Tallies {
    city: Vec<u64>,
    district: Vec<u64>,
    street: Vec<u64>,
    /// Only where a point is looked near of.
    near: Option<(Near, [u64; Radius::CHOICES.len()])>,
    mode: [u64; Mode::ALL.len()],
    rooms: [u64; Rooms::ALL.len()],
    rent: [u64; RENT_BANDS.len()],
    area: [u64; AREA_BANDS.len()],
    facing: Vec<(Facing, u64)>,
    facilities: [u64; 64],
    verified: u64,
}

impl Tallies {
    fn new(columns: &Columns, filters: &Filters) -> Self {
        let names = |names: &Names| vec![0; names.dictionary.as_ref().map_or(0, |column| column.num_terms())];
        Self {
            city: names(&columns.city),
            district: names(&columns.district),
            street: names(&columns.street),
            near: filters.near.clone().map(|near| (near, Default::default())),
            mode: Default::default(),
            rooms: Default::default(),
            rent: Default::default(),
            area: Default::default(),
            facing: Facing::all().map(|facing| (facing, 0)).collect(),
            facilities: [0; 64],
            verified: 0,
        }
    }

    /// Counts a listing in all groups (`failed` none), or in the only one that it fails.
    fn count(&mut self, columns: &Columns, doc: DocId, failed: Option<Group>) {
        let here = |group| failed.is_none_or(|failed| failed == group);
        let name = |tally: &mut Vec<u64>, names: &Names| {
            let at = usize::try_from(names.numbers.get_val(doc)).ok();
            if let Some(count) = at.and_then(|at| tally.get_mut(at)) {
                *count += 1;
            }
        };
        if here(Group::City) {
            name(&mut self.city, &columns.city);
        }
        if here(Group::District) {
            name(&mut self.district, &columns.district);
        }
        if here(Group::Street) {
            name(&mut self.street, &columns.street);
        }
        if here(Group::Near)
            && let Some((near, counts)) = &mut self.near
            && let Some(point) = columns.point(doc)
        {
            let distance = near.point.distance_to(point);
            count_where(counts, &Radius::CHOICES, |radius| distance.0 <= radius.metres());
        }
        if here(Group::Mode) || here(Group::Rooms) {
            self.count_layout(columns.layout(doc), here(Group::Mode), here(Group::Rooms));
        }
        if here(Group::Rent) {
            let rent = small(columns.rent.get_val(doc));
            count_where(&mut self.rent, &RENT_BANDS, |band| band.contains(rent));
        }
        if here(Group::Area) {
            let area = columns.area.get_val(doc);
            count_where(&mut self.area, &AREA_BANDS, |band| match area_test(*band) {
                Wanted::Area(min, max) => (min..=max).contains(&area),
                _ => false,
            });
        }
        if here(Group::Facing) {
            let orientations = columns.orientations(doc);
            for (facing, count) in &mut self.facing {
                *count += u64::from(faces(orientations, *facing));
            }
        }
        // Facilities narrow each other: a click on one more shows only what passes all of them.
        if failed.is_none() {
            for facility in has(columns.facilities.get_val(doc)).iter() {
                self.facilities[facility.bit() as usize] += 1;
            }
        }
        if here(Group::Verified) {
            self.verified += columns.verified.get_val(doc);
        }
    }

    fn count_layout(&mut self, (mode, rooms, halls): (Mode, u8, u8), in_mode: bool, in_rooms: bool) {
        if in_mode {
            count_where(&mut self.mode, Mode::ALL, |choice| *choice == mode);
        }
        if in_rooms {
            count_where(&mut self.rooms, &Rooms::ALL, |choice| {
                choice.accepts(mode, rooms, halls)
            });
        }
    }

    fn into_counts(self, columns: &Columns) -> tantivy::Result<Counts> {
        let mut counts = Counts::default();
        let places = [
            (self.city, &columns.city, Filter::City as fn(PlaceName) -> Filter),
            (self.district, &columns.district, Filter::District),
            (self.street, &columns.street, Filter::Street),
        ];
        for (tally, names, filter) in places {
            let Some(column) = &names.dictionary else { continue };
            let mut name = String::new();
            for (number, count) in tally.into_iter().enumerate().filter(|(_, count)| *count > 0) {
                let found = column
                    .ord_to_str(number as u64, &mut name)
                    .map_err(TantivyError::from)?;
                if let Some(name) = found.then(|| PlaceName::parse(&name).ok()).flatten() {
                    counts.add(filter(name), count);
                }
            }
        }
        let lists = [
            zip(Mode::ALL.iter().copied().map(Filter::Mode), self.mode),
            zip(Rooms::ALL.into_iter().map(Filter::Rooms), self.rooms),
            zip(RENT_BANDS.into_iter().map(Filter::Rent), self.rent),
            zip(AREA_BANDS.into_iter().map(Filter::Area), self.area),
            self.facing
                .into_iter()
                .map(|(facing, count)| (Filter::Facing(facing), count))
                .collect(),
            Facility::ALL
                .iter()
                .map(|facility| (Filter::Facility(*facility), self.facilities[facility.bit() as usize]))
                .collect(),
            vec![(Filter::Verified, self.verified)],
        ];
        let near = self.near.into_iter().flat_map(|(near, radii)| {
            let choices = Radius::CHOICES.map(|radius| Filter::Near(near.with_radius(radius)));
            zip(choices.into_iter(), radii)
        });
        for (filter, count) in lists.into_iter().flatten().chain(near) {
            counts.add(filter, count);
        }
        Ok(counts)
    }
}

fn zip(filters: impl Iterator<Item = Filter>, counts: impl IntoIterator<Item = u64>) -> Vec<(Filter, u64)> {
    filters.zip(counts).collect()
}

fn count_where<T>(counts: &mut [u64], choices: &[T], fits: impl Fn(&T) -> bool) {
    for (count, choice) in counts.iter_mut().zip(choices) {
        *count += u64::from(fits(choice));
    }
}

/// A pass over one segment.
pub struct Segment {
    gather: Gather,
    columns: Columns,
    tests: Vec<Test>,
    tallies: Option<Tallies>,
    total: u64,
    /// The worst of the best on top.
    best: BinaryHeap<Reverse<Position>>,
}

/// Halls or bathrooms as asked for weigh like a step between two kinds of match.
const WISH: u64 = 3;

impl Segment {
    fn position(&self, doc: DocId, score: Score) -> Position {
        let columns = &self.columns;
        let confirmed = columns.confirmed.get_val(doc);
        let (first, second) = match self.gather.sort {
            Sort::Fit => {
                // Scores are sums of small whole numbers, see `words`.
                let score = score as u64 + self.granted_wishes(doc);
                (score, columns.verified.get_val(doc) << 48 | confirmed)
            }
            Sort::Newest => (columns.published.get_val(doc), confirmed),
            Sort::RentUp => (u64::MAX - columns.rent.get_val(doc), confirmed),
            Sort::RentDown => (columns.rent.get_val(doc), confirmed),
            Sort::Area => (columns.area.get_val(doc), confirmed),
            Sort::Distance => (u64::MAX - self.metres(doc), confirmed),
        };
        Position {
            first,
            second,
            id: columns.id(doc),
        }
    }

    /// Unknown is farthest. Sorted by distance is what has a point to be near of, see [`Filters::order`].
    fn metres(&self, doc: DocId) -> u64 {
        let near = self.gather.filters.near.as_ref();
        let distance = near.and_then(|near| Some(near.point.distance_to(self.columns.point(doc)?)));
        distance.map_or(u64::MAX, |distance| u64::from(distance.0))
    }

    fn granted_wishes(&self, doc: DocId) -> u64 {
        let Wishes { halls, baths } = self.gather.wishes;
        let granted =
            |wish: Option<u8>, numbers: &Numbers| wish.is_some_and(|wish| numbers.get_val(doc) == u64::from(wish));
        let granted = [granted(halls, &self.columns.halls), granted(baths, &self.columns.baths)];
        granted.into_iter().map(|granted| u64::from(granted) * WISH).sum()
    }

    fn keep(&mut self, position: Position) {
        if self.gather.after.is_some_and(|after| position >= after) {
            return;
        }
        if self.best.len() < self.gather.limit {
            self.best.push(Reverse(position));
        } else if let Some(mut worst) = self.best.peek_mut()
            && position > worst.0
        {
            *worst = Reverse(position);
        }
    }
}

impl SegmentCollector for Segment {
    type Fruit = tantivy::Result<Gathered>;

    fn collect(&mut self, doc: DocId, score: Score) {
        let mut failed = None;
        for test in &self.tests {
            if !test.passes(&self.columns, doc) {
                if failed.is_some() || self.tallies.is_none() {
                    return;
                }
                failed = Some(test.group);
            }
        }
        if let Some(tallies) = &mut self.tallies {
            tallies.count(&self.columns, doc, failed);
        }
        if failed.is_none() {
            self.total += 1;
            if self.gather.limit > 0 {
                self.keep(self.position(doc, score));
            }
        }
    }

    fn harvest(self) -> Self::Fruit {
        let counts = match self.tallies {
            Some(tallies) => tallies.into_counts(&self.columns)?,
            None => Counts::default(),
        };
        let mut best: Vec<_> = self.best.into_iter().map(|Reverse(position)| position).collect();
        best.sort_unstable_by(|a, b| b.cmp(a));
        Ok(Gathered {
            total: self.total,
            counts,
            best,
        })
    }
}
