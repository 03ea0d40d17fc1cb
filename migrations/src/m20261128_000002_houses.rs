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

        // The key of an address down to the room: two records of one door are one place, whoever registered it. While
        // somebody is registered there, it is held by one of the records.
        m.create_table(
            table("door")
                .col(id())
                .col(text("key"))
                .col(uuid_null("held_by"))
                .col(big("created_at"))
                .to_owned(),
        )
        .await?;
        unique(m, "ux_door_key", "door", &["key"]).await?;
        unique(m, "ux_door_held_by", "door", &["id", "held_by"]).await?;

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
                // Two landlords may each have a record of one door: a claim may be disputed.
                .col(uuid("door_id"))
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
                .foreign_key(&mut references(("house", "door_id"), "door"))
                .to_owned(),
        )
        .await?;
        index(m, "ix_house_landlord", "house", &["landlord_id"]).await?;
        unique(m, "ux_house_door", "house", &["door_id", "landlord_id"]).await?;
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
                "door",
                "coordinate_system",
                "declared_use",
                "title_kind",
                "land_ownership",
            ],
        )
        .await
    }
}
