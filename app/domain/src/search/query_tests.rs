use std::collections::BTreeSet;

use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::{
    geo::{Gcj02Point, MapBox},
    money::Yuan,
    search::{Mode, Near, Radius},
};

fn names() -> impl Strategy<Value = BTreeSet<PlaceName>> {
    prop::collection::btree_set(
        any::<String>().prop_filter_map("a name", |name| PlaceName::parse(&name).ok()),
        0..4,
    )
}

fn range(max: u32) -> impl Strategy<Value = Option<Range>> {
    (prop::option::of(0..=max), prop::option::of(0..=max)).prop_map(|(min, max)| Range::new(min, max))
}

fn choice<T: Clone + std::fmt::Debug + Ord + 'static>(all: Vec<T>) -> impl Strategy<Value = BTreeSet<T>> {
    let most = all.len();
    prop::sample::subsequence(all, 0..=most).prop_map(|chosen| chosen.into_iter().collect())
}

prop_compose! {
    fn point()(latitude in -90_000_000..=90_000_000, longitude in -180_000_000..=180_000_000) -> Gcj02Point {
        Gcj02Point::new(latitude, longitude).unwrap()
    }
}

prop_compose! {
    fn near()(
        point in point(),
        metres in 100..=50_000_u32,
        name in prop::option::of(any::<String>().prop_filter_map("a name", |name| PlaceName::parse(&name).ok())),
    ) -> Near {
        Near { point, radius: Radius::new(metres).unwrap(), name }
    }
}

prop_compose! {
    fn filters()(
        (city, district, street, estate) in (names(), names(), names(), names()),
        near in prop::option::of(near()),
        within in prop::option::of((point(), point()).prop_map(|(a, b)| MapBox::new(a, b))),
        mode in prop::option::of(prop::sample::select(Mode::ALL.to_vec())),
        rooms in choice(Rooms::ALL.to_vec()),
        rent in range(Yuan::MAX.get()),
        area in range(AREA_MAX),
        facing in choice(Facing::all().collect()),
        facilities in choice(Facility::ALL.to_vec()),
        verified in any::<bool>(),
        available_by in prop::option::of((0..20_000_i64).prop_map(|days| {
            date(2020, 1, 1).saturating_add(jiff::Span::new().days(days))
        })),
    ) -> Filters {
        Filters {
            city, district, street, estate, near, within, mode, rooms, rent, area, facing, facilities, verified, available_by,
        }
    }
}

prop_compose! {
    fn query()(
        text in any::<String>(),
        filters in filters(),
        sort in prop::sample::select(Sort::ALL.to_vec()),
        limit in 1..=50_u32,
        after in prop::option::of((prop::sample::select(Sort::ALL.to_vec()), any::<u64>(), any::<u64>(), any::<u128>())),
    ) -> Query {
        let (query, _) = Query::for_text(&text);
        Query {
            filters,
            sort,
            limit: Limit::new(limit).unwrap(),
            after: after.map(|(sort, first, second, id)| Cursor { sort, first, second, id: uuid::Uuid::from_u128(id).into() }),
            ..query
        }
    }
}

proptest! {
    #[test]
    fn the_url_is_the_state(query in query()) {
        let url = query.to_query_string();
        prop_assert!(url.is_ascii());
        let parsed = Query::from_query_string(&url);
        prop_assert_eq!(&parsed.ignored, &vec![]);
        prop_assert_eq!(&parsed.query, &query);
        prop_assert_eq!(parsed.query.to_query_string(), url);
    }

    #[test]
    fn any_url_is_answered(url in any::<String>()) {
        let first = Query::from_query_string(&url).query;
        let second = Query::from_query_string(&first.to_query_string());
        prop_assert_eq!(second.query, first);
    }

    #[test]
    fn any_value_of_our_keys_is_answered(
        key in "q|city|near|box|mode|rooms|rent_min|rent_max|area_max|facing|facilities|verified|available_by|sort|limit|after",
        value in any::<String>(),
    ) {
        let first = Query::from_pairs([(key, value)]);
        let second = Query::from_query_string(&first.query.to_query_string());
        prop_assert_eq!(second.query, first.query);
        prop_assert!(second.ignored.is_empty());
    }
}

#[test]
fn a_search_as_people_share_it() {
    let url = "q=%E5%88%97%E4%B8%9C&street=%E5%88%97%E4%B8%9C%E8%A1%97%E9%81%93&mode=whole&rooms=2,3&rent_max=1500&facilities=elevator&sort=rent-up";
    let parsed = Query::from_query_string(url);
    assert!(parsed.ignored.is_empty());
    assert_eq!(parsed.query.text(), "列东");
    assert_eq!(parsed.query.filters.rent, Some(Range::at_most(1500)));
    assert_eq!(parsed.query.filters.rooms, BTreeSet::from([Rooms::Two, Rooms::Three]));
    assert_eq!(parsed.query.to_query_string(), url);
}

#[test]
fn check_boxes_and_empty_fields_of_a_form_are_understood() {
    let parsed =
        Query::from_query_string("q=&rooms=2&rooms=3&rent_min=&rent_max=%E4%B8%80%E5%8D%83%E4%BA%94&verified=on");
    assert!(parsed.ignored.is_empty());
    assert_eq!(parsed.query.to_query_string(), "rooms=2,3&rent_max=1500&verified=1");
}

