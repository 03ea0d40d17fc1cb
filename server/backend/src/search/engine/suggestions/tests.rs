use std::{sync::OnceLock, time::Instant};

use domain::{
    facility::{Facility, FacilitySet},
    id::ListingId,
    money::Yuan,
    orientation::Orientations,
    search::{Mode, Place, PlaceKind},
};
use jiff::{Timestamp, civil::date};
use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::search::{
    engine::{Change, ListingDocument, Request},
    text::{Analysis, shipped_synonyms, simplify},
};

const STREETS: [(&str, &str); 4] = [
    ("三元区", "列东街道"),
    ("三元区", "徐碧街道"),
    ("沙县区", "凤岗街道"),
    ("同安区", "同安区"),
];
const ESTATES: [&str; 10] = [
    "江滨新村",
    "万达广场",
    "万达广场二期",
    "中交·國貿 鷺原",
    "SM广场公寓",
    "丽景天成",
    "列东小区",
    "三室苑",
    "出租房",
    "\"精装\" (1500以内)",
];

fn document(number: u64) -> ListingDocument {
    let part = |divisor: u64, count: usize| (number / divisor) as usize % count;
    let (district, street) = STREETS[part(1, STREETS.len())];
    let moment = Timestamp::from_second(1_790_000_000 + number as i64).unwrap();
    let id: ListingId = Uuid::from_u64_pair(0x0190_0000_0000_7000, number).into();
    ListingDocument {
        id,
        title: format!("{}室出租", 1 + part(2, 4)),
        description: String::new(),
        city: "三明市".into(),
        district: district.into(),
        street: street.into(),
        estate: ESTATES[part(1, ESTATES.len())].into(),
        mode: if part(5, 4) == 0 { Mode::Shared } else { Mode::Whole },
        rooms: 1 + part(2, 4) as u8,
        halls: 1,
        baths: 1,
        area_x100: 5_000,
        rent: Yuan::new(400 + part(1, 61) as u32 * 50).unwrap(),
        orientations: Orientations::read(["南", "南 北", "东", ""][part(7, 4)]),
        facilities: Facility::ALL.iter().copied().skip(part(1, 5)).collect::<FacilitySet>(),
        verified: part(3, 2) == 0,
        published_at: moment,
        confirmed_at: moment,
        available_on: None,
        source: "own".into(),
        point: None,
    }
}

struct Site {
    _dir: tempfile::TempDir,
    index: SearchIndex,
    reader: Reader,
    suggestions: Suggestions,
}

fn site() -> &'static Site {
    static SITE: OnceLock<Site> = OnceLock::new();
    SITE.get_or_init(|| {
        let dir = tempfile::tempdir().unwrap();
        let index = SearchIndex::open(dir.path(), Analysis::new([])).unwrap().index;
        index
            .apply((0..240).map(|number| Change::Put(Box::new(document(number)))), 1)
            .unwrap();
        index
            .apply((200..240).map(|number| Change::Remove(document(number).id)), 2)
            .unwrap();
        let streets = STREETS
            .iter()
            .flat_map(|(district, street)| [(PlaceKind::District, *district), (PlaceKind::Street, *street)]);
        let estates = ESTATES.iter().map(|estate| (PlaceKind::Estate, *estate));
        let places = streets.chain(estates).map(|(kind, name)| Place {
            kind,
            name: PlaceName::parse(name).unwrap(),
            aliases: vec![],
        });
        let reader = Reader::new(places, simplify);
        let suggestions = Suggestions::new(&index, &reader, &shipped_synonyms()).unwrap();
        Site {
            _dir: dir,
            index,
            reader,
            suggestions,
        }
    })
}

#[test]
fn two_rooms_suggest_two_rooms_and_nothing_else() {
    for text in ["2室", "列东 2室", "两室"] {
        let labels: Vec<_> = suggestions(text)
            .into_iter()
            .map(|suggestion| suggestion.label)
            .collect();
        assert!(labels.len() > 1, "{text}: {labels:?}");
        assert!(
            labels.iter().all(|label| label.starts_with("两室")),
            "{text}: {labels:?}"
        );
    }
}

fn today() -> Date {
    date(2026, 11, 23)
}

fn suggestions(text: &str) -> Vec<Suggestion> {
    let site = site();
    site.suggestions.complete(&site.reader, text, today(), 8)
}

fn texts(text: &str) -> Vec<String> {
    suggestions(text)
        .into_iter()
        .map(|suggestion| suggestion.text)
        .collect()
}

#[test]
fn every_phrase_is_read_as_one_filter() {
    let reader = &site().reader;
    let rents = phrases::RENTS.map(phrases::at_most);
    for phrase in PHRASES
        .iter()
        .map(|(phrase, _)| *phrase)
        .chain(rents.iter().map(String::as_str))
    {
        assert!(meaning(reader, phrase).is_some(), "{phrase}");
    }
}

