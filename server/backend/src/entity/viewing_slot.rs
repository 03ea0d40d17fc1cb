use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "viewing_slot")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub viewing_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub no: i32,
    pub starts_at: i64,
    pub chosen: bool,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
