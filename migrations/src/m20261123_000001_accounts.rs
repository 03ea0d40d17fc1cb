use crate::schema::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        m.create_table(
            table("account")
                .col(id())
                .col(text("email"))
                .col(big_null("email_verified_at"))
                .col(text("password_hash"))
                .col(text("name"))
                .col(text_null("phone_sealed"))
                .col(text("role"))
                .col(text("lang"))
                .col(int("failed_logins"))
                .col(big_null("locked_until"))
                .col(big("created_at"))
                .check(one_of("role", &["citizen", "coordinator", "reviewer", "administrator"]))
                .check(one_of("lang", &["zh", "en"]))
                .to_owned(),
        )
        .await?;
        unique(m, "ux_account_email", "account", &["email"]).await?;

        // The areas that a coordinator or reviewer works in.
        m.create_table(
            table("account_area")
                .col(uuid("account_id"))
                .col(text("area_code"))
                .primary_key(
                    Index::create()
                        .col(Alias::new("account_id"))
                        .col(Alias::new("area_code")),
                )
                .foreign_key(&mut references(("account_area", "account_id"), "account"))
                .to_owned(),
        )
        .await?;

        // Who a party is by document; asked for only when a match is being concluded.
        m.create_table(
            table("identity")
                .col(uuid("account_id").primary_key())
                .col(text("real_name"))
                .col(text("document_kind"))
                .col(text("document_sealed"))
                .col(text("document_hash"))
                .col(text("address"))
                .col(text("phone_sealed"))
                .col(big("updated_at"))
                .foreign_key(&mut references(("identity", "account_id"), "account"))
                .to_owned(),
        )
        .await?;

        m.create_table(
            table("email_token")
                .col(text("token_hash").primary_key())
                .col(uuid("account_id"))
                .col(text("purpose"))
                .col(big("expires_at"))
                .col(big_null("used_at"))
                .check(one_of("purpose", &["verify", "reset"]))
                .foreign_key(&mut references(("email_token", "account_id"), "account"))
                .to_owned(),
        )
        .await?;

        m.create_table(
            table("session")
                .col(text("token_hash").primary_key())
                .col(uuid("account_id"))
                .col(big("created_at"))
                .col(big("seen_at"))
                .col(big("expires_at"))
                .foreign_key(&mut references(("session", "account_id"), "account"))
                .to_owned(),
        )
        .await?;
        index(m, "ix_session_account", "session", &["account_id"]).await
    }

    async fn down(&self, m: &SchemaManager) -> Result<(), DbErr> {
        drop_all(m, &["session", "email_token", "identity", "account_area", "account"]).await
    }
}
