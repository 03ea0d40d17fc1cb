//! The secrets in the links of mails. Each works once, for one purpose and for a time.

use crate::{Backend, Error, crypto::Token, entity};
use domain::id::AccountId;
use jiff::SignedDuration;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect,
    sea_query::Expr,
};
use uuid::Uuid;

/// What a link is good for.
#[derive(Clone, Copy)]
pub(super) enum Purpose {
    Verify,
    Reset,
}

impl Purpose {
    fn code(self) -> &'static str {
        match self {
            Purpose::Verify => "verify",
            Purpose::Reset => "reset",
        }
    }
}

pub(super) async fn issue(
    backend: &Backend,
    tx: &impl ConnectionTrait,
    id: AccountId,
    purpose: Purpose,
    valid: SignedDuration,
) -> Result<Token, Error> {
    let token = Token::random();
    entity::email_token::ActiveModel {
        token_hash: Set(token.hash().into()),
        account_id: Set(id.into()),
        purpose: Set(purpose.code().to_owned()),
        expires_at: Set((backend.now() + valid).as_millisecond()),
        used_at: Set(None),
    }
    .insert(tx)
    .await?;
    Ok(token)
}

/// Whose link this is, if it still works.
pub(super) async fn holder(
    backend: &Backend,
    tx: &impl ConnectionTrait,
    token: &Token,
    purpose: Purpose,
) -> Result<Option<AccountId>, Error> {
    use entity::email_token::Column;
    let row = entity::email_token::Entity::find_by_id(String::from(token.hash()))
        .filter(Column::Purpose.eq(purpose.code()))
        .filter(Column::UsedAt.is_null())
        .filter(Column::ExpiresAt.gt(backend.now().as_millisecond()))
        .one(tx)
        .await?;
    Ok(row.map(|row| row.account_id.into()))
}

/// Uses a link up, and with it every other of its account and purpose. `None`: it is unknown, used or too old.
pub(super) async fn follow(
    backend: &Backend,
    tx: &impl ConnectionTrait,
    token: &Token,
    purpose: Purpose,
) -> Result<Option<AccountId>, Error> {
    let Some(id) = holder(backend, tx, token, purpose).await? else {
        return Ok(None);
    };
    lock(tx, id).await?;
    // Somebody may have been faster while this waited for the account.
    let Some(id) = holder(backend, tx, token, purpose).await? else {
        return Ok(None);
    };
    end_all(backend, tx, id, purpose).await?;
    Ok(Some(id))
}

/// No link of this account and purpose works any more.
pub(super) async fn end_all(
    backend: &Backend,
    tx: &impl ConnectionTrait,
    id: AccountId,
    purpose: Purpose,
) -> Result<(), Error> {
    use entity::email_token::Column;
    entity::email_token::Entity::update_many()
        .col_expr(Column::UsedAt, Expr::value(backend.now().as_millisecond()))
        .filter(Column::AccountId.eq(Uuid::from(id)))
        .filter(Column::Purpose.eq(purpose.code()))
        .filter(Column::UsedAt.is_null())
        .exec(tx)
        .await?;
    Ok(())
}

/// Whoever changes the links of an account takes its row first, so that they come one after the other.
pub(super) async fn lock(tx: &impl ConnectionTrait, id: AccountId) -> Result<(), Error> {
    entity::account::Entity::find_by_id(id).lock_exclusive().one(tx).await?;
    Ok(())
}
