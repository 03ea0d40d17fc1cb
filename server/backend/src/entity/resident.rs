use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "resident")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub lease_id: Uuid,
    pub no: i32,
    pub person_id: Uuid,
    pub version_id: Uuid,
    #[sea_orm(column_type = "Text")]
    pub relation: String,
    pub local: bool,
    #[sea_orm(column_type = "Text")]
    pub from_on: String,
    #[sea_orm(column_type = "Text", nullable)]
    pub to_on: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub reason: String,
    pub stay_months: i32,
    #[sea_orm(column_type = "Text", nullable)]
    pub employer: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub guardian: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
