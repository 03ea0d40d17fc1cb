//! Finalising: the coordinator has checked the prefilled records against the originals; the house registration and every
//! residence registration of the lease get their numbers and certificates together.

use super::{Standing, change, status, subject};
use crate::{Backend, Deed, Error, deed::Record, entity, lease, mail::Letter, number};
use domain::{
    access::{Action, Actor, Denied, Permit, Refusal, may},
    area::{AreaCode, AreaLevel},
    id::{AccountId, CertificateId, RegistrationId},
    registration::{CertificateCode, NumberKind, RegistrationKind, RegistrationStatus},
};
use rand::Rng as _;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

#[derive(Debug, thiserror::Error)]
pub enum FinaliseError {
    #[error("no such registration for this actor")]
    NotFound,
    #[error("already finalised")]
    AlreadyFinalised,
    /// They are a side of it.
    #[error("refused: {0}")]
    NotAllowed(Refusal),
    #[error(transparent)]
    Backend(#[from] Error),
}

impl From<Denied> for FinaliseError {
    fn from(denied: Denied) -> Self {
        match denied {
            Denied::Hidden => FinaliseError::NotFound,
            Denied::Refused(refusal) => FinaliseError::NotAllowed(refusal),
        }
    }
}

impl From<sea_orm::DbErr> for FinaliseError {
    fn from(error: sea_orm::DbErr) -> Self {
        FinaliseError::Backend(error.into())
    }
}

/// The numbers that were given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finalised {
    pub house: String,
    pub residences: Vec<String>,
}

/// Numbers, certificates and mails for a house registration and its residence registrations, in one transaction; after a
/// return, for those that were returned.
pub async fn finalise(backend: &Backend, actor: &Actor, id: RegistrationId) -> Result<Finalised, FinaliseError> {
    backend
        .deed(|deed| async move {
            let house = entity::registration::Entity::find_by_id(id)
                .filter(entity::registration::Column::Kind.eq(RegistrationKind::House.code()))
                .lock_exclusive()
                .one(&deed.tx)
                .await?;
            let house = house.ok_or(FinaliseError::NotFound)?;
            let permit = may(actor, Action::Finalise, &subject(&deed.tx, &house).await?)?;
            let one = One {
                deed: &deed,
                permit: &permit,
                parties: Parties::of(&deed, house.lease_id).await?,
            };
            let waiting = waiting(&deed, house.lease_id).await?;
            if waiting.is_empty() {
                return Err(FinaliseError::AlreadyFinalised);
            }
            let mut finalised = Finalised {
                house: house.number.clone().unwrap_or_default(),
                residences: Vec::new(),
            };
            for row in &waiting {
                let number = one.finalise(row).await?;
                if row.id == house.id {
                    finalised.house = number;
                } else {
                    finalised.residences.push(number);
                }
            }
            let detail = serde_json::json!({ "number": finalised.house, "residences": finalised.residences });
            deed.commit(permit, Record("registration", house.id), detail).await?;
            Ok(finalised)
        })
        .await
}

/// What waits for its number under a lease: the house first, then the residences in the order of the household.
async fn waiting(deed: &Deed, lease: Uuid) -> Result<Vec<entity::registration::Model>, Error> {
    use entity::registration::{Column, Entity};
    let rows = Entity::find()
        .filter(Column::LeaseId.eq(lease))
        .order_by_asc(Column::Kind)
        .order_by_asc(Column::Id)
        .all(&deed.tx)
        .await?;
    let mut waiting = Vec::new();
    for row in rows {
        if status(&row)?.can_finalise() {
            waiting.push(row);
        }
    }
    Ok(waiting)
}

/// The accounts of both sides.
struct Parties {
    landlords: Vec<AccountId>,
    tenants: Vec<AccountId>,
}

impl Parties {
    async fn of(deed: &Deed, lease: Uuid) -> Result<Self, Error> {
        let rows = lease::parties(&deed.tx, lease).await?;
        let of = |side: &str| {
            let rows = rows.iter().filter(|row| row.side == side);
            rows.filter_map(|row| row.account_id).map(AccountId::from).collect()
        };
        Ok(Self {
            landlords: of("landlord"),
            tenants: of("tenant"),
        })
    }
}

/// What numbering each registration has in common.
struct One<'a> {
    deed: &'a Deed,
    permit: &'a Permit,
    parties: Parties,
}

impl One<'_> {
    async fn finalise(&self, row: &entity::registration::Model) -> Result<String, FinaliseError> {
        let kind: RegistrationKind = row
            .kind
            .parse()
            .map_err(|_| Error::corrupt("registration", "kind", row.id))?;
        let number = self.number(kind, row).await?;
        let to = Standing {
            status: RegistrationStatus::Finalised,
            number: Some(number.clone()),
            returned_reason: None,
            ..Standing::of(row)?
        };
        if !change(self.deed, self.permit, row, &to, None).await? {
            return Err(FinaliseError::AlreadyFinalised);
        }
        let letter = Letter::RegistrationFinalised {
            kind,
            certificate: self.certificate(row.id, &number).await?.as_str().to_owned(),
            number: number.clone(),
        };
        // A residence registration is the household's business; the landlord gets the receipt of the house alone.
        let landlords = self
            .parties
            .landlords
            .iter()
            .filter(|_| kind == RegistrationKind::House);
        for reader in landlords.chain(&self.parties.tenants) {
            self.deed.tell(*reader, &letter).await?;
        }
        Ok(number)
    }

    /// A registration that comes back from the authority keeps its number.
    async fn number(&self, kind: RegistrationKind, row: &entity::registration::Model) -> Result<String, FinaliseError> {
        if let Some(number) = &row.number {
            return Ok(number.clone());
        }
        let corrupt = || Error::corrupt("registration", "area_code", row.id);
        let district = AreaCode::parse(&row.area_code)
            .ok()
            .and_then(|area| area.at(AreaLevel::District))
            .ok_or_else(corrupt)?;
        let kind = match kind {
            RegistrationKind::House => NumberKind::House,
            RegistrationKind::Residence => NumberKind::Residence,
        };
        let number = number::next(&self.deed.tx, kind, district, self.deed.today().year()).await?;
        Ok(number.to_string())
    }

    /// The certificate of a registration; one that comes back from the authority keeps its code.
    async fn certificate(&self, registration: Uuid, number: &str) -> Result<CertificateCode, FinaliseError> {
        use entity::certificate::{ActiveModel, Column, Entity};
        if let Some(row) = Entity::find()
            .filter(Column::RegistrationId.eq(registration))
            .one(&self.deed.tx)
            .await?
        {
            let corrupt = || Error::corrupt("certificate", "code", row.id);
            return Ok(CertificateCode::parse(&row.code).ok_or_else(corrupt)?);
        }
        let mut random = [0; 16];
        rand::rng().fill_bytes(&mut random);
        let code = CertificateCode::from_random(random);
        ActiveModel {
            id: Set(CertificateId::generate().into()),
            code: Set(code.as_str().to_owned()),
            registration_id: Set(registration),
            number: Set(number.to_owned()),
            issued_at: Set(self.deed.now.as_millisecond()),
        }
        .insert(&self.deed.tx)
        .await?;
        Ok(code)
    }
}
