//! A listing that nobody confirms goes offline: its landlord is asked before, by mail.
//!
//! Each confirmation is followed by a chain of jobs, each of which looks at the listing and the parameter as they are then
//! and queues the next. A job for an older confirmation finds a newer one and ends its chain. Imported listings have no
//! landlord who could confirm them and are left alone.

use super::{Listing, changed, find_in, link, next, of_landlord, write};
use crate::{
    Backend, Deed, DeedError, Error,
    deed::Record,
    entity, house,
    job::{Failure, Task},
    mail::Letter,
    parameter,
};
use domain::{
    access::{Action, Actor, By, may},
    id::ListingId,
    listing::{Freshness, FreshnessStep, ListingAction, ListingParty, ListingStatus},
    matching::MatchStatus,
    time,
};
use jiff::{SignedDuration, Timestamp};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::OnConflict,
};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use uuid::Uuid;

/// A listing with a match under way stays; it is looked at again so much later.
const LOOK_AGAIN: SignedDuration = SignedDuration::from_hours(24);

const BATCH: u64 = 500;

/// Ask whether a listing is still to let, or take it offline; nothing, if it was confirmed again after `confirmed_at`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct CheckFreshness {
    pub listing: ListingId,
    pub confirmed_at: Timestamp,
}

impl Task for CheckFreshness {
    const KIND: &'static str = "check-freshness";

    async fn run(self, backend: &Backend) -> Result<(), Failure> {
        Ok(check(backend, self.listing, self.confirmed_at).await?)
    }
}

/// An own listing that its landlord should confirm.
#[derive(Clone, Debug)]
pub struct ToConfirm {
    pub listing: Listing,
    /// When it goes offline; `None` when it has.
    pub ends_at: Option<Timestamp>,
}

/// Begins to watch over a listing that was confirmed at this moment.
pub(super) async fn watch(deed: &Deed, id: ListingId, confirmed_at: Timestamp) -> Result<(), Error> {
    look_at(deed, id, confirmed_at, deed.now, "now").await
}

async fn look_at(
    deed: &Deed,
    listing: ListingId,
    confirmed_at: Timestamp,
    at: Timestamp,
    when: &str,
) -> Result<(), Error> {
    // Milliseconds, as the database keeps them.
    let key = format!("freshness:{listing}:{}:{when}", confirmed_at.as_millisecond());
    let task = CheckFreshness { listing, confirmed_at };
    deed.enqueue(&task, at, Some(key)).await
}

/// Watches over every published listing that nobody watches over yet: those from before there was such a rule.
pub async fn watch_published(backend: &Backend) -> Result<(), Error> {
    use entity::listing::{Column, Entity};
    let mut after = Uuid::nil();
    loop {
        let rows = Entity::find()
            .filter(Column::Status.eq(ListingStatus::Published.code()))
            .filter(Column::HouseId.is_not_null())
            .filter(Column::LandlordId.is_not_null())
            .filter(Column::Id.gt(after))
            .order_by_asc(Column::Id)
            .limit(BATCH)
            .all(backend.database().reader())
            .await?;
        let Some(last) = rows.last() else {
            return Ok(());
        };
        after = last.id;
        let listings = rows.into_iter().map(super::read).collect::<Result<Vec<_>, _>>()?;
        let listings = &listings;
        backend
            .deed(async |deed| {
                for listing in listings {
                    watch(&deed, listing.id, listing.last_confirmed()).await?;
                }
                deed.settle().await
            })
            .await?;
    }
}

/// Does what is due for a listing that was last confirmed at `confirmed_at`; nothing, if that is no longer so.
async fn check(backend: &Backend, id: ListingId, confirmed_at: Timestamp) -> Result<(), DeedError> {
    backend.deed(|deed| look(deed, id, confirmed_at)).await
}

async fn look(deed: Deed, id: ListingId, confirmed_at: Timestamp) -> Result<(), DeedError> {
    // Two jobs of one listing must not both write to its landlord.
    entity::listing::Entity::find_by_id(id)
        .lock_exclusive()
        .one(&deed.tx)
        .await?;
    let same = |listing: &Listing| {
        listing.status == ListingStatus::Published
            && listing.last_confirmed().as_millisecond() == confirmed_at.as_millisecond()
    };
    let Some(listing) = find_in(&deed.tx, id).await?.filter(same) else {
        return Ok(());
    };
    let now = deed.now;
    let mut freshness = Freshness {
        confirmed_at,
        reminded_at: reminders(&deed.tx, &[id]).await?.remove(&id),
        days: deed.parameters().await?.listing_reconfirm_days,
    };
    let mut step = freshness.next(now);
    if let FreshnessStep::Remind { ends_at } = step {
        remind(&deed, &listing, ends_at).await?;
        freshness.reminded_at = Some(now);
        step = freshness.next(now);
    }
    let at = match step {
        FreshnessStep::Expire if !is_being_let(&deed.tx, id).await? => return expire(deed, &listing).await,
        FreshnessStep::Wait(until) => until,
        FreshnessStep::Expire | FreshnessStep::Remind { .. } => now + LOOK_AGAIN,
    };
    look_at(&deed, id, confirmed_at, at, &at.as_millisecond().to_string()).await?;
    deed.settle().await?;
    Ok(())
}

