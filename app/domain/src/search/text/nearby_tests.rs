use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::{
    geo::Gcj02Point,
    place::{Kind, PlaceName},
    search::{Filter, Group, Place, PlaceKind, Query, Reader},
};

fn reader() -> Reader {
    let estates = ["万达广场", "三钢新村"].map(|name| (PlaceKind::Estate, name));
    let streets = [(PlaceKind::Street, "列东街道")];
    let places = estates.into_iter().chain(streets).map(|(kind, name)| Place {
        kind,
        name: PlaceName::parse(name).unwrap(),
        aliases: vec![],
    });
    let landmark = |(name, aliases, longitude): (&str, &[&str], i32)| Landmark {
        name: PlaceName::parse(name).unwrap(),
        kind: Kind::Other,
        aliases: aliases.iter().map(|alias| (*alias).to_owned()).collect(),
        point: Gcj02Point::new(26_260_000, longitude).unwrap(),
    };
    let landmarks = [
        ("三明北站", &["北站", "beizhan"][..], 117_690_000),
        ("三钢", &["福建三钢"], 117_620_000),
        ("三明市第一中学", &["三明一中", "一中"], 117_630_000),
        ("万达广场", &["万达"], 117_640_000),
        ("列东小学", &[], 117_650_000),
    ];
    Reader::new(places, |text| text.replace('鋼', "钢")).with_landmarks(landmarks.map(landmark))
}

/// What is read: place and radius, other filters, words.
fn shown(text: &str) -> String {
    let query = Query::for_text(text).0;
    let understood = reader().understand(&query, date(2026, 11, 23));
    let near = understood.filters.near.as_ref().map(|near| {
        let name = near.name.as_ref().map(PlaceName::as_str).unwrap_or_default();
        format!("{name} {}", near.radius.metres())
    });
    let mut others = Query::default();
    others.filters = understood.filters.clone();
    others.filters.clear(Group::Near);
    let others: Vec<_> = others
        .to_pairs()
        .into_iter()
        .map(|(key, value)| format!("{key}={value}"))
        .collect();
    let words: Vec<_> = understood.words.iter().map(|word| word.text.as_str()).collect();
    format!(
        "{} | {} | {}",
        near.unwrap_or_default(),
        others.join(" "),
        words.join(" ")
    )
}

#[test]
fn places_to_be_near_are_read_as_people_say_them() {
    for (text, expected) in [
        ("三明一中附近 两室", "三明市第一中学 2000 | rooms=2 | "),
        ("三明一中附近两室", "三明市第一中学 2000 | rooms=2 | "),
        ("近三钢", "三钢 2000 |  | "),
        ("近三鋼 整租", "三钢 2000 | mode=whole | "),
        ("附近三钢", "三钢 2000 |  | "),
        ("北站2公里内", "三明北站 2000 |  | "),
        ("北站 2公里内 1500以内", "三明北站 2000 | rent_max=1500 | "),
        ("离万达500米", "万达广场 500 |  | "),
        ("离万达广场500米以内的两室", "万达广场 500 | rooms=2 | "),
        ("距离三明北站1.5公里左右", "三明北站 1500 |  | "),
        ("三钢周边 3km", "三钢 3000 |  | "),
        ("三钢方圆两公里", "三钢 2000 |  | "),
        ("三钢半公里", "三钢 500 |  | "),
        ("一中1-3公里", "三明市第一中学 3000 |  | "),
        ("离一中步行10分钟", "三明市第一中学 800 |  | "),
        ("离三钢近", "三钢 2000 |  | "),
        ("在三明一中旁边租房", "三明市第一中学 2000 |  | "),
        ("beizhan 2室", "三明北站 2000 | rooms=2 | "),
        ("列东小学旁", "列东小学 2000 |  | "),
        // A name alone.
        ("三明北站", "三明北站 2000 |  | "),
        ("三明北站 两室", "三明北站 2000 | rooms=2 | "),
        ("列东小学两室", "列东小学 2000 | rooms=2 | "),
        ("列东 北站", "三明北站 2000 | street=列东街道 | "),
        // An estate of that name, and what only begins or ends like a place.
        ("万达广场", " |  | 万达广场"),
        ("三钢新村", " |  | 三钢新村"),
        ("三钢宿舍", " |  | 三钢宿舍"),
        ("新北站", " |  | 新北站"),
        ("beizhanlu", " |  | beizhanlu"),
        ("\"三明北站\"", " |  | 三明北站"),
        // Numbers that are no distance.
        ("三钢 2室", "三钢 2000 | rooms=2 | "),
        ("三钢 3 months", "三钢 2000 |  | 3 months"),
        // Distances beyond reason are brought to an end of the range.
        ("北站1米", "三明北站 100 |  | "),
        ("北站900公里", "三明北站 50000 |  | "),
    ] {
        assert_eq!(shown(text), expected, "{text}");
    }
}

#[test]
fn what_was_read_is_a_chip_that_one_click_takes_away() {
    let query = Query::for_text("离万达500米 两室").0;
    let understood = reader().understand(&query, date(2026, 11, 23));
    let chip = understood
        .chips(&query)
        .into_iter()
        .find(|chip| matches!(chip.filters[..], [Filter::Near(_)]))
        .unwrap();
    assert_eq!(query.without(&chip).text(), "两室");
    let literal = query.literally(&chip).unwrap();
    assert_eq!(literal.text(), "\"离万达500米\" 两室");
    let again = reader().understand(&literal, date(2026, 11, 23));
    assert_eq!(again.filters.near, None);

    let wider = understood.filters.near.clone().unwrap().with_radius(Radius::CHOICES[3]);
    let next = understood.toggled(&query, &Filter::Near(wider.clone()));
    assert_eq!(next.text(), "两室");
    assert_eq!(next.filters.near, Some(wider));
}

proptest! {
    #[test]
    fn nothing_typed_about_places_panics(text in "[离近距到三钢北站一中0-9.两半十千公里米km内附步行分钟 -]{0,40}") {
        shown(&text);
    }
}
