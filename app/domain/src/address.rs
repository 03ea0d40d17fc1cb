//! Standard addresses: the community's code and the parts below it.

use crate::{
    area::{AreaCode, AreaLevel},
    form::{Code, Errors},
    text,
};

/// Where a house stands. Empty parts are empty strings; suffixes (号, 幢, 单元, 层, 室) are added when shown.
#[derive(Clone, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub struct StandardAddress {
    /// 12 digits
    pub community: AreaCode,
    /// 江滨路; in the countryside often empty.
    pub road: String,
    /// The number in the road: `12`, `12-3`.
    pub number: String,
    /// The estate (小区) or the natural village.
    pub estate: String,
    pub building: String,
    pub unit: String,
    /// Never 0; below ground is negative.
    pub floor: Option<i16>,
    pub room: String,
}

/// The parts as typed into a form; each field's name is the name of its error.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct TypedAddress {
    pub community: String,
    pub road: String,
    pub number: String,
    pub estate: String,
    pub building: String,
    pub unit: String,
    pub floor: String,
    pub room: String,
}

/// The names of the areas around an address, which this crate can't look up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AreaNames<'a> {
    pub province: &'a str,
    pub city: &'a str,
    pub district: &'a str,
    pub street: &'a str,
    pub community: &'a str,
}

impl StandardAddress {
    /// Checks the parts. Suffixes are taken off and numerals of door parts made Arabic (`十二幢` and `12栋` are the same).
    ///
    /// A road or an estate is needed to find the place, and a number, a building or a room to find the door.
    ///
    /// Errors: `required`, `too-long`, `area-code-format`, `address-community` (not 12 digits), `address-road-or-estate`,
    /// `address-door`, `address-floor`.
    pub fn parse(typed: &TypedAddress) -> Result<Self, Errors> {
        let mut errors = Errors::new();
        let community = errors.check("community", community(&typed.community));
        let road = errors.check("road", text::bounded(&typed.road, 0, 40));
        let estate = errors.check("estate", text::bounded(&typed.estate, 0, 40));
        let number = errors.check("number", door(&typed.number, &["号院", "号", "弄"]));
        let building = errors.check("building", door(&typed.building, &["号楼", "幢", "栋", "座", "楼"]));
        let unit = errors.check("unit", door(&typed.unit, &["单元", "梯"]));
        let floor = errors.check("floor", floor(&typed.floor));
        let room = errors.check("room", door(&typed.room, &["号房", "室", "房", "号"]));
        let (
            Some(community),
            Some(road),
            Some(estate),
            Some(number),
            Some(building),
            Some(unit),
            Some(floor),
            Some(room),
        ) = (community, road, estate, number, building, unit, floor, room)
        else {
            return Err(errors);
        };
        if road.is_empty() && estate.is_empty() {
            errors.add("road", "address-road-or-estate");
        }
        if number.is_empty() && building.is_empty() && room.is_empty() {
            errors.add("number", "address-door");
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        Ok(Self {
            community,
            road,
            number,
            estate,
            building,
            unit,
            floor,
            room,
        })
    }

    /// The whole address on one line, for the parties, staff and certificates:
    /// `福建省三明市三元区列东街道江滨社区江滨路12号江滨新村3幢2单元5层502室`.
    pub fn display_full(&self, names: AreaNames<'_>) -> String {
        let AreaNames {
            province,
            city,
            district,
            street,
            community,
        } = names;
        [province, city, district, street, &short_community(community)].concat() + &self.display_local()
    }

    /// The parts below the community.
    pub fn display_local(&self) -> String {
        let part = |value: &str, suffix: &str| {
            if value.is_empty() {
                String::new()
            } else {
                format!("{value}{suffix}")
            }
        };
        let floor = match self.floor {
            Some(floor) if floor < 0 => format!("地下{}层", floor.unsigned_abs()),
            Some(floor) => format!("{floor}层"),
            None => String::new(),
        };
        [
            self.road.clone(),
            part(&self.number, "号"),
            self.estate.clone(),
            part(&self.building, "幢"),
            part(&self.unit, "单元"),
            floor,
            part(&self.room, "室"),
        ]
        .concat()
    }

    /// What everybody may see: `列东街道 · 江滨新村`, or the road where there is no estate. Never a number or a door.
    pub fn display_public(&self, names: AreaNames<'_>) -> String {
        let place = if self.estate.is_empty() {
            &self.road
        } else {
            &self.estate
        };
        [names.street, place]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" · ")
    }

