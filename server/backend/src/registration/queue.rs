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
    // A page is read in few columns: most of the time would go into the others.
    let rows: Vec<(Uuid, Uuid, String, String, Option<String>)> = Entity::find()
        .select_only()
        .columns([
            Column::Id,
            Column::LeaseId,
            Column::Kind,
            Column::Status,
            Column::Number,
        ])
        .filter(Column::LeaseId.is_in(waiting.iter().map(|(lease, _, _)| *lease)))
        .into_tuple()
        .all(db)
        .await?;
    let (mut houses, mut of_residents) = (HashMap::new(), HashMap::new());
    for (id, lease, kind, status, number) in rows {
        let corrupt = |column| Error::corrupt("registration", column, id);
        let status: RegistrationStatus = status.parse().map_err(|_| corrupt("status"))?;
        match kind.parse().map_err(|_| corrupt("kind"))? {
            RegistrationKind::House => drop(houses.insert(lease, (id, status, number))),
            RegistrationKind::Residence if states.contains(&status) => drop(of_residents.insert(lease, status)),
            RegistrationKind::Residence => {}
        }
    }
    let addresses = addresses(db, houses.values().map(|(id, _, _)| *id)).await?;
    let landlords = landlords(db, houses.keys().copied()).await?;
    let lines = waiting.into_iter().map(|(lease, due_on, _)| {
        let house = houses.remove(&lease);
        let (id, own, number) = house.ok_or_else(|| Error::corrupt("registration", "lease_id", lease))?;
        let address = addresses.get(&id).cloned();
        let of_resident = of_residents.get(&lease).filter(|_| !states.contains(&own));
        Ok(QueueLine {
            id: id.into(),
            status: of_resident.copied().unwrap_or(own),
            address: address.ok_or_else(|| Error::corrupt("house_registration", "house_id", id))?,
            landlord: landlords.get(&lease).cloned().unwrap_or_default(),
            number,
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

/// The addresses of house registrations, by registration.
async fn addresses(
    db: &impl ConnectionTrait,
    registrations: impl Iterator<Item = Uuid>,
) -> Result<HashMap<Uuid, String>, Error> {
    use entity::house_registration::{Column, Entity};
    let registrations: Vec<(Uuid, Uuid)> = Entity::find()
        .select_only()
        .columns([Column::Id, Column::HouseId])
        .filter(Column::Id.is_in(registrations))
        .into_tuple()
        .all(db)
        .await?;
    let houses: HashMap<Uuid, entity::house::Model> = entity::house::Entity::find()
        .filter(entity::house::Column::Id.is_in(registrations.iter().map(|(_, house)| *house)))
        .all(db)
        .await?
        .into_iter()
        .map(|house| (house.id, house))
        .collect();
    registrations
        .into_iter()
        .map(|(id, house)| {
            let house = houses.get(&house);
            let house = house.ok_or_else(|| Error::corrupt("house_registration", "house_id", id))?;
            Ok((id, house::short_address(house)?))
        })
        .collect()
}

/// The landlords as they were known at signing, by lease.
async fn landlords(
    db: &impl ConnectionTrait,
    leases: impl Iterator<Item = Uuid>,
) -> Result<HashMap<Uuid, String>, Error> {
    use entity::{party, person_version};
    let parties: Vec<(Uuid, Option<Uuid>)> = party::Entity::find()
        .select_only()
        .columns([party::Column::LeaseId, party::Column::VersionId])
        .filter(party::Column::LeaseId.is_in(leases))
        .filter(party::Column::Side.eq("landlord"))
        .into_tuple()
        .all(db)
        .await?;
    let names: Vec<(Uuid, String)> = person_version::Entity::find()
        .select_only()
        .columns([person_version::Column::Id, person_version::Column::Name])
        .filter(person_version::Column::Id.is_in(parties.iter().filter_map(|(_, version)| *version)))
        .into_tuple()
        .all(db)
        .await?;
    let names: HashMap<Uuid, String> = names.into_iter().collect();
    Ok(parties
        .into_iter()
        .filter_map(|(lease, version)| Some((lease, names.get(&version?)?.clone())))
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
