//! The loop that takes due jobs and does them. Any number of processes may run it on one database.

use super::{Failure, Kind};
use crate::{Backend, Error, entity};
use jiff::{SignedDuration, Timestamp};
use sea_orm::sea_query::{Expr, LockBehavior, LockType};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select};
use std::future::Future;
use std::time::Duration;
use uuid::Uuid;

/// A job that takes longer is stopped and tried again.
const TIME_LIMIT: Duration = Duration::from_secs(120);
/// So long a job belongs to the worker that took it; when that worker dies, another takes it afterwards.
const LEASE: SignedDuration = SignedDuration::from_secs(180);
/// After so many tries the job is given up; with the delays below that is about a day and a half.
const MAX_ATTEMPTS: i32 = 12;
const FIRST_DELAY: SignedDuration = SignedDuration::from_secs(30);
const LONGEST_DELAY: SignedDuration = SignedDuration::from_hours(6);
/// Workers are woken by the commit that queues a job. This is for jobs that come due, and for those of other processes.
const POLL: Duration = Duration::from_secs(2);

/// What a round of work came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub done: u32,
    /// Tries that failed, whether or not there will be another.
    pub failed: u32,
}

/// Does every job that is due now, one after the other, and returns when none is left.
pub async fn run_all_due(backend: &Backend) -> Result<Tally, Error> {
    run_all_of(backend, backend.jobs()).await
}

async fn run_all_of(backend: &Backend, kinds: &[Kind]) -> Result<Tally, Error> {
    let mut tally = Tally::default();
    while let Some(done) = run_next(backend, kinds).await? {
        if done {
            tally.done += 1;
        } else {
            tally.failed += 1;
        }
    }
    Ok(tally)
}

/// Does jobs as they come due, until `shutdown` is ready; a job that has begun is finished first.
pub async fn work(backend: Backend, shutdown: impl Future<Output = ()>) {
    work_on(&backend, backend.jobs(), shutdown).await;
}

async fn work_on(backend: &Backend, kinds: &[Kind], shutdown: impl Future<Output = ()>) {
    let mut shutdown = std::pin::pin!(shutdown);
    loop {
        // Made before looking for a job: from then on no wake-up is lost, even before anybody waits for it.
        let woken = backend.wake().notified();
        let more = match run_next(backend, kinds).await {
            Ok(found) => found.is_some(),
            Err(error) => {
                tracing::error!(error = &error as &dyn std::error::Error, "jobs can't be taken");
                false
            }
        };
        tokio::select! {
            biased;
            () = &mut shutdown => return,
            () = std::future::ready(()), if more => {}
            () = woken => {}
            () = tokio::time::sleep(POLL) => {}
        }
    }
}

/// Does the job that has been due the longest and tells whether that went well; `None` when nothing is due.
async fn run_next(backend: &Backend, kinds: &[Kind]) -> Result<Option<bool>, Error> {
    match take(backend).await? {
        Some(job) => Ok(Some(run(backend, kinds, job).await?)),
        None => Ok(None),
    }
}

struct Taken {
    id: Uuid,
    kind: String,
    payload: String,
    /// This try's number, from 1.
    attempt: i32,
}

fn due(now: Timestamp) -> Select<entity::job::Entity> {
    use entity::job::Column;
    let now = now.as_millisecond();
    entity::job::Entity::find()
        .filter(Column::DoneAt.is_null())
        .filter(Column::FailedAt.is_null())
        .filter(Column::RunAt.lte(now))
        .filter(
            Condition::any()
                .add(Column::LockedUntil.is_null())
                .add(Column::LockedUntil.lte(now)),
        )
        .order_by_asc(Column::RunAt)
        .order_by_asc(Column::Id)
}

/// Takes the job that has been due the longest, for the time of a lease.
async fn take(backend: &Backend) -> Result<Option<Taken>, Error> {
    use entity::job::{Column, Entity};
    use sea_orm::sea_query::ExprTrait as _;
    let now = backend.now();
    // Mostly there is nothing to do; then nobody waits for SQLite's one writer.
    if due(now).one(backend.database().reader()).await?.is_none() {
        return Ok(None);
    }
    let longest_due = due(now)
        .select_only()
        .column(Column::Id)
        .limit(1)
        .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked)
        .into_query();
    // `=` and not `IN`: PostgreSQL then asks once which one it is.
    let taken = Entity::update_many()
        .col_expr(Column::Attempts, Expr::col(Column::Attempts).add(1))
        .col_expr(Column::LockedUntil, Expr::value((now + LEASE).as_millisecond()))
        .filter(Expr::col(Column::Id).eq(Expr::SubQuery(None, Box::new(longest_due.into()))))
        .exec_with_returning(backend.database().writer())
        .await?;
    Ok(taken.into_iter().next().map(|job| Taken {
        id: job.id,
        kind: job.kind,
        payload: job.payload,
        attempt: job.attempts,
    }))
}