    /// Equal for two ways of writing one door: the base of duplicate detection.
    ///
    /// The floor counts only where there is no room number, because a room number implies it and is given more often.
    pub fn duplicate_key(&self) -> String {
        let plain = |part: &str| {
            text::fold(part)
                .chars()
                .filter(|c| c.is_alphanumeric())
                .collect::<String>()
        };
        let floor = match self.floor {
            Some(floor) if self.room.is_empty() => floor.to_string(),
            _ => String::new(),
        };
        // Hyphens in numbers tell 12-3 from 123, so these stay as parsing left them.
        let parts = [
            self.community.as_str(),
            &plain(&self.road),
            &self.number,
            &plain(&self.estate),
            &self.building,
            &self.unit,
            &floor,
            &self.room,
        ];
        parts.join("|").to_lowercase()
    }
}

/// `江滨社区居民委员会` is `江滨社区` in an address.
pub fn short_community(name: &str) -> String {
    for (suffix, kept) in [
        ("社区居民委员会", "社区"),
        ("社区居委会", "社区"),
        ("居民委员会", "社区"),
        ("居委会", "社区"),
        ("村民委员会", "村"),
        ("村委会", "村"),
    ] {
        if let Some(stem) = name.strip_suffix(suffix) {
            // Some names say it already: 黄砂新村村民委员会.
            return if stem.ends_with(kept) {
                stem.to_owned()
            } else {
                format!("{stem}{kept}")
            };
        }
    }
    name.to_owned()
}

fn community(typed: &str) -> Result<AreaCode, Code> {
    let code = AreaCode::parse(typed)?;
    if code.level() == AreaLevel::Community {
        Ok(code)
    } else {
        Err(Code::new("address-community"))
    }
}

/// A door part without its suffix, in half width, upper case and Arabic numerals.
fn door(typed: &str, suffixes: &[&str]) -> Result<String, Code> {
    let typed = text::bounded(typed, 0, 20)?;
    let folded = text::fold_compact(&typed).to_uppercase();
    let stem = suffixes
        .iter()
        .find_map(|suffix| folded.strip_suffix(suffix))
        .unwrap_or(&folded);
    let chinese = !stem.is_empty()
        && stem
            .chars()
            .all(|c| c == '十' || c == '百' || text::chinese_digit(c).is_some());
    match text::whole_number(stem) {
        Some(number) if chinese => Ok(number.to_string()),
        _ => Ok(stem.to_owned()),
    }
}

