use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "identity")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: Uuid,
    #[sea_orm(column_type = "Text")]
    pub real_name: String,
    #[sea_orm(column_type = "Text")]
    pub document_kind: String,
    #[sea_orm(column_type = "Text")]
    pub document_sealed: String,
    #[sea_orm(column_type = "Text")]
    pub document_hash: String,
    #[sea_orm(column_type = "Text")]
    pub address: String,
    #[sea_orm(column_type = "Text")]
    pub phone_sealed: String,
    pub updated_at: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
