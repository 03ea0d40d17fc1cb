//! The names that a search understands: the centre's areas, and those of the listings that are online.

use std::collections::BTreeSet;

use domain::{
    area::{AreaCode, AreaLevel},
    search::{Group, Place, PlaceKind, PlaceName, Reader, Synonyms},
};

use super::{
    engine::{IndexError, SearchIndex},
    text::{Analysis, pinyin, simplify},
};
use crate::area;

/// What cuts texts, made of the names of a city and of its estates.
#[must_use]
pub fn analysis(city: AreaCode, estates: &BTreeSet<String>) -> Analysis {
    let cores = estates.iter().flat_map(|estate| cores(estate).chain([estate.as_str()]));
    Analysis::new(area_names(city).map(|name| name as &str).chain(cores))
}

/// Every area name of the centre's city, as people write it, for the dictionary of words.
pub fn area_names(city: AreaCode) -> impl Iterator<Item = &'static str> {
    let name = |area: area::Area| area.name;
    let communities = area::within(city, AreaLevel::Community).map(name).map(community);
    area::within(city, AreaLevel::District)
        .chain(area::within(city, AreaLevel::Street))
        .map(name)
        .chain(communities)
}

/// 江滨社区 for 江滨社区居民委员会, 溪口村 for 溪口村村民委员会.
fn community(name: &'static str) -> &'static str {
    let bare = ["居民委员会", "村民委员会", "居委会", "村委会"]
        .iter()
        .find_map(|suffix| name.strip_suffix(suffix));
    bare.filter(|bare| bare.chars().count() >= 2).unwrap_or(name)
}

/// What people call an estate: 莲花国际 for 住宅·莲花国际（二期）, 水晶湖郡 for 水晶湖郡C区.
fn cores(name: &str) -> impl Iterator<Item = &str> {
    let bare = name.split(['（', '(']).next().unwrap_or(name);
    let pieces = bare.split('·').chain([bare]);
    pieces.map(without_phase).filter(|core| core.chars().count() >= 3)
}

/// Without 一期, C区, 3号楼 at the end.
fn without_phase(name: &str) -> &str {
    let Some(rest) = ["期", "区", "座", "号楼", "栋"]
        .iter()
        .find_map(|suffix| name.strip_suffix(suffix))
    else {
        return name;
    };
    let numbered = |c: char| c.is_ascii_alphanumeric() || "一二三四五六七八九十东南西北".contains(c);
    let core = rest.trim_end_matches(numbered);
    if core.len() == rest.len() { name } else { core }
}

/// What several estates have in common before they differ, such as 槟榔东里 of 槟榔东里单号区 and 槟榔东里双号区. People
/// name all of them so; shorter beginnings are as often the name of a quarter or a company.
const FAMILY_MIN_CHARS: usize = 4;

fn families<'a>(sorted: impl Iterator<Item = &'a String>) -> Vec<Place> {
    let mut families = BTreeSet::new();
    let mut before = "";
    for name in sorted {
        let common = before.chars().zip(name.chars()).take_while(|(a, b)| a == b);
        let common: String = common.map(|(c, _)| c).filter(|c| c.is_alphanumeric()).collect();
        let common = common.trim_end_matches(char::is_numeric);
        if common.chars().count() >= FAMILY_MIN_CHARS {
            families.insert(common.to_owned());
        }
        before = name;
    }
    let family = |name: String| {
        Some(Place {
            kind: PlaceKind::Estate,
            name: PlaceName::parse(&name).ok()?,
            aliases: vec![],
        })
    };
    families.into_iter().filter_map(family).collect()
}

/// What reads searches, made of all names that are known now and the words of the centre.
///
/// # Errors
/// When the index can't be read.
pub fn reader(city: AreaCode, index: &SearchIndex, synonyms: &Synonyms) -> Result<Reader, IndexError> {
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
    let of_kind = |wanted| {
        names
            .iter()
            .filter(move |(kind, _)| *kind == wanted)
            .map(|(_, name)| name)
    };
    let cities: Vec<String> = of_kind(PlaceKind::City).cloned().collect();
    let mut families = families(of_kind(PlaceKind::Estate));
    // 禾祥西路 stays the quarter, even if houses are called after it.
    families.retain(|family| !names.iter().any(|(_, name)| name == family.name.as_str()));
    let places = names
        .into_iter()
        .filter_map(|name| place(name, &cities))
        .chain(families);
    Ok(Reader::new(places, simplify).with_synonyms(synonyms))
}

/// 厦门大学 for 厦大: quarters are called after universities, in short.
fn university(name: &str, cities: &[String]) -> Option<String> {
    let first = name.strip_suffix('大').filter(|first| first.chars().count() == 1)?;
    let city = cities.iter().find(|city| city.starts_with(first))?;
    Some(format!("{}大学", city.trim_end_matches('市')))
}

fn place((kind, name): (PlaceKind, String), cities: &[String]) -> Option<Place> {
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
    if kind == PlaceKind::Estate {
        aliases.extend(cores(&name).map(str::to_owned));
    }
    aliases.extend(university(&name, cities));
    Some(Place {
        kind,
        name: PlaceName::parse(&name).ok()?,
        aliases,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn estates_are_called_without_their_phases() {
        let cores = |name| cores(name).collect::<Vec<_>>();
        assert_eq!(cores("住宅·莲花国际"), ["莲花国际", "住宅·莲花国际"]);
        assert_eq!(cores("柳岸新村（二期）"), ["柳岸新村", "柳岸新村"]);
        assert_eq!(cores("水晶湖郡C区"), ["水晶湖郡", "水晶湖郡"]);
        assert_eq!(cores("世纪海湾二期"), ["世纪海湾", "世纪海湾"]);
        assert_eq!(cores("开发区"), ["开发区", "开发区"], "no phase");
        assert_eq!(cores("天源"), [""; 0]);
    }

    #[test]
    fn what_several_estates_are_called_alike_is_known() {
        let names = ["前埔北区一里", "前埔北区二里", "槟榔东里", "水晶湖郡", "水晶花园"].map(str::to_owned);
        let known: Vec<_> = families(names.iter())
            .into_iter()
            .map(|place| place.name.to_string())
            .collect();
        assert_eq!(known, ["前埔北区"]);
    }

    #[test]
    fn a_quarter_named_after_a_university_is_found_by_its_whole_name() {
        let cities = ["厦门".to_owned(), "三明市".to_owned()];
        assert_eq!(university("厦大", &cities).as_deref(), Some("厦门大学"));
        assert_eq!(university("福大", &cities), None);
        assert_eq!(university("恒大华府", &cities), None);
        assert_eq!(university("厦门大", &cities), None, "no short form");
    }

    #[test]
    fn communities_are_written_without_their_committee() {
        assert_eq!(community("江滨社区居民委员会"), "江滨社区");
        assert_eq!(community("台江村民委员会"), "台江");
        let city = AreaCode::parse("3504").unwrap();
        assert!(area_names(city).any(|name| name == "江滨社区"));
        assert!(area_names(city).count() > 2000);
    }
}

#[cfg(test)]
#[path = "places_tests.rs"]
mod found;
