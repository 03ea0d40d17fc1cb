//! The names that a search understands: the centre's areas, and those of the listings that are online.

use std::collections::BTreeSet;

use domain::{
    area::{AreaCode, AreaLevel},
    search::{Group, Place, PlaceKind, PlaceName, Reader},
};

use super::{
    analysis::{pinyin, simplify},
    index::{IndexError, SearchIndex},
};
use crate::area;

/// Districts that were merged, under the names that people go on using (2021: 梅列 into 三元).
pub const FORMER_NAMES: &[(&str, &[&str])] = &[("三元区", &["梅列区", "梅列"])];

/// Every area name that listings of the centre's city can carry, for the dictionary of words.
pub fn area_names(city: AreaCode) -> impl Iterator<Item = &'static str> {
    let name = |area: area::Area| area.name;
    area::within(city, AreaLevel::District)
        .chain(area::within(city, AreaLevel::Street))
        .map(name)
}

/// What reads searches, made of all names that are known now.
pub fn reader(city: AreaCode, index: &SearchIndex) -> Result<Reader, IndexError> {
    let of_city = [
        (PlaceKind::City, AreaLevel::City),
        (PlaceKind::District, AreaLevel::District),
        (PlaceKind::Street, AreaLevel::Street),
    ];
    let mut names: BTreeSet<(PlaceKind, String)> = of_city
        .into_iter()
        .flat_map(|(kind, level)| area::within(city, level).map(move |area| (kind, area.name.to_owned())))
        .collect();
    let groups = [
        (PlaceKind::City, Group::City),
        (PlaceKind::District, Group::District),
        (PlaceKind::Street, Group::Street),
        (PlaceKind::Estate, Group::Estate),
    ];
    for (kind, group) in groups {
        names.extend(index.names(group)?.into_iter().map(|name| (kind, name)));
    }
    Ok(Reader::new(names.into_iter().filter_map(place), simplify))
}

fn place((kind, name): (PlaceKind, String)) -> Option<Place> {
    let mut aliases = Vec::new();
    // Pinyin of an estate is searched like its name; read as a filter it would hide the estate's other phases.
    if kind != PlaceKind::Estate {
        let short = name
            .trim_end_matches(['区', '县', '市', '镇', '乡'])
            .trim_end_matches("街道");
        aliases.extend(pinyin(&name));
        // Two letters or three are more often the beginning of another word.
        aliases.extend(pinyin(short).filter(|pinyin| pinyin.len() > 3));
    }
    let former = FORMER_NAMES.iter().filter(|(today, _)| *today == name);
    aliases.extend(former.flat_map(|(_, former)| former.iter().map(|name| (*name).to_owned())));
    Some(Place {
        kind,
        name: PlaceName::parse(&name).ok()?,
        aliases,
    })
}
