//! Keeps the index with the database: reads `index_change` in order, batch by batch.
//!
//! A change only says which listing to look at again, so applying one twice does no harm. That is what makes order
//! simple on PostgreSQL, where a transaction with a smaller number may commit after one with a greater: changes stay
//! "recent" for a while, and recent ones are looked for again, below the greatest number seen.

use std::{collections::BTreeSet, future::Future, sync::Arc, time::Duration};

use domain::id::ListingId;
use jiff::{SignedDuration, Timestamp};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::{
    blocking::blocking,
    engine::{Change, ListingDocument},
    landmarks, load, progress,
    rebuild::{learn, rebuild},
    service::{self, Service},
};
use crate::{Backend, Error, entity};

/// Wake-ups come from commits of this process; those of others are found by looking.
const POLL: Duration = Duration::from_millis(200);

/// A centre that edits its synonyms sees the effect before it wonders.
const SYNONYMS: SignedDuration = SignedDuration::from_secs(3);

/// So often the database hears how far the index is. Changes are purged by the day.
const TELL: SignedDuration = SignedDuration::from_hours(1);

/// Changes that come together are committed together: a commit is what costs.
const GATHER: Duration = Duration::from_millis(100);

const BATCH: u64 = 1000;

/// Follows until `shutdown` is ready. Fills the index first where it was lost.
pub async fn follow(backend: Backend, shutdown: impl Future<Output = ()>) {
    let mut shutdown = std::pin::pin!(shutdown);
    let mut follower = None;
    let mut synonyms_seen = Timestamp::UNIX_EPOCH;
    loop {
        let now = backend.now();
        if now.duration_since(synonyms_seen).abs() >= SYNONYMS {
            synonyms_seen = now;
            if let Err(error) = look_at_synonyms(&backend).await {
                tracing::error!(
                    error = &error as &dyn std::error::Error,
                    "the synonyms can't be taken up"
                );
            }
        }
        // Made before looking, so that a wake-up while looking is not lost.
        let woken = backend.wake().notified();
        if let Err(error) = round(&backend, &mut follower).await {
            // The next round begins where the last commit ended.
            follower = None;
            tracing::error!(
                error = &error as &dyn std::error::Error,
                "the search index does not follow"
            );
        }
        tokio::select! {
            () = &mut shutdown => return,
            () = woken => tokio::time::sleep(GATHER).await,
            () = tokio::time::sleep(POLL) => {}
        }
    }
}

async fn round(backend: &Backend, follower: &mut Option<Follower>) -> Result<(), Error> {
    let service = service::service(backend)?;
    if !service.is_ready() {
        rebuild(backend).await?;
        service.set_ready();
        *follower = None;
    }
    let index = Arc::clone(service.index());
    let before = index.id();
    if blocking(move || index.take_up()).await? {
        tracing::info!("a rebuilt search index is in use");
        *follower = None;
        progress::end(backend, before).await?;
        learn(&service).await?;
    }
    landmarks::learn(backend, &service).await?;
    let now = backend.now();
    let current = match follower.take() {
        Some(current) if now.duration_since(current.since).abs() < TELL => current,
        _ => Follower::begin(backend, &service).await?,
    };
    follower.insert(current).catch_up(backend).await
}

/// Applies every change that is committed, now, and returns how many listings changed.
///
/// # Errors
/// When the database or the index fails.
pub async fn catch_up(backend: &Backend) -> Result<usize, Error> {
    let service = service::service(backend)?;
    if !service.is_ready() {
        rebuild(backend).await?;
        service.set_ready();
    }
    landmarks::learn(backend, &service).await?;
    let mut follower = Follower::begin(backend, &service).await?;
    follower.catch_up(backend).await?;
    Ok(follower.applied)
}

struct Follower {
    service: Arc<Service>,
    since: Timestamp,
    /// Everything up to here is in the index.
    settled: i64,
    /// What is in the index beyond that.
    recent: BTreeSet<i64>,
    applied: usize,
}

struct Row {
    seq: i64,
    listing: ListingId,
    at: i64,
}

