//! Certificates: what anybody may check by the code, and what the holder prints.

use super::load::{masked, status};
use crate::{Backend, Error, crypto::Place, entity, house};
use domain::{
    access::Actor,
    area::AreaCode,
    registration::{CertificateCode, RegistrationKind},
    time::from_millis,
};
use jiff::Timestamp;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

/// What the public page shows: enough to compare with a paper, nothing that the paper's reader doesn't hold already. No
/// document number, no door.
#[derive(Clone, Debug)]
pub struct Certificate {
    pub code: CertificateCode,
    pub kind: RegistrationKind,
    pub number: String,
    pub issued_at: Timestamp,
    /// Whether the registration still stands.
    pub valid: bool,
    pub ended_at: Option<Timestamp>,
    /// District, street and estate.
    pub place: String,
    /// The holder's name with the middle hidden: 王*明.
    pub holder_masked: String,
    pub starts_on: String,
    pub ends_on: String,
}

/// What stands on the paper.
#[derive(Clone, Debug)]
pub struct PrintedCertificate {
    pub certificate: Certificate,
    pub holder: String,
    pub document_kind: String,
    pub document_masked: String,
    pub address: String,
    pub landlord: String,
    pub tenant: String,
    pub arrived_on: Option<String>,
    pub terms_hash: String,
}

/// The certificate with this code.
pub async fn by_code(backend: &Backend, code: &CertificateCode) -> Result<Option<Certificate>, Error> {
    let db = backend.database().reader();
    Ok(find(backend, db, code)
        .await?
        .map(|found| found.certificate(code.clone())))
}

/// The paper, for its holder (the parties of the house registration, the tenant of a residence registration) and for the
/// coordinator of the area; nobody else learns that there is one.
pub async fn printed(
    backend: &Backend,
    actor: &Actor,
    code: &CertificateCode,
) -> Result<Option<PrintedCertificate>, Error> {
    let db = backend.database().reader();
    let Some(found) = find(backend, db, code).await? else {
        return Ok(None);
    };
    let id = Uuid::from(actor.id);
    let is_tenant = found.lease.tenant_id == id;
    let is_landlord = found.lease.landlord_id == id && found.kind == RegistrationKind::House;
    if !(is_tenant || is_landlord || actor.coordinates(&found.community)) {
        return Ok(None);
    }
    let tenant = entity::account::Entity::find_by_id(found.lease.tenant_id)
        .one(db)
        .await?;
    Ok(Some(PrintedCertificate {
        certificate: found.certificate(code.clone()),
        tenant: tenant.map(|row| row.name).unwrap_or_default(),
        holder: found.holder,
        document_kind: found.document_kind,
        document_masked: found.document_masked,
        address: found.address,
        landlord: found.landlord,
        arrived_on: found.arrived_on,
        terms_hash: found.lease.terms_hash,
    }))
}

struct Found {
    kind: RegistrationKind,
    number: String,
    issued_at: Timestamp,
    valid: bool,
    ended_at: Option<Timestamp>,
    holder: String,
    document_kind: String,
    document_masked: String,
    address: String,
    place: String,
    landlord: String,
    arrived_on: Option<String>,
    community: AreaCode,
    lease: entity::lease::Model,
}

impl Found {
    fn certificate(&self, code: CertificateCode) -> Certificate {
        Certificate {
            code,
            kind: self.kind,
            number: self.number.clone(),
            issued_at: self.issued_at,
            valid: self.valid,
            ended_at: self.ended_at,
            place: self.place.clone(),
            holder_masked: mask_name(&self.holder),
            starts_on: self.lease.starts_on.clone(),
            ends_on: self.lease.ends_on.clone(),
        }
    }
}

async fn find(backend: &Backend, db: &impl ConnectionTrait, code: &CertificateCode) -> Result<Option<Found>, Error> {
    use entity::{house_registration, residence_registration};
    let row = entity::certificate::Entity::find()
        .filter(entity::certificate::Column::Code.eq(code.as_str()))
        .one(db)
        .await?;
    let Some(row) = row else { return Ok(None) };
    let gone = |column| Error::corrupt("certificate", column, row.id);
    let kind: RegistrationKind = row.kind.parse().map_err(|_| gone("kind"))?;
    let residence = match kind {
        RegistrationKind::House => None,
        RegistrationKind::Residence => Some(
            residence_registration::Entity::find_by_id(row.registration_id)
                .one(db)
                .await?
                .ok_or_else(|| gone("registration_id"))?,
        ),
    };
    let house_id = residence
        .as_ref()
        .map_or(row.registration_id, |residence| residence.house_registration_id);
    let registration = house_registration::Entity::find_by_id(house_id)
        .one(db)
        .await?
        .ok_or_else(|| gone("registration_id"))?;
    let lease = entity::lease::Entity::find_by_id(registration.lease_id)
        .one(db)
        .await?
        .ok_or_else(|| gone("registration_id"))?;
    let house = house::find(backend, db, registration.house_id.into())
        .await?
        .ok_or_else(|| gone("registration_id"))?;
    let instant = |millis| from_millis(millis).ok_or_else(|| gone("issued_at"));
    let holder = match &residence {
        Some(person) => Holder {
            status: status(&person.status, "residence_registration", person.id)?,
            ended_at: person.ended_at,
            name: person.name.clone(),
            document_kind: person.document_kind.clone(),
            document: masked(
                backend,
                Place::new("residence_registration", "document_sealed", person.id),
                &person.document_sealed,
            )?,
        },
        None => Holder {
            status: status(&registration.status, "house_registration", registration.id)?,
            ended_at: registration.ended_at,
            name: registration.landlord_name.clone(),
            document_kind: registration.landlord_document_kind.clone(),
            document: masked(
                backend,
                Place::new("house_registration", "landlord_document_sealed", registration.id),
                &registration.landlord_document_sealed,
            )?,
        },
    };
    let names = crate::area::names(house.address.community);
    Ok(Some(Found {
        kind,
        number: row.number,
        issued_at: instant(row.issued_at)?,
        valid: holder.status.is_valid(),
        ended_at: holder.ended_at.map(instant).transpose()?,
        holder: holder.name,
        document_kind: holder.document_kind,
        document_masked: holder.document,
        address: house.full_address(),
        place: format!("{} {}", names.district, house.address.display_public(names)),
        landlord: registration.landlord_name,
        arrived_on: residence.map(|person| person.arrived_on),
        community: house.address.community,
        lease,
    }))
}

struct Holder {
    status: domain::registration::RegistrationStatus,
    ended_at: Option<i64>,
    name: String,
    document_kind: String,
    document: String,
}

/// 王小明 → 王*明, 王明 → 王*.
fn mask_name(name: &str) -> String {
    let letters: Vec<char> = name.chars().collect();
    match letters.as_slice() {
        [] => String::new(),
        [only] => only.to_string(),
        [first, _] => format!("{first}*"),
        [first, middle @ .., last] => format!("{first}{}{last}", "*".repeat(middle.len())),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_name_is_recognised_by_who_knows_it_only() {
        for (name, masked) in [("王小明", "王*明"), ("王明", "王*"), ("欧阳小明", "欧**明"), ("", "")] {
            assert_eq!(super::mask_name(name), masked);
        }
    }
}
