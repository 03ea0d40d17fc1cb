//! Filters in words.

use domain::{
    lang::Lang,
    search::{Facing, Filter, Range},
};

use super::near::{box_text, near_text};
use crate::{texts::name_of, ui::grouped};

/// A filter as its chip and its line in a list of choices say it.
pub fn filter_text(lang: Lang, filter: &Filter) -> String {
    match filter {
        Filter::City(name) | Filter::District(name) | Filter::Street(name) | Filter::Estate(name) => name.to_string(),
        Filter::Near(near) => near_text(lang, near),
        Filter::Within(area) => box_text(lang, area),
        Filter::Mode(mode) => name_of(lang, "mode", mode.code()),
        Filter::Rooms(rooms) => name_of(lang, "search.rooms", rooms.code()),
        Filter::Rent(range) => range_text(lang, *range, &tr!(lang, "search.yuan")),
        Filter::Area(range) => range_text(lang, *range, &tr!(lang, "search.square_metres")),
        Filter::Facing(Facing::Towards(orientation)) => {
            let direction = name_of(lang, "orientation", orientation.code());
            tr!(lang, "search.facing", direction = direction)
        }
        Filter::Facing(Facing::Through) => tr!(lang, "search.through"),
        Filter::Facility(facility) => name_of(lang, "facility", facility.code()),
        Filter::Verified => tr!(lang, "search.verified"),
        Filter::AvailableBy(date) => tr!(lang, "search.available_by", date = date),
    }
}

fn range_text(lang: Lang, range: Range, unit: &str) -> String {
    let number = |end: u32| grouped(end.into());
    match (range.min(), range.max()) {
        (Some(min), Some(max)) => {
            tr!(
                lang,
                "search.between",
                min = number(min),
                max = number(max),
                unit = unit
            )
        }
        (Some(min), None) => tr!(lang, "search.at_least", min = number(min), unit = unit),
        (None, Some(max)) => tr!(lang, "search.at_most", max = number(max), unit = unit),
        (None, None) => String::new(),
    }
}
