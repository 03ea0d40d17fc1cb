//! Asks every saved search about what came online or changed.

use super::{frequency, mail::mail, plan};
use crate::{
    Backend, Deed, Error, entity,
    job::{Failure, Task},
    search::{self, Few},
};
use domain::{
    id::{ListingId, SavedSearchId},
    listing::ListingStatus,
    saved_search::{AlertFrequency, KeptQuery},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, sea_query::OnConflict,
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeSet, HashMap};
use uuid::Uuid;

/// Listings that are asked about together.
const LISTINGS: u64 = 500;
/// Searches that are asked together.
const SEARCHES: u64 = 1_000;

/// Ask the saved searches about the listings that came online or changed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Ask {}

impl Task for Ask {
    const KIND: &'static str = "ask-saved-searches";

    async fn run(self, backend: &Backend) -> Result<(), Failure> {
        Ok(ask(backend).await?)
    }
}

/// Asks about all news and writes the mails that go out at once. Doing it twice, or twice at the same time, does no harm:
/// what was found is noted once for each search and listing.
pub(super) async fn ask(backend: &Backend) -> Result<(), Error> {
    use entity::listing_news::{Column, Entity};
    let db = backend.database().reader();
    loop {
        let rows = Entity::find().order_by_asc(Column::Seq).limit(LISTINGS).all(db).await?;
        if rows.is_empty() {
            break;
        }
        let seqs: Vec<_> = rows.iter().map(|row| row.seq).collect();
        let mut asked = None;
        let mut after = None;
        while let Some(searches) = searches_after(backend, after).await? {
            after = searches.last().map(|row| row.id);
            let asked = match &asked {
                Some(asked) => asked,
                // Not before there is somebody to ask.
                None => asked.insert(Asked::load(backend, &rows).await?),
            };
            let found = asked.found_by(&searches).await?;
            note(backend, found).await?;
        }
        Entity::delete_many()
            .filter(Column::Seq.is_in(seqs))
            .exec(backend.database().writer())
            .await?;
    }
    let mut outcome = Ok(());
    for search in waiting_at_once(backend).await? {
        // One that fails must not keep the others from their mails; the job is tried again for it.
        outcome = mail(backend, search, AlertFrequency::AtOnce).await.and(outcome);
    }
    outcome
}

/// The next searches whose owners want mails, in the order of their ids.
async fn searches_after(
    backend: &Backend,
    after: Option<Uuid>,
) -> Result<Option<Vec<entity::saved_search::Model>>, Error> {
    use entity::saved_search::{Column, Entity};
    let mut query = Entity::find()
        .filter(Column::Frequency.ne(AlertFrequency::Never.code()))
        .order_by_asc(Column::Id)
        .limit(SEARCHES);
    if let Some(after) = after {
        query = query.filter(Column::Id.gt(after));
    }
    let rows = query.all(backend.database().reader()).await?;
    Ok((!rows.is_empty()).then_some(rows))
}

async fn waiting_at_once(backend: &Backend) -> Result<Vec<SavedSearchId>, Error> {
    use entity::{saved_search, search_alert};
    let waiting = search_alert::Entity::find()
        .select_only()
        .column(search_alert::Column::SavedSearchId)
        .filter(search_alert::Column::MailedAt.is_null())
        .into_query();
    let rows = saved_search::Entity::find()
        .filter(saved_search::Column::Frequency.eq(AlertFrequency::AtOnce.code()))
        .filter(saved_search::Column::Id.in_subquery(waiting))
        .all(backend.database().reader())
        .await?;
    Ok(rows.into_iter().map(|row| row.id.into()).collect())
}

/// What searches are asked about.
struct Asked {
    /// Those listings of the news that are online, as they are now.
    now: Few,
    /// What each of them was before, by the number of the news.
    before: Few,
    landlords: HashMap<ListingId, Option<Uuid>>,
    news: Vec<News>,
}

struct News {
    seq: i64,
    listing: ListingId,
    at: i64,
}

