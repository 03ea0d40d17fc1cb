//! The words people use for what can be filtered.

use super::{
    filter::{Facing, Filter, Mode, Rooms},
    phrases::{Day, Meaning, Phrases},
};
use crate::{
    facility::Facility::{self, *},
    orientation::Orientation,
    text,
};

const MODES: &[(Mode, &[&str])] = &[
    (
        Mode::Whole,
        &["整租", "整套出租", "整套", "整屋", "独立一套", "一整套", "whole"],
    ),
    (
        Mode::Shared,
        &[
            "合租",
            "分租",
            "拼租",
            "合住",
            "主卧",
            "次卧",
            "床位",
            "隔断间",
            "shared",
        ],
    ),
];

const SINGLE: &[&str] = &[
    "独立单间",
    "单身公寓",
    "单人间",
    "一室户",
    "一间房",
    "单间",
    "开间",
    "studio",
];

/// Words that say it alone, and words that may follow 带, 有 and the like.
const FACILITIES: &[(Facility, &[&str], &[&str])] = &[
    (Elevator, &["电梯房", "电梯楼", "elevator", "lift"], &["电梯"]),
    (
        PrivateBathroom,
        &["独卫", "独立卫浴", "独立卫生间", "单独卫生间", "私人卫生间", "内卫"],
        &["独卫", "卫生间", "独立卫生间"],
    ),
    (TwoBathrooms, &["双卫", "双卫生间", "两卫"], &["双卫"]),
    (
        Kitchen,
        &["能做饭", "可做饭", "可以做饭", "能烧饭", "可开火", "独立厨房"],
        &["厨房"],
    ),
    (Balcony, &["独立阳台", "大阳台", "阳台"], &["阳台"]),
    (
        Furnished,
        &[
            "拎包入住",
            "拎包即住",
            "拎包住",
            "家电齐全",
            "家具齐全",
            "家具家电齐全",
            "家私齐全",
            "设施齐全",
            "配套齐全",
            "全家电",
        ],
        &["家具家电", "家具", "家电"],
    ),
    (
        WellFitted,
        &["精装", "精装修", "豪装", "豪华装修", "装修好", "精致装修"],
        &["精装修"],
    ),
    (AirConditioning, &["空调", "空调房"], &["空调"]),
    (Heating, &["暖气", "集中供暖", "地暖"], &["暖气", "地暖"]),
    (WaterHeater, &["热水器"], &["热水器", "热水"]),
    (WashingMachine, &["洗衣机"], &["洗衣机"]),
    (Fridge, &["冰箱"], &["冰箱"]),
    (Television, &["电视", "电视机"], &["电视"]),
    (
        Internet,
        &["宽带", "无线网", "wifi", "wi-fi", "网络"],
        &["宽带", "网络", "wifi", "网"],
    ),
    (Gas, &["燃气", "天然气", "煤气"], &["燃气", "天然气", "煤气"]),
    (Bed, &[], &["床"]),
    (Wardrobe, &["衣柜"], &["衣柜"]),
    (
        Parking,
        &["车位", "停车位", "好停车", "停车方便", "可停车", "能停车"],
        &["车位", "停车位", "车库"],
    ),
    (
        Pets,
        &[
            "可养宠物",
            "能养宠物",
            "可以养宠物",
            "可养猫",
            "可养狗",
            "能养猫",
            "能养狗",
            "可宠物",
            "宠物友好",
        ],
        &[],
    ),
    (ShortTerm, &["短租", "可短租", "能短租", "短期", "可短期"], &[]),
    (
        MonthlyPayment,
        &["押一付一", "押1付1", "押一付1", "押1付一", "月付", "按月付", "可月付"],
        &[],
    ),
    (
        NearSchool,
        &[
            "近学校",
            "靠近学校",
            "学校旁",
            "学校附近",
            "学校旁边",
            "学区房",
            "学区",
            "陪读",
        ],
        &[],
    ),
    (
        NearBus,
        &[
            "近公交",
            "近公交站",
            "公交旁",
            "公交方便",
            "近车站",
            "近地铁",
            "地铁口",
            "地铁旁",
            "地铁房",
            "近地铁站",
        ],
        &[],
    ),
    (StepFree, &["无障碍", "轮椅", "无台阶"], &[]),
    (ViewAnytime, &["随时看房", "随时可看", "有钥匙"], &[]),
];

