use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "lease")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub match_id: Uuid,
    pub house_id: Uuid,
    pub space_no: Option<i32>,
    pub landlord_id: Uuid,
    pub tenant_id: Uuid,
    #[sea_orm(column_type = "Text")]
    pub terms: String,
    #[sea_orm(column_type = "Text")]
    pub terms_hash: String,
    #[sea_orm(column_type = "Text")]
    pub starts_on: String,
    #[sea_orm(column_type = "Text")]
    pub ends_on: String,
    pub rent_yuan: i32,
    #[sea_orm(column_type = "Text")]
    pub status: String,
    pub created_at: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
