//! A door (门牌): the place that a record of a house is about. Two records of one door are one place.

use crate::{Error, entity};
use domain::id::DoorId;
use jiff::Timestamp;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, sea_query::OnConflict,
};
use uuid::Uuid;

/// The door with this key, new where nobody has named it before.
pub(crate) async fn at(tx: &impl ConnectionTrait, key: &str, now: Timestamp) -> Result<Uuid, Error> {
    use entity::door::{ActiveModel, Column, Entity};
    let find = || Entity::find().filter(Column::Key.eq(key)).one(tx);
    if let Some(door) = find().await? {
        return Ok(door.id);
    }
    let id = Uuid::from(DoorId::generate());
    Entity::insert(ActiveModel {
        id: Set(id),
        key: Set(key.to_owned()),
        held_by: Set(None),
        created_at: Set(now.as_millisecond()),
    })
    .on_conflict(OnConflict::column(Column::Key).do_nothing().to_owned())
    .exec_without_returning(tx)
    .await?;
    let door = find().await?.ok_or_else(|| Error::corrupt("door", "key", id))?;
    Ok(door.id)
}

/// Waits for whoever is at work at this door, and keeps others waiting until the transaction is over.
pub(crate) async fn lock(tx: &impl ConnectionTrait, id: Uuid) -> Result<entity::door::Model, Error> {
    let door = entity::door::Entity::find_by_id(id).lock_exclusive().one(tx).await?;
    door.ok_or_else(|| Error::corrupt("house", "door_id", id))
}

/// Lets a record of the door hold it, unless another does.
pub(crate) async fn hold(tx: &impl ConnectionTrait, door: Uuid, house: Uuid) -> Result<bool, Error> {
    use entity::door::{Column, Entity};
    use sea_orm::sea_query::{Expr, ExprTrait};
    let held = Entity::update_many()
        .col_expr(Column::HeldBy, Expr::value(house))
        .filter(Column::Id.eq(door))
        .filter(Column::HeldBy.is_null().or(Column::HeldBy.eq(house)))
        .exec(tx)
        .await?;
    Ok(held.rows_affected == 1)
}
