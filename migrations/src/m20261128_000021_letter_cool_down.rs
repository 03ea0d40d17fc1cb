use crate::schema::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        // When a letter that strangers can cause last went to an account, and how many did on that day.
        codes(m, "unasked_letter", &["verify-email", "reset-password"]).await?;
        m.create_table(
            table("letter_cool_down")
                .col(uuid("account_id"))
                .col(text("letter"))
                .col(big("sent_at"))
                .col(text("sent_on"))
                .col(int("sent_that_day"))
                .primary_key(Index::create().col(Alias::new("account_id")).col(Alias::new("letter")))
                .foreign_key(&mut references(("letter_cool_down", "account_id"), "account"))
                .foreign_key(&mut code(("letter_cool_down", "letter"), "unasked_letter"))
                .to_owned(),
        )
        .await
    }

    async fn down(&self, m: &SchemaManager) -> Result<(), DbErr> {
        drop_all(m, &["letter_cool_down", "unasked_letter"]).await
    }
}
