//! Which way the windows of a home face.

use serde::{Deserialize, Serialize};

/// A compass direction. The discriminant is the bit in an [`Orientations`] set: never renumber one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Orientation {
    South = 0,
    SouthEast = 1,
    East = 2,
    NorthEast = 3,
    North = 4,
    NorthWest = 5,
    West = 6,
    SouthWest = 7,
}

impl Orientation {
    pub const ALL: [Self; 8] = [
        Self::South,
        Self::SouthEast,
        Self::East,
        Self::NorthEast,
        Self::North,
        Self::NorthWest,
        Self::West,
        Self::SouthWest,
    ];

    /// The stable name in URLs, files and translations.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::South => "south",
            Self::SouthEast => "south-east",
            Self::East => "east",
            Self::NorthEast => "north-east",
            Self::North => "north",
            Self::NorthWest => "north-west",
            Self::West => "west",
            Self::SouthWest => "south-west",
        }
    }

    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|orientation| orientation.code() == code)
    }

    const fn bit(self) -> u8 {
        1 << self as u8
    }

    const fn hanzi(self) -> &'static str {
        match self {
            Self::South => "南",
            Self::SouthEast => "东南",
            Self::East => "东",
            Self::NorthEast => "东北",
            Self::North => "北",
            Self::NorthWest => "西北",
            Self::West => "西",
            Self::SouthWest => "西南",
        }
    }
}

/// The directions in which a home has windows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Orientations(u8);

impl Orientations {
    pub const EMPTY: Self = Self(0);

    #[must_use]
    pub const fn bits(self) -> u8 {
        self.0
    }

    #[must_use]
    pub const fn from_bits(bits: u8) -> Self {
        Self(bits)
    }

    /// Reads how people write it: `南`, `南 北`, `南北`, `东南 南`, `朝南`, `坐北朝南`. What is no direction is passed over.
    #[must_use]
    pub fn read(text: &str) -> Self {
        let mut set = Self::EMPTY;
        // 坐北朝南 says where the back is as well; only what follows 朝 is a window.
        let text = text.rsplit_once('朝').map_or(text, |(_, facing)| facing);
        let mut chars = text.chars().peekable();
        while let Some(c) = chars.next() {
            let next = chars.peek().copied();
            let (orientation, pair) = match (c, next) {
                ('东', Some('南')) => (Orientation::SouthEast, true),
                ('东', Some('北')) => (Orientation::NorthEast, true),
                ('西', Some('南')) => (Orientation::SouthWest, true),
                ('西', Some('北')) => (Orientation::NorthWest, true),
                ('东', _) => (Orientation::East, false),
                ('西', _) => (Orientation::West, false),
                ('南', _) => (Orientation::South, false),
                ('北', _) => (Orientation::North, false),
                _ => continue,
            };
            if pair {
                chars.next();
            }
            set = set.with(orientation);
        }
        set
    }

    /// `南 北`: how listings keep it, whatever their source; [`Self::read`] reads it back.
    #[must_use]
    pub fn display_zh(self) -> String {
        self.iter().map(Orientation::hanzi).collect::<Vec<_>>().join(" ")
    }

    #[must_use]
    pub const fn contains(self, orientation: Orientation) -> bool {
        self.0 & orientation.bit() != 0
    }

    /// Windows to the south and to the north: air passes through (南北通透).
    #[must_use]
    pub const fn is_through(self) -> bool {
        self.contains(Orientation::South) && self.contains(Orientation::North)
    }

    #[must_use]
    pub const fn with(self, orientation: Orientation) -> Self {
        Self(self.0 | orientation.bit())
    }

    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub fn iter(self) -> impl Iterator<Item = Orientation> {
        Orientation::ALL
            .into_iter()
            .filter(move |orientation| self.contains(*orientation))
    }
}

impl FromIterator<Orientation> for Orientations {
    fn from_iter<I: IntoIterator<Item = Orientation>>(orientations: I) -> Self {
        orientations.into_iter().fold(Self::EMPTY, Self::with)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<&'static str> {
        Orientations::read(text).iter().map(Orientation::code).collect()
    }

    #[test]
    fn directions_are_read_as_people_write_them() {
        assert_eq!(read("南"), ["south"]);
        assert_eq!(read("南 北"), ["south", "north"]);
        assert_eq!(read("南北"), ["south", "north"]);
        assert_eq!(read("东南 南"), ["south", "south-east"]);
        assert_eq!(read("坐北朝南"), ["south"]);
        assert_eq!(read("暂无数据"), Vec::<&str>::new());
    }

    #[test]
    fn what_is_shown_is_read_back() {
        for bits in 0..=u8::MAX {
            let set = Orientations::from_bits(bits);
            assert_eq!(Orientations::read(&set.display_zh()), set, "{bits:b}");
        }
    }

    #[test]
    fn codes_are_the_serde_names() {
        for orientation in Orientation::ALL {
            assert_eq!(serde_json::to_value(orientation).unwrap(), orientation.code());
            assert_eq!(Orientation::from_code(orientation.code()), Some(orientation));
        }
    }
}
