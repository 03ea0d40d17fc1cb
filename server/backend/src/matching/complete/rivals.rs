//! Who else is after the same rooms.

use crate::entity;
use sea_orm::{ColumnTrait, sea_query::Cond};

/// Two units of one house share a room when either is the whole house, or both are the same room.
pub(super) fn overlaps(column: impl ColumnTrait, space_no: Option<i32>) -> Cond {
    match space_no {
        None => Cond::all(),
        Some(no) => Cond::any().add(column.is_null()).add(column.eq(no)),
    }
}

/// The other open matches on the same unit as this one, or on one that shares a room with it.
pub(super) fn of(row: &entity::matching::Model) -> Cond {
    use entity::matching::Column;
    Cond::all()
        .add(Column::HouseId.eq(row.house_id))
        .add(Column::Id.ne(row.id))
        .add(Column::Status.is_in(["applied", "accepted", "agreed"]))
        .add(overlaps(Column::SpaceNo, row.space_no))
}
