//! What follows a request: times offered, one chosen, declined, cancelled.

use super::{Viewing, acting, address_of, write};
use crate::{Backend, Deed, DeedError, deed::Record, entity, mail::Letter};
use domain::{
    access::{Actor, Permit},
    form::Code,
    id::{AccountId, ViewingId},
    viewing::{ViewingAction, ViewingParty},
};
use jiff::Timestamp;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, sea_query::Expr};
use uuid::Uuid;

/// The landlord offers times; they replace those offered before.
pub async fn offer(
    backend: &Backend,
    actor: &Actor,
    id: ViewingId,
    slots: Vec<Timestamp>,
    reply: String,
) -> Result<(), DeedError> {
    let (slots, reply) = (&slots, &reply);
    backend
        .deed(async |deed| {
            let acting = acting(&deed.tx, actor, id, ViewingAction::Offer).await?;
            write(&deed.tx, &acting.viewing, acting.status, Some(reply), deed.now).await?;
            replace_slots(&deed.tx, id, slots).await?;
            let letter = Letter::ViewingOffered {
                title: acting.viewing.listing_title,
                viewing_id: id,
                slots: slots.clone(),
            };
            deed.tell(acting.viewing.tenant, &letter).await?;
            finish(deed, acting.permit, id).await
        })
        .await
}

async fn replace_slots(tx: &impl ConnectionTrait, id: ViewingId, slots: &[Timestamp]) -> Result<(), DeedError> {
    use entity::viewing_slot::{ActiveModel, Column, Entity};
    Entity::delete_many()
        .filter(Column::ViewingId.eq(Uuid::from(id)))
        .exec(tx)
        .await?;
    let rows = (1..).zip(slots).map(|(no, slot)| ActiveModel {
        viewing_id: Set(id.into()),
        no: Set(no),
        starts_at: Set(slot.as_millisecond()),
        chosen: Set(false),
    });
    Entity::insert_many(rows).exec(tx).await?;
    Ok(())
}

/// The tenant takes one of the times; both get the address. Refused: `slot-past`, `slot-replaced` (it is not among those
/// that are offered, or not any more).
pub async fn choose(backend: &Backend, actor: &Actor, id: ViewingId, starts_at: Timestamp) -> Result<(), DeedError> {
    backend
        .deed(async |deed| {
            let acting = acting(&deed.tx, actor, id, ViewingAction::Choose).await?;
            let viewing = &acting.viewing;
            write(&deed.tx, viewing, acting.status, None, deed.now).await?;
            mark_chosen(&deed.tx, id, starts_at).await?;
            if starts_at <= deed.now {
                return Err(DeedError::Refused(Code::new("slot-past")));
            }
            let letter = Letter::ViewingBooked {
                title: viewing.listing_title.clone(),
                viewing_id: id,
                at: starts_at,
                address: address_of(backend, &deed.tx, viewing.listing)
                    .await?
                    .ok_or(DeedError::NotFound)?,
            };
            deed.tell(viewing.tenant, &letter).await?;
            deed.tell(viewing.landlord, &letter).await?;
            finish(deed, acting.permit, id).await
        })
        .await
}

/// The landlord can't show the home.
pub async fn decline(backend: &Backend, actor: &Actor, id: ViewingId, reply: String) -> Result<(), DeedError> {
    let reply = &reply;
    backend
        .deed(async |deed| {
            let acting = acting(&deed.tx, actor, id, ViewingAction::Decline).await?;
            write(&deed.tx, &acting.viewing, acting.status, Some(reply), deed.now).await?;
            let title = acting.viewing.listing_title;
            deed.tell(acting.viewing.tenant, &Letter::ViewingDeclined { title })
                .await?;
            finish(deed, acting.permit, id).await
        })
        .await
}

/// Either side calls it off; the other one is told, so that nobody waits at the door.
pub async fn cancel(backend: &Backend, actor: &Actor, id: ViewingId) -> Result<(), DeedError> {
    backend
        .deed(async |deed| {
            let acting = acting(&deed.tx, actor, id, ViewingAction::Cancel).await?;
            write(&deed.tx, &acting.viewing, acting.status, None, deed.now).await?;
            let letter = Letter::ViewingCancelled {
                title: acting.viewing.listing_title.clone(),
                viewing_id: id,
            };
            deed.tell(other_side(&acting.viewing, acting.party), &letter).await?;
            finish(deed, acting.permit, id).await
        })
        .await
}

fn other_side(viewing: &Viewing, party: ViewingParty) -> AccountId {
    match party {
        ViewingParty::Tenant => viewing.landlord,
        ViewingParty::Landlord => viewing.tenant,
    }
}

/// Takes a time, if it is offered now: others may have been since the tenant looked.
async fn mark_chosen(tx: &impl ConnectionTrait, id: ViewingId, starts_at: Timestamp) -> Result<(), DeedError> {
    use entity::viewing_slot::{Column, Entity};
    let taken = Entity::update_many()
        .col_expr(Column::Chosen, Expr::value(true))
        .filter(Column::ViewingId.eq(Uuid::from(id)))
        .filter(Column::StartsAt.eq(starts_at.as_millisecond()))
        .exec(tx)
        .await?;
    match taken.rows_affected {
        0 => Err(DeedError::Refused(Code::new("slot-replaced"))),
        _ => Ok(()),
    }
}

