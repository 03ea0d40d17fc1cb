//! The link that shows that an address is its owner's.

use super::link::{self, Purpose};
use crate::{Backend, Error, audit, crypto::Token, entity};
use domain::id::AccountId;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, sea_query::Expr};
use uuid::Uuid;

/// Follows a verification link. `None`: the link is unknown, used or too old.
pub async fn verify_email(backend: &Backend, token: &Token) -> Result<Option<AccountId>, Error> {
    let tx = backend.database().begin().await?;
    let Some(id) = link::follow(backend, &tx, token, Purpose::Verify).await? else {
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

pub(super) async fn mark_verified(backend: &Backend, tx: &impl ConnectionTrait, id: AccountId) -> Result<(), Error> {
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
