//! Where things are on the map of China.
//!
//! Two systems are in use and lie up to 700 m apart: WGS-84 (satellite receivers, browsers) and GCJ-02 (every published map
//! of China, and so what people copy). A point's type says its system, so the two can't be mixed. Searches and listings
//! know GCJ-02 only; everything else is converted where it comes in.

use std::{fmt, marker::PhantomData};

use crate::{coded::coded, form::Code, text};

coded! {
    /// The system in which somebody gave a position.
    pub enum CoordinateSystem {
        /// What maps of China show.
        Gcj02 = "gcj02",
        /// What a satellite receiver says.
        Wgs84 = "wgs84",
    }
}

/// Marks points of GCJ-02.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Gcj02;

/// Marks points of WGS-84.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Wgs84;

/// A point of one system, in millionths of a degree (about 0.1 m).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Point<System> {
    latitude_e6: i32,
    longitude_e6: i32,
    system: PhantomData<System>,
}

pub type Gcj02Point = Point<Gcj02>;
pub type Wgs84Point = Point<Wgs84>;

const MILLION: f64 = 1_000_000.0;

impl<System> Point<System> {
    /// `None` for what is no place on earth.
    #[must_use]
    pub fn new(latitude_e6: i32, longitude_e6: i32) -> Option<Self> {
        let on_earth = latitude_e6.abs() <= 90_000_000 && longitude_e6.abs() <= 180_000_000;
        on_earth.then_some(Self {
            latitude_e6,
            longitude_e6,
            system: PhantomData,
        })
    }

    #[must_use]
    pub const fn latitude_e6(self) -> i32 {
        self.latitude_e6
    }

    #[must_use]
    pub const fn longitude_e6(self) -> i32 {
        self.longitude_e6
    }

    /// Reads two decimal numbers of degrees.
    #[must_use]
    pub fn parse(latitude: &str, longitude: &str) -> Option<Self> {
        Self::new(degrees_e6(latitude)?, degrees_e6(longitude)?)
    }

    fn degrees(self) -> (f64, f64) {
        (
            f64::from(self.latitude_e6) / MILLION,
            f64::from(self.longitude_e6) / MILLION,
        )
    }

    fn of_degrees(latitude: f64, longitude: f64) -> Self {
        let e6 = |degrees: f64, max: f64| (degrees.clamp(-max, max) * MILLION).round() as i32;
        Self {
            latitude_e6: e6(latitude, 90.0),
            longitude_e6: e6(longitude, 180.0),
            system: PhantomData,
        }
    }

    /// Whether the two systems differ here. A coarse box, as every published form of the conversion has it.
    #[must_use]
    pub fn is_in_china(self) -> bool {
        (829_300..=55_827_100).contains(&self.latitude_e6) && (72_004_000..=137_834_700).contains(&self.longitude_e6)
    }
}

/// `26.263512,117.638900`: always six decimals, so that one point has one spelling.
impl<System> fmt::Display for Point<System> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let part = |f: &mut fmt::Formatter<'_>, e6: i32| {
            let sign = if e6 < 0 { "-" } else { "" };
            write!(
                f,
                "{sign}{}.{:06}",
                e6.unsigned_abs() / 1_000_000,
                e6.unsigned_abs() % 1_000_000
            )
        };
        part(f, self.latitude_e6)?;
        f.write_str(",")?;
        part(f, self.longitude_e6)
    }
}

fn degrees_e6(typed: &str) -> Option<i32> {
    let plain = |c: char| c.is_ascii_digit() || matches!(c, '.' | '-');
    let typed = typed.trim();
    if typed.len() > 30 || !typed.chars().all(plain) {
        return None;
    }
    let degrees: f64 = typed.parse().ok()?;
    (degrees.abs() <= 180.0).then(|| (degrees * MILLION).round() as i32)
}

// The ellipsoid of Krasovsky 1940, on which GCJ-02 is defined.
const MAJOR_AXIS: f64 = 6_378_245.0;
const ECCENTRICITY_SQUARED: f64 = 0.006_693_421_622_965_943;

