//! What a person wants who types a query, written down by hand, and how well a listing serves it.

use std::{fs, path::Path};

use anyhow::{Context, Result};
use backend::search::{ListingDocument, simplify};
use domain::{facility::Facility, orientation::Orientation, search::Mode, text};
use serde::Deserialize;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Intents {
    pub query: Vec<Intent>,
}

impl Intents {
    pub fn read(path: &Path) -> Result<Self> {
        let toml = fs::read_to_string(path).with_context(|| format!("{} can't be read", path.display()))?;
        toml::from_str(&toml).with_context(|| format!("{} is not as it should be", path.display()))
    }
}

/// One query. What is empty is not asked for; of several values any will do, unless said otherwise.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Intent {
    /// As typed.
    pub text: String,

    // Must be met.
    /// Parts of the names of the city or district, the street (block), the estate; of `near`, of any of them.
    pub district: Vec<String>,
    pub street: Vec<String>,
    pub estate: Vec<String>,
    pub near: Vec<String>,
    pub rooms: Vec<u8>,
    /// A room of a shared home, or a home of one room without a hall.
    pub single: bool,
    pub mode: Option<Asked>,
    /// Yuan a month: least and most.
    pub rent: Option<[u32; 2]>,
    /// Square metres: least and most.
    pub area: Option<[u32; 2]>,
    /// Parts of the title: 复式.
    pub kind: Vec<String>,

    // Nice to have: sources say little of these, and a home without is still worth a look.
    pub facing: Option<Towards>,
    /// All of them.
    pub facilities: Vec<String>,
    /// 低, 中 or 高.
    pub floor: Option<String>,
    pub halls: Option<u8>,
    pub baths: Option<u8>,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Asked {
    Whole,
    Shared,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Towards {
    South,
    East,
    West,
    North,
    SouthEast,
    SouthWest,
    Through,
}

/// How a wish is met.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Met {
    Fully,
    /// Within a tenth.
    Nearly,
    No,
}

impl Intent {
    /// 3: all that was asked for. 2: all that must be met, nearly or with a wish left. 1: the right place, and one other
    /// thing wrong. 0: else.
    pub fn grade(&self, listing: &ListingDocument) -> u8 {
        if !self.place(listing) {
            return 0;
        }
        let musts = self.musts(listing);
        let missed = musts.iter().filter(|met| **met == Met::No).count();
        let nearly = musts.contains(&Met::Nearly);
        match missed {
            0 if !nearly && self.wishes(listing) => 3,
            0 => 2,
            // Without a place or a second demand that is met, one thing wrong is all wrong.
            1 if musts.len() > 1 || self.names_place() => 1,
            _ => 0,
        }
    }

    fn names_place(&self) -> bool {
        [&self.district, &self.street, &self.estate, &self.near]
            .iter()
            .any(|names| !names.is_empty())
    }

    fn place(&self, listing: &ListingDocument) -> bool {
        let [city, district, street, estate] =
            [&listing.city, &listing.district, &listing.street, &listing.estate].map(|name| folded(name));
        within(&self.district, &[&city, &district])
            && within(&self.street, &[&street])
            && within(&self.estate, &[&estate])
            && within(&self.near, &[&district, &street, &estate])
    }

    fn musts(&self, listing: &ListingDocument) -> Vec<Met> {
        let plain = |met: bool| if met { Met::Fully } else { Met::No };
        let mut musts = Vec::new();
        if !self.rooms.is_empty() {
            musts.push(plain(self.rooms.contains(&listing.rooms)));
        }
        if self.single {
            let alone = listing.rooms == 1 && listing.halls == 0;
            musts.push(plain(listing.mode == Mode::Shared || alone));
        }
        musts.extend(self.mode.map(|asked| {
            let mode = match asked {
                Asked::Whole => Mode::Whole,
                Asked::Shared => Mode::Shared,
            };
            plain(listing.mode == mode)
        }));
        musts.extend(self.rent.map(|range| between(range, f64::from(listing.rent.get()))));
        musts.extend(
            self.area
                .map(|range| between(range, f64::from(listing.area_x100) / 100.0)),
        );
        if !self.kind.is_empty() {
            musts.push(plain(within(&self.kind, &[&folded(&listing.title)])));
        }
        musts
    }

    fn wishes(&self, listing: &ListingDocument) -> bool {
        let facing = self.facing.is_none_or(|facing| facing.is_met(listing));
        let facility = |code: &String| {
            let facility = Facility::from_code(code);
            facility.is_some_and(|facility| listing.facilities.contains(facility))
        };
        let floor = self.floor.as_ref();
        facing
            && self.facilities.iter().all(facility)
            && floor.is_none_or(|floor| listing.description.contains(&format!("{floor}楼层")))
            && self.halls.is_none_or(|halls| listing.halls == halls)
            && self.baths.is_none_or(|baths| listing.baths == baths)
    }
}

impl Towards {
    fn is_met(self, listing: &ListingDocument) -> bool {
        let orientation = match self {
            Self::Through => return listing.orientations.is_through(),
            Self::South => Orientation::South,
            Self::East => Orientation::East,
            Self::West => Orientation::West,
            Self::North => Orientation::North,
            Self::SouthEast => Orientation::SouthEast,
            Self::SouthWest => Orientation::SouthWest,
        };
        listing.orientations.contains(orientation)
    }
}

fn folded(name: &str) -> String {
    let mut name = simplify(&text::fold_compact(name));
    name.retain(char::is_alphanumeric);
    name
}

fn within(wanted: &[String], names: &[&str]) -> bool {
    let holds = |wanted: &String| {
        let wanted = folded(wanted);
        names.iter().any(|name| name.contains(&wanted))
    };
    wanted.is_empty() || wanted.iter().any(holds)
}

fn between([min, max]: [u32; 2], value: f64) -> Met {
    let (min, max) = (f64::from(min), f64::from(max));
    if (min..=max).contains(&value) {
        Met::Fully
    } else if (min * 0.9..=max * 1.1).contains(&value) {
        Met::Nearly
    } else {
        Met::No
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_query_of_ours_is_well_formed_and_asked_once() {
        let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/relevance"));
        let files = ["queries.toml", "fresh.toml", "fresh-held-out.toml"];
        let all = files.map(|file| Intents::read(&folder.join(file)).unwrap().query);
        assert_eq!(all.each_ref().map(Vec::len), [150, 70, 69]);
        let mut texts: Vec<_> = all.iter().flatten().map(|intent| &intent.text).collect();
        texts.sort();
        texts.dedup();
        assert_eq!(texts.len(), 150 + 70 + 69);
        for code in all.iter().flatten().flat_map(|intent| &intent.facilities) {
            assert!(Facility::from_code(code).is_some(), "{code}");
        }
    }

    #[test]
    fn a_tenth_beside_is_near() {
        assert!(between([1000, 2000], 2000.0) == Met::Fully);
        assert!(between([1000, 2000], 2200.0) == Met::Nearly);
        assert!(between([1000, 2000], 900.0) == Met::Nearly);
        assert!(between([1000, 2000], 899.0) == Met::No);
        assert!(between([0, 50], 10.0) == Met::Fully);
    }
}
