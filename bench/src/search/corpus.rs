//! Listings made of a number: the same on every machine, with the skew of real ones.
//!
//! The statistics were measured on 17,924 real listings: how often each layout is offered, lognormal rents and areas of
//! each, how directions and facilities are spread, Zipf exponents of 1.1 for quarters and 1.0 for estates. Names of
//! estates and texts are invented; the streets are those of Sanming.

use backend::search::ListingDocument;
use domain::{
    area::{AreaCode, AreaLevel},
    facility::{Facility, FacilitySet},
    geo::Gcj02Point,
    id::ListingId,
    money::Yuan,
    orientation::Orientations,
    search::Mode,
};
use jiff::{SignedDuration, Timestamp, ToSpan, civil::date};
use uuid::Uuid;

/// A source of numbers that is the same everywhere (SplitMix64).
#[derive(Clone)]
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// From 0 to below 1.
    pub fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    pub fn below(&mut self, count: usize) -> usize {
        ((self.unit() * count as f64) as usize).min(count - 1)
    }

    pub fn chance(&mut self, of: f64) -> bool {
        self.unit() < of
    }

    /// Normally distributed (Box and Muller).
    fn normal(&mut self, mean: f64, deviation: f64) -> f64 {
        let (one, other) = (self.unit().max(1e-12), self.unit());
        mean + deviation * (-2.0 * one.ln()).sqrt() * (std::f64::consts::TAU * other).cos()
    }

    pub fn pick<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len())]
    }
}

/// How often each of a list is met: the first most, by a power of its place.
struct Zipf(Vec<f64>);

impl Zipf {
    fn new(count: usize, exponent: f64) -> Self {
        let mut sum = 0.0;
        let sums = (1..=count).map(|rank| {
            sum += (rank as f64).powf(-exponent);
            sum
        });
        Self(sums.collect())
    }

    fn pick(&self, dice: &mut Dice) -> usize {
        let last = self.0.last().copied().unwrap_or(1.0);
        let at = dice.unit() * last;
        self.0.partition_point(|sum| *sum < at).min(self.0.len() - 1)
    }
}

pub struct Street {
    pub code: String,
    pub name: &'static str,
    pub district: &'static str,
}

pub struct Estate {
    pub name: String,
    pub street: usize,
}

/// A city full of listings.
pub struct Corpus {
    pub size: u64,
    pub streets: Vec<Street>,
    pub estates: Vec<Estate>,
    by_rank: Zipf,
    began: Timestamp,
}

const FIRST: [&str; 40] = [
    "江滨", "丽景", "金沙", "碧湖", "翠园", "东霞", "阳光", "富兴", "龙岗", "凤凰", "天成", "玉泉", "文昌", "沙溪",
    "绿城", "锦绣", "御景", "银河", "桂花", "梅园", "书香", "麒麟", "荆东", "永兴", "安居", "紫金", "虎头", "白沙",
    "下洋", "新泉", "高岩", "瑞云", "仙峰", "山水", "世纪", "中央", "华府", "滨河", "康城", "福源",
];
const SECOND: [&str; 30] = [
    "一里", "二里", "三路", "豪庭", "名都", "雅居", "首府", "观邸", "嘉园", "悦府", "新天", "时代", "壹号", "国际",
    "春天", "水岸", "左岸", "星城", "尚品", "领秀", "东郡", "西苑", "南山", "北苑", "映月", "听涛", "望江", "云顶",
    "逸景", "兰亭",
];
const LAST: [&str; 12] = [
    "新村", "花园", "公寓", "小区", "苑", "城", "广场", "家园", "别墅", "大厦", "里", "华庭",
];
const LATIN: [&str; 6] = ["SM", "CBD", "Loft", "MOMA", "iHome", "ONE"];

