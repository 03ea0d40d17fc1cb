use crate::schema::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        codes(m, "alert_frequency", &["at-once", "daily", "weekly", "never"]).await?;
        m.create_table(
            table("saved_search")
                .col(id())
                .col(uuid("account_id"))
                .col(text("name"))
                // The query string of the search, without order and page.
                .col(text("query"))
                .col(text("frequency"))
                // What it was before its mails were stopped from a mail, so that this can be undone.
                .col(text_null("stopped_frequency"))
                .col(big("created_at"))
                // When its owner last opened it.
                .col(big("seen_at"))
                // What came online before is no news.
                .col(big("watched_since"))
                .foreign_key(&mut code(("saved_search", "frequency"), "alert_frequency"))
                .foreign_key(&mut goes_with(("saved_search", "account_id"), "account"))
                .to_owned(),
        )
        .await?;
        unique(m, "ux_saved_search_query", "saved_search", &["account_id", "query"]).await?;

        // A listing that a saved search found: mailed, or about to be.
        m.create_table(
            table("search_alert")
                .col(uuid("saved_search_id"))
                .col(uuid("listing_id"))
                .col(big("found_at"))
                .col(big_null("mailed_at"))
                .primary_key(
                    Index::create()
                        .col(Alias::new("saved_search_id"))
                        .col(Alias::new("listing_id")),
                )
                .foreign_key(&mut goes_with(("search_alert", "saved_search_id"), "saved_search"))
                .foreign_key(&mut goes_with(("search_alert", "listing_id"), "listing"))
                .to_owned(),
        )
        .await?;
        m.get_connection()
            .execute_unprepared(
                "CREATE INDEX \"ix_search_alert_waiting\" ON \"search_alert\" (saved_search_id) WHERE mailed_at IS NULL",
            )
            .await?;

        // What came online or changed there, until the saved searches have been asked about it.
        m.create_table(
            table("listing_news")
                .col(
                    ColumnDef::new(Alias::new("seq"))
                        .big_integer()
                        .not_null()
                        .auto_increment()
                        .primary_key(),
                )
                .col(uuid("listing_id"))
                // The row of a listing that was online already, as it was.
                .col(text_null("before"))
                .col(big("at"))
                .foreign_key(&mut goes_with(("listing_news", "listing_id"), "listing"))
                .to_owned(),
        )
        .await
    }

    async fn down(&self, m: &SchemaManager) -> Result<(), DbErr> {
        drop_all(m, &["listing_news", "search_alert", "saved_search", "alert_frequency"]).await
    }
}

/// A foreign key of what is nobody's record: it goes with what it points at.
fn goes_with(from: (&'static str, &'static str), to: &'static str) -> ForeignKeyCreateStatement {
    references(from, to).on_delete(ForeignKeyAction::Cascade).to_owned()
}