const WITH: &[&str] = &["带", "有", "含", "要", "配", "带有", "要有"];

/// What is not wanted is no filter for it. Such pieces stay words.
const WITHOUT: &[&str] = &["不", "不要", "不带", "不含", "无", "没", "没有", "非", "拒绝"];

const VERIFIED: &[&str] = &["已核验", "核验过", "核验房源", "真房源", "已验真", "verified"];

const DAYS: &[(Day, &[&str])] = &[
    (
        Day::InDays(0),
        &[
            "随时入住",
            "马上入住",
            "立即入住",
            "即刻入住",
            "马上能住",
            "随时可住",
            "现在能住",
            "今天",
        ],
    ),
    (Day::InDays(1), &["明天"]),
    (Day::InDays(2), &["后天"]),
    (Day::EndOfWeek, &["本周", "这周", "周末", "这周末", "本周末"]),
    (Day::EndOfMonth, &["月底", "本月底", "这个月底", "本月", "这个月"]),
    (Day::StartOfNextMonth, &["下月初", "下个月初", "月初"]),
    (Day::EndOfNextMonth, &["下月", "下个月", "下月底", "下个月底"]),
];

/// The facility that a tag or a word on a listing stands for.
#[must_use]
pub fn facility_named(word: &str) -> Option<Facility> {
    let word = text::fold_compact(word);
    FACILITIES
        .iter()
        .find(|(_, alone, nouns)| alone.iter().chain(*nouns).any(|name| *name == word))
        .map(|(facility, ..)| *facility)
}

/// Adds everything that a centre did not name itself.
pub(super) fn add_to(phrases: &mut Phrases) {
    let filter = |filter: Filter| Meaning::Filters(vec![filter]);
    for (mode, words) in MODES {
        for word in *words {
            phrases.add(word, filter(Filter::Mode(*mode)));
        }
    }
    for word in SINGLE {
        phrases.add(word, filter(Filter::Rooms(Rooms::Single)));
    }
    for word in VERIFIED {
        phrases.add(word, filter(Filter::Verified));
    }
    for (day, words) in DAYS {
        for word in *words {
            phrases.add(word, Meaning::Day(*day));
        }
    }
    for (facility, alone, nouns) in FACILITIES {
        let meaning = filter(Filter::Facility(*facility));
        for word in *alone {
            phrases.add(word, meaning.clone());
        }
        for noun in *nouns {
            for with in WITH {
                phrases.add(&format!("{with}{noun}"), meaning.clone());
            }
        }
        for word in alone.iter().chain(*nouns) {
            for without in WITHOUT {
                phrases.add(&format!("{without}{word}"), Meaning::Word);
            }
        }
    }
    // A television is wanted in the room, a television station is a landmark.
    phrases.add("电视台", Meaning::Word);
    add_directions(phrases);
}

fn add_directions(phrases: &mut Phrases) {
    let names = [
        (Orientation::South, "南"),
        (Orientation::SouthEast, "东南"),
        (Orientation::East, "东"),
        (Orientation::NorthEast, "东北"),
        (Orientation::North, "北"),
        (Orientation::NorthWest, "西北"),
        (Orientation::West, "西"),
        (Orientation::SouthWest, "西南"),
    ];
    for (orientation, name) in names {
        let meaning = Meaning::Filters(vec![Filter::Facing(Facing::Towards(orientation))]);
        for phrase in [
            format!("朝{name}"),
            format!("朝{name}向"),
            format!("{name}向"),
            format!("向{name}"),
            format!("{name}朝向"),
        ] {
            phrases.add(&phrase, meaning.clone());
        }
    }
    let south = Meaning::Filters(vec![Filter::Facing(Facing::Towards(Orientation::South))]);
    phrases.add("坐北朝南", south);
    for phrase in ["南北通透", "南北通", "南北通风", "南北向", "朝南北", "通透"] {
        phrases.add(phrase, Meaning::Filters(vec![Filter::Facing(Facing::Through)]));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_name_facilities() {
        for (tag, facility) in [
            ("精装", Some(WellFitted)),
            (" 双卫生间 ", Some(TwoBathrooms)),
            ("ＷｉＦｉ", Some(Internet)),
            ("冰箱", Some(Fridge)),
            ("新上", None),
            ("", None),
        ] {
            assert_eq!(facility_named(tag), facility, "{tag}");
        }
    }
}
