//! What people type, made comparable: width, case, spaces, invisible characters, Chinese numerals.

use crate::form::Code;

/// Full-width Latin letters, digits, punctuation and the ideographic space as their ASCII twins.
pub const fn fold_width(c: char) -> char {
    match c {
        '\u{3000}' => ' ',
        '￥' => '¥',
        '\u{FF01}'..='\u{FF5E}' => match char::from_u32(c as u32 - 0xFEE0) {
            Some(folded) => folded,
            None => c,
        },
        _ => c,
    }
}

/// Characters that draw nothing but change what is read: controls, zero-width and bidirectional marks.
pub fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{00AD}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
}

fn collapse(chars: impl Iterator<Item = char>, keep_lines: bool) -> String {
    let mut out = String::new();
    let mut gap: Option<char> = None;
    for c in chars {
        if c.is_whitespace() {
            // A line break wins over the spaces around it.
            let seen = if keep_lines && c == '\n' { '\n' } else { ' ' };
            gap = Some(match gap {
                Some('\n') if seen != '\n' => '\n',
                _ => seen,
            });
        } else if !is_invisible(c) {
            if let Some(space) = gap.take()
                && !out.is_empty()
            {
                out.push(space);
            }
            out.push(c);
        }
    }
    out
}

/// One line as it is kept: no invisible characters, single spaces, trimmed. Case and width stay as typed.
pub fn tidy(text: &str) -> String {
    collapse(text.chars(), false)
}

/// Several lines as they are kept: like [`tidy`], with line breaks; empty lines are dropped.
pub fn tidy_lines(text: &str) -> String {
    collapse(text.chars(), true)
}

/// Text for comparing and parsing: [`tidy`], half width and lower case.
pub fn fold(text: &str) -> String {
    collapse(text.chars().map(fold_width).flat_map(char::to_lowercase), false)
}

/// [`fold`] without any spaces.
pub fn fold_compact(text: &str) -> String {
    let mut folded = fold(text);
    folded.retain(|c| c != ' ');
    folded
}

/// One tidy line of `min` to `max` characters.
///
/// Errors: `required` (empty while `min` is above 0), `too-short`, `too-long`.
pub fn bounded(text: &str, min: usize, max: usize) -> Result<String, Code> {
    within(tidy(text), min, max)
}

/// Several tidy lines of `min` to `max` characters, with the errors of [`bounded`].
pub fn bounded_lines(text: &str, min: usize, max: usize) -> Result<String, Code> {
    within(tidy_lines(text), min, max)
}

fn within(text: String, min: usize, max: usize) -> Result<String, Code> {
    match text.chars().count() {
        0 if min > 0 => Err(Code::new("required")),
        n if n < min => Err(Code::new("too-short").with("min", min)),
        n if n > max => Err(Code::new("too-long").with("max", max)),
        _ => Ok(text),
    }
}

/// `None` where nothing was written: for fields that may stay empty.
pub fn filled(text: String) -> Option<String> {
    Some(text).filter(|text| !text.is_empty())
}

#[derive(Clone, Copy)]
enum Numeral {
    /// In thousandths, so that `1.5千` stays exact.
    Digits {
        thousandths: u64,
        fraction: bool,
        zero_led: bool,
    },
    Unit(u64),
}

/// The value of a Chinese digit, plain or as written on contracts (壹贰叁).
pub const fn chinese_digit(c: char) -> Option<u64> {
    Some(match c {
        '零' | '〇' | '○' => 0,
        '一' | '壹' => 1,
        '二' | '贰' | '两' | '貳' | '兩' => 2,
        '三' | '叁' | '參' => 3,
        '四' | '肆' => 4,
        '五' | '伍' => 5,
        '六' | '陆' | '陸' => 6,
        '七' | '柒' => 7,
        '八' | '捌' => 8,
        '九' | '玖' => 9,
        _ => return None,
    })
}

const fn unit(c: char) -> Option<u64> {
    Some(match c {
        '十' | '拾' => 10,
        '百' | '佰' => 100,
        '千' | '仟' | 'k' => 1_000,
        '万' | '萬' | 'w' => 10_000,
        '亿' | '億' => 100_000_000,
        _ => return None,
    })
}

/// A whole number as people write one: `1500`, `1,500`, `１５００`, `一千五`, `两千`, `1.5千`, `二百八`, `一五〇〇`, `1万2`, `1.5k`.
///
/// `None` for everything else, including what isn't whole (`1.5`) or doesn't fit.
pub fn whole_number(text: &str) -> Option<u64> {
    let thousandths = evaluate(&numerals(&fold_compact(text))?)?;
    thousandths.is_multiple_of(1000).then_some(thousandths / 1000)
}

fn numerals(text: &str) -> Option<Vec<Numeral>> {
    let mut chars = text.chars().peekable();
    let mut out = Vec::new();
    while let Some(&first) = chars.peek() {
        if let Some(value) = unit(first) {
            chars.next();
            out.push(Numeral::Unit(value));
            continue;
        }
        let (mut value, mut scale, mut decimals) = (0_u64, 1000_u64, false);
        let mut digits = 0_usize;
        while let Some(&c) = chars.peek() {
            match c.to_digit(10).map(u64::from).or_else(|| chinese_digit(c)) {
                Some(digit) if decimals => {
                    scale /= 10;
                    // A fourth decimal can't be held; no price or size has one.
                    if scale == 0 {
                        return None;
                    }
                    value = value.checked_add(digit * scale)?;
                }
                Some(digit) => {
                    value = value.checked_mul(10)?.checked_add(digit * 1000)?;
                }
                None if (c == '.' || c == '点') && digits > 0 && !decimals => decimals = true,
                None if c == ',' && digits > 0 && !decimals => {}
                None => break,
            }
            if c != ',' {
                digits += 1;
            }
            chars.next();
        }
        if digits == 0 {
            return None;
        }
        let zero_led = digits > 1 && matches!(first, '0' | '零' | '〇' | '○');
        out.push(Numeral::Digits {
            thousandths: value,
            fraction: decimals,
            zero_led,
        });
    }
    (!out.is_empty()).then_some(out)
}

