//! What a search can ask for besides words.

use jiff::{ToSpan, civil::Date};

use super::near::Near;
pub use crate::space::LettingMode as Mode;
use crate::{facility::Facility, geo::MapBox, money::Yuan, orientation::Orientation, place::PlaceName};

/// How many rooms a seeker wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rooms {
    /// One room to oneself (单间): a room of a shared home, or a home of one room without a hall.
    Single,
    One,
    Two,
    Three,
    Four,
    FiveOrMore,
}

impl Rooms {
    pub const ALL: [Self; 6] = [
        Self::Single,
        Self::One,
        Self::Two,
        Self::Three,
        Self::Four,
        Self::FiveOrMore,
    ];

    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Single => "single",
            Self::One => "1",
            Self::Two => "2",
            Self::Three => "3",
            Self::Four => "4",
            Self::FiveOrMore => "5",
        }
    }

    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rooms| rooms.code() == code)
    }

    /// The choice that a number of rooms falls into; none for 0.
    #[must_use]
    pub const fn of_count(count: u64) -> Option<Self> {
        match count {
            0 => None,
            1 => Some(Self::One),
            2 => Some(Self::Two),
            3 => Some(Self::Three),
            4 => Some(Self::Four),
            _ => Some(Self::FiveOrMore),
        }
    }

    /// Whether a home of this layout is what was asked for.
    #[must_use]
    pub const fn accepts(self, mode: Mode, rooms: u8, halls: u8) -> bool {
        match self {
            Self::Single => matches!(mode, Mode::Shared) || (rooms == 1 && halls == 0),
            Self::One => rooms == 1,
            Self::Two => rooms == 2,
            Self::Three => rooms == 3,
            Self::Four => rooms == 4,
            Self::FiveOrMore => rooms >= 5,
        }
    }
}

/// Which way the windows shall face.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Facing {
    Towards(Orientation),
    /// Windows to the south and to the north (南北通透).
    Through,
}

impl Facing {
    /// Every choice, in the order in which people prefer them.
    pub fn all() -> impl Iterator<Item = Self> {
        [Self::Towards(Orientation::South), Self::Through]
            .into_iter()
            .chain(Orientation::ALL.into_iter().skip(1).map(Self::Towards))
    }

    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Towards(orientation) => orientation.code(),
            Self::Through => "through",
        }
    }

    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        match code {
            "through" => Some(Self::Through),
            code => Orientation::from_code(code).map(Self::Towards),
        }
    }
}

/// An inclusive range with at least one end. `min` is never above `max`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Range {
    min: Option<u32>,
    max: Option<u32>,
}

impl Range {
    /// `None` without any end. Ends given the wrong way round are turned: that is what was meant.
    #[must_use]
    pub const fn new(min: Option<u32>, max: Option<u32>) -> Option<Self> {
        match (min, max) {
            (None, None) => None,
            (Some(a), Some(b)) if a > b => Some(Self {
                min: Some(b),
                max: Some(a),
            }),
            _ => Some(Self { min, max }),
        }
    }

    #[must_use]
    pub const fn between(min: u32, max: u32) -> Self {
        if min > max {
            Self {
                min: Some(max),
                max: Some(min),
            }
        } else {
            Self {
                min: Some(min),
                max: Some(max),
            }
        }
    }

    #[must_use]
    pub const fn at_least(min: u32) -> Self {
        Self {
            min: Some(min),
            max: None,
        }
    }

    #[must_use]
    pub const fn at_most(max: u32) -> Self {
        Self {
            min: None,
            max: Some(max),
        }
    }

    #[must_use]
    pub const fn min(self) -> Option<u32> {
        self.min
    }

    #[must_use]
    pub const fn max(self) -> Option<u32> {
        self.max
    }

    #[must_use]
    pub const fn contains(self, value: u32) -> bool {
        (match self.min {
            Some(min) => value >= min,
            None => true,
        }) && (match self.max {
            Some(max) => value <= max,
            None => true,
        })
    }
}

/// The largest area that can be asked for, in square metres.
pub const AREA_MAX: u32 = 10_000;

/// Monthly rents in whole yuan between which the results page counts. Ends belong to both neighbours, as they do in the
/// range that a click on one asks for.
pub const RENT_BANDS: [Range; 8] = [
    Range::at_most(500),
    Range::between(500, 800),
    Range::between(800, 1200),
    Range::between(1200, 1600),
    Range::between(1600, 2000),
    Range::between(2000, 3000),
    Range::between(3000, 5000),
    Range::at_least(5000),
];