const PHRASES: [&str; 60] = [
    "采光好",
    "家电齐全",
    "拎包入住",
    "近公交站",
    "近学校",
    "交通便利",
    "南北通透",
    "精装修",
    "带阳台",
    "有电梯",
    "停车方便",
    "环境安静",
    "小区绿化好",
    "楼下有超市",
    "菜市场就在旁边",
    "步行五分钟到医院",
    "独立卫生间",
    "独立厨房",
    "可做饭",
    "宽带已通",
    "热水器全新",
    "空调两台",
    "房东直租",
    "随时看房",
    "押一付一",
    "可短租",
    "可养宠物",
    "适合一家人",
    "适合上班族",
    "靠近工业园",
    "离火车站近",
    "视野开阔",
    "江景房",
    "物业负责",
    "二十四小时保安",
    "首次出租",
    "刚刚装修",
    "干净整洁",
    "价格可谈",
    "水电民用",
    "天然气入户",
    "双卫",
    "大客厅",
    "主卧带飘窗",
    "有储物间",
    "老人友好",
    "无障碍坡道",
    "低楼层",
    "高楼层",
    "中间楼层",
    "不是顶楼",
    "东边套",
    "西边套",
    "楼王位置",
    "带车位",
    "可办居住证",
    "可落户",
    "近公园",
    "近商场",
    "陪读首选",
];
const DIRECTIONS: [(&str, f64); 9] = [
    ("南", 0.46),
    ("南 北", 0.24),
    ("东南", 0.10),
    ("北", 0.05),
    ("东", 0.05),
    ("西南", 0.04),
    ("西", 0.02),
    ("西北", 0.02),
    ("东北", 0.02),
];
/// Rooms, halls, bathrooms, and how often.
const LAYOUTS: [(u8, u8, u8, f64); 12] = [
    (3, 2, 2, 0.17),
    (1, 1, 1, 0.17),
    (2, 1, 1, 0.135),
    (2, 2, 1, 0.105),
    (1, 0, 1, 0.12),
    (3, 2, 1, 0.08),
    (4, 2, 2, 0.07),
    (3, 1, 1, 0.04),
    (2, 2, 2, 0.02),
    (4, 2, 3, 0.02),
    (5, 2, 3, 0.02),
    (6, 2, 3, 0.01),
];
/// Mean and deviation of the logarithms of rent (yuan) and area (square metres), by rooms.
const SIZES: [(f64, f64, f64, f64); 4] = [
    (7.46, 0.57, 3.61, 0.42),
    (7.91, 0.56, 4.27, 0.28),
    (8.15, 0.58, 4.69, 0.23),
    (8.41, 0.72, 4.97, 0.26),
];

/// The part of listings in mixed script, and of those where something is missing.
const MIXED: f64 = 0.05;
const MISSING: f64 = 0.03;

impl Corpus {
    pub fn new(size: u64) -> anyhow::Result<Self> {
        let city = AreaCode::parse("3504").map_err(|_| anyhow::anyhow!("no such city"))?;
        let districts: Vec<_> = backend::area::within(city, AreaLevel::District).collect();
        let streets = backend::area::within(city, AreaLevel::Street).map(|street| Street {
            code: street.code.to_string(),
            name: street.name,
            district: districts
                .iter()
                .find(|district| district.code.contains(street.code))
                .map_or("", |district| district.name),
        });
        let streets: Vec<_> = streets.collect();
        let mut dice = Dice::new(17);
        let by_size = Zipf::new(streets.len(), 1.1);
        let count = (size / 60).clamp(200, 14_000) as usize;
        let estates = (0..count).map(|at| Estate {
            name: estate_name(at, &mut dice),
            street: by_size.pick(&mut dice),
        });
        Ok(Self {
            size,
            estates: estates.collect(),
            streets,
            by_rank: Zipf::new(count, 1.0),
            began: Timestamp::from_second(1_760_000_000)?,
        })
    }

    pub fn id(number: u64) -> ListingId {
        // Spread like the random part of a real one, and read back by `number_of`.
        Uuid::from_u64_pair(
            0x0199_0000_0000_7000 | (number << 16 & 0x0000_FFFF_FFFF_0000),
            0x8000_0000_0000_0000 | number,
        )
        .into()
    }

    pub fn number_of(id: ListingId) -> u64 {
        Uuid::from(id).as_u64_pair().1 & 0xFFFF_FFFF
    }

