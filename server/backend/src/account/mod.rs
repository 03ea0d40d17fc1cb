//! Accounts: who can log in, and what is known of them.

mod create;
mod invite;
mod link;
mod log_in;
mod recover;
mod session;
mod verify;

pub use create::{CreateError, NewAccount, create, register, send_verification};
pub use invite::{Invited, invite};
pub use log_in::{LogInError, log_in};
pub use recover::{ask_reset, reset_password};
pub use session::{InSession, log_out, note_seen, of_session};
pub use verify::verify_email;

use crate::{Backend, Error, access, entity};
use domain::{access::Actor, id::AccountId, lang::Lang};
use jiff::civil::Date;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

/// The account as use cases see it, with its areas.
pub async fn actor(backend: &Backend, id: AccountId) -> Result<Option<Actor>, Error> {
    let db = backend.database().reader();
    let Some(row) = entity::account::Entity::find_by_id(id).one(db).await? else {
        return Ok(None);
    };
    to_actor(db, row, backend.today()).await.map(Some)
}

/// The account with this address.
pub async fn by_email(backend: &Backend, email: &domain::contact::Email) -> Result<Option<Actor>, Error> {
    let db = backend.database().reader();
    let row = entity::account::Entity::find()
        .filter(entity::account::Column::Email.eq(email.key()))
        .one(db)
        .await?;
    match row {
        Some(row) => to_actor(db, row, backend.today()).await.map(Some),
        None => Ok(None),
    }
}

/// Whether there is any account.
pub async fn any(backend: &Backend) -> Result<bool, Error> {
    let one = entity::account::Entity::find().one(backend.database().reader()).await?;
    Ok(one.is_some())
}

async fn to_actor(db: &impl ConnectionTrait, row: entity::account::Model, today: Date) -> Result<Actor, Error> {
    Ok(Actor {
        id: row.id.into(),
        lang: lang_of(&row),
        duties: access::duties(db, row.id.into(), today).await?,
        name: row.name,
    })
}

fn lang_of(row: &entity::account::Model) -> Lang {
    Lang::parse(&row.lang).unwrap_or_default()
}

/// What an account page shows of its owner.
#[derive(Clone, Debug)]
pub struct Profile {
    pub email: String,
    pub name: String,
    pub email_verified: bool,
}

pub async fn profile(backend: &Backend, id: AccountId) -> Result<Option<Profile>, Error> {
    let row = entity::account::Entity::find_by_id(id)
        .one(backend.database().reader())
        .await?;
    Ok(row.map(|row| Profile {
        email_verified: row.email_verified_at.is_some(),
        email: row.email,
        name: row.name,
    }))
}

/// Remembers the language in which the account gets its mails.
pub async fn set_lang(backend: &Backend, id: AccountId, lang: Lang) -> Result<(), Error> {
    use sea_orm::sea_query::Expr;
    entity::account::Entity::update_many()
        .col_expr(entity::account::Column::Lang, Expr::value(lang.code()))
        .filter(entity::account::Column::Id.eq(Uuid::from(id)))
        .exec(backend.database().writer())
        .await?;
    Ok(())
}
