//! Registrations that wait: for the coordinator to finalise, for the reviewer to accept.

use crate::{Backend, Error, access, entity, house};
use domain::{
    access::{Actor, Role},
    id::RegistrationId,
    registration::{RegistrationKind, RegistrationStatus},
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::Query,
};
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
    let waits = || {
        let waits = Column::Status.is_in(states.iter().map(|status| status.code()));
        Condition::all()
            .add(waits)
            .add(access::within(actor, role, Column::AreaCode))
    };
    // A resident's alone brings the house's page up as well: it is decided there.
    let of_residents = Query::select()
        .column(Column::LeaseId)
        .from(Entity)
        .and_where(Column::Kind.eq(RegistrationKind::Residence.code()))
        .cond_where(waits())
        .to_owned();
    let query = Entity::find()
        .filter(Column::Kind.eq(RegistrationKind::House.code()))
        .filter(
            Condition::any()
                .add(waits())
                .add(Column::LeaseId.in_subquery(of_residents)),
        );
    let total = query.clone().count(db).await?;
    let rows = query
        .order_by_asc(Column::DueOn)
        .order_by_asc(Column::Id)
        .limit(limit)
        .all(db)
        .await?;
    Ok((lines(backend, rows, states).await?, total))
}

async fn lines(
    backend: &Backend,
    rows: Vec<entity::registration::Model>,
    states: &[RegistrationStatus],
) -> Result<Vec<QueueLine>, Error> {
    let db = backend.database().reader();
    let of_residents = of_residents(db, &rows, states).await?;
    let addresses = addresses(db, &rows).await?;
    let landlords = landlords(db, &rows).await?;
    rows.into_iter()
        .map(|row| {
            let address = addresses.get(&row.id).cloned();
            let own = super::status(&row)?;
            let waiting = of_residents.get(&row.lease_id).filter(|_| !states.contains(&own));
            Ok(QueueLine {
                id: row.id.into(),
                status: waiting.copied().unwrap_or(own),
                address: address.ok_or_else(|| Error::corrupt("house_registration", "house_id", row.id))?,
                landlord: landlords.get(&row.lease_id).cloned().unwrap_or_default(),
                number: row.number,
                due_on: row.due_on,
            })
        })
        .collect()
}

/// The state of a resident's registration that waits, by lease.
async fn of_residents(
    db: &impl ConnectionTrait,
    rows: &[entity::registration::Model],
    states: &[RegistrationStatus],
) -> Result<HashMap<Uuid, RegistrationStatus>, Error> {
    use entity::registration::{Column, Entity};
    let waiting = Entity::find()
        .filter(Column::LeaseId.is_in(rows.iter().map(|row| row.lease_id)))
        .filter(Column::Kind.eq(RegistrationKind::Residence.code()))
        .filter(Column::Status.is_in(states.iter().map(|status| status.code())))
        .all(db)
        .await?;
    waiting
        .iter()
        .map(|row| Ok((row.lease_id, super::status(row)?)))
        .collect()
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
