use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "house_registration")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub lease_id: Uuid,
    pub house_id: Uuid,
    pub space_no: Option<i32>,
    #[sea_orm(column_type = "Text")]
    pub area_code: String,
    #[sea_orm(column_type = "Text", nullable)]
    pub number: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub status: String,
    #[sea_orm(column_type = "Text")]
    pub landlord_name: String,
    #[sea_orm(column_type = "Text")]
    pub landlord_document_kind: String,
    #[sea_orm(column_type = "Text")]
    pub landlord_document_sealed: String,
    #[sea_orm(column_type = "Text")]
    pub landlord_document_hash: String,
    #[sea_orm(column_type = "Text")]
    pub due_on: String,
    pub created_at: i64,
    pub created_by: Uuid,
    pub finalised_at: Option<i64>,
    pub finalised_by: Option<Uuid>,
    #[sea_orm(column_type = "Text", nullable)]
    pub returned_reason: Option<String>,
    pub ended_at: Option<i64>,
    pub version: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
