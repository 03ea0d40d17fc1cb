//! The spaces of a house, and which of them may be let to live in.

use crate::{coded::coded, layout::Layout};
use serde::{Deserialize, Serialize};

coded! {
    /// What a space was designed to be.
    pub enum SpaceKind {
        Bedroom = "bedroom",
        /// Living or dining room (厅).
        Hall = "hall",
        Kitchen = "kitchen",
        Bathroom = "bathroom",
        Balcony = "balcony",
        Corridor = "corridor",
        /// Basement store (地下储藏室).
        Basement = "basement",
        Garage = "garage",
    }
}

impl SpaceKind {
    /// Whether a space may be let on its own to live in.
    ///
    /// Source: 住房租赁条例 (in force 2025-09-15), article 7: the smallest unit let is a room as originally designed, and
    /// kitchen, bathroom, balcony, corridor, basement store and garage may not be let separately to live in. A hall isn't a
    /// room designed to sleep in either, so it is let with the house only.
    pub const fn lettable(self) -> bool {
        match self {
            SpaceKind::Bedroom => true,
            SpaceKind::Hall
            | SpaceKind::Kitchen
            | SpaceKind::Bathroom
            | SpaceKind::Balcony
            | SpaceKind::Corridor
            | SpaceKind::Basement
            | SpaceKind::Garage => false,
        }
    }
}

/// One space of a house.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Space {
    /// Its number in the house, from 1; a listing of a room refers to it.
    pub no: u8,
    pub kind: SpaceKind,
    /// The how-manyth of its kind, from 1: the second bedroom.
    pub ordinal: u8,
}

/// The spaces of a house: those that its layout counts (bedrooms first, so that their numbers are the ones people use), then
/// `extra` ones such as kitchens and balconies.
pub fn spaces_of(layout: Layout, extra: &[SpaceKind]) -> Vec<Space> {
    let repeat = |kind, count: u8| std::iter::repeat_n(kind, usize::from(count));
    let kinds = repeat(SpaceKind::Bedroom, layout.rooms)
        .chain(repeat(SpaceKind::Hall, layout.halls))
        .chain(repeat(SpaceKind::Bathroom, layout.baths))
        .chain(extra.iter().copied());
    let mut spaces: Vec<Space> = Vec::new();
    for (no, kind) in (1..=u8::MAX).zip(kinds) {
        let before = spaces.iter().filter(|space| space.kind == kind).count();
        // No more than 255 spaces are numbered, so no ordinal is above 255.
        spaces.push(Space {
            no,
            kind,
            ordinal: u8::try_from(before + 1).unwrap_or(u8::MAX),
        });
    }
    spaces
}

coded! {
    /// What is let: the whole house (整租) or a room of it (合租).
    pub enum LettingMode {
        Whole = "whole",
        Shared = "shared",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_room_designed_to_sleep_in_is_let_on_its_own() {
        let lettable: Vec<_> = SpaceKind::ALL.iter().filter(|kind| kind.lettable()).collect();
        assert_eq!(lettable, [&SpaceKind::Bedroom]);
    }

    #[test]
    fn spaces_are_numbered_through_and_counted_by_kind() {
        let layout = Layout {
            rooms: 2,
            halls: 1,
            baths: 1,
        };
        let spaces = spaces_of(layout, &[SpaceKind::Kitchen, SpaceKind::Bathroom]);
        let seen: Vec<_> = spaces.iter().map(|s| (s.no, s.kind.code(), s.ordinal)).collect();
        assert_eq!(
            seen,
            [
                (1, "bedroom", 1),
                (2, "bedroom", 2),
                (3, "hall", 1),
                (4, "bathroom", 1),
                (5, "kitchen", 1),
                (6, "bathroom", 2)
            ]
        );
    }

    #[test]
    fn more_spaces_than_numbers_are_cut_off() {
        let layout = Layout {
            rooms: 20,
            halls: 9,
            baths: 20,
        };
        assert_eq!(spaces_of(layout, &[SpaceKind::Balcony; 300]).len(), 255);
    }
}
