//! Places in an ordered list of results.

use domain::{
    id::ListingId,
    search::{Cursor, Sort},
};
use uuid::Uuid;

/// What results are ordered by; the greater comes first. The id decides last, so no two are equal and pages never
/// overlap.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    pub first: u64,
    pub second: u64,
    pub id: ListingId,
}

impl Position {
    /// The cursor of the page after this one.
    pub fn cursor(&self, sort: Sort) -> Option<Cursor> {
        let Self { first, second, id } = self;
        let letter = letter(sort);
        Cursor::parse(&format!("{letter}{first:x}-{second:x}-{}", Uuid::from(*id).simple()))
    }

    /// `None` for a cursor of another order, or one that was made up.
    pub fn of_cursor(cursor: &Cursor, sort: Sort) -> Option<Self> {
        let mut parts = cursor.as_str().strip_prefix(letter(sort))?.splitn(3, '-');
        let mut number = || u64::from_str_radix(parts.next()?, 16).ok();
        let (first, second) = (number()?, number()?);
        let id = Uuid::try_parse(parts.next()?).ok()?.into();
        Some(Self { first, second, id })
    }
}

const fn letter(sort: Sort) -> char {
    match sort {
        Sort::Fit => 'f',
        Sort::Newest => 'n',
        Sort::RentUp => 'u',
        Sort::RentDown => 'd',
        Sort::Area => 'a',
        Sort::Distance => 'm',
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_read_back_in_its_own_order_only() {
        let position = Position {
            first: u64::MAX,
            second: 17,
            id: Uuid::from_u128(42).into(),
        };
        for sort in Sort::ALL {
            let cursor = position.cursor(sort).unwrap();
            for other in Sort::ALL {
                let read = Position::of_cursor(&cursor, other);
                assert_eq!(read, (sort == other).then_some(position));
            }
        }
        for made_up in ["f", "f1-2", "fx-1-1", "f1-2-3", "f1-2-zz"] {
            assert_eq!(Position::of_cursor(&Cursor::parse(made_up).unwrap(), Sort::Fit), None);
        }
    }
}
