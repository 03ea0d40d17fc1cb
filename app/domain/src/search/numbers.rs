//! Layouts, rents, areas and days, as people write them: `两室一厅`, `2-3房`, `1500以内`, `1-2千`, `80平以上`, `12月1日`.
//!
//! Each reader looks at one place of a text of folded characters and says how many of them it could read. None looks
//! further than a few dozen characters, so reading a text takes time in proportion to its length.

use jiff::{ToSpan, civil::Date};

use super::filter::{AREA_MAX, Filter, Range, Rooms};
use crate::{money::Yuan, text};

/// No number that people write is longer.
const NUMERAL_MAX_CHARS: usize = 12;

/// A rent that is only "about" something may differ by this much, an area by that much.
const ABOUT_RENT_PERCENT: u64 = 15;
const ABOUT_AREA_PERCENT: u64 = 10;

/// A lone number is taken for a rent only from here on: smaller ones are house numbers, bus lines and years' ends.
const LONE_RENT_MIN: u64 = 300;

/// What was read at one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    /// In characters.
    pub length: usize,
    pub filters: Vec<Filter>,
    /// Halls and bathrooms of a layout: wished for, but no reason to hide a home.
    pub halls: Option<u8>,
    pub baths: Option<u8>,
}

/// Walks over folded characters.
#[derive(Clone, Copy)]
struct Walk<'a> {
    chars: &'a [char],
    at: usize,
}

impl Walk<'_> {
    fn peek(&self, ahead: usize) -> Option<char> {
        self.chars.get(self.at + ahead).copied()
    }

    fn skip_spaces(&mut self) {
        // At most two: a wide gap is the end of a phrase.
        for _ in 0..2 {
            if self.peek(0) == Some(' ') {
                self.at += 1;
            }
        }
    }

    /// Steps over one of these phrases; of several that fit, the first in the list.
    fn eat(&mut self, phrases: &[&str]) -> bool {
        for phrase in phrases {
            if phrase.chars().enumerate().all(|(ahead, c)| self.peek(ahead) == Some(c)) {
                self.at += phrase.chars().count();
                return true;
            }
        }
        false
    }

    /// A small number of rooms and the like: one digit, Latin or Chinese.
    fn digit(&mut self) -> Option<u8> {
        let c = self.peek(0)?;
        let ascii = c.to_digit(10).map(u64::from);
        let digit = ascii.or_else(|| text::chinese_digit(c))?;
        if ascii.is_some() && self.peek(1).is_some_and(|next| next.is_ascii_alphanumeric()) {
            return None;
        }
        self.at += 1;
        u8::try_from(digit).ok()
    }

    /// The longest number that stands here, as characters.
    fn numeral(&mut self) -> Option<String> {
        let from = self.at;
        let ascii = self.peek(0)?.is_ascii_digit();
        let mut seen_unit = false;
        let mut digits_since_unit = 0;
        while let Some(c) = self.peek(0)
            && self.at - from < NUMERAL_MAX_CHARS
        {
            let next = self.peek(1);
            let is_digit = if ascii {
                c.is_ascii_digit()
            } else {
                text::chinese_digit(c).is_some()
            };
            let fits = match c {
                _ if is_digit && ascii => true,
                // After a unit one digit follows and another unit, or the end: 一千五|一室.
                _ if is_digit => !seen_unit || digits_since_unit == 0 || c == '零' || last_is_zero(self.chars, self.at),
                '.' => ascii && next.is_some_and(|next| next.is_ascii_digit()),
                ',' => ascii && (1..=3).all(|ahead| self.peek(ahead).is_some_and(|c| c.is_ascii_digit())),
                '十' | '百' | '千' | '万' => true,
                'k' | 'w' => ascii && !next.is_some_and(|next| next.is_ascii_alphabetic()),
                _ => false,
            };
            if !fits {
                break;
            }
            if is_digit {
                digits_since_unit += 1;
            } else if matches!(c, '十' | '百' | '千' | '万' | 'k' | 'w') {
                seen_unit = true;
                digits_since_unit = 0;
            }
            self.at += 1;
        }
        (self.at > from).then(|| self.chars[from..self.at].iter().collect())
    }
}

fn last_is_zero(chars: &[char], at: usize) -> bool {
    at.checked_sub(1).and_then(|before| chars.get(before)) == Some(&'零')
}

