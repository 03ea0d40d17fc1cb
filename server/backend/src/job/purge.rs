//! The records of jobs that are done don't stay for ever.

use super::{Failure, Task, plan_daily};
use crate::{Backend, Error, entity};
use jiff::SignedDuration;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait};
use serde::{Deserialize, Serialize};

const DAY: SignedDuration = SignedDuration::from_hours(24);
/// Deleted at once: SQLite has one writer, and nobody should wait long for it.
const BATCH: u64 = 1_000;

/// Delete the records of jobs that were done long ago, every day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Purge {}

impl Task for Purge {
    const KIND: &'static str = "purge-jobs";

    async fn run(self, backend: &Backend) -> Result<(), Failure> {
        Ok(purge(backend).await?)
    }
}

/// Begins the purge of every day, or goes on with it; at every start of the program.
pub async fn keep_tidy(backend: &Backend) -> Result<(), Error> {
    plan_daily(backend, &Purge {}, backend.now()).await
}

/// Deletes the records of jobs that were done long enough ago, and plans tomorrow's purge. What was given up stays: somebody
/// should look at it.
async fn purge(backend: &Backend) -> Result<(), Error> {
    use entity::job::{Column, Entity};
    let now = backend.now();
    plan_daily(backend, &Purge {}, now + DAY).await?;
    let kept = SignedDuration::from_hours(24 * i64::from(backend.config().keep_jobs_days));
    let Ok(before) = now.checked_sub(kept) else {
        return Ok(());
    };
    let old = Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Column::DoneAt.lt(before.as_millisecond()))
        .limit(BATCH)
        .into_query();
    loop {
        let deleted = Entity::delete_many()
            .filter(Column::Id.in_subquery(old.clone()))
            .exec(backend.database().writer())
            .await?;
        if deleted.rows_affected < BATCH {
            return Ok(());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::job::run_all_due;
    use crate::test_support::Bench;
    use jiff::Timestamp;
    use sea_orm::{ActiveValue::Set, QueryOrder};

    /// A job that is due in some years.
    async fn row(bench: &Bench, kind: &str, done_at: Option<Timestamp>, failed_at: Option<Timestamp>) {
        let row = entity::job::ActiveModel {
            id: Set(uuid::Uuid::now_v7()),
            kind: Set(kind.to_owned()),
            payload: Set("{}".to_owned()),
            run_at: Set((bench.backend.now() + DAY * 1_000).as_millisecond()),
            attempts: Set(1),
            locked_until: Set(None),
            done_at: Set(done_at.map(Timestamp::as_millisecond)),
            failed_at: Set(failed_at.map(Timestamp::as_millisecond)),
            last_error: Set(None),
            dedupe_key: Set(None),
            created_at: Set(0),
        };
        let db = bench.backend.database().writer();
        entity::job::Entity::insert(row).exec(db).await.unwrap();
    }

    async fn kinds(bench: &Bench) -> Vec<String> {
        let rows = entity::job::Entity::find()
            .order_by_asc(entity::job::Column::Id)
            .all(bench.backend.database().reader())
            .await
            .unwrap();
        rows.into_iter().map(|row| row.kind).collect()
    }

    crate::both! {
        async fn what_was_done_long_ago_is_deleted_and_nothing_else(bench: &Bench) {
            let backend = &bench.backend;
            row(bench, "done", Some(backend.now()), None).await;
            row(bench, "waits", None, None).await;
            row(bench, "given-up", None, Some(backend.now())).await;
            keep_tidy(backend).await.unwrap();
            keep_tidy(backend).await.unwrap();
            run_all_due(backend).await.unwrap();
            let (done, waits, given_up, purge) = ("done", "waits", "given-up", "purge-jobs");
            assert_eq!(kinds(bench).await, [done, waits, given_up, purge, purge], "today's is done, tomorrow's waits");

            bench.clock.advance(29 * DAY.as_secs());
            run_all_due(backend).await.unwrap();
            assert_eq!(kinds(bench).await[..3], [done, waits, given_up]);
            bench.clock.advance(2 * DAY.as_secs());
            run_all_due(backend).await.unwrap();
            let left = kinds(bench).await;
            assert_eq!(left[..3], [waits, given_up, purge], "{left:?}");
        }
    }
}