/// How far GCJ-02 lies from WGS-84 at a point of WGS-84, in degrees of latitude and longitude.
fn offset(latitude: f64, longitude: f64) -> (f64, f64) {
    use std::f64::consts::PI;
    let (x, y) = (longitude - 105.0, latitude - 35.0);
    let waves = |of: f64, terms: [(f64, f64); 2]| -> f64 {
        let sum: f64 = terms
            .iter()
            .map(|(weight, length)| weight * (of * PI / length).sin())
            .sum();
        sum * 2.0 / 3.0
    };
    let common = (20.0 * (6.0 * x * PI).sin() + 20.0 * (2.0 * x * PI).sin()) * 2.0 / 3.0;
    let root = x.abs().sqrt();
    let north = -100.0
        + 2.0 * x
        + 3.0 * y
        + 0.2 * y * y
        + 0.1 * x * y
        + 0.2 * root
        + common
        + waves(y, [(20.0, 1.0), (40.0, 3.0)])
        + waves(y, [(160.0, 12.0), (320.0, 30.0)]);
    let east = 300.0
        + x
        + 2.0 * y
        + 0.1 * x * x
        + 0.1 * x * y
        + 0.1 * root
        + common
        + waves(x, [(20.0, 1.0), (40.0, 3.0)])
        + waves(x, [(150.0, 12.0), (300.0, 30.0)]);
    let radians = latitude.to_radians();
    let magic = 1.0 - ECCENTRICITY_SQUARED * radians.sin().powi(2);
    let meridian = MAJOR_AXIS * (1.0 - ECCENTRICITY_SQUARED) / (magic * magic.sqrt());
    let parallel = MAJOR_AXIS / magic.sqrt() * radians.cos();
    ((north / meridian).to_degrees(), (east / parallel).to_degrees())
}

impl Wgs84Point {
    /// The same place as maps of China show it. Outside China the systems agree.
    #[must_use]
    pub fn to_gcj02(self) -> Gcj02Point {
        let (latitude, longitude) = self.degrees();
        if !self.is_in_china() {
            return Point::of_degrees(latitude, longitude);
        }
        let (north, east) = offset(latitude, longitude);
        Point::of_degrees(latitude + north, longitude + east)
    }
}

impl Gcj02Point {
    /// Rounded to thousandths of a degree, about 100 m: what the public may know of where a home is.
    #[must_use]
    pub fn coarse(self) -> Self {
        let round = |e6: i32| (f64::from(e6) / 1_000.0).round() as i32 * 1_000;
        Self {
            latitude_e6: round(self.latitude_e6),
            longitude_e6: round(self.longitude_e6),
            ..self
        }
    }

    #[must_use]
    pub fn distance_to(self, other: Self) -> Metres {
        const EARTH_RADIUS: f64 = 6_371_008.8;
        let ((a_lat, a_lng), (b_lat, b_lng)) = (self.degrees(), other.degrees());
        let half = |a: f64, b: f64| ((b - a).to_radians() / 2.0).sin().powi(2);
        let h = half(a_lat, b_lat) + a_lat.to_radians().cos() * b_lat.to_radians().cos() * half(a_lng, b_lng);
        Metres((2.0 * EARTH_RADIUS * h.sqrt().min(1.0).asin()).round() as u32)
    }
}

/// A distance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Metres(pub u32);

/// A distance as it is shown: no more exact than the points between which it lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RoundDistance {
    /// Hundreds of metres, below a kilometre.
    Metres(u32),
    /// Tenths of a kilometre.
    Kilometres(u32),
}

impl Metres {
    /// To 100 m; nothing is nearer than that.
    #[must_use]
    pub const fn to_hundreds(self) -> u32 {
        match self.0.saturating_add(50) / 100 {
            0 => 100,
            hundreds => hundreds * 100,
        }
    }

    #[must_use]
    pub const fn rounded(self) -> RoundDistance {
        match self.to_hundreds() {
            metres if metres < 1000 => RoundDistance::Metres(metres),
            metres => RoundDistance::Kilometres(metres / 100),
        }
    }
}

/// A rectangle of the map in GCJ-02, ends included. South is never above north, nor west beyond east.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MapBox {
    south_west: Gcj02Point,
    north_east: Gcj02Point,
}

impl MapBox {
    /// The box of two opposite corners. China lies far from where longitudes begin anew, so east is always greater.
    #[must_use]
    pub fn new(a: Gcj02Point, b: Gcj02Point) -> Self {
        let corner = |pick: fn(i32, i32) -> i32| Gcj02Point {
            latitude_e6: pick(a.latitude_e6, b.latitude_e6),
            longitude_e6: pick(a.longitude_e6, b.longitude_e6),
            system: PhantomData,
        };
        Self {
            south_west: corner(i32::min),
            north_east: corner(i32::max),
        }
    }

