use crate::schema::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        codes(
            m,
            "match_status",
            &[
                "applied",
                "accepted",
                "agreed",
                "completed",
                "declined",
                "withdrawn",
                "lapsed",
            ],
        )
        .await?;

        m.create_table(
            table("matching")
                .col(id())
                .col(text("number"))
                .col(uuid("listing_id"))
                .col(uuid("house_id"))
                .col(int_null("space_no"))
                .col(uuid("tenant_id"))
                .col(uuid("landlord_id"))
                // Who the landlord was when the terms were written: what both sides confirm names them by it.
                .col(uuid_null("landlord_version_id"))
                .col(text("status"))
                .col(text("message"))
                .col(text_null("closed_reason"))
                // The terms as canonical JSON and the hash that both sides confirm.
                .col(text_null("terms"))
                .col(text_null("terms_hash"))
                .col(big_null("tenant_confirmed_at"))
                .col(big_null("landlord_confirmed_at"))
                .col(big_null("details_at"))
                .col(big("applied_at"))
                .col(big_null("accepted_at"))
                .col(big_null("agreed_at"))
                .col(big_null("answer_due_at"))
                .col(big_null("completed_at"))
                .col(uuid_null("completed_by"))
                .col(big_null("closed_at"))
                .col(int("version"))
                .foreign_key(&mut code(("matching", "status"), "match_status"))
                .check(Expr::cust("status NOT IN ('agreed', 'completed') OR (terms_hash IS NOT NULL AND tenant_confirmed_at IS NOT NULL AND landlord_confirmed_at IS NOT NULL)"))
                .check(Expr::cust("(status = 'completed') = (completed_at IS NOT NULL)"))
                .foreign_key(&mut references(("matching", "listing_id"), "listing"))
                .foreign_key(&mut references(("matching", "house_id"), "house"))
                .foreign_key(&mut references(("matching", "tenant_id"), "account"))
                .foreign_key(&mut references(("matching", "landlord_version_id"), "person_version"))
                .foreign_key(&mut references(("matching", "completed_by"), "account"))
                .foreign_key(&mut references(("matching", "landlord_id"), "account"))
                .to_owned(),
        )
        .await?;
        unique(m, "ux_matching_number", "matching", &["number"]).await?;
        unique_where(
            m,
            "ux_matching_open",
            "matching",
            "listing_id, tenant_id",
            "status IN ('applied', 'accepted', 'agreed')",
        )
        .await?;
        // The landlord accepts one at a time.
        unique_where(
            m,
            "ux_matching_accepted",
            "matching",
            "listing_id",
            "status IN ('accepted', 'agreed')",
        )
        .await?;
        index(m, "ix_matching_tenant", "matching", &["tenant_id"]).await?;
        index(m, "ix_matching_landlord", "matching", &["landlord_id"]).await?;
        index(m, "ix_matching_house", "matching", &["house_id"]).await?;
        index(m, "ix_matching_status", "matching", &["status", "id"]).await?;

        // Everybody who will really live there (住房租赁条例 Art 37), not only the signatory.
        m.create_table(
            table("occupant")
                .col(id())
                .col(uuid("match_id"))
                .col(int("no"))
                .col(text("name"))
                .col(text("relation"))
                .col(flag("minor"))
                // Once the documents were given.
                .col(uuid_null("person_id"))
                .col(uuid_null("version_id"))
                .col(flag("local"))
                .col(text_null("reason"))
                .col(text_null("arrives_on"))
                .col(int_null("stay_months"))
                .col(text_null("employer"))
                .col(text_null("guardian"))
                .check(Expr::cust("(person_id IS NULL) = (version_id IS NULL)"))
                .foreign_key(&mut references(("occupant", "match_id"), "matching"))
                .foreign_key(&mut references(("occupant", "person_id"), "person"))
                .foreign_key(&mut references(("occupant", "version_id"), "person_version"))
                .to_owned(),
        )
        .await?;
        unique(m, "ux_occupant_no", "occupant", &["match_id", "no"]).await?;
        unique(m, "ux_occupant_person", "occupant", &["match_id", "person_id"]).await
    }

    async fn down(&self, m: &SchemaManager) -> Result<(), DbErr> {
        drop_all(m, &["occupant", "matching", "match_status"]).await
    }
}
