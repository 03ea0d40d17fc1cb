use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "person_version")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub person_id: Uuid,
    #[sea_orm(column_type = "Text")]
    pub name: String,
    #[sea_orm(column_type = "Text", nullable)]
    pub sex: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub born_on: Option<String>,
    pub document_id: Uuid,
    #[sea_orm(column_type = "Text", nullable)]
    pub address_sealed: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub phone_sealed: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub basis: String,
    pub entered_by: Option<Uuid>,
    pub at: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