/// Whether the job was done.
#[tracing::instrument(name = "backend.job.run", skip_all, fields(id = %job.id, kind = %job.kind, attempt = job.attempt))]
async fn run(backend: &Backend, kinds: &[Kind], job: Taken) -> Result<bool, Error> {
    let outcome = attempt(backend, kinds, &job).await;
    let now = backend.now();
    match outcome {
        Ok(()) => {
            tracing::debug!("done");
            finish(backend, &job, Outcome::Done(now)).await?;
            Ok(true)
        }
        Err(failure) if failure.permanent || job.attempt >= MAX_ATTEMPTS => {
            tracing::error!(error = failure.text, "given up");
            finish(backend, &job, Outcome::GivenUp(now, failure.text)).await?;
            Ok(false)
        }
        Err(failure) => {
            let delay = jittered(delay_after(job.attempt));
            tracing::warn!(error = failure.text, retry_in_s = delay.as_secs(), "failed");
            finish(backend, &job, Outcome::Again(now + delay, failure.text)).await?;
            Ok(false)
        }
    }
}

async fn attempt(backend: &Backend, kinds: &[Kind], job: &Taken) -> Result<(), Failure> {
    if job.attempt > MAX_ATTEMPTS {
        // Each try ended with the end of the process: the task itself may be what ends it.
        return Err(Failure::passing("the program stopped during every try"));
    }
    let Some(kind) = kinds.iter().find(|kind| kind.name == job.kind) else {
        return Err(Failure::unknown_kind(&job.kind));
    };
    let running = (kind.read)(backend.clone(), &job.payload).map_err(|error| Failure::permanent(&error))?;
    // A task of its own, so that a panic is a failed try and not the end of the worker.
    match tokio::spawn(tokio::time::timeout(TIME_LIMIT, running)).await {
        Ok(Ok(outcome)) => outcome,
        Ok(Err(_elapsed)) => Err(Failure::passing("it took too long")),
        Err(_panicked) => Err(Failure::passing("it panicked; the log has the place")),
    }
}

enum Outcome {
    Done(Timestamp),
    GivenUp(Timestamp, String),
    Again(Timestamp, String),
}

/// Notes how a try ended, unless another worker has taken the job since.
async fn finish(backend: &Backend, job: &Taken, outcome: Outcome) -> Result<(), Error> {
    use entity::job::Column;
    let update = entity::job::Entity::update_many()
        .filter(Column::Id.eq(job.id))
        .filter(Column::Attempts.eq(job.attempt))
        .col_expr(Column::LockedUntil, Expr::value(None::<i64>));
    let update = match outcome {
        Outcome::Done(at) => update.col_expr(Column::DoneAt, Expr::value(at.as_millisecond())),
        Outcome::GivenUp(at, error) => update
            .col_expr(Column::FailedAt, Expr::value(at.as_millisecond()))
            .col_expr(Column::LastError, Expr::value(error)),
        Outcome::Again(at, error) => update
            .col_expr(Column::RunAt, Expr::value(at.as_millisecond()))
            .col_expr(Column::LastError, Expr::value(error)),
    };
    update.exec(backend.database().writer()).await?;
    Ok(())
}

/// Doubles with every try: 30 s, 1 min, 2 min … 6 h.
fn delay_after(attempt: i32) -> SignedDuration {
    let doublings = u32::try_from(attempt - 1).unwrap_or(0).min(16);
    FIRST_DELAY
        .checked_mul(1 << doublings)
        .map_or(LONGEST_DELAY, |delay| delay.min(LONGEST_DELAY))
}

