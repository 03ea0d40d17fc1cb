//! Near a point, and on a part of the map.

use crate::{
    geo::{CoordinateSystem, Gcj02Point, MapBox, Metres, Wgs84Point},
    place::{Kind, PlaceName},
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

    /// The radius that comes closest to a distance.
    #[must_use]
    pub(super) fn closest_to(metres: u64) -> Self {
        Self(u32::try_from(metres).unwrap_or(u32::MAX).clamp(100, 50_000))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reach_ends_at_the_radius() {
        let near = Near::from_code("26.26,117.64,gcj02,1000").unwrap();
        let at = |longitude| Gcj02Point::new(26_260_000, longitude).unwrap();
        assert_eq!(near.reaches(at(117_640_000)).map(|metres| metres.0), Some(0));
        assert!(near.reaches(at(117_650_000)).is_some_and(|metres| metres.0 < 1000));
        assert_eq!(near.reaches(at(117_650_200)), None);
    }
}
