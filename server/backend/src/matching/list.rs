//! Matches in lines: a person's own, and what waits for the coordinator.

use super::load::{instant, name_for, yuan};
use crate::{Backend, Error, entity, house};
use domain::{
    access::Actor,
    id::{ListingId, MatchId},
    matching::{MatchStatus, Party},
    money::Yuan,
};
use jiff::Timestamp;
use sea_orm::{ColumnTrait, Condition, EntityTrait, Order, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::HashMap;
use uuid::Uuid;

/// Nobody reads further down a list; older ones are found by their number.
const LINES: u64 = 200;

#[derive(Clone, Debug)]
pub struct MatchLine {
    pub id: MatchId,
    pub number: String,
    pub status: MatchStatus,
    pub party: Party,
    pub listing: ListingId,
    pub title: String,
    /// Street and estate.
    pub place: String,
    pub rent: Yuan,
    /// This name and the landlord's: see [`Party::reads_names_of`].
    pub tenant: String,
    pub landlord: String,
    pub people: u32,
    pub message: String,
    pub applied_at: Timestamp,
    pub answer_due_at: Option<Timestamp>,
    pub agreed_at: Option<Timestamp>,
}

/// Every match in which the actor is tenant or landlord, newest first.
pub async fn mine(backend: &Backend, actor: &Actor) -> Result<Vec<MatchLine>, Error> {
    use entity::matching::Column;
    let me = Uuid::from(actor.id);
    let own = Condition::any()
        .add(Column::TenantId.eq(me))
        .add(Column::LandlordId.eq(me));
    lines(backend, actor, own, (Column::Id, Order::Desc), LINES).await
}

/// What waits to be completed in the coordinator's areas, the longest waiting first, and how many there are.
pub async fn agreed_in(backend: &Backend, coordinator: &Actor, limit: u64) -> Result<(Vec<MatchLine>, u64), Error> {
    use entity::matching::{Column, Entity};
    let agreed = Condition::all()
        .add(Column::Status.eq(MatchStatus::Agreed.code()))
        .add(house::is_within(coordinator, Column::HouseId));
    let db = backend.database().reader();
    let total = Entity::find().filter(agreed.clone()).count(db).await?;
    let lines = lines(backend, coordinator, agreed, (Column::AgreedAt, Order::Asc), limit).await?;
    Ok((lines, total))
}

async fn lines(
    backend: &Backend,
    actor: &Actor,
    which: Condition,
    order: (entity::matching::Column, Order),
    limit: u64,
) -> Result<Vec<MatchLine>, Error> {
    let db = backend.database().reader();
    let rows = entity::matching::Entity::find()
        .filter(which)
        .order_by(order.0, order.1)
        .limit(limit)
        .all(db)
        .await?;
    let listings: HashMap<Uuid, entity::listing::Model> = entity::listing::Entity::find()
        .filter(entity::listing::Column::Id.is_in(rows.iter().map(|row| row.listing_id)))
        .all(db)
        .await?
        .into_iter()
        .map(|row| (row.id, row))
        .collect();
    let people = rows.iter().flat_map(|row| [row.tenant_id, row.landlord_id]);
    let names: HashMap<Uuid, String> = entity::account::Entity::find()
        .filter(entity::account::Column::Id.is_in(people))
        .all(db)
        .await?
        .into_iter()
        .map(|row| (row.id, row.name))
        .collect();
    let mut households: HashMap<Uuid, u32> = HashMap::new();
    for id in entity::occupant::Entity::find()
        .select_only()
        .column(entity::occupant::Column::MatchId)
        .filter(entity::occupant::Column::MatchId.is_in(rows.iter().map(|row| row.id)))
        .into_tuple::<Uuid>()
        .all(db)
        .await?
    {
        *households.entry(id).or_default() += 1;
    }
    let name = |id: Uuid| names.get(&id).cloned().unwrap_or_default();
    rows.into_iter()
        .map(|row| {
            let listing = listings
                .get(&row.listing_id)
                .ok_or_else(|| Error::corrupt("matching", "listing_id", row.id))?;
            line(actor, row, listing, &households, &name)
        })
        .collect()
}

fn line(
    actor: &Actor,
    row: entity::matching::Model,
    listing: &entity::listing::Model,
    households: &HashMap<Uuid, u32>,
    name: &impl Fn(Uuid) -> String,
) -> Result<MatchLine, Error> {
    let me = Uuid::from(actor.id);
    let party = match me {
        me if me == row.tenant_id => Party::Tenant,
        me if me == row.landlord_id => Party::Landlord,
        _ => Party::Coordinator,
    };
    let place = [listing.street.as_str(), listing.estate.as_str()];
    Ok(MatchLine {
        id: row.id.into(),
        status: super::step::status_of(&row)?,
        party,
        listing: row.listing_id.into(),
        title: listing.title.clone(),
        place: place
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" · "),
        rent: yuan(listing)?,
        tenant: name_for(party, Party::Tenant, &row, name(row.tenant_id)),
        landlord: name_for(party, Party::Landlord, &row, name(row.landlord_id)),
        people: households.get(&row.id).copied().unwrap_or_default(),
        applied_at: instant(row.id, "applied_at", Some(row.applied_at))?
            .ok_or_else(|| Error::corrupt("matching", "applied_at", row.id))?,
        answer_due_at: instant(row.id, "answer_due_at", row.answer_due_at)?,
        agreed_at: instant(row.id, "agreed_at", row.agreed_at)?,
        number: row.number,
        message: row.message,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{both, matching::fixture};
    use domain::access::Role;

    both! {
        async fn a_coordinator_sees_what_waits_in_their_areas(bench: &Bench) {
            let match_ = fixture::agreed_match(bench).await;
            let second = fixture::second_agreed_match(bench, &match_).await;
            let (waiting, total) = agreed_in(&bench.backend, &match_.coordinator, 50).await.unwrap();
            assert_eq!(total, waiting.len() as u64);
            let ids: Vec<_> = waiting.iter().map(|line| line.id).collect();
            assert!(ids.contains(&match_.match_id) && ids.contains(&second.match_id), "{ids:?}");
            assert_eq!(waiting[0].people, 3);
            for areas in [vec!["350405"], vec![]] {
                let other = fixture::staff(bench, "别处", Role::Coordinator, &areas).await;
                assert_eq!(agreed_in(&bench.backend, &other, 50).await.unwrap().1, 0);
            }
            assert_eq!(agreed_in(&bench.backend, &match_.tenant, 50).await.unwrap().1, 0);
        }
    }
}
