//! Writes a completion, statement by statement. The order matters in one place only: the match first, so that whoever
//! comes second learns it from the match.

use super::{CompleteError, Completed, facts::Loaded};
use crate::{Backend, Error, audit, crypto::Place, entity, mail::Letter, notice, registration};
use domain::{
    access::Actor,
    area::{AreaCode, AreaLevel},
    id::{HouseRegistrationId, LeaseId, ListingId, MatchId, ResidenceRegistrationId, VisitId},
    matching::{Completion, Residence},
    registration::RegistrationKind,
    time::format_date,
};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, Select,
    sea_query::{Cond, Expr, ExprTrait},
};
use uuid::Uuid;

pub(super) async fn everything(
    backend: &Backend,
    tx: &impl ConnectionTrait,
    actor: &Actor,
    loaded: &Loaded,
    plan: &Completion,
) -> Result<Completed, CompleteError> {
    close_match(backend, tx, actor, loaded).await?;
    let lease = lease(backend, tx, loaded, plan).await?;
    let house_registration = house_registration(backend, tx, actor, loaded, plan, lease).await?;
    for space in &plan.claims {
        entity::occupied_space::ActiveModel {
            house_id: Set(loaded.row.house_id),
            space_no: Set(i32::from(*space)),
            registration_id: Set(house_registration.into()),
        }
        .insert(tx)
        .await?;
    }
    for residence in &plan.residences {
        residence_registration(backend, tx, actor, loaded, house_registration, residence).await?;
    }
    visit(backend, tx, actor, house_registration, plan).await?;
    close_listings(backend, tx, loaded).await?;
    let closed = decline_rivals(backend, tx, loaded).await?;
    cancel_viewings(backend, tx, loaded).await?;
    tell_both(backend, tx, loaded, plan).await?;
    let detail = serde_json::json!({
        "residences": plan.residences.len(),
        "exempt": plan.exempt.len(),
        "terms_hash": loaded.row.terms_hash,
    });
    audit::record(
        backend,
        tx,
        Some(actor.id),
        "matching.complete",
        "matching",
        Some(loaded.row.id),
        detail,
    )
    .await?;
    Ok(Completed {
        house_registration,
        residences: plan.residences.len(),
        exempt: plan.exempt.len(),
        closed,
    })
}

async fn close_match(
    backend: &Backend,
    tx: &impl ConnectionTrait,
    actor: &Actor,
    loaded: &Loaded,
) -> Result<(), CompleteError> {
    use entity::matching::{Column, Entity};
    let now = backend.now().as_millisecond();
    let closed = Entity::update_many()
        .col_expr(Column::Status, Expr::value("completed"))
        .col_expr(Column::CompletedAt, Expr::value(now))
        .col_expr(Column::CompletedBy, Expr::value(Uuid::from(actor.id)))
        .col_expr(Column::Version, Expr::col(Column::Version).add(1))
        .filter(Column::Id.eq(loaded.row.id))
        .filter(Column::Status.eq("agreed"))
        .filter(Column::Version.eq(loaded.row.version))
        .exec(tx)
        .await?;
    if closed.rows_affected == 1 {
        Ok(())
    } else {
        Err(CompleteError::AlreadyCompleted)
    }
}

async fn lease(
    backend: &Backend,
    tx: &impl ConnectionTrait,
    loaded: &Loaded,
    plan: &Completion,
) -> Result<LeaseId, CompleteError> {
    let corrupt = |column| Error::corrupt("matching", column, loaded.row.id);
    let id = LeaseId::generate();
    let terms = loaded.terms().ok_or_else(|| corrupt("terms"))?;
    entity::lease::ActiveModel {
        id: Set(id.into()),
        match_id: Set(loaded.row.id),
        house_id: Set(loaded.row.house_id),
        space_no: Set(loaded.row.space_no),
        landlord_id: Set(loaded.row.landlord_id),
        tenant_id: Set(loaded.row.tenant_id),
        terms: Set(loaded.row.terms.clone().ok_or_else(|| corrupt("terms"))?),
        terms_hash: Set(loaded.row.terms_hash.clone().ok_or_else(|| corrupt("terms_hash"))?),
        starts_on: Set(format_date(plan.starts_on)),
        ends_on: Set(format_date(plan.ends_on)),
        rent_yuan: Set(terms.rent.into()),
        status: Set("running".to_owned()),
        created_at: Set(backend.now().as_millisecond()),
    }
    .insert(tx)
    .await?;
    Ok(id)
}

/// Six digits, for the registration's number.
fn district(community: AreaCode) -> AreaCode {
    community.at(AreaLevel::District).unwrap_or(community)
}

