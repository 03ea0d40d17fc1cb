//! Searches that people keep, and the mails about what they find.
//!
//! What comes online, or changes there, leaves a row ([`hear`]) in the transaction of the deed. A minute later a job asks
//! every saved search about all such rows ([`ask`]) and notes what it found; [`mail`] then writes one mail for all of it,
//! at once or at the hour that its owner chose. Nothing looks at a search when nothing has changed.

mod ask;
mod change;
mod hear;
mod mail;
mod save;
#[cfg(test)]
mod tests;
mod unsubscribe;

pub(crate) use ask::Ask;
pub use change::{change, delete, look};
pub(crate) use hear::{News, hear};
pub(crate) use mail::MailAlert;
pub use save::save;
pub use unsubscribe::{UnsubscribeToken, of_token, resume, stop};

use crate::{Backend, Deed, Error, entity, search};
use domain::{
    access::{Action, Actor, Side, Subject, may},
    id::{AccountId, SavedSearchId},
    saved_search::{AlertFrequency, KeptQuery},
    search::{Limit, Query, Sort},
    time,
};
use jiff::{SignedDuration, Timestamp};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

/// No transaction of ours takes this long.
const NEAR: SignedDuration = SignedDuration::from_secs(120);

/// A search that somebody keeps.
#[derive(Clone, Debug)]
pub struct SavedSearch {
    pub id: SavedSearchId,
    pub account: AccountId,
    pub name: String,
    pub query: Query,
    pub frequency: AlertFrequency,
    /// What it was until its mails were stopped from a mail.
    pub stopped: Option<AlertFrequency>,
    /// When its owner last opened it.
    pub seen_at: Timestamp,
}

/// What a saved search would show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Findings {
    pub total: u64,
    /// Published since its owner last opened it, of the newest [`domain::search::Limit::MAX`].
    pub new: usize,
}

/// Every saved search of an account, the newest first.
pub async fn of_account(backend: &Backend, actor: &Actor) -> Result<Vec<SavedSearch>, Error> {
    use entity::saved_search::{Column, Entity};
    Entity::find()
        .filter(Column::AccountId.eq(Uuid::from(actor.id)))
        .order_by_desc(Column::Id)
        .all(backend.database().reader())
        .await?
        .into_iter()
        .map(read)
        .collect()
}

/// The actor's own saved search; somebody else's does not exist.
pub async fn find_own(backend: &Backend, actor: &Actor, id: SavedSearchId) -> Result<Option<SavedSearch>, Error> {
    let row = find_in(backend.database().reader(), id).await?;
    let own = row.filter(|row| may(actor, Action::SeeSavedSearch, &subject(row)).is_ok());
    own.map(read).transpose()
}

/// The saved search of the actor that asks the same, in whatever words.
pub async fn find_same(backend: &Backend, actor: &Actor, query: &Query) -> Result<Option<SavedSearchId>, Error> {
    let row = same_in(backend, backend.database().reader(), actor, query).await?;
    Ok(row.map(|row| row.id.into()))
}

/// How many listings each finds now, and how many of them are new.
pub async fn findings(backend: &Backend, searches: &[SavedSearch]) -> Result<Vec<Findings>, Error> {
    let asked = searches.iter().map(|search| (search.query.clone(), search.seen_at));
    let news = search::news(backend, asked.collect()).await?;
    Ok(news.into_iter().map(|(total, new)| Findings { total, new }).collect())
}

fn subject(row: &entity::saved_search::Model) -> Subject {
    Subject::nowhere().with(Side::Owner, row.account_id.into())
}

async fn find_in(db: &impl ConnectionTrait, id: SavedSearchId) -> Result<Option<entity::saved_search::Model>, Error> {
    Ok(entity::saved_search::Entity::find_by_id(id).one(db).await?)
}

async fn same_in(
    backend: &Backend,
    db: &impl ConnectionTrait,
    actor: &Actor,
    query: &Query,
) -> Result<Option<entity::saved_search::Model>, Error> {
    use entity::saved_search::{Column, Entity};
    let own = Entity::find()
        .filter(Column::AccountId.eq(Uuid::from(actor.id)))
        .order_by_asc(Column::Id);
    let asked = meaning(backend, query)?;
    for row in own.all(db).await? {
        if meaning(backend, &KeptQuery::read(&row.query))? == asked {
            return Ok(Some(row));
        }
    }
    Ok(None)
}

/// One string for all searches that mean the same today: 列东 9000以内 is that street and that rent, chosen.
fn meaning(backend: &Backend, query: &Query) -> Result<String, Error> {
    let understood = search::reader(backend)?.understand(query, backend.today());
    let mut settled = understood.settled(query).with_sort(Sort::default());
    settled.limit = Limit::default();
    Ok(settled.to_query_string())
}

/// Queues the mail about what is noted for a search, or will be until then.
async fn plan(deed: &Deed, search: SavedSearchId, frequency: AlertFrequency) -> Result<(), Error> {
    let now = deed.now;
    let task = MailAlert { search, frequency };
    // When the hour is near, its job may be over before the deed is done; then the next one finds what it left.
    let hours = [now, now + NEAR].into_iter().filter_map(|now| frequency.due(now));
    for due in hours {
        let key = format!("search-alert:{search}:{frequency}:{}", due.as_millisecond());
        deed.enqueue(&task, due, Some(key)).await?;
    }
    Ok(())
}

/// Forgets what was noted for a search and not mailed.
async fn forget_waiting(tx: &impl ConnectionTrait, search: SavedSearchId) -> Result<(), Error> {
    use entity::search_alert::{Column, Entity};
    Entity::delete_many()
        .filter(Column::SavedSearchId.eq(Uuid::from(search)))
        .filter(Column::MailedAt.is_null())
        .exec(tx)
        .await?;
    Ok(())
}

fn frequency(row: &entity::saved_search::Model) -> Result<AlertFrequency, Error> {
    let frequency = row.frequency.parse();
    frequency.map_err(|_| Error::corrupt("saved_search", "frequency", row.id))
}

fn read(row: entity::saved_search::Model) -> Result<SavedSearch, Error> {
    let corrupt = |column| Error::corrupt("saved_search", column, row.id);
    Ok(SavedSearch {
        id: row.id.into(),
        account: row.account_id.into(),
        query: KeptQuery::read(&row.query),
        frequency: frequency(&row)?,
        stopped: row
            .stopped_frequency
            .as_deref()
            .map(|code| code.parse().map_err(|_| corrupt("stopped_frequency")))
            .transpose()?,
        seen_at: time::from_millis(row.seen_at).ok_or_else(|| corrupt("seen_at"))?,
        name: row.name,
    })
}
