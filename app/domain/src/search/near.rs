//! Near a point: the filter, and how it is read out of words: `三明一中附近`, `近三钢`, `离万达500米`, `北站2公里内`.

use std::collections::HashMap;

use super::filter::PlaceName;
use crate::{
    geo::{CoordinateSystem, Gcj02Point, MapBox, Metres, Wgs84Point},
    place::Kind,
    text,
};

/// How far from a point one looks, in metres: 100 to 50,000.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Radius(u32);

impl Radius {
    /// What the page offers.
    pub const CHOICES: [Self; 6] = [
        Self(500),
        Self(1_000),
        Self(2_000),
        Self(3_000),
        Self(5_000),
        Self(10_000),
    ];

    #[must_use]
    pub fn new(metres: u32) -> Option<Self> {
        (100..=50_000).contains(&metres).then_some(Self(metres))
    }

    #[must_use]
    pub const fn metres(self) -> u32 {
        self.0
    }
}

/// What "near" means where nobody says how far: half an hour on foot.
impl Default for Radius {
    fn default() -> Self {
        Self(2_000)
    }
}

/// Within some distance of a point.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Near {
    pub point: Gcj02Point,
    pub radius: Radius,
    /// What is there, for people. It stands in the URL, so that a saved search stays what it was when the table changes.
    pub name: Option<PlaceName>,
}

impl Near {
    #[must_use]
    pub fn with_radius(&self, radius: Radius) -> Self {
        Self { radius, ..self.clone() }
    }

    /// How far a point is, if it is near enough.
    #[must_use]
    pub fn reaches(&self, point: Gcj02Point) -> Option<Metres> {
        let distance = self.point.distance_to(point);
        (distance.0 <= self.radius.0).then_some(distance)
    }

    /// `26.263512,117.638900,gcj02,2000,三明北站`; the name may be missing.
    #[must_use]
    pub fn code(&self) -> String {
        let Self { point, radius, name } = self;
        let system = CoordinateSystem::Gcj02;
        let name = name.as_ref().map(|name| format!(",{name}")).unwrap_or_default();
        format!("{point},{system},{}{name}", radius.0)
    }

    /// Reads [`Near::code`], in which the system may also be `wgs84`.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        let mut parts = code.splitn(5, ',').map(str::trim);
        let (latitude, longitude) = (parts.next()?, parts.next()?);
        let system = parts.next()?.parse().ok()?;
        let point = point(latitude, longitude, system)?;
        let radius = Radius::new(parts.next()?.parse().ok()?)?;
        let name = match parts.next() {
            Some(name) => Some(PlaceName::parse(name).ok()?),
            None => None,
        };
        Some(Self { point, radius, name })
    }
}

fn point(latitude: &str, longitude: &str, system: CoordinateSystem) -> Option<Gcj02Point> {
    match system {
        CoordinateSystem::Gcj02 => Gcj02Point::parse(latitude, longitude),
        CoordinateSystem::Wgs84 => Wgs84Point::parse(latitude, longitude).map(Wgs84Point::to_gcj02),
    }
}

/// `south,west,north,east,gcj02`
pub(super) fn box_code(area: MapBox) -> String {
    let (low, high) = (area.south_west(), area.north_east());
    format!("{low},{high},{}", CoordinateSystem::Gcj02)
}

/// Reads [`box_code`], in which the system may also be `wgs84`.
pub(super) fn box_from_code(code: &str) -> Option<MapBox> {
    let parts: Vec<&str> = code.split(',').map(str::trim).collect();
    let [south, west, north, east, system] = parts.try_into().ok()?;
    let system = system.parse().ok()?;
    Some(MapBox::new(point(south, west, system)?, point(north, east, system)?))
}

/// A place that people look for homes near, as the centre's table has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Landmark {
    pub name: PlaceName,
    pub kind: Kind,
    pub aliases: Vec<String>,
    pub point: Gcj02Point,
}

impl Landmark {
    /// What is near this place.
    #[must_use]
    pub fn near(&self, radius: Radius) -> Near {
        Near {
            point: self.point,
            radius,
            name: Some(self.name.clone()),
        }
    }
}

/// Landmarks by the first character of their names; of one place's name in another's, the longer counts.
#[derive(Debug, Clone, Default)]
pub(super) struct Landmarks {
    names: HashMap<char, Vec<(Vec<char>, usize)>>,
    list: Vec<Landmark>,
}

impl Landmarks {
    /// `normal` makes of a name what texts are made of before they are read.
    pub(super) fn new(landmarks: impl IntoIterator<Item = Landmark>, normal: impl Fn(&str) -> String) -> Self {
        let mut all = Self::default();
        for landmark in landmarks {
            let at = all.list.len();
            let names = landmark.aliases.iter().map(String::as_str);
            for name in names.chain([landmark.name.as_str()]) {
                let name: Vec<char> = normal(&text::fold_compact(name)).chars().collect();
                // A single character would be read into half of all texts.
                if let [first, _, ..] = name[..] {
                    all.names.entry(first).or_default().push((name, at));
                }
            }
            all.list.push(landmark);
        }
        for names in all.names.values_mut() {
            names.sort_by_key(|(name, at)| (std::cmp::Reverse(name.len()), *at));
        }
        all
    }

    pub(super) fn list(&self) -> &[Landmark] {
        &self.list
    }

