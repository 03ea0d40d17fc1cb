//! Listings made of numbers, in an index, for tests of searches.

use std::{
    collections::BTreeSet,
    path::Path,
    sync::{Arc, OnceLock},
};

use domain::{
    facility::{Facility, FacilitySet},
    id::ListingId,
    money::Yuan,
    orientation::Orientations,
    search::{Limit, Mode, Place, PlaceKind, PlaceName, Query, Reader, Sort},
};
use jiff::{Timestamp, civil::date};
use uuid::Uuid;

use super::{Change, Hits, ListingDocument, Opened, Request, SearchIndex};
use crate::search::text::{Analysis, pinyin, simplify};

pub fn analysis_of_tests() -> Analysis {
    static ANALYSIS: OnceLock<Analysis> = OnceLock::new();
    ANALYSIS.get_or_init(|| Analysis::new(["列东街道", "凤岗街道"])).clone()
}

pub const DISTRICTS: [(&str, &str); 3] = [("三元区", "列东街道"), ("三元区", "徐碧街道"), ("沙县区", "凤岗街道")];
pub const ESTATES: [&str; 6] = [
    "江滨新村",
    "万达广场",
    "万达广场二期",
    "中交·国贸鹭原",
    "SM广场公寓",
    "丽景天成",
];

pub fn reader() -> &'static Reader {
    static READER: OnceLock<Reader> = OnceLock::new();
    READER.get_or_init(|| {
        let places = DISTRICTS
            .iter()
            .flat_map(|(district, street)| [(PlaceKind::District, *district), (PlaceKind::Street, *street)]);
        let places = places.map(|(kind, name)| Place {
            kind,
            name: PlaceName::parse(name).unwrap(),
            aliases: pinyin(name.trim_end_matches("街道")).into_iter().collect(),
        });
        Reader::new(places, simplify)
    })
}

pub fn id(number: u64) -> ListingId {
    Uuid::from_u64_pair(0x0190_0000_0000_7000, number).into()
}

/// A listing made of a number: every property is some other part of it.
pub fn listing(number: u64) -> ListingDocument {
    let part = |divisor: u64, count: usize| (number / divisor) as usize % count;
    let (district, street) = DISTRICTS[part(1, 3)];
    let estate = ESTATES[part(3, 6)];
    let rooms = 1 + part(2, 4) as u8;
    let mode = if part(5, 4) == 0 { Mode::Shared } else { Mode::Whole };
    let facing = ["南", "南 北", "东", ""][part(7, 4)];
    let facilities: FacilitySet = Facility::ALL
        .iter()
        .copied()
        .filter(|facility| number >> facility.bit() & 1 == 1)
        .collect();
    let moment = Timestamp::from_second(1_790_000_000 + number as i64 * 60).unwrap();
    ListingDocument {
        id: id(number),
        title: format!(
            "{estate} {rooms}室{}厅 精装{}",
            part(11, 3),
            if number.is_multiple_of(97) { " 顶层复式" } else { "" }
        ),
        description: "采光好，近公交站，家电齐全。".to_owned(),
        city: "三明市".to_owned(),
        district: district.to_owned(),
        street: street.to_owned(),
        estate: estate.to_owned(),
        mode,
        rooms,
        halls: part(11, 3) as u8,
        baths: 1,
        area_x100: 2_000 + part(1, 97) as u32 * 100,
        rent: Yuan::new(400 + part(1, 61) as u32 * 50).unwrap(),
        orientations: Orientations::read(facing),
        facilities,
        verified: part(13, 2) == 0,
        published_at: moment,
        confirmed_at: moment,
        point: None,
        available_on: (part(17, 2) == 0).then(|| date(2026, 12, 1)),
        source: "own".to_owned(),
    }
}

pub fn query(text: &str, sort: Sort, limit: u32) -> Query {
    let mut query = Query::for_text(text).0.with_sort(sort);
    query.limit = Limit::new(limit).unwrap();
    query
}

pub struct Bench {
    pub dir: tempfile::TempDir,
    pub index: Arc<SearchIndex>,
}

pub fn open(dir: &Path) -> Opened {
    SearchIndex::open(dir, analysis_of_tests()).unwrap()
}

pub fn bench(numbers: impl IntoIterator<Item = u64>) -> Bench {
    let dir = tempfile::tempdir().unwrap();
    let index = open(dir.path()).index;
    let puts = numbers.into_iter().map(|number| Change::Put(Box::new(listing(number))));
    index.apply(puts, 1).unwrap();
    Bench {
        dir,
        index: Arc::new(index),
    }
}

impl Bench {
    pub fn search(&self, query: &Query) -> Hits {
        let understood = reader().understand(query, date(2026, 11, 23));
        let request = Request {
            understood: &understood,
            query,
            with_counts: true,
            also: &[],
        };
        self.index.search(&request).unwrap()
    }

    pub fn text(&self, text: &str) -> Hits {
        self.search(&Query::for_text(text).0)
    }

    pub fn estates(&self, text: &str) -> BTreeSet<&'static str> {
        let hits = self.search(&query(text, Sort::Fit, 50));
        assert_eq!(hits.dropped, [], "{text}");
        let estate = |found: &ListingId| {
            let (_, number) = Uuid::from(*found).as_u64_pair();
            ESTATES[number as usize / 3 % 6]
        };
        hits.ids.iter().map(estate).collect()
    }
}

pub fn shared_bench() -> &'static Bench {
    static BENCH: OnceLock<Bench> = OnceLock::new();
    BENCH.get_or_init(|| {
        // So many that a rare word is looked up otherwise than a frequent one.
        let bench = bench(0..1_000);
        // Several segments, and some listings that were replaced or removed.
        let puts = |numbers: std::ops::Range<u64>| numbers.map(|number| Change::Put(Box::new(listing(number))));
        bench.index.apply(puts(900..1_500), 2).unwrap();
        bench
            .index
            .apply((1_440..1_500).map(|number| Change::Remove(id(number))), 3)
            .unwrap();
        bench
    })
}
