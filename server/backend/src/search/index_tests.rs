use std::{collections::BTreeSet, sync::OnceLock};

use domain::{
    facility::{Facility, FacilitySet},
    money::Yuan,
    orientation::{Orientation, Orientations},
    search::{Facing, Filter, Group, Limit, Mode, Place, PlaceKind, PlaceName, Query, Reader, Rooms, Sort},
};
use jiff::{Timestamp, civil::date};
use proptest::prelude::*;

use super::{
    super::{
        analysis,
        click::{self, Click},
        find::{Answer, SearchPage},
        hits::{Hits, Request},
    },
    *,
};

fn analysis_of_tests() -> Analysis {
    static ANALYSIS: OnceLock<Analysis> = OnceLock::new();
    ANALYSIS.get_or_init(|| Analysis::new(["列东街道", "凤岗街道"])).clone()
}

const DISTRICTS: [(&str, &str); 3] = [("三元区", "列东街道"), ("三元区", "徐碧街道"), ("沙县区", "凤岗街道")];
const ESTATES: [&str; 6] = [
    "江滨新村",
    "万达广场",
    "万达广场二期",
    "中交·国贸鹭原",
    "SM广场公寓",
    "丽景天成",
];

fn reader() -> &'static Reader {
    static READER: OnceLock<Reader> = OnceLock::new();
    READER.get_or_init(|| {
        let places = DISTRICTS
            .iter()
            .flat_map(|(district, street)| [(PlaceKind::District, *district), (PlaceKind::Street, *street)]);
        let places = places.map(|(kind, name)| Place {
            kind,
            name: PlaceName::parse(name).unwrap(),
            aliases: analysis::pinyin(name.trim_end_matches("街道")).into_iter().collect(),
        });
        Reader::new(places, analysis::simplify)
    })
}

fn id(number: u64) -> ListingId {
    Uuid::from_u64_pair(0x0190_0000_0000_7000, number).into()
}

/// A listing made of a number: every property is some other part of it.
fn listing(number: u64) -> ListingDocument {
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

fn query(text: &str, sort: Sort, limit: u32) -> Query {
    let mut query = Query::for_text(text).0.with_sort(sort);
    query.limit = Limit::new(limit).unwrap();
    query
}

struct Bench {
    dir: tempfile::TempDir,
    index: Arc<SearchIndex>,
}

fn open(dir: &Path) -> Opened {
    SearchIndex::open(dir, analysis_of_tests()).unwrap()
}

fn bench(numbers: impl IntoIterator<Item = u64>) -> Bench {
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
    fn search(&self, query: &Query) -> Hits {
        let understood = reader().understand(query, date(2026, 11, 23));
        let request = Request {
            understood: &understood,
            query,
            with_counts: true,
            also: &[],
        };
        self.index.search(&request).unwrap()
    }

    fn text(&self, text: &str) -> Hits {
        self.search(&Query::for_text(text).0)
    }

    /// As the page has it, without the cards.
    fn page(&self, query: &Query) -> SearchPage {
        let today = date(2026, 11, 23);
        let hits = self.search(query);
        let spans: Vec<_> = hits.dropped.iter().map(|dropped| dropped.span.clone()).collect();
        let answer = Answer {
            query: query.clone(),
            respelling: None,
            understood: reader().understand(query, today).leaving_out(query, &spans),
            hits,
        };
        let added = click::added(&self.index, reader(), &answer, today).unwrap();
        SearchPage::of(answer, added)
    }

    fn estates(&self, text: &str) -> BTreeSet<&'static str> {
        let hits = self.search(&query(text, Sort::Fit, 50));
        assert_eq!(hits.dropped, [], "{text}");
        let estate = |found: &ListingId| {
            let (_, number) = Uuid::from(*found).as_u64_pair();
            ESTATES[number as usize / 3 % 6]
        };
        hits.ids.iter().map(estate).collect()
    }
}

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
fn changes_replace_and_remove() {
    let bench = bench(0..10);
    assert_eq!(bench.text("").total, 10);
    let moved = ListingDocument {
        estate: "新搬来的家园".to_owned(),
        ..listing(3)
    };
    let changes = [
        Change::Put(Box::new(moved)),
        Change::Remove(id(4)),
        Change::Remove(id(99)),
    ];
    bench.index.apply(changes, 7).unwrap();
    assert_eq!(bench.text("").total, 9);
    assert_eq!(bench.text("新搬来的家园").ids, [id(3)]);
    assert_eq!(bench.index.sequence(), 7);

    let Bench { dir, index } = bench;
    drop(index);
    let opened = open(dir.path());
    assert!(opened.needs_rebuild.is_none());
    assert_eq!((opened.index.sequence(), opened.index.count()), (7, 9));
}

