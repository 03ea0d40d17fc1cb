//! The records of jobs that are done don't stay for ever.

use super::{Task, enqueue};
use crate::{Backend, Error, entity};
use domain::time;
use jiff::{SignedDuration, Timestamp};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait};

const DAY: SignedDuration = SignedDuration::from_hours(24);
/// Deleted at once: SQLite has one writer, and nobody should wait long for it.
const BATCH: u64 = 1_000;

/// Begins the purge of every day, or goes on with it; at every start of the program.
pub async fn keep_tidy(backend: &Backend) -> Result<(), Error> {
    plan(backend, backend.now()).await?;
    backend.wake().notify_waiters();
    Ok(())
}

/// One a day, whoever asks for it.
async fn plan(backend: &Backend, at: Timestamp) -> Result<(), Error> {
    let tx = backend.database().begin().await?;
    let key = format!("purge-jobs:{}", time::format_date(time::date_in_china(at)));
    enqueue(backend, &tx, &Task::PurgeJobs {}, at, Some(key)).await?;
    Ok(tx.commit().await?)
}

/// Deletes the records of jobs that were done long enough ago, and plans tomorrow's purge. What was given up stays: somebody
/// should look at it.
pub(super) async fn purge(backend: &Backend) -> Result<(), Error> {
    use entity::job::{Column, Entity};
    let now = backend.now();
    plan(backend, now + DAY).await?;
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
    use domain::id::NoticeId;
    use sea_orm::{ActiveValue::Set, QueryOrder};

    /// What each job came to, and when it was queued, in days from the first.
    async fn kinds(bench: &crate::test_support::Bench) -> Vec<String> {
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
            let nobody = || Task::Mail { notice: NoticeId::generate() };
            let tx = backend.database().begin().await.unwrap();
            enqueue(backend, &tx, &nobody(), backend.now(), None).await.unwrap();
            let far = backend.now() + DAY * 1_000;
            let waiting = Task::AskSavedSearches {};
            enqueue(backend, &tx, &waiting, far, None).await.unwrap();
            tx.commit().await.unwrap();
            let given_up = entity::job::ActiveModel {
                id: Set(uuid::Uuid::now_v7()),
                kind: Set("dance".to_owned()),
                payload: Set("{}".to_owned()),
                run_at: Set(0),
                attempts: Set(1),
                locked_until: Set(None),
                done_at: Set(None),
                failed_at: Set(Some(0)),
                last_error: Set(None),
                dedupe_key: Set(None),
                created_at: Set(0),
            };
            entity::job::Entity::insert(given_up).exec(backend.database().writer()).await.unwrap();
            keep_tidy(backend).await.unwrap();
            keep_tidy(backend).await.unwrap();
            run_all_due(backend).await.unwrap();
            let (mail, ask, dance, purge) = ("mail", "ask-saved-searches", "dance", "purge-jobs");
            assert_eq!(kinds(bench).await, [mail, ask, dance, purge, purge], "today's is done, tomorrow's waits");

            bench.clock.advance(29 * DAY.as_secs());
            run_all_due(backend).await.unwrap();
            assert_eq!(kinds(bench).await[..3], [mail, ask, dance]);
            bench.clock.advance(2 * DAY.as_secs());
            run_all_due(backend).await.unwrap();
            let left = kinds(bench).await;
            assert_eq!(left[..3], [ask, dance, purge], "{left:?}");
        }
    }
}
