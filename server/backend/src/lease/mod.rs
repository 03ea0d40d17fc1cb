//! Leases (租赁合同): terms as they were signed, their sides, and who lives there under them.

mod sign;

pub(crate) use sign::{Resident, Side, Signed, sign};

use crate::{Error, entity};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

/// Both sides of a lease, landlords first.
pub(crate) async fn parties(db: &impl ConnectionTrait, lease: Uuid) -> Result<Vec<entity::party::Model>, Error> {
    use entity::party::{Column, Entity};
    let rows = Entity::find()
        .filter(Column::LeaseId.eq(lease))
        .order_by_asc(Column::Side)
        .order_by_asc(Column::No)
        .all(db)
        .await?;
    Ok(rows)
}
