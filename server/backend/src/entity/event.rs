use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "event")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub registration_id: Option<Uuid>,
    pub lease_id: Option<Uuid>,
    pub person_id: Option<Uuid>,
    #[sea_orm(column_type = "Text")]
    pub field: String,
    #[sea_orm(column_type = "Text", nullable)]
    pub old: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub new: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub reason: Option<String>,
    pub proof_id: Option<Uuid>,
    #[sea_orm(column_type = "Text", nullable)]
    pub shown_by: Option<String>,
    pub actor_id: Option<Uuid>,
    #[sea_orm(column_type = "Text")]
    pub as_right: String,
    pub for_person_id: Option<Uuid>,
    pub at: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
