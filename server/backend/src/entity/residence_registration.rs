use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "residence_registration")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub house_registration_id: Uuid,
    pub occupant_id: Uuid,
    #[sea_orm(column_type = "Text")]
    pub area_code: String,
    #[sea_orm(column_type = "Text", nullable)]
    pub number: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub status: String,
    #[sea_orm(column_type = "Text")]
    pub name: String,
    #[sea_orm(column_type = "Text")]
    pub sex: String,
    #[sea_orm(column_type = "Text")]
    pub born_on: String,
    #[sea_orm(column_type = "Text")]
    pub document_kind: String,
    #[sea_orm(column_type = "Text")]
    pub document_sealed: String,
    #[sea_orm(column_type = "Text")]
    pub person_hash: String,
    #[sea_orm(column_type = "Text", nullable)]
    pub phone_sealed: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub household_address_sealed: String,
    #[sea_orm(column_type = "Text")]
    pub reason: String,
    #[sea_orm(column_type = "Text")]
    pub place_kind: String,
    #[sea_orm(column_type = "Text")]
    pub arrived_on: String,
    pub stay_months: i32,
    #[sea_orm(column_type = "Text", nullable)]
    pub employer: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub relation_to_tenant: String,
    #[sea_orm(column_type = "Text")]
    pub relation_to_landlord: String,
    #[sea_orm(column_type = "Text", nullable)]
    pub guardian: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub remind_on: String,
    #[sea_orm(column_type = "Text")]
    pub due_on: String,
    pub due_at: i64,
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
