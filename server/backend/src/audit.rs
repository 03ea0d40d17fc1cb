//! Who did what to which record, when, and by what right. Written in the transaction of the deed; never changed.

use crate::{Error, entity};
use domain::access::Permit;
use jiff::Timestamp;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait};
use uuid::Uuid;

/// What a deed was done to: the kind and id of the record, as the audit names it.
#[derive(Clone, Copy, Debug)]
pub struct Record(pub &'static str, pub Uuid);

/// The line of a deed; `Deed::commit` writes it.
pub(crate) async fn write(
    tx: &impl ConnectionTrait,
    now: Timestamp,
    permit: &Permit,
    record: Option<Record>,
    detail: &serde_json::Value,
) -> Result<(), Error> {
    entity::audit::ActiveModel {
        id: Set(Uuid::now_v7()),
        at: Set(now.as_millisecond()),
        actor_id: Set(permit.account().map(Uuid::from)),
        as_right: Set(permit.right().code().to_owned()),
        action: Set(permit.action().code().to_owned()),
        subject_kind: Set(record.map(|Record(kind, _)| kind.to_owned())),
        subject_id: Set(record.map(|Record(_, id)| id)),
        detail: Set(detail.to_string()),
    }
    .insert(tx)
    .await?;
    Ok(())
}
