//! Sessions: a random token in the visitor's cookie, its hash in the database.

use crate::{Backend, Error, access, crypto::Token, entity};
use domain::{access::Actor, id::AccountId};
use jiff::SignedDuration;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, sea_query::Expr,
};

/// How often the last sight of a session is written down.
const SEEN_EVERY: SignedDuration = SignedDuration::from_mins(1);
/// A working day: staff log in each morning.
const STAFF_SESSION: SignedDuration = SignedDuration::from_hours(12);

pub(super) async fn open(backend: &Backend, tx: &impl ConnectionTrait, id: AccountId) -> Result<Token, Error> {
    let now = backend.now();
    let parameters = crate::parameter::on(tx, backend.today()).await?;
    let is_staff = !access::duties(tx, id, backend.today()).await?.is_empty();
    let length = if is_staff {
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

/// Somebody whose session goes on.
#[derive(Clone, Debug)]
pub struct InSession {
    pub actor: Actor,
    /// They were last noted a while ago: [`note_seen`] is due.
    pub worth_noting: bool,
}

/// Whose session this is; `None` when it is unknown or over, for staff also after 15 idle minutes (a parameter).
pub async fn of_session(backend: &Backend, token: &Token) -> Result<Option<InSession>, Error> {
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
    if actor.is_staff() {
        let idle = crate::parameter::current(backend).await?.staff_idle_minutes;
        if now.duration_since(seen) > SignedDuration::from_mins(i64::from(idle)) {
            return Ok(None);
        }
    }
    Ok(Some(InSession {
        actor,
        worth_noting: now.duration_since(seen) >= SEEN_EVERY,
    }))
}

/// Notes that somebody is still there; their session goes on from here.
pub async fn note_seen(backend: &Backend, token: &Token) -> Result<(), Error> {
    use entity::session::{Column, Entity};
    Entity::update_many()
        .col_expr(Column::SeenAt, Expr::value(backend.now().as_millisecond()))
        .filter(Column::TokenHash.eq(String::from(token.hash())))
        .exec(backend.database().writer())
        .await?;
    Ok(())
}

pub async fn log_out(backend: &Backend, token: &Token) -> Result<(), Error> {
    entity::session::Entity::delete_by_id(String::from(token.hash()))
        .exec(backend.database().writer())
        .await?;
    Ok(())
}
