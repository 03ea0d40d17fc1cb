use std::collections::BTreeSet;

use domain::{
    facility::Facility,
    id::ListingId,
    search::{Mode, PlaceName, Query},
};
use jiff::civil::date;
use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::search::engine::test_bench::{Bench, bench, listing, query, reader, shared_bench};

#[test]
fn names_are_found_by_any_piece_of_them() {
    let bench = bench(0..36);
    for (text, expected) in [
        ("江滨新村", &["江滨新村"][..]),
        ("滨新", &["江滨新村"]),
        ("江濱", &["江滨新村"]),
        ("万达", &["万达广场", "万达广场二期"]),
        ("广场", &["SM广场公寓", "万达广场", "万达广场二期"]),
        ("国贸鹭原", &["中交·国贸鹭原"]),
        ("中交·国贸", &["中交·国贸鹭原"]),
        ("ｓｍ", &["SM广场公寓"]),
        ("万达 公寓 sm", &[]),
        ("丽", &["丽景天成"]),
    ] {
        let found = if expected.is_empty() {
            assert!(!bench.text(text).dropped.is_empty());
            BTreeSet::new()
        } else {
            bench.estates(text)
        };
        assert_eq!(found, expected.iter().copied().collect(), "{text}");
    }
}

#[test]
fn names_are_found_by_pinyin_and_initials_but_never_han_by_sound() {
    let bench = bench(0..36);
    for (text, expected) in [
        ("jiangbinxincun", "江滨新村"),
        ("jiangbin", "江滨新村"),
        ("binxin", "江滨新村"),
        ("jbxc", "江滨新村"),
        ("JBX", "江滨新村"),
        ("ljtc", "丽景天成"),
    ] {
        assert_eq!(bench.estates(text), BTreeSet::from([expected]), "{text}");
    }
    // 将滨 sounds like 江滨.
    assert_eq!(bench.text("将滨").dropped.len(), 1);
    let query = Query::for_text("liedong").0;
    assert_eq!(reader().understand(&query, date(2026, 11, 23)).filters.street.len(), 1);
}

#[test]
fn an_exact_name_comes_first() {
    let bench = bench(0..200);
    let hits = bench.text("万达广场");
    assert!(hits.total > 20);
    let (_, first) = Uuid::from(hits.ids[0]).as_u64_pair();
    assert_eq!(listing(first).estate, "万达广场");
    let query = Query::for_text("三室两厅").0;
    let (_, first) = Uuid::from(bench.search(&query).ids[0]).as_u64_pair();
    assert_eq!((listing(first).rooms, listing(first).halls), (3, 2));
}

#[test]
fn filters_read_from_words_find_what_they_say() {
    let bench = bench(0..500);
    let hits = bench.text("列东两室1500以内带电梯整租");
    assert_eq!(hits.dropped, []);
    let expected = (0..500).map(listing).filter(|listing| {
        listing.street == "列东街道"
            && listing.rooms == 2
            && listing.rent.get() <= 1500
            && listing.facilities.contains(Facility::Elevator)
            && listing.mode == Mode::Whole
    });
    assert_eq!(hits.total, expected.count() as u64);
    assert!(hits.total > 0);
}

#[test]
fn the_beginning_of_an_unknown_name_ranks() {
    let bench = bench(0..60);
    let hits = bench.text("丽景地中海");
    assert_eq!((hits.dropped.len(), hits.total), (1, 60));
    let (_, first) = Uuid::from(hits.ids[0]).as_u64_pair();
    assert_eq!(listing(first).estate, "丽景天成");
}

#[test]
fn nothing_found_leaves_pieces_out_and_says_which() {
    let bench = bench(0..60);
    let text = "列东 江滨新村 不存在的词 两室";
    let hits = bench.text(text);
    assert!(hits.total > 0);
    let dropped: Vec<_> = hits.dropped.iter().map(|dropped| &text[dropped.span.clone()]).collect();
    assert_eq!(dropped, ["不存在的词"]);
    assert!(hits.dropped[0].unknown);
    // What nothing has goes first, and takes nothing else with it.
    let text = "江滨新村 一室 不存在的词";
    let hits = bench.text(text);
    let dropped: Vec<_> = hits.dropped.iter().map(|dropped| &text[dropped.span.clone()]).collect();
    assert_eq!(dropped, ["不存在的词"]);
    // Who names a street of another district knows the street.
    let text = "沙县区 列东街道";
    let hits = bench.text(text);
    assert_eq!(hits.dropped.len(), 1);
    assert_eq!(&text[hits.dropped[0].span.clone()], "沙县区");
    assert!(!hits.dropped[0].unknown);
    // What was chosen is never left out.
    let mut query = Query::for_text("江滨新村").0;
    query.filters.add(Filter::City(PlaceName::parse("厦门").unwrap()));
    assert_eq!(bench.search(&query).total, 0);
}