async fn house_registration(
    backend: &Backend,
    tx: &impl ConnectionTrait,
    actor: &Actor,
    loaded: &Loaded,
    plan: &Completion,
    lease: LeaseId,
) -> Result<HouseRegistrationId, CompleteError> {
    let id = HouseRegistrationId::generate();
    let landlord = loaded
        .identity
        .as_ref()
        .ok_or_else(|| Error::corrupt("identity", "account_id", loaded.row.landlord_id))?;
    let from = Place::new("identity", "document_sealed", landlord.account_id);
    let to = Place::new("house_registration", "landlord_document_sealed", id.into());
    let document = reseal(backend, from, to, &landlord.document_sealed)?;
    entity::house_registration::ActiveModel {
        id: Set(id.into()),
        lease_id: Set(lease.into()),
        house_id: Set(loaded.row.house_id),
        space_no: Set(loaded.row.space_no),
        area_code: Set(district(loaded.community()).as_str().to_owned()),
        number: Set(None),
        status: Set("prefilled".to_owned()),
        landlord_name: Set(landlord.real_name.clone()),
        landlord_document_kind: Set(landlord.document_kind.clone()),
        landlord_document_sealed: Set(document),
        landlord_document_hash: Set(landlord.document_hash.clone()),
        due_on: Set(format_date(plan.filing_due_on)),
        created_at: Set(backend.now().as_millisecond()),
        created_by: Set(actor.id.into()),
        finalised_at: Set(None),
        finalised_by: Set(None),
        returned_reason: Set(None),
        ended_at: Set(None),
        version: Set(1),
    }
    .insert(tx)
    .await?;
    let kind = RegistrationKind::House;
    registration::record(backend, tx, kind, id.into(), "prefilled", None, Some(actor.id)).await?;
    registration::credit(backend, tx, kind, id.into(), actor.id).await?;
    Ok(id)
}

async fn residence_registration(
    backend: &Backend,
    tx: &impl ConnectionTrait,
    actor: &Actor,
    loaded: &Loaded,
    house_registration: HouseRegistrationId,
    residence: &Residence,
) -> Result<(), CompleteError> {
    let occupant_id = Uuid::from(residence.occupant);
    let missing = |column| Error::corrupt("occupant", column, occupant_id);
    let person = loaded
        .occupants
        .iter()
        .find(|row| row.id == occupant_id)
        .ok_or_else(|| missing("id"))?;
    let id = ResidenceRegistrationId::generate();
    let column = |value: &Option<String>, name| value.clone().ok_or_else(|| missing(name));
    let sealed = |value: &str, from, to| {
        let from = Place::new("occupant", from, person.id);
        reseal(
            backend,
            from,
            Place::new("residence_registration", to, id.into()),
            value,
        )
    };
    let document = sealed(
        &column(&person.document_sealed, "document_sealed")?,
        "document_sealed",
        "document_sealed",
    )?;
    let household = column(&person.household_address_sealed, "household_address_sealed")?;
    let household = sealed(&household, "household_address_sealed", "household_address_sealed")?;
    let phone = match &person.phone_sealed {
        Some(phone) => Some(sealed(phone, "phone_sealed", "phone_sealed")?),
        None => None,
    };
    entity::residence_registration::ActiveModel {
        id: Set(id.into()),
        house_registration_id: Set(house_registration.into()),
        occupant_id: Set(person.id),
        area_code: Set(district(loaded.community()).as_str().to_owned()),
        number: Set(None),
        status: Set("prefilled".to_owned()),
        name: Set(person.name.clone()),
        sex: Set(column(&person.sex, "sex")?),
        born_on: Set(column(&person.born_on, "born_on")?),
        document_kind: Set(column(&person.document_kind, "document_kind")?),
        document_sealed: Set(document),
        person_hash: Set(column(&person.document_hash, "document_hash")?),
        phone_sealed: Set(phone),
        household_address_sealed: Set(household),
        reason: Set(column(&person.reason, "reason")?),
        place_kind: Set("rented-house".to_owned()),
        arrived_on: Set(format_date(residence.arrived_on)),
        stay_months: Set(person.stay_months.ok_or_else(|| missing("stay_months"))?),
        employer: Set(person.employer.clone()),
        relation_to_tenant: Set(person.relation.clone()),
        relation_to_landlord: Set("tenant".to_owned()),
        guardian: Set(person.guardian.clone()),
        remind_on: Set(format_date(residence.remind_on)),
        due_on: Set(format_date(residence.due_on)),
        due_at: Set(residence.due_at.as_millisecond()),
        created_at: Set(backend.now().as_millisecond()),
        created_by: Set(actor.id.into()),
        finalised_at: Set(None),
        finalised_by: Set(None),
        returned_reason: Set(None),
        ended_at: Set(None),
        version: Set(1),
    }
    .insert(tx)
    .await?;
    let kind = RegistrationKind::Residence;
    registration::record(backend, tx, kind, id.into(), "prefilled", None, Some(actor.id)).await?;
    registration::credit(backend, tx, kind, id.into(), actor.id).await?;
    Ok(())
}

