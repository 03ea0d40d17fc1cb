//! Writes one mail about everything that a saved search has found.

use super::{UnsubscribeToken, find_in, frequency};
use crate::{
    Backend, Deed, Error, entity,
    job::{Failure, Task},
    mail::{AlertedListing, Letter},
    search::{self, Few, ListingCardData},
};
use domain::{
    id::{ListingId, SavedSearchId},
    listing::ListingStatus,
    saved_search::{AlertFrequency, KeptQuery},
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, sea_query::Expr};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use uuid::Uuid;

/// A mail names so many listings, and says how many more there are.
const NAMED: usize = 10;

/// Mail what a saved search has found, if its mails still go out in this rhythm.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct MailAlert {
    pub search: SavedSearchId,
    pub frequency: AlertFrequency,
}

impl Task for MailAlert {
    const KIND: &'static str = "mail-search-alert";

    async fn run(self, backend: &Backend) -> Result<(), Failure> {
        Ok(mail(backend, self.search, self.frequency).await?)
    }
}

/// Mails what was found and still fits; what doesn't is forgotten, so that it is news again when it does. Nothing happens
/// when its owner has changed the rhythm of the mails, or when another worker was faster.
pub(super) async fn mail(backend: &Backend, id: SavedSearchId, rhythm: AlertFrequency) -> Result<(), Error> {
    let db = backend.database().reader();
    let Some(search) = find_in(db, id).await? else {
        return Ok(());
    };
    let noted = waiting(db, id).await?;
    if noted.is_empty() || frequency(&search)? != rhythm {
        return Ok(());
    }
    let fit = fitting(backend, &search, &noted).await?;
    let cards = search::cards(backend, &fit.iter().copied().collect::<Vec<_>>()).await?;

    let (noted, fit, cards) = (&noted, &fit, &cards);
    backend
        .deed(async |deed| {
            let locked = entity::saved_search::Entity::find_by_id(id)
                .lock_exclusive()
                .one(&deed.tx)
                .await?;
            let Some(search) = locked else {
                return Ok(());
            };
            if frequency(&search)? != rhythm {
                return Ok(());
            }
            let waiting = waiting(&deed.tx, id).await?;
            let (mailed, gone): (BTreeSet<_>, BTreeSet<_>) = waiting
                .intersection(noted)
                .copied()
                .partition(|listing| fit.contains(listing));
            forget(&deed.tx, id, &gone).await?;
            mark_mailed(&deed, id, &mailed).await?;
            let cards: Vec<_> = cards.iter().filter(|card| mailed.contains(&card.id)).collect();
            if !cards.is_empty() {
                let letter = letter(backend, &search, cards);
                deed.tell(search.account_id.into(), &letter).await?;
            }
            deed.settle().await
        })
        .await
}

async fn waiting(db: &impl ConnectionTrait, id: SavedSearchId) -> Result<BTreeSet<ListingId>, Error> {
    use entity::search_alert::{Column, Entity};
    let rows = Entity::find()
        .filter(Column::SavedSearchId.eq(Uuid::from(id)))
        .filter(Column::MailedAt.is_null())
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|row| row.listing_id.into()).collect())
}

/// Those that are online and fit as they are now: hours may have passed.
async fn fitting(
    backend: &Backend,
    search: &entity::saved_search::Model,
    noted: &BTreeSet<ListingId>,
) -> Result<BTreeSet<ListingId>, Error> {
    use entity::listing::{Column, Entity};
    let mut listings = Vec::new();
    for ids in noted.iter().copied().collect::<Vec<_>>().chunks(500) {
        let rows = Entity::find()
            .filter(Column::Id.is_in(ids.iter().copied().map(Uuid::from)))
            .filter(Column::Status.eq(ListingStatus::Published.code()))
            .all(backend.database().reader())
            .await?;
        listings.extend(rows.into_iter().filter_map(search::readable));
    }
    let few = Few::new(backend, listings).await?;
    let found = few.found_by(vec![KeptQuery::read(&search.query)]).await?;
    Ok(found.into_iter().flatten().collect())
}

async fn forget(tx: &impl ConnectionTrait, id: SavedSearchId, listings: &BTreeSet<ListingId>) -> Result<(), Error> {
    use entity::search_alert::{Column, Entity};
    for listing in listings {
        Entity::delete_many()
            .filter(Column::SavedSearchId.eq(Uuid::from(id)))
            .filter(Column::ListingId.eq(Uuid::from(*listing)))
            .exec(tx)
            .await?;
    }
    Ok(())
}

async fn mark_mailed(deed: &Deed, id: SavedSearchId, listings: &BTreeSet<ListingId>) -> Result<(), Error> {
    use entity::search_alert::{Column, Entity};
    for listing in listings {
        Entity::update_many()
            .col_expr(Column::MailedAt, Expr::value(deed.now.as_millisecond()))
            .filter(Column::SavedSearchId.eq(Uuid::from(id)))
            .filter(Column::ListingId.eq(Uuid::from(*listing)))
            .exec(&deed.tx)
            .await?;
    }
    Ok(())
}

fn letter(backend: &Backend, search: &entity::saved_search::Model, mut cards: Vec<&ListingCardData>) -> Letter {
    cards.sort_by_key(|card| std::cmp::Reverse((card.published_at, card.id)));
    let more = cards.len().saturating_sub(NAMED);
    let listings = cards.into_iter().take(NAMED).map(|card| AlertedListing {
        listing_id: card.id,
        title: card.title.clone(),
        place: [card.street.as_str(), card.estate.as_str()]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" · "),
        rent_yuan: card.rent,
    });
    Letter::SearchAlert {
        search: search.name.clone(),
        query: search.query.clone(),
        listings: listings.collect(),
        more,
        unsubscribe: UnsubscribeToken::of(backend, search.id.into()).expose().to_owned(),
    }
}