/// Areas in square metres between which the results page counts.
pub const AREA_BANDS: [Range; 6] = [
    Range::at_most(30),
    Range::between(30, 50),
    Range::between(50, 70),
    Range::between(70, 90),
    Range::between(90, 120),
    Range::at_least(120),
];

/// The days by which a home may be wanted: at once, by the end of this month, by the end of the next.
#[must_use]
pub fn availability(today: Date) -> [Date; 3] {
    let this = today.last_of_month();
    let next = this.saturating_add(1.day()).last_of_month();
    [today, this, next]
}

/// One thing that was asked for: what a chip shows, and what a click on it takes away.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Filter {
    City(PlaceName),
    District(PlaceName),
    Street(PlaceName),
    Estate(PlaceName),
    Near(Near),
    /// On this part of the map.
    Within(MapBox),
    Mode(Mode),
    Rooms(Rooms),
    /// Whole yuan a month.
    Rent(Range),
    /// Square metres.
    Area(Range),
    Facing(Facing),
    Facility(Facility),
    Verified,
    AvailableBy(Date),
}

/// A kind of filter. Choices of one group widen a search, groups narrow it; facilities each narrow it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    City,
    District,
    Street,
    Estate,
    Near,
    Within,
    Mode,
    Rooms,
    Rent,
    Area,
    Facing,
    Facility,
    Verified,
    AvailableBy,
}

impl Filter {
    #[must_use]
    pub const fn group(&self) -> Group {
        match self {
            Self::City(_) => Group::City,
            Self::District(_) => Group::District,
            Self::Street(_) => Group::Street,
            Self::Estate(_) => Group::Estate,
            Self::Near(_) => Group::Near,
            Self::Within(_) => Group::Within,
            Self::Mode(_) => Group::Mode,
            Self::Rooms(_) => Group::Rooms,
            Self::Rent(_) => Group::Rent,
            Self::Area(_) => Group::Area,
            Self::Facing(_) => Group::Facing,
            Self::Facility(_) => Group::Facility,
            Self::Verified => Group::Verified,
            Self::AvailableBy(_) => Group::AvailableBy,
        }
    }
}

impl Group {
    pub const ALL: [Self; 14] = [
        Self::City,
        Self::District,
        Self::Street,
        Self::Estate,
        Self::Near,
        Self::Within,
        Self::Mode,
        Self::Rooms,
        Self::Rent,
        Self::Area,
        Self::Facing,
        Self::Facility,
        Self::Verified,
        Self::AvailableBy,
    ];
}

/// A rent as a filter holds it; what is above what any rent can be counts as that.
#[must_use]
pub fn rent_bound(yuan: u64) -> u32 {
    u32::try_from(yuan).unwrap_or(u32::MAX).min(Yuan::MAX.get())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_is_never_upside_down() {
        assert_eq!(Range::new(Some(2000), Some(1000)), Some(Range::between(1000, 2000)));
        assert_eq!(Range::between(2, 1).min(), Some(1));
        assert_eq!(Range::new(None, None), None);
        assert!(Range::at_most(5).contains(5) && !Range::at_most(5).contains(6));
        assert!(Range::at_least(5).contains(5) && !Range::at_least(5).contains(4));
    }

    #[test]
    fn homes_are_wanted_now_this_month_or_next() {
        let date = jiff::civil::date;
        assert_eq!(
            availability(date(2026, 1, 30)),
            [date(2026, 1, 30), date(2026, 1, 31), date(2026, 2, 28)]
        );
    }

    #[test]
    fn every_code_is_read_back() {
        for rooms in Rooms::ALL {
            assert_eq!(Rooms::from_code(rooms.code()), Some(rooms));
        }
        for facing in Facing::all() {
            assert_eq!(Facing::from_code(facing.code()), Some(facing));
        }
        assert_eq!(Facing::all().count(), 9);
    }

    #[test]
    fn one_room_to_oneself_is_a_shared_room_or_a_home_without_a_hall() {
        assert!(Rooms::Single.accepts(Mode::Shared, 4, 2));
        assert!(Rooms::Single.accepts(Mode::Whole, 1, 0));
        assert!(!Rooms::Single.accepts(Mode::Whole, 1, 1));
        assert!(Rooms::FiveOrMore.accepts(Mode::Whole, 7, 2));
    }
}
