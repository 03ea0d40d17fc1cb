//! The links in mails: a verified address, a new password.

use super::create::issue_token;
use crate::{
    Backend, Error, audit,
    crypto::{Token, hash_password},
    entity,
    mail::Letter,
    notice,
};
use domain::{
    contact::{Email, Password},
    id::AccountId,
};
use jiff::SignedDuration;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, sea_query::Expr};
use uuid::Uuid;

const RESET_FOR: SignedDuration = SignedDuration::from_hours(2);

/// Follows a verification link. `None`: the link is unknown, used or too old.
pub async fn verify_email(backend: &Backend, token: &Token) -> Result<Option<AccountId>, Error> {
    let tx = backend.database().begin().await?;
    let Some(id) = use_token(backend, &tx, token, "verify").await? else {
        return Ok(None);
    };
    mark_verified(backend, &tx, id).await?;
    audit::record(
        backend,
        &tx,
        Some(id),
        "account.verify-email",
        "account",
        Some(id.into()),
        serde_json::json!({}),
    )
    .await?;
    tx.commit().await?;
    Ok(Some(id))
}

/// Mails a link for a new password, if there is such an account; nobody is told whether there is.
pub async fn ask_reset(backend: &Backend, email: &Email) -> Result<(), Error> {
    let Some(account) = super::by_email(backend, email).await? else {
        return Ok(());
    };
    let tx = backend.database().begin().await?;
    let token = issue_token(backend, &tx, account.id, "reset", RESET_FOR).await?;
    let letter = Letter::ResetPassword {
        token: token.expose().to_owned(),
        hours: RESET_FOR.as_hours(),
    };
    notice::send(backend, &tx, account.id, account.lang, &letter).await?;
    tx.commit().await?;
    backend.wake().notify_waiters();
    Ok(())
}

/// Sets a new password by a link; every session ends. `false`: the link is unknown, used or too old.
pub async fn reset_password(backend: &Backend, token: &Token, password: Password) -> Result<bool, Error> {
    let hash = hash_password(password.reveal().to_owned()).await?;
    let tx = backend.database().begin().await?;
    let Some(id) = use_token(backend, &tx, token, "reset").await? else {
        return Ok(false);
    };
    entity::account::Entity::update_many()
        .col_expr(entity::account::Column::PasswordHash, Expr::value(hash))
        .col_expr(entity::account::Column::FailedLogins, Expr::value(0))
        .col_expr(entity::account::Column::LockedUntil, Expr::value(None::<i64>))
        .filter(entity::account::Column::Id.eq(Uuid::from(id)))
        .exec(&tx)
        .await?;
    // Whoever reads this mailbox has shown that the address is theirs.
    mark_verified(backend, &tx, id).await?;
    entity::session::Entity::delete_many()
        .filter(entity::session::Column::AccountId.eq(Uuid::from(id)))
        .exec(&tx)
        .await?;
    audit::record(
        backend,
        &tx,
        Some(id),
        "account.reset-password",
        "account",
        Some(id.into()),
        serde_json::json!({}),
    )
    .await?;
    tx.commit().await?;
    Ok(true)
}

async fn mark_verified(backend: &Backend, tx: &impl ConnectionTrait, id: AccountId) -> Result<(), Error> {
    entity::account::Entity::update_many()
        .col_expr(
            entity::account::Column::EmailVerifiedAt,
            Expr::value(backend.now().as_millisecond()),
        )
        .filter(entity::account::Column::Id.eq(Uuid::from(id)))
        .filter(entity::account::Column::EmailVerifiedAt.is_null())
        .exec(tx)
        .await?;
    Ok(())
}

async fn use_token(
    backend: &Backend,
    tx: &impl ConnectionTrait,
    token: &Token,
    purpose: &str,
) -> Result<Option<AccountId>, Error> {
    use entity::email_token::Column;
    let now = backend.now().as_millisecond();
    let hash = String::from(token.hash());
    let used = entity::email_token::Entity::update_many()
        .col_expr(Column::UsedAt, Expr::value(now))
        .filter(Column::TokenHash.eq(&hash))
        .filter(Column::Purpose.eq(purpose))
        .filter(Column::UsedAt.is_null())
        .filter(Column::ExpiresAt.gt(now))
        .exec(tx)
        .await?;
    if used.rows_affected == 0 {
        return Ok(None);
    }
    let row = entity::email_token::Entity::find_by_id(hash).one(tx).await?;
    Ok(row.map(|row| row.account_id.into()))
}
