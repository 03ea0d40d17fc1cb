use jiff::civil::date;

use super::*;
use crate::search::{Rooms, text::rooms::layout};

fn chars(text: &str) -> Vec<char> {
    text.chars().collect()
}

fn read(reader: impl Fn(&[char]) -> Option<Found>, text: &str) -> Option<(String, Vec<Filter>)> {
    let chars = chars(text);
    reader(&chars).map(|found| (chars[found.length..].iter().collect(), found.filters))
}

#[test]
fn layouts() {
    use Rooms::{FiveOrMore, Four, One, Three, Two};
    for (text, rest, rooms) in [
        ("两室一厅", "", vec![Two]),
        ("2室1厅1卫精装", "精装", vec![Two]),
        ("2室", "", vec![Two]),
        ("三房", "", vec![Three]),
        ("一居室", "", vec![One]),
        ("3居", "", vec![Three]),
        ("2-3房", "", vec![Two, Three]),
        ("两三室", "", vec![Two, Three]),
        ("三房以上", "", vec![Three, Four, FiveOrMore]),
        ("六室", "", vec![FiveOrMore]),
        ("4房2厅2卫1阳台", "", vec![Four]),
        ("三个房间", "", vec![Three]),
        ("俩室一厅", "", vec![Two]),
        ("二是一厅", "", vec![Two]),
        ("二十一厅带阳台", "带阳台", vec![Two]),
        ("两方一厅", "", vec![Two]),
        ("两室户", "", vec![Two]),
        ("大两房", "", vec![Two]),
        ("至少三房", "", vec![Three, Four, FiveOrMore]),
        ("2fang", "", vec![Two]),
        ("3shi2ting1wei", "", vec![Three]),
        ("2 bedrooms", "", vec![Two]),
        ("1br", "", vec![One]),
    ] {
        let rooms = rooms.into_iter().map(Filter::Rooms).collect();
        assert_eq!(
            read(|chars| layout(chars, 0), text),
            Some((rest.to_owned(), rooms)),
            "{text}"
        );
    }
    for text in [
        "302室",
        "12室",
        "一室户",
        "三元",
        "0室",
        "房",
        "2",
        "两",
        "二手房",
        "3路",
        "二是",
        "二十",
        "2breeze",
        "2b",
    ] {
        assert_eq!(read(|chars| layout(chars, 0), text), None, "{text}");
    }
}

#[test]
fn halls_and_bathrooms_are_noted() {
    let found = layout(&chars("三室两厅2卫"), 0).unwrap();
    assert_eq!((found.halls, found.baths), (Some(2), Some(2)));
    let found = layout(&chars("三室"), 0).unwrap();
    assert_eq!((found.halls, found.baths), (None, None));
}

#[test]
fn rents() {
    for (text, rest, range) in [
        ("1500以内", "", Range::at_most(1500)),
        ("1500元以下带电梯", "带电梯", Range::at_most(1500)),
        ("1500 以内", "", Range::at_most(1500)),
        ("不超过1500", "", Range::at_most(1500)),
        ("预算2000", "", Range::at_most(2000)),
        ("1-2千", "", Range::between(1000, 2000)),
        ("1千-2千", "", Range::between(1000, 2000)),
        ("1.5-2k", "", Range::between(1500, 2000)),
        ("1500-2000", "", Range::between(1500, 2000)),
        ("2000到1500元/月", "", Range::between(1500, 2000)),
        ("一千五到两千", "", Range::between(1500, 2000)),
        ("两三千", "", Range::between(2000, 3000)),
        ("一千五左右", "", Range::between(1250, 1750)),
        ("1500块", "", Range::between(1250, 1750)),
        ("1500", "", Range::between(1250, 1750)),
        ("800以上", "", Range::at_least(800)),
        ("至少800", "", Range::at_least(800)),
        ("一千多", "", Range::between(1000, 1999)),
        ("1500多块", "", Range::between(1500, 1599)),
        ("¥1200以内", "", Range::at_most(1200)),
        ("1,500以内", "", Range::at_most(1500)),
        ("一千五一室", "一室", Range::between(1250, 1750)),
        ("1500两室", "两室", Range::between(1250, 1750)),
        ("月租1200左右", "", Range::between(1000, 1400)),
        ("200元以内", "", Range::at_most(200)),
        ("2k5", "", Range::between(2100, 2900)),
        ("3千5左右", "", Range::between(2950, 4050)),
        ("1.5k-2k", "", Range::between(1500, 2000)),
        ("一千五六", "", Range::between(1500, 1600)),
        ("一千五六室", "六室", Range::between(1250, 1750)),
        ("三千出头", "", Range::between(3000, 3500)),
        ("1500出头", "", Range::between(1500, 1600)),
        ("不到两千", "", Range::at_most(2000)),
        ("两千不到", "", Range::at_most(2000)),
        ("控制在1500", "", Range::at_most(1500)),
        ("1000~1500之间", "", Range::between(1000, 1500)),
        ("千元以内", "", Range::at_most(1000)),
        ("under 2000", "", Range::at_most(2000)),
        ("2000yinei", "", Range::at_most(2000)),
    ] {
        let expected = Some((rest.to_owned(), vec![Filter::Rent(range)]));
        assert_eq!(read(|chars| amount(chars, 0), text), expected, "{text}");
    }
}

#[test]
fn areas() {
    for (text, range) in [
        ("面积90左右", Range::between(81, 99)),
        ("建筑面积不低于100", Range::at_least(100)),
        ("80平", Range::between(72, 88)),
        ("80平以上", Range::at_least(80)),
        ("60-80平米", Range::between(60, 80)),
        ("一百二十平左右", Range::between(108, 132)),
        ("50㎡以内", Range::at_most(50)),
        ("不低于90m²", Range::at_least(90)),
    ] {
        let expected = Some((String::new(), vec![Filter::Area(range)]));
        assert_eq!(read(|chars| amount(chars, 0), text), expected, "{text}");
    }
}

#[test]
fn other_numbers_are_left_alone() {
    for text in [
        "2024年",
        "3号楼",
        "985",
        "12-1",
        "0598-8223344",
        "13812345678",
        "500米",
        "1999",
        "302室",
        "1000abc",
        "一路",
        "三元",
        "99999999999999999999",
        "",
        "k",
        "-",
    ] {
        assert_eq!(read(|chars| amount(chars, 0), text), None, "{text}");
    }
}

#[test]
fn days() {
    let today = date(2026, 11, 23);
    for (text, rest, expected) in [
        ("12月1日", "", date(2026, 12, 1)),
        ("12月1号前入住", "", date(2026, 12, 1)),
        ("1月15日能住两室", "两室", date(2027, 1, 15)),
        ("十二月十五号", "", date(2026, 12, 15)),
    ] {
        let expected = Some((rest.to_owned(), vec![Filter::AvailableBy(expected)]));
        assert_eq!(read(|chars| day(chars, 0, today), text), expected, "{text}");
    }
    for text in ["13月1日", "2月30日", "12月", "12"] {
        assert_eq!(read(|chars| day(chars, 0, today), text), None, "{text}");
    }
}