/// What one search has to tell.
struct Found {
    search: SavedSearchId,
    frequency: AlertFrequency,
    listings: Vec<ListingId>,
}

impl Asked {
    async fn load(backend: &Backend, rows: &[entity::listing_news::Model]) -> Result<Self, Error> {
        use entity::listing::{Column, Entity};
        let ids: BTreeSet<_> = rows.iter().map(|row| row.listing_id).collect();
        let online = Entity::find()
            .filter(Column::Id.is_in(ids))
            .filter(Column::Status.eq(ListingStatus::Published.code()))
            .all(backend.database().reader())
            .await?;
        let before = rows.iter().filter_map(|row| {
            // What another version wrote is as good as nothing: at worst somebody hears of a listing twice.
            let before = serde_json::from_str(row.before.as_deref()?).ok()?;
            let mut before = search::readable(before)?;
            before.id = number_as_id(row.seq);
            Some(before)
        });
        Ok(Self {
            landlords: online.iter().map(|row| (row.id.into(), row.landlord_id)).collect(),
            before: Few::new(backend, before.collect()).await?,
            now: Few::new(backend, online.into_iter().filter_map(search::readable).collect()).await?,
            news: rows
                .iter()
                .map(|row| News {
                    seq: row.seq,
                    listing: row.listing_id.into(),
                    at: row.at,
                })
                .collect(),
        })
    }

    async fn found_by(&self, searches: &[entity::saved_search::Model]) -> Result<Vec<Found>, Error> {
        let queries: Vec<_> = searches.iter().map(|row| KeptQuery::read(&row.query)).collect();
        let now = self.now.found_by(queries.clone()).await?;
        let before = self.before.found_by(queries).await?;
        let mut all = Vec::new();
        for ((search, now), before) in searches.iter().zip(now).zip(before) {
            let tells = |listing: &ListingId| self.is_news(search, *listing, &before);
            let listings: Vec<_> = now.into_iter().filter(tells).collect();
            if !listings.is_empty() {
                all.push(Found {
                    search: search.id.into(),
                    frequency: frequency(search)?,
                    listings,
                });
            }
        }
        Ok(all)
    }

    /// Whether a listing that the search finds now is one that it didn't find when its owner last knew.
    fn is_news(&self, search: &entity::saved_search::Model, listing: ListingId, before: &BTreeSet<ListingId>) -> bool {
        let own = self.landlords.get(&listing).copied().flatten() == Some(search.account_id);
        let first = self
            .news
            .iter()
            .find(|news| news.listing == listing && news.at >= search.watched_since);
        !own && first.is_some_and(|news| !before.contains(&number_as_id(news.seq)))
    }
}

/// One listing may have been several things before, so each is known by the number of its news.
fn number_as_id(seq: i64) -> ListingId {
    Uuid::from_u64_pair(0, seq.unsigned_abs()).into()
}

/// Notes what was found, each listing once, and queues the mails that go out at their hour.
async fn note(backend: &Backend, found: Vec<Found>) -> Result<(), Error> {
    if found.is_empty() {
        return Ok(());
    }
    let found = &found;
    backend
        .deed(async |deed| {
            for found in found {
                note_one(&deed, found).await?;
            }
            deed.settle().await
        })
        .await
}

async fn note_one(deed: &Deed, found: &Found) -> Result<(), Error> {
    use entity::search_alert::{ActiveModel, Column, Entity};
    let rows = found.listings.iter().map(|listing| ActiveModel {
        saved_search_id: Set(found.search.into()),
        listing_id: Set((*listing).into()),
        found_at: Set(deed.now.as_millisecond()),
        mailed_at: Set(None),
    });
    Entity::insert_many(rows)
        .on_conflict(
            OnConflict::columns([Column::SavedSearchId, Column::ListingId])
                .do_nothing()
                .to_owned(),
        )
        .exec_without_returning(&deed.tx)
        .await?;
    // What goes out at once is written when everything has been asked, so that it is one mail.
    if found.frequency != AlertFrequency::AtOnce {
        plan(deed, found.search, found.frequency).await?;
    }
    Ok(())
}
