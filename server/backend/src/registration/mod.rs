//! House registrations and residence registrations: prefilled by a completion, finalised by the coordinator, checked by
//! anybody who holds a certificate.

mod certificate;
mod finalise;
mod load;

pub use certificate::{Certificate, PrintedCertificate, by_code, printed};
pub use finalise::{FinaliseError, Finalised, finalise};
pub use load::{HouseRegistration, QueueLine, ResidenceRegistration, load, of_party, queue};

use crate::{Backend, Error, entity};
use domain::{id::AccountId, registration::RegistrationKind};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait};
use uuid::Uuid;

/// Adds a line to the history of a registration; corrections never overwrite.
pub(crate) async fn record(
    backend: &Backend,
    tx: &impl ConnectionTrait,
    kind: RegistrationKind,
    registration: Uuid,
    event: &'static str,
    reason: Option<String>,
    actor: Option<AccountId>,
) -> Result<(), Error> {
    entity::registration_event::ActiveModel {
        id: Set(Uuid::now_v7()),
        kind: Set(kind.code().to_owned()),
        registration_id: Set(registration),
        event: Set(event.to_owned()),
        reason: Set(reason),
        actor_id: Set(actor.map(Uuid::from)),
        at: Set(backend.now().as_millisecond()),
    }
    .insert(tx)
    .await?;
    Ok(())
}

/// Credits the collector (协管员) with a record, once; the reviewer settles it after the quality check.
pub(crate) async fn credit(
    backend: &Backend,
    tx: &impl ConnectionTrait,
    kind: RegistrationKind,
    registration: Uuid,
    collector: AccountId,
) -> Result<(), Error> {
    entity::collector_credit::ActiveModel {
        id: Set(Uuid::now_v7()),
        collector_id: Set(collector.into()),
        kind: Set(kind.code().to_owned()),
        registration_id: Set(registration),
        status: Set("pending".to_owned()),
        earned_on: Set(domain::time::format_date(backend.today())),
    }
    .insert(tx)
    .await?;
    Ok(())
}
