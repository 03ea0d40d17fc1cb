//! Work that follows a commit: queued as a row in the same transaction, done by a worker, safe to do twice.
//!
//! Nothing here knows what there is to do: each noun has its tasks, and `crate::work` lists them.
//!
//! Invariants: a job is queued only inside the transaction whose deed it follows; a handler may run again after it has
//! succeeded (the program may stop before that is noted), so it must not mind.

mod purge;
mod worker;

use crate::{Backend, DeedError, Error, entity};
use domain::{id::JobId, time};
use jiff::Timestamp;
pub(crate) use purge::Purge;
pub use purge::keep_tidy;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait};
use serde::{Serialize, de::DeserializeOwned};
use std::pin::Pin;
pub use worker::{Tally, run_all_due, work};

/// Something that is done in the background, and what it is done to. It is kept as the columns `kind` and `payload` of a
/// job; the noun that it serves implements it, and `crate::work` lists it.
pub trait Task: Serialize + DeserializeOwned + Send + 'static {
    /// Its name in the database.
    const KIND: &'static str;

    fn run(self, backend: &Backend) -> impl Future<Output = Result<(), Failure>> + Send;
}

/// A kind of task that workers know.
pub struct Kind {
    name: &'static str,
    /// Reads a task from its payload; what comes back runs it.
    read: fn(Backend, &str) -> Result<Running, serde_json::Error>,
}

type Running = Pin<Box<dyn Future<Output = Result<(), Failure>> + Send>>;

impl Kind {
    pub(crate) const fn of<T: Task>() -> Self {
        Self {
            name: T::KIND,
            read: read::<T>,
        }
    }

    #[cfg(test)]
    pub(crate) fn name(&self) -> &'static str {
        self.name
    }
}

fn kind_of<T: Task>(_: &T) -> &'static str {
    T::KIND
}

fn read<T: Task>(backend: Backend, payload: &str) -> Result<Running, serde_json::Error> {
    let task: T = serde_json::from_str(payload)?;
    Ok(Box::pin(async move { task.run(&backend).await }))
}

/// Why a task was not done. Its text is kept in the job's row, so it holds no personal data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    text: String,
    /// Another try can't help.
    permanent: bool,
}

impl Failure {
    pub(crate) fn permanent(error: &dyn std::error::Error) -> Self {
        Self {
            text: error.to_string(),
            permanent: true,
        }
    }

    fn unknown_kind(kind: &str) -> Self {
        Self {
            text: format!("nobody knows a task of the kind {kind:?}"),
            permanent: true,
        }
    }

    fn passing(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            permanent: false,
        }
    }
}

impl From<DeedError> for Failure {
    fn from(error: DeedError) -> Self {
        match error {
            DeedError::Backend(error) => error.into(),
            refused => Self::passing(refused.to_string()),
        }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        // The chain below our own errors may quote values (a database names the key that it found twice), except for
        // mail, whose errors are made for this.
        match &error {
            Error::Mail(mail) => Self::passing(mail.to_string()),
            _ => Self::passing(error.to_string()),
        }
    }
}

/// Queues a task to be done at `run_at` or soon after, once `tx` is committed. Of several with the same `dedupe_key` only
/// the first is ever done, as long as its record is kept (`Config::keep_jobs_days`).
pub async fn enqueue(
    backend: &Backend,
    tx: &impl ConnectionTrait,
    task: &impl Task,
    run_at: Timestamp,
    dedupe_key: Option<String>,
) -> Result<(), Error> {
    enqueue_at(tx, task, run_at, dedupe_key, backend.now()).await
}

/// Queues a task that is done once a day: of those for one day in China only the first is, whoever asks for it.
pub(crate) async fn plan_daily<T: Task>(backend: &Backend, task: &T, at: Timestamp) -> Result<(), Error> {
    let key = &format!("{}:{}", T::KIND, time::format_date(time::date_in_china(at)));
    backend
        .deed(async |deed| {
            deed.enqueue(task, at, Some(key.clone())).await?;
            deed.settle().await
        })
        .await
}

/// [`enqueue`], for who has only the time.
pub(crate) async fn enqueue_at(
    tx: &impl ConnectionTrait,
    task: &impl Task,
    run_at: Timestamp,
    dedupe_key: Option<String>,
    now: Timestamp,
) -> Result<(), Error> {
    let row = entity::job::ActiveModel {
        id: Set(JobId::generate().into()),
        kind: Set(kind_of(task).to_owned()),
        payload: Set(serde_json::to_string(task)?),
        run_at: Set(run_at.as_millisecond()),
        attempts: Set(0),
        locked_until: Set(None),
        done_at: Set(None),
        failed_at: Set(None),
        last_error: Set(None),
        dedupe_key: Set(dedupe_key),
        created_at: Set(now.as_millisecond()),
    };
    entity::job::Entity::insert(row)
        .on_conflict(
            OnConflict::column(entity::job::Column::DedupeKey)
                .do_nothing()
                .to_owned(),
        )
        .exec_without_returning(tx)
        .await?;
    Ok(())
}
