//! Rents, areas and days, as people write them: `1500以内`, `1-2千`, `80平以上`, `12月1日`.
//!
//! Each reader looks at one place of a text of folded characters and says how many of them it could read. None looks
//! further than a few dozen characters, so reading a text takes time in proportion to its length.

use jiff::{ToSpan, civil::Date};

use super::walk::{Found, Walk};
use crate::{
    money::Yuan,
    search::filter::{AREA_MAX, Filter, Range},
    text,
};

/// A rent that is only "about" something may differ by this much, an area by that much.
const ABOUT_RENT_PERCENT: u64 = 15;
const ABOUT_AREA_PERCENT: u64 = 10;

/// A lone number is taken for a rent only from here on: smaller ones are house numbers, bus lines and years' ends.
const LONE_RENT_MIN: u64 = 300;

/// `12月1日入住`, `1月15号前`. A day that is over this year is meant for the next.
pub(super) fn day(chars: &[char], from: usize, today: Date) -> Option<Found> {
    let mut walk = Walk { chars, at: from };
    let month = number(&walk.numeral()?)?;
    if !walk.eat(&["月"]) {
        return None;
    }
    let month = i8::try_from(month).ok()?;
    let date = match part_of_month(&mut walk) {
        Some(0) => Date::new(today.year(), month, 1).ok()?.last_of_month(),
        Some(day) => Date::new(today.year(), month, day).ok()?,
        None => {
            let day = number(&walk.numeral()?)?;
            if !walk.eat(&["日", "号"]) {
                return None;
            }
            Date::new(today.year(), month, i8::try_from(day).ok()?).ok()?
        }
    };
    let date = if date < today {
        date.checked_add(1.year()).ok()?
    } else {
        date
    };
    let length = walk.at - from;
    Some(Found {
        length: length + moving_in(chars, from + length),
        filters: vec![Filter::AvailableBy(date)],
        halls: None,
        baths: None,
    })
}

/// `12月中旬`: its last day, 0 for that of the month.
fn part_of_month(walk: &mut Walk<'_>) -> Option<i8> {
    let parts: [(&[&str], i8); 3] = [(&["初", "上旬"], 10), (&["中旬", "中"], 20), (&["下旬", "底", "末"], 0)];
    parts.into_iter().find(|(names, _)| walk.eat(names)).map(|(_, day)| day)
}