#[test]
fn bad_values_are_reported_and_the_rest_is_kept() {
    let parsed =
        Query::from_query_string("rooms=2,x&limit=0&rent_max=cheap&sort=best&utm_source=x&mode=whole&after=%00");
    let ignored: Vec<_> = parsed
        .ignored
        .iter()
        .map(|ignored| (ignored.key, ignored.code))
        .collect();
    assert_eq!(
        ignored,
        [
            ("rooms", "unknown-value"),
            ("limit", "unknown-value"),
            ("rent_max", "unknown-value"),
            ("sort", "unknown-value"),
            ("after", "unknown-value"),
        ]
    );
    assert_eq!(parsed.query.to_query_string(), "mode=whole&rooms=2");
}

#[test]
fn what_is_too_long_is_cut_and_said() {
    let long = "房".repeat(TEXT_MAX_CHARS + 1);
    let parsed = Query::from_pairs([("q".to_owned(), long)]);
    assert_eq!(parsed.query.text().chars().count(), TEXT_MAX_CHARS);
    assert_eq!(parsed.ignored.len(), 1);
    assert_eq!(parsed.ignored[0].code, "too-long");
    assert_eq!(parsed.ignored[0].value.chars().count(), 100);
}

#[test]
fn a_point_comes_with_its_system_and_is_kept_as_maps_show_it() {
    let near = |url: &str| Query::from_query_string(url).query.filters.near;
    let by_map = near("near=26.263512,117.6389,gcj02,2000").unwrap();
    assert_eq!(by_map.code(), "26.263512,117.638900,gcj02,2000");
    let by_phone = near("near=26.263512,117.6389,wgs84,2000").unwrap();
    let apart = by_map.point.distance_to(by_phone.point).0;
    assert!((600..640).contains(&apart), "{apart}");

    let url = "near=26.322500,117.692000,gcj02,2000,%E4%B8%89%E6%98%8E%E5%8C%97%E7%AB%99";
    assert_eq!(near(url).unwrap().name.unwrap().as_str(), "三明北站");
    assert_eq!(Query::from_query_string(url).query.to_query_string(), url);

    for wrong in [
        "26.26,117.63,2000",
        "26.26,117.63,bd09,2000",
        "26.26,117.63,gcj02",
        "26.26,117.63,gcj02,50",
        "26.26,117.63,gcj02,99999999999",
        "126.26,117.63,gcj02,2000",
        "NaN,inf,gcj02,2000",
        "26.26,117.63,gcj02,2000,",
    ] {
        let parsed = Query::from_query_string(&format!("near={wrong}"));
        assert_eq!(parsed.query.filters.near, None, "{wrong}");
        assert_eq!(parsed.ignored[0].key, "near");
    }
}

#[test]
fn a_part_of_the_map_is_two_corners_in_one_system() {
    let parsed = Query::from_query_string("box=26.2,117.6,26.3,117.7,gcj02");
    let url = "box=26.200000,117.600000,26.300000,117.700000,gcj02";
    assert_eq!(parsed.query.to_query_string(), url);
    let phone = Query::from_query_string("box=26.2,117.6,26.3,117.7,wgs84");
    assert_ne!(phone.query.filters.within, parsed.query.filters.within);
    for wrong in ["26.2,117.6,26.3,117.7", "26.2,117.6,26.3,gcj02", "a,b,c,d,gcj02"] {
        let parsed = Query::from_query_string(&format!("box={wrong}"));
        assert_eq!(
            (parsed.query.filters.within, parsed.ignored.len()),
            (None, 1),
            "{wrong}"
        );
    }
}

#[test]
fn a_cursor_of_another_order_and_a_distance_from_nowhere_are_reported() {
    let cursor = |sort| Cursor {
        sort,
        first: 1,
        second: 2,
        id: uuid::Uuid::from_u128(3).into(),
    };
    let settled = |address: &str| {
        let mut parsed = Query::from_query_string(address);
        parsed.settle(&parsed.query.filters.clone());
        let ignored: Vec<_> = parsed
            .ignored
            .iter()
            .map(|ignored| (ignored.key, ignored.code))
            .collect();
        (parsed.query, ignored)
    };
    let (fit, far) = (cursor(Sort::Fit), cursor(Sort::Distance));
    let other_order = [("after", "unknown-value")];
    for address in [
        "after=xyz".to_owned(),
        "after=f1-2-3".to_owned(),
        format!("sort=rent-up&after={fit}"),
    ] {
        let (query, ignored) = settled(&address);
        assert_eq!((query.after, ignored.as_slice()), (None, &other_order[..]), "{address}");
    }
    assert_eq!(
        settled(&format!("after={fit}")),
        (Query::default().with_after(Some(fit.clone())), vec![])
    );
    // Without a point the order by distance is that by fit, and so are its pages.
    let (query, ignored) = settled(&format!("sort=distance&after={fit}"));
    assert_eq!((query.sort, query.after), (Sort::Fit, Some(fit)));
    assert_eq!(ignored, [("sort", "needs-near")]);
    assert_eq!(
        settled(&format!("sort=distance&after={far}")).1,
        [("sort", "needs-near"), ("after", "unknown-value")]
    );
    let near = format!("near=26.26,117.6,gcj02,2000&sort=distance&after={far}");
    let (query, ignored) = settled(&near);
    assert_eq!((query.sort, query.after, ignored), (Sort::Distance, Some(far), vec![]));
}
