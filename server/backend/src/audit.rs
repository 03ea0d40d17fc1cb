//! Who did what to which record, when, and by what right. Written in the transaction of the deed; never changed.

use crate::{Deed, Error, deed::Record, entity};
use domain::access::Permit;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait};
use uuid::Uuid;

/// The line of a deed; [`Deed::commit`] writes it.
pub(crate) async fn write(
    deed: &Deed<impl ConnectionTrait>,
    permit: &Permit,
    record: Option<Record>,
    detail: &serde_json::Value,
) -> Result<(), Error> {
    entity::audit::ActiveModel {
        id: Set(Uuid::now_v7()),
        at: Set(deed.now.as_millisecond()),
        actor_id: Set(permit.account().map(Uuid::from)),
        as_right: Set(permit.right().code().to_owned()),
        action: Set(permit.action().code().to_owned()),
        subject_kind: Set(record.map(|Record(kind, _)| kind.to_owned())),
        subject_id: Set(record.map(|Record(_, id)| id)),
        detail: Set(detail.to_string()),
    }
    .insert(&deed.tx)
    .await?;
    Ok(())
}

/// As [`write`], for what is not a [`Deed`] yet.
pub async fn record(
    backend: &crate::Backend,
    tx: &impl sea_orm::ConnectionTrait,
    actor: Option<domain::id::AccountId>,
    action: &'static str,
    subject_kind: &'static str,
    subject: Option<Uuid>,
    detail: serde_json::Value,
) -> Result<(), Error> {
    entity::audit::ActiveModel {
        id: Set(Uuid::now_v7()),
        at: Set(backend.now().as_millisecond()),
        actor_id: Set(actor.map(Uuid::from)),
        as_right: Set(String::new()),
        action: Set(action.to_owned()),
        subject_kind: Set(Some(subject_kind.to_owned())),
        subject_id: Set(subject),
        detail: Set(detail.to_string()),
    }
    .insert(tx)
    .await?;
    Ok(())
}