/// How many characters after a day only say that one moves in then: `前`, `能住`, `入住`.
pub(super) fn moving_in(chars: &[char], from: usize) -> usize {
    let mut walk = Walk { chars, at: from };
    walk.eat(&["之前", "以前", "前", "左右", "起"]);
    walk.eat(&["就", "要"]);
    walk.eat(&["可以", "能够", "能", "可", "想"]);
    walk.eat(&["入住", "搬进去", "搬进", "搬家", "搬", "住进去", "住进来", "住", "入伙"]);
    walk.at - from
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Rent,
    Area,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Bound {
    AtMost,
    AtLeast,
    About,
    /// 一千多: from here to the next round number.
    AndSome,
    /// 三千出头: from here on half as far.
    JustAbove,
}

const RENT_NAMES: &[&str] = &[
    "月租金",
    "月租",
    "租金",
    "房租",
    "价格",
    "价位",
    "价钱",
    "预算",
    "budget of",
    "budget",
    "rent",
];
const AREA_NAMES: &[&str] = &["建筑面积", "使用面积", "套内面积", "面积"];
const AT_MOST_BEFORE: &[&str] = &[
    "不要超过",
    "别超过",
    "不超过",
    "不高于",
    "不大于",
    "不到",
    "控制在",
    "低于",
    "少于",
    "小于",
    "最多",
    "最高",
    "less than ",
    "under ",
    "below ",
    "up to ",
    "max ",
    "<=",
    "≤",
    "<",
];
const AT_LEAST_BEFORE: &[&str] = &[
    "不低于",
    "不少于",
    "不小于",
    "高于",
    "大于",
    "超过",
    "最少",
    "至少",
    "最低",
    "more than ",
    "over ",
    "above ",
    ">=",
    "≥",
    ">",
];
const AT_MOST_AFTER: &[&str] = &["以内", "以下", "之内", "之下", "封顶", "不到", "内", "yinei", "yixia"];
const AT_LEAST_AFTER: &[&str] = &["以上", "之上", "起步", "往上", "起", "+", "yishang"];
const ABOUT_AFTER: &[&str] = &["左右", "上下", "附近", "来块", "zuoyou"];
const YUAN: &[&str] = &["块钱", "人民币", "元", "块", "rmb", "yuan", " rmb", " yuan"];
const SQUARE_METRES: &[&str] = &["平方米", "平米", "平方", "平", "㎡", "m²", "m2"];
const A_MONTH: &[&str] = &[
    "/月",
    " per month",
    " a month",
    "每月",
    "每个月",
    "一个月",
    "一月",
    "/mo",
];

/// Characters after a number that make it something else: a year, a building, a line, a door.
const NO_SUM_BEFORE: &str = "年月日号栋幢座楼层期路线单室房居厅卫弄巷村组队人次度米公里分点届中岁天寸%";

/// A rent or an area: `1500以内`, `1-2千`, `一千五左右`, `预算2000`, `80平以上`, `60-80㎡`.
pub(super) fn amount(chars: &[char], from: usize) -> Option<Found> {
    let mut walk = Walk { chars, at: from };
    let named = walk.eat(RENT_NAMES);
    let budget = named && matches!(chars[from], '预' | 'b');
    let measured = !named && walk.eat(AREA_NAMES);
    if named || measured {
        walk.eat(&[":", "在", "是", "为"]);
        walk.skip_spaces();
    }
    let before = if walk.eat(AT_MOST_BEFORE) {
        Some(Bound::AtMost)
    } else if walk.eat(AT_LEAST_BEFORE) {
        Some(Bound::AtLeast)
    } else {
        None
    };
    let sign = walk.eat(&["¥", "rmb"]);
    let (low, high) = span(&mut walk)?;
    let some = walk.eat(&["多"]);
    let kind = if walk.eat(YUAN) || named || sign {
        Some(Kind::Rent)
    } else if walk.eat(SQUARE_METRES) || measured {
        Some(Kind::Area)
    } else {
        None
    };
    if kind != Some(Kind::Area) {
        walk.eat(A_MONTH);
    }
    let mut bound = before;
    if bound.is_none() {
        let mut ahead = walk;
        ahead.skip_spaces();
        bound = if ahead.eat(AT_MOST_AFTER) {
            Some(Bound::AtMost)
        } else if ahead.eat(AT_LEAST_AFTER) {
            Some(Bound::AtLeast)
        } else if ahead.eat(ABOUT_AFTER) {
            Some(Bound::About)
        } else if ahead.eat(&["出头"]) {
            Some(Bound::JustAbove)
        } else {
            None
        };
        if bound.is_some() {
            walk = ahead;
        }
    }
    if low != high {
        walk.eat(&["之间"]);
    }
    if kind.is_none() && bound.is_none() && walk.peek(0).is_some_and(|c| NO_SUM_BEFORE.contains(c)) {
        return None;
    }
    let lone = kind.is_none() && bound.is_none() && low == high && !some;
    if (kind.is_none() && high < LONE_RENT_MIN) || (lone && !(low % 10 == 0 && ends_here(&walk))) {
        return None;
    }
    let bound = match bound {
        None if budget => Some(Bound::AtMost),
        None if some => Some(Bound::AndSome),
        bound => bound,
    };
    let kind = kind.unwrap_or(Kind::Rent);
    let filter = wish(kind, low, high, bound)?;
    Some(Found {
        length: walk.at - from,
        filters: vec![filter],
        halls: None,
        baths: None,
    })
}

/// A number with nothing said about it has to stand apart from Latin letters and more digits.
fn ends_here(walk: &Walk<'_>) -> bool {
    !walk
        .peek(0)
        .is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '/' | '#'))
}

