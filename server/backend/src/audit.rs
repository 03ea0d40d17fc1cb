//! Who did what to which record, when. Written in the transaction of the deed; never changed.

use crate::{Backend, Error, entity};
use domain::id::AccountId;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait};
use uuid::Uuid;

/// `action` reads `noun.verb`; `detail` holds codes and counts, never personal data.
pub async fn record(
    backend: &Backend,
    tx: &impl ConnectionTrait,
    actor: Option<AccountId>,
    action: &'static str,
    subject_kind: &'static str,
    subject: Option<Uuid>,
    detail: serde_json::Value,
) -> Result<(), Error> {
    entity::audit::ActiveModel {
        id: Set(Uuid::now_v7()),
        at: Set(backend.now().as_millisecond()),
        actor_id: Set(actor.map(Uuid::from)),
        action: Set(action.to_owned()),
        subject_kind: Set(subject_kind.to_owned()),
        subject_id: Set(subject),
        detail: Set(detail.to_string()),
    }
    .insert(tx)
    .await?;
    Ok(())
}
