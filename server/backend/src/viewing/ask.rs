//! A tenant asks to view.

use crate::{
    Backend, Deed, DeedError,
    deed::Record,
    entity,
    listing::{self, Listing},
    mail::Letter,
};
use domain::{
    access::{Action, Actor, Side, Subject, may},
    form::Code,
    id::{ListingId, ViewingId},
    viewing::{ViewingStatus, ViewingWish},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, sea_query::OnConflict};
use uuid::Uuid;

/// Asks the landlord of a published listing. Asking again while a request is open answers with that one.
///
/// Refused: `own-listing`.
pub async fn ask(
    backend: &Backend,
    actor: &Actor,
    listing: ListingId,
    wish: ViewingWish,
) -> Result<ViewingId, DeedError> {
    let wish = &wish;
    backend
        .deed(async |deed| {
            let listing = listing::find_in(&deed.tx, listing)
                .await?
                .filter(|listing| listing.status.is_public())
                .ok_or(DeedError::NotFound)?;
            let subject = Subject::nowhere().with(Side::Landlord, listing.landlord);
            let permit = may(actor, Action::AskViewing, &subject)?;
            if listing.landlord == actor.id {
                return Err(DeedError::Refused(Code::new("own-listing")));
            }
            let id = ViewingId::generate();
            if !insert(&deed, actor, &listing, id, wish).await? {
                let open = open_request(&deed.tx, actor, listing.id).await?;
                return open.ok_or(DeedError::Stale);
            }
            let letter = Letter::ViewingAsked {
                title: listing.terms.title,
                viewing_id: id,
            };
            deed.tell(listing.landlord, &letter).await?;
            let detail = serde_json::json!({ "listing": listing.id });
            deed.commit(permit, Record("viewing", id.into()), detail).await?;
            Ok(id)
        })
        .await
}

/// `false`: there is an open request already, and it is the same wish.
async fn insert(
    deed: &Deed,
    actor: &Actor,
    listing: &Listing,
    id: ViewingId,
    wish: &ViewingWish,
) -> Result<bool, DeedError> {
    let now = deed.now.as_millisecond();
    let row = entity::viewing::ActiveModel {
        id: Set(id.into()),
        listing_id: Set(listing.id.into()),
        tenant_id: Set(actor.id.into()),
        landlord_id: Set(listing.landlord.into()),
        status: Set(ViewingStatus::Asked.code().to_owned()),
        message: Set(wish.message.clone()),
        wished: Set(wish.wished.clone()),
        reply: Set(String::new()),
        created_at: Set(now),
        updated_at: Set(now),
    };
    // Of two at once one waits here for the other, and then finds it.
    let inserted = entity::viewing::Entity::insert(row)
        .on_conflict(OnConflict::new().do_nothing().to_owned())
        .exec_without_returning(&deed.tx)
        .await?;
    Ok(inserted > 0)
}

async fn open_request(
    db: &impl ConnectionTrait,
    actor: &Actor,
    listing: ListingId,
) -> Result<Option<ViewingId>, DeedError> {
    use entity::viewing::{Column, Entity};
    let open = ViewingStatus::ALL.iter().filter(|status| status.is_open());
    let row = Entity::find()
        .filter(Column::ListingId.eq(Uuid::from(listing)))
        .filter(Column::TenantId.eq(Uuid::from(actor.id)))
        .filter(Column::Status.is_in(open.map(|status| status.code())))
        .one(db)
        .await?;
    Ok(row.map(|row| row.id.into()))
}
