//! What its owner does with a saved search.

use super::{find_in, forget_waiting, frequency, plan};
use crate::{Backend, DeedError, Error, entity};
use domain::{
    access::Actor,
    id::SavedSearchId,
    saved_search::{AlertFrequency, KeptQuery, SavedSearchForm},
    search::Query,
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, sea_query::Expr,
};
use uuid::Uuid;

/// Gives it another name or its mails another rhythm.
pub async fn change(
    backend: &Backend,
    actor: &Actor,
    id: SavedSearchId,
    form: SavedSearchForm,
) -> Result<(), DeedError> {
    let tx = backend.database().begin().await?;
    let row = find_in(&tx, id)
        .await?
        .filter(|row| row.account_id == Uuid::from(actor.id))
        .ok_or(DeedError::NotFound)?;
    set(backend, &tx, row, form).await?;
    tx.commit().await?;
    backend.wake().notify_waiters();
    Ok(())
}

pub(super) async fn set(
    backend: &Backend,
    tx: &impl ConnectionTrait,
    row: entity::saved_search::Model,
    form: SavedSearchForm,
) -> Result<(), Error> {
    let (id, before) = (row.id.into(), frequency(&row)?);
    let mut row: entity::saved_search::ActiveModel = row.into();
    row.name = Set(form.name);
    row.frequency = Set(form.frequency.code().to_owned());
    row.stopped_frequency = Set(None);
    if before == AlertFrequency::Never {
        row.watched_since = Set(backend.now().as_millisecond());
    }
    row.update(tx).await?;
    if form.frequency == AlertFrequency::Never {
        return forget_waiting(tx, id).await;
    }
    if form.frequency != before {
        // What waits for the old hour goes out at the new one.
        plan(backend, tx, id, form.frequency).await?;
    }
    Ok(())
}

/// Notes that its owner looks at it now, and says what it asks for.
pub async fn look(backend: &Backend, actor: &Actor, id: SavedSearchId) -> Result<Query, DeedError> {
    use entity::saved_search::{Column, Entity};
    let db = backend.database().writer();
    let row = find_in(db, id)
        .await?
        .filter(|row| row.account_id == Uuid::from(actor.id))
        .ok_or(DeedError::NotFound)?;
    Entity::update_many()
        .col_expr(Column::SeenAt, Expr::value(backend.now().as_millisecond()))
        .filter(Column::Id.eq(row.id))
        .exec(db)
        .await?;
    Ok(KeptQuery::read(&row.query))
}

/// Removes it and everything that was noted for it.
pub async fn delete(backend: &Backend, actor: &Actor, id: SavedSearchId) -> Result<(), DeedError> {
    use entity::saved_search::{Column, Entity};
    let deleted = Entity::delete_many()
        .filter(Column::Id.eq(Uuid::from(id)))
        .filter(Column::AccountId.eq(Uuid::from(actor.id)))
        .exec(backend.database().writer())
        .await?;
    if deleted.rows_affected == 0 {
        return Err(DeedError::NotFound);
    }
    Ok(())
}
