//! Places in an ordered list of results.

use domain::{
    id::ListingId,
    search::{Cursor, Sort},
};

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
    pub fn cursor(&self, sort: Sort) -> Cursor {
        let Self { first, second, id } = *self;
        Cursor {
            sort,
            first,
            second,
            id,
        }
    }

    /// `None` for a cursor of another order.
    pub fn of_cursor(cursor: &Cursor, sort: Sort) -> Option<Self> {
        let Cursor { first, second, id, .. } = *cursor;
        (cursor.sort == sort).then_some(Self { first, second, id })
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_cursor_is_read_back_in_its_own_order_only() {
        let position = Position {
            first: u64::MAX,
            second: 17,
            id: Uuid::from_u128(42).into(),
        };
        for sort in Sort::ALL {
            let cursor = position.cursor(sort);
            for other in Sort::ALL {
                let read = Position::of_cursor(&cursor, other);
                assert_eq!(read, (sort == other).then_some(position));
            }
        }
    }
}