/// Up to a fifth longer, so that jobs that failed together do not come back together.
fn jittered(delay: SignedDuration) -> SignedDuration {
    delay + SignedDuration::from_millis(rand::random_range(0..=delay.as_secs() * 200))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::job::{Task, enqueue};
    use crate::test_support::Bench;
    use serde::{Deserialize, Serialize};
    use std::{future::poll_fn, task::Poll};

    const KINDS: &[Kind] = &[Kind::of::<Nothing>(), Kind::of::<Tick>(), Kind::of::<Trip>()];

    #[derive(Serialize, Deserialize)]
    struct Nothing {}

    impl Task for Nothing {
        const KIND: &'static str = "nothing";

        async fn run(self, _: &Backend) -> Result<(), Failure> {
            Ok(())
        }
    }

    /// Moves the clock of the test on by a second.
    #[derive(Serialize, Deserialize)]
    struct Tick {}

    impl Task for Tick {
        const KIND: &'static str = "tick";

        async fn run(self, backend: &Backend) -> Result<(), Failure> {
            backend.clock().advance(1);
            Ok(())
        }
    }

    #[derive(Serialize, Deserialize)]
    struct Trip {}

    impl Task for Trip {
        const KIND: &'static str = "trip";

        async fn run(self, _: &Backend) -> Result<(), Failure> {
            panic!("a task that panics")
        }
    }

    async fn run_all(bench: &Bench) -> Tally {
        run_all_of(&bench.backend, KINDS).await.unwrap()
    }

    #[test]
    fn delays_double_up_to_six_hours() {
        let seconds: Vec<i64> = [1, 2, 3, 10, 11, 12, i32::MAX]
            .map(|n| delay_after(n).as_secs())
            .to_vec();
        assert_eq!(seconds, [30, 60, 120, 15_360, 21_600, 21_600, 21_600]);
        for _ in 0..100 {
            let delay = jittered(FIRST_DELAY).as_millis();
            assert!((30_000..=36_000).contains(&delay), "{delay}");
        }
    }

    async fn queue(bench: &Bench, task: &impl Task, key: Option<&str>) {
        let tx = bench.backend.database().begin().await.unwrap();
        enqueue(&bench.backend, &tx, task, bench.backend.now(), key.map(str::to_owned))
            .await
            .unwrap();
        tx.commit().await.unwrap();
    }

    async fn jobs(bench: &Bench) -> Vec<entity::job::Model> {
        entity::job::Entity::find()
            .order_by_asc(entity::job::Column::Id)
            .all(bench.backend.database().reader())
            .await
            .unwrap()
    }

    crate::both! {
        async fn does_what_is_due_once(bench: &Bench) {
            queue(bench, &Nothing {}, None).await;
            queue(bench, &Nothing {}, Some("a")).await;
            queue(bench, &Nothing {}, Some("a")).await;
            assert_eq!(run_all(bench).await, Tally { done: 2, failed: 0 });
            assert_eq!(run_all(bench).await, Tally::default());
            queue(bench, &Nothing {}, Some("a")).await;
            assert_eq!(run_all(bench).await, Tally::default(), "a key is done once for good");
        }

        async fn leaves_what_is_not_due_yet(bench: &Bench) {
            let tx = bench.backend.database().begin().await.unwrap();
            let later = bench.backend.now() + SignedDuration::from_secs(60);
            enqueue(&bench.backend, &tx, &Nothing {}, later, None).await.unwrap();
            tx.commit().await.unwrap();
            assert_eq!(run_all(bench).await, Tally::default());
            bench.clock.advance(60);
            assert_eq!(run_all(bench).await.done, 1);
        }

        async fn a_job_that_was_taken_is_not_taken_again_until_its_lease_ends(bench: &Bench) {
            queue(bench, &Nothing {}, None).await;
            let taken = take(&bench.backend).await.unwrap().unwrap();
            assert!(take(&bench.backend).await.unwrap().is_none());
            bench.clock.advance(LEASE.as_secs());
            let again = take(&bench.backend).await.unwrap().unwrap();
            assert_eq!((again.id, again.attempt), (taken.id, 2));
            // The first worker comes back from the dead: what it says no longer counts.
            finish(&bench.backend, &taken, Outcome::Done(bench.backend.now())).await.unwrap();
            assert_eq!(jobs(bench).await[0].done_at, None);
        }

        async fn two_workers_never_do_the_same_job(bench: &Bench) {
            for _ in 0..20 {
                queue(bench, &Nothing {}, None).await;
            }
            let (one, other) = tokio::join!(run_all(bench), run_all(bench));
            assert_eq!(one.done + other.done, 20);
            assert!(jobs(bench).await.iter().all(|job| job.attempts == 1 && job.done_at.is_some()));
        }

        async fn a_backlog_does_not_keep_the_worker_from_stopping(bench: &Bench) {
            for _ in 0..3 {
                queue(bench, &Tick {}, None).await;
            }
            let begin = bench.backend.now();
            // Asked to stop while the first job runs.
            let shutdown = poll_fn(|_| match bench.backend.now() > begin {
                true => Poll::Ready(()),
                false => Poll::Pending,
            });
            work_on(&bench.backend, KINDS, shutdown).await;
            let left: Vec<(i32, bool)> = jobs(bench).await.iter().map(|job| (job.attempts, job.done_at.is_some())).collect();
            assert_eq!(left, [(1, true), (0, false), (0, false)]);
        }

        async fn a_task_that_panics_is_a_failed_try_and_the_next_job_is_done(bench: &Bench) {
            queue(bench, &Trip {}, None).await;
            queue(bench, &Nothing {}, None).await;
            assert_eq!(run_all(bench).await, Tally { done: 1, failed: 1 });
            let trip = jobs(bench).await.remove(0);
            assert!(trip.failed_at.is_none() && trip.run_at > bench.backend.now().as_millisecond(), "{trip:?}");
        }

        async fn a_task_that_nobody_knows_is_given_up_with_its_error(bench: &Bench) {
            queue(bench, &Nothing {}, None).await;
            entity::job::Entity::update_many()
                .col_expr(entity::job::Column::Kind, Expr::value("dance"))
                .exec(bench.backend.database().writer())
                .await
                .unwrap();
            assert_eq!(run_all(bench).await, Tally { done: 0, failed: 1 });
            let job = jobs(bench).await.remove(0);
            assert!(job.failed_at.is_some() && job.done_at.is_none());
            assert!(job.last_error.unwrap().contains("dance"));
        }
    }
}
