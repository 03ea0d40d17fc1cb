//! How far the index of each node has read the changes, as the database knows it: what all of them have read may be purged.
//!
//! A node has one data folder and one index in use there, which is known by its generation. An index that is not known here
//! any more, or not at this place, may have missed changes: there is no way to tell, so it is built anew.

use jiff::SignedDuration;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr};
use uuid::Uuid;

use super::engine::SearchIndex;
use crate::{Backend, Error, entity};

/// No transaction of ours takes this long between taking its number and committing.
pub const RECENT: SignedDuration = SignedDuration::from_secs(60);

/// An index is begun that will hold everything up to `sequence`, and waits for what comes after.
pub async fn begin(backend: &Backend, index: Uuid, sequence: i64) -> Result<(), Error> {
    let row = entity::index_reader::ActiveModel {
        id: Set(index),
        seq: Set(sequence),
        seen_at: Set(backend.now().as_millisecond()),
    };
    entity::index_reader::Entity::insert(row)
        .exec_without_returning(backend.database().writer())
        .await?;
    Ok(())
}

/// Says how far an index is. Returns whether nothing that comes after can have been purged.
///
/// It can where the index was not seen for long and forgotten, where it was further before (its folder comes from a backup
/// or is the copy of another node's), and where it is further than the database itself, which then comes from a backup.
pub async fn tell(backend: &Backend, index: &SearchIndex) -> Result<bool, Error> {
    use entity::index_reader::{Column, Entity};
    let sequence = index.sequence();
    if newest_change(backend).await? < sequence {
        return Ok(false);
    }
    let told = Entity::update_many()
        .col_expr(Column::Seq, Expr::value(sequence))
        .col_expr(Column::SeenAt, Expr::value(backend.now().as_millisecond()))
        .filter(Column::Id.eq(index.id()))
        .filter(Column::Seq.lte(sequence))
        .exec(backend.database().writer())
        .await?;
    Ok(told.rows_affected > 0)
}

/// An index is not in use any more.
pub async fn end(backend: &Backend, index: Uuid) -> Result<(), Error> {
    entity::index_reader::Entity::delete_by_id(index)
        .exec(backend.database().writer())
        .await?;
    Ok(())
}

/// The number of the change that was written last; 0 before the first. It is never purged.
pub async fn newest_change(backend: &Backend) -> Result<i64, Error> {
    use entity::index_change::{Column, Entity};
    let newest = Entity::find()
        .select_only()
        .column(Column::Seq)
        .order_by_desc(Column::Seq)
        .into_tuple::<i64>()
        .one(backend.database().reader())
        .await?;
    Ok(newest.unwrap_or(0))
}

/// The last change that a reading of all listings, begun now, is sure to include.
pub async fn settled(backend: &Backend) -> Result<i64, Error> {
    use entity::index_change::{Column, Entity};
    let mut query = Entity::find().order_by_desc(Column::Seq);
    if backend.database().is_postgres() {
        query = query.filter(Column::At.lte((backend.now() - RECENT).as_millisecond()));
    }
    let last = query.one(backend.database().reader()).await?;
    Ok(last.map_or(0, |row| row.seq))
}
