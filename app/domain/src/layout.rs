//! The layout (户型) of a house: how many rooms, halls and bathrooms.

use crate::{form::Code, text};
use serde::{Deserialize, Serialize};

/// 2室1厅1卫. Numbers that nobody stated are 0, never guessed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Layout {
    /// Bedrooms (室): at least 1, a studio counts as one room.
    pub rooms: u8,
    /// Living and dining rooms (厅).
    pub halls: u8,
    /// Bathrooms (卫).
    pub baths: u8,
}

impl Layout {
    pub const MAX_ROOMS: u8 = 20;
    pub const MAX_HALLS: u8 = 9;
    pub const MAX_BATHS: u8 = 20;

    /// Error: `layout-range`.
    pub fn new(rooms: u8, halls: u8, baths: u8) -> Result<Self, Code> {
        if !(1..=Self::MAX_ROOMS).contains(&rooms) || halls > Self::MAX_HALLS || baths > Self::MAX_BATHS {
            return Err(Code::new("layout-range")
                .with("rooms", Self::MAX_ROOMS)
                .with("halls", Self::MAX_HALLS)
                .with("baths", Self::MAX_BATHS));
        }
        Ok(Self { rooms, halls, baths })
    }

    /// A layout in words: `2室1厅1卫`, `两室一厅`, `3房2厅`, `一居室`, `单间`. Kitchens and balconies are read over.
    ///
    /// Errors: `required`, `layout-format`, `layout-range`.
    pub fn parse(typed: &str) -> Result<Self, Code> {
        let folded = text::fold_compact(typed);
        if folded.is_empty() {
            return Err(Code::new("required"));
        }
        let counts = counts(&folded).ok_or(Code::new("layout-format"))?;
        Self::new(
            counts.rooms.ok_or(Code::new("layout-format"))?,
            counts.halls,
            counts.baths,
        )
    }

    /// `2室1厅1卫`, without the parts that are 0.
    pub fn display_zh(self) -> String {
        self.display(["室", "厅", "卫"], "")
    }

    /// `2 bed · 1 living · 1 bath`, without the parts that are 0.
    pub fn display_en(self) -> String {
        self.display([" bed", " living", " bath"], " · ")
    }

    fn display(self, units: [&str; 3], separator: &str) -> String {
        [self.rooms, self.halls, self.baths]
            .iter()
            .zip(units)
            .filter(|(count, _)| **count > 0)
            .map(|(count, unit)| format!("{count}{unit}"))
            .collect::<Vec<_>>()
            .join(separator)
    }
}

struct Counts {
    rooms: Option<u8>,
    halls: u8,
    baths: u8,
}

fn counts(folded: &str) -> Option<Counts> {
    let mut counts = Counts {
        rooms: None,
        halls: 0,
        baths: 0,
    };
    let mut rest = folded;
    for studio in ["单间", "开间", "单身公寓", "大开间"] {
        if let Some(after) = rest.strip_prefix(studio) {
            counts.rooms = Some(1);
            rest = after;
            break;
        }
    }
    while !rest.is_empty() {
        let is_number = |c: char| c.is_ascii_digit() || c == '十' || text::chinese_digit(c).is_some();
        let unit_at = rest.find(|c| !is_number(c))?;
        let number = u8::try_from(text::whole_number(&rest[..unit_at])?).ok()?;
        let after = &rest[unit_at..];
        // Longer words first: 居室 is one word.
        let (unit, after) = [
            "居室",
            "卧室",
            "室",
            "房间",
            "房",
            "居",
            "卧",
            "客厅",
            "厅",
            "卫生间",
            "卫",
            "厨房",
            "厨",
            "阳台",
        ]
        .iter()
        .find_map(|unit| after.strip_prefix(unit).map(|after| (*unit, after)))?;
        match unit {
            "客厅" | "厅" => counts.halls = counts.halls.checked_add(number)?,
            "卫生间" | "卫" => counts.baths = counts.baths.checked_add(number)?,
            "厨房" | "厨" | "阳台" => {}
            _ if counts.rooms.is_some() => return None,
            _ => counts.rooms = Some(number),
        }
        rest = after;
    }
    Some(counts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn layouts_as_people_write_them() {
        for (text, rooms, halls, baths) in [
            ("2室1厅1卫", 2, 1, 1),
            ("两室一厅", 2, 1, 0),
            ("２室１厅", 2, 1, 0),
            ("3房2厅", 3, 2, 0),
            ("3房2厅1厨2卫1阳台", 3, 2, 2),
            ("一居室", 1, 0, 0),
            ("三居", 3, 0, 0),
            ("单间", 1, 0, 0),
            ("单间1卫", 1, 0, 1),
            ("十室二厅", 10, 2, 0),
        ] {
            // Traditional characters are simplified before they come here.
            let expected = if rooms == 0 {
                Err(Code::new("layout-format"))
            } else {
                Layout::new(rooms, halls, baths)
            };
            assert_eq!(Layout::parse(text), expected, "{text}");
        }
        for (text, code) in [
            ("", "required"),
            ("大", "layout-format"),
            ("2", "layout-format"),
            ("1厅", "layout-format"),
            ("2室3室", "layout-format"),
            ("0室1厅", "layout-range"),
            ("99室", "layout-range"),
            ("999室", "layout-format"),
        ] {
            assert_eq!(Layout::parse(text).map_err(|e| e.code), Err(code), "{text}");
        }
    }

    #[test]
    fn layouts_as_they_are_shown() {
        let layout = Layout {
            rooms: 2,
            halls: 1,
            baths: 1,
        };
        assert_eq!(layout.display_zh(), "2室1厅1卫");
        assert_eq!(layout.display_en(), "2 bed · 1 living · 1 bath");
        assert_eq!(
            Layout {
                rooms: 1,
                halls: 0,
                baths: 0
            }
            .display_zh(),
            "1室"
        );
    }

    proptest! {
        #[test]
        fn nothing_typed_panics(text in any::<String>()) {
            let _ = Layout::parse(&text);
        }

        #[test]
        fn every_shown_layout_is_read_back(rooms in 1..=20_u8, halls in 0..=9_u8, baths in 0..=20_u8) {
            let layout = Layout { rooms, halls, baths };
            prop_assert_eq!(Layout::parse(&layout.display_zh()), Ok(layout));
        }
    }
}
