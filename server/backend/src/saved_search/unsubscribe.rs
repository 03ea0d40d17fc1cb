//! Stopping the mails of a search from one of them, without logging in.

use super::{SavedSearch, find_in, forget_waiting, frequency, read, subject};
use crate::{Backend, DeedError, Error, deed::Record, entity};
use domain::{
    access::{Action, By, may},
    id::SavedSearchId,
    saved_search::AlertFrequency,
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait, EntityTrait, QuerySelect, sea_query::LockType};
use std::fmt;
use uuid::Uuid;

const PURPOSE: &str = "saved_search.unsubscribe";

const ID_CHARS: usize = 32;

/// Stands in every mail of a search and lets its reader stop them. It is the search's id with a keyed hash of it: every
/// mail, however old, has the same one, the database need not hold it, and nobody makes one up without the key.
#[derive(Clone, PartialEq, Eq)]
pub struct UnsubscribeToken(String);

impl UnsubscribeToken {
    pub fn of(backend: &Backend, id: SavedSearchId) -> Self {
        let id = Uuid::from(id).simple().to_string();
        let token = backend.keys().link_token(PURPOSE, &id);
        Self(id + &token)
    }

    pub fn expose(&self) -> &str {
        &self.0
    }

    /// The search that a token is for.
    fn parse(backend: &Backend, text: &str) -> Option<SavedSearchId> {
        let (id, token) = text.split_at_checked(ID_CHARS)?;
        let right = backend.keys().is_link_token(PURPOSE, id, token);
        Uuid::try_parse(id).ok().filter(|_| right).map(SavedSearchId::from)
    }
}

impl fmt::Debug for UnsubscribeToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("UnsubscribeToken(…)")
    }
}

/// The search whose mails a token stops; `None` when the token is made up or the search is gone.
pub async fn of_token(backend: &Backend, token: &str) -> Result<Option<SavedSearch>, Error> {
    let Some(id) = UnsubscribeToken::parse(backend, token) else {
        return Ok(None);
    };
    let row = find_in(backend.database().reader(), id).await?;
    row.map(read).transpose()
}

/// Stops the mails of this search. The search stays; stopping twice is stopping once.
pub async fn stop(backend: &Backend, token: &str) -> Result<Option<SavedSearch>, DeedError> {
    let Some(id) = UnsubscribeToken::parse(backend, token) else {
        return Ok(None);
    };
    backend
        .deed(async |deed| {
            let Some(row) = hold(&deed.tx, id).await? else {
                return Ok(None);
            };
            let before = frequency(&row)?;
            if before == AlertFrequency::Never {
                return Ok(Some(read(row)?));
            }
            let permit = may(By::Visitor, Action::Unsubscribe, &subject(&row))?;
            let mut change: entity::saved_search::ActiveModel = row.into();
            change.frequency = Set(AlertFrequency::Never.code().to_owned());
            change.stopped_frequency = Set(Some(before.code().to_owned()));
            let row = change.update(&deed.tx).await?;
            forget_waiting(&deed.tx, id).await?;
            let record = Record("saved-search", id.into());
            deed.commit(permit, record, serde_json::json!({})).await?;
            Ok(Some(read(row)?))
        })
        .await
}

/// Undoes [`stop`]: mails again as before, about what comes from now on.
pub async fn resume(backend: &Backend, token: &str) -> Result<Option<SavedSearch>, DeedError> {
    let Some(id) = UnsubscribeToken::parse(backend, token) else {
        return Ok(None);
    };
    backend
        .deed(async |deed| {
            let Some(row) = hold(&deed.tx, id).await? else {
                return Ok(None);
            };
            let Some(stopped) = row.stopped_frequency.clone() else {
                return Ok(Some(read(row)?));
            };
            let permit = may(By::Visitor, Action::Resubscribe, &subject(&row))?;
            let mut change: entity::saved_search::ActiveModel = row.into();
            change.frequency = Set(stopped);
            change.stopped_frequency = Set(None);
            change.watched_since = Set(deed.now.as_millisecond());
            let row = change.update(&deed.tx).await?;
            let record = Record("saved-search", id.into());
            deed.commit(permit, record, serde_json::json!({})).await?;
            Ok(Some(read(row)?))
        })
        .await
}

/// A mail programme may press the link twice at once: the second finds what the first did.
async fn hold(tx: &impl ConnectionTrait, id: SavedSearchId) -> Result<Option<entity::saved_search::Model>, DeedError> {
    let row = entity::saved_search::Entity::find_by_id(id);
    Ok(row.lock(LockType::NoKeyUpdate).one(tx).await?)
}
