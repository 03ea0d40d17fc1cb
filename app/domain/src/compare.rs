//! Listings beside each other: which ones an address asks for.

use crate::id::ListingId;

/// More don't fit beside each other, neither on a screen nor in a head.
pub const MAX_COMPARED: usize = 4;

/// An address longer than this is nobody's comparison.
const MAX_READ: usize = 24;

/// What an address asks to compare.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    /// Each once, in the order in which they were asked for. Those that can be shown, up to [`MAX_COMPARED`], are compared.
    pub ids: Vec<ListingId>,
    /// How many were no ids at all.
    pub unreadable: usize,
}

impl Comparison {
    pub fn read<'a>(values: impl IntoIterator<Item = &'a str>) -> Self {
        let mut comparison = Self::default();
        for value in values.into_iter().take(MAX_READ) {
            match value.parse() {
                Ok(id) if !comparison.ids.contains(&id) => comparison.ids.push(id),
                Ok(_) => {}
                Err(_) => comparison.unreadable += 1,
            }
        }
        comparison
    }
}

/// `/compare?id=…&id=…`
#[must_use]
pub fn address(ids: impl IntoIterator<Item = ListingId>) -> String {
    let pairs: Vec<_> = ids.into_iter().map(|id| format!("id={id}")).collect();
    match pairs.is_empty() {
        true => "/compare".to_owned(),
        false => format!("/compare?{}", pairs.join("&")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_id_once_and_what_is_none_is_counted() {
        let ids: Vec<_> = (0..6).map(|_| ListingId::generate()).collect();
        let mut values: Vec<_> = ids.iter().map(ListingId::to_string).collect();
        values.insert(1, values[0].clone());
        values.insert(3, "'; DROP".to_owned());
        values.push(values[4].clone());
        let read = Comparison::read(values.iter().map(String::as_str));
        assert_eq!((read.ids, read.unreadable), (ids, 1));
        assert_eq!(Comparison::read([]), Comparison::default());
    }

    #[test]
    fn endless_addresses_are_not_read_to_the_end() {
        assert_eq!(Comparison::read(std::iter::repeat("x")).unreadable, MAX_READ);
        let ids: Vec<_> = (0..MAX_READ + 5).map(|_| ListingId::generate().to_string()).collect();
        assert_eq!(Comparison::read(ids.iter().map(String::as_str)).ids.len(), MAX_READ);
    }

    #[test]
    fn an_address_is_read_back() {
        let ids = [ListingId::generate(), ListingId::generate()];
        let address = address(ids);
        let query = address.trim_start_matches("/compare?");
        let values = query.split('&').filter_map(|pair| pair.strip_prefix("id="));
        assert_eq!(Comparison::read(values).ids, ids);
        assert_eq!(super::address([]), "/compare");
    }
}
