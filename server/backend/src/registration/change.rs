//! The one way in which a registration changes after it was opened: the present is the sum of its events.

use crate::{Deed, Error, entity};
use domain::{access::Permit, registration::RegistrationStatus};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter,
    sea_query::{Expr, ExprTrait},
};
use uuid::Uuid;

/// What may change of a registration, whatever its kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Standing {
    pub status: RegistrationStatus,
    pub number: Option<String>,
    pub due_on: String,
    pub returned_reason: Option<String>,
    pub ended_on: Option<String>,
}

impl Standing {
    pub fn of(row: &entity::registration::Model) -> Result<Self, Error> {
        Ok(Self {
            status: super::status(row)?,
            number: row.number.clone(),
            due_on: row.due_on.clone(),
            returned_reason: row.returned_reason.clone(),
            ended_on: row.ended_on.clone(),
        })
    }

    /// Each field by its name in the events.
    pub fn fields(&self) -> [(&'static str, Option<String>); 5] {
        [
            ("status", Some(self.status.code().to_owned())),
            ("number", self.number.clone()),
            ("due_on", Some(self.due_on.clone())),
            ("returned_reason", self.returned_reason.clone()),
            ("ended_on", self.ended_on.clone()),
        ]
    }
}

/// Changes a registration, if it is still as it was read; tells whether it did. An event says of each field what it was
/// and is.
pub(crate) async fn change(
    deed: &Deed<impl ConnectionTrait>,
    permit: &Permit,
    row: &entity::registration::Model,
    to: &Standing,
    reason: Option<&str>,
) -> Result<bool, Error> {
    use entity::registration::{Column, Entity};
    let from = Standing::of(row)?;
    let by = || Expr::value(permit.account().map(Uuid::from));
    let at = || Expr::value(deed.now.as_millisecond());
    let mut update = Entity::update_many()
        .col_expr(Column::Status, Expr::value(to.status.code()))
        .col_expr(Column::Number, Expr::value(to.number.clone()))
        .col_expr(Column::DueOn, Expr::value(to.due_on.clone()))
        .col_expr(Column::ReturnedReason, Expr::value(to.returned_reason.clone()))
        .col_expr(Column::EndedOn, Expr::value(to.ended_on.clone()))
        .col_expr(Column::Version, Expr::col(Column::Version).add(1));
    if from.status != to.status {
        update = match to.status {
            RegistrationStatus::Finalised => update
                .col_expr(Column::FinalisedAt, at())
                .col_expr(Column::FinalisedBy, by()),
            RegistrationStatus::Accepted | RegistrationStatus::Returned => update
                .col_expr(Column::DecidedAt, at())
                .col_expr(Column::DecidedBy, by()),
            RegistrationStatus::Prefilled | RegistrationStatus::Ended => update,
        };
    }
    let written = update
        .filter(Column::Id.eq(row.id))
        .filter(Column::Status.eq(&row.status))
        .filter(Column::Version.eq(row.version))
        .exec(&deed.tx)
        .await?;
    if written.rows_affected == 0 {
        return Ok(false);
    }
    let fields = from.fields().into_iter().zip(to.fields());
    let changes = fields
        .filter(|((_, old), (_, new))| old != new)
        .map(|((field, old), (_, new))| (field, old, new));
    note(deed, permit, row.id, changes, reason).await?;
    Ok(true)
}

/// What was and is of each field of a registration that changes, for good; it changes by one at least.
pub(super) async fn note(
    deed: &Deed<impl ConnectionTrait>,
    permit: &Permit,
    registration: Uuid,
    changes: impl Iterator<Item = (&'static str, Option<String>, Option<String>)>,
    reason: Option<&str>,
) -> Result<(), Error> {
    let events = changes.map(|(field, old, new)| entity::event::ActiveModel {
        id: Set(Uuid::now_v7()),
        registration_id: Set(Some(registration)),
        lease_id: Set(None),
        person_id: Set(None),
        field: Set(field.to_owned()),
        old: Set(old),
        new: Set(new),
        reason: Set(reason.map(str::to_owned)),
        proof_id: Set(None),
        shown_by: Set(None),
        actor_id: Set(permit.account().map(Uuid::from)),
        as_right: Set(permit.right().code().to_owned()),
        for_person_id: Set(None),
        at: Set(deed.now.as_millisecond()),
    });
    entity::event::Entity::insert_many(events)
        .exec_without_returning(&deed.tx)
        .await?;
    Ok(())
}
