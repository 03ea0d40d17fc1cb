//! Changes that every index has read don't stay for ever.

use jiff::SignedDuration;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};
use serde::{Deserialize, Serialize};

use super::progress;
use crate::{
    Backend, Error, entity,
    job::{self, Failure, Task},
};

const DAY: SignedDuration = SignedDuration::from_hours(24);

/// An index that was not seen for so long holds up no purge any more. Its node builds it anew when it comes back.
const FORGOTTEN: SignedDuration = SignedDuration::from_hours(30 * 24);

/// Deleted at once: SQLite has one writer, and nobody should wait long for it.
const BATCH: u64 = 1_000;

/// Delete the changes that every index has read, every day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct PurgeChanges {}

impl Task for PurgeChanges {
    const KIND: &'static str = "purge-index-changes";

    async fn run(self, backend: &Backend) -> Result<(), Failure> {
        job::plan_daily(backend, &self, backend.now() + DAY).await?;
        Ok(purge(backend).await?)
    }
}

/// Begins the purge of every day, or goes on with it; at every start of the program.
///
/// # Errors
/// When the database fails.
pub async fn keep_tidy(backend: &Backend) -> Result<(), Error> {
    job::plan_daily(backend, &PurgeChanges {}, backend.now()).await
}

/// Those of the last day stay in any case, so that an index that is being begun has time to say where it begins. So does
/// the newest, by which an index is seen that is further than the database.
async fn purge(backend: &Backend) -> Result<(), Error> {
    use entity::index_change::{Column, Entity};
    let now = backend.now();
    forget(backend, (now - FORGOTTEN).as_millisecond()).await?;
    let newest = progress::newest_change(backend).await?;
    let read = least_read(backend).await?.unwrap_or(newest);
    let old = Entity::find()
        .select_only()
        .column(Column::Seq)
        .filter(Column::Seq.lte(read))
        .filter(Column::Seq.lt(newest))
        .filter(Column::At.lt((now - DAY).as_millisecond()))
        .order_by_asc(Column::Seq)
        .limit(BATCH)
        .into_query();
    loop {
        let deleted = Entity::delete_many()
            .filter(Column::Seq.in_subquery(old.clone()))
            .exec(backend.database().writer())
            .await?;
        if deleted.rows_affected < BATCH {
            return Ok(());
        }
    }
}

/// Once an index is forgotten it finds that out itself: what it says of itself changes no row.
async fn forget(backend: &Backend, seen_before: i64) -> Result<(), Error> {
    use entity::index_reader::{Column, Entity};
    let forgotten = Entity::delete_many()
        .filter(Column::SeenAt.lt(seen_before))
        .exec(backend.database().writer())
        .await?;
    if forgotten.rows_affected > 0 {
        let count = forgotten.rows_affected;
        tracing::info!(
            count,
            "search indexes that were not seen for 30 days hold up no purge any more"
        );
    }
    Ok(())
}

/// Up to where every index has read; `None` while there is none.
async fn least_read(backend: &Backend) -> Result<Option<i64>, Error> {
    use entity::index_reader::{Column, Entity};
    let least = Entity::find()
        .select_only()
        .column(Column::Seq)
        .order_by_asc(Column::Seq)
        .into_tuple::<i64>()
        .one(backend.database().reader())
        .await?;
    Ok(least)
}

#[cfg(test)]
#[path = "purge_tests.rs"]
mod tests;
