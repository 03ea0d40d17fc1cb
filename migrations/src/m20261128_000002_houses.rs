use crate::schema::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        codes(m, "land_ownership", &["state", "collective"]).await?;
        codes(
            m,
            "title_kind",
            &["certificate", "contract", "authorisation", "village-proof"],
        )
        .await?;
        codes(m, "declared_use", &["residential", "apartment", "dormitory"]).await?;
        codes(m, "coordinate_system", &["wgs84", "gcj02"]).await?;

        m.create_table(
            table("house")
                .col(id())
                .col(uuid("landlord_id"))
                .col(text("community_code"))
                .col(text("road"))
                .col(text("number"))
                .col(text("estate"))
                .col(text("building"))
                .col(text("unit"))
                .col(text("floor"))
                .col(text("room"))
                // The address folded for finding the same house twice; not unique, since a claim may be disputed.
                .col(text("address_key"))
                .col(int("rooms"))
                .col(int("halls"))
                .col(int("baths"))
                .col(int("area_x100"))
                .col(text("orientation"))
                .col(flag("lift"))
                .col(int_null("total_floors"))
                .col(text("title_kind"))
                .col(text("title_number_sealed"))
                .col(text("declared_use"))
                .col(text("land_ownership"))
                // Millionths of a degree, as the landlord gave them.
                .col(int_null("latitude_e6"))
                .col(int_null("longitude_e6"))
                .col(text_null("coordinate_system"))
                .col(big("declared_at"))
                .col(big_null("verified_at"))
                .col(uuid_null("verified_by"))
                .col(big("created_at"))
                .col(big("updated_at"))
                .foreign_key(&mut code(("house", "land_ownership"), "land_ownership"))
                .foreign_key(&mut code(("house", "title_kind"), "title_kind"))
                .foreign_key(&mut code(("house", "declared_use"), "declared_use"))
                .foreign_key(&mut code(("house", "coordinate_system"), "coordinate_system"))
                .foreign_key(&mut references(("house", "verified_by"), "account"))
                .foreign_key(&mut references(("house", "landlord_id"), "account"))
                .to_owned(),
        )
        .await?;
        index(m, "ix_house_landlord", "house", &["landlord_id"]).await?;
        index(m, "ix_house_address_key", "house", &["address_key"]).await?;
        index(m, "ix_house_community", "house", &["community_code"]).await?;

        // The spaces of a house as designed: what may be let is picked from here.
        m.create_table(
            table("space")
                .col(uuid("house_id"))
                .col(int("no"))
                .col(text("kind"))
                .col(int("ordinal"))
                .primary_key(Index::create().col(Alias::new("house_id")).col(Alias::new("no")))
                .foreign_key(&mut references(("space", "house_id"), "house"))
                .to_owned(),
        )
        .await
    }

    async fn down(&self, m: &SchemaManager) -> Result<(), DbErr> {
        drop_all(
            m,
            &[
                "space",
                "house",
                "coordinate_system",
                "declared_use",
                "title_kind",
                "land_ownership",
            ],
        )
        .await
    }
}
