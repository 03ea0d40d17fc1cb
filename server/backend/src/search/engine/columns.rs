//! What searches filter, count and sort by, of one segment, in memory.
//!
//! A segment never changes after it was written (but for listings that leave it), so its columns are read once, when the
//! segment appears, and shared by every search. A listing takes about sixty bytes.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use domain::{
    facility::Facility,
    id::ListingId,
    orientation::Orientations,
    search::{AREA_BANDS, Facing, Filter, Group, Mode, PlaceName, RENT_BANDS, Rooms, Sort},
};
use tantivy::{DocId, SegmentReader, columnar::StrColumn};
use uuid::Uuid;

use super::{
    bits::Bits,
    numbers::{area_ends, mode_number},
    position::Position,
    schema::column,
    whereabouts::{Places, Points},
};

/// Every choice of the closed lists but facilities, in the order of the bits of [`Columns::traits`].
pub fn choices() -> &'static [Filter] {
    static CHOICES: OnceLock<Vec<Filter>> = OnceLock::new();
    CHOICES.get_or_init(|| {
        let modes = Mode::ALL.iter().copied().map(Filter::Mode);
        let rooms = Rooms::ALL.into_iter().map(Filter::Rooms);
        let rents = RENT_BANDS.into_iter().map(Filter::Rent);
        let areas = AREA_BANDS.into_iter().map(Filter::Area);
        let facing = Facing::all().map(Filter::Facing);
        let all = modes.chain(rooms).chain(rents).chain(areas).chain(facing);
        all.chain([Filter::Verified]).collect()
    })
}

/// The bits of those choices that pass.
pub fn choices_where(passes: impl Fn(&Filter) -> bool) -> u64 {
    let bit = |(at, filter): (usize, &Filter)| u64::from(passes(filter)) << at;
    choices().iter().enumerate().map(bit).sum()
}

/// Stands for "no name": no dictionary is that large.
pub const NO_NAME: u32 = u32::MAX;

/// What the numbers of a column of names stand for. A segment without any name has no dictionary.
pub struct Names {
    dictionary: Option<StrColumn>,
}

type MakeFilter = fn(PlaceName) -> Filter;

/// The groups of places that are counted. Estates are not: there are more of them than a page can list.
pub const PLACES: [(Group, MakeFilter); 3] = [
    (Group::City, Filter::City),
    (Group::District, Filter::District),
    (Group::Street, Filter::Street),
];

/// The order of a segment's listings without regard to words: best first, and each listing's place in it.
pub struct Order {
    pub docs: Vec<DocId>,
    pub ranks: Vec<u32>,
}

/// What is free by so many days is kept, an eighth of a byte for each listing and day.
const DAYS_KEPT: usize = 8;

pub struct Columns {
    pub len: DocId,
    city: Names,
    district: Names,
    street: Names,
    estate: Names,
    pub places: Places,
    pub points: Points,
    /// The numbers of the estates' names.
    pub estates: Vec<u32>,
    pub rent: Vec<u32>,
    /// Hundredths of a square metre.
    pub area: Vec<u32>,
    /// Days since 1970-01-01.
    pub available: Vec<u32>,
    /// What is free by a day, for the days asked for last.
    free_by: Mutex<Vec<(u32, Arc<Bits>)>>,
    pub halls: Vec<u8>,
    pub baths: Vec<u8>,
    /// Which of [`choices`] each listing is.
    pub traits: Vec<u64>,
    pub facilities: Vec<u64>,
    /// The same the other way round: the listings of each choice and of each facility.
    pub of_choice: Vec<Bits>,
    pub of_facility: Vec<Bits>,
    ids: [Vec<u64>; 2],
    /// Unix milliseconds.
    confirmed: Vec<u64>,
    published: Vec<u64>,
    orders: [OnceLock<Order>; Sort::ALL.len()],
}

