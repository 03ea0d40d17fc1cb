//! What a landlord does with a listing once it is drafted: send it for review, pause, resume, reconfirm, revise, withdraw.

use super::{Listing, changed, freshness, next, own_in, right_to, write};
use crate::{
    Backend, Deed, DeedError,
    deed::Record,
    entity, house,
    saved_search::{self, News},
};
use domain::{
    access::{Actor, Permit},
    form::Code,
    id::ListingId,
    listing::{ListingAction, ListingParty, room_to_let},
    space::LettingMode,
};
use sea_orm::{ConnectionTrait, sea_query::Expr};

/// Sends a draft for review. Refused: `listing-twice` (the same rooms are already offered), `space-not-lettable`.
pub async fn submit(backend: &Backend, actor: &Actor, id: ListingId) -> Result<(), DeedError> {
    change(backend, actor, id, ListingAction::Submit).await
}

/// Does what the table of actions allows a landlord. `Edit` carries terms and is [`super::update`]'s. Refused:
/// `listing-twice`, where it is offered again and its rooms are by now.
pub async fn change(backend: &Backend, actor: &Actor, id: ListingId, action: ListingAction) -> Result<(), DeedError> {
    backend
        .deed(async |deed| {
            let (listing, permit) = own_in(&deed.tx, actor, id, right_to(action)).await?;
            act(deed, permit, &listing, action).await
        })
        .await
}

/// [`change`], by whatever right.
pub(super) async fn act(deed: Deed, permit: Permit, listing: &Listing, action: ListingAction) -> Result<(), DeedError> {
    use entity::listing::Column;
    let (backend, tx, now) = (deed.backend(), &deed.tx, deed.now);
    let status = next(listing, ListingParty::Landlord, action)?;
    let at = || Expr::value(now.as_millisecond());
    let columns = match action {
        ListingAction::Submit => {
            check_space(backend, tx, listing).await?;
            vec![
                (Column::SubmittedAt, at()),
                (Column::ReturnedReason, Expr::value(None::<String>)),
            ]
        }
        ListingAction::Resume | ListingAction::Reconfirm => {
            freshness::watch(&deed, listing.id, now).await?;
            vec![(Column::ConfirmedAt, at())]
        }
        ListingAction::Pause | ListingAction::Withdraw | ListingAction::Revise => Vec::new(),
        ListingAction::Edit
        | ListingAction::Publish
        | ListingAction::Return
        | ListingAction::Expire
        | ListingAction::Refresh => return Err(DeedError::Stale),
    };
    write(tx, listing, status, now, columns).await?;
    changed(tx, listing.id, now).await?;
    if status.is_public() && !listing.status.is_public() {
        saved_search::hear(backend, tx, [News::online(listing.id)]).await?;
    }
    let detail = serde_json::json!({ "from": listing.status, "to": status });
    deed.commit(permit, Record("listing", listing.id.into()), detail)
        .await?;
    Ok(())
}

/// The room must be one that may be let on its own (住房租赁条例 art. 7).
pub(super) async fn check_space(
    backend: &Backend,
    tx: &impl ConnectionTrait,
    listing: &Listing,
) -> Result<(), DeedError> {
    let house = house::find(backend, tx, listing.house)
        .await?
        .ok_or(DeedError::NotFound)?;
    match (listing.terms.mode, listing.terms.space) {
        (LettingMode::Whole, None) => Ok(()),
        (LettingMode::Shared, Some(no)) => room_to_let(&no.to_string(), &house.spaces)
            .map(|_| ())
            .map_err(DeedError::Refused),
        _ => Err(DeedError::Refused(Code::new("space-not-lettable"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        both, listing,
        test_support::{meet, people},
    };
    use domain::listing::ListingStatus;
    use sea_orm::{EntityTrait, QueryOrder};
    use uuid::Uuid;

    async fn changes(backend: &Backend) -> Vec<Uuid> {
        let rows = entity::index_change::Entity::find()
            .order_by_asc(entity::index_change::Column::Seq)
            .all(backend.database().reader())
            .await
            .unwrap();
        rows.into_iter().map(|row| row.listing_id).collect()
    }

    both! {
        async fn a_listing_that_is_sent_twice_at_once_is_sent_once(bench: &Bench) {
            let backend = &bench.backend;
            let landlord = people::citizen(backend, "landlord@example.cn").await;
            let house = crate::house::register(backend, &landlord, people::new_house("502")).await.unwrap();
            let terms = people::terms(backend, &people::whole_house());
            let id = listing::create(backend, &landlord, house, terms).await.unwrap();
            let (one, other) = meet(bench, submit(backend, &landlord, id), submit(backend, &landlord, id)).await;
            assert!(matches!((&one, &other), (Ok(()), Err(DeedError::Stale)) | (Err(DeedError::Stale), Ok(()))), "{one:?} {other:?}");
            assert_eq!(listing::find(backend, id).await.unwrap().unwrap().version, 2);
        }

        async fn a_draft_is_saved_in_the_version_that_was_edited(bench: &Bench) {
            let backend = &bench.backend;
            let landlord = people::citizen(backend, "landlord@example.cn").await;
            let house = crate::house::register(backend, &landlord, people::new_house("502")).await.unwrap();
            let terms = people::terms(backend, &people::whole_house());
            let id = listing::create(backend, &landlord, house, terms.clone()).await.unwrap();
            let mut dearer = terms.clone();
            dearer.rent = "1500".parse::<u32>().unwrap().try_into().unwrap();
            listing::update(backend, &landlord, id, 1, dearer.clone()).await.unwrap();
            let again = listing::update(backend, &landlord, id, 1, terms).await;
            assert!(matches!(again, Err(DeedError::Stale)));
            let saved = listing::find_own(backend, &landlord, id).await.unwrap().unwrap();
            assert_eq!((saved.terms, saved.version, saved.status), (dearer, 2, ListingStatus::Draft));
            assert_eq!(saved.place, "列东街道 · 江滨新村");
            let stranger = people::citizen(backend, "stranger@example.cn").await;
            assert!(listing::find_own(backend, &stranger, id).await.unwrap().is_none());
            let theirs = change(backend, &stranger, id, ListingAction::Withdraw).await;
            assert!(matches!(theirs, Err(DeedError::NotFound)));
        }

        async fn every_change_of_state_reaches_the_search(bench: &Bench) {
            let backend = &bench.backend;
            let landlord = people::citizen(backend, "landlord@example.cn").await;
            let coordinator = people::coordinator(backend, "desk@example.cn", &["350404"]).await;
            let (_, id) = people::published(backend, &landlord, &coordinator, "502").await;
            let before = changes(backend).await.len();
            for action in [ListingAction::Pause, ListingAction::Resume, ListingAction::Reconfirm, ListingAction::Revise] {
                change(backend, &landlord, id, action).await.unwrap();
            }
            let twice = change(backend, &landlord, id, ListingAction::Pause).await;
            assert!(matches!(twice, Err(DeedError::Stale)));
            let seen = changes(backend).await;
            assert_eq!(seen.len() - before, 4);
            assert!(seen.iter().all(|listing| *listing == Uuid::from(id)));
            let listing = listing::find(backend, id).await.unwrap().unwrap();
            assert_eq!(listing.status, ListingStatus::Draft);
        }
    }
}
