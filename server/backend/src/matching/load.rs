//! A match as its parties and the coordinator of the area see it.

use super::{
    step::{house_of, seen_by, status_of},
    terms::{account_name, address_of, contract_of},
};
use crate::{Backend, Error, area, entity, person, registration};
use domain::{
    access::Actor,
    contact::masked_name,
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
    /// This name and those of tenant and occupants: see [`Party::reads_names_of`].
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
        landlord: name_for(party, Party::Landlord, &row, account_name(db, row.landlord_id).await?),
        tenant: name_for(party, Party::Tenant, &row, account_name(db, row.tenant_id).await?),
        occupants: occupants(backend, &row, party).await?,
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

/// A name of somebody on side `of`, as `reader` gets to see it.
pub(super) fn name_for(reader: Party, of: Party, row: &entity::matching::Model, name: String) -> String {
    if reader.reads_names_of(of, row.accepted_at.is_some()) {
        name
    } else {
        masked_name(&name)
    }
}

async fn occupants(backend: &Backend, of: &entity::matching::Model, party: Party) -> Result<Vec<Occupant>, Error> {
    let db = backend.database().reader();
    let rows = entity::occupant::Entity::find()
        .filter(entity::occupant::Column::MatchId.eq(of.id))
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
                name: name_for(party, Party::Tenant, of, row.name),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        both,
        matching::{Application, accept, apply, fixture, mine},
    };
    use domain::{
        access::Role,
        contact::PersonName,
        matching::{Household, TypedMember},
    };

    both! {
        async fn the_door_is_told_after_acceptance_and_to_nobody_else(bench: &Bench) {
            let scene = fixture::scene(bench).await;
            let backend = &bench.backend;
            let application = Application {
                household: Household::parse(PersonName::parse("王租客").unwrap(), &[]).unwrap(),
                message: String::new(),
            };
            let id = apply(backend, &scene.tenant, scene.listing, application).await.unwrap();
            let seen = async |actor: &Actor| load(backend, actor, id).await.unwrap();
            assert_eq!(seen(&scene.tenant).await.unwrap().address, None);
            assert_eq!(seen(&scene.tenant).await.unwrap().place, "列东街道 · 江滨新村");
            accept(backend, &scene.landlord, id).await.unwrap();
            let address = seen(&scene.tenant).await.unwrap().address.unwrap();
            assert!(address.ends_with("502室"), "{address}");

            let stranger = fixture::citizen(bench, "路人").await;
            let administrator = fixture::staff(bench, "管理员", Role::Administrator, &[]).await;
            for actor in [&stranger, &administrator] {
                assert!(seen(actor).await.is_none());
                assert!(mine(backend, actor).await.unwrap().is_empty());
            }
            assert_eq!(seen(&scene.coordinator).await.unwrap().party, Party::Coordinator);
            assert_eq!(mine(backend, &scene.tenant).await.unwrap().len(), 1);
            assert_eq!(mine(backend, &scene.landlord).await.unwrap().len(), 1);
        }

        async fn a_landlord_saw_who_applied_before_accepting(bench: &Bench) {
            let scene = fixture::scene(bench).await;
            let backend = &bench.backend;
            let child = TypedMember { name: "王小儿".into(), relation: "child".into(), minor: true };
            let tenant = PersonName::parse(&scene.tenant.name).unwrap();
            let application = Application {
                household: Household::parse(tenant, &[child]).unwrap(),
                message: String::new(),
            };
            let id = apply(backend, &scene.tenant, scene.listing, application).await.unwrap();
            let names = async |actor: &Actor| {
                let view = load(backend, actor, id).await.unwrap().unwrap();
                let line = mine(backend, actor).await.unwrap().pop();
                if let Some(line) = line {
                    assert_eq!((&line.landlord, &line.tenant), (&view.landlord, &view.tenant));
                }
                let occupants: Vec<_> = view.occupants.into_iter().map(|person| person.name).collect();
                (view.landlord, view.tenant, occupants.join(" "))
            };
            let whole = |text: &str| text.to_owned();
            let landlords_view = (whole("陈房东"), whole("王**"), whole("王** 王**"));
            assert_eq!(names(&scene.landlord).await, landlords_view);
            let seen_by_applicant = (whole("陈**"), whole("王租客"), whole("王租客 王小儿"));
            assert_eq!(names(&scene.tenant).await, seen_by_applicant);
            let everything = (whole("陈房东"), whole("王租客"), whole("王租客 王小儿"));
            assert_eq!(names(&scene.coordinator).await, everything);
            let list = mine(backend, &scene.landlord).await.unwrap();
            assert_eq!((list[0].tenant.as_str(), list[0].people), ("王**", 2));

            accept(backend, &scene.landlord, id).await.unwrap();
            for actor in [&scene.landlord, &scene.tenant] {
                assert_eq!(names(actor).await, everything);
            }
        }
    }
}