fn floor(typed: &str) -> Result<Option<i16>, Code> {
    let folded = text::fold_compact(typed);
    if folded.is_empty() {
        return Ok(None);
    }
    let malformed = || Code::new("address-floor").with("min", -9).with("max", 150);
    let stem = ["层", "楼", "f"]
        .iter()
        .find_map(|suffix| folded.strip_suffix(suffix))
        .unwrap_or(&folded);
    let (below, digits) = match ["-", "地下", "负", "b"]
        .iter()
        .find_map(|prefix| stem.strip_prefix(prefix))
    {
        Some(digits) => (true, digits),
        None => (false, stem),
    };
    let number = text::whole_number(digits)
        .and_then(|n| i16::try_from(n).ok())
        .ok_or_else(malformed)?;
    let floor = if below { -number } else { number };
    if floor == 0 || !(-9..=150).contains(&floor) {
        Err(malformed())
    } else {
        Ok(Some(floor))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const NAMES: AreaNames<'_> = AreaNames {
        province: "福建省",
        city: "三明市",
        district: "三元区",
        street: "列东街道",
        community: "江滨社区居民委员会",
    };

    fn typed() -> TypedAddress {
        TypedAddress {
            community: "350404001001".to_owned(),
            road: "江滨路".to_owned(),
            number: "12号".to_owned(),
            estate: "江滨新村".to_owned(),
            building: "３幢".to_owned(),
            unit: "二单元".to_owned(),
            floor: "5层".to_owned(),
            room: "502室".to_owned(),
        }
    }

    fn errors(typed: &TypedAddress) -> Vec<(&'static str, &'static str)> {
        StandardAddress::parse(typed)
            .unwrap_err()
            .iter()
            .map(|e| (e.field, e.code))
            .collect()
    }

    #[test]
    fn an_address_is_shown_whole_to_parties_and_without_its_door_to_all() {
        let address = StandardAddress::parse(&typed()).unwrap();
        assert_eq!(
            address.display_full(NAMES),
            "福建省三明市三元区列东街道江滨社区江滨路12号江滨新村3幢2单元5层502室"
        );
        assert_eq!(address.display_public(NAMES), "列东街道 · 江滨新村");
        let road_only = StandardAddress {
            estate: String::new(),
            floor: Some(-1),
            ..address
        };
        assert_eq!(road_only.display_public(NAMES), "列东街道 · 江滨路");
        assert_eq!(road_only.display_local(), "江滨路12号3幢2单元地下1层502室");
    }

    #[test]
    fn two_ways_of_writing_one_door_have_one_key() {
        let address = StandardAddress::parse(&typed()).unwrap();
        let other = TypedAddress {
            road: " 江滨 路".to_owned(),
            number: "１２".to_owned(),
            building: "三栋".to_owned(),
            unit: "2".to_owned(),
            floor: String::new(),
            room: "502房".to_owned(),
            ..typed()
        };
        assert_eq!(
            StandardAddress::parse(&other).unwrap().duplicate_key(),
            address.duplicate_key()
        );
        for different in [
            TypedAddress {
                room: "503".to_owned(),
                ..typed()
            },
            TypedAddress {
                number: "1-2".to_owned(),
                ..typed()
            },
            TypedAddress {
                community: "350404001002".to_owned(),
                ..typed()
            },
        ] {
            assert_ne!(
                StandardAddress::parse(&different).unwrap().duplicate_key(),
                address.duplicate_key()
            );
        }
    }

    #[test]
    fn every_wrong_part_is_named() {
        let wrong = TypedAddress {
            community: "350404001".to_owned(),
            road: "路".repeat(41),
            floor: "0".to_owned(),
            ..typed()
        };
        assert_eq!(
            errors(&wrong),
            [
                ("community", "address-community"),
                ("road", "too-long"),
                ("floor", "address-floor")
            ]
        );
        let nothing = TypedAddress {
            community: "350404001001".to_owned(),
            ..TypedAddress::default()
        };
        assert_eq!(
            errors(&nothing),
            [("road", "address-road-or-estate"), ("number", "address-door")]
        );
        assert_eq!(errors(&TypedAddress::default()), [("community", "required")]);
    }

    #[test]
    fn floors() {
        for (typed, expected) in [
            ("", Ok(None)),
            ("5", Ok(Some(5))),
            ("五楼", Ok(Some(5))),
            ("-1", Ok(Some(-1))),
            ("地下一层", Ok(Some(-1))),
            ("B2", Ok(Some(-2))),
        ] {
            assert_eq!(floor(typed), expected, "{typed}");
        }
        for typed in ["0", "151", "-10", "顶层", "99999"] {
            assert_eq!(floor(typed).map_err(|e| e.code), Err("address-floor"), "{typed}");
        }
    }

    #[test]
    fn committees_are_shortened() {
        for (name, short) in [
            ("江滨社区居民委员会", "江滨社区"),
            ("碧湖村民委员会", "碧湖村"),
            ("黄砂新村村民委员会", "黄砂新村"),
            ("东新居委会", "东新社区"),
            ("工业园区", "工业园区"),
        ] {
            assert_eq!(short_community(name), short);
        }
    }

    proptest! {
        #[test]
        fn nothing_typed_panics(a in any::<String>(), b in any::<String>()) {
            let typed = TypedAddress { road: a.clone(), number: b.clone(), building: a.clone(), floor: b, room: a, ..typed() };
            if let Ok(address) = StandardAddress::parse(&typed) {
                let _ = (address.display_full(NAMES), address.duplicate_key());
            }
        }
    }
}