    /// A box that holds everything within a distance of a point, and some more: what lies outside needs no closer look.
    #[must_use]
    pub fn around(point: Gcj02Point, distance: Metres) -> Self {
        // A degree of latitude is longer than this everywhere.
        const DEGREE: f64 = 110_000.0;
        let (latitude, longitude) = point.degrees();
        let north = f64::from(distance.0) / DEGREE;
        // Meridians are closest together at the end that is farther from the equator.
        let narrowest = (latitude.abs() + north).min(89.0).to_radians().cos();
        let east = north / narrowest;
        let corner = |sign: f64| Point::of_degrees(latitude + sign * north, longitude + sign * east);
        Self::new(corner(-1.0), corner(1.0))
    }

    #[must_use]
    pub const fn south_west(self) -> Gcj02Point {
        self.south_west
    }

    #[must_use]
    pub const fn north_east(self) -> Gcj02Point {
        self.north_east
    }

    #[must_use]
    pub fn contains(self, point: Gcj02Point) -> bool {
        let (low, high) = (self.south_west, self.north_east);
        (low.latitude_e6..=high.latitude_e6).contains(&point.latitude_e6)
            && (low.longitude_e6..=high.longitude_e6).contains(&point.longitude_e6)
    }
}

/// A position in China as somebody gave it, in the system that they named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GivenPoint {
    Gcj02(Gcj02Point),
    Wgs84(Wgs84Point),
}

impl GivenPoint {
    /// Reads `26.2635, 117.6389` and, because some maps copy it so, `117.6389,26.2635`: no place of China fits both.
    ///
    /// Errors: `required`, `coordinates-format`, `coordinates-outside` (not in China).
    pub fn parse(typed: &str, system: CoordinateSystem) -> Result<Self, Code> {
        let folded = text::fold(typed);
        if folded.is_empty() {
            return Err(Code::new("required"));
        }
        let mut parts = folded
            .split([',', '、', ';', ' '])
            .map(|part| part.trim_matches(['°', 'n', 'e', '北', '东', '纬', '经', '度', ':', '(', ')']))
            .filter(|part| !part.is_empty());
        let (Some(first), Some(second), None) = (parts.next(), parts.next(), parts.next()) else {
            return Err(Code::new("coordinates-format"));
        };
        let format = || Code::new("coordinates-format");
        let first = degrees_e6(first).ok_or_else(format)?;
        let second = degrees_e6(second).ok_or_else(format)?;
        Self::new(first, second, system)
            .or_else(|| Self::new(second, first, system))
            .ok_or(Code::new("coordinates-outside"))
    }

    /// `None` outside China.
    #[must_use]
    pub fn new(latitude_e6: i32, longitude_e6: i32, system: CoordinateSystem) -> Option<Self> {
        match system {
            CoordinateSystem::Gcj02 => Point::new(latitude_e6, longitude_e6)
                .filter(|point: &Gcj02Point| point.is_in_china())
                .map(Self::Gcj02),
            CoordinateSystem::Wgs84 => Point::new(latitude_e6, longitude_e6)
                .filter(|point: &Wgs84Point| point.is_in_china())
                .map(Self::Wgs84),
        }
    }

    #[must_use]
    pub const fn system(self) -> CoordinateSystem {
        match self {
            Self::Gcj02(_) => CoordinateSystem::Gcj02,
            Self::Wgs84(_) => CoordinateSystem::Wgs84,
        }
    }

    #[must_use]
    pub const fn latitude_e6(self) -> i32 {
        match self {
            Self::Gcj02(point) => point.latitude_e6(),
            Self::Wgs84(point) => point.latitude_e6(),
        }
    }

    #[must_use]
    pub const fn longitude_e6(self) -> i32 {
        match self {
            Self::Gcj02(point) => point.longitude_e6(),
            Self::Wgs84(point) => point.longitude_e6(),
        }
    }

    #[must_use]
    pub fn to_gcj02(self) -> Gcj02Point {
        match self {
            Self::Gcj02(point) => point,
            Self::Wgs84(point) => point.to_gcj02(),
        }
    }
}

/// What a field shows again.
impl fmt::Display for GivenPoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Gcj02(point) => point.fmt(f),
            Self::Wgs84(point) => point.fmt(f),
        }
    }
}

/// A position from two form fields: `position`, which may be empty, and `coordinate_system`.
///
/// Errors: those of [`GivenPoint::parse`], and of the choice of a system.
pub fn optional_position(errors: &mut crate::form::Errors, position: &str, system: &str) -> Option<Option<GivenPoint>> {
    if text::fold(position).is_empty() {
        return Some(None);
    }
    let system = errors.check("coordinate_system", system.parse::<CoordinateSystem>())?;
    errors.check("position", GivenPoint::parse(position, system)).map(Some)
}

#[cfg(test)]
#[path = "geo_tests.rs"]
mod tests;
