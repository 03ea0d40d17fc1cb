use proptest::prelude::*;

use super::*;
use crate::search::{
    TEXT_MAX_CHARS,
    text::{
        Note, Wishes,
        scan::{READINGS_MAX, WORD_MAX_CHARS, WORDS_MAX},
        test_reader::{reader, today},
    },
};

#[test]
fn a_word_that_was_read_as_something_else_is_noted() {
    let understood = understand("近地铁 两室");
    assert_eq!(understood.notes(), [Note::NoMetro]);
    assert_eq!(shown("近地铁"), "facilities=near-bus | ");
    let twice = Query::for_text("近地铁 近地铁 两室").0;
    let understood = reader().understand(&twice, today());
    assert_eq!(understood.notes(), [Note::NoMetro], "said once");
    let left = understood.leaving_out(
        &twice,
        &[understood.readings[0].span.clone(), understood.readings[1].span.clone()],
    );
    assert!(left.notes().is_empty(), "what was left out was not read as anything");
    assert!(understand("两室").notes().is_empty());
}

fn understand(text: &str) -> Understood {
    reader().understand(&Query::for_text(text).0, today())
}

/// The chips and words of a text, for people who read a test.
fn shown(text: &str) -> String {
    let understood = understand(text);
    let mut chosen = Query::default();
    chosen.filters = understood.filters;
    let filters: Vec<_> = chosen
        .to_pairs()
        .into_iter()
        .map(|(key, value)| format!("{key}={value}"))
        .collect();
    let words: Vec<_> = understood
        .words
        .iter()
        .map(|word| {
            let quote = if word.literal { "'" } else { "" };
            let wish = if word.wish { "~" } else { "" };
            let also: String = word.also.iter().map(|also| format!("={also}")).collect();
            format!("{wish}{quote}{}{quote}{also}", word.text)
        })
        .collect();
    format!("{} | {}", filters.join(" "), words.join(" "))
}

#[test]
fn chatter_hides_nothing() {
    for (text, expected) in [
        ("能不能养狗 三元", "district=三元区 facilities=pets | "),
        ("可以养猫吗", "facilities=pets | "),
        ("谁有列东的房子 私信我", "street=列东街道 | "),
        ("我和老公带宝宝 想租两房", "rooms=2 | "),
        ("二手房东勿扰 直接找房东 两室", "rooms=2 | "),
        ("无电梯也行 两室", "rooms=2 | ~无电梯"),
        ("医院旁 两室", "rooms=2 | 医院"),
        ("第一人民医院旁 两室", "rooms=2 | 第一人民医院"),
        ("随时可以看房", "facilities=view-anytime | "),
    ] {
        assert_eq!(shown(text), expected, "{text}");
    }
}

#[test]
fn halls_and_bathrooms_may_stand_alone() {
    for (text, expected, halls, baths) in [
        ("列东 一厅", "street=列东街道 | ", Some(1), None),
        ("3房 2厅 2卫", "rooms=3 | ", Some(2), Some(2)),
        ("两室 一卫", "rooms=2 | ", None, Some(1)),
        ("2br 2 bathrooms", "rooms=2 | ", None, Some(2)),
        ("第三卫校", " | 第三卫校", None, None),
        ("二卫校附近", " | 二卫校", None, None),
    ] {
        let wishes = Wishes { halls, baths };
        assert_eq!(
            (shown(text).as_str(), understand(text).wishes),
            (expected, wishes),
            "{text}"
        );
    }
}

#[test]
fn english_as_foreigners_type_it() {
    for (text, expected) in [
        (
            "two bedroom apartment in sanming with elevator",
            "city=三明市 rooms=2 facilities=elevator | ",
        ),
        ("looking for a one-bedroom near liedong", "street=列东街道 rooms=1 | ~a"),
        (
            "pet friendly studio, budget 1500",
            "rooms=single rent_max=1500 facilities=pets | ",
        ),
        ("cheap room 2000 rmb per month", "rent_min=1700 rent_max=2300 | "),
        ("private bathroom", "facilities=private-bathroom | "),
        ("onerous", " | onerous"),
    ] {
        assert_eq!(shown(text), expected, "{text}");
    }
}

