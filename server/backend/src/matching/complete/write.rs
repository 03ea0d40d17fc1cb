//! Writes a completion, statement by statement. The order matters in two places: the match first, so that whoever comes
//! second learns it from the match; the listings before the rivals, so that whoever applies meanwhile is declined as well.

use super::{CompleteError, Completed, facts::Loaded, rivals};
use crate::{
    Deed, Error, entity,
    lease::{self, Resident, Side, Signed},
    listing,
    mail::Letter,
    notice,
    registration::{self, claim},
    viewing,
};
use domain::{
    access::{Actor, Permit},
    id::{ListingId, MatchId, RegistrationId},
    matching::Completion,
    registration::RegistrationKind,
    time::{format_date, start_of_day},
};
use jiff::Timestamp;
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter,
    sea_query::{Expr, ExprTrait},
};
use std::collections::HashMap;
use uuid::Uuid;

pub(super) async fn everything(
    deed: &Deed<impl ConnectionTrait>,
    permit: &Permit,
    actor: &Actor,
    loaded: &Loaded,
    plan: &Completion,
) -> Result<Completed, CompleteError> {
    close_match(deed, actor, loaded).await?;
    let (lease, residents) = lease::sign(deed, actor.id, &signed(loaded, plan)?).await?;
    let house = house_registration(deed, permit, actor, loaded, plan, lease).await?;
    let (door, home) = (loaded.house.door.into(), loaded.row.house_id);
    if !claim::spaces(&deed.tx, house, (door, home), &plan.claims).await? {
        return Err(CompleteError::UnitTaken);
    }
    residences(deed, permit, actor, loaded, plan, (lease, house), &residents).await?;
    registration::plan_first_visit(deed, house, plan.first_visit_on, actor.id).await?;
    let listings = close_listings(deed, loaded).await?;
    let closed = decline_rivals(deed, loaded).await?;
    viewing::home_let(deed, &listings, loaded.row.tenant_id).await?;
    tell_both(deed, loaded, plan).await?;
    Ok(Completed {
        house_registration: house,
        residences: plan.residences.len(),
        exempt: plan.exempt.len(),
        closed,
    })
}

async fn close_match(deed: &Deed<impl ConnectionTrait>, actor: &Actor, loaded: &Loaded) -> Result<(), CompleteError> {
    use entity::matching::{Column, Entity};
    let closed = Entity::update_many()
        .col_expr(Column::Status, Expr::value("completed"))
        .col_expr(Column::CompletedAt, Expr::value(deed.now.as_millisecond()))
        .col_expr(Column::CompletedBy, Expr::value(Uuid::from(actor.id)))
        .col_expr(Column::Version, Expr::col(Column::Version).add(1))
        .filter(Column::Id.eq(loaded.row.id))
        .filter(Column::Status.eq("agreed"))
        .filter(Column::Version.eq(loaded.row.version))
        .exec(&deed.tx)
        .await?;
    if closed.rows_affected == 1 {
        Ok(())
    } else {
        Err(CompleteError::AlreadyCompleted)
    }
}

/// The lease as both sides confirmed it, with everybody as they were known then.
fn signed(loaded: &Loaded, plan: &Completion) -> Result<Signed, Error> {
    let corrupt = |column| Error::corrupt("matching", column, loaded.row.id);
    let landlord = loaded
        .landlord_known
        .as_ref()
        .ok_or_else(|| corrupt("landlord_version_id"))?;
    let residents = loaded
        .occupants
        .iter()
        .map(|row| resident(loaded, row))
        .collect::<Result<Vec<_>, _>>()?;
    // The tenant is the first of the household.
    let tenant = residents
        .first()
        .ok_or_else(|| Error::corrupt("occupant", "match_id", loaded.row.id))?;
    Ok(Signed {
        matching: loaded.row.id,
        house: loaded.row.house_id,
        space_no: loaded.row.space_no,
        terms: loaded.row.terms.clone().ok_or_else(|| corrupt("terms"))?,
        terms_hash: loaded.row.terms_hash.clone().ok_or_else(|| corrupt("terms_hash"))?,
        starts_on: plan.starts_on,
        ends_on: plan.ends_on,
        rent_yuan: loaded.terms().ok_or_else(|| corrupt("terms"))?.rent.into(),
        landlord: Side {
            person: landlord.person.into(),
            version: landlord.id,
            account: loaded.row.landlord_id,
        },
        tenant: Side {
            person: tenant.person,
            version: tenant.version,
            account: loaded.row.tenant_id,
        },
        residents,
    })
}

fn resident(loaded: &Loaded, row: &entity::occupant::Model) -> Result<Resident, Error> {
    let missing = |column| Error::corrupt("occupant", column, row.id);
    let known = loaded.known_of(row).ok_or_else(|| missing("version_id"))?;
    Ok(Resident {
        person: known.person.into(),
        version: known.id,
        relation: row.relation.clone(),
        local: row.local,
        from_on: row.arrives_on.clone().ok_or_else(|| missing("arrives_on"))?,
        reason: row.reason.clone().ok_or_else(|| missing("reason"))?,
        stay_months: row.stay_months.ok_or_else(|| missing("stay_months"))?,
        employer: row.employer.clone(),
        guardian: row.guardian.clone(),
    })
}

