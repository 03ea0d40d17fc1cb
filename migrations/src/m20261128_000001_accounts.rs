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
        codes(m, "sex", &["1", "2", "9", "0"]).await?;
        codes(
            m,
            "document_kind",
            &[
                "identity-card",
                "hong-kong-macau-pass",
                "taiwan-pass",
                "hmt-residence-permit",
                "foreign-permanent-resident",
                "passport",
            ],
        )
        .await?;
        codes(m, "person_basis", &["self", "household", "counter"]).await?;

        // A human being; whoever turns out to be another one points there. Accounts come apart from people: a person needs
        // none, and an account may have none yet. Who is pointed at is merged into nobody (`into_merged` is always false), so
        // one step leads to whoever is left, and none leads round in a circle.
        m.create_table(
            table("person")
                .col(id())
                .col(uuid_null("merged_into"))
                .col(flag("merged").default(false))
                .col(flag("into_merged").default(false))
                .col(big("created_at"))
                .index(
                    Index::create()
                        .unique()
                        .name("ux_person_merged")
                        .col(Alias::new("id"))
                        .col(Alias::new("merged")),
                )
                .check(Expr::cust("merged = (merged_into IS NOT NULL)"))
                .check(Expr::cust("NOT into_merged"))
                .foreign_key(&mut unmerged(("person", ["merged_into", "into_merged"])))
                .to_owned(),
        )
        .await?;
        index(m, "ix_person_merged_into", "person", &["merged_into"]).await?;
        // One document is one person's.
        m.create_table(
            table("person_document")
                .col(id())
                .col(uuid("person_id"))
                .col(text("kind"))
                .col(text("sealed"))
                .col(text("hash"))
                .col(big("created_at"))
                .foreign_key(&mut references(("person_document", "person_id"), "person"))
                .foreign_key(&mut code(("person_document", "kind"), "document_kind"))
                .to_owned(),
        )
        .await?;
        unique(m, "ux_person_document_hash", "person_document", &["hash"]).await?;
        index(m, "ix_person_document_person", "person_document", &["person_id"]).await?;

        m.create_table(
            table("account")
                .col(id())
                .col(text("email"))
                .col(big_null("email_verified_at"))
                .col(text("password_hash"))
                .col(text("name"))
                .col(text_null("phone_sealed"))
                .col(text("lang"))
                .col(uuid_null("person_id"))
                .col(int("failed_logins"))
                .col(big_null("locked_until"))
                .col(big("created_at"))
                .foreign_key(&mut code(("account", "lang"), "lang"))
                .foreign_key(&mut references(("account", "person_id"), "person"))
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
                // One that is taken back before it was a day old ends on the day before it began.
                .check(Expr::cust(
                    "until_on IS NULL OR until_on >= from_on OR ended_at IS NOT NULL",
                ))
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

        // What was known of a person, from when, who entered it. Never changed: what was signed points here, and what a
        // paper said stays what it said.
        m.create_table(
            table("person_version")
                .col(id())
                .col(uuid("person_id"))
                .col(text("name"))
                .col(text_null("sex"))
                .col(text_null("born_on"))
                .col(uuid("document_id"))
                .col(text_null("address_sealed"))
                .col(text_null("phone_sealed"))
                .col(text("basis"))
                .col(uuid_null("entered_by"))
                .col(big("at"))
                .foreign_key(&mut references(("person_version", "person_id"), "person"))
                .foreign_key(&mut references(("person_version", "document_id"), "person_document"))
                .foreign_key(&mut code(("person_version", "sex"), "sex"))
                .foreign_key(&mut code(("person_version", "basis"), "person_basis"))
                .foreign_key(&mut references(("person_version", "entered_by"), "account"))
                .to_owned(),
        )
        .await?;
        index(m, "ix_person_version", "person_version", &["person_id", "id"]).await?;
        // What an account said of its owner last.
        index(
            m,
            "ix_person_version_entered_by",
            "person_version",
            &["entered_by", "basis", "id"],
        )
        .await?;
        // Who else may be the same human being.
        index(m, "ix_person_version_born", "person_version", &["born_on", "name"]).await?;

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
                "person_version",
                "duty",
                "organisation",
                "account",
                "person_document",
                "person",
                "person_basis",
                "document_kind",
                "sex",
                "organisation_kind",
                "token_purpose",
                "role",
                "lang",
            ],
        )
        .await
    }
}
