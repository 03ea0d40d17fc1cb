//! A tenant applies with the household.

use super::{
    lapse::Lapse,
    step::{community_of, house_of},
};
use crate::{
    Backend, Deed, Error,
    deed::Record,
    entity,
    error::{MATCHING_OPEN, violates},
    mail::Letter,
    number,
};
use domain::{
    access::{Action, Actor, Subject, may},
    area::AreaLevel,
    id::{ListingId, MatchId, OccupantId},
    matching::{Household, MatchStatus, Party},
    money::Yuan,
    registration::NumberKind,
};
use jiff::{SignedDuration, Timestamp};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait, EntityTrait, QuerySelect};
use uuid::Uuid;

#[derive(Clone, Debug)]
pub struct Application {
    pub household: Household,
    /// To the landlord, in the tenant's words; may be empty.
    pub message: String,
}

#[derive(Debug, thiserror::Error)]
pub enum ApplyError {
    /// Unknown, not published, or not the centre's own.
    #[error("no listing to apply for")]
    NotFound,
    #[error("the tenant lets this home")]
    OwnListing,
    /// Staff apply with an account of their own.
    #[error("only citizens apply")]
    NotCitizen,
    #[error("the tenant has applied already")]
    AlreadyApplied,
    #[error(transparent)]
    Backend(#[from] Error),
}

impl From<sea_orm::DbErr> for ApplyError {
    fn from(error: sea_orm::DbErr) -> Self {
        if violates(&error, &MATCHING_OPEN) {
            ApplyError::AlreadyApplied
        } else {
            ApplyError::Backend(error.into())
        }
    }
}

/// What the page of the application says about the listing.
#[derive(Clone, Debug)]
pub struct Target {
    pub title: String,
    /// Street and estate.
    pub place: String,
    pub rent: Yuan,
    /// The asker lets it.
    pub own: bool,
    /// The asker's open application, if there is one.
    pub applied: Option<MatchId>,
}

/// A listing that can be applied for.
pub async fn target(backend: &Backend, actor: &Actor, listing: ListingId) -> Result<Option<Target>, Error> {
    let db = backend.database().reader();
    let Open { row, landlord, .. } = match open_listing(db, listing, Lock::None).await {
        Ok(found) => found,
        Err(ApplyError::Backend(error)) => return Err(error),
        Err(_) => return Ok(None),
    };
    let applied = super::mine(backend, actor)
        .await?
        .into_iter()
        .find(|line| line.listing == listing && line.party == Party::Tenant && line.status.is_open());
    let place = [row.street.as_str(), row.estate.as_str()];
    Ok(Some(Target {
        rent: super::load::yuan(&row)?,
        place: place
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" · "),
        title: row.title,
        own: landlord == Uuid::from(actor.id),
        applied: applied.map(|line| line.id),
    }))
}

/// Applies for a listing; the landlord has so many hours (a parameter) to answer.
pub async fn apply(
    backend: &Backend,
    tenant: &Actor,
    listing: ListingId,
    application: Application,
) -> Result<MatchId, ApplyError> {
    let application = &application;
    backend
        .deed(|deed| async move {
            let permit = may(tenant, Action::Apply, &Subject::nowhere()).map_err(|_| ApplyError::NotCitizen)?;
            let open = open_listing(&deed.tx, listing, Lock::Shared).await?;
            if open.landlord == Uuid::from(tenant.id) {
                return Err(ApplyError::OwnListing);
            }
            let hours = deed.parameters().await?.answer_hours;
            let answer_by = deed.now + SignedDuration::from_hours(i64::from(hours));
            let id = insert(&deed, tenant, &open, application, answer_by).await?;
            let letter = Letter::ApplicationReceived {
                title: open.row.title,
                match_id: id,
                answer_by,
            };
            deed.tell(open.landlord.into(), &letter).await?;
            // One millisecond late: what is due at an instant lapses after it.
            let late = answer_by + SignedDuration::from_millis(1);
            deed.enqueue(&Lapse { matching: id }, late, None).await?;
            let detail = serde_json::json!({ "people": application.household.members().len() });
            deed.commit(permit, Record("match", id.into()), detail).await?;
            Ok(id)
        })
        .await
}

