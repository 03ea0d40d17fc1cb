//! Who wants no mails about favourites: said on the page, or by the link at the end of each of these mails.

use crate::{Backend, Deed, DeedError, Error, deed::Record, entity};
use domain::{
    access::{Action, Actor, By, Permit, Side, Subject, may},
    id::AccountId,
};
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait, sea_query::OnConflict};

const PURPOSE: &str = "favourite.silence";

/// The token of the link that stops the mails to an account. It can do nothing else, so it works for good.
pub(super) fn token(backend: &Backend, account: AccountId) -> String {
    backend.keys().link_token(PURPOSE, &account.to_string())
}

/// Whether this is the link of that account.
pub fn knows_link(backend: &Backend, account: AccountId, token: &str) -> bool {
    backend.keys().is_link_token(PURPOSE, &account.to_string(), token)
}

/// Stops the mails by their link; tells whether it was one.
pub async fn hush(backend: &Backend, account: AccountId, token: &str) -> Result<bool, DeedError> {
    if !knows_link(backend, account, token) {
        return Ok(false);
    }
    backend
        .deed(async |deed| {
            let known = entity::account::Entity::find_by_id(account).one(&deed.tx).await?;
            if known.is_none() {
                return Ok(false);
            }
            let permit = may(By::Visitor, Action::HushFavourites, &Subject::nowhere())?;
            write(deed, permit, account, true).await?;
            Ok(true)
        })
        .await
}

/// Stops one's own mails, or lets them come again.
pub async fn set_silent(backend: &Backend, actor: &Actor, silent: bool) -> Result<(), DeedError> {
    let subject = &Subject::nowhere().with(Side::Owner, actor.id);
    backend
        .deed(async |deed| {
            let permit = may(actor, Action::SilenceFavourites, subject)?;
            write(deed, permit, actor.id, silent).await
        })
        .await
}

async fn write(deed: Deed, permit: Permit, account: AccountId, silent: bool) -> Result<(), DeedError> {
    use entity::favourite_silence::{ActiveModel, Column, Entity};
    if silent {
        let row = ActiveModel {
            account_id: Set(account.into()),
            since: Set(deed.now.as_millisecond()),
        };
        Entity::insert(row)
            .on_conflict(OnConflict::column(Column::AccountId).do_nothing().to_owned())
            .exec_without_returning(&deed.tx)
            .await?;
    } else {
        Entity::delete_by_id(account).exec(&deed.tx).await?;
    }
    let detail = serde_json::json!({ "silent": silent });
    deed.commit(permit, Record("account", account.into()), detail).await?;
    Ok(())
}

pub async fn is_silent(backend: &Backend, account: AccountId) -> Result<bool, Error> {
    is_silent_in(backend.database().reader(), account).await
}

pub(super) async fn is_silent_in(db: &impl ConnectionTrait, account: AccountId) -> Result<bool, Error> {
    let row = entity::favourite_silence::Entity::find_by_id(account).one(db).await?;
    Ok(row.is_some())
}
