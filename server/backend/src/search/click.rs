//! What a click on a choice does to the results, so that the number beside it is what the click shows.

use domain::search::{Facing, Filter, Group, Limit, Reader, Rooms};
use jiff::civil::Date;

use super::{
    answer::Answer,
    engine::{IndexError, Request, SearchIndex},
};

/// What a click on a choice does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Click {
    /// So many listings are shown.
    Shows(u64),
    /// So many are shown besides those that are there.
    Adds(u64),
    /// The choice is taken back.
    TakesBack,
}

/// What each choice adds that has listings in common with one of its group that is chosen. Any other adds its count.
pub fn added(
    index: &SearchIndex,
    reader: &Reader,
    answer: &Answer,
    today: Date,
) -> Result<Vec<(Filter, u64)>, IndexError> {
    let Answer {
        query,
        understood,
        hits,
        ..
    } = answer;
    let rooms = Rooms::ALL.into_iter().map(Filter::Rooms);
    let choices = rooms.chain(Facing::all().map(Filter::Facing));
    let filters = &understood.filters;
    let wanted = choices.filter(|choice| {
        let chosen = filters.in_group(choice.group());
        let shares = chosen.iter().any(|chosen| share_listings(chosen, choice));
        shares && !chosen.contains(choice) && hits.counts.of(choice) > 0
    });
    let mut added = Vec::new();
    for choice in wanted {
        let mut clicked = understood.toggled(query, &choice);
        clicked.limit = Limit::new(1).unwrap_or_default();
        let request = Request {
            understood: &reader.understand(&clicked, today),
            query: &clicked,
            with_counts: false,
            also: &[],
        };
        let total = index.search(&request)?.total;
        added.push((choice, total.saturating_sub(hits.total)));
    }
    Ok(added)
}

/// A home has one number of rooms, but it may be a single room besides; it faces more than one way.
fn share_listings(one: &Filter, other: &Filter) -> bool {
    let single = Filter::Rooms(Rooms::Single);
    one.group() == Group::Facing || *one == single || *other == single
}

#[cfg(test)]
#[path = "click_tests.rs"]
mod tests;
