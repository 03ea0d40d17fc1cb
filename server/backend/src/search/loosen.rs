//! The way on from a search that finds nothing because of what was chosen: words are left out by themselves, choices only
//! by whoever made them.

use std::{cmp::Reverse, sync::Arc};

use domain::search::{Filter, Group, Limit, Query};

use super::{
    blocking::searching,
    engine::{IndexError, Request},
    service::{self, Service},
};
use crate::{Backend, Error};

/// Where no single choice is the obstacle, two may be: of so many choices every two are tried.
const PAIRED_MAX: usize = 8;

/// All choices of a group, which widen each other; or one facility.
pub type Choice = Vec<Filter>;

/// A search without one of its choices, or without two.
#[derive(Debug, Clone, PartialEq)]
pub struct Loosened {
    /// What is given up.
    pub without: Vec<Choice>,
    pub query: Query,
    /// How many listings it shows.
    pub total: u64,
}

/// The searches that show something when one choice is given up, or two where one is not enough: those that keep all words first, then those that show
/// the most.
///
/// # Errors
/// When no index is open or it can't be read; [`Error::NotReady`] while it is being filled.
pub async fn loosen(backend: &Backend, query: &Query) -> Result<Vec<Loosened>, Error> {
    let service = service::ready(backend)?;
    let (query, today) = (query.clone(), backend.today());
    searching(move || {
        let choices = choices(&query);
        let mut loosened = Vec::new();
        for choice in &choices {
            loosened.extend(try_without(&service, &query, vec![choice.clone()], today)?);
        }
        let paired = &choices[..choices.len().min(PAIRED_MAX)];
        if loosened.is_empty() {
            for (at, first) in paired.iter().enumerate() {
                for second in &paired[at + 1..] {
                    let both = vec![first.clone(), second.clone()];
                    loosened.extend(try_without(&service, &query, both, today)?);
                }
            }
        }
        loosened.sort_by_key(|(dropped, loosened)| (*dropped, Reverse(loosened.total)));
        Ok(loosened.into_iter().map(|(_, loosened)| loosened).collect())
    })
    .await
}

fn choices(query: &Query) -> Vec<Choice> {
    let of_group = |group: &Group| match (group, query.filters.in_group(*group)) {
        (Group::Facility, facilities) => facilities.into_iter().map(|facility| vec![facility]).collect(),
        (_, filters) if filters.is_empty() => vec![],
        (_, filters) => vec![filters],
    };
    Group::ALL.iter().flat_map(of_group).collect()
}

/// How many pieces of the text it has to leave out, and what it shows.
fn try_without(
    service: &Arc<Service>,
    query: &Query,
    without: Vec<Choice>,
    today: jiff::civil::Date,
) -> Result<Option<(usize, Loosened)>, IndexError> {
    let mut query = query.clone().with_after(None);
    for filter in without.iter().flatten() {
        query.filters.remove(filter);
    }
    let mut one = query.clone();
    one.limit = Limit::new(1).unwrap_or_default();
    let hits = service.index().search(&Request {
        understood: &service.reader().understand(&one, today),
        query: &one,
        with_counts: false,
        also: &[],
    })?;
    let loosened = Loosened {
        without,
        query,
        total: hits.total,
    };
    Ok((hits.total > 0).then_some((hits.dropped.len(), loosened)))
}

#[cfg(test)]
#[path = "loosen_tests.rs"]
mod tests;
