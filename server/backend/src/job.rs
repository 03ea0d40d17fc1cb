//! Work that follows a commit: queued as a row in the same transaction, done by a worker, safe to do twice.
//!
//! Invariants: a job is queued only inside the transaction whose deed it follows; a handler may run again after it has
//! succeeded (the program may stop before that is noted), so it must not mind.

mod purge;
mod worker;

use crate::{Backend, Error, entity, favourite, listing, matching, notice, saved_search};
use domain::{
    id::{AccountId, JobId, ListingId, MatchId, NoticeId, SavedSearchId},
    saved_search::AlertFrequency,
};
use jiff::Timestamp;
pub use purge::keep_tidy;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait};
use serde::{Deserialize, Serialize};
pub use worker::{Tally, run_all_due, work};

/// Everything that is done in the background. It is kept as the columns `kind` and `payload` of a job.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "payload", rename_all = "kebab-case")]
pub enum Task {
    /// Mail a notice.
    Mail { notice: NoticeId },
    /// End an application, if nobody has answered it.
    LapseMatch { matching: MatchId },
    /// Ask the saved searches about the listings that came online or changed.
    AskSavedSearches {},
    /// Mail what a saved search has found, if its mails still go out in this rhythm.
    MailSearchAlert {
        search: SavedSearchId,
        frequency: AlertFrequency,
    },
    /// Ask whether a listing is still to let, or take it offline; nothing, if it was confirmed again after `confirmed_at`.
    CheckFreshness {
        listing: ListingId,
        confirmed_at: Timestamp,
    },
    /// Find out who keeps a listing that changed.
    SpreadNews { listing: ListingId },
    /// Tell somebody what is new with the listings they keep.
    TellNews { account: AccountId },
    /// Delete the records of jobs that were done long ago, every day.
    PurgeJobs {},
}

impl Task {
    async fn run(self, backend: &Backend) -> Result<(), Failure> {
        match self {
            Self::Mail { notice } => notice::deliver(backend, notice).await,
            Self::LapseMatch { matching } => {
                matching::lapse(backend, matching).await?;
                Ok(())
            }
            Self::AskSavedSearches {} => Ok(saved_search::ask(backend).await?),
            Self::MailSearchAlert { search, frequency } => {
                saved_search::mail(backend, search, frequency).await?;
                Ok(())
            }
            Self::CheckFreshness { listing, confirmed_at } => {
                Ok(listing::check_freshness(backend, listing, confirmed_at).await?)
            }
            Self::SpreadNews { listing } => Ok(favourite::spread_news(backend, listing).await?),
            Self::TellNews { account } => Ok(favourite::tell_news(backend, account).await?),
            Self::PurgeJobs {} => Ok(purge::purge(backend).await?),
        }
    }

    fn to_columns(&self) -> (String, String) {
        let value = serde_json::to_value(self).expect("a task holds only ids and texts");
        (
            value["kind"].as_str().unwrap_or_default().to_owned(),
            value["payload"].to_string(),
        )
    }

    fn from_columns(kind: &str, payload: &str) -> Result<Self, serde_json::Error> {
        let payload: serde_json::Value = serde_json::from_str(payload)?;
        serde_json::from_value(serde_json::json!({ "kind": kind, "payload": payload }))
    }
}

/// Why a task was not done. Its text is kept in the job's row, so it holds no personal data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Failure {
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

    fn passing(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            permanent: false,
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
///
/// The caller wakes the workers after the commit (`backend.wake()`).
pub async fn enqueue(
    backend: &Backend,
    tx: &impl ConnectionTrait,
    task: &Task,
    run_at: Timestamp,
    dedupe_key: Option<String>,
) -> Result<(), Error> {
    enqueue_at(tx, task, run_at, dedupe_key, backend.now()).await
}

/// [`enqueue`], for who has only the time.
pub(crate) async fn enqueue_at(
    tx: &impl ConnectionTrait,
    task: &Task,
    run_at: Timestamp,
    dedupe_key: Option<String>,
    now: Timestamp,
) -> Result<(), Error> {
    let (kind, payload) = task.to_columns();
    let row = entity::job::ActiveModel {
        id: Set(JobId::generate().into()),
        kind: Set(kind),
        payload: Set(payload),
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
