//! What coordinators, reviewers and parties see of a registration. Documents are masked.

use super::{decide::own_of, of_match, status, subject};
use crate::{
    Backend, Error, entity, house, lease,
    person::{self, Known},
};
use domain::{
    access::{Action, Actor, Denied, Refusal, Right, Side, may},
    id::{MatchId, PersonId, RegistrationId},
    matching::{Contract, Terms},
    registration::RegistrationStatus,
    time::{format_date, from_millis},
};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use std::collections::HashMap;
use uuid::Uuid;

/// What whoever reads a registration may do with it, if it is in the state for it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rights {
    /// Give the numbers.
    pub finalises: bool,
    /// Accept or return.
    pub decides: bool,
    /// Would accept or return it, were it not their own work.
    pub own_work: bool,
}

/// A house registration with the residence registrations under it.
#[derive(Clone, Debug)]
pub struct HouseRegistration {
    pub id: RegistrationId,
    /// Where it came of a match.
    pub match_id: Option<MatchId>,
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
    /// Why the authority sent it back.
    pub returned_reason: Option<String>,
    pub events: Vec<Event>,
    pub rights: Rights,
}

#[derive(Clone, Debug)]
pub struct ResidenceRegistration {
    pub id: RegistrationId,
    pub person: PersonId,
    /// Another record may be of the same human being, and the reader may merge the two.
    pub doubled: bool,
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
    pub returned_reason: Option<String>,
    pub certificate: Option<String>,
}

impl HouseRegistration {
    /// The states of the house's registration and of each resident's.
    fn states(&self) -> impl Iterator<Item = RegistrationStatus> {
        let residences = self.residences.iter().map(|person| person.status);
        [self.status].into_iter().chain(residences)
    }

    /// Whether anything of it waits for its number.
    pub fn can_finalise(&self) -> bool {
        self.states().any(RegistrationStatus::can_finalise)
    }

    /// How much of it waits for the authority's word.
    pub fn waiting(&self) -> usize {
        let finalised = |status: &RegistrationStatus| *status == RegistrationStatus::Finalised;
        self.states().filter(finalised).count()
    }
}

/// A line of a registration's history.
#[derive(Clone, Debug)]
pub struct Event {
    /// The status that it came to.
    pub event: String,
    pub at: jiff::Timestamp,
    /// Whose residence registration, where it isn't the house's.
    pub resident: Option<String>,
    pub reason: Option<String>,
    /// Who did it, for staff.
    pub by: Option<String>,
}

/// The registration of a house, by its id or that of a resident's, for a coordinator or reviewer of its place.
pub async fn load(backend: &Backend, actor: &Actor, id: RegistrationId) -> Result<Option<HouseRegistration>, Error> {
    let db = backend.database().reader();
    let Some(row) = entity::registration::Entity::find_by_id(id).one(db).await? else {
        return Ok(None);
    };
    let house = super::of_lease(db, row.lease_id).await?;
    let row = house.ok_or_else(|| Error::corrupt("registration", "lease_id", row.id))?;
    let subject = subject(db, &row).await?;
    if may(actor, Action::SeeRegistration, &subject).is_err() {
        return Ok(None);
    }
    let finalises = may(actor, Action::Finalise, &subject).is_ok();
    let decides = may(actor, Action::AcceptRegistration, &own_of(subject, &row));
    let rights = Rights {
        finalises,
        decides: decides.is_ok(),
        own_work: decides.is_err_and(|denied| denied == Denied::Refused(Refusal::OwnWork)),
    };
    let mut registration = read(backend, db, row, rights).await?;
    for residence in &mut registration.residences {
        residence.doubled = person::has_doubles(db, actor, residence.person).await?;
    }
    Ok(Some(registration))
}

