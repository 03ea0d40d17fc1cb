use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "residence_registration")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub house_registration_id: Uuid,
    pub resident_id: Uuid,
    pub person_id: Uuid,
    #[sea_orm(column_type = "Text")]
    pub place_kind: String,
    #[sea_orm(column_type = "Text")]
    pub remind_on: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
