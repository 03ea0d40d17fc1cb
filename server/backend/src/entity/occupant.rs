use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "occupant")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub match_id: Uuid,
    pub no: i32,
    #[sea_orm(column_type = "Text")]
    pub name: String,
    #[sea_orm(column_type = "Text")]
    pub relation: String,
    pub minor: bool,
    #[sea_orm(column_type = "Text", nullable)]
    pub sex: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub born_on: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub document_kind: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub document_sealed: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub document_hash: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub phone_sealed: Option<String>,
    pub local: bool,
    #[sea_orm(column_type = "Text", nullable)]
    pub household_address_sealed: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub reason: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub arrives_on: Option<String>,
    pub stay_months: Option<i32>,
    #[sea_orm(column_type = "Text", nullable)]
    pub employer: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub guardian: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