async fn house_registration(
    deed: &Deed<impl ConnectionTrait>,
    permit: &Permit,
    actor: &Actor,
    loaded: &Loaded,
    plan: &Completion,
    lease: Uuid,
) -> Result<RegistrationId, CompleteError> {
    let end_of_day = plan.filing_due_on.tomorrow().ok().and_then(start_of_day);
    let new = registration::New {
        kind: RegistrationKind::House,
        lease,
        area: loaded.community(),
        due_on: plan.filing_due_on,
        due_at: end_of_day.unwrap_or(Timestamp::MAX),
    };
    let id = registration::open(deed, permit, actor.id, &new).await?;
    entity::house_registration::ActiveModel {
        id: Set(id.into()),
        lease_id: Set(lease),
        house_id: Set(loaded.row.house_id),
        space_no: Set(loaded.row.space_no),
    }
    .insert(&deed.tx)
    .await?;
    Ok(id)
}

async fn residences(
    deed: &Deed<impl ConnectionTrait>,
    permit: &Permit,
    actor: &Actor,
    loaded: &Loaded,
    plan: &Completion,
    (lease, house): (Uuid, RegistrationId),
    residents: &[Uuid],
) -> Result<(), CompleteError> {
    for residence in &plan.residences {
        let occupant = Uuid::from(residence.occupant);
        let missing = || Error::corrupt("occupant", "person_id", occupant);
        let at = loaded.occupants.iter().position(|row| row.id == occupant);
        let at = at.ok_or_else(missing)?;
        let person = loaded.person_of(&loaded.occupants[at]).ok_or_else(missing)?;
        let new = registration::New {
            kind: RegistrationKind::Residence,
            lease,
            area: loaded.community(),
            due_on: residence.due_on,
            due_at: residence.due_at,
        };
        let id = registration::open(deed, permit, actor.id, &new).await?;
        entity::residence_registration::ActiveModel {
            id: Set(id.into()),
            house_registration_id: Set(house.into()),
            resident_id: Set(residents.get(at).copied().ok_or_else(missing)?),
            person_id: Set(person),
            place_kind: Set("rented-house".to_owned()),
            remind_on: Set(format_date(residence.remind_on)),
        }
        .insert(&deed.tx)
        .await?;
        claim::residence(&deed.tx, id, person).await?;
    }
    Ok(())
}

/// The listing is let. So is every other open listing of the house that shares a room with it. Answers with all of them.
async fn close_listings(
    deed: &Deed<impl ConnectionTrait>,
    loaded: &Loaded,
) -> Result<Vec<entity::listing::Model>, CompleteError> {
    use entity::listing::{Column, Entity};
    let closed = Entity::update_many()
        .col_expr(Column::Status, Expr::value("let"))
        .col_expr(Column::UpdatedAt, Expr::value(deed.now.as_millisecond()))
        .col_expr(Column::Version, Expr::col(Column::Version).add(1))
        .filter(Column::HouseId.eq(loaded.row.house_id))
        .filter(Column::Status.is_in(["in-review", "published", "paused", "expired"]))
        .filter(rivals::overlaps(Column::SpaceNo, loaded.row.space_no))
        .exec_with_returning(&deed.tx)
        .await?;
    let ids: Vec<ListingId> = closed.iter().map(|listing| listing.id.into()).collect();
    listing::release(&deed.tx, ids.iter().copied()).await?;
    listing::all_changed(&deed.tx, &ids, deed.now).await?;
    Ok(closed)
}

/// Declines the rivals that are still open when their rows are reached, and tells each about the home that they wanted.
async fn decline_rivals(deed: &Deed<impl ConnectionTrait>, loaded: &Loaded) -> Result<usize, CompleteError> {
    use entity::matching::{Column, Entity};
    let declined = Entity::update_many()
        .col_expr(Column::Status, Expr::value("declined"))
        .col_expr(Column::ClosedReason, Expr::value("let-to-another"))
        .col_expr(Column::ClosedAt, Expr::value(deed.now.as_millisecond()))
        .col_expr(Column::Version, Expr::col(Column::Version).add(1))
        .filter(rivals::of(&loaded.row))
        .exec_with_returning(&deed.tx)
        .await?;
    if declined.is_empty() {
        return Ok(0);
    }
    let titles: HashMap<Uuid, String> = entity::listing::Entity::find()
        .filter(entity::listing::Column::Id.is_in(declined.iter().map(|rival| rival.listing_id)))
        .all(&deed.tx)
        .await?
        .into_iter()
        .map(|listing| (listing.id, listing.title))
        .collect();
    for rival in &declined {
        let title = titles.get(&rival.listing_id).unwrap_or(&loaded.listing.title);
        let letter = Letter::MatchClosed { title: title.clone() };
        deed.tell(rival.tenant_id.into(), &letter).await?;
    }
    Ok(declined.len())
}

async fn tell_both(deed: &Deed<impl ConnectionTrait>, loaded: &Loaded, plan: &Completion) -> Result<(), CompleteError> {
    let letter = Letter::MatchCompleted {
        title: loaded.listing.title.clone(),
        match_id: MatchId::from(loaded.row.id),
        starts_on: plan.starts_on,
    };
    for party in [&loaded.landlord, &loaded.tenant] {
        notice::tell_known(deed.backend(), &deed.tx, party, &letter).await?;
    }
    Ok(())
}
