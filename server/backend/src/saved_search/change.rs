//! What its owner does with a saved search.

use super::{find_in, forget_waiting, frequency, plan, subject};
use crate::{Backend, Deed, DeedError, Error, deed::Record, entity};
use domain::{
    access::{Action, Actor, may},
    id::SavedSearchId,
    saved_search::{AlertFrequency, KeptQuery, SavedSearchForm},
    search::Query,
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, ModelTrait, QueryFilter, sea_query::Expr};

/// Gives it another name or its mails another rhythm.
pub async fn change(
    backend: &Backend,
    actor: &Actor,
    id: SavedSearchId,
    form: SavedSearchForm,
) -> Result<(), DeedError> {
    let form = &form;
    backend
        .deed(async |deed| {
            let row = find_in(&deed.tx, id).await?.ok_or(DeedError::NotFound)?;
            let permit = may(actor, Action::ChangeSavedSearch, &subject(&row))?;
            set(&deed, row, form).await?;
            let record = Record("saved-search", id.into());
            deed.commit(permit, record, serde_json::json!({})).await?;
            Ok(())
        })
        .await
}

pub(super) async fn set(deed: &Deed, row: entity::saved_search::Model, form: &SavedSearchForm) -> Result<(), Error> {
    let tx = &deed.tx;
    let (id, before) = (row.id.into(), frequency(&row)?);
    let mut row: entity::saved_search::ActiveModel = row.into();
    row.name = Set(form.name.clone());
    row.frequency = Set(form.frequency.code().to_owned());
    row.stopped_frequency = Set(None);
    if before == AlertFrequency::Never {
        row.watched_since = Set(deed.now.as_millisecond());
    }
    row.update(tx).await?;
    if form.frequency == AlertFrequency::Never {
        return forget_waiting(tx, id).await;
    }
    if form.frequency != before {
        // What waits for the old hour goes out at the new one.
        plan(deed, id, form.frequency).await?;
    }
    Ok(())
}

/// Notes that its owner looks at it now, and says what it asks for.
pub async fn look(backend: &Backend, actor: &Actor, id: SavedSearchId) -> Result<Query, DeedError> {
    use entity::saved_search::{Column, Entity};
    let row = find_in(backend.database().reader(), id)
        .await?
        .ok_or(DeedError::NotFound)?;
    may(actor, Action::SeeSavedSearch, &subject(&row))?;
    Entity::update_many()
        .col_expr(Column::SeenAt, Expr::value(backend.now().as_millisecond()))
        .filter(Column::Id.eq(row.id))
        .exec(backend.database().writer())
        .await?;
    Ok(KeptQuery::read(&row.query))
}

/// Removes it and everything that was noted for it.
pub async fn delete(backend: &Backend, actor: &Actor, id: SavedSearchId) -> Result<(), DeedError> {
    backend
        .deed(async |deed| {
            let row = find_in(&deed.tx, id).await?.ok_or(DeedError::NotFound)?;
            let permit = may(actor, Action::DeleteSavedSearch, &subject(&row))?;
            row.delete(&deed.tx).await?;
            let record = Record("saved-search", id.into());
            deed.commit(permit, record, serde_json::json!({})).await?;
            Ok(())
        })
        .await
}
