//! Floor areas.

use crate::{form::Code, text};
use serde::{Deserialize, Serialize};
use std::fmt;

/// A floor area (建筑面积), held in hundredths of a square metre as title deeds state it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "i32", into = "i32")]
pub struct SquareMetres(i32);

impl SquareMetres {
    pub const MIN: SquareMetres = SquareMetres(100);
    pub const MAX: SquareMetres = SquareMetres(1_000_000);

    /// Error: `area-range` (below 1 m² or above 10,000 m²).
    pub fn from_hundredths(hundredths: i32) -> Result<Self, Code> {
        if !(Self::MIN.0..=Self::MAX.0).contains(&hundredths) {
            return Err(Code::new("area-range").with("min", Self::MIN).with("max", Self::MAX));
        }
        Ok(Self(hundredths))
    }

    pub const fn hundredths(self) -> i32 {
        self.0
    }

    /// An area as typed: `75`, `75.5`, `42.00㎡`, `７５平米`. More than two decimals are refused, not rounded.
    ///
    /// Errors: `required`, `area-format`, `area-range`.
    pub fn parse(typed: &str) -> Result<Self, Code> {
        let folded = text::fold_compact(typed);
        if folded.is_empty() {
            return Err(Code::new("required"));
        }
        let mut number = folded.as_str();
        for suffix in ["平方米", "平米", "平方", "平", "㎡", "m²", "m2", "sqm"] {
            if let Some(stripped) = number.strip_suffix(suffix) {
                number = stripped;
                break;
            }
        }
        Self::from_hundredths(hundredths(&number.replace(',', "")).ok_or(Code::new("area-format"))?)
    }
}

fn hundredths(number: &str) -> Option<i32> {
    let (whole, decimals) = number.split_once('.').unwrap_or((number, ""));
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || !digits(whole) || !digits(decimals) || decimals.len() > 2 {
        return None;
    }
    let scale = 10_i32.pow(2 - u32::try_from(decimals.len()).ok()?);
    // Longer numbers are out of range, not malformed: the reader is told the range.
    let whole: i32 = whole.parse().unwrap_or(i32::MAX);
    let fraction = if decimals.is_empty() {
        0
    } else {
        decimals.parse::<i32>().ok()? * scale
    };
    Some(whole.saturating_mul(100).saturating_add(fraction))
}

impl TryFrom<i32> for SquareMetres {
    type Error = Code;

    fn try_from(hundredths: i32) -> Result<Self, Code> {
        Self::from_hundredths(hundredths)
    }
}

impl From<SquareMetres> for i32 {
    fn from(area: SquareMetres) -> i32 {
        area.0
    }
}

/// `75`, `75.5` or `42.05`, without a unit.
impl fmt::Display for SquareMetres {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, fraction) = (self.0 / 100, self.0 % 100);
        match fraction {
            0 => write!(f, "{whole}"),
            n if n % 10 == 0 => write!(f, "{whole}.{}", n / 10),
            n => write!(f, "{whole}.{n:02}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn areas_as_people_write_them() {
        for (text, hundredths) in [
            ("75", 7500),
            ("75.5", 7550),
            ("42.00", 4200),
            ("39.84㎡", 3984),
            ("７５平米", 7500),
            ("1,200.05 m²", 120_005),
        ] {
            assert_eq!(
                SquareMetres::parse(text).map(SquareMetres::hundredths),
                Ok(hundredths),
                "{text}"
            );
        }
        for (text, code) in [
            ("", "required"),
            ("big", "area-format"),
            ("㎡", "area-format"),
            ("75.123", "area-format"),
            ("-3", "area-format"),
            ("0.99", "area-range"),
            ("10000.01", "area-range"),
            ("99999999999", "area-range"),
        ] {
            assert_eq!(SquareMetres::parse(text).map_err(|e| e.code), Err(code), "{text}");
        }
    }

    proptest! {
        #[test]
        fn nothing_typed_panics(text in any::<String>()) {
            let _ = SquareMetres::parse(&text);
        }

        #[test]
        fn every_shown_area_is_read_back(n in 100..=1_000_000_i32) {
            let area = SquareMetres::from_hundredths(n).unwrap();
            prop_assert_eq!(SquareMetres::parse(&area.to_string()), Ok(area));
        }
    }
}
