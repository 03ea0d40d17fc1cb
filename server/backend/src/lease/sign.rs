//! Writes a lease down with its sides and residents.

use crate::{Deed, entity};
use domain::{
    id::{AccountId, LeaseId, PartyId, ResidentId},
    lease::{LeaseSide, LeaseStatus, Origin},
    time::format_date,
};
use jiff::civil::Date;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait, EntityTrait};
use uuid::Uuid;

/// A lease that both sides agreed on.
pub(crate) struct Signed {
    pub matching: Uuid,
    pub house: Uuid,
    pub space_no: Option<i32>,
    /// Canonical JSON, and the hash that both confirmed.
    pub terms: String,
    pub terms_hash: String,
    pub starts_on: Date,
    pub ends_on: Date,
    pub rent_yuan: i32,
    pub landlord: Side,
    pub tenant: Side,
    pub residents: Vec<Resident>,
}

/// A side: somebody as known at signing, with the account that sees it online.
#[derive(Clone, Copy)]
pub(crate) struct Side {
    pub person: Uuid,
    pub version: Uuid,
    pub account: Uuid,
}

pub(crate) struct Resident {
    pub person: Uuid,
    pub version: Uuid,
    pub relation: String,
    pub local: bool,
    pub from_on: String,
    pub reason: String,
    pub stay_months: i32,
    pub employer: Option<String>,
    pub guardian: Option<String>,
}

/// The lease, and its residents in the order in which they were given.
pub(crate) async fn sign(
    deed: &Deed<impl ConnectionTrait>,
    by: AccountId,
    signed: &Signed,
) -> Result<(Uuid, Vec<Uuid>), sea_orm::DbErr> {
    let id = Uuid::from(LeaseId::generate());
    entity::lease::ActiveModel {
        id: Set(id),
        origin: Set(Origin::Match.code().to_owned()),
        match_id: Set(Some(signed.matching)),
        previous_id: Set(None),
        house_id: Set(signed.house),
        space_no: Set(signed.space_no),
        terms: Set(signed.terms.clone()),
        terms_hash: Set(signed.terms_hash.clone()),
        starts_on: Set(format_date(signed.starts_on)),
        ends_on: Set(format_date(signed.ends_on)),
        rent_yuan: Set(signed.rent_yuan),
        status: Set(LeaseStatus::Running.code().to_owned()),
        ended_on: Set(None),
        end_kind: Set(None),
        end_reason: Set(None),
        created_at: Set(deed.now.as_millisecond()),
        created_by: Set(by.into()),
        version: Set(1),
    }
    .insert(&deed.tx)
    .await?;
    let party = |side: LeaseSide, who: Side| entity::party::ActiveModel {
        id: Set(PartyId::generate().into()),
        lease_id: Set(id),
        side: Set(side.code().to_owned()),
        no: Set(1),
        person_id: Set(Some(who.person)),
        version_id: Set(Some(who.version)),
        organisation_id: Set(None),
        account_id: Set(Some(who.account)),
    };
    entity::party::Entity::insert_many([
        party(LeaseSide::Landlord, signed.landlord),
        party(LeaseSide::Tenant, signed.tenant),
    ])
    .exec(&deed.tx)
    .await?;
    let mut ids = Vec::with_capacity(signed.residents.len());
    let rows: Vec<_> = (1..)
        .zip(&signed.residents)
        .map(|(no, resident)| {
            let resident_id = Uuid::from(ResidentId::generate());
            ids.push(resident_id);
            row(resident_id, id, no, resident)
        })
        .collect();
    entity::resident::Entity::insert_many(rows).exec(&deed.tx).await?;
    Ok((id, ids))
}

fn row(id: Uuid, lease: Uuid, no: i32, resident: &Resident) -> entity::resident::ActiveModel {
    entity::resident::ActiveModel {
        id: Set(id),
        lease_id: Set(lease),
        no: Set(no),
        person_id: Set(resident.person),
        version_id: Set(resident.version),
        relation: Set(resident.relation.clone()),
        local: Set(resident.local),
        from_on: Set(resident.from_on.clone()),
        to_on: Set(None),
        reason: Set(resident.reason.clone()),
        stay_months: Set(resident.stay_months),
        employer: Set(resident.employer.clone()),
        guardian: Set(resident.guardian.clone()),
    }
}