async fn remind(deed: &Deed, listing: &Listing, ends_at: Timestamp) -> Result<(), Error> {
    use entity::listing_reminder::{ActiveModel, Column, Entity};
    let row = ActiveModel {
        listing_id: Set(listing.id.into()),
        sent_at: Set(deed.now.as_millisecond()),
    };
    Entity::insert(row)
        .on_conflict(
            OnConflict::column(Column::ListingId)
                .update_column(Column::SentAt)
                .to_owned(),
        )
        .exec_without_returning(&deed.tx)
        .await?;
    let letter = Letter::ListingReminder {
        title: listing.terms.title.clone(),
        rent: listing.terms.rent.get(),
        listing_id: listing.id,
        ends_on: time::date_in_china(ends_at),
        token: link::token(deed.backend(), listing, listing.status),
    };
    deed.tell(listing.landlord, &letter).await
}

/// Viewings that are asked for or booked stay, and applications lapse by their own rule: both sides know each other already,
/// and the landlord may still answer. Only new ones can't come.
async fn expire(deed: Deed, listing: &Listing) -> Result<(), DeedError> {
    let permit = may(By::Program, Action::ExpireListing, &house::own(listing.landlord))?;
    let status = next(listing, ListingParty::System, ListingAction::Expire)?;
    write(&deed.tx, listing, status, deed.now, []).await?;
    changed(&deed.tx, listing.id, deed.now).await?;
    let letter = Letter::ListingExpired {
        title: listing.terms.title.clone(),
        listing_id: listing.id,
        token: link::token(deed.backend(), listing, status),
    };
    deed.tell(listing.landlord, &letter).await?;
    let detail = serde_json::json!({ "from": listing.status });
    deed.commit(permit, Record("listing", listing.id.into()), detail)
        .await?;
    Ok(())
}

/// Whether a household was accepted: its match goes on, whatever its landlord forgot.
async fn is_being_let(tx: &impl ConnectionTrait, id: ListingId) -> Result<bool, Error> {
    use entity::matching::{Column, Entity};
    let under_way = [MatchStatus::Accepted, MatchStatus::Agreed].map(MatchStatus::code);
    let matches = Entity::find()
        .filter(Column::ListingId.eq(Uuid::from(id)))
        .filter(Column::Status.is_in(under_way))
        .count(tx)
        .await?;
    Ok(matches > 0)
}

/// When the landlords of these listings were last asked.
async fn reminders(db: &impl ConnectionTrait, ids: &[ListingId]) -> Result<HashMap<ListingId, Timestamp>, Error> {
    use entity::listing_reminder::{Column, Entity};
    let rows = Entity::find()
        .filter(Column::ListingId.is_in(ids.iter().copied().map(Uuid::from)))
        .all(db)
        .await?;
    rows.into_iter()
        .map(|row| {
            let at = time::from_millis(row.sent_at);
            let at = at.ok_or_else(|| Error::corrupt("listing_reminder", "sent_at", row.listing_id))?;
            Ok((row.listing_id.into(), at))
        })
        .collect()
}

/// The own listings that should be confirmed now, and those that went offline for want of it.
pub async fn to_confirm(backend: &Backend, actor: &Actor) -> Result<Vec<ToConfirm>, Error> {
    let days = parameter::current(backend).await?.listing_reconfirm_days;
    let mut listings = of_landlord(backend, actor.id).await?;
    listings.retain(|listing| matches!(listing.status, ListingStatus::Published | ListingStatus::Expired));
    let ids: Vec<_> = listings.iter().map(|listing| listing.id).collect();
    let reminded = reminders(backend.database().reader(), &ids).await?;
    let wanting = listings.into_iter().filter_map(|listing| {
        let freshness = Freshness {
            confirmed_at: listing.last_confirmed(),
            reminded_at: reminded.get(&listing.id).copied(),
            days,
        };
        match listing.status {
            ListingStatus::Expired => Some(ToConfirm { listing, ends_at: None }),
            _ if freshness.wants_confirmation(backend.now()) => Some(ToConfirm {
                ends_at: freshness.ends_at(),
                listing,
            }),
            _ => None,
        }
    });
    Ok(wanting.collect())
}

/// When a published listing goes offline unless it is confirmed.
pub async fn expires_at(backend: &Backend, listing: &Listing) -> Result<Option<Timestamp>, Error> {
    let days = parameter::current(backend).await?.listing_reconfirm_days;
    let reminded = reminders(backend.database().reader(), &[listing.id]).await?;
    let freshness = Freshness {
        confirmed_at: listing.last_confirmed(),
        reminded_at: reminded.get(&listing.id).copied(),
        days,
    };
    Ok(freshness
        .ends_at()
        .filter(|_| listing.status == ListingStatus::Published))
}

#[cfg(test)]
#[path = "freshness_tests.rs"]
mod tests;
