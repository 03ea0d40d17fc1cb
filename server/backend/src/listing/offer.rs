//! The same rooms are offered once: a listing claims them while it is offered. One of the whole house claims every space of
//! it, one of a room that room.

use super::Listing;
use crate::{
    DeedError, Error,
    entity::{offered_space, space},
    error::{OFFERED_SPACE, violates},
};
use domain::{
    form::Code,
    id::{HouseId, ListingId},
    listing::ListingStatus,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

/// Claims the rooms of a listing that is offered from now on, and frees those of one that is not any more. Refused:
/// `listing-twice`.
pub(super) async fn follow(
    tx: &impl ConnectionTrait,
    listing: &Listing,
    status: ListingStatus,
) -> Result<(), DeedError> {
    match (listing.status.is_offered(), status.is_offered()) {
        (false, true) => claim(tx, listing.id, listing.house, listing.terms.space.map(i32::from)).await,
        (true, false) => Ok(release(tx, [listing.id]).await?),
        (true, true) | (false, false) => Ok(()),
    }
}

/// Claims a room, or every space of the house. Refused: `listing-twice`.
async fn claim(
    tx: &impl ConnectionTrait,
    id: ListingId,
    house: HouseId,
    space_no: Option<i32>,
) -> Result<(), DeedError> {
    let mut spaces = space::Entity::find().filter(space::Column::HouseId.eq(Uuid::from(house)));
    if let Some(no) = space_no {
        spaces = spaces.filter(space::Column::No.eq(no));
    }
    // In one order, so that two who claim the same ones don't wait for each other.
    let spaces = spaces.order_by_asc(space::Column::No).all(tx).await?;
    let claims = spaces.into_iter().map(|space| offered_space::ActiveModel {
        house_id: Set(space.house_id),
        space_no: Set(space.no),
        listing_id: Set(id.into()),
    });
    match offered_space::Entity::insert_many(claims)
        .exec_without_returning(tx)
        .await
    {
        Err(error) if violates(&error, &OFFERED_SPACE) => Err(DeedError::Refused(Code::new("listing-twice"))),
        done => Ok(done.map(|_| ())?),
    }
}

/// Frees the rooms of listings that are not offered any more.
pub(crate) async fn release(tx: &impl ConnectionTrait, ids: impl IntoIterator<Item = ListingId>) -> Result<(), Error> {
    offered_space::Entity::delete_many()
        .filter(offered_space::Column::ListingId.is_in(ids.into_iter().map(Uuid::from)))
        .exec(tx)
        .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Backend, both, house, listing,
        test_support::{Bench, meet, people},
    };
    use domain::{
        access::Actor,
        listing::{ListingAction, TypedListing},
    };

    fn room(no: u8) -> TypedListing {
        TypedListing {
            mode: "shared".into(),
            space: no.to_string(),
            area: "15".into(),
            ..people::whole_house()
        }
    }

    async fn draft(backend: &Backend, landlord: &Actor, house: HouseId, typed: &TypedListing) -> ListingId {
        let terms = people::terms(backend, typed);
        listing::create(backend, landlord, house, terms).await.unwrap()
    }

    fn is_twice<T>(result: &Result<T, DeedError>) -> bool {
        matches!(result, Err(DeedError::Refused(code)) if code.code == "listing-twice")
    }

    /// Drafts of one house, sent for review at the same instant; tells of whom it was refused that they offer it twice.
    async fn sent_at_once(bench: &Bench, drafts: [TypedListing; 2]) -> [bool; 2] {
        let backend = &bench.backend;
        let landlord = people::citizen(backend, "landlord@example.cn").await;
        let house = house::register(backend, &landlord, people::new_house("502"))
            .await
            .unwrap();
        let one = draft(backend, &landlord, house, &drafts[0]).await;
        let other = draft(backend, &landlord, house, &drafts[1]).await;
        let submit = |id| listing::submit(backend, &landlord, id);
        let (one, other) = meet(bench, submit(one), submit(other)).await;
        [one, other].map(|sent| {
            assert!(sent.is_ok() || is_twice(&sent), "{sent:?}");
            sent.is_err()
        })
    }

    /// The claims of a listing.
    async fn claimed(backend: &Backend, id: ListingId) -> Vec<i32> {
        let claims = offered_space::Entity::find()
            .filter(offered_space::Column::ListingId.eq(Uuid::from(id)))
            .order_by_asc(offered_space::Column::SpaceNo)
            .all(backend.database().reader())
            .await
            .unwrap();
        claims.into_iter().map(|claim| claim.space_no).collect()
    }

    both! {
        async fn two_listings_of_one_room_sent_at_once_are_one_offer(bench: &Bench) {
            let refused = sent_at_once(bench, [room(1), room(1)]).await;
            assert_ne!(refused[0], refused[1], "{refused:?}");
        }

        async fn a_room_and_its_whole_house_sent_at_once_are_one_offer(bench: &Bench) {
            let refused = sent_at_once(bench, [room(2), people::whole_house()]).await;
            assert_ne!(refused[0], refused[1], "{refused:?}");
        }

        async fn two_rooms_sent_at_once_are_two_offers(bench: &Bench) {
            assert_eq!(sent_at_once(bench, [room(1), room(2)]).await, [false, false]);
        }

        async fn the_same_rooms_are_offered_once(bench: &Bench) {
            let backend = &bench.backend;
            let landlord = people::citizen(backend, "landlord@example.cn").await;
            let house = house::register(backend, &landlord, people::new_house("502")).await.unwrap();
            let mut drafts = Vec::new();
            for typed in [room(1), room(2), room(1), people::whole_house()] {
                drafts.push(draft(backend, &landlord, house, &typed).await);
            }
            listing::submit(backend, &landlord, drafts[0]).await.unwrap();
            listing::submit(backend, &landlord, drafts[1]).await.unwrap();
            for taken in &drafts[2..] {
                assert!(is_twice(&listing::submit(backend, &landlord, *taken).await));
            }
            for id in &drafts[..2] {
                listing::change(backend, &landlord, *id, ListingAction::Withdraw).await.unwrap();
            }
            listing::submit(backend, &landlord, drafts[3]).await.unwrap();
        }

        async fn a_listing_has_its_rooms_as_long_as_it_is_offered(bench: &Bench) {
            let backend = &bench.backend;
            let landlord = people::citizen(backend, "landlord@example.cn").await;
            let coordinator = people::coordinator(backend, "desk@example.cn", &["350404"]).await;
            let (_, id) = people::published(backend, &landlord, &coordinator, "502").await;
            let every = claimed(backend, id).await;
            assert!(every.len() > 2, "{every:?}");
            for action in [ListingAction::Reconfirm, ListingAction::Pause, ListingAction::Resume] {
                listing::change(backend, &landlord, id, action).await.unwrap();
                assert_eq!(claimed(backend, id).await, every, "{action}");
            }
            listing::change(backend, &landlord, id, ListingAction::Revise).await.unwrap();
            assert_eq!(claimed(backend, id).await, [0; 0]);
        }

        /// Whatever the program has forgotten to ask.
        async fn the_database_itself_refuses_a_second_offer_of_a_room(bench: &Bench) {
            let backend = &bench.backend;
            let landlord = people::citizen(backend, "landlord@example.cn").await;
            let coordinator = people::coordinator(backend, "desk@example.cn", &["350404"]).await;
            let (house, _) = people::published(backend, &landlord, &coordinator, "502").await;
            let other = draft(backend, &landlord, house, &room(1)).await;
            let claim = |space_no| {
                let row = offered_space::ActiveModel {
                    house_id: Set(house.into()),
                    space_no: Set(space_no),
                    listing_id: Set(other.into()),
                };
                offered_space::Entity::insert(row).exec_without_returning(backend.database().writer())
            };
            let second = claim(1).await.unwrap_err();
            assert!(violates(&second, &OFFERED_SPACE), "{second:?}");
            assert!(claim(99).await.is_err(), "no such space");
        }
    }
}
