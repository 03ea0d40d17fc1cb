//! An administrator ends a duty, today or by a later day.

use crate::{Backend, DeedError, deed::Record, entity};
use domain::{
    access::{Action, Actor, Side, Subject, may},
    form::Code,
    id::{AccountId, DutyId},
    time,
};
use jiff::{ToSpan, civil::Date};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use uuid::Uuid;

/// `last` is the last day of a duty of this account; yesterday ends it at once. What began today or has not begun is taken
/// back by a day before it begins. Refused: `duty-over` (it has ended already), `duty-period` (long past), `duty-longer`,
/// `own-work`.
pub async fn end(
    backend: &Backend,
    actor: &Actor,
    account: AccountId,
    id: DutyId,
    last: Date,
) -> Result<(), DeedError> {
    use entity::duty::{Column, Entity};
    backend
        .deed(async |deed| {
            let permit = may(actor, Action::EndDuty, &Subject::nowhere().with(Side::Owner, account))?;
            let row = Entity::find_by_id(id)
                .filter(Column::AccountId.eq(Uuid::from(account)))
                .one(&deed.tx)
                .await?;
            let duty = super::read(row.ok_or(DeedError::NotFound)?)?;
            let yesterday = deed.today().saturating_sub(1.day());
            if duty.until.is_some_and(|until| until <= yesterday || until < duty.from) {
                return Err(DeedError::Refused(Code::new("duty-over")));
            }
            let last = last.max(duty.from.saturating_sub(1.day()));
            if last < yesterday {
                return Err(DeedError::Refused(Code::new("duty-period")));
            }
            if duty.until.is_some_and(|until| until < last) {
                return Err(DeedError::Refused(Code::new("duty-longer")));
            }
            let written = Entity::update_many()
                .col_expr(Column::UntilOn, Expr::value(time::format_date(last)))
                .col_expr(Column::EndedAt, Expr::value(deed.now.as_millisecond()))
                .col_expr(Column::EndedBy, Expr::value(Uuid::from(actor.id)))
                .filter(Column::Id.eq(Uuid::from(id)))
                .exec(&deed.tx)
                .await?;
            if written.rows_affected == 0 {
                return Err(DeedError::Stale);
            }
            let detail = serde_json::json!({ "until": time::format_date(last) });
            deed.commit(permit, Record("duty", id.into()), detail).await?;
            Ok(())
        })
        .await
}