    pub fn listing(&self, number: u64) -> ListingDocument {
        let mut dice = Dice::new(number.wrapping_mul(0xA24B_AED4_963E_E407));
        let estate = &self.estates[self.by_rank.pick(&mut dice)];
        let street = &self.streets[estate.street];
        let (rooms, halls, baths, _) = *weighted(&LAYOUTS, |layout| layout.3, &mut dice);
        let shared = dice.chance(0.12);
        let (rent_mean, rent_deviation, area_mean, area_deviation) = SIZES[usize::from(rooms - 1).min(3)];
        let rent = match shared {
            true => dice.normal(7.0, 0.36),
            false => dice.normal(rent_mean - 0.5, rent_deviation),
        };
        let rent = ((rent.exp() / 50.0).round() * 50.0).clamp(200.0, 60_000.0) as u32;
        let area = dice.normal(area_mean, area_deviation).exp().clamp(6.0, 600.0);
        let area = if shared { (area / 4.0).max(6.0) } else { area };
        let (direction, _) = *weighted(&DIRECTIONS, |direction| direction.1, &mut dice);
        let mut description: Vec<&str> = (0..3 + dice.below(5)).map(|_| *dice.pick(&PHRASES)).collect();
        description.dedup();
        let facilities: FacilitySet = Facility::ALL
            .iter()
            .copied()
            .filter(|facility| dice.chance(0.08 + 0.015 * f64::from(facility.bit())))
            .collect();
        let mode = if shared { Mode::Shared } else { Mode::Whole };
        let mut title = format!(
            "{}·{} {rooms}室{halls}厅 {direction}{}",
            if shared { "合租" } else { "整租" },
            estate.name,
            if dice.chance(0.15) { " 精装" } else { "" }
        );
        if dice.chance(MIXED) {
            title = format!(
                "{} {}",
                dice.pick(&LATIN),
                title.replace("精装", "精裝").replace('东', "東")
            );
        }
        let published_at = self.began + SignedDuration::from_secs(dice.below(30_000_000) as i64);
        let confirmed_at = published_at + SignedDuration::from_secs(dice.below(2_000_000) as i64);
        let mut listing = ListingDocument {
            id: Self::id(number),
            title,
            description: description.join("，"),
            city: "三明市".into(),
            district: street.district.into(),
            street: street.name.into(),
            estate: estate.name.clone(),
            mode,
            rooms,
            halls,
            baths,
            area_x100: (area * 100.0) as u32,
            rent: Yuan::new(rent).unwrap_or_default(),
            orientations: Orientations::read(direction),
            facilities,
            verified: dice.chance(0.3),
            published_at,
            confirmed_at,
            available_on: dice
                .chance(0.25)
                .then(|| date(2026, 11, 1).saturating_add((dice.below(90) as i64).days())),
            source: "import:bench".into(),
            point: Gcj02Point::new(millionths(self.point(number).0), millionths(self.point(number).1)),
        };
        if dice.chance(MISSING) {
            match dice.below(3) {
                0 => listing.estate.clear(),
                1 => (listing.rooms, listing.halls, listing.baths) = (0, 0, 0),
                _ => listing.orientations = Orientations::EMPTY,
            }
        }
        listing
    }

    /// Where a listing lies, in degrees (GCJ-02): around the middle of its street.
    pub fn point(&self, number: u64) -> (f64, f64) {
        let mut dice = Dice::new(number.wrapping_mul(0xA24B_AED4_963E_E407));
        let estate = &self.estates[self.by_rank.pick(&mut dice)];
        let (north, east) = self.middle(estate.street);
        let mut near = Dice::new(number ^ 0x5EED);
        let point = (near.normal(north, 0.008), near.normal(east, 0.008));
        // As coarse as public pages show it.
        ((point.0 * 1e3).round() / 1e3, (point.1 * 1e3).round() / 1e3)
    }

    /// The middle of a street: where it is in the list decides, the city's area is real.
    pub fn middle(&self, street: usize) -> (f64, f64) {
        let mut dice = Dice::new(street as u64 + 1);
        (25.6 + dice.unit() * 1.2, 116.6 + dice.unit() * 1.6)
    }

    pub fn listings(&self) -> impl Iterator<Item = ListingDocument> + '_ {
        (0..self.size).map(|number| self.listing(number))
    }
}

fn millionths(degrees: f64) -> i32 {
    (degrees * 1e6).round() as i32
}

fn estate_name(at: usize, dice: &mut Dice) -> String {
    let (first, second, last) = (
        at % FIRST.len(),
        at / FIRST.len() % SECOND.len(),
        at / (FIRST.len() * SECOND.len()),
    );
    let latin = if dice.chance(MIXED) { *dice.pick(&LATIN) } else { "" };
    let middle = if at < FIRST.len() * 4 && at.is_multiple_of(3) {
        ""
    } else {
        SECOND[second]
    };
    format!(
        "{latin}{}{middle}{}",
        FIRST[first],
        LAST[(last + first + second) % LAST.len()]
    )
}

fn weighted<'a, T>(list: &'a [T], weight: impl Fn(&T) -> f64, dice: &mut Dice) -> &'a T {
    let sum: f64 = list.iter().map(&weight).sum();
    let mut at = dice.unit() * sum;
    for item in list {
        at -= weight(item);
        if at <= 0.0 {
            return item;
        }
    }
    &list[0]
}
