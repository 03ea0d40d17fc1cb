//! Registrations that wait: for the coordinator to finalise, for the reviewer to accept.

use crate::{Backend, Error, access, entity, house};
use domain::{
    access::{Actor, Role},
    id::RegistrationId,
    registration::{RegistrationKind, RegistrationStatus},
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr};
use std::collections::HashMap;
use uuid::Uuid;

/// A line of a queue.
#[derive(Clone, Debug)]
pub struct QueueLine {
    /// Of the house registration.
    pub id: RegistrationId,
    pub number: Option<String>,
    pub address: String,
    /// Of what waits: the house's, or else a resident's.
    pub status: RegistrationStatus,
    /// Of what waits, the most urgent.
    pub due_on: String,
    pub landlord: String,
}

/// House registrations in the coordinator's areas of which something waits for being finalised, the most urgent first,
/// and how many there are.
pub async fn to_finalise(backend: &Backend, actor: &Actor, limit: u64) -> Result<(Vec<QueueLine>, u64), Error> {
    let states = [RegistrationStatus::Prefilled, RegistrationStatus::Returned];
    queue(backend, actor, Role::Coordinator, &states, limit).await
}

/// House registrations in the reviewer's areas of which something waits for being accepted or returned, and how many
/// there are.
pub async fn to_accept(backend: &Backend, actor: &Actor, limit: u64) -> Result<(Vec<QueueLine>, u64), Error> {
    queue(backend, actor, Role::Reviewer, &[RegistrationStatus::Finalised], limit).await
}

async fn queue(
    backend: &Backend,
    actor: &Actor,
    role: Role,
    states: &[RegistrationStatus],
    limit: u64,
) -> Result<(Vec<QueueLine>, u64), Error> {
    use entity::registration::{Column, Entity};
    let db = backend.database().reader();
    let waiting = waiting(db, actor, role, states, limit).await?;
    let total = waiting.first().map_or(0, |(_, _, total)| *total);
    let rows = Entity::find()
        .filter(Column::LeaseId.is_in(waiting.iter().map(|(lease, _, _)| *lease)))
        .all(db)
        .await?;
    let (houses, residents): (Vec<_>, Vec<_>) = rows
        .into_iter()
        .partition(|row| row.kind == RegistrationKind::House.code());
    let addresses = addresses(db, &houses).await?;
    let landlords = landlords(db, &houses).await?;
    let of_residents = of_residents(&residents, states)?;
    let mut houses: HashMap<Uuid, _> = houses.into_iter().map(|row| (row.lease_id, row)).collect();
    let lines = waiting.into_iter().map(|(lease, due_on, _)| {
        let house = houses.remove(&lease);
        let house = house.ok_or_else(|| Error::corrupt("registration", "lease_id", lease))?;
        let address = addresses.get(&house.id).cloned();
        let own = super::status(&house)?;
        let of_resident = of_residents.get(&lease).filter(|_| !states.contains(&own));
        Ok(QueueLine {
            id: house.id.into(),
            status: of_resident.copied().unwrap_or(own),
            address: address.ok_or_else(|| Error::corrupt("house_registration", "house_id", house.id))?,
            landlord: landlords.get(&lease).cloned().unwrap_or_default(),
            number: house.number,
            due_on,
        })
    });
    Ok((lines.collect::<Result<_, Error>>()?, u64::try_from(total).unwrap_or(0)))
}

/// The leases of which something waits, with the day by which the most urgent of it is due, the most urgent first; with
/// each, how many there are in all. A resident's registration alone brings its lease up as well: it is decided on the
/// house's page. `ix_registration_waiting` holds all that is asked here.
async fn waiting(
    db: &impl ConnectionTrait,
    actor: &Actor,
    role: Role,
    states: &[RegistrationStatus],
    limit: u64,
) -> Result<Vec<(Uuid, String, i64)>, Error> {
    use entity::registration::{Column, Entity};
    let leases = Entity::find()
        .select_only()
        .column(Column::LeaseId)
        .column_as(Column::DueOn.min(), "due_on")
        .column_as(Expr::cust("count(*) OVER ()"), "total")
        .filter(Column::Status.is_in(states.iter().map(|status| status.code())))
        .filter(access::within(actor, role, Column::AreaCode))
        .group_by(Column::LeaseId)
        .order_by_asc(Column::DueOn.min())
        .order_by_asc(Column::LeaseId)
        .limit(limit)
        .into_tuple()
        .all(db)
        .await?;
    Ok(leases)
}

