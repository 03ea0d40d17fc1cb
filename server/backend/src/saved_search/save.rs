//! Keeping a search.

use super::{change, same_in};
use crate::{Backend, DeedError, entity};
use domain::{
    access::Actor,
    form::Code,
    id::SavedSearchId,
    saved_search::{KeptQuery, MAX_PER_ACCOUNT, SavedSearchForm},
    search::Query,
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect};
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
    use entity::saved_search::{ActiveModel, Column, Entity};
    let kept = KeptQuery::of(query).map_err(DeedError::Refused)?;
    let tx = backend.database().begin().await?;
    // Whoever saves twice at once does it one after the other, so that counting is right.
    entity::account::Entity::find_by_id(actor.id)
        .lock_exclusive()
        .one(&tx)
        .await?
        .ok_or(DeedError::NotFound)?;
    let id = match same_in(backend, &tx, actor, query).await? {
        Some(row) => {
            let id = row.id.into();
            change::set(backend, &tx, row, form).await?;
            id
        }
        None => {
            let own = Entity::find().filter(Column::AccountId.eq(Uuid::from(actor.id)));
            if own.count(&tx).await? >= MAX_PER_ACCOUNT {
                return Err(DeedError::Refused(
                    Code::new("saved-search-limit").with("max", MAX_PER_ACCOUNT),
                ));
            }
            let id = SavedSearchId::generate();
            let now = backend.now().as_millisecond();
            ActiveModel {
                id: Set(id.into()),
                account_id: Set(actor.id.into()),
                name: Set(form.name),
                query: Set(kept.as_str().to_owned()),
                frequency: Set(form.frequency.code().to_owned()),
                stopped_frequency: Set(None),
                created_at: Set(now),
                seen_at: Set(now),
                watched_since: Set(now),
            }
            .insert(&tx)
            .await?;
            id
        }
    };
    tx.commit().await?;
    backend.wake().notify_waiters();
    Ok(id)
}
