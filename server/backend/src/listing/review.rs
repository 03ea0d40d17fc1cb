//! A coordinator reviews a listing and its house: published, or sent back with a reason.

use super::{Listing, change::check_space, changed, find_in, freshness, next, public_point, write};
use crate::{
    Backend, Deed, DeedError, Error, account,
    deed::Record,
    entity,
    house::{self, House},
    mail::Letter,
    saved_search::{self, News},
};
use domain::{
    access::{Action, Actor, Permit, Side, Subject, may},
    form::Code,
    geo::Gcj02Point,
    id::{HouseId, ListingId},
    listing::{ListingAction, ListingParty, ListingStatus},
    time,
};
use jiff::Timestamp;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr,
};
use uuid::Uuid;

/// All that a coordinator needs to decide.
#[derive(Clone, Debug)]
pub struct Review {
    pub listing: Listing,
    pub house: House,
    pub landlord: account::Profile,
    /// Other records of the same door.
    pub duplicates: Vec<House>,
    /// Whether the deposit is above the centre's threshold, in months of rent.
    pub high_deposit: Option<u32>,
}

/// What the coordinator says to have checked. What a program can check is checked anyway.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReviewChecks {
    /// The papers show this landlord, this house and this use.
    pub title: bool,
    /// Other records of the same door were looked into; asked for only where there are some.
    pub duplicates: bool,
}

/// A line of the queue.
#[derive(Clone, Debug)]
pub struct Waiting {
    pub id: ListingId,
    pub title: String,
    pub place: String,
    pub rent_yuan: u32,
    pub since: Timestamp,
}

/// What waits for review in the coordinator's areas, the oldest first, at most `limit`; and how many there are.
pub async fn waiting(backend: &Backend, actor: &Actor, limit: u64) -> Result<(Vec<Waiting>, u64), Error> {
    use entity::listing::{Column, Entity};
    let db = backend.database().reader();
    let query = Entity::find()
        .filter(Column::Status.eq(ListingStatus::InReview.code()))
        .filter(house::is_within(actor, Column::HouseId));
    let total = query.clone().count(db).await?;
    let rows = query
        .order_by_asc(Column::SubmittedAt)
        .order_by_asc(Column::Id)
        .limit(limit)
        .all(db)
        .await?;
    let lines = rows
        .into_iter()
        .map(|row| {
            let corrupt = |column| Error::corrupt("listing", column, row.id);
            Ok(Waiting {
                id: row.id.into(),
                rent_yuan: u32::try_from(row.rent_yuan).map_err(|_| corrupt("rent_yuan"))?,
                since: time::from_millis(row.submitted_at.unwrap_or(row.updated_at))
                    .ok_or_else(|| corrupt("submitted_at"))?,
                place: format!("{} · {}", row.street, row.estate),
                title: row.title,
            })
        })
        .collect::<Result<_, Error>>()?;
    Ok((lines, total))
}

/// The listing with its house, for a coordinator of its area; for everybody else it does not exist.
pub async fn review(backend: &Backend, actor: &Actor, id: ListingId) -> Result<Option<Review>, Error> {
    let db = backend.database().reader();
    let Some(listing) = find_in(db, id).await? else {
        return Ok(None);
    };
    let Some(house) = house::find(backend, db, listing.house).await? else {
        return Ok(None);
    };
    // Nobody reviews a listing of their own, so nobody is shown the page either.
    if may(actor, Action::PublishListing, &subject(&listing, &house)).is_err() {
        return Ok(None);
    }
    let Some(landlord) = account::profile(backend, listing.landlord).await? else {
        return Ok(None);
    };
    let months = crate::parameter::current(backend).await?.deposit_warn_months;
    Ok(Some(Review {
        duplicates: house::duplicates(backend, &house).await?,
        high_deposit: listing.terms.deposit_exceeds(months).then_some(months),
        landlord,
        house,
        listing,
    }))
}

fn subject(listing: &Listing, house: &House) -> Subject {
    Subject::at(house.address.community).with(Side::Landlord, listing.landlord)
}

/// Publishes a listing; its house counts as verified from now on.
///
/// Refused: `review-title`, `review-duplicates` (not checked), `space-not-lettable`, `own-work`.
pub async fn publish(backend: &Backend, actor: &Actor, id: ListingId, checks: ReviewChecks) -> Result<(), DeedError> {
    backend
        .deed(async |deed| {
            let (listing, house, permit) = under_review(&deed, actor, id, Action::PublishListing).await?;
            let status = next(&listing, ListingParty::Coordinator, ListingAction::Publish)?;
            if !checks.title {
                return Err(DeedError::Refused(Code::new("review-title")));
            }
            if !checks.duplicates && has_duplicates(&deed.tx, &house).await? {
                return Err(DeedError::Refused(Code::new("review-duplicates")));
            }
            check_space(backend, &deed.tx, &listing).await?;
            put_online(&deed, &listing, &house, status).await?;
            verify_house(&deed.tx, actor, house.id, deed.now).await?;
            let letter = Letter::ListingPublished {
                title: listing.terms.title.clone(),
                listing_id: id,
            };
            deed.tell(listing.landlord, &letter).await?;
            let detail = serde_json::json!({ "house": house.id });
            deed.commit(permit, Record("listing", id.into()), detail).await?;
            Ok(())
        })
        .await
}

