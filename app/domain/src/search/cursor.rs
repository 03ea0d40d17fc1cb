//! Where the next page begins.

use std::fmt;

use uuid::Uuid;

use super::sort::Sort;
use crate::id::ListingId;

/// A place in a list of results, after which the next page begins. It holds the values that the list is ordered by, so it
/// stays right when listings come and go in between; in another order it means nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor {
    pub sort: Sort,
    pub first: u64,
    pub second: u64,
    /// Decides last.
    pub id: ListingId,
}

impl Cursor {
    /// Reads what [`Cursor`] is written as; `None` for anything else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let sort = Sort::ALL.into_iter().find(|sort| text.starts_with(letter(*sort)))?;
        let mut parts = text.strip_prefix(letter(sort))?.splitn(3, '-');
        let mut number = || u64::from_str_radix(parts.next()?, 16).ok();
        let (first, second) = (number()?, number()?);
        let id = Uuid::try_parse(parts.next()?).ok()?.into();
        Some(Self {
            sort,
            first,
            second,
            id,
        })
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (letter, id) = (letter(self.sort), Uuid::from(self.id).simple());
        write!(f, "{letter}{:x}-{:x}-{id}", self.first, self.second)
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
    fn a_cursor_is_read_back_with_its_order() {
        for sort in Sort::ALL {
            let cursor = Cursor {
                sort,
                first: u64::MAX,
                second: 17,
                id: Uuid::from_u128(42).into(),
            };
            assert_eq!(Cursor::parse(&cursor.to_string()), Some(cursor));
        }
    }

    #[test]
    fn a_made_up_cursor_is_none() {
        let id = Uuid::from_u128(42).simple();
        for made_up in ["", "f", "xyz", "f1-2", "fx-1-1", "f1-2-3", "f1-2-zz", "房1-2-3"] {
            assert_eq!(Cursor::parse(made_up), None, "{made_up}");
        }
        for made_up in [
            format!("x1-2-{id}"),
            format!("f1-2-{id}-"),
            format!("f-1-2-{id}"),
            format!("f1{}-2-{id}", "0".repeat(16)),
        ] {
            assert_eq!(Cursor::parse(&made_up), None, "{made_up}");
        }
    }
}
