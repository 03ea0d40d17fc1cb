//! The demo's places, and where its homes stand. Names are public, positions approximate: a centre keeps its own table.

use crate::DemoError;
use backend::{Backend, place};
use domain::{
    access::Actor,
    place::{NewPlace, TypedPlace},
};
use serde::Deserialize;

const PLACES: &str = include_str!("../data/places.csv");

#[derive(Deserialize)]
struct Line {
    name: String,
    kind: String,
    aliases: String,
    position: String,
}

/// Fills the table of places and returns how many there are.
pub(crate) async fn add(backend: &Backend, staff: &Actor) -> Result<usize, DemoError> {
    let places = all()?;
    let count = places.len();
    for new in places {
        place::add(backend, staff, new).await?;
    }
    Ok(count)
}

fn all() -> Result<Vec<NewPlace>, DemoError> {
    let mut file = csv::Reader::from_reader(PLACES.as_bytes());
    let line = |line: Result<Line, csv::Error>| {
        let line = line.map_err(|error| DemoError::content("places.csv", error))?;
        let typed = TypedPlace {
            name: line.name,
            kind: line.kind,
            aliases: line.aliases,
            position: line.position,
            coordinate_system: "gcj02".to_owned(),
        };
        NewPlace::parse(&typed).map_err(|errors| DemoError::refused("places.csv", &typed.name, &errors))
    };
    file.deserialize().map(line).collect()
}

/// The middles of the streets in which the demo's homes stand, in millionths of a degree, GCJ-02.
const STREETS: &[(&str, i32, i32)] = &[
    ("350404001", 26_270_500, 117_641_500),
    ("350404002", 26_260_000, 117_626_000),
    ("350404003", 26_286_000, 117_642_000),
    ("350404004", 26_234_000, 117_607_500),
    ("350404005", 26_243_000, 117_618_000),
    ("350404006", 26_223_000, 117_601_000),
    ("350404007", 26_208_500, 117_596_000),
    ("350405001", 26_401_000, 117_793_000),
    ("350405002", 26_388_000, 117_805_000),
    ("350425100", 25_692_500, 117_847_000),
    ("350426100", 26_170_500, 118_190_500),
    ("350428100", 26_728_500, 117_471_500),
    ("350429100", 26_900_500, 117_175_500),
    ("350481001", 25_980_000, 117_372_000),
    ("350481002", 25_974_000, 117_357_000),
    ("350481003", 25_956_000, 117_365_000),
];

/// Somewhere in the street of a community, always the same for one door; empty in a street that the table lacks.
pub(crate) fn position(community: &str, door: &str) -> String {
    let street = community.get(..9).unwrap_or_default();
    let Some((_, latitude, longitude)) = STREETS.iter().find(|(code, ..)| *code == street) else {
        return String::new();
    };
    // Communities lie apart, doors of one lie together.
    let (far, near) = (mixed(community), mixed(door));
    let shift = |of: u32, reach: u32| (of % (2 * reach)).cast_signed() - reach.cast_signed();
    let latitude = latitude + shift(far, 4_000) + shift(near, 900);
    let longitude = longitude + shift(far >> 13, 4_000) + shift(near >> 13, 900);
    format!(
        "{}.{:06},{}.{:06}",
        latitude / 1_000_000,
        latitude % 1_000_000,
        longitude / 1_000_000,
        longitude % 1_000_000
    )
}

/// FNV-1a.
fn mixed(text: &str) -> u32 {
    text.bytes().fold(2_166_136_261, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(16_777_619)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::place::Kind;
    use std::collections::BTreeSet;

    #[test]
    fn there_are_places_of_every_kind_of_errand() {
        let places = all().unwrap();
        let kinds: BTreeSet<_> = places.iter().map(|place| place.kind).collect();
        assert_eq!(kinds.len(), Kind::ALL.len() - 1, "nothing is merely something else");
        let names: Vec<_> = places
            .iter()
            .flat_map(|place| place.aliases.iter().chain([&place.name]))
            .collect();
        assert_eq!(
            names.iter().collect::<BTreeSet<_>>().len(),
            names.len(),
            "no name means two places"
        );
    }

    #[test]
    fn a_home_stays_where_it_is() {
        let here = position("350404001001", "a");
        assert_eq!(here, position("350404001001", "a"));
        assert_ne!(here, position("350404001001", "b"));
        assert_eq!(position("350499001001", "a"), "");
    }
}
