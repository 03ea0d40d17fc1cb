//! What follows a request: times offered, one chosen, declined, cancelled.

use super::{Viewing, acted_on, address_of, write};
use crate::{Backend, DeedError, audit, entity, mail::Letter, notice};
use domain::{
    access::Actor,
    form::Code,
    id::ViewingId,
    viewing::{ViewingAction, ViewingParty},
};
use jiff::Timestamp;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter, sea_query::Expr,
};
use uuid::Uuid;

/// The landlord offers times; they replace those offered before.
pub async fn offer(
    backend: &Backend,
    actor: &Actor,
    id: ViewingId,
    slots: Vec<Timestamp>,
    reply: String,
) -> Result<(), DeedError> {
    use entity::viewing_slot::{ActiveModel, Column, Entity};
    let tx = backend.database().begin().await?;
    let (viewing, _, status) = acted_on(&tx, actor, id, ViewingAction::Offer).await?;
    write(&tx, &viewing, status, Some(reply), backend.now()).await?;
    Entity::delete_many()
        .filter(Column::ViewingId.eq(Uuid::from(id)))
        .exec(&tx)
        .await?;
    let rows = (1..).zip(&slots).map(|(no, slot)| ActiveModel {
        viewing_id: Set(id.into()),
        no: Set(no),
        starts_at: Set(slot.as_millisecond()),
        chosen: Set(false),
    });
    Entity::insert_many(rows).exec(&tx).await?;
    let letter = Letter::ViewingOffered {
        title: viewing.listing_title.clone(),
        viewing_id: id,
        slots,
    };
    notice::tell(backend, &tx, viewing.tenant, &letter).await?;
    finish(backend, tx, actor, id, "viewing.offer").await
}

/// The tenant takes one of the times; both get the address. Refused: `slot-past`, `choice` (no such time).
pub async fn choose(backend: &Backend, actor: &Actor, id: ViewingId, no: i32) -> Result<(), DeedError> {
    let tx = backend.database().begin().await?;
    let (viewing, _, status) = acted_on(&tx, actor, id, ViewingAction::Choose).await?;
    let slot = viewing
        .slots
        .iter()
        .find(|slot| slot.no == no)
        .ok_or(DeedError::Refused(Code::new("choice")))?;
    if slot.starts_at <= backend.now() {
        return Err(DeedError::Refused(Code::new("slot-past")));
    }
    write(&tx, &viewing, status, None, backend.now()).await?;
    mark_chosen(&tx, id, no).await?;
    let letter = Letter::ViewingBooked {
        title: viewing.listing_title.clone(),
        viewing_id: id,
        at: slot.starts_at,
        address: address_of(backend, &tx, viewing.listing)
            .await?
            .ok_or(DeedError::NotFound)?,
    };
    notice::tell(backend, &tx, viewing.tenant, &letter).await?;
    notice::tell(backend, &tx, viewing.landlord, &letter).await?;
    finish(backend, tx, actor, id, "viewing.choose").await
}

/// The landlord can't show the home.
pub async fn decline(backend: &Backend, actor: &Actor, id: ViewingId, reply: String) -> Result<(), DeedError> {
    let tx = backend.database().begin().await?;
    let (viewing, _, status) = acted_on(&tx, actor, id, ViewingAction::Decline).await?;
    write(&tx, &viewing, status, Some(reply), backend.now()).await?;
    let title = viewing.listing_title.clone();
    notice::tell(backend, &tx, viewing.tenant, &Letter::ViewingDeclined { title }).await?;
    finish(backend, tx, actor, id, "viewing.decline").await
}

/// Either side calls it off; the other one is told, so that nobody waits at the door.
pub async fn cancel(backend: &Backend, actor: &Actor, id: ViewingId) -> Result<(), DeedError> {
    let tx = backend.database().begin().await?;
    let (viewing, party, status) = acted_on(&tx, actor, id, ViewingAction::Cancel).await?;
    write(&tx, &viewing, status, None, backend.now()).await?;
    let letter = Letter::ViewingCancelled {
        title: viewing.listing_title.clone(),
        viewing_id: id,
    };
    notice::tell(backend, &tx, other_side(&viewing, party), &letter).await?;
    finish(backend, tx, actor, id, "viewing.cancel").await
}

fn other_side(viewing: &Viewing, party: ViewingParty) -> domain::id::AccountId {
    match party {
        ViewingParty::Tenant => viewing.landlord,
        ViewingParty::Landlord => viewing.tenant,
    }
}

async fn mark_chosen(tx: &impl ConnectionTrait, id: ViewingId, no: i32) -> Result<(), DeedError> {
    use entity::viewing_slot::{Column, Entity};
    Entity::update_many()
        .col_expr(Column::Chosen, Expr::value(true))
        .filter(Column::ViewingId.eq(Uuid::from(id)))
        .filter(Column::No.eq(no))
        .exec(tx)
        .await?;
    Ok(())
}

