use crate::schema::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        codes(
            m,
            "listing_status",
            &[
                "draft",
                "in-review",
                "published",
                "paused",
                "let",
                "withdrawn",
                "expired",
            ],
        )
        .await?;
        codes(m, "letting_mode", &["whole", "shared"]).await?;
        codes(
            m,
            "viewing_status",
            &["asked", "offered", "booked", "declined", "cancelled"],
        )
        .await?;

        m.create_table(
            table("listing")
                .col(id())
                // Both missing on an imported listing: it has no house here yet.
                .col(uuid_null("house_id"))
                .col(uuid_null("landlord_id"))
                .col(int_null("space_no"))
                .col(text("source"))
                .col(text_null("source_key"))
                .col(text("status"))
                .col(text_null("returned_reason"))
                .col(text("mode"))
                .col(text("title"))
                .col(text("description"))
                .col(int("rent_yuan"))
                .col(int("deposit_yuan"))
                .col(int("payment_months"))
                .col(text_null("available_on"))
                .col(int("min_term_months"))
                .col(big("facilities"))
                // What is shown and searched, as the source gave it or copied from the house at each save.
                .col(text("city"))
                .col(text("district_code"))
                .col(text("district"))
                .col(text("street_code"))
                .col(text("street"))
                .col(text("estate"))
                .col(int_null("rooms"))
                .col(int_null("halls"))
                .col(int_null("baths"))
                .col(int("area_x100"))
                .col(text("orientation"))
                .col(text("floor"))
                // Millionths of a degree, GCJ-02, rounded to about 100 m.
                .col(int_null("lat_e6"))
                .col(int_null("lng_e6"))
                .col(flag("verified"))
                .col(int("version"))
                .col(big("created_at"))
                .col(big("updated_at"))
                .col(big_null("submitted_at"))
                .col(big_null("published_at"))
                .col(big_null("confirmed_at"))
                .foreign_key(&mut code(("listing", "status"), "listing_status"))
                .foreign_key(&mut code(("listing", "mode"), "letting_mode"))
                .check(Expr::cust(
                    "source <> 'own' OR (house_id IS NOT NULL AND landlord_id IS NOT NULL)",
                ))
                .foreign_key(&mut references(("listing", "house_id"), "house"))
                .foreign_key(&mut references(("listing", "landlord_id"), "account"))
                .to_owned(),
        )
        .await?;
        unique(m, "ux_listing_source_key", "listing", &["source_key"]).await?;
        index(m, "ix_listing_status", "listing", &["status", "id"]).await?;
        index(m, "ix_listing_landlord", "listing", &["landlord_id"]).await?;
        index(m, "ix_listing_house", "listing", &["house_id"]).await?;

        // What is offered is offered once: a listing claims its room while it is offered, one of the whole house every
        // space of it.
        m.create_table(
            table("offered_space")
                .col(uuid("house_id"))
                .col(int("space_no"))
                .col(uuid("listing_id"))
                .primary_key(
                    Index::create()
                        .name("pk_offered_space")
                        .col(Alias::new("house_id"))
                        .col(Alias::new("space_no")),
                )
                .foreign_key(
                    ForeignKey::create()
                        .name("fk_offered_space_space")
                        .from_tbl(Alias::new("offered_space"))
                        .from_col(Alias::new("house_id"))
                        .from_col(Alias::new("space_no"))
                        .to_tbl(Alias::new("space"))
                        .to_col(Alias::new("house_id"))
                        .to_col(Alias::new("no"))
                        .on_delete(ForeignKeyAction::Restrict)
                        .on_update(ForeignKeyAction::Restrict),
                )
                .foreign_key(&mut references(("offered_space", "listing_id"), "listing"))
                .to_owned(),
        )
        .await?;
        index(m, "ix_offered_space_listing", "offered_space", &["listing_id"]).await?;

        m.create_table(
            table("file")
                .col(id())
                .col(text("media_type"))
                .col(int("bytes"))
                .col(text("sha256"))
                .col(big("created_at"))
                .to_owned(),
        )
        .await?;

        m.create_table(
            table("listing_photo")
                .col(uuid("listing_id"))
                .col(int("no"))
                .col(uuid("file_id"))
                .col(text("alt_zh"))
                .col(text("alt_en"))
                .primary_key(Index::create().col(Alias::new("listing_id")).col(Alias::new("no")))
                .foreign_key(&mut references(("listing_photo", "listing_id"), "listing"))
                .foreign_key(&mut references(("listing_photo", "file_id"), "file"))
                .to_owned(),
        )
        .await?;

        m.create_table(
            table("index_change")
                .col(
                    ColumnDef::new(Alias::new("seq"))
                        .big_integer()
                        .not_null()
                        .auto_increment()
                        .primary_key(),
                )
                .col(uuid("listing_id"))
                .col(big("at"))
                .to_owned(),
        )
        .await?;

        m.create_table(
            table("viewing")
                .col(id())
                .col(uuid("listing_id"))
                .col(uuid("tenant_id"))
                .col(uuid("landlord_id"))
                .col(text("status"))
                .col(text("message"))
                .col(text("wished"))
                .col(text("reply"))
                .col(big("created_at"))
                .col(big("updated_at"))
                .foreign_key(&mut code(("viewing", "status"), "viewing_status"))
                .foreign_key(&mut references(("viewing", "listing_id"), "listing"))
                .foreign_key(&mut references(("viewing", "tenant_id"), "account"))
                .foreign_key(&mut references(("viewing", "landlord_id"), "account"))
                .to_owned(),
        )
        .await?;
        // One open request a tenant and listing: asking twice is the same wish.
        unique_where(
            m,
            "ux_viewing_open",
            "viewing",
            "listing_id, tenant_id",
            "status IN ('asked', 'offered', 'booked')",
        )
        .await?;
        index(m, "ix_viewing_landlord", "viewing", &["landlord_id"]).await?;
        index(m, "ix_viewing_tenant", "viewing", &["tenant_id"]).await?;

        m.create_table(
            table("viewing_slot")
                .col(uuid("viewing_id"))
                .col(int("no"))
                .col(big("starts_at"))
                .col(flag("chosen"))
                .primary_key(Index::create().col(Alias::new("viewing_id")).col(Alias::new("no")))
                .foreign_key(&mut references(("viewing_slot", "viewing_id"), "viewing"))
                .to_owned(),
        )
        .await
    }

    async fn down(&self, m: &SchemaManager) -> Result<(), DbErr> {
        drop_all(
            m,
            &[
                "viewing_slot",
                "viewing",
                "index_change",
                "listing_photo",
                "file",
                "offered_space",
                "listing",
                "viewing_status",
                "letting_mode",
                "listing_status",
            ],
        )
        .await
    }
}
