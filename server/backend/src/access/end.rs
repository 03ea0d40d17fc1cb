//! An administrator ends a duty, today or by a later day.

use crate::{Backend, DeedError, deed::Record, entity};
use domain::{
    access::{Action, Actor, Side, Subject, may},
    form::Code,
    id::DutyId,
    time,
};
use jiff::{ToSpan, civil::Date};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use uuid::Uuid;

/// `last` is the duty's last day; yesterday ends it at once. Refused: `duty-over` (it has ended already), `duty-period`
/// (before it began, or long past), `own-work`.
pub async fn end(backend: &Backend, actor: &Actor, id: DutyId, last: Date) -> Result<(), DeedError> {
    use entity::duty::{Column, Entity};
    backend
        .deed(async |deed| {
            let row = Entity::find_by_id(id).one(&deed.tx).await?;
            let owner = row.as_ref().map(|row| row.account_id.into());
            let subject = owner.map_or(Subject::nowhere(), |owner| Subject::nowhere().with(Side::Owner, owner));
            let permit = may(actor, Action::EndDuty, &subject)?;
            let duty = super::read(row.ok_or(DeedError::NotFound)?)?;
            let yesterday = deed.today().saturating_sub(1.day());
            if duty.until.is_some_and(|until| until <= yesterday) {
                return Err(DeedError::Refused(Code::new("duty-over")));
            }
            // A duty that is taken back on its first day has held for that day.
            let last = last.max(duty.from);
            if last < yesterday || duty.until.is_some_and(|until| until < last) {
                return Err(DeedError::Refused(Code::new("duty-period")));
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
