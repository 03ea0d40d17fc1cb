//! What a record earns its collector (协管员): one a record, settled after the quality check.

use crate::{Deed, Error, entity};
use domain::{
    id::{AccountId, RegistrationId},
    registration::CreditStatus,
    time::format_date,
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait};
use uuid::Uuid;

pub(super) async fn earn(
    deed: &Deed<impl ConnectionTrait>,
    collector: AccountId,
    registration: RegistrationId,
) -> Result<(), Error> {
    entity::collector_credit::ActiveModel {
        id: Set(Uuid::now_v7()),
        collector_id: Set(collector.into()),
        registration_id: Set(registration.into()),
        status: Set(CreditStatus::Pending.code().to_owned()),
        earned_on: Set(format_date(deed.today())),
    }
    .insert(&deed.tx)
    .await?;
    Ok(())
}
