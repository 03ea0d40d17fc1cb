//! House registrations and residence registrations: prefilled by a completion, finalised by the coordinator, accepted or
//! returned by the authority, checked by anybody who holds a certificate.
//!
//! Both kinds hang on one row of `registration`; each of its changes goes through [`change`], which writes down what was
//! and what is.

mod certificate;
mod change;
pub(crate) mod claim;
mod credit;
mod decide;
mod finalise;
mod load;
mod open;
mod queue;
mod visit;

pub use certificate::{Certificate, PrintedCertificate, by_code, printed};
pub(crate) use change::{Standing, change};
pub use decide::{DecideError, accept, accept_all, send_back};
pub use finalise::{FinaliseError, Finalised, finalise};
pub use load::{Event, HouseRegistration, ResidenceRegistration, load, of_party};
pub(crate) use open::{New, open};
pub use queue::{QueueLine, to_accept, to_finalise};
pub(crate) use visit::plan_first_visit;

use crate::{Error, entity};
use domain::{
    access::{Side, Subject},
    area::AreaCode,
    registration::RegistrationStatus,
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

/// The registration of the house that came of a match.
pub(crate) async fn of_match(
    db: &impl ConnectionTrait,
    matching: Uuid,
) -> Result<Option<entity::registration::Model>, Error> {
    let lease = entity::lease::Entity::find()
        .filter(entity::lease::Column::MatchId.eq(matching))
        .one(db)
        .await?;
    match lease {
        Some(lease) => of_lease(db, lease.id).await,
        None => Ok(None),
    }
}

/// The registration of the house under a lease.
pub(crate) async fn of_lease(
    db: &impl ConnectionTrait,
    lease: Uuid,
) -> Result<Option<entity::registration::Model>, Error> {
    let row = entity::registration::Entity::find()
        .filter(entity::registration::Column::LeaseId.eq(lease))
        .filter(entity::registration::Column::Kind.eq("house"))
        .one(db)
        .await?;
    Ok(row)
}

/// What [`domain::access::may`] needs to know of a registration.
pub(crate) async fn subject(db: &impl ConnectionTrait, row: &entity::registration::Model) -> Result<Subject, Error> {
    let place = AreaCode::parse(&row.area_code).map_err(|_| Error::corrupt("registration", "area_code", row.id))?;
    let parties = crate::lease::parties(db, row.lease_id).await?;
    let mut subject = Subject::at(place);
    for party in parties {
        if let Some(account) = party.account_id {
            let side = match party.side.as_str() {
                "landlord" => Side::Landlord,
                _ => Side::Tenant,
            };
            subject = subject.with(side, account.into());
        }
    }
    Ok(subject)
}

pub(crate) fn status(row: &entity::registration::Model) -> Result<RegistrationStatus, Error> {
    row.status
        .parse()
        .map_err(|_| Error::corrupt("registration", "status", row.id))
}
