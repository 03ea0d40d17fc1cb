//! Whatever an estate is called, it is found.

use domain::{
    area::AreaCode,
    facility::{Facility, FacilitySet},
    search::{Mode, Sort},
};
use jiff::civil::date;

use crate::search::{
    Change, ListingDocument, Request,
    engine::test_bench::{bench, listing, query},
    text::{pinyin, shipped_synonyms, sounds},
};

/// Names as estates have them, and names of characters that come by chance.
fn names() -> Vec<String> {
    let mut state = 20_261_123_u64;
    let mut next = |count: u64| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % count
    };
    let first = [
        "中骏",
        "金都",
        "莲花",
        "长安",
        "重庆",
        "厦禾",
        "碧桂园",
        "恒大",
        "乐活",
        "银行",
        "Yoho",
        "SM",
    ];
    let last = [
        "花园",
        "新村",
        "·天悦",
        "一号院",
        "（二期）",
        "大厦",
        "里小区",
        "C区",
        "国际",
        "华府",
    ];
    let mut names: Vec<String> = (0..60)
        .map(|_| format!("{}{}", first[next(12) as usize], last[next(10) as usize]))
        .collect();
    names.extend((0..120).map(|_| {
        let length = 3 + next(5);
        (0..length)
            .filter_map(|_| char::from_u32(0x4E00 + next(0x51A5) as u32))
            .collect()
    }));
    names.sort();
    names.dedup();
    names
}

#[test]
fn every_listing_is_found_by_its_title_its_pinyin_and_its_initials() {
    let names = names();
    let documents = names.iter().enumerate().map(|(number, name)| ListingDocument {
        title: format!(
            "整租·{name} {}室{}厅 {}",
            1 + number % 4,
            number % 3,
            ["南", "精装"][number % 2]
        ),
        estate: name.clone(),
        mode: Mode::Whole,
        rooms: 1 + (number % 4) as u8,
        halls: (number % 3) as u8,
        facilities: FacilitySet::EMPTY.with(Facility::WellFitted),
        ..listing(number as u64)
    });
    let documents: Vec<_> = documents.collect();
    let bench = bench([]);
    let puts = documents
        .iter()
        .cloned()
        .map(|document| Change::Put(Box::new(document)));
    bench.index.apply(puts, 1).unwrap();
    let city = AreaCode::parse("3504").unwrap();
    let synonyms = shipped_synonyms();
    let reader = super::reader(city, &bench.index, &synonyms).unwrap();
    for document in &documents {
        let initials = sounds(&document.estate).initials.into_iter().next();
        let sounds = [pinyin(&document.estate), initials];
        let typed = [document.title.clone(), document.estate.clone()];
        for text in typed.into_iter().chain(sounds.into_iter().flatten()) {
            let query = query(&text, Sort::Fit, 50);
            let understood = reader.understand(&query, date(2026, 11, 23));
            let request = Request {
                understood: &understood,
                query: &query,
                with_counts: false,
                also: &[],
            };
            let hits = bench.index.search(&request).unwrap();
            assert!(
                hits.ids.contains(&document.id),
                "{text} for {}: {understood:?}",
                document.title
            );
        }
    }
}