async fn put_online(deed: &Deed, listing: &Listing, house: &House, status: ListingStatus) -> Result<(), DeedError> {
    use entity::listing::Column;
    let (id, now) = (listing.id, deed.now);
    let at = || Expr::value(now.as_millisecond());
    let point = public_point(house);
    let columns = [
        (Column::Verified, Expr::value(true)),
        (Column::PublishedAt, at()),
        (Column::ConfirmedAt, at()),
        (Column::ReturnedReason, Expr::value(None::<String>)),
        (Column::LatE6, Expr::value(point.map(Gcj02Point::latitude_e6))),
        (Column::LngE6, Expr::value(point.map(Gcj02Point::longitude_e6))),
    ];
    write(&deed.tx, listing, status, now, columns).await?;
    changed(&deed.tx, id, now).await?;
    saved_search::hear(deed.backend(), &deed.tx, [News::online(id)]).await?;
    freshness::watch(deed, id, now).await?;
    Ok(())
}

/// Sends a listing back to its landlord with what is to be changed; a published one is taken down by it.
pub async fn send_back(backend: &Backend, actor: &Actor, id: ListingId, reason: String) -> Result<(), DeedError> {
    let reason = &reason;
    backend
        .deed(async |deed| {
            let (listing, _, permit) = under_review(&deed, actor, id, Action::ReturnListing).await?;
            let status = next(&listing, ListingParty::Coordinator, ListingAction::Return)?;
            let columns = [(entity::listing::Column::ReturnedReason, Expr::value(reason.clone()))];
            write(&deed.tx, &listing, status, deed.now, columns).await?;
            changed(&deed.tx, id, deed.now).await?;
            let letter = Letter::ListingReturned {
                title: listing.terms.title.clone(),
                listing_id: id,
                reason: reason.clone(),
            };
            deed.tell(listing.landlord, &letter).await?;
            let detail = serde_json::json!({ "from": listing.status });
            deed.commit(permit, Record("listing", id.into()), detail).await?;
            Ok(())
        })
        .await
}

async fn under_review(
    deed: &Deed,
    actor: &Actor,
    id: ListingId,
    action: Action,
) -> Result<(Listing, House, Permit), DeedError> {
    let listing = find_in(&deed.tx, id).await?.ok_or(DeedError::NotFound)?;
    let house = house::find(deed.backend(), &deed.tx, listing.house)
        .await?
        .ok_or(DeedError::NotFound)?;
    let permit = may(actor, action, &subject(&listing, &house))?;
    Ok((listing, house, permit))
}

async fn has_duplicates(tx: &impl ConnectionTrait, house: &House) -> Result<bool, DeedError> {
    use entity::house::{Column, Entity};
    let others = Entity::find()
        .filter(Column::DoorId.eq(Uuid::from(house.door)))
        .filter(Column::Id.ne(Uuid::from(house.id)))
        .count(tx)
        .await?;
    Ok(others > 0)
}

