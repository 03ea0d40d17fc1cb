//! Keeping a search.

use super::{change, same_in};
use crate::{Backend, Deed, DeedError, deed::Record, entity};
use domain::{
    access::{Action, Actor, Subject, may},
    form::Code,
    id::SavedSearchId,
    saved_search::{KeptQuery, MAX_PER_ACCOUNT, SavedSearchForm},
    search::Query,
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect,
    sea_query::LockType,
};
use uuid::Uuid;

/// Keeps a search for its actor. One that asks the same is there already: then it takes the new name and frequency.
///
/// Refused: `saved-search-long`, `saved-search-limit`.
pub async fn save(
    backend: &Backend,
    actor: &Actor,
    query: &Query,
    form: SavedSearchForm,
) -> Result<SavedSearchId, DeedError> {
    let kept = &KeptQuery::of(query).map_err(DeedError::Refused)?;
    let form = &form;
    backend
        .deed(async |deed| {
            let permit = may(actor, Action::SaveSearch, &Subject::nowhere())?;
            // Whoever saves twice at once does it one after the other, so that counting is right.
            entity::account::Entity::find_by_id(actor.id)
                .lock(LockType::NoKeyUpdate)
                .one(&deed.tx)
                .await?
                .ok_or(DeedError::NotFound)?;
            let id = match same_in(backend, &deed.tx, actor, query).await? {
                Some(row) => {
                    let id = row.id.into();
                    change::set(&deed, row, form).await?;
                    id
                }
                None => insert(&deed, actor, kept, form).await?,
            };
            let record = Record("saved-search", id.into());
            deed.commit(permit, record, serde_json::json!({})).await?;
            Ok(id)
        })
        .await
}

async fn insert(
    deed: &Deed,
    actor: &Actor,
    kept: &KeptQuery,
    form: &SavedSearchForm,
) -> Result<SavedSearchId, DeedError> {
    use entity::saved_search::{ActiveModel, Column, Entity};
    let own = Entity::find().filter(Column::AccountId.eq(Uuid::from(actor.id)));
    if own.count(&deed.tx).await? >= MAX_PER_ACCOUNT {
        let limit = Code::new("saved-search-limit").with("max", MAX_PER_ACCOUNT);
        return Err(DeedError::Refused(limit));
    }
    let id = SavedSearchId::generate();
    let now = deed.now.as_millisecond();
    ActiveModel {
        id: Set(id.into()),
        account_id: Set(actor.id.into()),
        name: Set(form.name.clone()),
        query: Set(kept.as_str().to_owned()),
        frequency: Set(form.frequency.code().to_owned()),
        stopped_frequency: Set(None),
        created_at: Set(now),
        seen_at: Set(now),
        watched_since: Set(now),
    }
    .insert(&deed.tx)
    .await?;
    Ok(id)
}
