//! A search, answered with what the database has.

use std::sync::Arc;

use domain::search::{Cursor, Filter, Limit, Query, Sort, Understood, availability};
use jiff::Timestamp;

use super::{
    click,
    counts::Counts,
    hits::{Dropped, Request},
    load::{self, ListingCardData},
    service::{self, blocking},
};
use crate::{Backend, Error};

/// A page of results.
#[derive(Debug, Clone, PartialEq)]
pub struct SearchPage {
    /// What was searched for: without the pieces that were left out.
    pub understood: Understood,
    pub total: u64,
    pub cards: Vec<ListingCardData>,
    /// Where the next page begins; `None` on the last one.
    pub next: Option<Cursor>,
    pub counts: Counts,
    /// What some choices add to what is shown, see [`SearchPage::click`].
    pub(super) added: Vec<(Filter, u64)>,
    /// Pieces of the text that were left out to find anything.
    pub dropped: Vec<Dropped>,
}

/// Searches for what a query means today, with counts beside every choice if they are wanted. What the database does not
/// say is published is not shown, whatever the index holds.
///
/// # Errors
/// When the index or the database fails.
pub async fn find(backend: &Backend, query: &Query, with_counts: bool) -> Result<SearchPage, Error> {
    let service = service::service(backend)?;
    let today = backend.today();
    let asked = query.clone();
    let (understood, hits, added) = blocking(move || {
        let reader = service.reader();
        let understood = reader.understand(&asked, today);
        // A day that was asked for is shown with its count, too.
        let days = availability(today).into_iter().chain(understood.filters.available_by);
        let also: Vec<_> = days.map(Filter::AvailableBy).collect();
        let request = Request {
            understood: &understood,
            query: &asked,
            with_counts,
            also: &also,
        };
        let hits = service.index().search(&request)?;
        let dropped: Vec<_> = hits.dropped.iter().map(|dropped| dropped.span.clone()).collect();
        let understood = understood.leaving_out(&asked, &dropped);
        let added = match with_counts {
            true => click::added(service.index(), &reader, &asked, &understood, &hits, today)?,
            false => vec![],
        };
        Ok((understood, hits, added))
    })
    .await?;
    let cards = load::cards(backend, &hits.ids).await?;
    // Went offline a moment ago, before the index heard of it.
    let gone = (hits.ids.len() - cards.len()) as u64;
    Ok(SearchPage {
        understood,
        total: hits.total.saturating_sub(gone),
        cards,
        next: hits.next,
        counts: hits.counts,
        added,
        dropped: hits.dropped,
    })
}

/// For each search, how many listings fit all that it asks for, and how many of the newest [`Limit::MAX`] of them were
/// published since. Only the index is asked, once for all.
///
/// # Errors
/// When no index is open or it fails.
pub async fn news(backend: &Backend, searches: Vec<(Query, Timestamp)>) -> Result<Vec<(u64, usize)>, Error> {
    let service = service::service(backend)?;
    let today = backend.today();
    blocking(move || {
        let reader = service.reader();
        let news = searches.into_iter().map(|(query, since)| {
            let mut query = query.with_sort(Sort::Newest);
            query.limit = Limit::new(Limit::MAX.into()).unwrap_or_default();
            let request = Request {
                understood: &reader.understand(&query, today),
                query: &query,
                with_counts: false,
                also: &[],
            };
            service.index().news(&request, since)
        });
        news.collect()
    })
    .await
}

/// What searches mean, without searching.
///
/// # Errors
/// When no index is open.
pub fn reader(backend: &Backend) -> Result<Arc<domain::search::Reader>, Error> {
    Ok(service::service(backend)?.reader())
}
