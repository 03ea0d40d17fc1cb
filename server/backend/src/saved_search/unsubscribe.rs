//! Stopping the mails of a search from one of them, without logging in.

use super::{SavedSearch, find_in, forget_waiting, frequency, read};
use crate::{Backend, Error, entity};
use domain::{id::SavedSearchId, saved_search::AlertFrequency};
use sea_orm::{ActiveModelTrait, ActiveValue::Set};
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
pub async fn stop(backend: &Backend, token: &str) -> Result<Option<SavedSearch>, Error> {
    let Some(id) = UnsubscribeToken::parse(backend, token) else {
        return Ok(None);
    };
    let tx = backend.database().begin().await?;
    let Some(mut row) = find_in(&tx, id).await? else {
        return Ok(None);
    };
    let before = frequency(&row)?;
    if before != AlertFrequency::Never {
        let mut change: entity::saved_search::ActiveModel = row.into();
        change.frequency = Set(AlertFrequency::Never.code().to_owned());
        change.stopped_frequency = Set(Some(before.code().to_owned()));
        row = change.update(&tx).await?;
        forget_waiting(&tx, id).await?;
    }
    tx.commit().await?;
    read(row).map(Some)
}

/// Undoes [`stop`]: mails again as before, about what comes from now on.
pub async fn resume(backend: &Backend, token: &str) -> Result<Option<SavedSearch>, Error> {
    let Some(id) = UnsubscribeToken::parse(backend, token) else {
        return Ok(None);
    };
    let tx = backend.database().begin().await?;
    let Some(mut row) = find_in(&tx, id).await? else {
        return Ok(None);
    };
    if let Some(stopped) = row.stopped_frequency.clone() {
        let mut change: entity::saved_search::ActiveModel = row.into();
        change.frequency = Set(stopped);
        change.stopped_frequency = Set(None);
        change.watched_since = Set(backend.now().as_millisecond());
        row = change.update(&tx).await?;
    }
    tx.commit().await?;
    read(row).map(Some)
}