impl Columns {
    pub fn read(reader: &SegmentReader) -> tantivy::Result<Self> {
        let len = reader.max_doc();
        let numbers = |name| numbers(reader, name);
        let (mode, rooms, halls) = (
            small(numbers(column::MODE)?),
            small(numbers(column::ROOMS)?),
            small(numbers(column::HALLS)?),
        );
        let (rent, area) = (medium(numbers(column::RENT)?), medium(numbers(column::AREA)?));
        let (facing, verified) = (small(numbers(column::FACING)?), small(numbers(column::VERIFIED)?));
        let facilities = numbers(column::FACILITIES)?;
        let (city, cities) = names(reader, column::CITY)?;
        let (district, districts) = names(reader, column::DISTRICT)?;
        let (street, streets) = names(reader, column::STREET)?;
        let (estate, estates) = names(reader, column::ESTATE)?;
        let (latitudes, longitudes) = (medium(numbers(column::LATITUDE)?), medium(numbers(column::LONGITUDE)?));
        let traits: Vec<u64> = (0..len as usize)
            .map(|doc| {
                let layout = Layout {
                    mode: mode_of(mode[doc]),
                    rooms: rooms[doc],
                    halls: halls[doc],
                };
                traits(
                    layout,
                    rent[doc],
                    area[doc],
                    Orientations::from_bits(facing[doc]),
                    verified[doc] == 1,
                )
            })
            .collect();
        let of_choice = (0..choices().len()).map(|at| Bits::of(&traits, |traits| traits >> at & 1 == 1));
        let of_facility = Facility::ALL
            .iter()
            .map(|facility| Bits::of(&facilities, |facilities| facilities >> facility.bit() & 1 == 1));
        Ok(Self {
            len,
            places: Places::new([&cities, &districts, &streets]),
            points: Points::new(&latitudes, &longitudes),
            city,
            district,
            street,
            estate,
            estates,
            available: medium(numbers(column::AVAILABLE)?),
            free_by: Mutex::default(),
            baths: small(numbers(column::BATHS)?),
            of_choice: of_choice.collect(),
            of_facility: of_facility.collect(),
            ids: [numbers(column::ID_HIGH)?, numbers(column::ID_LOW)?],
            confirmed: numbers(column::CONFIRMED)?,
            published: numbers(column::PUBLISHED)?,
            orders: Default::default(),
            rent,
            area,
            halls,
            traits,
            facilities,
        })
    }

    pub fn names(&self, group: Group) -> Option<&Names> {
        match group {
            Group::City => Some(&self.city),
            Group::District => Some(&self.district),
            Group::Street => Some(&self.street),
            Group::Estate => Some(&self.estate),
            _ => None,
        }
    }

    pub fn is_verified(&self, doc: DocId) -> bool {
        let last = choices().len() - 1;
        self.traits[doc as usize] >> last & 1 == 1
    }

    /// What is free by a day. Searches ask for the same few days, which change at midnight.
    pub fn free_by(&self, day: u32) -> Arc<Bits> {
        let mut known = self.free_by.lock().unwrap_or_else(PoisonError::into_inner);
        let at = known.iter().position(|(known, _)| *known == day);
        let free = match at {
            Some(at) => known.remove(at).1,
            None => Arc::new(Bits::of(&self.available, |available| available <= day)),
        };
        known.push((day, Arc::clone(&free)));
        if known.len() > DAYS_KEPT {
            known.remove(0);
        }
        free
    }

    /// Where a listing stands in an order. `score` is what words or nearness gave it, where the order asks for that.
    pub fn position(&self, sort: Sort, doc: DocId, score: u64) -> Position {
        let at = doc as usize;
        let confirmed = self.confirmed[at];
        let (first, second) = match sort {
            Sort::Fit | Sort::Distance => (score, u64::from(self.is_verified(doc)) << 48 | confirmed),
            Sort::Newest => (self.published[at], confirmed),
            Sort::RentUp => (u64::MAX - u64::from(self.rent[at]), confirmed),
            Sort::RentDown => (u64::from(self.rent[at]), confirmed),
            Sort::Area => (u64::from(self.area[at]), confirmed),
        };
        let [high, low] = &self.ids;
        Position {
            first,
            second,
            id: ListingId::from(Uuid::from_u64_pair(high[at], low[at])),
        }
    }

