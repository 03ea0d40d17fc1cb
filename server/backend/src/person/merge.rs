//! Makes one of two records that turned out to be of one human being. Nothing is deleted: documents, versions, leases and
//! registrations stay with the record that they were written for, which points at who is left.

use super::{
    record::{born_on, newest},
    subject::may_merge,
    with_merged,
};
use crate::{
    Backend, Deed, DeedError, Error,
    deed::Record,
    entity::{active_residence, event, person},
    error::{ACTIVE_RESIDENCE, violates},
};
use domain::{
    access::{Actor, Permit},
    form::Code,
    id::PersonId,
    person::{Ground, Standing, mergeable},
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr,
};
use uuid::Uuid;

/// `from` is `into` from now on, with everybody who was `from` before; the open residence registration comes along.
///
/// Refused: what [`mergeable`] says, `own-work`.
pub async fn merge(
    backend: &Backend,
    actor: &Actor,
    from: PersonId,
    into: PersonId,
    ground: Ground,
) -> Result<(), DeedError> {
    let ground = &ground;
    backend
        .deed(async |deed| {
            let (from, into) = hold(&deed, from, into).await?;
            let permit = may_merge(&deed.tx, actor, &[from.id, into.id]).await?;
            mergeable(&standing(&deed, &from).await?, &standing(&deed, &into).await?).map_err(DeedError::Refused)?;
            bring_residence(&deed, &from, &into).await?;
            for before in merged_into(&deed, &from).await? {
                point(&deed, &permit, &before, into.id, ground).await?;
            }
            point(&deed, &permit, &from, into.id, ground).await?;
            let detail = serde_json::json!({ "into": into.id });
            deed.commit(permit, Record("person", from.id), detail).await?;
            Ok(())
        })
        .await
}

/// Both records, kept from changing until the deed is done: in one order, so that two who merge them the other way round
/// come one after the other.
async fn hold(deed: &Deed, from: PersonId, into: PersonId) -> Result<(person::Model, person::Model), DeedError> {
    let rows = person::Entity::find()
        .filter(person::Column::Id.is_in([Uuid::from(from), into.into()]))
        .order_by_asc(person::Column::Id)
        .lock_exclusive()
        .all(&deed.tx)
        .await?;
    let row = |id: PersonId| rows.iter().find(|row| row.id == Uuid::from(id)).cloned();
    row(from).zip(row(into)).ok_or(DeedError::NotFound)
}

async fn standing(deed: &Deed, row: &person::Model) -> Result<Standing, Error> {
    let known = newest(&deed.tx, &with_merged(&deed.tx, &[row.id]).await?).await?;
    let claim = active_residence::Entity::find_by_id(row.id).one(&deed.tx).await?;
    Ok(Standing {
        id: row.id.into(),
        merged: row.merged,
        born_on: known.as_ref().map(born_on).transpose()?.flatten(),
        registered: claim.is_some(),
    })
}

/// One active residence a person: the claim is of who is left.
async fn bring_residence(deed: &Deed, from: &person::Model, into: &person::Model) -> Result<(), DeedError> {
    use active_residence::{Column, Entity};
    let brought = Entity::update_many()
        .col_expr(Column::PersonId, Expr::value(into.id))
        .filter(Column::PersonId.eq(from.id))
        .exec(&deed.tx)
        .await;
    match brought {
        Err(error) if violates(&error, &ACTIVE_RESIDENCE) => {
            Err(DeedError::Refused(Code::new("person-registered-twice")))
        }
        done => Ok(done.map(|_| ())?),
    }
}

/// Who was merged into it before: they follow, so that one step always leads to who is left.
async fn merged_into(deed: &Deed, row: &person::Model) -> Result<Vec<person::Model>, Error> {
    let rows = person::Entity::find()
        .filter(person::Column::MergedInto.eq(row.id))
        .order_by_asc(person::Column::Id)
        .all(&deed.tx)
        .await?;
    Ok(rows)
}

async fn point(
    deed: &Deed,
    permit: &Permit,
    row: &person::Model,
    into: Uuid,
    ground: &Ground,
) -> Result<(), DeedError> {
    use person::{Column, Entity};
    let before = match row.merged_into {
        Some(before) => Column::MergedInto.eq(before),
        None => Column::MergedInto.is_null(),
    };
    let pointed = Entity::update_many()
        .col_expr(Column::Merged, Expr::value(true))
        .col_expr(Column::MergedInto, Expr::value(into))
        .filter(Column::Id.eq(row.id))
        .filter(before)
        .exec(&deed.tx)
        .await?;
    if pointed.rows_affected == 0 {
        return Err(DeedError::Stale);
    }
    event::ActiveModel {
        id: Set(Uuid::now_v7()),
        registration_id: Set(None),
        lease_id: Set(None),
        person_id: Set(Some(row.id)),
        field: Set("merged_into".to_owned()),
        old: Set(row.merged_into.map(|id| id.to_string())),
        new: Set(Some(into.to_string())),
        reason: Set(Some(ground.reason.clone())),
        proof_id: Set(None),
        shown_by: Set(Some(ground.shown_by.clone())),
        actor_id: Set(permit.account().map(Uuid::from)),
        as_right: Set(permit.right().code().to_owned()),
        for_person_id: Set(None),
        at: Set(deed.now.as_millisecond()),
    }
    .insert(&deed.tx)
    .await?;
    Ok(())
}

#[cfg(test)]
#[path = "merge_tests.rs"]
mod tests;
