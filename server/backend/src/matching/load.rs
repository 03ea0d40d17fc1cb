//! A match as its parties and the coordinator of the area see it.

use super::{
    step::{house_of, seen_by, status_of},
    terms::{account_name, address_of, contract_of},
};
use crate::{Backend, Error, area, entity, person, registration};
use domain::{
    access::Actor,
    id::{HouseId, ListingId, MatchId, OccupantId},
    matching::{Contract, MatchAction, MatchStatus, Party, Relation, allowed_actions},
    money::Yuan,
    space::LettingMode,
    time::from_millis,
};
use jiff::Timestamp;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

#[derive(Clone, Debug)]
pub struct MatchView {
    pub id: MatchId,
    pub number: String,
    pub status: MatchStatus,
    /// On which side the reader is.
    pub party: Party,
    pub actions: &'static [MatchAction],
    pub listing: ListingId,
    pub house: HouseId,
    pub title: String,
    pub mode: LettingMode,
    /// The room that is let, of a shared home.
    pub space_no: Option<i32>,
    pub rent: Yuan,
    /// Street and estate, as everybody sees them.
    pub place: String,
    /// With the door: for the landlord and the centre always, for the tenant once accepted.
    pub address: Option<String>,
    pub landlord: String,
    pub tenant: String,
    pub message: String,
    /// Why the centre sent it back, or why it ended.
    pub reason: Option<String>,
    pub occupants: Vec<Occupant>,
    pub landlord_identified: bool,
    pub contract: Option<Contract>,
    pub hash: Option<String>,
    pub applied_at: Timestamp,
    pub answer_due_at: Option<Timestamp>,
    pub accepted_at: Option<Timestamp>,
    /// When the documents of everybody who moves in were complete.
    pub details_at: Option<Timestamp>,
    pub tenant_confirmed_at: Option<Timestamp>,
    pub landlord_confirmed_at: Option<Timestamp>,
    pub agreed_at: Option<Timestamp>,
    pub completed_at: Option<Timestamp>,
    pub closed_at: Option<Timestamp>,
    /// When the registration of the house got its number.
    pub registered_at: Option<Timestamp>,
}

#[derive(Clone, Debug)]
pub struct Occupant {
    pub id: OccupantId,
    /// 1 is the tenant.
    pub no: i32,
    pub name: String,
    pub relation: Relation,
    pub minor: bool,
    /// Whether the documents were given.
    pub given: bool,
    /// Masked, and only for the tenant's own side.
    pub document: Option<String>,
}

impl MatchView {
    pub fn may(&self, action: MatchAction) -> bool {
        self.actions.contains(&action)
    }

    /// Whether the reader has confirmed the terms as they are.
    pub fn confirmed(&self) -> bool {
        match self.party {
            Party::Tenant => self.tenant_confirmed_at.is_some(),
            Party::Landlord => self.landlord_confirmed_at.is_some(),
            Party::Coordinator => false,
        }
    }

    /// Whether the reader's side has given its documents.
    pub fn details_given(&self) -> bool {
        match self.party {
            Party::Tenant => self.details_at.is_some(),
            Party::Landlord => self.landlord_identified,
            Party::Coordinator => self.details_at.is_some() && self.landlord_identified,
        }
    }

    /// The first person whose documents are missing.
    pub fn next_person(&self) -> Option<i32> {
        self.occupants
            .iter()
            .find(|person| !person.given)
            .map(|person| person.no)
    }
}