/// A listing that can be applied for.
struct Open {
    row: entity::listing::Model,
    house: Uuid,
    landlord: Uuid,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Lock {
    None,
    /// Whoever lets the home meanwhile waits, and then finds the application to decline.
    Shared,
}

async fn open_listing(tx: &impl ConnectionTrait, id: ListingId, lock: Lock) -> Result<Open, ApplyError> {
    let find = entity::listing::Entity::find_by_id(id);
    let find = match lock {
        Lock::None => find,
        Lock::Shared => find.lock_shared(),
    };
    let row = find.one(tx).await?;
    let row = row.filter(|row| row.status == "published" && row.source == "own");
    let row = row.ok_or(ApplyError::NotFound)?;
    match (row.house_id, row.landlord_id) {
        (Some(house), Some(landlord)) => Ok(Open { row, house, landlord }),
        _ => Err(Error::corrupt("listing", "house_id", id).into()),
    }
}

async fn insert(
    deed: &Deed,
    tenant: &Actor,
    open: &Open,
    application: &Application,
    answer_by: Timestamp,
) -> Result<MatchId, ApplyError> {
    let tx = &deed.tx;
    let community = community_of(&house_of(tx, open.house).await?)?;
    let district = community
        .at(AreaLevel::District)
        .ok_or_else(|| Error::corrupt("house", "community_code", open.house))?;
    let now = deed.now;
    let number = number::next(tx, NumberKind::Match, district, deed.today().year()).await?;
    let id = MatchId::generate();
    entity::matching::ActiveModel {
        id: Set(id.into()),
        number: Set(number.to_string()),
        listing_id: Set(open.row.id),
        house_id: Set(open.house),
        space_no: Set(open.row.space_no),
        tenant_id: Set(tenant.id.into()),
        landlord_id: Set(open.landlord),
        landlord_version_id: Set(None),
        status: Set(MatchStatus::Applied.code().to_owned()),
        message: Set(application.message.clone()),
        closed_reason: Set(None),
        terms: Set(None),
        terms_hash: Set(None),
        tenant_confirmed_at: Set(None),
        landlord_confirmed_at: Set(None),
        details_at: Set(None),
        applied_at: Set(now.as_millisecond()),
        accepted_at: Set(None),
        agreed_at: Set(None),
        answer_due_at: Set(Some(answer_by.as_millisecond())),
        completed_at: Set(None),
        completed_by: Set(None),
        closed_at: Set(None),
        version: Set(1),
    }
    .insert(tx)
    .await?;
    for (no, member) in (1..).zip(application.household.members()) {
        entity::occupant::ActiveModel {
            id: Set(OccupantId::generate().into()),
            match_id: Set(id.into()),
            no: Set(no),
            name: Set(member.name.as_str().to_owned()),
            relation: Set(member.relation.code().to_owned()),
            minor: Set(member.minor),
            local: Set(false),
            ..Default::default()
        }
        .insert(tx)
        .await?;
    }
    Ok(id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{both, job::run_all_due, matching::fixture};
    use domain::{contact::PersonName, matching::TypedMember};
    use sea_orm::PaginatorTrait;

    fn alone(tenant: &Actor) -> Application {
        let spouse = TypedMember {
            name: "赵配偶".into(),
            relation: "spouse".into(),
            minor: false,
        };
        Application {
            household: Household::parse(PersonName::parse(&tenant.name).unwrap(), &[spouse]).unwrap(),
            message: "下月入住".into(),
        }
    }

    both! {
        async fn applying_twice_is_answered_clearly(bench: &Bench) {
            let scene = fixture::scene(bench).await;
            let backend = &bench.backend;
            let id = apply(backend, &scene.tenant, scene.listing, alone(&scene.tenant)).await.unwrap();
            let again = apply(backend, &scene.tenant, scene.listing, alone(&scene.tenant)).await;
            assert!(matches!(again, Err(ApplyError::AlreadyApplied)), "{again:?}");

            let view = crate::matching::load(backend, &scene.landlord, id).await.unwrap().unwrap();
            assert_eq!(view.number, "M-350404-2026-000001");
            assert_eq!(view.occupants.len(), 2);
            let letters = entity::notice::Entity::find().count(backend.database().reader()).await.unwrap();
            assert_eq!(letters, 1, "the refused application told nobody");
        }
    }

    both! {
        async fn of_two_at_the_same_instant_one_applies(bench: &Bench) {
            let scene = fixture::scene(bench).await;
            let go = || apply(&bench.backend, &scene.tenant, scene.listing, alone(&scene.tenant));
            let (a, b) = tokio::join!(go(), go());
            assert_eq!(usize::from(a.is_ok()) + usize::from(b.is_ok()), 1, "{a:?} {b:?}");
        }
    }

    both! {
        async fn only_a_published_home_of_somebody_else(bench: &Bench) {
            let scene = fixture::scene(bench).await;
            let backend = &bench.backend;
            let own = apply(backend, &scene.landlord, scene.listing, alone(&scene.landlord)).await;
            assert!(matches!(own, Err(ApplyError::OwnListing)), "{own:?}");
            let staff = apply(backend, &scene.coordinator, scene.listing, alone(&scene.tenant)).await;
            assert!(matches!(staff, Err(ApplyError::NotCitizen)), "{staff:?}");
            let unknown = apply(backend, &scene.tenant, ListingId::generate(), alone(&scene.tenant)).await;
            assert!(matches!(unknown, Err(ApplyError::NotFound)), "{unknown:?}");

            let mut row: entity::listing::ActiveModel =
                entity::listing::Entity::find_by_id(scene.listing).one(backend.database().reader()).await.unwrap().unwrap().into();
            row.status = Set("paused".into());
            row.update(backend.database().writer()).await.unwrap();
            let paused = apply(backend, &scene.tenant, scene.listing, alone(&scene.tenant)).await;
            assert!(matches!(paused, Err(ApplyError::NotFound)), "{paused:?}");
        }
    }

    both! {
        async fn an_application_that_nobody_answers_lapses(bench: &Bench) {
            let scene = fixture::scene(bench).await;
            let backend = &bench.backend;
            let id = apply(backend, &scene.tenant, scene.listing, alone(&scene.tenant)).await.unwrap();
            let status = async || crate::matching::load(backend, &scene.tenant, id).await.unwrap().unwrap().status;
            bench.clock.advance(72 * 3600);
            run_all_due(backend).await.unwrap();
            assert_eq!(status().await, MatchStatus::Applied, "the last moment is still in time");
            bench.clock.advance(1);
            run_all_due(backend).await.unwrap();
            assert_eq!(status().await, MatchStatus::Lapsed);
            apply(backend, &scene.tenant, scene.listing, alone(&scene.tenant)).await.unwrap();
        }
    }
}