#[test]
fn names_are_completed_from_hanzi_pinyin_and_initials() {
    for (typed, first) in [
        ("江滨", "江滨新村"),
        ("江濱", "江滨新村"),
        ("新村", "江滨新村"),
        ("wanda", "万达广场"),
        ("ＷＡＮＤＡ", "万达广场"),
        ("wan da", "万达广场"),
        ("wdgce", "万达广场二期"),
        ("guomao", "中交·國貿 鷺原"),
        ("国贸", "中交·國貿 鷺原"),
        ("sm", "SM广场公寓"),
        ("liedong", "列东街道"),
        ("列东小", "列东小区"),
        ("列东 小", "列东小区"),
        ("sxq", "沙县区"),
        ("梅列", "三元区"),
        ("dt", "带电梯"),
        ("elev", "带电梯"),
        ("zz", "整租"),
        ("liangshi", "两室"),
        ("2室", "两室"),
        ("两房", "两室"),
        ("15", "1500以内"),
        ("yfy", "押一付一"),
    ] {
        let found = texts(typed);
        assert!(found.iter().take(2).any(|text| text == first), "{typed}: {found:?}");
    }
    assert_eq!(texts(""), [""; 0]);
    assert_eq!(texts("完全没有"), [""; 0]);
    assert_eq!(texts(&"列".repeat(201)), [""; 0]);
}

#[test]
fn phrases_leave_room_for_places() {
    let kinds = |text: &str| suggestions(text).iter().filter(|found| found.filter.is_some()).count();
    assert_eq!(suggestions("l").len(), 8);
    assert!(kinds("l") <= 5, "{:?}", texts("l"));
    assert_eq!(kinds("朝"), suggestions("朝").len());
    assert!(kinds("带") > 4 || suggestions("带").len() <= 4);
}

#[test]
fn what_stands_before_stays() {
    assert_eq!(texts("列东 两室 lij")[0], "列东 两室 丽景天成");
    assert_eq!(texts("江滨新村zhengz")[0], "江滨新村 整租");
    assert_eq!(texts("列东两室")[0], "列东 两室");
    let after = &suggestions("列东 lij")[0];
    assert_eq!((after.count, after.label.as_str()), (None, "丽景天成"));
}

#[test]
fn places_of_one_name_are_suggested_once_as_what_a_search_takes_them_for() {
    let found: Vec<_> = suggestions("同安")
        .into_iter()
        .map(|found| (found.label, found.kind))
        .collect();
    assert_eq!(found, [("同安区".to_owned(), SuggestionKind::District)]);
}

#[test]
fn a_name_that_would_be_read_as_something_else_is_not_suggested() {
    assert!(
        !texts("精装").iter().any(|text| text.contains('"')),
        "{:?}",
        texts("精装")
    );
}

#[test]
fn the_typed_part_is_marked_in_characters() {
    let typed = |text: &str| suggestions(text)[0].typed.clone();
    assert_eq!(typed("国贸"), Some(3..5));
    assert_eq!(typed("jiangb"), Some(0..2));
    assert_eq!(typed("列东 xinc"), Some(2..4));
    assert_eq!(typed("elevator"), None);
}

#[test]
fn counts_are_what_is_online() {
    let found = &suggestions("列东街道")[0];
    assert_eq!((found.count, found.kind), (Some(50), SuggestionKind::Street));
    let estate = &suggestions("江滨新村")[0];
    assert_eq!((estate.count, estate.kind), (Some(20), SuggestionKind::Estate));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn every_suggestion_finds_something(
        text in prop_oneof![
            "[a-z0-9]{1,3}",
            "[列东江滨万达三元两室新整合租朝电国]{1,3}",
            "(列东|两室|整租|1500以内) [a-z]{1,2}",
        ],
    ) {
        let site = site();
        for suggestion in suggestions(&text) {
            let query = Query::for_text(&suggestion.text).0;
            let understood = site.reader.understand(&query, today());
            let request = Request { understood: &understood, query: &query, with_counts: false, also: &[] };
            let hits = site.index.search(&request).unwrap();
            prop_assert!(hits.total > 0, "{:?}", suggestion);
            if let Some(count) = suggestion.count {
                prop_assert!(count > 0 && hits.dropped.is_empty(), "{:?}", suggestion);
                prop_assert!(hits.total >= count, "{:?}: {}", suggestion, hits.total);
            }
        }
    }

    #[test]
    fn nothing_typed_panics(text in any::<String>()) {
        prop_assert!(suggestions(&text).len() <= 8);
    }
}

/// Debug builds are some thirty times slower than what is served; the bound catches what isn't a search by halves.
#[test]
fn a_hundred_thousand_names_are_asked_at_once() {
    let syllables: Vec<char> = "江滨新村万达广场列东丽景天成花园苑小区国贸中交三元徐碧凤岗"
        .chars()
        .collect();
    let name = |number: usize| -> String {
        (0..5)
            .map(|place| syllables[(number / (place * 7 + 1) + number * (place + 3)) % syllables.len()])
            .collect()
    };
    let entries = (0..100_000).map(|number| Entry::name(&name(number), SuggestionKind::Estate, number as u64 % 97 + 1));
    let suggestions = Suggestions::of(entries.collect());
    let start = Instant::now();
    for typed in ["j", "江", "ld", "jiang", "xincun", "万达广"] {
        assert_eq!(
            suggestions.complete(&site().reader, typed, today(), 8).len(),
            8,
            "{typed}"
        );
    }
    assert!(start.elapsed().as_millis() < 500, "{:?}", start.elapsed());
}
