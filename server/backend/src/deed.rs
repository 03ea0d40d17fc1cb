//! A deed: the one way in which records change. It holds the transaction, what goes out after it, and its line in the
//! audit; nobody begins a transaction, writes the audit or wakes the workers by hand.
//!
//! ```text
//! backend.deed(async |deed| {
//!     … read and write over `deed.tx` …
//!     deed.commit(permit, Record(…), detail).await
//! })
//! ```

use crate::{Backend, Error, audit, database::Database, error, job, mail::Letter, notice};
pub use audit::Record;
use domain::{access::Permit, id::AccountId, parameter::Parameters};
use jiff::{Timestamp, civil::Date};
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbErr};
use std::{error::Error as StdError, time::Duration};

/// So often a transaction that PostgreSQL gave up for another's sake is done again.
const TRIES: u32 = 6;
const FIRST_PAUSE_MS: u64 = 5;

/// A deed that has begun. Dropped without [`Deed::commit`], nothing of it stays. (`Tx` is a transaction; a test puts
/// something in its place that breaks.)
pub struct Deed<Tx = DatabaseTransaction> {
    backend: Backend,
    pub tx: Tx,
    /// When it is done: the same instant in every row.
    pub now: Timestamp,
}

impl Backend {
    /// Does a deed. `deed` may run several times, as PostgreSQL ends one of two transactions that wait for each other; all
    /// but the last leave nothing behind.
    pub async fn deed<T, E, F, Done>(&self, mut deed: F) -> Result<T, E>
    where
        F: FnMut(Deed) -> Done,
        Done: Future<Output = Result<T, E>>,
        E: From<Error> + StdError + 'static,
    {
        let mut tries = 1;
        loop {
            let begun = Deed {
                tx: self.database().begin().await?,
                now: self.now(),
                backend: self.clone(),
            };
            match Database::within_deed(deed(begun)).await {
                Err(error) if tries < TRIES && is_conflict(&error) => {
                    tracing::info!(tries, "a transaction was given up for another's sake and is done again");
                    tokio::time::sleep(pause(tries)).await;
                    tries += 1;
                }
                done => return done,
            }
        }
    }
}

/// Doubles with each try; jittered, so that two that met don't meet again.
fn pause(tries: u32) -> Duration {
    let longest = FIRST_PAUSE_MS << tries.min(8);
    Duration::from_millis(rand::random_range(FIRST_PAUSE_MS..=longest))
}

fn is_conflict(error: &(dyn StdError + 'static)) -> bool {
    let mut cause = Some(error);
    while let Some(error) = cause {
        if let Some(error) = error.downcast_ref::<DbErr>() {
            return error::is_conflict(error);
        }
        cause = error.source();
    }
    false
}

impl<Tx: ConnectionTrait> Deed<Tx> {
    #[cfg(test)]
    pub(crate) fn over(backend: &Backend, tx: Tx) -> Self {
        Self {
            backend: backend.clone(),
            tx,
            now: backend.now(),
        }
    }

    pub fn backend(&self) -> &Backend {
        &self.backend
    }

    /// The day of the deed in China, where the rules that count days apply.
    pub fn today(&self) -> Date {
        domain::time::date_in_china(self.now)
    }

    /// The parameters in force, read within the deed.
    pub async fn parameters(&self) -> Result<Parameters, Error> {
        crate::parameter::on(&self.tx, self.today()).await
    }

    /// Queues a letter to an account, in its language; it leaves once the deed is done.
    pub async fn tell(&self, to: AccountId, letter: &Letter) -> Result<(), Error> {
        notice::tell(&self.backend, &self.tx, to, letter).await
    }

    /// Queues work for after the deed.
    pub async fn enqueue(
        &self,
        task: &impl job::Task,
        run_at: Timestamp,
        dedupe_key: Option<String>,
    ) -> Result<(), Error> {
        job::enqueue_at(&self.tx, task, run_at, dedupe_key, self.now).await
    }
}

impl Deed {
    /// Writes the line of the audit, named by the permit's action, and makes everything hold. `detail` holds codes and
    /// counts, never personal data.
    pub async fn commit(
        self,
        permit: Permit,
        record: impl Into<Option<Record>>,
        detail: serde_json::Value,
    ) -> Result<(), Error> {
        audit::write(&self.tx, self.now, &permit, record.into(), &detail).await?;
        self.settle().await
    }

    /// Makes everything hold that is nobody's deed: the program's own bookkeeping, which no audit is about.
    pub async fn settle(self) -> Result<(), Error> {
        self.tx.commit().await?;
        self.backend.wake().notify_waiters();
        Ok(())
    }
}