/// The registration that came of a match, for its two parties.
pub async fn of_party(backend: &Backend, actor: &Actor, id: MatchId) -> Result<Option<HouseRegistration>, Error> {
    let db = backend.database().reader();
    let Some(row) = of_match(db, id.into()).await? else {
        return Ok(None);
    };
    let Ok(permit) = may(actor, Action::PrintHouseCertificate, &subject(db, &row).await?) else {
        return Ok(None);
    };
    let Right::Side(side) = permit.right() else {
        return Ok(None);
    };
    let mut registration = read(backend, db, row, Rights::default()).await?;
    registration.events.iter_mut().for_each(|event| event.by = None);
    if side == Side::Landlord {
        // Who lives there the landlord knows; their documents and certificates are the household's own.
        for residence in &mut registration.residences {
            residence.document_masked.clear();
            residence.certificate = None;
        }
    }
    Ok(Some(registration))
}

async fn read(
    backend: &Backend,
    db: &impl ConnectionTrait,
    row: entity::registration::Model,
    rights: Rights,
) -> Result<HouseRegistration, Error> {
    let gone = |column| Error::corrupt("house_registration", column, row.id);
    let of_house = entity::house_registration::Entity::find_by_id(row.id)
        .one(db)
        .await?
        .ok_or_else(|| gone("id"))?;
    let house = house::find(backend, db, of_house.house_id.into())
        .await?
        .ok_or_else(|| gone("house_id"))?;
    let lease = entity::lease::Entity::find_by_id(row.lease_id)
        .one(db)
        .await?
        .ok_or_else(|| gone("lease_id"))?;
    let contract: Contract =
        serde_json::from_str(&lease.terms).map_err(|_| Error::corrupt("lease", "terms", lease.id))?;
    let sides = sides(backend, db, lease.id).await?;
    let residents = entity::resident::Entity::find()
        .filter(entity::resident::Column::LeaseId.eq(lease.id))
        .order_by_asc(entity::resident::Column::No)
        .all(db)
        .await?;
    let residences = residences(backend, db, lease.id, &residents).await?;
    Ok(HouseRegistration {
        id: row.id.into(),
        match_id: lease.match_id.map(Into::into),
        status: status(&row)?,
        address: house.full_address(),
        space_no: of_house.space_no,
        landlord_document_masked: sides.landlord.document.masked(),
        landlord_document_kind: sides.landlord.document.kind().code().to_owned(),
        landlord: sides.landlord.name,
        tenant: sides.tenant.name,
        terms: contract.terms,
        terms_hash: lease.terms_hash,
        certificate: certificates(db, [row.id]).await?.remove(&row.id),
        locals: locals(backend, db, &residents).await?,
        events: events(db, row.id, &residences).await?,
        residences,
        due_on: row.due_on,
        number: row.number,
        returned_reason: row.returned_reason,
        rights,
    })
}

/// Both sides as they were known at signing.
pub(super) struct Sides {
    pub landlord: Known,
    pub tenant: Known,
}

pub(super) async fn sides(backend: &Backend, db: &impl ConnectionTrait, lease: Uuid) -> Result<Sides, Error> {
    let parties = lease::parties(db, lease).await?;
    let version = |side: &str| {
        let party = parties.iter().find(|party| party.side == side);
        party
            .and_then(|party| party.version_id)
            .ok_or_else(|| Error::corrupt("party", "version_id", lease))
    };
    Ok(Sides {
        landlord: person::known(backend, db, version("landlord")?).await?,
        tenant: person::known(backend, db, version("tenant")?).await?,
    })
}

async fn residences(
    backend: &Backend,
    db: &impl ConnectionTrait,
    lease: Uuid,
    residents: &[entity::resident::Model],
) -> Result<Vec<ResidenceRegistration>, Error> {
    let rows = entity::registration::Entity::find()
        .filter(entity::registration::Column::LeaseId.eq(lease))
        .filter(entity::registration::Column::Kind.eq("residence"))
        .order_by_asc(entity::registration::Column::Id)
        .all(db)
        .await?;
    let of_person: HashMap<Uuid, Uuid> = entity::residence_registration::Entity::find()
        .filter(entity::residence_registration::Column::Id.is_in(rows.iter().map(|row| row.id)))
        .all(db)
        .await?
        .into_iter()
        .map(|row| (row.id, row.resident_id))
        .collect();
    let known = person::known_all(backend, db, residents.iter().map(|row| row.version_id)).await?;
    let mut certificates = certificates(db, rows.iter().map(|row| row.id)).await?;
    let mut lines = Vec::with_capacity(rows.len());
    for row in rows {
        let resident = of_person
            .get(&row.id)
            .and_then(|id| residents.iter().find(|resident| resident.id == *id))
            .ok_or_else(|| Error::corrupt("residence_registration", "resident_id", row.id))?;
        let known = known
            .get(&resident.version_id)
            .ok_or_else(|| Error::corrupt("resident", "version_id", resident.id))?;
        let certificate = certificates.remove(&row.id);
        lines.push(line(row, resident, known, certificate)?);
    }
    Ok(lines)
}

