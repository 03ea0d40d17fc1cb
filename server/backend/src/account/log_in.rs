//! Logging in with address and password.

use super::session;
use crate::{
    Backend, Error,
    crypto::{Token, verify_password},
    deed::Record,
    entity,
};
use domain::{
    access::{Action, By, Denied, Subject, may},
    contact::Email,
    id::AccountId,
};
use jiff::{SignedDuration, Timestamp};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter,
    sea_query::{Expr, ExprTrait},
};
use uuid::Uuid;

#[derive(Debug, thiserror::Error)]
pub enum LogInError {
    /// Unknown address or wrong password; which of them is not said.
    #[error("address and password don't fit")]
    Wrong,
    #[error("too many failures; locked until {0}")]
    Locked(Timestamp),
    #[error("the address was not verified yet")]
    Unverified(AccountId),
    #[error(transparent)]
    Backend(#[from] Error),
}

impl From<Denied> for LogInError {
    /// Who may not try is told no more than who guessed wrong.
    fn from(_: Denied) -> Self {
        LogInError::Wrong
    }
}

impl From<sea_orm::DbErr> for LogInError {
    fn from(error: sea_orm::DbErr) -> Self {
        LogInError::Backend(error.into())
    }
}

/// Checks the password and opens a session; the token goes into the visitor's cookie.
pub async fn log_in(backend: &Backend, email: &Email, password: String) -> Result<Token, LogInError> {
    let found = entity::account::Entity::find()
        .filter(entity::account::Column::Email.eq(email.key()))
        .one(backend.database().reader())
        .await?;
    let account = &prove(backend, found, password).await?;
    let token = backend
        .deed(async |deed| {
            take_back(&deed.tx, account).await?;
            if account.email_verified_at.is_none() {
                deed.settle().await?;
                return Ok(None);
            }
            let permit = may(By::Visitor, Action::LogIn, &Subject::nowhere())?;
            let token = session::open(backend, &deed.tx, account.id.into()).await?;
            let record = Record("account", account.id);
            deed.commit(permit, record, serde_json::json!({})).await?;
            Ok::<_, LogInError>(Some(token))
        })
        .await?;
    token.ok_or(LogInError::Unverified(account.id.into()))
}

/// Whether this is the password of the account that was found. The attempt is counted before the password is looked at:
/// guesses that come at the same instant can't all be let in before one of them has failed.
pub(super) async fn prove(
    backend: &Backend,
    found: Option<entity::account::Model>,
    password: String,
) -> Result<entity::account::Model, LogInError> {
    let locks = match &found {
        Some(account) => count(backend, account.id).await?,
        None => false,
    };
    let right = verify_password(password, found.as_ref().map(|row| row.password_hash.clone()))
        .await
        .map_err(Error::from)?;
    match found {
        Some(account) if right => Ok(account),
        Some(account) if locks => {
            note_lock(backend, account.id).await?;
            Err(LogInError::Wrong)
        }
        _ => Err(LogInError::Wrong),
    }
}

/// Counts an attempt in the database, so that every node counts the same, and tells whether it was the last before a
/// lock (both numbers are parameters). The lock begins with that attempt; if it was right after all, [`take_back`] ends it.
async fn count(backend: &Backend, id: Uuid) -> Result<bool, LogInError> {
    use entity::account::{Column, Entity};
    let (counted, row) = backend
        .deed(async |deed| {
            let parameters = deed.parameters().await?;
            let limit = i32::try_from(parameters.login_failures).unwrap_or(i32::MAX);
            let until = deed.now + SignedDuration::from_mins(i64::from(parameters.lock_minutes));
            let is_last = || Expr::col(Column::FailedLogins).add(1).gte(limit);
            let one_more = Expr::case(is_last(), 0).finally(Expr::col(Column::FailedLogins).add(1));
            let lock = Expr::case(is_last(), until.as_millisecond()).finally(Expr::value(None::<i64>));
            let counted = Entity::update_many()
                .col_expr(Column::FailedLogins, one_more.into())
                .col_expr(Column::LockedUntil, lock.into())
                .filter(Column::Id.eq(id))
                .filter(
                    Column::LockedUntil
                        .is_null()
                        .or(Column::LockedUntil.lte(deed.now.as_millisecond())),
                )
                .exec(&deed.tx)
                .await?;
            let row = Entity::find_by_id(id).one(&deed.tx).await?.ok_or(LogInError::Wrong)?;
            deed.settle().await?;
            Ok::<_, LogInError>((counted.rows_affected, row))
        })
        .await?;
    let locked = row.locked_until.and_then(domain::time::from_millis);
    match (counted, locked) {
        (0, Some(until)) => Err(LogInError::Locked(until)),
        (_, locked) => Ok(locked.is_some()),
    }
}

/// Nothing has failed: the password was right. It must still be the account's, since a new one may have been set while
/// this one was being looked at, and that ended every session.
pub(super) async fn take_back(tx: &impl ConnectionTrait, account: &entity::account::Model) -> Result<(), LogInError> {
    use entity::account::{Column, Entity};
    let same = Entity::update_many()
        .col_expr(Column::FailedLogins, Expr::value(0))
        .col_expr(Column::LockedUntil, Expr::value(None::<i64>))
        .filter(Column::Id.eq(account.id))
        .filter(Column::PasswordHash.eq(&account.password_hash))
        .exec(tx)
        .await?;
    match same.rows_affected {
        0 => Err(LogInError::Wrong),
        _ => Ok(()),
    }
}

async fn note_lock(backend: &Backend, id: Uuid) -> Result<(), LogInError> {
    backend
        .deed(async |deed| {
            let permit = may(By::Visitor, Action::LockAccount, &Subject::nowhere())?;
            let record = Record("account", id);
            deed.commit(permit, record, serde_json::json!({})).await?;
            Ok(())
        })
        .await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{both, parameter, test_support::people};
    use sea_orm::PaginatorTrait as _;

    const RIGHT: &str = "a long walk by the river";

    fn lin() -> Email {
        Email::parse("lin@example.cn").unwrap()
    }

    async fn row(backend: &Backend) -> entity::account::Model {
        let found = entity::account::Entity::find().one(backend.database().reader()).await;
        found.unwrap().unwrap()
    }

    /// A wrong password, in a task of its own.
    fn guess(backend: &Backend) -> tokio::task::JoinHandle<Result<Token, LogInError>> {
        let backend = backend.clone();
        tokio::spawn(async move { log_in(&backend, &lin(), "not this one".to_owned()).await })
    }

    async fn locks_noted(backend: &Backend) -> u64 {
        let noted = entity::audit::Entity::find().filter(entity::audit::Column::Action.eq("account.lock"));
        noted.count(backend.database().reader()).await.unwrap()
    }

    both! {
        async fn guesses_sent_at_the_same_instant_do_not_pass_the_lock(bench: &Bench) {
            let backend = &bench.backend;
            people::citizen(backend, "lin@example.cn").await;
            let limit = parameter::current(backend).await.unwrap().login_failures as usize;
            let guesses: Vec<_> = (0..39).map(|_| guess(backend)).collect();
            while row(backend).await.locked_until.is_none() {
                tokio::task::yield_now().await;
            }
            let last = log_in(backend, &lin(), RIGHT.to_owned()).await;
            assert!(matches!(last, Err(LogInError::Locked(_))), "{last:?}");

            let (mut looked_at, mut locked) = (0, 0);
            for guess in guesses {
                match guess.await.unwrap() {
                    Err(LogInError::Wrong) => looked_at += 1,
                    Err(LogInError::Locked(_)) => locked += 1,
                    other => panic!("{other:?}"),
                }
            }
            assert_eq!((looked_at, locked), (limit, 39 - limit));
            assert_eq!(locks_noted(backend).await, 1);
            assert!(matches!(log_in(backend, &lin(), RIGHT.to_owned()).await, Err(LogInError::Locked(_))));

            bench.clock.advance(15 * 60);
            log_in(backend, &lin(), RIGHT.to_owned()).await.unwrap();
        }

        async fn the_right_password_at_the_last_attempt_ends_the_count(bench: &Bench) {
            let backend = &bench.backend;
            people::citizen(backend, "lin@example.cn").await;
            let limit = parameter::current(backend).await.unwrap().login_failures;
            for _ in 1..limit {
                assert!(matches!(guess(backend).await.unwrap(), Err(LogInError::Wrong)));
            }
            log_in(backend, &lin(), RIGHT.to_owned()).await.unwrap();
            let row = row(backend).await;
            assert_eq!((row.failed_logins, row.locked_until), (0, None));
            assert_eq!(locks_noted(backend).await, 0);
        }

        async fn a_password_that_was_replaced_while_it_was_looked_at_opens_nothing(bench: &Bench) {
            let backend = &bench.backend;
            people::citizen(backend, "lin@example.cn").await;
            let before = prove(backend, Some(row(backend).await), RIGHT.to_owned()).await.unwrap();
            entity::account::Entity::update_many()
                .col_expr(entity::account::Column::PasswordHash, Expr::value("another"))
                .exec(backend.database().writer())
                .await
                .unwrap();
            let tx = backend.database().begin().await.unwrap();
            assert!(matches!(take_back(&tx, &before).await, Err(LogInError::Wrong)));
        }
    }
}
