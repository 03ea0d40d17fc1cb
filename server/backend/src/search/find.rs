//! A search, answered with what the database has.

use std::sync::Arc;

use domain::{
    id::ListingId,
    search::{Cursor, Filter, Limit, Query, Reader, Sort, Understood},
};
use jiff::Timestamp;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::{
    answer::{Answer, answer},
    blocking::searching,
    click::{self, Click},
    engine::{Counts, Dropped, Request},
    load::{self, ListingCardData},
    service,
    text::Respelling,
};
use crate::{Backend, Error, entity};

/// A page of results.
#[derive(Debug, Clone, PartialEq)]
pub struct SearchPage {
    /// What was searched for: what was asked, unless a name in it was misspelt.
    pub query: Query,
    /// Set where the query is not as it was asked.
    pub respelling: Option<Respelling>,
    /// What the query means, without the pieces that were left out.
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

impl SearchPage {
    /// The page of an answer, without its cards.
    pub(super) fn of(answer: Answer, added: Vec<(Filter, u64)>) -> Self {
        let Answer {
            query,
            respelling,
            understood,
            hits,
        } = answer;
        Self {
            query,
            respelling,
            understood,
            total: hits.total,
            cards: vec![],
            next: hits.next,
            counts: hits.counts,
            added,
            dropped: hits.dropped,
        }
    }

    /// What a click on a choice does.
    #[must_use]
    pub fn click(&self, filter: &Filter) -> Click {
        let alone = self.counts.of(filter);
        if self.understood.filters.contains(filter) {
            Click::TakesBack
        } else if self.understood.filters.joins(filter.group()) {
            let added = self.added.iter().find(|(choice, _)| choice == filter);
            Click::Adds(added.map_or(alone, |(_, added)| *added))
        } else {
            Click::Shows(alone)
        }
    }
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
    let (answer, added) = searching(move || {
        let spellings = || service.spellings();
        let reader = service.reader();
        let mut answer = answer(service.index(), &reader, spellings, (&asked, today), with_counts)?;
        let dropped: Vec<_> = answer.hits.dropped.iter().map(|dropped| dropped.span.clone()).collect();
        answer.understood = answer.understood.leaving_out(&answer.query, &dropped);
        let added = match with_counts {
            true => click::added(service.index(), &reader, &answer, today)?,
            false => vec![],
        };
        Ok((answer, added))
    })
    .await?;
    let cards = load::cards(backend, &answer.hits.ids).await?;
    // Went offline a moment ago, before the index heard of it.
    let gone = (answer.hits.ids.len() - cards.len()) as u64;
    let page = SearchPage::of(answer, added);
    Ok(SearchPage {
        total: page.total.saturating_sub(gone),
        cards,
        ..page
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
    searching(move || {
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
pub fn reader(backend: &Backend) -> Result<Arc<Reader>, Error> {
    Ok(service::service(backend)?.reader())
}
