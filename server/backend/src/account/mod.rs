//! Accounts: who can log in, and what is known of them.

mod create;
mod link;
mod log_in;
mod recover;
mod session;
mod verify;

pub use create::{CreateError, NewAccount, create, register, send_verification};
pub use log_in::{LogInError, log_in};
pub use recover::{ask_reset, reset_password};
pub use session::{log_out, of_session};
pub use verify::verify_email;

use crate::{Backend, Error, entity};
use domain::{
    account::{Actor, Role},
    area::AreaCode,
    id::AccountId,
    lang::Lang,
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

/// The account as use cases see it, with its areas.
pub async fn actor(backend: &Backend, id: AccountId) -> Result<Option<Actor>, Error> {
    let db = backend.database().reader();
    let Some(row) = entity::account::Entity::find_by_id(id).one(db).await? else {
        return Ok(None);
    };
    to_actor(db, row).await.map(Some)
}

/// The account with this address.
pub async fn by_email(backend: &Backend, email: &domain::contact::Email) -> Result<Option<Actor>, Error> {
    let db = backend.database().reader();
    let row = entity::account::Entity::find()
        .filter(entity::account::Column::Email.eq(email.key()))
        .one(db)
        .await?;
    match row {
        Some(row) => to_actor(db, row).await.map(Some),
        None => Ok(None),
    }
}

async fn to_actor(db: &impl ConnectionTrait, row: entity::account::Model) -> Result<Actor, Error> {
    let role = role_of(&row)?;
    let areas = if role.is_staff() {
        areas_of(db, row.id.into()).await?
    } else {
        Vec::new()
    };
    Ok(Actor {
        id: row.id.into(),
        role,
        lang: lang_of(&row),
        name: row.name,
        areas,
    })
}

fn role_of(row: &entity::account::Model) -> Result<Role, Error> {
    row.role.parse().map_err(|_| Error::corrupt("account", "role", row.id))
}

fn lang_of(row: &entity::account::Model) -> Lang {
    Lang::parse(&row.lang).unwrap_or_default()
}

async fn areas_of(db: &impl ConnectionTrait, id: AccountId) -> Result<Vec<AreaCode>, Error> {
    entity::account_area::Entity::find()
        .filter(entity::account_area::Column::AccountId.eq(Uuid::from(id)))
        .all(db)
        .await?
        .into_iter()
        .map(|row| {
            AreaCode::parse(&row.area_code).map_err(|_| Error::corrupt("account_area", "area_code", row.account_id))
        })
        .collect()
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
        .exec(backend.database().reader())
        .await?;
    Ok(())
}