    fn longest(&self, chars: &[char], from: usize) -> Option<(usize, &Landmark)> {
        let names = self.names.get(chars.get(from)?)?;
        let (name, at) = names.iter().find(|(name, _)| {
            let whole = match (name.last(), chars.get(from + name.len())) {
                (Some(last), Some(next)) => !(last.is_ascii_alphabetic() && next.is_ascii_alphabetic()),
                _ => true,
            };
            whole && chars[from..].starts_with(name)
        })?;
        Some((name.len(), self.list.get(*at)?))
    }
}

/// A piece of a text that names a place to be near.
#[derive(Debug)]
pub(super) struct Found {
    /// In characters.
    pub length: usize,
    /// Something says that it is about being near; a name alone may as well be a word.
    pub marked: bool,
    pub near: Near,
}

const BEFORE: &[&str] = &[
    "附近的",
    "附近",
    "靠近",
    "临近",
    "邻近",
    "紧邻",
    "紧挨",
    "挨着",
    "毗邻",
    "距离",
    "离",
    "距",
    "近",
    "到",
];
const AROUND: &[&str] = &[
    "附近的",
    "附近",
    "周边",
    "周围",
    "旁边",
    "边上",
    "一带",
    "对面",
    "隔壁",
    "门口",
    "旁",
    "不远",
    "很近",
    "近一点",
    "近点",
    "近的",
    "近",
];
const METRES: &[&str] = &["米", "m"];
const KILOMETRES: &[&str] = &["公里", "千米", "km"];
const WITHIN: &[&str] = &[
    "范围以内",
    "范围之内",
    "范围内",
    "范围",
    "以内",
    "之内",
    "左右",
    "内",
    "远",
    "可达",
    "就到",
];

/// What a person walks in a minute.
const METRES_A_MINUTE: u64 = 80;

/// Reads a place to be near that is said from `chars[at]` on.
pub(super) fn read(landmarks: &Landmarks, chars: &[char], at: usize) -> Option<Found> {
    let before = one_of(BEFORE, chars, at);
    let from = at + before;
    let (length, landmark) = landmarks.longest(chars, from)?;
    let mut end = from + length;
    let mut marked = before > 0;
    let mut radius = None;
    // In either order: 三明一中附近 500 米, 三明一中 500 米附近.
    for _ in 0..2 {
        let next = after_spaces(chars, end);
        let around = one_of(AROUND, chars, next);
        if around > 0 {
            end = next + around;
        } else if let Some((after, metres)) = distance(chars, next).filter(|_| radius.is_none()) {
            end = after;
            radius = Some(metres);
        } else {
            break;
        }
        marked = true;
    }
    let radius = radius.map_or_else(Radius::default, |metres| {
        Radius(u32::try_from(metres).unwrap_or(u32::MAX).clamp(100, 50_000))
    });
    Some(Found {
        length: end - at,
        marked,
        near: Near {
            point: landmark.point,
            radius,
            name: Some(landmark.name.clone()),
        },
    })
}

/// `500米以内`, `两公里内`, `1-2km`, `步行10分钟`: where it ends and how many metres that is.
fn distance(chars: &[char], from: usize) -> Option<(usize, u64)> {
    let walk = one_of(&["步行", "走路"], chars, from);
    let mut at = after_spaces(chars, from + walk + one_of(&["方圆", "半径"], chars, from + walk));
    let mut number = numeral(chars, at)?;
    if one_of(&["-", "~", "—", "到", "至"], chars, number.0) == 1
        && let Some(upper) = numeral(chars, number.0 + 1)
    {
        number = upper;
    }
    let (end, digits) = number;
    at = after_spaces(chars, end);
    let minutes = one_of(&["分钟"], chars, at);
    let (unit, metres) = if walk > 0 && minutes > 0 {
        (minutes, text::whole_number(&digits)?.saturating_mul(METRES_A_MINUTE))
    } else {
        let kilometres = one_of(KILOMETRES, chars, at);
        match (kilometres, one_of(METRES, chars, at)) {
            (0, 0) => return None,
            (0, metres) => (metres, text::whole_number(&digits)?),
            (kilometres, _) if digits == "半" => (kilometres, 500),
            (kilometres, _) => (kilometres, text::whole_number(&format!("{digits}千"))?),
        }
    };
    at += unit;
    // Another letter makes it another word: 2 months.
    if chars[at - 1].is_ascii_alphabetic() && chars.get(at).is_some_and(char::is_ascii_alphabetic) {
        return None;
    }
    Some((at + one_of(WITHIN, chars, at), metres))
}

/// The end of a number and the number as written.
fn numeral(chars: &[char], from: usize) -> Option<(usize, String)> {
    const LONGEST: usize = 8;
    let digit =
        |c: &char| c.is_ascii_digit() || *c == '.' || text::chinese_digit(*c).is_some() || "十百千半".contains(*c);
    let digits: String = chars
        .get(from..)?
        .iter()
        .take(LONGEST)
        .take_while(|c| digit(c))
        .collect();
    (!digits.is_empty()).then(|| (from + digits.chars().count(), digits))
}

/// How many characters the first of `phrases` takes that stands here; 0 for none.
fn one_of(phrases: &[&str], chars: &[char], at: usize) -> usize {
    let here = |phrase: &&&str| {
        let length = phrase.chars().count();
        chars.len() >= at + length && phrase.chars().zip(&chars[at..]).all(|(a, b)| a == *b)
    };
    phrases.iter().find(here).map_or(0, |phrase| phrase.chars().count())
}

fn after_spaces(chars: &[char], at: usize) -> usize {
    let spaces = chars.iter().skip(at).take_while(|c| c.is_whitespace()).count();
    at + spaces
}

#[cfg(test)]
#[path = "near_tests.rs"]
mod tests;