impl Follower {
    /// Goes on where the index ended; where that place is lost, the index is made anew first.
    async fn begin(backend: &Backend, service: &Arc<Service>) -> Result<Self, Error> {
        if !progress::tell(backend, service.index()).await? {
            tracing::warn!("the search index may have missed changes: it is made anew from the database");
            rebuild(backend).await?;
        }
        Ok(Self::new(service, backend.now()))
    }

    fn new(service: &Arc<Service>, since: Timestamp) -> Self {
        Self {
            since,
            settled: service.index().sequence(),
            service: Arc::clone(service),
            recent: BTreeSet::new(),
            applied: 0,
        }
    }

    async fn catch_up(&mut self, backend: &Backend) -> Result<(), Error> {
        let mut from = self.settled;
        loop {
            let rows = read(backend, from).await?;
            let Some(last) = rows.last().map(|row| row.seq) else {
                return Ok(());
            };
            let full = rows.len() as u64 == BATCH;
            self.take(backend, rows).await?;
            if !full {
                return Ok(());
            }
            from = last;
        }
    }

    async fn take(&mut self, backend: &Backend, rows: Vec<Row>) -> Result<(), Error> {
        let new: BTreeSet<_> = rows
            .iter()
            .filter(|row| !self.recent.contains(&row.seq))
            .map(|row| row.listing)
            .collect();
        let settled = self.settled_by(backend, &rows);
        if !new.is_empty() {
            self.apply(backend, new.into_iter().collect(), settled).await?;
        }
        self.recent.extend(rows.iter().map(|row| row.seq));
        self.recent = self.recent.split_off(&(settled + 1));
        self.settled = settled;
        Ok(())
    }

    /// SQLite has one writer, so numbers are committed in their order. Elsewhere a gap may still be filled for a while.
    fn settled_by(&self, backend: &Backend, rows: &[Row]) -> i64 {
        let horizon = if backend.database().is_postgres() {
            (backend.now() - progress::RECENT).as_millisecond()
        } else {
            Timestamp::MAX.as_millisecond()
        };
        let old = rows.iter().take_while(|row| row.at <= horizon).last();
        old.map_or(self.settled, |row| row.seq.max(self.settled))
    }

    async fn apply(&mut self, backend: &Backend, ids: Vec<ListingId>, settled: i64) -> Result<(), Error> {
        let documents = load::documents(backend, &ids).await?;
        self.applied += ids.len();
        let service = Arc::clone(&self.service);
        blocking(move || {
            let online: BTreeSet<_> = documents.iter().map(|document| document.id).collect();
            let names: BTreeSet<String> = documents.iter().flat_map(names_of).cloned().collect();
            let gone = ids.into_iter().filter(|id| !online.contains(id)).map(Change::Remove);
            let changes: Vec<_> = gone
                .chain(documents.into_iter().map(|document| Change::Put(Box::new(document))))
                .collect();
            service.index().apply(changes, settled)?;
            // A name that nobody lists any more may stay known; a new one has to be understood at once.
            if names.iter().all(|name| service.knows(name)) {
                service.suggestions_changed();
                Ok(())
            } else {
                service.learn_names()
            }
        })
        .await
    }
}

fn names_of(document: &ListingDocument) -> impl Iterator<Item = &String> {
    let names = [&document.city, &document.district, &document.street, &document.estate];
    names.into_iter().filter(|name| !name.is_empty())
}

async fn read(backend: &Backend, after: i64) -> Result<Vec<Row>, Error> {
    use entity::index_change::{Column, Entity};
    let rows = Entity::find()
        .filter(Column::Seq.gt(after))
        .order_by_asc(Column::Seq)
        .limit(BATCH)
        .all(backend.database().reader())
        .await?;
    let row = |row: entity::index_change::Model| Row {
        seq: row.seq,
        listing: row.listing_id.into(),
        at: row.at,
    };
    Ok(rows.into_iter().map(row).collect())
}

async fn look_at_synonyms(backend: &Backend) -> Result<(), Error> {
    let service = service::service(backend)?;
    blocking(move || service.look_at_synonyms()).await
}

#[cfg(test)]
#[path = "follow_tests.rs"]
pub(super) mod tests;
