//! What people add that is no filter here: who moves in, for how long, how it is paid, which floor.

use super::walk::Walk;
use crate::text;

/// Longer terms than these are years of the calendar.
const TERM_MAX: u64 = 60;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Aside {
    /// Says nothing about a home.
    Nothing,
    /// Ranks homes whose text says the same.
    Wish(String),
}

/// `一家三口`, `两个人住`, `租半年`, `步行10分钟`, `押一付三`, `3楼`. Its length in characters, and what to do with it.
pub(super) fn aside(chars: &[char], from: usize) -> Option<(usize, Aside)> {
    // 第一人民医院 is no place for one.
    if from > 0 && chars[from - 1] == '第' {
        return None;
    }
    let walk = Walk { chars, at: from };
    [people, term, minutes, line, payment, floor]
        .iter()
        .find_map(|read| read(walk))
        .map(|(to, aside)| (to - from, aside))
}

type Read = Option<(usize, Aside)>;

fn number(walk: &mut Walk<'_>) -> Option<u64> {
    if walk.eat(&["俩", "两"]) {
        return Some(2);
    }
    text::whole_number(&walk.numeral()?)
}

fn people(mut walk: Walk<'_>) -> Read {
    let family = walk.eat(&["一家", "我们"]);
    number(&mut walk).filter(|count| *count < 20)?;
    let people = walk.eat(&["口之家", "口人", "口子", "个人", "个女生", "个男生", "个女孩", "人"])
        || (family && walk.eat(&["口"]));
    if !people || walk.peek(0) == Some('间') {
        return None;
    }
    walk.eat(&["合住", "居住", "住"]);
    Some((walk.at, Aside::Nothing))
}

fn term(mut walk: Walk<'_>) -> Read {
    walk.eat(&["起租", "租期", "先租", "租", "住"]);
    if !walk.eat(&["半"]) {
        number(&mut walk).filter(|count| *count <= TERM_MAX)?;
    }
    if !walk.eat(&["个半月", "个多月", "个月", "个星期", "星期", "年", "周", "天"]) {
        return None;
    }
    walk.eat(&["以上", "以下", "左右", "起租", "起"]);
    Some((walk.at, Aside::Nothing))
}

fn minutes(mut walk: Walk<'_>) -> Read {
    walk.eat(&["步行", "走路", "骑车", "车程", "通勤"]);
    number(&mut walk)?;
    if !walk.eat(&["分钟", "来分钟", "多分钟"]) {
        return None;
    }
    walk.eat(&["以内", "之内", "内", "左右"]);
    walk.eat(&["路程", "车程", "到", "可到", "能到"]);
    Some((walk.at, Aside::Nothing))
}

/// A line of buses or trains, 1号线: no listing says which.
fn line(mut walk: Walk<'_>) -> Read {
    number(&mut walk)?;
    walk.eat(&["号线"]).then_some((walk.at, Aside::Nothing))
}

/// There is a filter for what is paid by the month; the rest can only rank.
fn payment(mut walk: Walk<'_>) -> Read {
    let from = walk.at;
    let deposit_first = walk.eat(&["押"]);
    if !deposit_first && !walk.eat(&["付"]) {
        return None;
    }
    walk.digit()?;
    if !walk.eat(if deposit_first { &["付"] } else { &["押"] }) {
        return None;
    }
    walk.digit()?;
    Some((walk.at, Aside::Wish(walk.chars[from..walk.at].iter().collect())))
}

fn floor(mut walk: Walk<'_>) -> Read {
    let number = number(&mut walk).filter(|number| (1..100).contains(number))?;
    if !walk.eat(&["楼", "层"]) || walk.eat(&["楼"]) {
        return None;
    }
    let up = walk.eat(&["以上", "及以上"]);
    walk.eat(&["以下", "及以下"]);
    let storey = match number {
        1..=3 if !up => "低楼层",
        10.. => "高楼层",
        _ => "中楼层",
    };
    Some((walk.at, Aside::Wish(storey.to_owned())))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(String, Aside)> {
        let chars: Vec<char> = text.chars().collect();
        aside(&chars, 0).map(|(length, aside)| (chars[length..].iter().collect(), aside))
    }

    #[test]
    fn what_says_nothing_is_passed_over() {
        for (text, rest) in [
            ("一家三口住", ""),
            ("两个人住", ""),
            ("3个人合住", ""),
            ("租半年", ""),
            ("一年起租", ""),
            ("三个月以上短租", "短租"),
            ("步行10分钟以内", ""),
        ] {
            assert_eq!(read(text), Some((rest.to_owned(), Aside::Nothing)), "{text}");
        }
    }

    #[test]
    fn payments_and_floors_only_rank() {
        let wish = |text: &str| Aside::Wish(text.to_owned());
        assert_eq!(read("押一付三"), Some((String::new(), wish("押一付三"))));
        assert_eq!(read("付3押1两室"), Some(("两室".to_owned(), wish("付3押1"))));
        assert_eq!(read("一楼"), Some((String::new(), wish("低楼层"))));
        assert_eq!(read("18楼以上"), Some((String::new(), wish("高楼层"))));
    }

    #[test]
    fn names_and_years_are_left_alone() {
        for text in ["2024年", "一人间", "三号楼", "租金", "押金", "人民路", "年华", "两层楼"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