/// Adds up digits and units: units fall within a section of ten thousand, and a last lone digit counts in the next
/// lower unit (一千五 is 1,500; 一千零五 is 1,005).
fn evaluate(numerals: &[Numeral]) -> Option<u64> {
    let (mut total, mut section) = (0_u64, 0_u64);
    let mut pending: Option<(u64, bool)> = None;
    let mut last_unit: Option<u64> = None;
    let mut last_big = u64::MAX;
    for (index, numeral) in numerals.iter().enumerate() {
        match *numeral {
            Numeral::Digits {
                thousandths,
                fraction,
                zero_led,
            } => {
                // A fraction stands alone before one unit: 1.5千, not 1.5千2.
                if pending.is_some() || (fraction && (index > 0 || numerals.len() > 2)) {
                    return None;
                }
                pending = Some((thousandths, zero_led));
            }
            Numeral::Unit(unit) if unit >= 10_000 => {
                let count = section.checked_add(pending.take().map_or(0, |(n, _)| n))?;
                if count == 0 || unit >= last_big {
                    return None;
                }
                total = total.checked_add(count.checked_mul(unit)?)?;
                section = 0;
                last_unit = Some(unit);
                last_big = unit;
            }
            Numeral::Unit(unit) => {
                let count = match pending.take() {
                    Some((n, _)) => n,
                    None if unit == 10 => 1000,
                    None => return None,
                };
                if last_unit.is_some_and(|last| unit >= last) {
                    return None;
                }
                section = section.checked_add(count.checked_mul(unit)?)?;
                last_unit = Some(unit);
            }
        }
    }
    if let Some((n, zero_led)) = pending {
        let added = match last_unit {
            Some(unit) if unit >= 100 && n < 10_000 && !zero_led => n.checked_mul(unit / 10)?,
            Some(unit) if n >= unit.checked_mul(1000)? => return None,
            _ => n,
        };
        section = section.checked_add(added)?;
    }
    total.checked_add(section)
}

/// Digits in groups of three: `12,350`.
#[must_use]
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn folding() {
        for (typed, folded) in [
            ("  ＡＢＣ　１２３ ", "abc 123"),
            ("江滨\u{200B}新村", "江滨新村"),
            ("a\u{202E}b\u{0007}c", "abc"),
            ("a \t\r\n b", "a b"),
            ("，。：", ",。:"),
            ("", ""),
        ] {
            assert_eq!(fold(typed), folded, "{typed:?}");
        }
        assert_eq!(tidy(" 朝南，采光好  "), "朝南，采光好");
        assert_eq!(tidy_lines("a  b \r\n\r\n  c\n"), "a b\nc");
        assert_eq!(fold_compact("1 8 5 0"), "1850");
    }

    #[test]
    fn bounds() {
        assert_eq!(bounded(" 新村 ", 1, 2), Ok("新村".to_owned()));
        assert_eq!(bounded("", 0, 2), Ok(String::new()));
        assert_eq!(bounded("\u{200B} ", 1, 2), Err(Code::new("required")));
        assert_eq!(bounded("新", 2, 3), Err(Code::new("too-short").with("min", 2)));
        assert_eq!(bounded("新村路口", 1, 3), Err(Code::new("too-long").with("max", 3)));
    }

    #[test]
    fn numbers_as_people_write_them() {
        for (text, value) in [
            ("1500", 1500),
            ("1,500", 1500),
            ("１５００", 1500),
            ("一千五", 1500),
            ("一千五百", 1500),
            ("一千零五", 1005),
            ("一千零五十", 1050),
            ("两千", 2000),
            ("兩千二", 2200),
            ("两千二百五", 2250),
            ("1.5千", 1500),
            ("1.5k", 1500),
            ("1千5", 1500),
            ("1千500", 1500),
            ("二百八", 280),
            ("一五〇〇", 1500),
            ("1万2", 12_000),
            ("一万零二百", 10_200),
            ("十五", 15),
            ("二十", 20),
            ("十", 10),
            ("一百一十", 110),
            ("叁仟", 3000),
            ("0", 0),
            ("1.0", 1),
        ] {
            assert_eq!(whole_number(text), Some(value), "{text}");
        }
        for text in [
            "",
            "百",
            "1.5",
            "千五",
            "一百千",
            "1.5千2",
            "1千1500",
            "1..5",
            ".5",
            "-5",
            "abc",
            "1亿1亿",
        ] {
            assert_eq!(whole_number(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn nothing_typed_panics(text in any::<String>()) {
            let folded = fold(&text);
            prop_assert_eq!(&fold(&folded), &folded);
            let lines = tidy_lines(&text);
            prop_assert_eq!(&tidy_lines(&lines), &lines);
            let _ = whole_number(&text);
        }

        #[test]
        fn no_run_of_numerals_panics(text in "[零一二两三九十百千万亿0-9.,kw]{0,24}") {
            let _ = whole_number(&text);
        }

        #[test]
        fn plain_digits_are_read_as_they_are(n in 0..u64::MAX / 10_000) {
            prop_assert_eq!(whole_number(&n.to_string()), Some(n));
        }
    }
}
