use crate::schema::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

/// Positions are millionths of a degree in whole numbers, GCJ-02.
#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        codes(
            m,
            "place_kind",
            &["school", "plant", "station", "hospital", "market", "other"],
        )
        .await?;
        m.create_table(
            table("place")
                .col(id())
                .col(text("city_code"))
                .col(text("name"))
                .col(text("kind"))
                // One a line.
                .col(text("aliases"))
                .col(int("lat_e6"))
                .col(int("lng_e6"))
                .col(flag("active"))
                .col(int("version"))
                .col(big("created_at"))
                .col(big("updated_at"))
                .foreign_key(&mut code(("place", "kind"), "place_kind"))
                .to_owned(),
        )
        .await?;
        unique(m, "ux_place_name", "place", &["city_code", "name"]).await
    }

    async fn down(&self, m: &SchemaManager) -> Result<(), DbErr> {
        drop_all(m, &["place", "place_kind"]).await
    }
}
