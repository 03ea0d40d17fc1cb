//! Money: rents and deposits in whole yuan, rewards in fen. Xinju shows sums; it never collects or passes on any.

use crate::{form::Code, text};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Whole yuan (renminbi), as rents and deposits are agreed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u32", into = "u32")]
pub struct Yuan(u32);

impl Yuan {
    pub const MAX: Yuan = Yuan(1_000_000);

    /// Error: `money-range`.
    pub fn new(yuan: u32) -> Result<Self, Code> {
        if yuan > Self::MAX.0 {
            return Err(Code::new("money-range").with("max", Self::MAX));
        }
        Ok(Self(yuan))
    }

    pub const fn get(self) -> u32 {
        self.0
    }

    /// A sum as typed: `1,850`, `１８５０`, `¥1850`, `1850元/月`, `1850.00`, `一千八百五`, `1.5千`.
    ///
    /// Errors: `required`, `money-format`, `money-whole-yuan`, `money-range` (above 1,000,000).
    pub fn parse(typed: &str) -> Result<Self, Code> {
        let folded = text::fold_compact(typed);
        if folded.is_empty() {
            return Err(Code::new("required"));
        }
        let mut sum = folded.as_str();
        for prefix in ["¥", "rmb", "cny"] {
            sum = sum.strip_prefix(prefix).unwrap_or(sum);
        }
        for suffix in [
            "/月",
            "每月",
            "一个月",
            "整",
            "人民币",
            "元",
            "块钱",
            "块",
            "圆",
            "yuan",
            "rmb",
        ] {
            sum = sum.strip_suffix(suffix).unwrap_or(sum);
        }
        if let Some((whole, decimals)) = sum.split_once('.')
            && !decimals.is_empty()
            && decimals.bytes().all(|b| b.is_ascii_digit())
            && !whole.is_empty()
        {
            if decimals.bytes().any(|b| b != b'0') {
                return Err(Code::new("money-whole-yuan"));
            }
            sum = whole;
        }
        let value = text::whole_number(sum).ok_or(Code::new("money-format"))?;
        Self::new(u32::try_from(value).unwrap_or(u32::MAX))
    }

    pub const fn fen(self) -> Fen {
        Fen(self.0 as i64 * 100)
    }
}

impl TryFrom<u32> for Yuan {
    type Error = Code;

    fn try_from(yuan: u32) -> Result<Self, Code> {
        Self::new(yuan)
    }
}

impl TryFrom<i32> for Yuan {
    type Error = Code;

    fn try_from(yuan: i32) -> Result<Self, Code> {
        Self::new(u32::try_from(yuan).map_err(|_| Code::new("money-range").with("max", Self::MAX))?)
    }
}

impl From<Yuan> for u32 {
    fn from(yuan: Yuan) -> u32 {
        yuan.0
    }
}

impl From<Yuan> for i32 {
    fn from(yuan: Yuan) -> i32 {
        // At most 1,000,000, so this always fits.
        yuan.0 as i32
    }
}

/// `1,850`, without a currency: the translations add it.
impl fmt::Display for Yuan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&grouped(u64::from(self.0)))
    }
}

/// Hundredths of a yuan: what a collector has earned. Negative when a reward is taken back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Fen(pub i64);

impl Fen {
    pub fn checked_add(self, other: Fen) -> Option<Fen> {
        self.0.checked_add(other.0).map(Fen)
    }
}

/// `1,234.50`
impl fmt::Display for Fen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let fen = self.0.unsigned_abs();
        f.pad(&format!("{sign}{}.{:02}", grouped(fen / 100), fen % 100))
    }
}

fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
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
    fn sums_as_people_write_them() {
        for (text, yuan) in [
            ("1850", 1850),
            ("1,850", 1850),
            ("１，８５０", 1850),
            ("1850元", 1850),
            ("¥ 1,850", 1850),
            ("￥1850", 1850),
            ("1850元/月", 1850),
            ("1850.00", 1850),
            ("一千八百五", 1850),
            ("1.5千", 1500),
            ("1千5", 1500),
            ("0", 0),
            ("1000000", 1_000_000),
        ] {
            assert_eq!(Yuan::parse(text).map(Yuan::get), Ok(yuan), "{text}");
        }
        for (text, code) in [
            ("", "required"),
            ("  ", "required"),
            ("元", "money-format"),
            ("cheap", "money-format"),
            ("-5", "money-format"),
            ("1850.50", "money-whole-yuan"),
            ("1000001", "money-range"),
            ("99999999999", "money-range"),
        ] {
            assert_eq!(Yuan::parse(text).map_err(|e| e.code), Err(code), "{text}");
        }
    }

    #[test]
    fn sums_as_they_are_shown() {
        assert_eq!(Yuan(0).to_string(), "0");
        assert_eq!(Yuan(950).to_string(), "950");
        assert_eq!(Yuan(1850).to_string(), "1,850");
        assert_eq!(Yuan(1_000_000).to_string(), "1,000,000");
        assert_eq!(Fen(30).to_string(), "0.30");
        assert_eq!(Fen(-123_405).to_string(), "-1,234.05");
        assert_eq!(Yuan(2).fen(), Fen(200));
    }

    #[test]
    fn json_can_not_carry_a_sum_out_of_range() {
        assert_eq!(serde_json::to_string(&Yuan(1850)).unwrap(), "1850");
        assert!(serde_json::from_str::<Yuan>("1000001").is_err());
        assert_eq!(Yuan::try_from(-1_i32).map_err(|e| e.code), Err("money-range"));
    }

    proptest! {
        #[test]
        fn nothing_typed_panics(text in any::<String>()) {
            let _ = Yuan::parse(&text);
        }

        #[test]
        fn every_shown_sum_is_read_back(n in 0..=1_000_000_u32) {
            prop_assert_eq!(Yuan::parse(&Yuan(n).to_string()), Ok(Yuan(n)));
        }
    }
}
