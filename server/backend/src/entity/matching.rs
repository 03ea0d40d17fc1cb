use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "matching")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    #[sea_orm(column_type = "Text")]
    pub number: String,
    pub listing_id: Uuid,
    pub house_id: Uuid,
    pub space_no: Option<i32>,
    pub tenant_id: Uuid,
    pub landlord_id: Uuid,
    pub landlord_version_id: Option<Uuid>,
    #[sea_orm(column_type = "Text")]
    pub status: String,
    #[sea_orm(column_type = "Text")]
    pub message: String,
    #[sea_orm(column_type = "Text", nullable)]
    pub closed_reason: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub terms: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub terms_hash: Option<String>,
    pub tenant_confirmed_at: Option<i64>,
    pub landlord_confirmed_at: Option<i64>,
    pub details_at: Option<i64>,
    pub applied_at: i64,
    pub accepted_at: Option<i64>,
    pub agreed_at: Option<i64>,
    pub answer_due_at: Option<i64>,
    pub completed_at: Option<i64>,
    pub completed_by: Option<Uuid>,
    pub closed_at: Option<i64>,
    pub version: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
