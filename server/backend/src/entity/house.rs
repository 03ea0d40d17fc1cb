use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "house")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub landlord_id: Uuid,
    #[sea_orm(column_type = "Text")]
    pub community_code: String,
    #[sea_orm(column_type = "Text")]
    pub road: String,
    #[sea_orm(column_type = "Text")]
    pub number: String,
    #[sea_orm(column_type = "Text")]
    pub estate: String,
    #[sea_orm(column_type = "Text")]
    pub building: String,
    #[sea_orm(column_type = "Text")]
    pub unit: String,
    #[sea_orm(column_type = "Text")]
    pub floor: String,
    #[sea_orm(column_type = "Text")]
    pub room: String,
    pub door_id: Uuid,
    pub rooms: i32,
    pub halls: i32,
    pub baths: i32,
    pub area_x100: i32,
    #[sea_orm(column_type = "Text")]
    pub orientation: String,
    pub lift: bool,
    pub total_floors: Option<i32>,
    #[sea_orm(column_type = "Text")]
    pub title_kind: String,
    #[sea_orm(column_type = "Text")]
    pub title_number_sealed: String,
    #[sea_orm(column_type = "Text")]
    pub declared_use: String,
    #[sea_orm(column_type = "Text")]
    pub land_ownership: String,
    pub latitude_e6: Option<i32>,
    pub longitude_e6: Option<i32>,
    #[sea_orm(column_type = "Text", nullable)]
    pub coordinate_system: Option<String>,
    pub declared_at: i64,
    pub verified_at: Option<i64>,
    pub verified_by: Option<Uuid>,
    pub created_at: i64,
    pub updated_at: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