/// `两室一厅一卫`, `3房`, `2-3室`, `两三房`, `三房以上`.
pub(super) fn layout(chars: &[char], from: usize) -> Option<Found> {
    let mut walk = Walk { chars, at: from };
    let first = walk.digit()?;
    let mut last = first;
    if walk.eat(&["-", "~", "到", "至", "或者", "或", "/"]) {
        last = walk.digit()?;
    } else if let Some(next) = walk.peek(0).and_then(text::chinese_digit)
        && next == u64::from(first) + 1
    {
        last = walk.digit()?;
    }
    walk.eat(&["个", "间"]);
    if !walk.eat(&["居室", "卧室", "房间", "室", "房", "居", "卧"]) {
        return None;
    }
    // 一室户 is a kind of home and 一房东 nobody's layout.
    if matches!(walk.peek(0), Some('户' | '东')) {
        return None;
    }
    let (mut halls, mut baths) = (None, None);
    for _ in 0..4 {
        let mut ahead = walk;
        let Some(count) = ahead.digit() else { break };
        if ahead.eat(&["厅"]) {
            halls = Some(count);
        } else if ahead.eat(&["卫生间", "卫", "浴"]) {
            baths = Some(count);
        } else if !ahead.eat(&["厨", "阳台", "阳"]) {
            break;
        }
        walk.at = ahead.at;
    }
    if walk.eat(&["以上", "及以上", "起", "或以上"]) {
        last = 5;
    }
    let (low, high) = if first <= last { (first, last) } else { (last, first) };
    let filters: Vec<_> = (low.max(1)..=high.min(5))
        .filter_map(|count| Rooms::of_count(u64::from(count)))
        .map(Filter::Rooms)
        .collect();
    // 六室 and more are the last choice as well.
    let filters = if filters.is_empty() && low > 5 {
        vec![Filter::Rooms(Rooms::FiveOrMore)]
    } else {
        filters
    };
    (!filters.is_empty()).then_some(Found {
        length: walk.at - from,
        filters,
        halls,
        baths,
    })
}

/// `12月1日入住`, `1月15号前`. A day that is over this year is meant for the next.
pub(super) fn day(chars: &[char], from: usize, today: Date) -> Option<Found> {
    let mut walk = Walk { chars, at: from };
    let month = number(&walk.numeral()?)?;
    if !walk.eat(&["月"]) {
        return None;
    }
    let day = number(&walk.numeral()?)?;
    if !walk.eat(&["日", "号"]) {
        return None;
    }
    let (month, day) = (i8::try_from(month).ok()?, i8::try_from(day).ok()?);
    let date = Date::new(today.year(), month, day).ok()?;
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

/// How many characters after a day only say that one moves in then: `前`, `能住`, `入住`.
pub(super) fn moving_in(chars: &[char], from: usize) -> usize {
    let mut walk = Walk { chars, at: from };
    walk.eat(&["之前", "以前", "前", "左右", "起"]);
    walk.eat(&["就", "要"]);
    walk.eat(&["可以", "能够", "能", "可", "想"]);
    walk.eat(&["入住", "搬进", "搬家", "搬", "住", "入伙"]);
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
}

const RENT_NAMES: &[&str] = &["月租金", "月租", "租金", "房租", "价格", "价位", "预算"];
const AT_MOST_BEFORE: &[&str] = &[
    "不超过",
    "不高于",
    "不大于",
    "低于",
    "少于",
    "小于",
    "最多",
    "最高",
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
    ">=",
    "≥",
    ">",
];
const AT_MOST_AFTER: &[&str] = &["以内", "以下", "之内", "之下", "封顶", "内"];
const AT_LEAST_AFTER: &[&str] = &["以上", "之上", "起步", "往上", "起", "+"];
const ABOUT_AFTER: &[&str] = &["左右", "上下", "附近", "来块"];
const YUAN: &[&str] = &["块钱", "人民币", "元", "块", "rmb", "yuan"];
const SQUARE_METRES: &[&str] = &["平方米", "平米", "平方", "平", "㎡", "m²", "m2"];
const A_MONTH: &[&str] = &["/月", "每月", "每个月", "一个月", "一月", "/mo"];

/// Characters after a number that make it something else: a year, a building, a line, a door.
const NO_SUM_BEFORE: &str = "年月日号栋幢座楼层期路线单室房居厅卫弄巷村组队人次度米公里分点届中岁天寸%";

/// A rent or an area: `1500以内`, `1-2千`, `一千五左右`, `预算2000`, `80平以上`, `60-80㎡`.
pub(super) fn amount(chars: &[char], from: usize) -> Option<Found> {
    let mut walk = Walk { chars, at: from };
    let named = walk.eat(RENT_NAMES);
    let budget = named && chars[from] == '预';
    if named {
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
    } else if walk.eat(SQUARE_METRES) {
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
        } else {
            None
        };
        if bound.is_some() {
            walk = ahead;
        }
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
    first.map(|first| (first, first))
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
