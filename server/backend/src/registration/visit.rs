//! Visits (上门走访) that a registration plans.

use crate::{Deed, Error, entity};
use domain::{
    id::{AccountId, RegistrationId, VisitId},
    registration::VisitStatus,
    time::format_date,
};
use jiff::civil::Date;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait};

/// The first visit, by who completed the match.
pub(crate) async fn plan_first_visit(
    deed: &Deed<impl ConnectionTrait>,
    registration: RegistrationId,
    due_on: Date,
    visitor: AccountId,
) -> Result<(), Error> {
    entity::visit::ActiveModel {
        id: Set(VisitId::generate().into()),
        registration_id: Set(registration.into()),
        kind: Set("first".to_owned()),
        status: Set(VisitStatus::Planned.code().to_owned()),
        due_on: Set(format_date(due_on)),
        assigned_to: Set(visitor.into()),
        created_at: Set(deed.now.as_millisecond()),
    }
    .insert(&deed.tx)
    .await?;
    Ok(())
}
