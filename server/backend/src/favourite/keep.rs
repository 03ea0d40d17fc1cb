//! Keeping a listing and letting it go.

use super::{known, place, present};
use crate::{
    Backend, Deed, DeedError, Error, entity,
    search::{self, ListingCardData},
};
use domain::{
    access::{Action, Actor, Side, Subject, may},
    favourite::{Known, MAX_FAVOURITES, Standing},
    form::Code,
    id::ListingId,
    money::Yuan,
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect, sea_query::LockType,
};
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// A listing that is kept. What is offline is shown as it last was online.
#[derive(Clone, Debug)]
pub struct Favourite {
    pub listing: ListingId,
    pub title: String,
    pub place: String,
    /// When it was kept.
    pub first_rent: Yuan,
    /// Now, or when it last was online.
    pub rent: Yuan,
    pub standing: Standing,
    /// Only while it is online.
    pub card: Option<ListingCardData>,
}

/// Keeps a published listing; keeping it twice is keeping it. Refused: `favourites-full`.
pub async fn keep(backend: &Backend, actor: &Actor, id: ListingId) -> Result<(), DeedError> {
    backend
        .deed(async |deed| {
            let permit = may(actor, Action::KeepFavourite, &Subject::nowhere())?;
            // One after the other: the limit counts rows, and two clicks must not both insert.
            entity::account::Entity::find_by_id(actor.id)
                .lock(LockType::NoKeyUpdate)
                .one(&deed.tx)
                .await?;
            let listing = entity::listing::Entity::find_by_id(id)
                .one(&deed.tx)
                .await?
                .ok_or(DeedError::NotFound)?;
            let present = present(&listing)?;
            if present.standing != Standing::Online {
                return Err(DeedError::NotFound);
            }
            if is_kept(&deed.tx, actor, id).await? {
                return Ok(());
            }
            check_limit(&deed.tx, actor).await?;
            insert(&deed, actor, listing, present).await?;
            // Not which: what somebody likes is nobody's business once they let it go.
            deed.commit(permit, None, serde_json::json!({})).await?;
            Ok(())
        })
        .await
}

async fn is_kept(tx: &impl ConnectionTrait, actor: &Actor, id: ListingId) -> Result<bool, Error> {
    let key = (actor.id.into(), id.into());
    let row = entity::favourite::Entity::find_by_id(key).one(tx).await?;
    Ok(row.is_some())
}

async fn check_limit(tx: &impl ConnectionTrait, actor: &Actor) -> Result<(), DeedError> {
    use entity::favourite::{Column, Entity};
    let own = Entity::find().filter(Column::AccountId.eq(Uuid::from(actor.id)));
    if own.count(tx).await? >= MAX_FAVOURITES {
        let full = Code::new("favourites-full").with("max", MAX_FAVOURITES);
        return Err(DeedError::Refused(full));
    }
    Ok(())
}

async fn insert(deed: &Deed, actor: &Actor, listing: entity::listing::Model, present: Known) -> Result<(), DeedError> {
    entity::favourite::ActiveModel {
        account_id: Set(actor.id.into()),
        listing_id: Set(listing.id),
        first_rent_yuan: Set(present.rent.into()),
        place: Set(place(&listing)),
        title: Set(listing.title),
        rent_yuan: Set(present.rent.into()),
        standing: Set(present.standing.code().to_owned()),
        created_at: Set(deed.now.as_millisecond()),
    }
    .insert(&deed.tx)
    .await?;
    Ok(())
}

/// Lets a listing go, whatever became of it; tells whether it was kept.
pub async fn drop(backend: &Backend, actor: &Actor, id: ListingId) -> Result<bool, DeedError> {
    let subject = &Subject::nowhere().with(Side::Owner, actor.id);
    backend
        .deed(async |deed| {
            let permit = may(actor, Action::DropFavourite, subject)?;
            let gone = entity::favourite::Entity::delete_by_id((actor.id.into(), id.into()))
                .exec(&deed.tx)
                .await?;
            if gone.rows_affected == 0 {
                return Ok(false);
            }
            deed.commit(permit, None, serde_json::json!({})).await?;
            Ok(true)
        })
        .await
}

/// Which of these listings somebody keeps.
pub async fn among(backend: &Backend, actor: &Actor, ids: &[ListingId]) -> Result<HashSet<ListingId>, Error> {
    use entity::favourite::{Column, Entity};
    if ids.is_empty() || actor.is_staff() {
        return Ok(HashSet::new());
    }
    let kept: Vec<Uuid> = Entity::find()
        .select_only()
        .column(Column::ListingId)
        .filter(Column::AccountId.eq(Uuid::from(actor.id)))
        .filter(Column::ListingId.is_in(ids.iter().copied().map(Uuid::from)))
        .into_tuple()
        .all(backend.database().reader())
        .await?;
    Ok(kept.into_iter().map(ListingId::from).collect())
}

/// What somebody keeps, the latest first.
pub async fn list(backend: &Backend, actor: &Actor) -> Result<Vec<Favourite>, Error> {
    use entity::favourite::{Column, Entity};
    let db = backend.database().reader();
    let rows = Entity::find()
        .filter(Column::AccountId.eq(Uuid::from(actor.id)))
        .order_by_desc(Column::CreatedAt)
        .order_by_desc(Column::ListingId)
        .all(db)
        .await?;
    let ids: Vec<ListingId> = rows.iter().map(|row| row.listing_id.into()).collect();
    let listings = entity::listing::Entity::find()
        .filter(entity::listing::Column::Id.is_in(ids.iter().copied().map(Uuid::from)))
        .all(db)
        .await?;
    let listings: HashMap<Uuid, _> = listings.into_iter().map(|row| (row.id, row)).collect();
    let mut cards: HashMap<ListingId, _> = search::cards(backend, &ids)
        .await?
        .into_iter()
        .map(|card| (card.id, card))
        .collect();
    rows.into_iter()
        .filter_map(|row| Some((listings.get(&row.listing_id)?, row)))
        .map(|(listing, row)| {
            let corrupt = |column| Error::corrupt("favourite", column, row.listing_id);
            let seen = known(&row)?.looking_at(present(listing)?);
            let online = seen.standing == Standing::Online;
            Ok(Favourite {
                listing: row.listing_id.into(),
                first_rent: Yuan::try_from(row.first_rent_yuan).map_err(|_| corrupt("first_rent_yuan"))?,
                rent: seen.rent,
                standing: seen.standing,
                card: cards.remove(&row.listing_id.into()).filter(|_| online),
                place: if online { place(listing) } else { row.place },
                title: if online { listing.title.clone() } else { row.title },
            })
        })
        .collect()
}
