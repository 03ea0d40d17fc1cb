//! What coordinators and parties see of a registration. Documents are masked.

use crate::{Backend, Error, crypto::Place, entity, house};
use domain::{
    account::Actor,
    area::AreaCode,
    document::DocumentNumber,
    id::{HouseRegistrationId, MatchId},
    matching::{Contract, Terms},
    registration::RegistrationStatus,
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, sea_query::Cond};
use uuid::Uuid;

/// A house registration with the residence registrations under it.
#[derive(Clone, Debug)]
pub struct HouseRegistration {
    pub id: HouseRegistrationId,
    pub match_id: MatchId,
    pub number: Option<String>,
    pub status: RegistrationStatus,
    pub address: String,
    /// The second bedroom, when a room is let.
    pub space_no: Option<i32>,
    pub landlord: String,
    pub landlord_document_kind: String,
    pub landlord_document_masked: String,
    pub tenant: String,
    pub terms: Terms,
    pub terms_hash: String,
    pub due_on: String,
    pub certificate: Option<String>,
    pub residences: Vec<ResidenceRegistration>,
    /// Who lives there and needs no residence registration.
    pub locals: Vec<String>,
    pub events: Vec<Event>,
}

#[derive(Clone, Debug)]
pub struct ResidenceRegistration {
    pub number: Option<String>,
    pub status: RegistrationStatus,
    pub name: String,
    pub relation: String,
    pub sex: String,
    pub born_on: String,
    pub document_kind: String,
    pub document_masked: String,
    pub reason: String,
    pub arrived_on: String,
    pub due_on: String,
    pub guardian: Option<String>,
    pub certificate: Option<String>,
}

/// A line of a registration's history.
#[derive(Clone, Debug)]
pub struct Event {
    pub event: String,
    pub at: jiff::Timestamp,
    pub reason: Option<String>,
}

/// A line of the coordinator's queue.
#[derive(Clone, Debug)]
pub struct QueueLine {
    pub id: HouseRegistrationId,
    pub number: Option<String>,
    pub address: String,
    pub status: RegistrationStatus,
    pub due_on: String,
    pub landlord: String,
}

/// The registration of a house in the coordinator's areas.
pub async fn load(
    backend: &Backend,
    actor: &Actor,
    id: HouseRegistrationId,
) -> Result<Option<HouseRegistration>, Error> {
    let db = backend.database().reader();
    let Some(row) = entity::house_registration::Entity::find_by_id(id).one(db).await? else {
        return Ok(None);
    };
    if !coordinated(db, actor, &row).await? {
        return Ok(None);
    }
    read(backend, db, row).await.map(Some)
}

/// The registration that came of a match, for its two parties.
pub async fn of_party(backend: &Backend, actor: &Actor, id: MatchId) -> Result<Option<HouseRegistration>, Error> {
    let db = backend.database().reader();
    let lease = entity::lease::Entity::find()
        .filter(entity::lease::Column::MatchId.eq(Uuid::from(id)))
        .filter(
            Cond::any()
                .add(entity::lease::Column::TenantId.eq(Uuid::from(actor.id)))
                .add(entity::lease::Column::LandlordId.eq(Uuid::from(actor.id))),
        )
        .one(db)
        .await?;
    let Some(lease) = lease else { return Ok(None) };
    let is_tenant = lease.tenant_id == Uuid::from(actor.id);
    let row = entity::house_registration::Entity::find()
        .filter(entity::house_registration::Column::LeaseId.eq(lease.id))
        .one(db)
        .await?;
    let Some(row) = row else { return Ok(None) };
    let mut registration = read(backend, db, row).await?;
    if !is_tenant {
        // Who lives there the landlord knows; their documents and certificates are the household's own.
        for residence in &mut registration.residences {
            residence.document_masked.clear();
            residence.certificate = None;
        }
    }
    Ok(Some(registration))
}

/// The registrations in the coordinator's areas that wait for being finalised, the most urgent first.
pub async fn queue(backend: &Backend, actor: &Actor) -> Result<Vec<QueueLine>, Error> {
    use entity::house_registration::{Column, Entity};
    let db = backend.database().reader();
    let rows = Entity::find()
        .filter(Column::Status.is_in(["prefilled", "returned"]))
        .order_by_asc(Column::DueOn)
        .order_by_asc(Column::Id)
        .all(db)
        .await?;
    let mut lines = Vec::new();
    for row in rows {
        let house = house_of(backend, db, &row).await?;
        if !actor.coordinates(&house.address.community) {
            continue;
        }
        lines.push(QueueLine {
            id: row.id.into(),
            status: status(&row.status, "house_registration", row.id)?,
            address: house.short_address(),
            number: row.number,
            due_on: row.due_on,
            landlord: row.landlord_name,
        });
    }
    Ok(lines)
}

