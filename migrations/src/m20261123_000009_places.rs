use crate::schema::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

/// Positions are millionths of a degree in whole numbers. A house keeps its landlord's numbers and their system; a listing's
/// are GCJ-02, rounded; a place's are GCJ-02.
#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        // Columns that nothing ever wrote: there is nothing to keep.
        drop_column(m, "house", "lat").await?;
        drop_column(m, "house", "lng").await?;
        add_column(m, "house", int_null("latitude_e6")).await?;
        add_column(m, "house", int_null("longitude_e6")).await?;
        add_column(m, "listing", int_null("lat_e6")).await?;
        add_column(m, "listing", int_null("lng_e6")).await?;
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
                .check(one_of(
                    "kind",
                    &["school", "plant", "station", "hospital", "market", "other"],
                ))
                .to_owned(),
        )
        .await?;
        unique(m, "ux_place_name", "place", &["city_code", "name"]).await
    }

    async fn down(&self, m: &SchemaManager) -> Result<(), DbErr> {
        drop_all(m, &["place"]).await?;
        drop_column(m, "listing", "lng_e6").await?;
        drop_column(m, "listing", "lat_e6").await?;
        drop_column(m, "house", "longitude_e6").await?;
        drop_column(m, "house", "latitude_e6").await?;
        add_column(m, "house", double_null("lat")).await?;
        add_column(m, "house", double_null("lng")).await
    }
}

async fn add_column(m: &SchemaManager<'_>, table: &'static str, column: ColumnDef) -> Result<(), DbErr> {
    let alter = Table::alter().table(Alias::new(table)).add_column(column).to_owned();
    m.alter_table(alter).await
}

async fn drop_column(m: &SchemaManager<'_>, table: &'static str, column: &'static str) -> Result<(), DbErr> {
    let alter = Table::alter()
        .table(Alias::new(table))
        .drop_column(Alias::new(column))
        .to_owned();
    m.alter_table(alter).await
}
