//! What tests read texts with.

use std::sync::LazyLock;

use jiff::civil::{Date, date};

use super::{Note, Place, PlaceKind, Reader, Synonym};
use crate::{facility::Facility, place::PlaceName, search::filter::Filter};

fn name(name: &str) -> PlaceName {
    PlaceName::parse(name).unwrap()
}

pub fn reader() -> &'static Reader {
    static READER: LazyLock<Reader> = LazyLock::new(make_reader);
    &READER
}

fn make_reader() -> Reader {
    let places = [
        (PlaceKind::City, "三明市", &["sanming"][..]),
        (PlaceKind::District, "三元区", &["sanyuanqu", "sanyuan"]),
        (PlaceKind::District, "沙县区", &["shaxian"]),
        (PlaceKind::Street, "列东街道", &["liedong"]),
        (PlaceKind::Street, "凤岗街道", &["fenggang"]),
        (PlaceKind::Street, "城关街道", &[]),
        (PlaceKind::Street, "城关乡", &[]),
        (PlaceKind::Estate, "江滨新村", &[]),
        (PlaceKind::Estate, "三室苑", &[]),
    ];
    let places = places.map(|(kind, name_of, aliases)| Place {
        kind,
        name: name(name_of),
        aliases: aliases.iter().map(|alias| (*alias).to_owned()).collect(),
    });
    let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
    let near_bus = Filter::Facility(Facility::NearBus);
    let synonyms = vec![
        (words(&["复式", "loft"]), Synonym::Same),
        (
            words(&["梅列", "梅列区"]),
            Synonym::Place(PlaceKind::District, name("三元区")),
        ),
        (words(&["老车站"]), Synonym::Place(PlaceKind::Estate, name("江滨新村"))),
        (
            words(&["近地铁"]),
            Synonym::Means {
                filters: vec![near_bus],
                note: Some(Note::NoMetro),
            },
        ),
    ];
    let simplify = |text: &str| text.replace('兩', "两").replace('廳', "厅").replace('東', "东");
    Reader::new(places, simplify).with_synonyms(&synonyms)
}

pub fn today() -> Date {
    date(2026, 11, 23)
}
