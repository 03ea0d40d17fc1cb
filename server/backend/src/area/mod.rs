//! The centre's areas: districts, streets and communities with their official codes and names.
//!
//! Embedded in the program, so that addresses can be checked and shown before a database is there.

use std::sync::LazyLock;

use domain::{
    address::AreaNames,
    area::{AreaCode, AreaLevel},
};

const SANMING: &str = include_str!("../../data/areas/sanming.csv");

/// One area and its official name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Area {
    pub code: AreaCode,
    pub name: &'static str,
}

/// Every known area, sorted by code: an area stands before the areas within it.
pub fn all() -> &'static [Area] {
    static AREAS: LazyLock<Vec<Area>> = LazyLock::new(|| parse(SANMING));
    &AREAS
}

/// Lines of `code,name`. The head line and lines without a valid code are passed over.
fn parse(csv: &'static str) -> Vec<Area> {
    let mut areas: Vec<Area> = csv
        .lines()
        .filter_map(|line| {
            let (code, name) = line.split_once(',')?;
            Some(Area {
                code: AreaCode::parse(code).ok()?,
                name,
            })
        })
        .collect();
    areas.sort_by_key(|area| area.code);
    areas
}

/// The area with this code; a retired district answers as the one that took over from it.
pub fn find(code: AreaCode) -> Option<Area> {
    let code = code.current();
    let areas = all();
    let at = areas.binary_search_by_key(&code, |area| area.code).ok()?;
    areas.get(at).copied()
}

/// The areas one level below, in the order of their codes.
pub fn children(parent: AreaCode) -> impl Iterator<Item = Area> {
    let areas = all();
    let start = areas.partition_point(|area| area.code <= parent);
    areas[start..]
        .iter()
        .copied()
        .take_while(move |area| parent.contains(area.code))
        .filter(move |area| area.code.parent() == Some(parent))
}

/// All areas of one level within `around`.
pub fn within(around: AreaCode, level: AreaLevel) -> impl Iterator<Item = Area> {
    let areas = all();
    let start = areas.partition_point(|area| area.code < around);
    areas[start..]
        .iter()
        .copied()
        .take_while(move |area| around.contains(area.code))
        .filter(move |area| area.code.level() == level)
}

/// The names around an address, from the province down to `code`'s own level; levels that aren't known are empty.
pub fn names(code: AreaCode) -> AreaNames<'static> {
    let name = |level| code.at(level).and_then(find).map_or("", |area| area.name);
    AreaNames {
        province: name(AreaLevel::Province),
        city: name(AreaLevel::City),
        district: name(AreaLevel::District),
        street: name(AreaLevel::Street),
        community: name(AreaLevel::Community),
    }
}

/// The area by its own name and that of the district around it.
pub fn name_within(code: AreaCode) -> String {
    let names = names(code);
    let around = [names.city, names.district, names.street, names.community];
    let named: Vec<_> = around.into_iter().filter(|name| !name.is_empty()).collect();
    match named.as_slice() {
        // The city goes without saying where there is something within it.
        [_, within @ ..] if !within.is_empty() => within.join(" "),
        _ => find(code).map_or_else(|| code.to_string(), |area| area.name.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> AreaCode {
        AreaCode::parse(text).unwrap()
    }

    #[test]
    fn every_line_of_the_data_is_an_area_in_a_known_area() {
        assert_eq!(all().len(), SANMING.lines().count() - 1);
        assert!(all().is_sorted_by(|a, b| a.code < b.code), "codes are unique");
        for area in all() {
            assert!(!area.name.is_empty());
            let parent = area.code.parent();
            assert!(parent.is_none_or(|parent| find(parent).is_some()), "{area:?}");
        }
    }

    #[test]
    fn the_city_has_its_districts_streets_and_communities() {
        let city = code("3504");
        let districts: Vec<_> = children(city).map(|area| area.name).collect();
        assert_eq!(
            districts,
            [
                "三元区",
                "沙县区",
                "明溪县",
                "清流县",
                "宁化县",
                "大田县",
                "尤溪县",
                "将乐县",
                "泰宁县",
                "建宁县",
                "永安市"
            ]
        );
        assert_eq!(within(city, AreaLevel::Street).count(), 147);
        assert_eq!(within(city, AreaLevel::Community).count(), 1964);
        assert!(children(code("350404001")).all(|area| area.code.level() == AreaLevel::Community));
    }

    #[test]
    fn names_around_an_address() {
        let around = names(code("350404001001"));
        assert_eq!(
            (
                around.province,
                around.city,
                around.district,
                around.street,
                around.community
            ),
            ("福建省", "三明市", "三元区", "列东街道", "江滨社区居民委员会")
        );
        assert_eq!(names(code("350404")).street, "");
        assert_eq!(names(code("1101")), AreaNames::default());
    }

    #[test]
    fn a_retired_district_answers_as_its_successor() {
        assert_eq!(find(code("350402")).map(|area| area.name), Some("三元区"));
        assert_eq!(find(code("350499")), None);
    }
}
