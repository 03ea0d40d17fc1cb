//! Distance and parts of the map, through the search itself.

use std::sync::{Arc, OnceLock};

use domain::{
    facility::FacilitySet,
    geo::{Gcj02Point, MapBox},
    id::ListingId,
    money::Yuan,
    orientation::Orientations,
    place::Kind,
    search::{Filter, Group, Landmark, Limit, Mode, Near, PlaceName, Query, Radius, Reader, Sort},
};
use jiff::{Timestamp, civil::date};
use proptest::prelude::*;
use uuid::Uuid;

use super::{Change, Hits, ListingDocument, Request, SearchIndex};
use crate::search::text::{Analysis, simplify};

fn id(number: u64) -> ListingId {
    Uuid::from_u64_pair(0x0190_0000_0000_7000, number).into()
}

/// On the parallel of 26°N, so that a thousandth of a degree is 100 m.
fn east(number: i32) -> Gcj02Point {
    Gcj02Point::new(26_000_000, 117_000_000 + number * 1_000).unwrap()
}

/// Listing `n` lies `n` hundred metres east of the first; every seventh lies nobody knows where.
fn listing(number: u64) -> ListingDocument {
    let moment = Timestamp::from_second(1_790_000_000 + number as i64 * 60).unwrap();
    ListingDocument {
        id: id(number),
        title: format!("{}号房", number % 3),
        description: String::new(),
        city: "三明市".to_owned(),
        district: "三元区".to_owned(),
        street: "列东街道".to_owned(),
        estate: "江滨新村".to_owned(),
        mode: Mode::Whole,
        rooms: 1 + (number % 2) as u8,
        halls: 1,
        baths: 1,
        area_x100: 6_000,
        rent: Yuan::new(1_000).unwrap(),
        orientations: Orientations::read("南"),
        facilities: FacilitySet::EMPTY,
        verified: false,
        published_at: moment,
        confirmed_at: moment,
        available_on: None,
        point: (number % 7 != 3).then(|| east(number as i32)),
        source: "own".to_owned(),
    }
}

struct Bench {
    _dir: tempfile::TempDir,
    index: Arc<SearchIndex>,
}

const LISTINGS: u64 = 120;

fn bench() -> &'static Bench {
    static BENCH: OnceLock<Bench> = OnceLock::new();
    BENCH.get_or_init(|| {
        let dir = tempfile::tempdir().unwrap();
        let index = SearchIndex::open(dir.path(), Analysis::new(["列东街道"]))
            .unwrap()
            .index;
        // Two commits, so that there is more than one segment.
        for (sequence, numbers) in [(1, 0..LISTINGS / 2), (2, LISTINGS / 2..LISTINGS)] {
            let puts = numbers.map(|number| Change::Put(Box::new(listing(number))));
            index.apply(puts, sequence).unwrap();
        }
        Bench {
            _dir: dir,
            index: Arc::new(index),
        }
    })
}

fn reader() -> Reader {
    let station = Landmark {
        name: PlaceName::parse("三明北站").unwrap(),
        kind: Kind::Station,
        aliases: vec!["北站".to_owned()],
        point: east(20),
    };
    Reader::new([], simplify).with_landmarks([station])
}

fn search(query: &Query) -> Hits {
    let understood = reader().understand(query, date(2026, 11, 23));
    let request = Request {
        understood: &understood,
        query,
        with_counts: true,
        also: &[],
    };
    bench().index.search(&request).unwrap()
}

fn near(number: i32, metres: u32) -> Near {
    Near {
        point: east(number),
        radius: Radius::new(metres).unwrap(),
        name: None,
    }
}

fn query(filters: impl IntoIterator<Item = Filter>, sort: Sort) -> Query {
    let mut query = Query::default().with_sort(sort);
    query.limit = Limit::new(50).unwrap();
    for filter in filters {
        query.filters.add(filter);
    }
    query
}

/// What the search should find, by looking at every listing.
fn expected(fits: impl Fn(Gcj02Point) -> bool) -> Vec<u64> {
    let point = |number: &u64| listing(*number).point;
    (0..LISTINGS)
        .filter(|number| point(number).is_some_and(&fits))
        .collect()
}

fn numbers(hits: &Hits) -> Vec<u64> {
    let number = |id: &ListingId| Uuid::from(*id).as_u64_pair().1;
    hits.ids.iter().map(number).collect()
}

#[test]
fn within_a_radius_lies_what_is_near_enough_and_what_is_nearest_comes_first() {
    let near = near(20, 1_000);
    let hits = search(&query([Filter::Near(near.clone())], Sort::Distance));
    let mut nearest = expected(|point| near.reaches(point).is_some());
    // Of two as far away, the one that was confirmed later comes first.
    nearest.sort_by_key(|number| {
        (
            listing(*number).point.map(|p| p.distance_to(near.point)),
            u64::MAX - number,
        )
    });
    assert_eq!(numbers(&hits), nearest);
    assert_eq!(numbers(&hits)[..3], [20, 21, 19]);
    assert_eq!(hits.total, nearest.len() as u64);
    assert!(!numbers(&hits).contains(&17), "nobody knows where it is");
}