/// One number, or two with `-`, `到` and the like between them. `1-2千` lends its unit to the first.
fn span(walk: &mut Walk<'_>) -> Option<(u64, u64)> {
    if let Some(pair) = neighbours(walk) {
        return Some(pair);
    }
    // 千元以内: the unit alone is one of it, before the word for money.
    if walk.peek(0) == Some('千') && matches!(walk.peek(1), Some('元' | '块')) {
        walk.at += 1;
        return Some((1000, 1000));
    }
    let first_text = walk.numeral()?;
    // Telephone numbers and codes.
    if first_text.starts_with('0') {
        return None;
    }
    // 1.5 is a number only with the unit of the second: 1.5-2k.
    let first = number(&first_text);
    let mut ahead = *walk;
    ahead.eat(YUAN);
    ahead.skip_spaces();
    let joined = ahead.eat(&["-", "~", "—", "–", "到", "至"]);
    ahead.eat(&["-", "~", "—"]);
    ahead.skip_spaces();
    ahead.eat(&["¥"]);
    if joined
        && let Some(second_text) = ahead.numeral()
        && let Some(second) = number(&second_text)
    {
        // 1-2千, 1.5-2k: a first number without a unit takes the second's.
        let unit = second_text.chars().last().and_then(|last| match last {
            '百' => Some(100),
            '千' | 'k' => Some(1000),
            '万' | 'w' => Some(10_000),
            _ => None,
        });
        let first = match unit {
            Some(unit) if first.is_none_or(|first| first < 100) => number(&format!("{first_text}{}", unit_char(unit)))?,
            _ => first?,
        };
        *walk = ahead;
        return Some((first.min(second), first.max(second)));
    }
    let first = first?;
    // 一千五六 is 1500 to 1600.
    let digits = first_text.chars().rev().take(2).map(text::chinese_digit);
    if let [Some(last), None] = *digits.collect::<Vec<_>>()
        && walk.peek(0).and_then(text::chinese_digit) == Some(last + 1)
        && last > 0
        && !walk.peek(1).is_some_and(is_room)
    {
        walk.at += 1;
        return Some((first, first + magnitude(first)));
    }
    Some((first, first))
}

/// 一千五六室 would be rooms.
const fn is_room(c: char) -> bool {
    matches!(c, '室' | '房' | '居' | '卧' | '个' | '间' | '厅' | '卫')
}

const fn unit_char(unit: u64) -> char {
    match unit {
        100 => '百',
        1000 => '千',
        _ => '万',
    }
}

/// `两三千`, `一两百`: two neighbouring digits before one unit.
fn neighbours(walk: &mut Walk<'_>) -> Option<(u64, u64)> {
    let digit = |ahead| walk.peek(ahead).and_then(text::chinese_digit);
    let (low, high) = (digit(0)?, digit(1)?);
    let unit = match walk.peek(2)? {
        '百' => 100,
        '千' => 1000,
        '万' => 10_000,
        _ => return None,
    };
    if low == 0 || high != low + 1 {
        return None;
    }
    walk.at += 3;
    Some((low * unit, high * unit))
}

fn number(text: &str) -> Option<u64> {
    text::whole_number(text)
}

fn wish(kind: Kind, low: u64, high: u64, bound: Option<Bound>) -> Option<Filter> {
    // No home is let below the least of these; 三元 is a district and no rent.
    let (min, max, percent) = match kind {
        Kind::Rent => (50, u64::from(Yuan::MAX.get()), ABOUT_RENT_PERCENT),
        Kind::Area => (3, u64::from(AREA_MAX), ABOUT_AREA_PERCENT),
    };
    if high < min || high > max {
        return None;
    }
    let end = |value: u64| u32::try_from(value.min(max)).unwrap_or(u32::MAX);
    let range = match bound {
        Some(Bound::AtMost) => Range::at_most(end(high)),
        Some(Bound::AtLeast) => Range::at_least(end(low)),
        Some(Bound::AndSome) => Range::between(end(low), end(low + magnitude(low) - 1)),
        Some(Bound::JustAbove) => Range::between(end(low), end(low + (magnitude(low) / 2).max(100))),
        None if low != high => Range::between(end(low), end(high)),
        Some(Bound::About) | None => {
            let round = if kind == Kind::Rent && low >= 500 { 50 } else { 1 };
            let lowest = low * (100 - percent) / 100 / round * round;
            let highest = (high * (100 + percent) / 100).div_ceil(round) * round;
            Range::between(end(lowest), end(highest))
        }
    };
    Some(match kind {
        Kind::Rent => Filter::Rent(range),
        Kind::Area => Filter::Area(range),
    })
}

/// The largest power of ten that divides a number: 1000 for 2000, 100 for 1500.
fn magnitude(mut value: u64) -> u64 {
    let mut magnitude = 1;
    while value != 0 && value.is_multiple_of(10) {
        value /= 10;
        magnitude *= 10;
    }
    magnitude
}

#[cfg(test)]
#[path = "numbers_tests.rs"]
mod tests;
