//! Administrative areas (GB/T 2260 and the statistical codes of streets and communities below it).

use crate::{coded::coded, form::Code, text};
use serde::{Deserialize, Serialize};
use std::fmt;

coded! {
    /// How large an area is, the largest first.
    pub enum AreaLevel {
        /// 2 digits
        Province = "province",
        /// 4 digits
        City = "city",
        /// 6 digits: district, county or county-level city
        District = "district",
        /// 9 digits: street (街道), town or township
        Street = "street",
        /// 12 digits: residents' or villagers' committee
        Community = "community",
    }
}

impl AreaLevel {
    /// How many digits the codes of this level have.
    pub const fn digits(self) -> usize {
        match self {
            AreaLevel::Province => 2,
            AreaLevel::City => 4,
            AreaLevel::District => 6,
            AreaLevel::Street => 9,
            AreaLevel::Community => 12,
        }
    }

    const fn above(self) -> Option<AreaLevel> {
        match self {
            AreaLevel::Province => None,
            AreaLevel::City => Some(AreaLevel::Province),
            AreaLevel::District => Some(AreaLevel::City),
            AreaLevel::Street => Some(AreaLevel::District),
            AreaLevel::Community => Some(AreaLevel::Street),
        }
    }
}

/// Districts that were merged, still met in identity numbers and old papers, and the district that stands there now.
const RETIRED: [(&str, &str); 3] = [
    ("350402", "350404"), // 梅列区, 2021
    ("350403", "350404"), // the old 三元区, 2021
    ("350427", "350405"), // 沙县, 2021
];

/// The code of an area. A code begins with the code of the area around it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AreaCode {
    /// ASCII digits; zero bytes after `level.digits()`.
    digits: [u8; 12],
    level: AreaLevel,
}

impl AreaCode {
    /// A code of 2, 4, 6, 9 or 12 digits. Zeros that only fill up (`350400` for a city) are taken off.
    ///
    /// Errors: `required`, `area-code-format`.
    pub fn parse(typed: &str) -> Result<Self, Code> {
        let folded = text::fold_compact(typed);
        if folded.is_empty() {
            return Err(Code::new("required"));
        }
        let malformed = || Code::new("area-code-format");
        if !folded.bytes().all(|b| b.is_ascii_digit()) || folded.starts_with('0') {
            return Err(malformed());
        }
        let mut level = AreaLevel::ALL
            .iter()
            .copied()
            .find(|level| level.digits() == folded.len())
            .ok_or_else(malformed)?;
        while let Some(above) = level.above() {
            let group = folded.get(above.digits()..level.digits()).unwrap_or_default();
            if group.bytes().any(|b| b != b'0') {
                break;
            }
            level = above;
        }
        let mut digits = [0; 12];
        for (to, from) in digits.iter_mut().zip(folded.bytes().take(level.digits())) {
            *to = from;
        }
        Ok(Self { digits, level })
    }

    pub const fn level(self) -> AreaLevel {
        self.level
    }

    pub fn as_str(&self) -> &str {
        // Only ASCII digits are ever put in, so this is never the empty default.
        self.digits
            .get(..self.level.digits())
            .and_then(|used| std::str::from_utf8(used).ok())
            .unwrap_or_default()
    }

    /// The area around this one; a province has none.
    pub fn parent(self) -> Option<AreaCode> {
        self.level.above().and_then(|level| self.at(level))
    }

    /// The area of this level around this one, or itself; `None` where `level` is below it.
    pub fn at(self, level: AreaLevel) -> Option<AreaCode> {
        if level > self.level {
            return None;
        }
        let mut digits = self.digits;
        digits.iter_mut().skip(level.digits()).for_each(|digit| *digit = 0);
        Some(Self { digits, level })
    }

    /// Whether `other` is this area or lies within it.
    pub fn contains(self, other: AreaCode) -> bool {
        other.as_str().starts_with(self.as_str())
    }

    /// The district that took over from a retired one; any other code is its own.
    pub fn current(self) -> AreaCode {
        let successor = RETIRED
            .iter()
            .find(|(retired, _)| *retired == self.as_str())
            .map(|(_, now)| Self::parse(now));
        successor.and_then(Result::ok).unwrap_or(self)
    }
}

impl fmt::Display for AreaCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for AreaCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AreaCode({self})")
    }
}

impl std::str::FromStr for AreaCode {
    type Err = Code;

    fn from_str(text: &str) -> Result<Self, Code> {
        Self::parse(text)
    }
}

impl TryFrom<String> for AreaCode {
    type Error = Code;

    fn try_from(text: String) -> Result<Self, Code> {
        Self::parse(&text)
    }
}

impl From<AreaCode> for String {
    fn from(code: AreaCode) -> String {
        code.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn code(text: &str) -> AreaCode {
        AreaCode::parse(text).unwrap()
    }

    #[test]
    fn levels_and_the_way_up() {
        let community = code("350404001001");
        let up: Vec<_> = std::iter::successors(Some(community), |area| area.parent())
            .map(|area| (area.level().code(), area.to_string()))
            .collect();
        let expected = [
            ("community", "350404001001"),
            ("street", "350404001"),
            ("district", "350404"),
            ("city", "3504"),
            ("province", "35"),
        ];
        assert_eq!(up, expected.map(|(level, code)| (level, code.to_owned())));
        assert_eq!(community.at(AreaLevel::District), Some(code("350404")));
        assert_eq!(code("3504").at(AreaLevel::Street), None);
    }

    #[test]
    fn filling_zeros_are_taken_off() {
        assert_eq!(code("350400"), code("3504"));
        assert_eq!(code("350000"), code("35"));
        assert_eq!(code("350404000000"), code("350404"));
        assert_eq!(code("350481000"), code("350481"));
    }

    #[test]
    fn an_area_contains_itself_and_what_lies_in_it() {
        let city = code("3504");
        assert!(city.contains(city) && city.contains(code("350481001")));
        assert!(!code("350481001").contains(city) && !city.contains(code("350501")));
    }

    #[test]
    fn merged_districts_have_a_successor() {
        assert_eq!(code("350402").current(), code("350404"));
        assert_eq!(code("350427").current(), code("350405"));
        assert_eq!(code("350404").current(), code("350404"));
    }

    #[test]
    fn malformed_codes() {
        for (text, error) in [
            ("", "required"),
            ("3", "area-code-format"),
            ("35040", "area-code-format"),
            ("0504", "area-code-format"),
            ("三元区", "area-code-format"),
            ("3504040010011", "area-code-format"),
        ] {
            assert_eq!(AreaCode::parse(text).map_err(|e| e.code), Err(error), "{text}");
        }
        assert_eq!(serde_json::to_string(&code("350404")).unwrap(), "\"350404\"");
        assert!(serde_json::from_str::<AreaCode>("\"x\"").is_err());
    }

    proptest! {
        #[test]
        fn nothing_typed_panics(text in any::<String>()) {
            let _ = AreaCode::parse(&text);
        }

        #[test]
        fn every_code_round_trips(digits in "[1-9][0-9]([0-9]{2}){0,2}|[1-9][0-9]{8}([0-9]{3})?") {
            let area = code(&digits);
            prop_assert_eq!(code(area.as_str()), area);
            prop_assert!(area.parent().is_none_or(|parent| parent.contains(area) && !area.contains(parent)));
        }
    }
}
