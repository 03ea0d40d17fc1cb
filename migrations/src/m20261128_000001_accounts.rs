use crate::schema::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        codes(m, "lang", &["zh", "en"]).await?;
        codes(m, "role", &["coordinator", "reviewer", "administrator"]).await?;
        codes(m, "token_purpose", &["verify", "reset"]).await?;
        codes(
            m,
            "organisation_kind",
            &["police-station", "housing-office", "centre", "street-office", "other"],
        )
        .await?;
        m.create_table(
            table("account")
                .col(id())
                .col(text("email"))
                .col(big_null("email_verified_at"))
                .col(text("password_hash"))
                .col(text("name"))
                .col(text_null("phone_sealed"))
                .col(text("lang"))
                .col(int("failed_logins"))
                .col(big_null("locked_until"))
                .col(big("created_at"))
                .foreign_key(&mut code(("account", "lang"), "lang"))
                .to_owned(),
        )
        .await?;
        unique(m, "ux_account_email", "account", &["email"]).await?;

        // In whose name staff act: police stations, housing offices, the centre itself.
        m.create_table(
            table("organisation")
                .col(id())
                .col(text("kind"))
                .col(text("name"))
                // 统一社会信用代码 (GB 32100); a street's office may have none of its own.
                .col(text_null("credit_code"))
                .col(text("area_code"))
                .col(text("address"))
                .col(int("version"))
                .col(big("created_at"))
                .col(uuid_null("created_by"))
                .foreign_key(&mut code(("organisation", "kind"), "organisation_kind"))
                .foreign_key(&mut references(("organisation", "created_by"), "account"))
                .to_owned(),
        )
        .await?;
        unique(m, "ux_organisation_credit_code", "organisation", &["credit_code"]).await?;
        unique(m, "ux_organisation_name", "organisation", &["area_code", "name"]).await?;

        // What an account is entrusted with. One that ends keeps its row, with the last day.
        m.create_table(
            table("duty")
                .col(id())
                .col(uuid("account_id"))
                .col(text("role"))
                .col(text_null("area_code"))
                .col(uuid_null("organisation_id"))
                .col(text("from_on"))
                .col(text_null("until_on"))
                .col(big("granted_at"))
                .col(uuid_null("granted_by"))
                .col(big_null("ended_at"))
                .col(uuid_null("ended_by"))
                .check(Expr::cust("until_on IS NULL OR until_on >= from_on"))
                .foreign_key(&mut code(("duty", "role"), "role"))
                .foreign_key(&mut references(("duty", "account_id"), "account"))
                .foreign_key(&mut references(("duty", "organisation_id"), "organisation"))
                .foreign_key(&mut references(("duty", "granted_by"), "account"))
                .foreign_key(&mut references(("duty", "ended_by"), "account"))
                .to_owned(),
        )
        .await?;
        index(m, "ix_duty_account", "duty", &["account_id"]).await?;
        index(m, "ix_duty_organisation", "duty", &["organisation_id"]).await?;

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
                .foreign_key(&mut code(("email_token", "purpose"), "token_purpose"))
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
        drop_all(
            m,
            &[
                "session",
                "email_token",
                "identity",
                "duty",
                "organisation",
                "account",
                "organisation_kind",
                "token_purpose",
                "role",
                "lang",
            ],
        )
        .await
    }
}
