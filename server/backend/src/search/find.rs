//! A search, answered with what the database has.

use std::sync::Arc;

use domain::{
    id::ListingId,
    search::{Cursor, Filter, Filters, Limit, Query, Radius, Reader, Sort, Understood, Word, availability},
};
use jiff::{Timestamp, civil::Date};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::{
    click,
    counts::Counts,
    hits::{Dropped, Hits, Request},
    index::{IndexError, SearchIndex},
    load::{self, ListingCardData},
    respell::{Respelling, Spellings},
    service::{self, blocking},
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
}

/// What the index says to a query.
#[derive(Debug)]
pub struct Answer {
    pub query: Query,
    pub respelling: Option<Respelling>,
    pub understood: Understood,
    pub hits: Hits,
}

/// Searches for what a query means on a day. A word that nothing has is read as the name that sounds the same, where that
/// finds more of what is asked for; `spellings` are wanted only then.
///
/// # Errors
/// When the index can't be read.
pub fn answer(
    index: &SearchIndex,
    reader: &Reader,
    spellings: impl FnOnce() -> Arc<Spellings>,
    (query, today): (&Query, Date),
    with_counts: bool,
) -> Result<Answer, IndexError> {
    let search = |query: &Query| {
        let understood = reader.understand(query, today);
        let also = match with_counts {
            true => counted_besides(reader, &understood, today),
            false => vec![],
        };
        let request = Request {
            understood: &understood,
            query,
            with_counts,
            also: &also,
        };
        let hits = index.search(&request)?;
        Ok::<_, IndexError>((understood, hits))
    };
    let (understood, hits) = search(query)?;
    let unknown = hits.dropped.iter().filter(|dropped| dropped.unknown);
    let unknown = unknown.filter_map(|dropped| understood.words.iter().find(|word| word.span == dropped.span));
    // What is quoted is meant as it stands.
    let unknown: Vec<_> = unknown.filter(|word| !word.literal).collect();
    if !unknown.is_empty() {
        let spellings = spellings();
        let meant = |word: &&Word| Some((word.span.clone(), spellings.meant(&word.text)?));
        let pieces: Vec<_> = unknown.iter().filter_map(meant).collect();
        if let Some((meant, respelling)) = Respelling::of(query, &pieces) {
            let (understood, better) = search(&meant)?;
            if better.dropped.len() < hits.dropped.len() {
                return Ok(Answer {
                    query: meant,
                    respelling: Some(respelling),
                    understood,
                    hits: better,
                });
            }
        }
    }
    Ok(Answer {
        query: query.clone(),
        respelling: None,
        understood,
        hits,
    })
}

/// Choices that no closed list holds: days to move in, and places to be near of.
fn counted_besides(reader: &Reader, understood: &Understood, today: Date) -> Vec<Filter> {
    let Filters { available_by, near, .. } = &understood.filters;
    // A day that was asked for is shown with its count, too.
    let days = availability(today).into_iter().chain(*available_by);
    let radius = near.as_ref().map_or_else(Radius::default, |near| near.radius);
    let landmarks = reader.landmarks().iter().map(|place| Filter::Near(place.near(radius)));
    days.map(Filter::AvailableBy).chain(landmarks).collect()
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
    let (answer, added) = blocking(move || {
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
pub fn reader(backend: &Backend) -> Result<Arc<Reader>, Error> {
    Ok(service::service(backend)?.reader())
}