#[test]
fn a_lost_or_damaged_index_is_replaced_by_an_empty_one() {
    let damages: [fn(&Path); 5] = [
        |dir| fs::remove_dir_all(dir).unwrap(),
        |dir| fs::remove_file(dir.join(CURRENT)).unwrap(),
        |dir| fs::write(dir.join(CURRENT), "../../etc").unwrap(),
        |dir| {
            let generation = dir.join(fs::read_to_string(dir.join(CURRENT)).unwrap());
            fs::write(generation.join("meta.json"), "{").unwrap();
        },
        |dir| {
            let generation = dir.join(fs::read_to_string(dir.join(CURRENT)).unwrap());
            let files = fs::read_dir(generation).unwrap().flatten();
            let store = files
                .map(|file| file.path())
                .find(|path| path.extension().is_some_and(|extension| extension == "idx"))
                .unwrap();
            let mut bytes = fs::read(&store).unwrap();
            let middle = bytes.len() / 2;
            bytes[middle] ^= 0xFF;
            fs::write(&store, bytes).unwrap();
        },
    ];
    for damage in damages {
        let Bench { dir, index } = bench(0..10);
        drop(index);
        damage(dir.path());
        let opened = open(dir.path());
        assert!(opened.needs_rebuild.is_some());
        assert_eq!(opened.index.count(), 0);
        opened.index.apply([Change::Put(Box::new(listing(1)))], 1).unwrap();
        drop(opened);
        assert!(open(dir.path()).needs_rebuild.is_none());
    }
}

#[test]
fn a_rebuild_answers_from_the_old_index_until_it_is_done() {
    let bench = bench(0..10);
    let rebuild = bench.index.begin_rebuild(analysis_of_tests()).unwrap();
    rebuild.add(&(0..20).map(listing).collect::<Vec<_>>()).unwrap();
    assert_eq!(bench.text("").total, 10);
    rebuild.finish(5).unwrap();
    assert_eq!(bench.text("").total, 20);
    assert_eq!(bench.index.sequence(), 5);
    let generations = fs::read_dir(bench.dir.path()).unwrap().count();
    assert_eq!(generations, 2, "one generation and the file that names it");

    let beside = SearchIndex::rebuild_beside(bench.dir.path()).unwrap();
    beside
        .add(&analysis_of_tests(), &(0..30).map(listing).collect::<Vec<_>>())
        .unwrap();
    assert!(!bench.index.take_up().unwrap());
    beside.finish(6).unwrap();
    assert_eq!(bench.text("").total, 20);
    assert!(bench.index.take_up().unwrap());
    assert_eq!((bench.text("").total, bench.index.sequence()), (30, 6));
}

#[test]
fn only_one_process_may_serve_from_a_folder() {
    let bench = bench(0..3);
    let second = SearchIndex::open(bench.dir.path(), analysis_of_tests());
    assert!(matches!(second, Err(IndexError::InUse)));
    assert_eq!(bench.text("").total, 3);
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

fn shared_bench() -> &'static Bench {
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
        let page = bench.page(&query);
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

#[test]
fn where_choices_leave_nothing_no_word_is_blamed() {
    let bench = bench(0..60);
    let mut query = Query::for_text("江滨新村 火星宫殿").0;
    query.filters.add(Filter::Rent(domain::search::Range::at_most(1)));
    let page = bench.page(&query);
    assert_eq!((page.total, &page.dropped[..]), (0, &[][..]));
    assert_eq!(page.understood.words.len(), 2);
}

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
    let city = domain::area::AreaCode::parse("3504").unwrap();
    let synonyms = super::super::synonyms::shipped();
    let reader = super::super::places::reader(city, &bench.index, &synonyms).unwrap();
    for document in &documents {
        let initials = analysis::sounds(&document.estate).initials.into_iter().next();
        let sounds = [analysis::pinyin(&document.estate), initials];
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