/// A sealed value opens only in its own row, so copying one means opening and sealing it again.
fn reseal(backend: &Backend, from: Place, to: Place, sealed: &str) -> Result<String, Error> {
    let plain = backend.keys().open(from, sealed)?;
    Ok(backend.keys().seal(to, &plain))
}

async fn visit(
    backend: &Backend,
    tx: &impl ConnectionTrait,
    actor: &Actor,
    house_registration: HouseRegistrationId,
    plan: &Completion,
) -> Result<(), CompleteError> {
    entity::visit::ActiveModel {
        id: Set(VisitId::generate().into()),
        house_registration_id: Set(house_registration.into()),
        kind: Set("first".to_owned()),
        status: Set("planned".to_owned()),
        due_on: Set(format_date(plan.first_visit_on)),
        assigned_to: Set(actor.id.into()),
        created_at: Set(backend.now().as_millisecond()),
    }
    .insert(tx)
    .await?;
    Ok(())
}

/// The listing is let. So is every other open listing of the house that shares a room with it.
async fn close_listings(backend: &Backend, tx: &impl ConnectionTrait, loaded: &Loaded) -> Result<(), CompleteError> {
    use entity::listing::{Column, Entity};
    let now = backend.now();
    let overlapping = Entity::find()
        .filter(Column::HouseId.eq(loaded.row.house_id))
        .filter(Column::Status.is_in(["in-review", "published", "paused", "expired"]))
        .filter(overlaps(Column::SpaceNo, loaded.row.space_no))
        .order_by_asc(Column::Id)
        .all(tx)
        .await?;
    for listing in overlapping {
        Entity::update_many()
            .col_expr(Column::Status, Expr::value("let"))
            .col_expr(Column::UpdatedAt, Expr::value(now.as_millisecond()))
            .col_expr(Column::Version, Expr::col(Column::Version).add(1))
            .filter(Column::Id.eq(listing.id))
            .exec(tx)
            .await?;
        crate::listing::changed(tx, ListingId::from(listing.id), now).await?;
    }
    Ok(())
}

/// Two units of one house share a room when either is the whole house, or both are the same room.
fn overlaps(column: impl ColumnTrait, space_no: Option<i32>) -> Cond {
    match space_no {
        None => Cond::all(),
        Some(no) => Cond::any().add(column.is_null()).add(column.eq(no)),
    }
}

/// The other open matches on the same unit, or on one that shares a room with it.
pub(super) fn rivals(loaded: &Loaded) -> Select<entity::matching::Entity> {
    use entity::matching::{Column, Entity};
    Entity::find()
        .filter(Column::HouseId.eq(loaded.row.house_id))
        .filter(Column::Id.ne(loaded.row.id))
        .filter(Column::Status.is_in(["applied", "accepted", "agreed"]))
        .filter(overlaps(Column::SpaceNo, loaded.row.space_no))
        .order_by_asc(Column::Id)
}

async fn decline_rivals(backend: &Backend, tx: &impl ConnectionTrait, loaded: &Loaded) -> Result<usize, CompleteError> {
    use entity::matching::{Column, Entity};
    let now = backend.now().as_millisecond();
    let rivals = rivals(loaded).all(tx).await?;
    for rival in &rivals {
        Entity::update_many()
            .col_expr(Column::Status, Expr::value("declined"))
            .col_expr(Column::ClosedReason, Expr::value("let-to-another"))
            .col_expr(Column::ClosedAt, Expr::value(now))
            .col_expr(Column::Version, Expr::col(Column::Version).add(1))
            .filter(Column::Id.eq(rival.id))
            .exec(tx)
            .await?;
        let letter = Letter::MatchClosed {
            title: loaded.listing.title.clone(),
        };
        notice::tell(backend, tx, rival.tenant_id.into(), &letter).await?;
    }
    Ok(rivals.len())
}

async fn cancel_viewings(backend: &Backend, tx: &impl ConnectionTrait, loaded: &Loaded) -> Result<(), CompleteError> {
    use entity::viewing::{Column, Entity};
    Entity::update_many()
        .col_expr(Column::Status, Expr::value("cancelled"))
        .col_expr(Column::UpdatedAt, Expr::value(backend.now().as_millisecond()))
        .filter(Column::ListingId.eq(loaded.row.listing_id))
        .filter(Column::Status.is_in(["asked", "offered", "booked"]))
        .exec(tx)
        .await?;
    Ok(())
}

async fn tell_both(
    backend: &Backend,
    tx: &impl ConnectionTrait,
    loaded: &Loaded,
    plan: &Completion,
) -> Result<(), CompleteError> {
    let letter = Letter::MatchCompleted {
        title: loaded.listing.title.clone(),
        match_id: MatchId::from(loaded.row.id),
        starts_on: plan.starts_on,
    };
    for party in [&loaded.landlord, &loaded.tenant] {
        notice::tell(backend, tx, party.id.into(), &letter).await?;
    }
    Ok(())
}