async fn finish(
    backend: &Backend,
    tx: DatabaseTransaction,
    actor: &Actor,
    id: ViewingId,
    action: &'static str,
) -> Result<(), DeedError> {
    let detail = serde_json::json!({});
    audit::record(backend, &tx, Some(actor.id), action, "viewing", Some(id.into()), detail).await?;
    tx.commit().await?;
    backend.wake().notify_waiters();
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{both, listing, test_support::people, viewing};
    use domain::{
        listing::ListingAction,
        viewing::{ViewingStatus, ViewingWish},
    };
    use sea_orm::QueryOrder;

    fn wish() -> ViewingWish {
        ViewingWish::parse("两个人住,想周末看房", "周六下午").unwrap()
    }

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    async fn letters(backend: &Backend, to: &Actor) -> Vec<String> {
        let rows = entity::notice::Entity::find()
            .filter(entity::notice::Column::AccountId.eq(Uuid::from(to.id)))
            .filter(entity::notice::Column::Template.starts_with("viewing"))
            .order_by_asc(entity::notice::Column::Id)
            .all(backend.database().reader())
            .await
            .unwrap();
        rows.into_iter().map(|row| row.template).collect()
    }

    both! {
        async fn asked_offered_booked_and_both_are_told(bench: &Bench) {
            let backend = &bench.backend;
            let landlord = people::citizen(backend, "landlord@example.cn").await;
            let tenant = people::citizen(backend, "tenant@example.cn").await;
            let coordinator = people::coordinator(backend, "desk@example.cn", &["350404"]).await;
            let (_, listing) = people::published(backend, &landlord, &coordinator, "502").await;
            let id = viewing::ask(backend, &tenant, listing, wish()).await.unwrap();
            assert_eq!(viewing::ask(backend, &tenant, listing, wish()).await.unwrap(), id, "the same wish");

            let slots = vec![at("2026-11-28T06:00:00Z"), at("2026-11-29T06:00:00Z")];
            let not_yours = offer(backend, &tenant, id, slots.clone(), String::new()).await;
            assert!(matches!(not_yours, Err(DeedError::Stale)));
            offer(backend, &landlord, id, slots.clone(), String::new()).await.unwrap();
            offer(backend, &landlord, id, vec![slots[1]], "周日可以".into()).await.unwrap();
            let gone = choose(backend, &tenant, id, 2).await;
            assert!(matches!(gone, Err(DeedError::Refused(code)) if code.code == "choice"));
            let (offered, _) = viewing::find_own(backend, &tenant, id).await.unwrap().unwrap();
            let sides = viewing::sides(backend, &offered).await.unwrap();
            assert_eq!((sides.address, sides.tenant_name.as_str(), sides.landlord_name.as_str()), (None, "林**", "林**"));
            choose(backend, &tenant, id, 1).await.unwrap();

            let (booked, party) = viewing::find_own(backend, &landlord, id).await.unwrap().unwrap();
            assert_eq!((booked.status, party), (ViewingStatus::Booked, ViewingParty::Landlord));
            assert_eq!((booked.booked(), booked.reply.as_str()), (Some(slots[1]), "周日可以"));
            let sides = viewing::sides(backend, &booked).await.unwrap();
            assert_eq!((sides.tenant_name.as_str(), sides.landlord_name.as_str()), ("林小溪", "林小溪"));
            let address = sides.address.unwrap();
            assert!(address.contains("502室"), "{address}");
            assert_eq!(letters(backend, &landlord).await, ["viewing-asked", "viewing-booked"]);
            assert_eq!(letters(backend, &tenant).await, ["viewing-offered", "viewing-offered", "viewing-booked"]);

            cancel(backend, &tenant, id).await.unwrap();
            assert!(matches!(cancel(backend, &tenant, id).await, Err(DeedError::Stale)));
            assert_eq!(letters(backend, &landlord).await.last().unwrap(), "viewing-cancelled");
            assert_ne!(viewing::ask(backend, &tenant, listing, wish()).await.unwrap(), id, "a new wish");
        }

        async fn a_viewing_is_its_two_sides_alone(bench: &Bench) {
            let backend = &bench.backend;
            let landlord = people::citizen(backend, "landlord@example.cn").await;
            let tenant = people::citizen(backend, "tenant@example.cn").await;
            let stranger = people::citizen(backend, "stranger@example.cn").await;
            let coordinator = people::coordinator(backend, "desk@example.cn", &["350404"]).await;
            let (_, listing) = people::published(backend, &landlord, &coordinator, "502").await;
            let own = viewing::ask(backend, &landlord, listing, wish()).await;
            assert!(matches!(own, Err(DeedError::Refused(code)) if code.code == "own-listing"));
            let id = viewing::ask(backend, &tenant, listing, wish()).await.unwrap();
            assert!(viewing::find_own(backend, &stranger, id).await.unwrap().is_none());
            assert!(matches!(cancel(backend, &stranger, id).await, Err(DeedError::NotFound)));
            decline(backend, &landlord, id, "已经租出".into()).await.unwrap();
            assert_eq!(letters(backend, &tenant).await, ["viewing-declined"]);
            assert_eq!(viewing::of_account(backend, tenant.id).await.unwrap().len(), 1);
            assert!(viewing::of_account(backend, stranger.id).await.unwrap().is_empty());

            listing::change(backend, &landlord, listing, ListingAction::Pause).await.unwrap();
            let hidden = viewing::ask(backend, &stranger, listing, wish()).await;
            assert!(matches!(hidden, Err(DeedError::NotFound)));
        }

        async fn a_time_that_has_passed_can_not_be_chosen(bench: &Bench) {
            let backend = &bench.backend;
            let landlord = people::citizen(backend, "landlord@example.cn").await;
            let tenant = people::citizen(backend, "tenant@example.cn").await;
            let coordinator = people::coordinator(backend, "desk@example.cn", &["350404"]).await;
            let (_, listing) = people::published(backend, &landlord, &coordinator, "502").await;
            let id = viewing::ask(backend, &tenant, listing, wish()).await.unwrap();
            offer(backend, &landlord, id, vec![backend.now()], String::new()).await.unwrap();
            let late = choose(backend, &tenant, id, 1).await;
            assert!(matches!(late, Err(DeedError::Refused(code)) if code.code == "slot-past"));
        }
    }
}
