//! A tenant asks to view.

use crate::{
    Backend, DeedError, audit, entity,
    error::{VIEWING_OPEN, violates},
    listing,
    mail::Letter,
    notice,
};
use domain::{
    access::Actor,
    form::Code,
    id::{ListingId, ViewingId},
    viewing::{ViewingStatus, ViewingWish},
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
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
    let tx = backend.database().begin().await?;
    let listing = listing::find_in(&tx, listing)
        .await?
        .filter(|listing| listing.status.is_public())
        .ok_or(DeedError::NotFound)?;
    if listing.landlord == actor.id {
        return Err(DeedError::Refused(Code::new("own-listing")));
    }
    if let Some(open) = open_request(&tx, actor, listing.id).await? {
        return Ok(open);
    }
    let id = ViewingId::generate();
    let now = backend.now().as_millisecond();
    let inserted = entity::viewing::ActiveModel {
        id: Set(id.into()),
        listing_id: Set(listing.id.into()),
        tenant_id: Set(actor.id.into()),
        landlord_id: Set(listing.landlord.into()),
        status: Set(ViewingStatus::Asked.code().to_owned()),
        message: Set(wish.message),
        wished: Set(wish.wished),
        reply: Set(String::new()),
        created_at: Set(now),
        updated_at: Set(now),
    }
    .insert(&tx)
    .await;
    if let Err(error) = inserted {
        // Two requests at once: the other one was faster, and it is the same wish.
        if violates(&error, &VIEWING_OPEN) {
            tx.rollback().await?;
            let open = open_request(backend.database().reader(), actor, listing.id).await?;
            return open.ok_or(DeedError::Stale);
        }
        return Err(error.into());
    }
    let letter = Letter::ViewingAsked {
        title: listing.terms.title,
        viewing_id: id,
    };
    notice::tell(backend, &tx, listing.landlord, &letter).await?;
    let detail = serde_json::json!({ "listing": listing.id });
    audit::record(
        backend,
        &tx,
        Some(actor.id),
        "viewing.ask",
        "viewing",
        Some(id.into()),
        detail,
    )
    .await?;
    tx.commit().await?;
    backend.wake().notify_waiters();
    Ok(id)
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
