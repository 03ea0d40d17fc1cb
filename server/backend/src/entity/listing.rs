use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel, serde::Serialize, serde::Deserialize)]
#[sea_orm(table_name = "listing")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub house_id: Option<Uuid>,
    pub landlord_id: Option<Uuid>,
    pub space_no: Option<i32>,
    #[sea_orm(column_type = "Text")]
    pub source: String,
    #[sea_orm(column_type = "Text", nullable)]
    pub source_key: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub status: String,
    #[sea_orm(column_type = "Text", nullable)]
    pub returned_reason: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub mode: String,
    #[sea_orm(column_type = "Text")]
    pub title: String,
    #[sea_orm(column_type = "Text")]
    pub description: String,
    pub rent_yuan: i32,
    pub deposit_yuan: i32,
    pub payment_months: i32,
    #[sea_orm(column_type = "Text", nullable)]
    pub available_on: Option<String>,
    pub min_term_months: i32,
    pub facilities: i64,
    #[sea_orm(column_type = "Text")]
    pub city: String,
    #[sea_orm(column_type = "Text")]
    pub district_code: String,
    #[sea_orm(column_type = "Text")]
    pub district: String,
    #[sea_orm(column_type = "Text")]
    pub street_code: String,
    #[sea_orm(column_type = "Text")]
    pub street: String,
    #[sea_orm(column_type = "Text")]
    pub estate: String,
    pub rooms: Option<i32>,
    pub halls: Option<i32>,
    pub baths: Option<i32>,
    pub area_x100: i32,
    #[sea_orm(column_type = "Text")]
    pub orientation: String,
    #[sea_orm(column_type = "Text")]
    pub floor: String,
    pub lat_e6: Option<i32>,
    pub lng_e6: Option<i32>,
    pub verified: bool,
    pub version: i32,
    pub created_at: i64,
    pub updated_at: i64,
    pub submitted_at: Option<i64>,
    pub published_at: Option<i64>,
    pub confirmed_at: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