/// `None` when there is no such match or it isn't the actor's.
pub async fn load(backend: &Backend, actor: &Actor, id: MatchId) -> Result<Option<MatchView>, Error> {
    let db = backend.database().reader();
    let Some((row, party)) = seen_by(db, actor, id).await? else {
        return Ok(None);
    };
    let status = status_of(&row)?;
    let listing = entity::listing::Entity::find_by_id(row.listing_id).one(db).await?;
    let listing = listing.ok_or_else(|| Error::corrupt("matching", "listing_id", row.id))?;
    let house = house_of(db, row.house_id).await?;
    let address = address_of(&house)?;
    let names = area::names(address.community);
    let shows_door = party != Party::Tenant
        || matches!(
            status,
            MatchStatus::Accepted | MatchStatus::Agreed | MatchStatus::Completed
        );
    let identified = match row.landlord_version_id {
        Some(_) => true,
        None => person::own(db, row.landlord_id.into()).await?.is_some(),
    };
    let time = |column, millis: Option<i64>| instant(row.id, column, millis);
    let registered_at = registered_at(backend, &row).await?;
    Ok(Some(MatchView {
        id,
        status,
        party,
        actions: allowed_actions(status, party),
        listing: row.listing_id.into(),
        house: row.house_id.into(),
        mode: listing
            .mode
            .parse()
            .map_err(|_| Error::corrupt("listing", "mode", listing.id))?,
        space_no: row.space_no,
        rent: yuan(&listing)?,
        title: listing.title,
        place: address.display_public(names),
        address: shows_door.then(|| address.display_full(names)),
        landlord: account_name(db, row.landlord_id).await?,
        tenant: account_name(db, row.tenant_id).await?,
        occupants: occupants(backend, row.id, party).await?,
        landlord_identified: identified,
        contract: contract_of(&row)?,
        applied_at: time("applied_at", Some(row.applied_at))?
            .ok_or_else(|| Error::corrupt("matching", "applied_at", row.id))?,
        answer_due_at: time("answer_due_at", row.answer_due_at)?,
        accepted_at: time("accepted_at", row.accepted_at)?,
        details_at: time("details_at", row.details_at)?,
        tenant_confirmed_at: time("tenant_confirmed_at", row.tenant_confirmed_at)?,
        landlord_confirmed_at: time("landlord_confirmed_at", row.landlord_confirmed_at)?,
        agreed_at: time("agreed_at", row.agreed_at)?,
        completed_at: time("completed_at", row.completed_at)?,
        closed_at: time("closed_at", row.closed_at)?,
        registered_at,
        number: row.number,
        message: row.message,
        reason: row.closed_reason,
        hash: row.terms_hash,
    }))
}

pub(super) fn yuan(listing: &entity::listing::Model) -> Result<Yuan, Error> {
    u32::try_from(listing.rent_yuan)
        .ok()
        .and_then(|rent| Yuan::new(rent).ok())
        .ok_or_else(|| Error::corrupt("listing", "rent_yuan", listing.id))
}

pub(super) fn instant(row: Uuid, column: &'static str, millis: Option<i64>) -> Result<Option<Timestamp>, Error> {
    millis
        .map(|millis| from_millis(millis).ok_or_else(|| Error::corrupt("matching", column, row)))
        .transpose()
}

async fn occupants(backend: &Backend, id: Uuid, party: Party) -> Result<Vec<Occupant>, Error> {
    let db = backend.database().reader();
    let rows = entity::occupant::Entity::find()
        .filter(entity::occupant::Column::MatchId.eq(id))
        .order_by_asc(entity::occupant::Column::No)
        .all(db)
        .await?;
    let shown = rows.iter().filter(|_| party == Party::Tenant);
    let known = person::known_all(backend, db, shown.filter_map(|row| row.version_id)).await?;
    rows.into_iter()
        .map(|row| {
            let version = row.version_id.and_then(|version| known.get(&version));
            Ok(Occupant {
                id: row.id.into(),
                no: row.no,
                relation: row
                    .relation
                    .parse()
                    .map_err(|_| Error::corrupt("occupant", "relation", row.id))?,
                minor: row.minor,
                given: row.version_id.is_some(),
                name: row.name,
                document: version.map(|known| known.document.masked()),
            })
        })
        .collect()
}

/// When the registration of the house got its number.
async fn registered_at(backend: &Backend, row: &entity::matching::Model) -> Result<Option<Timestamp>, Error> {
    let registration = registration::of_match(backend.database().reader(), row.id).await?;
    instant(row.id, "finalised_at", registration.and_then(|row| row.finalised_at))
}
