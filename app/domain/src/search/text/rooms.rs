//! Layouts as people write them: `两室一厅`, `2-3房`, `俩室`, `二是一厅`, `2fang`, `3shi2ting`, `2 bedrooms`.

use super::walk::{Found, Walk};
use crate::{
    search::filter::{Filter, Rooms},
    text,
};

/// The longer ones first.
const ROOMS: &[&str] = &["居室", "卧室", "房间", "室", "房", "居", "卧"];

/// What sounds or is typed like 室 and 房; only with a hall behind it: 二是一厅, 二十一厅.
const LIKE_ROOMS: &[&str] = &["是", "市", "十", "事", "式", "世", "士", "方"];

const LATIN_ROOMS: &[&str] = &[
    "bedrooms", "bedroom", "rooms", "room", "beds", "bed", "brs", "br", "jushi", "shi", "fang", "ju",
];

/// `两室一厅一卫`, `3房`, `2-3室`, `两三房`, `三房以上`, `至少两室`.
pub(super) fn layout(chars: &[char], from: usize) -> Option<Found> {
    let mut walk = Walk { chars, at: from };
    let mut at_least = walk.eat(&["至少", "最少", "不少于"]);
    // 大两房 and 小三室: a matter of area that nobody can measure. 恒大一室 is the estate 恒大.
    let alone = from.checked_sub(1).and_then(|before| chars.get(before));
    if alone.is_none_or(|before| !before.is_alphanumeric()) {
        walk.eat(&["大", "小"]);
    }
    if let Some(found) = in_english(walk, from) {
        return Some(found);
    }
    let first = walk.digit()?;
    let last = second(&mut walk, first)?;
    let (halls, baths) = if latin_rooms(&mut walk) {
        others(
            &mut walk,
            &["ting"],
            &["bathrooms", "bathroom", "baths", "bath", "wei", "b"],
        )
    } else {
        walk.eat(&["个", "间"]);
        if !walk.eat(ROOMS) && !eat_slip(&mut walk) {
            return None;
        }
        // 一室户 is a kind of home and 一房东 nobody's layout.
        if walk.peek(0) == Some('东') || (walk.peek(0) == Some('户') && first == 1) {
            return None;
        }
        walk.eat(&["户型", "户"]);
        others(&mut walk, &["厅", "ting"], &["卫生间", "卫", "浴", "wei"])
    };
    at_least |= walk.eat(&["以上", "及以上", "或以上", "起", "+"]);
    let high = if at_least { 5 } else { last };
    let filters = choices(first.min(last), first.max(high));
    (!filters.is_empty()).then_some(Found {
        length: walk.at - from,
        filters,
        halls,
        baths,
    })
}

/// `two bedroom`, `one-bedroom`.
fn in_english(mut walk: Walk<'_>, from: usize) -> Option<Found> {
    const COUNTS: [&str; 5] = ["one", "two", "three", "four", "five"];
    let count = COUNTS.iter().position(|count| walk.eat(&[count]))?;
    walk.eat(&["-"]);
    let count = u8::try_from(count).ok()? + 1;
    latin_rooms(&mut walk).then(|| Found {
        length: walk.at - from,
        filters: choices(count, count),
        halls: None,
        baths: None,
    })
}

/// Halls and bathrooms that stand apart from the rooms: `两厅`, `2厅2卫`, `2 bathrooms`.
pub(super) fn without_rooms(chars: &[char], from: usize) -> Option<Found> {
    let before = from.checked_sub(1).and_then(|before| chars.get(before));
    // 第三卫校, 12卫.
    if before.is_some_and(|before| *before == '第' || before.is_ascii_alphanumeric() || numeral(*before)) {
        return None;
    }
    let mut walk = Walk { chars, at: from };
    let in_english = |mut walk: Walk<'_>| {
        let count = walk.digit()?;
        walk.skip_spaces();
        let baths = walk.eat(&["bathrooms", "bathroom", "baths", "bath"]);
        (baths && !walk.peek(0).is_some_and(|c| c.is_ascii_alphabetic())).then_some((walk.at, count))
    };
    let (halls, baths) = match in_english(walk) {
        Some((at, count)) => {
            walk.at = at;
            (None, Some(count))
        }
        None => others(&mut walk, &["厅"], &["卫生间", "卫"]),
    };
    let is_name = matches!(walk.peek(0), Some('生' | '校' | '浴' | '视' | '城' | '星'));
    ((halls.is_some() || baths.is_some()) && !is_name).then_some(Found {
        length: walk.at - from,
        filters: vec![],
        halls,
        baths,
    })
}

fn numeral(c: char) -> bool {
    text::chinese_digit(c).is_some() || "十百千".contains(c)
}

/// The other end of `2-3室` and `两三房`, or the same number again.
fn second(walk: &mut Walk<'_>, first: u8) -> Option<u8> {
    if walk.eat(&["-", "~", "到", "至", "或者", "或", "/"]) {
        return walk.digit();
    }
    let next = walk.peek(0).and_then(text::chinese_digit);
    if next == Some(u64::from(first) + 1) {
        return walk.digit();
    }
    Some(first)
}

/// `2fang`, `2 bedrooms`: nothing but a digit or the end of the word may follow.
fn latin_rooms(walk: &mut Walk<'_>) -> bool {
    let mut ahead = *walk;
    ahead.skip_spaces();
    let read = ahead.eat(LATIN_ROOMS) && !ahead.peek(0).is_some_and(|c| c.is_ascii_alphabetic());
    if read {
        walk.at = ahead.at;
    }
    read
}

/// A slip of the keyboard or the ear, taken for rooms only where a hall follows.
fn eat_slip(walk: &mut Walk<'_>) -> bool {
    let mut ahead = *walk;
    let slip = ahead.eat(LIKE_ROOMS);
    let after = ahead.at;
    let hall = slip && ahead.digit().is_some() && ahead.eat(&["厅"]);
    if hall {
        walk.at = after;
    }
    hall
}

/// Halls and bathrooms; kitchens and balconies are passed over.
fn others(walk: &mut Walk<'_>, hall_names: &[&str], bath_names: &[&str]) -> (Option<u8>, Option<u8>) {
    let (mut halls, mut baths) = (None, None);
    for _ in 0..4 {
        let mut ahead = *walk;
        let Some(count) = ahead.digit() else { break };
        if ahead.eat(hall_names) {
            halls = Some(count);
        } else if ahead.eat(bath_names) {
            baths = Some(count);
        } else if !ahead.eat(&["厨", "阳台", "阳"]) {
            break;
        }
        walk.at = ahead.at;
    }
    (halls, baths)
}

/// 六室 and more are the last choice as well.
fn choices(low: u8, high: u8) -> Vec<Filter> {
    if low > 5 {
        return vec![Filter::Rooms(Rooms::FiveOrMore)];
    }
    (low.max(1)..=high.min(5))
        .filter_map(|count| Rooms::of_count(u64::from(count)))
        .map(Filter::Rooms)
        .collect()
}