#[test]
fn texts_as_people_type_them() {
    for (text, expected) in [
        (
            "列东 两室一厅 1500以内 带电梯 整租",
            "street=列东街道 mode=whole rooms=2 rent_max=1500 facilities=elevator | ",
        ),
        (
            "列东两室一厅1500以内带电梯整租",
            "street=列东街道 mode=whole rooms=2 rent_max=1500 facilities=elevator | ",
        ),
        ("列東兩室一廳", "street=列东街道 rooms=2 | "),
        (
            "沙县区凤岗 三房 近学校 拎包入住",
            "district=沙县区 street=凤岗街道 rooms=3 facilities=furnished,near-school | ",
        ),
        (
            "sanyuan 2室 1-2千",
            "district=三元区 rooms=2 rent_min=1000 rent_max=2000 | ",
        ),
        (
            "SANYUAN ２室　1～2千",
            "district=三元区 rooms=2 rent_min=1000 rent_max=2000 | ",
        ),
        (
            "押一付一 独卫 单间 月底能住",
            "rooms=single facilities=private-bathroom,monthly-payment available_by=2026-11-30 | ",
        ),
        ("城关 三房", "street=城关乡 street=城关街道 rooms=3 | "),
        ("江滨新村两室", "rooms=2 | 江滨新村"),
        ("江滨新村二期 精装", "facilities=well-fitted | 江滨新村 ~二期"),
        ("三室苑", " | 三室苑"),
        ("万达广场附近 朝南 80平以上", "area_min=80 facing=south | 万达广场"),
        ("我想租列东的房子", "street=列东街道 | "),
        ("求租 三元区 南北通透", "district=三元区 facing=through | "),
        ("1000以上 2000以下", "rent_min=1000 rent_max=2000 | "),
        ("没有电梯 两室", "rooms=2 | ~没有电梯"),
        ("没有电梯", " | 没有电梯"),
        ("海景", " | 海景"),
        ("列东商务区", "street=列东街道 | ~商务区"),
        ("大江滨新村列东", " | 江滨新村 ~列东"),
        ("不要合租 一室", "mode=whole rooms=1 | "),
        ("不要隔断 不要一楼两室", "rooms=2 | ~不要一楼"),
        ("近地铁1号线", "facilities=near-bus | "),
        ("不要太吵两室", "rooms=2 | ~不要太吵"),
        ("押一付三 两室", "rooms=2 | ~押一付三"),
        ("老人住 低层 一楼 两室", "rooms=2 | ~老人 ~低楼层 ~低楼层"),
        (
            "想在列东附近找个两室一厅带电梯,预算三千以内,下个月入住",
            "street=列东街道 rooms=2 rent_max=3000 facilities=elevator available_by=2026-12-31 | ",
        ),
        ("sanyuan 2fang zhengzu", "district=三元区 mode=whole rooms=2 | "),
        ("sanyuan2fang1ting", "district=三元区 rooms=2 | "),
        ("三元liangfang", "district=三元区 rooms=2 | "),
        (
            "studio in Sanyuan under 2000",
            "district=三元区 rooms=single rent_max=2000 | ",
        ),
        ("大户型 三元区商圈", "district=三元区 area_min=120 | "),
        (
            "女生 单间 独卫 1000",
            "rooms=single rent_min=850 rent_max=1150 facilities=private-bathroom | ~女生",
        ),
        ("不要中介 一室一厅 一家三口住", "rooms=1 | "),
        ("近医院 两室", "rooms=2 | 医院"),
        ("列东 两室 甲", "street=列东街道 rooms=2 | ~甲"),
        ("甲", " | 甲"),
        ("在水一方 两室", "rooms=2 | 在水一方"),
        ("能养猫 租半年 loft", "facilities=pets | loft=复式=loft"),
        ("梅列区 老车站", "district=三元区 | 老车站=江滨新村"),
        ("火车站 1500", "rent_min=1250 rent_max=1750 | 火车站"),
        ("12月1号前入住 合租", "mode=shared available_by=2026-12-01 | "),
        ("\"列东\" 两室", "rooms=2 | '列东'"),
        ("「两室一厅」", " | '两室一厅'"),
        ("列东\" 两室", "street=列东街道 rooms=2 | "),
        ("ldxc a2室", " | ldxc a2室"),
        ("", " | "),
    ] {
        assert_eq!(shown(text), expected, "{text}");
    }
}

#[test]
fn readings_say_where_they_come_from() {
    let text = "列東 兩室 精裝";
    let understood = understand(text);
    let pieces: Vec<_> = understood
        .readings
        .iter()
        .map(|reading| &text[reading.span.clone()])
        .collect();
    assert_eq!(pieces, ["列東", "兩室"]);
    assert_eq!(&text[understood.words[0].span.clone()], "精裝");
    assert_eq!(understood.wishes, Wishes::default());
    assert_eq!(
        understand("两室两厅一卫").wishes,
        Wishes {
            halls: Some(2),
            baths: Some(1)
        }
    );
}

#[test]
fn long_and_hostile_texts_are_read_in_linear_time() {
    for piece in [
        "「",
        "\"",
        "一",
        "1",
        "(",
        "列东",
        "a",
        "1-",
        "两三",
        "，",
        "👩‍👩‍👧",
        "\u{0}",
        "不",
        "朝",
        "1000以上",
    ] {
        let text: String = piece.chars().cycle().take(TEXT_MAX_CHARS).collect();
        let understood = understand(&text);
        assert!(understood.words.len() <= WORDS_MAX && understood.readings.len() <= READINGS_MAX);
        assert!(
            understood
                .words
                .iter()
                .all(|word| word.text.chars().count() <= WORD_MAX_CHARS * 3)
        );
    }
}

proptest! {
    #[test]
    fn any_text_is_understood(text in any::<String>()) {
        let query = Query::for_text(&text).0;
        let understood = reader().understand(&query, today());
        for reading in &understood.readings {
            prop_assert!(query.text().get(reading.span.clone()).is_some_and(|piece| !piece.is_empty()));
        }
        for chip in understood.chips(&query) {
            let _ = query.without(&chip);
        }
    }

    #[test]
    fn any_mixture_of_our_words_is_understood_and_settles(
        pieces in prop::collection::vec(
            prop::sample::select(vec![
                "列东", "两室一厅", "1500", "以内", "-", "2千", "80平", "带电梯", "整租", "朝南", "独卫", "押一付一", "月底", "能住", " ",
                "\"", "「", "」", "江滨新村", "不要", "三", "sanyuan", "12月1日", "的", "附近", "👍", "多", "一千五",
            ]),
            0..12,
        )
    ) {
        let query = Query::for_text(&pieces.concat()).0;
        let reader = reader();
        let understood = reader.understand(&query, today());
        let mut end = 0;
        for reading in &understood.readings {
            prop_assert!(reading.span.start >= end, "readings do not overlap");
            end = reading.span.end;
            for filter in &reading.filters {
                let toggled = understood.toggled(&query, filter);
                prop_assert!(!reader.understand(&toggled, today()).filters.contains(filter) || toggled.text() != query.text());
            }
        }
    }
}