fn line(
    row: entity::registration::Model,
    resident: &entity::resident::Model,
    known: &Known,
    certificate: Option<String>,
) -> Result<ResidenceRegistration, Error> {
    Ok(ResidenceRegistration {
        id: row.id.into(),
        person: resident.person_id.into(),
        doubled: false,
        status: status(&row)?,
        document_masked: known.document.masked(),
        document_kind: known.document.kind().code().to_owned(),
        name: known.name.clone(),
        sex: known.sex.clone().unwrap_or_default(),
        born_on: known.born_on.map(format_date).unwrap_or_default(),
        relation: resident.relation.clone(),
        reason: resident.reason.clone(),
        arrived_on: resident.from_on.clone(),
        guardian: resident.guardian.clone(),
        due_on: row.due_on,
        number: row.number,
        returned_reason: row.returned_reason,
        certificate,
    })
}

/// Who lives there and needs no residence registration.
async fn locals(
    backend: &Backend,
    db: &impl ConnectionTrait,
    residents: &[entity::resident::Model],
) -> Result<Vec<String>, Error> {
    let locals: Vec<Uuid> = residents
        .iter()
        .filter(|row| row.local)
        .map(|row| row.version_id)
        .collect();
    let known = person::known_all(backend, db, locals.iter().copied()).await?;
    Ok(locals
        .iter()
        .filter_map(|id| known.get(id))
        // Household registration is a mainland matter: whoever holds another document was registered all the same.
        .filter(|known| known.holder() == domain::document::Holder::Mainland)
        .map(|known| known.name.clone())
        .collect())
}

/// Codes of certificates, by registration.
async fn certificates(
    db: &impl ConnectionTrait,
    registrations: impl IntoIterator<Item = Uuid>,
) -> Result<HashMap<Uuid, String>, Error> {
    let rows = entity::certificate::Entity::find()
        .filter(entity::certificate::Column::RegistrationId.is_in(registrations))
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|row| (row.registration_id, row.code)).collect())
}

/// How the status of the house's registration went, and what was decided about those of the residents.
async fn events(
    db: &impl ConnectionTrait,
    house: Uuid,
    residences: &[ResidenceRegistration],
) -> Result<Vec<Event>, Error> {
    use entity::event::{Column, Entity};
    let decided = [RegistrationStatus::Accepted, RegistrationStatus::Returned].map(RegistrationStatus::code);
    let of_residents = Condition::all()
        .add(Column::RegistrationId.is_in(residences.iter().map(|person| Uuid::from(person.id))))
        .add(Column::New.is_in(decided));
    let rows = Entity::find()
        .filter(Column::Field.eq("status"))
        .filter(Condition::any().add(Column::RegistrationId.eq(house)).add(of_residents))
        .order_by_asc(Column::Id)
        .all(db)
        .await?;
    let names: HashMap<Uuid, String> = entity::account::Entity::find()
        .filter(entity::account::Column::Id.is_in(rows.iter().filter_map(|row| row.actor_id)))
        .all(db)
        .await?
        .into_iter()
        .map(|account| (account.id, account.name))
        .collect();
    rows.into_iter()
        .map(|row| {
            let at = from_millis(row.at).ok_or_else(|| Error::corrupt("event", "at", row.id))?;
            let resident = residences
                .iter()
                .find(|person| Some(Uuid::from(person.id)) == row.registration_id);
            Ok(Event {
                event: row.new.unwrap_or_default(),
                at,
                resident: resident.map(|person| person.name.clone()),
                reason: row.reason,
                by: row.actor_id.and_then(|id| names.get(&id).cloned()),
            })
        })
        .collect()
}
