//! Sessions: a random token in the visitor's cookie, its hash in the database.

use crate::{Backend, Error, crypto::Token, entity};
use domain::{
    account::{Actor, Role},
    id::AccountId,
};
use jiff::SignedDuration;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, sea_query::Expr,
};

/// How often the last sight of a session is written down.
const SEEN_EVERY: SignedDuration = SignedDuration::from_mins(1);
/// A working day: staff log in each morning.
const STAFF_SESSION: SignedDuration = SignedDuration::from_hours(12);

pub(super) async fn open(
    backend: &Backend,
    tx: &impl ConnectionTrait,
    id: AccountId,
    role: Role,
) -> Result<Token, Error> {
    let now = backend.now();
    let parameters = crate::parameter::current(backend).await?;
    let length = if role.is_staff() {
        STAFF_SESSION
    } else {
        SignedDuration::from_hours(24 * i64::from(parameters.citizen_session_days))
    };
    let token = Token::random();
    entity::session::ActiveModel {
        token_hash: Set(token.hash().into()),
        account_id: Set(id.into()),
        created_at: Set(now.as_millisecond()),
        seen_at: Set(now.as_millisecond()),
        expires_at: Set((now + length).as_millisecond()),
    }
    .insert(tx)
    .await?;
    Ok(token)
}

/// Whose session this is; `None` when it is unknown or over, for staff also after 15 idle minutes (a parameter).
pub async fn of_session(backend: &Backend, token: &Token) -> Result<Option<Actor>, Error> {
    let db = backend.database().reader();
    let hash = String::from(token.hash());
    let found = entity::session::Entity::find_by_id(hash.clone()).one(db).await?;
    let now = backend.now();
    let Some(session) = found.filter(|row| row.expires_at > now.as_millisecond()) else {
        return Ok(None);
    };
    let Some(actor) = super::actor(backend, session.account_id.into()).await? else {
        return Ok(None);
    };
    let seen =
        domain::time::from_millis(session.seen_at).ok_or_else(|| Error::corrupt("session", "seen_at", actor.id))?;
    if actor.role.is_staff() {
        let idle = crate::parameter::current(backend).await?.staff_idle_minutes;
        if now.duration_since(seen) > SignedDuration::from_mins(i64::from(idle)) {
            entity::session::Entity::delete_by_id(hash).exec(db).await?;
            return Ok(None);
        }
    }
    if now.duration_since(seen) >= SEEN_EVERY {
        entity::session::Entity::update_many()
            .col_expr(entity::session::Column::SeenAt, Expr::value(now.as_millisecond()))
            .filter(entity::session::Column::TokenHash.eq(hash))
            .exec(db)
            .await?;
    }
    Ok(Some(actor))
}

pub async fn log_out(backend: &Backend, token: &Token) -> Result<(), Error> {
    entity::session::Entity::delete_by_id(String::from(token.hash()))
        .exec(backend.database().reader())
        .await?;
    Ok(())
}
