//! Certificates: what anybody may check by the code, and what the holder prints.

use super::{load::sides, status, subject};
use crate::{Backend, Error, entity, house, person};
use domain::{
    access::{Action, Actor, Subject, may},
    registration::{CertificateCode, RegistrationKind, RegistrationStatus},
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
    /// Whether the authority has accepted it.
    pub accepted: bool,
    pub ended_on: Option<String>,
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

/// The paper, for its holder (the parties of the house registration, the tenant of a residence registration) and for
/// coordinators and reviewers of the area; nobody else learns that there is one.
pub async fn printed(
    backend: &Backend,
    actor: &Actor,
    code: &CertificateCode,
) -> Result<Option<PrintedCertificate>, Error> {
    let db = backend.database().reader();
    let Some(found) = find(backend, db, code).await? else {
        return Ok(None);
    };
    let action = match found.kind {
        RegistrationKind::House => Action::PrintHouseCertificate,
        RegistrationKind::Residence => Action::PrintResidenceCertificate,
    };
    if may(actor, action, &found.subject).is_err() {
        return Ok(None);
    }
    Ok(Some(PrintedCertificate {
        certificate: found.certificate(code.clone()),
        tenant: found.tenant,
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
    accepted: bool,
    ended_on: Option<String>,
    holder: String,
    document_kind: String,
    document_masked: String,
    address: String,
    place: String,
    landlord: String,
    arrived_on: Option<String>,
    tenant: String,
    subject: Subject,
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
            accepted: self.accepted,
            ended_on: self.ended_on.clone(),
            place: self.place.clone(),
            holder_masked: mask_name(&self.holder),
            starts_on: self.lease.starts_on.clone(),
            ends_on: self.lease.ends_on.clone(),
        }
    }
}

async fn find(backend: &Backend, db: &impl ConnectionTrait, code: &CertificateCode) -> Result<Option<Found>, Error> {
    let row = entity::certificate::Entity::find()
        .filter(entity::certificate::Column::Code.eq(code.as_str()))
        .one(db)
        .await?;
    let Some(row) = row else { return Ok(None) };
    let gone = |column| Error::corrupt("certificate", column, row.id);
    let registration = entity::registration::Entity::find_by_id(row.registration_id)
        .one(db)
        .await?
        .ok_or_else(|| gone("registration_id"))?;
    let lease = entity::lease::Entity::find_by_id(registration.lease_id)
        .one(db)
        .await?
        .ok_or_else(|| gone("registration_id"))?;
    let house = house::find(backend, db, lease.house_id.into())
        .await?
        .ok_or_else(|| gone("registration_id"))?;
    let kind: RegistrationKind = registration.kind.parse().map_err(|_| gone("registration_id"))?;
    let sides = sides(backend, db, lease.id).await?;
    let (holder, arrived_on) = match kind {
        RegistrationKind::House => (sides.landlord.clone(), None),
        RegistrationKind::Residence => {
            let resident = resident_of(db, registration.id).await?;
            let known = person::known(backend, db, resident.version_id).await?;
            (known, Some(resident.from_on))
        }
    };
    let names = crate::area::names(house.address.community);
    Ok(Some(Found {
        kind,
        number: row.number,
        issued_at: from_millis(row.issued_at).ok_or_else(|| Error::corrupt("certificate", "issued_at", row.id))?,
        valid: status(&registration)?.is_valid(),
        accepted: status(&registration)? == RegistrationStatus::Accepted,
        ended_on: registration.ended_on.clone(),
        document_kind: holder.document.kind().code().to_owned(),
        document_masked: holder.document.masked(),
        holder: holder.name,
        address: house.full_address(),
        place: format!("{} {}", names.district, house.address.display_public(names)),
        landlord: sides.landlord.name,
        tenant: sides.tenant.name,
        arrived_on,
        subject: subject(db, &registration).await?,
        lease,
    }))
}

/// Whose residence it is.
async fn resident_of(db: &impl ConnectionTrait, registration: Uuid) -> Result<entity::resident::Model, Error> {
    let gone = || Error::corrupt("residence_registration", "resident_id", registration);
    let residence = entity::residence_registration::Entity::find_by_id(registration)
        .one(db)
        .await?
        .ok_or_else(gone)?;
    let resident = entity::resident::Entity::find_by_id(residence.resident_id)
        .one(db)
        .await?;
    resident.ok_or_else(gone)
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