#[test]
fn hostile_queries_are_answered() {
    let bench = bench(0..20);
    for piece in [
        "(", "\"", "title:", "a AND ", "[* TO *]", "^", "\\", "江", "x", "\u{0}", "👍", "~", "1",
    ] {
        let text: String = piece.chars().cycle().take(10_000).collect();
        bench.text(&text);
        bench.text(&text.chars().take(50).flat_map(|c| [c, ' ']).collect::<String>());
    }
}

#[test]
fn anything_that_is_typed_is_answered_soon() {
    let bench = bench(0..20);
    for piece in [
        "(",
        ")",
        "\"",
        "「",
        "[* TO ",
        "title:",
        "+-",
        "\\",
        "👩‍👩‍👧 ",
        "\u{0}",
        "列东",
        "江滨新村",
        "两室",
        "朝南朝北",
        "不要",
        "ab",
        "a ",
        "江 ",
        "1",
        "1-",
        "2室万达广场",
        "~",
        "^9",
        "江滨\u{301}",
        "𠀀",
        "ﷺ",
    ] {
        let text: String = piece.chars().cycle().take(10_000).collect();
        let begun = std::time::Instant::now();
        let _ = bench.text(&text);
        let took = begun.elapsed();
        assert!(took < std::time::Duration::from_secs(5), "{piece}: {took:?}");
    }
}

fn all_pages(bench: &Bench, query: &Query) -> Vec<ListingId> {
    let mut seen = Vec::new();
    let mut query = query.clone();
    loop {
        let hits = bench.search(&query);
        seen.extend(&hits.ids);
        match hits.next {
            Some(next) => query = query.with_after(Some(next)),
            None => return seen,
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn paging_shows_each_hit_once(
        text in prop::sample::select(vec!["", "万达", "江滨 精装", "两室两厅", "列东 1000以上", "sm", "顶层复式", "精装 顶层复式", "wanda 两厅"]),
        sort in prop::sample::select(Sort::ALL.to_vec()),
        limit in 15..50_u32,
    ) {
        let bench = shared_bench();
        let query = query(text, sort, limit);
        let seen = all_pages(bench, &query);
        let total = bench.search(&query).total;
        prop_assert_eq!(seen.len() as u64, total);
        let unique: BTreeSet<_> = seen.iter().collect();
        prop_assert_eq!(unique.len(), seen.len());
        let at_once = bench.search(&self::query(text, sort, 50));
        prop_assert_eq!(&seen[..at_once.ids.len()], &at_once.ids[..]);
    }

    #[test]
    fn removing_a_chip_is_searching_without_its_piece(
        pieces in prop::sample::subsequence(
            vec!["列东", "三元区", "万达", "两室", "1500以内", "带电梯", "整租", "朝南", "拎包入住", "月底能住"], 1..6),
        gap in prop::sample::select(vec![" ", "，"]),
    ) {
        let bench = shared_bench();
        let query = Query::for_text(&pieces.join(gap)).0;
        let understood = reader().understand(&query, date(2026, 11, 23));
        for chip in understood.chips(&query) {
            let piece = query.piece(&chip).unwrap();
            let left: Vec<_> = pieces.iter().copied().filter(|other| *other != piece).collect();
            prop_assert_eq!(left.len() + 1, pieces.len(), "{} is one of {:?}", piece, pieces);
            let (removed, without) = (bench.search(&query.without(&chip)), bench.text(&left.join(gap)));
            prop_assert_eq!((removed.total, removed.ids), (without.total, without.ids), "{} minus {}", query.text(), piece);
        }
    }
}