    /// Made at the first question for it: the order of a large segment takes a moment. Scores left aside, what is as
    /// near is ordered by fit.
    pub fn order(&self, sort: Sort) -> &Order {
        let sort = if sort == Sort::Distance { Sort::Fit } else { sort };
        let at = Sort::ALL.iter().position(|known| *known == sort).unwrap_or(0);
        self.orders[at].get_or_init(|| {
            let mut docs: Vec<(Position, DocId)> =
                (0..self.len).map(|doc| (self.position(sort, doc, 0), doc)).collect();
            docs.sort_unstable_by(|one, other| other.cmp(one));
            let docs: Vec<DocId> = docs.into_iter().map(|(_, doc)| doc).collect();
            let mut ranks = vec![0; docs.len()];
            for (rank, doc) in docs.iter().enumerate() {
                ranks[*doc as usize] = rank as u32;
            }
            Order { docs, ranks }
        })
    }
}

impl Names {
    pub fn numbers_of<'a>(&self, names: impl Iterator<Item = &'a PlaceName>) -> tantivy::Result<Vec<u32>> {
        let Some(column) = &self.dictionary else {
            return Ok(vec![]);
        };
        let mut numbers = Vec::new();
        for name in names {
            let number = column.dictionary().term_ord(name.as_str().as_bytes())?;
            numbers.extend(number.and_then(|number| u32::try_from(number).ok()));
        }
        Ok(numbers)
    }

    /// How many names there are.
    pub fn count(&self) -> usize {
        self.dictionary.as_ref().map_or(0, |column| column.num_terms())
    }

    /// Every name, in the order of the numbers.
    pub fn all(&self) -> tantivy::Result<Vec<String>> {
        let mut names = Vec::with_capacity(self.count());
        if let Some(column) = &self.dictionary {
            let mut terms = column.dictionary().stream()?;
            while terms.advance() {
                names.push(String::from_utf8_lossy(terms.key()).into_owned());
            }
        }
        Ok(names)
    }
}

/// Rooms and how they are let.
#[derive(Clone, Copy)]
struct Layout {
    mode: Mode,
    rooms: u8,
    halls: u8,
}

fn traits(layout: Layout, rent: u32, area: u32, facing: Orientations, verified: bool) -> u64 {
    choices_where(|choice| match choice {
        Filter::Mode(mode) => *mode == layout.mode,
        Filter::Rooms(rooms) => rooms.accepts(layout.mode, layout.rooms, layout.halls),
        Filter::Rent(band) => band.contains(rent),
        Filter::Area(band) => area_ends(*band).contains(&area),
        Filter::Facing(wanted) => faces(facing, *wanted),
        Filter::Verified => verified,
        _ => false,
    })
}

fn faces(orientations: Orientations, choice: Facing) -> bool {
    match choice {
        Facing::Towards(orientation) => orientations.contains(orientation),
        Facing::Through => orientations.is_through(),
    }
}

fn mode_of(number: u8) -> Mode {
    let known = |mode: &&Mode| mode_number(**mode) == u64::from(number);
    Mode::ALL.iter().find(known).copied().unwrap_or(Mode::Whole)
}

fn numbers(reader: &SegmentReader, name: &str) -> tantivy::Result<Vec<u64>> {
    let column = reader.fast_fields().u64(name)?.first_or_default_col(0);
    let mut values = vec![0; reader.max_doc() as usize];
    column.get_range(0, &mut values);
    Ok(values)
}

fn names(reader: &SegmentReader, name: &str) -> tantivy::Result<(Names, Vec<u32>)> {
    let dictionary = reader.fast_fields().str(name)?;
    let mut numbers = vec![NO_NAME; reader.max_doc() as usize];
    if let Some(column) = &dictionary {
        let column = column.ords().clone().first_or_default_col(u64::from(NO_NAME));
        for (doc, number) in numbers.iter_mut().enumerate() {
            *number = u32::try_from(column.get_val(doc as DocId)).unwrap_or(NO_NAME);
        }
    }
    Ok((Names { dictionary }, numbers))
}

fn small(numbers: Vec<u64>) -> Vec<u8> {
    numbers
        .into_iter()
        .map(|number| u8::try_from(number).unwrap_or(u8::MAX))
        .collect()
}

fn medium(numbers: Vec<u64>) -> Vec<u32> {
    numbers
        .into_iter()
        .map(|number| u32::try_from(number).unwrap_or(u32::MAX))
        .collect()
}
