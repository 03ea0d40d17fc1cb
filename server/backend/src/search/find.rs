//! A search, answered with what the database has.

use std::sync::Arc;

use domain::{
    id::ListingId,
    search::{Cursor, Filter, Limit, Query, Sort, Understood, availability},
};
use jiff::Timestamp;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::{
    counts::Counts,
    hits::{Dropped, Request},
    load::{self, ListingCardData},
    service::{self, blocking},
};
use crate::{Backend, Error, entity};

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
    /// Pieces of the text that were left out to find anything.
    pub dropped: Vec<Dropped>,
}

/// Searches for what a query means today, with counts beside every choice if they are wanted. What the database does not
/// say is published is not shown, whatever the index holds.
///
/// # Errors
/// When the index or the database fails; [`Error::NotReady`] while the index is being filled.
pub async fn find(backend: &Backend, query: &Query, with_counts: bool) -> Result<SearchPage, Error> {
    let service = service::ready(backend)?;
    let today = backend.today();
    let asked = query.clone();
    let (understood, hits) = blocking(move || {
        let understood = service.reader().understand(&asked, today);
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
        Ok((understood.leaving_out(&asked, &dropped), hits))
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
        dropped: hits.dropped,
    })
}

/// For each search, how many listings fit all that it asks for, and how many of the newest [`Limit::MAX`] of them were
/// published since. Only the index is asked, once for all.
///
/// # Errors
/// When no index is open or it fails; [`Error::NotReady`] while it is being filled.
pub async fn news(backend: &Backend, searches: Vec<(Query, Timestamp)>) -> Result<Vec<(u64, usize)>, Error> {
    let service = service::ready(backend)?;
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

/// The published listings that were made last, as the database has them: for while the index is being filled.
///
/// # Errors
/// When the database fails.
pub async fn newest(backend: &Backend, limit: u64) -> Result<Vec<ListingCardData>, Error> {
    use entity::listing::{Column, Entity};
    // By id, which grows with time: there is an index of the database for that, and a million rows need not be sorted.
    let ids: Vec<Uuid> = Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Column::Status.eq(load::PUBLISHED))
        .order_by_desc(Column::Id)
        .limit(limit)
        .into_tuple()
        .all(backend.database().reader())
        .await?;
    let ids: Vec<_> = ids.into_iter().map(ListingId::from).collect();
    load::cards(backend, &ids).await
}

/// What searches mean, without searching. While the index is being filled, names of estates are taken for words.
///
/// # Errors
/// When no index is open.
pub fn reader(backend: &Backend) -> Result<Arc<domain::search::Reader>, Error> {
    Ok(service::service(backend)?.reader())
}
