//! A registration begins: prefilled, with its first events and what it earns its collector.

use super::{Standing, change::note, credit};
use crate::{Deed, Error, entity};
use domain::{
    access::Permit,
    area::AreaCode,
    id::{AccountId, RegistrationId},
    registration::{RegistrationKind, RegistrationStatus},
    time::format_date,
};
use jiff::{Timestamp, civil::Date};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait};
use uuid::Uuid;

/// A registration that is to begin.
pub(crate) struct New {
    pub kind: RegistrationKind,
    pub lease: Uuid,
    /// The community of the house.
    pub area: AreaCode,
    pub due_on: Date,
    pub due_at: Timestamp,
}

/// Writes the row that everything of the registration hangs on, its first events, and the collector's credit.
pub(crate) async fn open(
    deed: &Deed<impl ConnectionTrait>,
    permit: &Permit,
    collector: AccountId,
    new: &New,
) -> Result<RegistrationId, Error> {
    let id = RegistrationId::generate();
    let standing = Standing {
        status: RegistrationStatus::Prefilled,
        number: None,
        due_on: format_date(new.due_on),
        returned_reason: None,
        ended_on: None,
    };
    entity::registration::ActiveModel {
        id: Set(id.into()),
        kind: Set(new.kind.code().to_owned()),
        lease_id: Set(new.lease),
        area_code: Set(new.area.as_str().to_owned()),
        number: Set(None),
        status: Set(standing.status.code().to_owned()),
        due_on: Set(standing.due_on.clone()),
        due_at: Set(new.due_at.as_millisecond()),
        created_at: Set(deed.now.as_millisecond()),
        created_by: Set(collector.into()),
        finalised_at: Set(None),
        finalised_by: Set(None),
        decided_at: Set(None),
        decided_by: Set(None),
        returned_reason: Set(None),
        ended_on: Set(None),
        version: Set(1),
    }
    .insert(&deed.tx)
    .await?;
    let fields = standing.fields().into_iter().filter(|(_, value)| value.is_some());
    let changes = fields.map(|(field, value)| (field, None, value));
    note(deed, permit, id.into(), changes, None).await?;
    credit::earn(deed, collector, id).await?;
    Ok(id)
}
