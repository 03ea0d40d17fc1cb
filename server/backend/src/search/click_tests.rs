use domain::{
    facility::Facility,
    orientation::Orientation,
    search::{Mode, PlaceName, Query},
};
use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::search::{
    SearchPage,
    engine::test_bench::{Bench, bench, reader, shared_bench},
};

/// As the page has it, without the cards.
fn page_of(bench: &Bench, query: &Query) -> SearchPage {
    let today = date(2026, 11, 23);
    let hits = bench.search(query);
    let spans: Vec<_> = hits.dropped.iter().map(|dropped| dropped.span.clone()).collect();
    let answer = Answer {
        query: query.clone(),
        respelling: None,
        understood: reader().understand(query, today).leaving_out(query, &spans),
        hits,
    };
    let added = added(&bench.index, reader(), &answer, today).unwrap();
    SearchPage::of(answer, added)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn counts_are_what_clicking_shows(
        text in prop::sample::select(vec![
            "", "万达", "两室", "列东 1500以内", "整租 朝南", "顶层复式", "sm 顶层复式", "火星宫殿 列东", "万达 \"海底\" 两室 火星宫殿",
        ]),
        chosen in prop::sample::subsequence(vec![
            Filter::District(PlaceName::parse("三元区").unwrap()),
            Filter::Street(PlaceName::parse("凤岗街道").unwrap()),
            Filter::Mode(Mode::Whole),
            Filter::Rooms(Rooms::Two),
            Filter::Rooms(Rooms::Single),
            Filter::Facing(Facing::Towards(Orientation::South)),
            Filter::Facility(Facility::Elevator),
            Filter::Verified,
        ], 0..4),
    ) {
        let bench = shared_bench();
        let mut query = Query::for_text(text).0;
        for filter in chosen {
            query.filters.add(filter);
        }
        let today = date(2026, 11, 23);
        let page = page_of(bench, &query);
        let places = [Group::District, Group::Street].map(|group| page.counts.places(group));
        let closed = [
            Filter::Mode(Mode::Shared),
            Filter::Rooms(Rooms::Single),
            Filter::Rooms(Rooms::One),
            Filter::Rooms(Rooms::Two),
            Filter::Rent(domain::search::RENT_BANDS[2]),
            Filter::Area(domain::search::AREA_BANDS[1]),
            Filter::Facing(Facing::Through),
            Filter::Facing(Facing::Towards(Orientation::East)),
            Filter::Facility(Facility::Balcony),
            Filter::Verified,
        ];
        let counted = places.into_iter().flatten().map(|(filter, _)| filter).chain(closed);
        for filter in counted {
            let promised = match page.click(&filter) {
                Click::Shows(count) => count,
                Click::Adds(more) => page.total + more,
                Click::TakesBack => continue,
            };
            let click = page.understood.toggled(&query, &filter);
            let clicked = bench.search(&click);
            let shown = if clicked.dropped.is_empty() { clicked.total } else { 0 };
            prop_assert_eq!(promised, shown, "{:?} in {:?}", filter, click.to_query_string());
            // Nothing that was left out comes back with a click.
            let again = reader().understand(&click, today);
            prop_assert_eq!(again.words.len(), page.understood.words.len());
        }
    }
}

#[test]
fn where_choices_leave_nothing_no_word_is_blamed() {
    let bench = bench(0..60);
    let mut query = Query::for_text("江滨新村 火星宫殿").0;
    query.filters.add(Filter::Rent(domain::search::Range::at_most(1)));
    let page = page_of(&bench, &query);
    assert_eq!((page.total, &page.dropped[..]), (0, &[][..]));
    assert_eq!(page.understood.words.len(), 2);
}
