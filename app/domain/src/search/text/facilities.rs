//! What facilities are called.

use crate::{
    facility::Facility::{self, *},
    text,
};

/// Words that say it alone, and words that may follow 带, 有 and the like.
pub(super) const FACILITIES: &[(Facility, &[&str], &[&str])] = &[
    (
        Elevator,
        &[
            "dianti",
            "diantifang",
            "电梯公寓",
            "电梯",
            "有直梯",
            "电梯房",
            "电梯楼",
            "elevator",
            "lift",
        ],
        &["电梯"],
    ),
    (
        PrivateBathroom,
        &[
            "duwei",
            "private bathroom",
            "ensuite",
            "私卫",
            "独立卫",
            "独立卫浴间",
            "带独立卫浴",
            "独立洗手间",
            "独卫",
            "独立卫浴",
            "独立卫生间",
            "单独卫生间",
            "私人卫生间",
            "内卫",
        ],
        &["独卫", "卫生间", "独立卫生间"],
    ),
    (TwoBathrooms, &["双卫", "双卫生间", "两卫"], &["双卫"]),
    (
        Kitchen,
        &[
            "能做饭",
            "可做饭",
            "可以做饭",
            "能烧饭",
            "可开火",
            "独立厨房",
            "厨房",
            "做饭",
            "自己做饭",
            "煮饭",
            "能煮饭",
            "开火",
            "kitchen",
        ],
        &["厨房"],
    ),
    (
        Balcony,
        &["yangtai", "balcony", "独立阳台", "大阳台", "阳台"],
        &["阳台"],
    ),
    (
        Furnished,
        &[
            "家具家电全",
            "家电全",
            "家具全",
            "带全套家具",
            "lingbaoruzhu",
            "furnished",
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
            "家具家电",
            "带家具",
            "全新家电",
            "家电",
            "家具",
        ],
        &["家具家电", "家具", "家电"],
    ),
    (
        WellFitted,
        &[
            "jingzhuang",
            "精装房",
            "精装公寓",
            "装修新",
            "新装修",
            "装修好的",
            "精装",
            "精装修",
            "豪装",
            "豪华装修",
            "装修好",
            "精致装修",
        ],
        &["精装修"],
    ),
    (
        AirConditioning,
        &["kongtiao", "空调", "空调房", "air conditioning", "aircon"],
        &["空调"],
    ),
    (Heating, &["暖气", "集中供暖", "地暖"], &["暖气", "地暖"]),
    (WaterHeater, &["热水器"], &["热水器", "热水"]),
    (WashingMachine, &["洗衣机", "washing machine"], &["洗衣机"]),
    (Fridge, &["冰箱"], &["冰箱"]),
    (Television, &["电视", "电视机"], &["电视"]),
    (
        Internet,
        &["宽带", "无线网", "wifi", "wi-fi", "网络", "internet"],
        &["宽带", "网络", "wifi", "网"],
    ),
    (Gas, &["燃气", "天然气", "煤气"], &["燃气", "天然气", "煤气"]),
    (Bed, &[], &["床"]),
    (Wardrobe, &["衣柜"], &["衣柜"]),
    (
        Parking,
        &[
            "chewei",
            "带停车位",
            "parking",
            "车位",
            "停车位",
            "好停车",
            "停车方便",
            "可停车",
            "能停车",
        ],
        &["车位", "停车位", "车库"],
    ),
    (
        Pets,
        &[
            "养宠物",
            "养猫",
            "养狗",
            "带宠物",
            "带猫",
            "带狗",
            "有猫",
            "有狗",
            "chongwu",
            "可养宠物",
            "能养宠物",
            "可以养宠物",
            "可养猫",
            "可养狗",
            "能养猫",
            "能养狗",
            "可宠物",
            "宠物友好",
            "宠物",
            "可以养猫",
            "可以养狗",
            "可以带宠物",
            "允许养宠物",
            "pets",
            "pet",
            "pet friendly",
            "cat",
            "dog",
        ],
        &[],
    ),
    (
        ShortTerm,
        &[
            "duanzu",
            "可以短租",
            "月租房",
            "日租",
            "短租",
            "short term",
            "short-term",
            "可短租",
            "能短租",
            "短期",
            "可短期",
        ],
        &[],
    ),
    (
        MonthlyPayment,
        &[
            "yuefu",
            "可以月付",
            "付一押一",
            "押零付一",
            "押0付1",
            "押一付一",
            "押1付1",
            "押一付1",
            "押1付一",
            "月付",
            "按月付",
            "可月付",
        ],
        &[],
    ),
    (
        NearSchool,
        &[
            "近学校",
            "离学校近",
            "离学校",
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
            "近brt",
            "brt附近",
            "brt站附近",
            "brt旁",
            "brt站",
            "brt",
            "快速公交",
        ],
        &[],
    ),
    (StepFree, &["无障碍", "轮椅", "无台阶"], &[]),
    (
        ViewAnytime,
        &[
            "随时看房",
            "随时可看",
            "随时可以看房",
            "随时能看房",
            "随时可看房",
            "看房方便",
            "有钥匙",
        ],
        &[],
    ),
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
