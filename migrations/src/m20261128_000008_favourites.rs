use crate::schema::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        // When the landlord was last asked whether it is still to let.
        m.create_table(
            table("listing_reminder")
                .col(uuid("listing_id").primary_key())
                .col(big("sent_at"))
                .foreign_key(&mut references(("listing_reminder", "listing_id"), "listing"))
                .to_owned(),
        )
        .await?;

        codes(m, "favourite_standing", &["online", "let", "offline"]).await?;
        m.create_table(
            table("favourite")
                .col(uuid("account_id"))
                .col(uuid("listing_id"))
                // The rent when it was kept, to show what became of it.
                .col(int("first_rent_yuan"))
                // What its keeper knows: as it last was online, and what the last mail said of it.
                .col(text("title"))
                .col(text("place"))
                .col(int("rent_yuan"))
                .col(text("standing"))
                .col(big("created_at"))
                .foreign_key(&mut code(("favourite", "standing"), "favourite_standing"))
                .primary_key(
                    Index::create()
                        .col(Alias::new("account_id"))
                        .col(Alias::new("listing_id")),
                )
                .foreign_key(&mut references(("favourite", "account_id"), "account"))
                .foreign_key(&mut references(("favourite", "listing_id"), "listing"))
                .to_owned(),
        )
        .await?;
        index(m, "ix_favourite_listing", "favourite", &["listing_id"]).await?;

        // Who wants no mails about favourites.
        m.create_table(
            table("favourite_silence")
                .col(uuid("account_id").primary_key())
                .col(big("since"))
                .foreign_key(&mut references(("favourite_silence", "account_id"), "account"))
                .to_owned(),
        )
        .await
    }

    async fn down(&self, m: &SchemaManager) -> Result<(), DbErr> {
        drop_all(
            m,
            &[
                "favourite_silence",
                "favourite",
                "favourite_standing",
                "listing_reminder",
            ],
        )
        .await
    }
}