/// The first check counts; later listings of the house don't change who made it.
async fn verify_house(tx: &impl ConnectionTrait, actor: &Actor, id: HouseId, now: Timestamp) -> Result<(), DeedError> {
    use entity::house::{Column, Entity};
    Entity::update_many()
        .col_expr(Column::VerifiedAt, Expr::value(now.as_millisecond()))
        .col_expr(Column::VerifiedBy, Expr::value(Uuid::from(actor.id)))
        .col_expr(Column::UpdatedAt, Expr::value(now.as_millisecond()))
        .filter(Column::Id.eq(Uuid::from(id)))
        .filter(Column::VerifiedAt.is_null())
        .exec(tx)
        .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{both, listing, test_support::people};

    const CHECKED: ReviewChecks = ReviewChecks {
        title: true,
        duplicates: true,
    };

    async fn sent(backend: &Backend, landlord: &Actor, room: &str) -> (HouseId, ListingId) {
        let house = house::register(backend, landlord, people::new_house(room))
            .await
            .unwrap();
        let terms = people::terms(backend, &people::whole_house());
        let id = listing::create(backend, landlord, house, terms).await.unwrap();
        listing::submit(backend, landlord, id).await.unwrap();
        (house, id)
    }

    async fn letters(backend: &Backend) -> Vec<String> {
        let rows = entity::notice::Entity::find()
            .order_by_asc(entity::notice::Column::Id)
            .all(backend.database().reader())
            .await
            .unwrap();
        rows.into_iter().map(|row| row.template).collect()
    }

    both! {
        async fn a_listing_is_published_with_its_house_verified(bench: &Bench) {
            let backend = &bench.backend;
            let landlord = people::citizen(backend, "landlord@example.cn").await;
            let coordinator = people::coordinator(backend, "desk@example.cn", &["350404001"]).await;
            let (house, id) = sent(backend, &landlord, "502").await;
            let (lines, total) = waiting(backend, &coordinator, 10).await.unwrap();
            assert_eq!((lines.len(), total, lines[0].id), (1, 1, id));

            let unchecked = publish(backend, &coordinator, id, ReviewChecks::default()).await;
            assert!(matches!(unchecked, Err(DeedError::Refused(code)) if code.code == "review-title"));
            publish(backend, &coordinator, id, CHECKED).await.unwrap();
            let published = listing::find(backend, id).await.unwrap().unwrap();
            assert_eq!((published.status, published.verified), (ListingStatus::Published, true));
            assert_eq!(published.published_at, Some(backend.now()));
            let house = house::find_own(backend, &landlord, house).await.unwrap().unwrap();
            assert_eq!(house.verified_at, Some(backend.now()));
            assert_eq!(waiting(backend, &coordinator, 10).await.unwrap().1, 0);
            assert_eq!(letters(backend).await, ["listing-published"]);
            let twice = publish(backend, &coordinator, id, CHECKED).await;
            assert!(matches!(twice, Err(DeedError::Stale)));
        }

        async fn only_a_coordinator_of_the_area_reviews_and_never_an_own_listing(bench: &Bench) {
            let backend = &bench.backend;
            let landlord = people::citizen(backend, "landlord@example.cn").await;
            let elsewhere = people::coordinator(backend, "yongan@example.cn", &["350481"]).await;
            let (_, id) = sent(backend, &landlord, "502").await;
            for (actor, sees) in [(&landlord, true), (&elsewhere, false)] {
                assert!(review(backend, actor, id).await.unwrap().is_none());
                assert_eq!(waiting(backend, actor, 10).await.unwrap().1, 0);
                let published = publish(backend, actor, id, CHECKED).await;
                let back = send_back(backend, actor, id, "照片与房屋不符".into()).await;
                for done in [published, back] {
                    match done {
                        Err(DeedError::Refused(code)) => assert!(sees && code.code == "not-yours", "{code}"),
                        other => assert!(!sees && matches!(other, Err(DeedError::NotFound)), "{other:?}"),
                    }
                }
            }
            let coordinator = people::coordinator(backend, "desk@example.cn", &["350404"]).await;
            let (_, own) = sent(backend, &coordinator, "503").await;
            assert!(review(backend, &coordinator, own).await.unwrap().is_none());
            let published = publish(backend, &coordinator, own, CHECKED).await;
            assert!(matches!(&published, Err(DeedError::Refused(code)) if code.code == "own-work"), "{published:?}");
        }

        async fn another_record_of_the_door_must_be_looked_into(bench: &Bench) {
            let backend = &bench.backend;
            let landlord = people::citizen(backend, "landlord@example.cn").await;
            let other = people::citizen(backend, "other@example.cn").await;
            let coordinator = people::coordinator(backend, "desk@example.cn", &["350404"]).await;
            let (_, id) = sent(backend, &landlord, "502").await;
            let twin = house::register(backend, &other, people::new_house("502")).await.unwrap();
            let seen = review(backend, &coordinator, id).await.unwrap().unwrap();
            assert_eq!(seen.duplicates.iter().map(|house| house.id).collect::<Vec<_>>(), [twin]);
            let checks = ReviewChecks { title: true, duplicates: false };
            let refused = publish(backend, &coordinator, id, checks).await;
            assert!(matches!(refused, Err(DeedError::Refused(code)) if code.code == "review-duplicates"));
        }

        async fn a_returned_listing_is_a_draft_with_a_reason_until_it_is_sent_again(bench: &Bench) {
            let backend = &bench.backend;
            let landlord = people::citizen(backend, "landlord@example.cn").await;
            let coordinator = people::coordinator(backend, "desk@example.cn", &["35"]).await;
            let (_, id) = sent(backend, &landlord, "502").await;
            send_back(backend, &coordinator, id, "请补充厨房照片".into()).await.unwrap();
            let returned = listing::find(backend, id).await.unwrap().unwrap();
            assert_eq!(returned.status, ListingStatus::Draft);
            assert_eq!(returned.returned_reason.as_deref(), Some("请补充厨房照片"));
            assert_eq!(letters(backend).await, ["listing-returned"]);
            listing::submit(backend, &landlord, id).await.unwrap();
            let again = listing::find(backend, id).await.unwrap().unwrap();
            assert_eq!((again.status, again.returned_reason), (ListingStatus::InReview, None));
        }
    }
}
