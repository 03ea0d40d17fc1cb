//! The words people use for what can be filtered.

use super::{
    facilities::FACILITIES,
    noise::CHATTER,
    phrases::{Day, Meaning, Phrases},
};
use crate::{
    orientation::Orientation,
    search::filter::{Facing, Filter, Mode, Range, Rooms},
};

const MODES: &[(Mode, &[&str])] = &[
    (
        Mode::Whole,
        &[
            "整租",
            "整套出租",
            "整套",
            "整屋",
            "独立一套",
            "一整套",
            "整租房",
            "entire",
            "zhengzu",
            "whole",
        ],
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
            "找室友",
            "室友",
            "合租房",
            "hezu",
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
    "单房",
    "单人房",
    "大单间",
    "小单间",
    "大开间",
    "单室套",
    "danjian",
    "danshengongyu",
    "kaijian",
    "studio",
];

/// Areas that are said in words.
const AREAS: &[(Range, &[&str])] = &[
    (Range::at_most(60), &["小户型", "面积小", "小面积"]),
    (Range::at_least(120), &["大户型", "面积大", "大面积", "大平层"]),
];

/// What no filter holds and some listings say, as they say it: it ranks.
const WISHES: &[(Option<&str>, &str)] = &[
    (
        Some("低楼层"),
        "低楼层 楼层低一点 楼层低点 低一点的楼层 一楼二楼 楼层低 矮楼层 低层 底层 底楼 不爬楼 不用爬楼 楼层不高 楼层不要太高",
    ),
    (Some("中楼层"), "中楼层 中间楼层 中层 楼层适中 楼层不高不低"),
    (Some("高楼层"), "高楼层 楼层高一点 楼层高 高层 顶楼 顶层"),
    (
        None,
        "公寓 小区 限女 限男 步梯 楼梯房 采光好 采光 阳光好 阳光充足 通风 通风好 安静 干净 整洁 温馨 不临街 不靠马路 不吵 隔音好 隔音 有窗 \
         带窗 飘窗 落地窗 宽敞 新房 新小区 视野好 海景 江景 河景 湖景 花园 院子 露台 封闭小区 物业好 安全 环境好 \
         交通方便 交通便利 生活方便 民水民电 民用水电 民水 民电 商水商电 水电费 水电 包水电 包物业 含物业 包网 包宽带 \
         季付 半年付 年付 按季付 按年付 免押金 免押 零押金 无押金 信用免押 押金 可落户 落户 居住证 注册公司 可注册 \
         女生 女士 女孩 女性 限女生 只限女生 男生 男士 情侣 夫妻 两口子 一家 老人 老年人 父母 宝妈 带小孩 带孩子 学生 \
         适合老人 商住 商住两用 办公 写字楼 钥匙 实拍 真实 业主自荐 新上 毛坯 简装 中装 普装 中等装修 简单装修 \
         普通装修 清水房 朝阳 向阳 女生优先 爱干净 空房 裸房 民宿 老破小 不要地下室 非地下室",
    ),
];

/// Layouts in Latin letters.
const COUNTS_IN_PINYIN: &[(Rooms, &[&str])] = &[
    (Rooms::One, &["yi"]),
    (Rooms::Two, &["er", "liang"]),
    (Rooms::Three, &["san"]),
    (Rooms::Four, &["si"]),
    (Rooms::FiveOrMore, &["wu"]),
];

/// Sichuan and Chongqing say 套二 for two rooms with a hall.
const SUITES: &[(Rooms, &[&str])] = &[
    (Rooms::One, &["套一", "一居", "大一居"]),
    (Rooms::Two, &["套二", "套两"]),
    (Rooms::Three, &["套三"]),
    (Rooms::Four, &["套四"]),
];

const WITH: &[&str] = &[
    "带",
    "有",
    "含",
    "要",
    "配",
    "带有",
    "要有",
    "最好有",
    "最好带",
    "需要有",
    "必须有",
    "必须带",
];

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

/// Adds everything that a centre did not name itself.
pub(super) fn add_to(phrases: &mut Phrases) {
    let filter = |filter: Filter| Meaning::Filters(vec![filter], None);
    for (mode, words) in MODES {
        for word in *words {
            phrases.add(word, filter(Filter::Mode(*mode)));
        }
    }
    for word in SINGLE {
        phrases.add(word, filter(Filter::Rooms(Rooms::Single)));
    }
    for (range, words) in AREAS {
        for word in *words {
            phrases.add(word, filter(Filter::Area(*range)));
        }
    }
    for (rooms, words) in SUITES {
        for word in *words {
            phrases.add(word, filter(Filter::Rooms(*rooms)));
        }
    }
    for (rooms, counts) in COUNTS_IN_PINYIN {
        for (count, unit) in counts
            .iter()
            .flat_map(|count| ["shi", "fang", "ju", "jushi"].map(|unit| (count, unit)))
        {
            for halls in ["", "yiting", "liangting"] {
                phrases.add(&format!("{count}{unit}{halls}"), filter(Filter::Rooms(*rooms)));
            }
        }
    }
    for (text, words) in WISHES {
        for word in words.split_whitespace() {
            phrases.add(word, Meaning::Wish(*text));
        }
    }
    for word in CHATTER.iter().flat_map(|words| words.split_whitespace()) {
        phrases.add(word, Meaning::Nothing);
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
        let meaning = Meaning::Filters(vec![Filter::Facing(Facing::Towards(orientation))], None);
        for phrase in [
            format!("朝{name}"),
            format!("朝{name}向"),
            format!("{name}向"),
            format!("向{name}"),
            format!("{name}朝向"),
            format!("窗户朝{name}"),
        ] {
            phrases.add(&phrase, meaning.clone());
        }
    }
    let south = Meaning::Filters(vec![Filter::Facing(Facing::Towards(Orientation::South))], None);
    phrases.add("坐北朝南", south.clone());
    phrases.add("chaonan", south);
    for phrase in [
        "南北通透",
        "南北通",
        "南北通风",
        "nanbeitongtou",
        "南北向",
        "朝南北",
        "通透",
        "南北",
    ] {
        phrases.add(phrase, Meaning::Filters(vec![Filter::Facing(Facing::Through)], None));
    }
}
