//! Near a place: distances in words, the choices of how far, and the places to choose from.

use backend::search::{ListingCardData, SearchPage};
use domain::{
    geo::{MapBox, Metres, RoundDistance},
    lang::Lang,
    place::Kind,
    search::{Filter, Group, Landmark, Near, Query, Radius, Reader, Sort},
};
use leptos::prelude::*;

use crate::{
    href,
    texts::name_of,
    ui::{NearMePlace, PlaceGroup, PlaceLink, PlaceLinks, grouped},
};

/// As near as the listing's page lists places.
const AROUND: Metres = Metres(3_000);
const AROUND_MAX: usize = 5;

/// `500 米`, `1.5 公里`
pub fn radius_text(lang: Lang, radius: Radius) -> String {
    match radius.metres() {
        metres if metres < 1_000 => tr!(lang, "search.metres", number = metres),
        metres => tr!(lang, "search.kilometres", number = tenths(metres / 100)),
    }
}

fn tenths(number: u32) -> String {
    match number % 10 {
        0 => (number / 10).to_string(),
        tenth => format!("{}.{tenth}", number / 10),
    }
}

/// `约 1.2 公里`: no more exact than a home's published position.
fn distance_text(lang: Lang, distance: Metres) -> String {
    let distance = match distance.rounded() {
        RoundDistance::Metres(metres) => tr!(lang, "search.metres", number = metres),
        RoundDistance::Kilometres(number) => tr!(lang, "search.kilometres", number = tenths(number)),
    };
    tr!(lang, "search.about", distance = distance)
}

/// `三明北站 2 公里内`
pub fn near_text(lang: Lang, near: &Near) -> String {
    let radius = radius_text(lang, near.radius);
    match &near.name {
        Some(name) => tr!(lang, "search.near_name", name = name, radius = radius),
        None => tr!(lang, "search.near_point", radius = radius),
    }
}

pub fn box_text(lang: Lang, _: &MapBox) -> String {
    tr!(lang, "search.within_box")
}

/// `距三明北站约 1.2 公里`; nothing where nobody knows where the home is, or nothing is asked for.
pub fn card_distance(lang: Lang, near: Option<&Near>, card: &ListingCardData) -> Option<String> {
    let near = near?;
    let distance = distance_text(lang, near.point.distance_to(card.point?));
    Some(match &near.name {
        Some(name) => tr!(lang, "search.away_from", name = name, distance = distance),
        None => distance,
    })
}

/// Named places around a home with their distances, and the search near each.
pub fn around(lang: Lang, reader: &Reader, card: &ListingCardData) -> Vec<(String, String, String)> {
    let Some(point) = card.point else { return vec![] };
    let places = reader.landmarks_around(point, AROUND).into_iter().take(AROUND_MAX);
    places
        .map(|(landmark, distance)| {
            let mut query = Query::default().with_sort(Sort::Distance);
            query.filters.add(Filter::Near(landmark.near(Radius::default())));
            (
                landmark.name.to_string(),
                distance_text(lang, distance),
                href::search(&query),
            )
        })
        .collect()
}

/// The places of the centre's table near which there is something, as links, kind by kind, and the button that asks the
/// phone where it is.
pub fn places(lang: Lang, query: &Query, page: &SearchPage, reader: &Reader) -> AnyView {
    let understood = &page.understood;
    let now = understood.filters.near.as_ref();
    let radius = now.map_or_else(Radius::default, |near| near.radius);
    let link = |landmark: &Landmark| {
        let filter = Filter::Near(landmark.near(radius));
        let (on, count) = (understood.filters.contains(&filter), page.counts.of(&filter));
        (on || count > 0).then(|| PlaceLink {
            label: landmark.name.to_string(),
            on,
            count: grouped(count),
            href: href::search(&understood.toggled(query, &filter)),
        })
    };
    let groups: Vec<_> = Kind::ALL
        .iter()
        .map(|kind| PlaceGroup {
            title: name_of(lang, "place-kind", kind.code()),
            links: reader
                .landmarks()
                .iter()
                .filter(|place| place.kind == *kind)
                .filter_map(link)
                .collect(),
        })
        .filter(|group| !group.links.is_empty())
        .collect();
    let elsewhere = understood.cleared(query, Group::Near).with_sort(Sort::Distance);
    let here = NearMePlace {
        href: format!("{}&near={{point}},wgs84,{}", href::search(&elsewhere), radius.metres()),
        label: tr!(lang, "search.near_me"),
        asking: tr!(lang, "search.near_me_asking"),
        refused: tr!(lang, "search.near_me_refused"),
    };
    let open = now.is_some();
    view! { <PlaceLinks title=tr!(lang, "search.group.places") groups here open/> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_are_told_roughly() {
        for (metres, zh, en) in [
            (0, "约 100 米", "about 100 m"),
            (640, "约 600 米", "about 600 m"),
            (1_240, "约 1.2 公里", "about 1.2 km"),
            (1_960, "约 2 公里", "about 2 km"),
        ] {
            assert_eq!(distance_text(Lang::Zh, Metres(metres)), zh);
            assert_eq!(distance_text(Lang::En, Metres(metres)), en);
        }
    }

    #[test]
    fn a_chip_says_near_what() {
        let near = Near::from_code("26.375,117.8065,gcj02,1500,三明北站").unwrap();
        assert_eq!(near_text(Lang::Zh, &near), "三明北站 1.5 公里内");
        assert_eq!(near_text(Lang::En, &near), "Within 1.5 km of 三明北站");
        let nameless = Near { name: None, ..near };
        assert_eq!(near_text(Lang::Zh, &nameless), "所选位置 1.5 公里内");
    }
}
