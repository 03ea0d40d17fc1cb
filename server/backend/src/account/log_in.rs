//! Logging in with address and password.

use super::session;
use crate::{
    Backend, Error, audit,
    crypto::{Token, verify_password},
    entity,
};
use domain::{contact::Email, id::AccountId};
use jiff::{SignedDuration, Timestamp};
use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter,
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

impl From<sea_orm::DbErr> for LogInError {
    fn from(error: sea_orm::DbErr) -> Self {
        LogInError::Backend(error.into())
    }
}

/// Checks the password and opens a session; the token goes into the visitor's cookie.
pub async fn log_in(backend: &Backend, email: &Email, password: String) -> Result<Token, LogInError> {
    use entity::account::{Column, Entity};
    let db = backend.database().reader();
    let account = Entity::find().filter(Column::Email.eq(email.key())).one(db).await?;
    let now = backend.now();
    if let Some(until) = account
        .as_ref()
        .and_then(|row| row.locked_until)
        .and_then(domain::time::from_millis)
        && until > now
    {
        return Err(LogInError::Locked(until));
    }
    let right = verify_password(password, account.as_ref().map(|row| row.password_hash.clone()))
        .await
        .map_err(Error::from)?;
    let Some(account) = account else {
        return Err(LogInError::Wrong);
    };
    let id = AccountId::from(account.id);
    if !right {
        count_failure(backend, &account).await?;
        return Err(LogInError::Wrong);
    }
    if account.email_verified_at.is_none() {
        return Err(LogInError::Unverified(id));
    }
    let tx = backend.database().begin().await?;
    Entity::update_many()
        .col_expr(Column::FailedLogins, Expr::value(0))
        .col_expr(Column::LockedUntil, Expr::value(None::<i64>))
        .filter(Column::Id.eq(Uuid::from(id)))
        .exec(&tx)
        .await?;
    let token = session::open(backend, &tx, id).await?;
    audit::record(
        backend,
        &tx,
        Some(id),
        "account.log-in",
        "account",
        Some(id.into()),
        serde_json::json!({}),
    )
    .await?;
    tx.commit().await?;
    Ok(token)
}

/// Five failures lock for 15 minutes (both parameters); counted in the database, so that every node counts the same.
async fn count_failure(backend: &Backend, account: &entity::account::Model) -> Result<(), Error> {
    use entity::account::{Column, Entity};
    let parameters = crate::parameter::current(backend).await?;
    let tx = backend.database().begin().await?;
    Entity::update_many()
        .col_expr(Column::FailedLogins, Expr::col(Column::FailedLogins).add(1))
        .filter(Column::Id.eq(account.id))
        .exec(&tx)
        .await?;
    let limit = i32::try_from(parameters.login_failures).unwrap_or(i32::MAX);
    let until = backend.now() + SignedDuration::from_mins(i64::from(parameters.lock_minutes));
    let locked = Entity::update_many()
        .col_expr(Column::FailedLogins, Expr::value(0))
        .col_expr(Column::LockedUntil, Expr::value(until.as_millisecond()))
        .filter(Column::Id.eq(account.id))
        .filter(Column::FailedLogins.gte(limit))
        .exec(&tx)
        .await?;
    if locked.rows_affected > 0 {
        audit::record(
            backend,
            &tx,
            None,
            "account.lock",
            "account",
            Some(account.id),
            serde_json::json!({}),
        )
        .await?;
    }
    tx.commit().await?;
    Ok(())
}
