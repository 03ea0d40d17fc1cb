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
    engine::{Change, ListingDocument, SearchIndex},
    landmarks, load, places,
    service::{self, Service},
    text::Analysis,
};
use crate::{Backend, Error, entity};

/// Wake-ups come from commits of this process; those of others are found by looking.
const POLL: Duration = Duration::from_millis(200);

/// A centre that edits its synonyms sees the effect before it wonders.
const SYNONYMS: SignedDuration = SignedDuration::from_secs(3);

/// Changes that come together are committed together: a commit is what costs.
const GATHER: Duration = Duration::from_millis(100);

const BATCH: u64 = 1000;
const REBUILD_BATCH: u64 = 2000;

/// No transaction of ours takes this long between taking its number and committing.
const RECENT: SignedDuration = SignedDuration::from_secs(60);

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
    if blocking(move || index.take_up()).await? {
        tracing::info!("a rebuilt search index is in use");
        *follower = None;
        learn(&service).await?;
    }
    landmarks::learn(backend, &service).await?;
    follower
        .get_or_insert_with(|| Follower::new(&service))
        .catch_up(backend)
        .await
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
    let mut follower = Follower::new(&service);
    follower.catch_up(backend).await?;
    Ok(follower.applied)
}

struct Follower {
    service: Arc<Service>,
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
    fn new(service: &Arc<Service>) -> Self {
        Self {
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
            (backend.now() - RECENT).as_millisecond()
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

/// The last change that a reading of all listings, begun now, is sure to include.
async fn settled_now(backend: &Backend) -> Result<i64, Error> {
    use entity::index_change::{Column, Entity};
    let mut query = Entity::find().order_by_desc(Column::Seq);
    if backend.database().is_postgres() {
        query = query.filter(Column::At.lte((backend.now() - RECENT).as_millisecond()));
    }
    let last = query.one(backend.database().reader()).await?;
    Ok(last.map_or(0, |row| row.seq))
}

async fn look_at_synonyms(backend: &Backend) -> Result<(), Error> {
    let service = service::service(backend)?;
    blocking(move || service.look_at_synonyms()).await
}

async fn learn(service: &Arc<Service>) -> Result<(), Error> {
    let service = Arc::clone(service);
    blocking(move || service.learn_names()).await
}

/// Cuts texts by the names of the city and of every estate that is listed now.
async fn dictionary(backend: &Backend) -> Result<Analysis, Error> {
    let city = service::city(backend)?;
    let estates = load::estate_names(backend).await?;
    blocking(move || Ok(places::analysis(city, &estates))).await
}

/// Makes the index of this process anew from the database; the old one answers until the new one is complete.
///
/// # Errors
/// When the database or the disk fails; the old index stays in use.
pub async fn rebuild(backend: &Backend) -> Result<u64, Error> {
    let service = service::service(backend)?;
    let index = Arc::clone(service.index());
    let analysis = dictionary(backend).await?;
    let rebuild = Arc::new(blocking(move || index.begin_rebuild(analysis)).await?);
    let sequence = settled_now(backend).await?;
    let add = |documents: Vec<ListingDocument>| {
        let rebuild = Arc::clone(&rebuild);
        blocking(move || rebuild.add(&documents))
    };
    let count = read_all(backend, add, |_| {}).await?;
    if let Some(rebuild) = Arc::into_inner(rebuild) {
        blocking(move || rebuild.finish(sequence)).await?;
    }
    learn(&service).await?;
    tracing::info!(count, "the search index was rebuilt");
    Ok(count)
}

/// Hands every published listing to `add`, in batches; the next is read while one is being added.
async fn read_all<A: Future<Output = Result<(), Error>>>(
    backend: &Backend,
    add: impl Fn(Vec<ListingDocument>) -> A,
    mut progress: impl FnMut(u64),
) -> Result<u64, Error> {
    let mut count = 0;
    let (mut documents, mut last) = load::documents_after(backend, None, REBUILD_BATCH).await?;
    while last.is_some() {
        count += documents.len() as u64;
        let (added, next) = tokio::join!(add(documents), load::documents_after(backend, last, REBUILD_BATCH));
        added?;
        (documents, last) = next?;
        progress(count);
    }
    Ok(count)
}

/// Makes a new index in the data folder while another process may be serving from the old one, which takes the new one
/// up by itself. `progress` hears how many listings are in it.
///
/// # Errors
/// When the database or the disk fails; the old index stays in use.
pub async fn rebuild_beside(backend: &Backend, progress: impl FnMut(u64)) -> Result<u64, Error> {
    let dir = backend.config().index_dir();
    let analysis = dictionary(backend).await?;
    let rebuild = blocking(move || Ok(Arc::new(SearchIndex::rebuild_beside(&dir)?))).await?;
    let sequence = settled_now(backend).await?;
    let add = |documents: Vec<ListingDocument>| {
        let (rebuild, analysis) = (Arc::clone(&rebuild), analysis.clone());
        blocking(move || rebuild.add(&analysis, &documents))
    };
    let count = read_all(backend, add, progress).await?;
    if let Some(rebuild) = Arc::into_inner(rebuild) {
        blocking(move || rebuild.finish(sequence)).await?;
    }
    Ok(count)
}

#[cfg(test)]
#[path = "follow_tests.rs"]
mod tests;