/// Whether the actor coordinates where the house stands.
pub(super) async fn coordinated(
    db: &impl ConnectionTrait,
    actor: &Actor,
    row: &entity::house_registration::Model,
) -> Result<bool, Error> {
    let house = entity::house::Entity::find_by_id(row.house_id).one(db).await?;
    let house = house.ok_or_else(|| Error::corrupt("house_registration", "house_id", row.id))?;
    let community =
        AreaCode::parse(&house.community_code).map_err(|_| Error::corrupt("house", "community_code", house.id))?;
    Ok(actor.coordinates(&community))
}

async fn house_of(
    backend: &Backend,
    db: &impl ConnectionTrait,
    row: &entity::house_registration::Model,
) -> Result<house::House, Error> {
    let house = house::find(backend, db, row.house_id.into()).await?;
    house.ok_or_else(|| Error::corrupt("house_registration", "house_id", row.id))
}

async fn read(
    backend: &Backend,
    db: &impl ConnectionTrait,
    row: entity::house_registration::Model,
) -> Result<HouseRegistration, Error> {
    let gone = |column| Error::corrupt("house_registration", column, row.id);
    let house = house_of(backend, db, &row).await?;
    let lease = entity::lease::Entity::find_by_id(row.lease_id)
        .one(db)
        .await?
        .ok_or_else(|| gone("lease_id"))?;
    let contract: Contract =
        serde_json::from_str(&lease.terms).map_err(|_| Error::corrupt("lease", "terms", lease.id))?;
    let tenant = entity::account::Entity::find_by_id(lease.tenant_id).one(db).await?;
    let residences = entity::residence_registration::Entity::find()
        .filter(entity::residence_registration::Column::HouseRegistrationId.eq(row.id))
        .order_by_asc(entity::residence_registration::Column::Id)
        .all(db)
        .await?;
    let mut lines = Vec::with_capacity(residences.len());
    for residence in residences {
        lines.push(residence_line(backend, db, residence).await?);
    }
    let locals = entity::occupant::Entity::find()
        .filter(entity::occupant::Column::MatchId.eq(lease.match_id))
        .filter(entity::occupant::Column::Local.eq(true))
        .order_by_asc(entity::occupant::Column::No)
        .all(db)
        .await?;
    let place = Place::new("house_registration", "landlord_document_sealed", row.id);
    Ok(HouseRegistration {
        id: row.id.into(),
        match_id: lease.match_id.into(),
        status: status(&row.status, "house_registration", row.id)?,
        address: house.full_address(),
        space_no: row.space_no,
        landlord_document_masked: masked(backend, place, &row.landlord_document_sealed)?,
        landlord: row.landlord_name,
        landlord_document_kind: row.landlord_document_kind,
        tenant: tenant.map(|account| account.name).unwrap_or_default(),
        terms: contract.terms,
        terms_hash: lease.terms_hash,
        due_on: row.due_on,
        certificate: certificate_of(db, row.id).await?,
        residences: lines,
        locals: locals.into_iter().map(|row| row.name).collect(),
        events: events(db, row.id).await?,
        number: row.number,
    })
}

async fn residence_line(
    backend: &Backend,
    db: &impl ConnectionTrait,
    row: entity::residence_registration::Model,
) -> Result<ResidenceRegistration, Error> {
    let place = Place::new("residence_registration", "document_sealed", row.id);
    Ok(ResidenceRegistration {
        status: status(&row.status, "residence_registration", row.id)?,
        document_masked: masked(backend, place, &row.document_sealed)?,
        certificate: certificate_of(db, row.id).await?,
        number: row.number,
        name: row.name,
        relation: row.relation_to_tenant,
        sex: row.sex,
        born_on: row.born_on,
        document_kind: row.document_kind,
        reason: row.reason,
        arrived_on: row.arrived_on,
        due_on: row.due_on,
        guardian: row.guardian,
    })
}

pub(super) fn status(code: &str, table: &'static str, row: Uuid) -> Result<RegistrationStatus, Error> {
    code.parse().map_err(|_| Error::corrupt(table, "status", row))
}

/// Opens a sealed document number and masks it.
pub(super) fn masked(backend: &Backend, place: Place, sealed: &str) -> Result<String, Error> {
    let canonical = backend.keys().open(place, sealed)?;
    let number =
        DocumentNumber::from_canonical(&canonical).map_err(|_| Error::corrupt(place.table, place.column, place.row))?;
    Ok(number.masked())
}

async fn certificate_of(db: &impl ConnectionTrait, registration: Uuid) -> Result<Option<String>, Error> {
    let row = entity::certificate::Entity::find()
        .filter(entity::certificate::Column::RegistrationId.eq(registration))
        .one(db)
        .await?;
    Ok(row.map(|row| row.code))
}

async fn events(db: &impl ConnectionTrait, registration: Uuid) -> Result<Vec<Event>, Error> {
    entity::registration_event::Entity::find()
        .filter(entity::registration_event::Column::RegistrationId.eq(registration))
        .order_by_asc(entity::registration_event::Column::Id)
        .all(db)
        .await?
        .into_iter()
        .map(|row| {
            let at =
                domain::time::from_millis(row.at).ok_or_else(|| Error::corrupt("registration_event", "at", row.id))?;
            Ok(Event {
                event: row.event,
                at,
                reason: row.reason,
            })
        })
        .collect()
}
