//! Finalising: the coordinator has checked the prefilled records against the originals; the house registration and every
//! residence registration of the lease get their numbers and certificates together.

use super::{load, record};
use crate::{Backend, Error, audit, entity, mail::Letter, number};
use domain::{
    access::Actor,
    area::AreaCode,
    id::{CertificateId, HouseRegistrationId},
    registration::{CertificateCode, NumberKind, RegistrationKind, RegistrationStatus},
};
use rand::Rng as _;
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait},
};
use uuid::Uuid;

#[derive(Debug, thiserror::Error)]
pub enum FinaliseError {
    #[error("no such registration for this actor")]
    NotFound,
    #[error("already finalised")]
    AlreadyFinalised,
    #[error(transparent)]
    Backend(#[from] Error),
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

/// Numbers, certificates and mails for a house registration and its residence registrations, in one transaction.
pub async fn finalise(backend: &Backend, actor: &Actor, id: HouseRegistrationId) -> Result<Finalised, FinaliseError> {
    let tx = backend.database().begin().await?;
    let house = entity::house_registration::Entity::find_by_id(id)
        .lock_exclusive()
        .one(&tx)
        .await?;
    let house = house.ok_or(FinaliseError::NotFound)?;
    if !load::coordinated(&tx, actor, &house).await? {
        return Err(FinaliseError::NotFound);
    }
    let status: RegistrationStatus = house
        .status
        .parse()
        .map_err(|_| Error::corrupt("house_registration", "status", house.id))?;
    if !status.can_finalise() {
        return Err(FinaliseError::AlreadyFinalised);
    }
    let lease = entity::lease::Entity::find_by_id(house.lease_id).one(&tx).await?;
    let lease = lease.ok_or_else(|| Error::corrupt("house_registration", "lease_id", house.id))?;
    let parties = [lease.landlord_id, lease.tenant_id];
    let one = One {
        backend,
        actor,
        parties,
    };

    let number = one.house(&tx, &house).await?;
    let residences = entity::residence_registration::Entity::find()
        .filter(entity::residence_registration::Column::HouseRegistrationId.eq(house.id))
        .filter(entity::residence_registration::Column::Status.is_in(["prefilled", "returned"]))
        .order_by_asc(entity::residence_registration::Column::Id)
        .all(&tx)
        .await?;
    let mut numbers = Vec::new();
    for residence in &residences {
        numbers.push(one.residence(&tx, residence, lease.tenant_id).await?);
    }
    let detail = serde_json::json!({ "number": number, "residences": numbers });
    audit::record(
        backend,
        &tx,
        Some(actor.id),
        "registration.finalise",
        "house-registration",
        Some(house.id),
        detail,
    )
    .await?;
    tx.commit().await?;
    backend.wake().notify_waiters();
    Ok(Finalised {
        house: number,
        residences: numbers,
    })
}

/// What numbering each registration has in common.
struct One<'a> {
    backend: &'a Backend,
    actor: &'a Actor,
    parties: [Uuid; 2],
}

impl One<'_> {
    async fn house(
        &self,
        tx: &impl ConnectionTrait,
        row: &entity::house_registration::Model,
    ) -> Result<String, FinaliseError> {
        use entity::house_registration::{Column, Entity};
        let number = self
            .number(tx, NumberKind::House, &row.area_code, row.number.as_deref())
            .await?;
        Entity::update_many()
            .col_expr(Column::Status, Expr::value("finalised"))
            .col_expr(Column::Number, Expr::value(&number))
            .col_expr(Column::FinalisedAt, Expr::value(self.backend.now().as_millisecond()))
            .col_expr(Column::FinalisedBy, Expr::value(Uuid::from(self.actor.id)))
            .col_expr(Column::Version, Expr::col(Column::Version).add(1))
            .filter(Column::Id.eq(row.id))
            .exec(tx)
            .await?;
        self.certify(tx, RegistrationKind::House, row.id, &number, &self.parties)
            .await?;
        Ok(number)
    }

    async fn residence(
        &self,
        tx: &impl ConnectionTrait,
        row: &entity::residence_registration::Model,
        tenant: Uuid,
    ) -> Result<String, FinaliseError> {
        use entity::residence_registration::{Column, Entity};
        let number = self
            .number(tx, NumberKind::Residence, &row.area_code, row.number.as_deref())
            .await?;
        Entity::update_many()
            .col_expr(Column::Status, Expr::value("finalised"))
            .col_expr(Column::Number, Expr::value(&number))
            .col_expr(Column::FinalisedAt, Expr::value(self.backend.now().as_millisecond()))
            .col_expr(Column::FinalisedBy, Expr::value(Uuid::from(self.actor.id)))
            .col_expr(Column::Version, Expr::col(Column::Version).add(1))
            .filter(Column::Id.eq(row.id))
            .exec(tx)
            .await?;
        // A residence registration is the household's business; the landlord gets the receipt of the house alone.
        self.certify(tx, RegistrationKind::Residence, row.id, &number, &[tenant])
            .await?;
        Ok(number)
    }

    /// A registration that comes back from the authority keeps its number.
    async fn number(
        &self,
        tx: &impl ConnectionTrait,
        kind: NumberKind,
        area: &str,
        given: Option<&str>,
    ) -> Result<String, FinaliseError> {
        if let Some(number) = given {
            return Ok(number.to_owned());
        }
        let district = AreaCode::parse(area).map_err(|_| Error::corrupt("registration", "area_code", area))?;
        Ok(number::next(tx, kind, district, self.backend.today().year())
            .await?
            .to_string())
    }

    async fn certify(
        &self,
        tx: &impl ConnectionTrait,
        kind: RegistrationKind,
        registration: Uuid,
        number: &str,
        readers: &[Uuid],
    ) -> Result<(), FinaliseError> {
        let code = self.certificate(tx, kind, registration, number).await?;
        record(
            self.backend,
            tx,
            kind,
            registration,
            "finalised",
            None,
            Some(self.actor.id),
        )
        .await?;
        let letter = Letter::RegistrationFinalised {
            kind,
            number: number.to_owned(),
            certificate: code.as_str().to_owned(),
        };
        for reader in readers {
            crate::notice::tell(self.backend, tx, (*reader).into(), &letter).await?;
        }
        Ok(())
    }

    /// The certificate of a registration; one that comes back from the authority keeps its code.
    async fn certificate(
        &self,
        tx: &impl ConnectionTrait,
        kind: RegistrationKind,
        registration: Uuid,
        number: &str,
    ) -> Result<CertificateCode, FinaliseError> {
        use entity::certificate::{ActiveModel, Column, Entity};
        if let Some(row) = Entity::find()
            .filter(Column::RegistrationId.eq(registration))
            .one(tx)
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
            kind: Set(kind.code().to_owned()),
            registration_id: Set(registration),
            number: Set(number.to_owned()),
            issued_at: Set(self.backend.now().as_millisecond()),
        }
        .insert(tx)
        .await?;
        Ok(code)
    }
}
