//! What coordinators and parties see of a registration. Documents are masked.

use crate::{Backend, Error, crypto::Place, entity, house};
use domain::{
    access::Actor,
    area::AreaCode,
    document::DocumentNumber,
    id::{HouseRegistrationId, MatchId},
    matching::{Contract, Terms},
    registration::RegistrationStatus,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::Cond,
};
use std::collections::HashMap;
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

/// The registrations in the coordinator's areas that wait for being finalised, the most urgent first, and how many there
/// are.
pub async fn queue(backend: &Backend, actor: &Actor, limit: u64) -> Result<(Vec<QueueLine>, u64), Error> {
    use entity::house_registration::{Column, Entity};
    let db = backend.database().reader();
    let query = Entity::find()
        .filter(Column::Status.is_in(["prefilled", "returned"]))
        .filter(Column::HouseId.in_subquery(house::ids_within(actor)));
    let total = query.clone().count(db).await?;
    let rows = query
        .order_by_asc(Column::DueOn)
        .order_by_asc(Column::Id)
        .limit(limit)
        .all(db)
        .await?;
    let houses: HashMap<Uuid, entity::house::Model> = entity::house::Entity::find()
        .filter(entity::house::Column::Id.is_in(rows.iter().map(|row| row.house_id)))
        .all(db)
        .await?
        .into_iter()
        .map(|house| (house.id, house))
        .collect();
    let line = |row: entity::house_registration::Model| {
        let house = houses.get(&row.house_id);
        let house = house.ok_or_else(|| Error::corrupt("house_registration", "house_id", row.id))?;
        Ok(QueueLine {
            id: row.id.into(),
            status: status(&row.status, "house_registration", row.id)?,
            address: house::short_address(house)?,
            number: row.number,
            due_on: row.due_on,
            landlord: row.landlord_name,
        })
    };
    Ok((rows.into_iter().map(line).collect::<Result<_, Error>>()?, total))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        both,
        matching::{complete, fixture},
    };
    use domain::{access::Role, matching::Checklist};
    use sea_orm::{ActiveValue::Set, IntoActiveModel};

    both! {
        async fn a_coordinator_s_queue_is_that_of_their_areas(bench: &Bench) {
            const SEEN: Checklist = Checklist {
                landlord_document_seen: true,
                title_seen: true,
                occupant_documents_seen: true,
            };
            let backend = &bench.backend;
            let first = fixture::agreed_match(bench).await;
            let other_house = fixture::Fixture { house: fixture::house(bench, &first.landlord).await, ..first.clone() };
            let second = fixture::second_agreed_match(bench, &other_house).await;
            let mut ids = Vec::new();
            for match_ in [&first, &second] {
                let done = complete(backend, &match_.coordinator, match_.match_id, SEEN).await.unwrap();
                ids.push(done.house_registration);
            }
            let db = backend.database().writer();
            let (lines, total) = queue(backend, &first.coordinator, 50).await.unwrap();
            assert_eq!((lines.iter().map(|line| line.id).collect::<Vec<_>>(), total), (ids.clone(), 2));
            let house = house::find(backend, db, first.house).await.unwrap().unwrap();
            assert_eq!(lines[0].address, house.short_address());
            let (most_urgent, total) = queue(backend, &first.coordinator, 1).await.unwrap();
            assert_eq!((most_urgent[0].id, most_urgent.len(), total), (ids[0], 1, 2));

            let row = entity::house::Entity::find_by_id(second.house).one(db).await.unwrap().unwrap();
            let mut elsewhere = row.into_active_model();
            elsewhere.community_code = Set("350481001001".to_owned());
            entity::house::Entity::update(elsewhere).exec(db).await.unwrap();
            let far = fixture::staff(bench, "周协管", Role::Coordinator, &["350481"]).await;
            let nowhere = fixture::staff(bench, "吴协管", Role::Coordinator, &[]).await;
            for (actor, seen) in [
                (&first.coordinator, &ids[..1]),
                (&far, &ids[1..]),
                (&nowhere, &[]),
                (&first.landlord, &[]),
            ] {
                let (lines, total) = queue(backend, actor, 50).await.unwrap();
                assert_eq!(lines.iter().map(|line| line.id).collect::<Vec<_>>(), seen, "{}", actor.name);
                assert_eq!(total, seen.len() as u64);
            }
        }
    }
}