/// The state of a resident's registration that waits, by lease.
fn of_residents(
    rows: &[entity::registration::Model],
    states: &[RegistrationStatus],
) -> Result<HashMap<Uuid, RegistrationStatus>, Error> {
    let mut waiting = HashMap::new();
    for row in rows {
        let status = super::status(row)?;
        if states.contains(&status) {
            waiting.insert(row.lease_id, status);
        }
    }
    Ok(waiting)
}

/// The addresses of house registrations, by registration.
async fn addresses(
    db: &impl ConnectionTrait,
    rows: &[entity::registration::Model],
) -> Result<HashMap<Uuid, String>, Error> {
    let registrations = entity::house_registration::Entity::find()
        .filter(entity::house_registration::Column::Id.is_in(rows.iter().map(|row| row.id)))
        .all(db)
        .await?;
    let houses: HashMap<Uuid, entity::house::Model> = entity::house::Entity::find()
        .filter(entity::house::Column::Id.is_in(registrations.iter().map(|row| row.house_id)))
        .all(db)
        .await?
        .into_iter()
        .map(|house| (house.id, house))
        .collect();
    registrations
        .into_iter()
        .map(|row| {
            let house = houses.get(&row.house_id);
            let house = house.ok_or_else(|| Error::corrupt("house_registration", "house_id", row.id))?;
            Ok((row.id, house::short_address(house)?))
        })
        .collect()
}

/// The landlords as they were known at signing, by lease.
async fn landlords(
    db: &impl ConnectionTrait,
    rows: &[entity::registration::Model],
) -> Result<HashMap<Uuid, String>, Error> {
    let parties = entity::party::Entity::find()
        .filter(entity::party::Column::LeaseId.is_in(rows.iter().map(|row| row.lease_id)))
        .filter(entity::party::Column::Side.eq("landlord"))
        .all(db)
        .await?;
    let names: HashMap<Uuid, String> = entity::person_version::Entity::find()
        .filter(entity::person_version::Column::Id.is_in(parties.iter().filter_map(|party| party.version_id)))
        .all(db)
        .await?
        .into_iter()
        .map(|version| (version.id, version.name))
        .collect();
    let name = |party: &entity::party::Model| names.get(&party.version_id?).cloned();
    Ok(parties
        .iter()
        .filter_map(|party| Some((party.lease_id, name(party)?)))
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        both,
        matching::{complete, fixture},
    };
    use domain::{access::Role, matching::Checklist};
    use entity::registration::Column;
    use sea_orm::sea_query::Expr;

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
            let (lines, total) = to_finalise(backend, &first.coordinator, 50).await.unwrap();
            assert_eq!((lines.iter().map(|line| line.id).collect::<Vec<_>>(), total), (ids.clone(), 2));
            let house = house::find(backend, db, first.house).await.unwrap().unwrap();
            assert_eq!(lines[0].address, house.short_address());
            let (most_urgent, total) = to_finalise(backend, &first.coordinator, 1).await.unwrap();
            assert_eq!((most_urgent[0].id, most_urgent.len(), total), (ids[0], 1, 2));

            let row = entity::registration::Entity::find_by_id(ids[1]).one(db).await.unwrap().unwrap();
            entity::registration::Entity::update_many()
                .col_expr(Column::AreaCode, Expr::value("350481001001"))
                .filter(Column::LeaseId.eq(row.lease_id))
                .exec(db)
                .await
                .unwrap();
            let far = fixture::staff(bench, "周协管", Role::Coordinator, &["350481"]).await;
            let nowhere = fixture::staff(bench, "吴协管", Role::Coordinator, &[]).await;
            for (actor, seen) in [
                (&first.coordinator, &ids[..1]),
                (&far, &ids[1..]),
                (&nowhere, &[]),
                (&first.landlord, &[]),
            ] {
                let (lines, total) = to_finalise(backend, actor, 50).await.unwrap();
                assert_eq!(lines.iter().map(|line| line.id).collect::<Vec<_>>(), seen, "{}", actor.name);
                assert_eq!(total, seen.len() as u64);
            }
        }
    }
}