async fn finish(deed: Deed, permit: Permit, id: ViewingId) -> Result<(), DeedError> {
    deed.commit(permit, Record("viewing", id.into()), serde_json::json!({}))
        .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        both, listing,
        test_support::{meet, people, run_into},
        viewing,
    };
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

    /// When the letters say that the viewing is.
    async fn times_told(backend: &Backend) -> Vec<Timestamp> {
        let rows = entity::notice::Entity::find()
            .filter(entity::notice::Column::Template.eq("viewing-booked"))
            .all(backend.database().reader())
            .await
            .unwrap();
        let told = rows.into_iter().map(|row| {
            let params: serde_json::Value = serde_json::from_str(&row.params).unwrap();
            at(params["at"].as_str().unwrap())
        });
        told.collect()
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
            assert!(matches!(not_yours, Err(DeedError::Refused(code)) if code.code == "not-yours"));
            offer(backend, &landlord, id, slots.clone(), String::new()).await.unwrap();
            offer(backend, &landlord, id, vec![slots[1]], "周日可以".into()).await.unwrap();
            let gone = choose(backend, &tenant, id, slots[0]).await;
            assert!(matches!(gone, Err(DeedError::Refused(code)) if code.code == "slot-replaced"));
            let (offered, _) = viewing::find_own(backend, &tenant, id).await.unwrap().unwrap();
            let sides = viewing::sides(backend, &offered).await.unwrap();
            assert_eq!((sides.address, sides.tenant_name.as_str(), sides.landlord_name.as_str()), (None, "林**", "林**"));
            choose(backend, &tenant, id, slots[1]).await.unwrap();

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

        async fn a_time_that_is_replaced_while_it_is_chosen_is_not_booked(bench: &Bench) {
            let backend = &bench.backend;
            let landlord = people::citizen(backend, "landlord@example.cn").await;
            let tenant = people::citizen(backend, "tenant@example.cn").await;
            let coordinator = people::coordinator(backend, "desk@example.cn", &["350404"]).await;
            let (_, listing) = people::published(backend, &landlord, &coordinator, "502").await;
            let id = viewing::ask(backend, &tenant, listing, wish()).await.unwrap();
            let (saturday, sunday) = (at("2026-11-28T06:00:00Z"), at("2026-11-29T06:00:00Z"));
            offer(backend, &landlord, id, vec![saturday], String::new()).await.unwrap();
            let again = offer(backend, &landlord, id, vec![sunday], String::new());
            let (replaced, chosen) = meet(bench, again, choose(backend, &tenant, id, saturday)).await;
            let (viewing, _) = viewing::find_own(backend, &tenant, id).await.unwrap().unwrap();
            match (replaced, chosen) {
                (Ok(()), Err(DeedError::Refused(code))) => {
                    assert_eq!((code.code, viewing.status), ("slot-replaced", ViewingStatus::Offered));
                }
                (Err(DeedError::Stale), Ok(())) => {
                    assert_eq!(viewing.booked(), Some(saturday));
                    assert_eq!(times_told(backend).await, [saturday, saturday]);
                }
                other => panic!("{other:?}"),
            }
        }

        async fn a_page_that_shows_times_of_before_books_none_of_those_that_came_since(bench: &Bench) {
            let backend = &bench.backend;
            let landlord = people::citizen(backend, "landlord@example.cn").await;
            let tenant = people::citizen(backend, "tenant@example.cn").await;
            let coordinator = people::coordinator(backend, "desk@example.cn", &["350404"]).await;
            let (_, listing) = people::published(backend, &landlord, &coordinator, "502").await;
            let id = viewing::ask(backend, &tenant, listing, wish()).await.unwrap();
            let (saturday, sunday) = (at("2026-11-28T06:00:00Z"), at("2026-11-29T06:00:00Z"));
            offer(backend, &landlord, id, vec![saturday], String::new()).await.unwrap();
            let tx = backend.database().begin().await.unwrap();
            replace_slots(&tx, id, &[sunday]).await.unwrap();
            let chosen = run_into(bench, tx, choose(backend, &tenant, id, saturday)).await;
            assert!(matches!(chosen, Err(DeedError::Refused(code)) if code.code == "slot-replaced"));
            let (viewing, _) = viewing::find_own(backend, &tenant, id).await.unwrap().unwrap();
            let offered: Vec<_> = viewing.slots.iter().map(|slot| (slot.starts_at, slot.chosen)).collect();
            assert_eq!((viewing.status, offered), (ViewingStatus::Offered, vec![(sunday, false)]));
        }

        async fn a_viewing_that_is_asked_for_twice_at_once_is_one(bench: &Bench) {
            let backend = &bench.backend;
            let landlord = people::citizen(backend, "landlord@example.cn").await;
            let tenant = people::citizen(backend, "tenant@example.cn").await;
            let coordinator = people::coordinator(backend, "desk@example.cn", &["350404"]).await;
            let (_, listing) = people::published(backend, &landlord, &coordinator, "502").await;
            let ask = || viewing::ask(backend, &tenant, listing, wish());
            let (one, other) = meet(bench, ask(), ask()).await;
            assert_eq!(one.unwrap(), other.unwrap());
            assert_eq!(letters(backend, &landlord).await, ["viewing-asked"]);
        }

        async fn a_time_that_has_passed_can_not_be_chosen(bench: &Bench) {
            let backend = &bench.backend;
            let landlord = people::citizen(backend, "landlord@example.cn").await;
            let tenant = people::citizen(backend, "tenant@example.cn").await;
            let coordinator = people::coordinator(backend, "desk@example.cn", &["350404"]).await;
            let (_, listing) = people::published(backend, &landlord, &coordinator, "502").await;
            let id = viewing::ask(backend, &tenant, listing, wish()).await.unwrap();
            offer(backend, &landlord, id, vec![backend.now()], String::new()).await.unwrap();
            let late = choose(backend, &tenant, id, backend.now()).await;
            assert!(matches!(late, Err(DeedError::Refused(code)) if code.code == "slot-past"));
        }
    }
}