#[test]
fn every_radius_says_how_many_it_would_show() {
    let asked = near(20, 1_000);
    let hits = search(&query([Filter::Near(asked.clone())], Sort::Fit));
    for radius in Radius::CHOICES {
        let choice = Filter::Near(asked.with_radius(radius));
        let clicked = search(&query([choice.clone()], Sort::Fit));
        assert_eq!(hits.counts.of(&choice), clicked.total, "{radius:?}");
    }
    assert_eq!(hits.counts.of(&Filter::Near(asked)), hits.total);
    let without = search(&query([], Sort::Fit));
    assert_eq!(without.total, LISTINGS);
}

#[test]
fn beside_each_place_stands_how_many_homes_are_near_it_whatever_else_is_asked_for() {
    // Among them the asked point itself once more, with another radius, and one around which there is nothing.
    let places = [near(40, 2_000), near(20, 500), near(20, 3_000), near(2_000, 2_000)].map(Filter::Near);
    let asked = [vec![], vec![Filter::Near(near(20, 1_000))], vec![Filter::Verified]];
    for asked in asked {
        let query_asked = query(asked.clone(), Sort::Fit);
        let understood = reader().understand(&query_asked, date(2026, 11, 23));
        let request = Request {
            understood: &understood,
            query: &query_asked,
            with_counts: true,
            also: &places,
        };
        let hits = bench().index.search(&request).unwrap();
        for place in &places {
            let others = asked.iter().filter(|filter| filter.group() != Group::Near);
            let clicked = search(&query(others.chain([place]).cloned(), Sort::Fit));
            assert_eq!(hits.counts.of(place), clicked.total, "{place:?} beside {asked:?}");
        }
    }
}

#[test]
fn a_part_of_the_map_holds_what_lies_in_it() {
    let area = MapBox::new(
        Gcj02Point::new(25_900_000, 117_010_000).unwrap(),
        Gcj02Point::new(26_100_000, 117_020_000).unwrap(),
    );
    let hits = search(&query([Filter::Within(area)], Sort::Fit));
    let mut found = numbers(&hits);
    found.sort_unstable();
    assert_eq!(found, expected(|point| area.contains(point)));
    assert_eq!(found, [11, 12, 13, 14, 15, 16, 18, 19, 20]);
    let both = search(&query(
        [Filter::Within(area), Filter::Near(near(20, 500))],
        Sort::Distance,
    ));
    assert_eq!(numbers(&both), [20, 19, 18, 16, 15]);
}

#[test]
fn without_a_point_nearest_first_is_the_usual_order() {
    let usual = search(&query([], Sort::Fit));
    assert_eq!(search(&query([], Sort::Distance)), usual);
}

#[test]
fn a_place_in_the_words_is_searched_near_of_and_left_out_before_the_page_stays_empty() {
    let mut asked = query([], Sort::Distance).with_text("离北站500米");
    asked.sort = Sort::Distance;
    let hits = search(&asked);
    assert_eq!(hits.dropped, []);
    assert_eq!(numbers(&hits)[..3], [20, 21, 19]);
    assert!(hits.ids.len() < 12);

    let nowhere = query([Filter::Rooms(domain::search::Rooms::Four)], Sort::Fit).with_text("北站附近");
    let hits = search(&nowhere);
    assert_eq!(
        (hits.total, hits.dropped.len()),
        (0, 0),
        "what was chosen is never left out, and no word in vain"
    );
}

#[test]
fn pages_by_distance_show_each_once() {
    let mut asked = query([Filter::Near(near(60, 10_000))], Sort::Distance);
    asked.limit = Limit::new(7).unwrap();
    let mut seen = Vec::new();
    loop {
        let hits = search(&asked);
        seen.extend(numbers(&hits));
        match hits.next {
            Some(next) => asked = asked.with_after(Some(next)),
            None => break,
        }
    }
    let all = search(&query([Filter::Near(near(60, 10_000))], Sort::Distance));
    assert_eq!(seen.len() as u64, all.total);
    assert_eq!(seen[..50], numbers(&all)[..]);
    seen.sort_unstable();
    seen.dedup();
    assert_eq!(seen.len() as u64, all.total);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn any_radius_finds_what_lies_in_it(at in 0..120_i32, metres in 100..12_000_u32) {
        let near = near(at, metres);
        let hits = search(&query([Filter::Near(near.clone())], Sort::Distance));
        let all = expected(|point| near.reaches(point).is_some());
        prop_assert_eq!(hits.total, all.len() as u64);
        let found = numbers(&hits);
        prop_assert!(found.iter().all(|number| all.contains(number)));
        let away = |number: &u64| listing(*number).point.unwrap().distance_to(near.point);
        prop_assert!(found.is_sorted_by_key(away));
    }
}
