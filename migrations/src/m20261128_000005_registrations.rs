use crate::schema::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        codes(m, "lease_status", &["running", "ended"]).await?;
        codes(m, "registration_kind", &["house", "residence"]).await?;
        codes(
            m,
            "registration_status",
            &["prefilled", "finalised", "accepted", "returned", "ended"],
        )
        .await?;
        codes(m, "visit_status", &["planned", "done", "cancelled"]).await?;
        codes(m, "credit_status", &["pending", "settled", "refused"]).await?;

        m.create_table(
            table("lease")
                .col(id())
                .col(uuid("match_id"))
                .col(uuid("house_id"))
                .col(int_null("space_no"))
                .col(uuid("landlord_id"))
                .col(uuid("tenant_id"))
                .col(text("terms"))
                .col(text("terms_hash"))
                .col(text("starts_on"))
                .col(text("ends_on"))
                .col(int("rent_yuan"))
                .col(text("status"))
                .col(big("created_at"))
                .foreign_key(&mut code(("lease", "status"), "lease_status"))
                .foreign_key(&mut references(("lease", "match_id"), "matching"))
                .foreign_key(&mut references(("lease", "house_id"), "house"))
                .foreign_key(&mut references(("lease", "landlord_id"), "account"))
                .foreign_key(&mut references(("lease", "tenant_id"), "account"))
                .to_owned(),
        )
        .await?;
        // One completion a match.
        unique(m, "ux_lease_match", "lease", &["match_id"]).await?;

        m.create_table(
            table("house_registration")
                .col(id())
                .col(uuid("lease_id"))
                .col(uuid("house_id"))
                .col(int_null("space_no"))
                .col(text("area_code"))
                .col(text_null("number"))
                .col(text("status"))
                .col(text("landlord_name"))
                .col(text("landlord_document_kind"))
                .col(text("landlord_document_sealed"))
                .col(text("landlord_document_hash"))
                .col(text("due_on"))
                .col(big("created_at"))
                .col(uuid("created_by"))
                .col(big_null("finalised_at"))
                .col(uuid_null("finalised_by"))
                .col(text_null("returned_reason"))
                .col(big_null("ended_at"))
                .col(int("version"))
                .foreign_key(&mut code(("house_registration", "status"), "registration_status"))
                .check(Expr::cust("status IN ('prefilled', 'ended') OR number IS NOT NULL"))
                .foreign_key(&mut references(("house_registration", "lease_id"), "lease"))
                .foreign_key(&mut references(("house_registration", "house_id"), "house"))
                .to_owned(),
        )
        .await?;
        unique(m, "ux_house_registration_lease", "house_registration", &["lease_id"]).await?;
        unique(m, "ux_house_registration_number", "house_registration", &["number"]).await?;
        index(
            m,
            "ix_house_registration_status",
            "house_registration",
            &["status", "id"],
        )
        .await?;

        // One open registration a unit: letting a room claims that room, letting the whole house claims every room in it.
        m.create_table(
            table("occupied_space")
                .col(uuid("house_id"))
                .col(int("space_no"))
                .col(uuid("registration_id"))
                .primary_key(
                    Index::create()
                        .name("pk_occupied_space")
                        .col(Alias::new("house_id"))
                        .col(Alias::new("space_no")),
                )
                .foreign_key(&mut references(
                    ("occupied_space", "registration_id"),
                    "house_registration",
                ))
                .to_owned(),
        )
        .await?;

        m.create_table(
            table("residence_registration")
                .col(id())
                .col(uuid("house_registration_id"))
                .col(uuid("occupant_id"))
                .col(text("area_code"))
                .col(text_null("number"))
                .col(text("status"))
                .col(text("name"))
                .col(text("sex"))
                .col(text("born_on"))
                .col(text("document_kind"))
                .col(text("document_sealed"))
                .col(text("person_hash"))
                .col(text_null("phone_sealed"))
                .col(text("household_address_sealed"))
                .col(text("reason"))
                .col(text("place_kind"))
                .col(text("arrived_on"))
                .col(int("stay_months"))
                .col(text_null("employer"))
                .col(text("relation_to_tenant"))
                .col(text("relation_to_landlord"))
                .col(text_null("guardian"))
                .col(text("remind_on"))
                .col(text("due_on"))
                .col(big("due_at"))
                .col(big("created_at"))
                .col(uuid("created_by"))
                .col(big_null("finalised_at"))
                .col(uuid_null("finalised_by"))
                .col(text_null("returned_reason"))
                .col(big_null("ended_at"))
                .col(int("version"))
                .foreign_key(&mut code(("residence_registration", "status"), "registration_status"))
                .check(Expr::cust("status IN ('prefilled', 'ended') OR number IS NOT NULL"))
                .foreign_key(&mut references(
                    ("residence_registration", "house_registration_id"),
                    "house_registration",
                ))
                .foreign_key(&mut references(("residence_registration", "occupant_id"), "occupant"))
                .to_owned(),
        )
        .await?;
        unique(
            m,
            "ux_residence_registration_occupant",
            "residence_registration",
            &["occupant_id"],
        )
        .await?;
        unique(
            m,
            "ux_residence_registration_number",
            "residence_registration",
            &["number"],
        )
        .await?;
        unique_where(
            m,
            "ux_residence_active_person",
            "residence_registration",
            "person_hash",
            "status <> 'ended'",
        )
        .await?;
        index(
            m,
            "ix_residence_registration_house",
            "residence_registration",
            &["house_registration_id"],
        )
        .await?;

        m.create_table(
            table("registration_event")
                .col(id())
                .col(text("kind"))
                .col(uuid("registration_id"))
                .col(text("event"))
                .col(text_null("reason"))
                .col(uuid_null("actor_id"))
                .col(big("at"))
                .foreign_key(&mut code(("registration_event", "kind"), "registration_kind"))
                .to_owned(),
        )
        .await?;
        index(
            m,
            "ix_registration_event",
            "registration_event",
            &["registration_id", "id"],
        )
        .await?;

        m.create_table(
            table("certificate")
                .col(id())
                .col(text("code"))
                .col(text("kind"))
                .col(uuid("registration_id"))
                .col(text("number"))
                .col(big("issued_at"))
                .foreign_key(&mut code(("certificate", "kind"), "registration_kind"))
                .to_owned(),
        )
        .await?;
        unique(m, "ux_certificate_code", "certificate", &["code"]).await?;
        unique(m, "ux_certificate_registration", "certificate", &["registration_id"]).await?;

        m.create_table(
            table("visit")
                .col(id())
                .col(uuid("house_registration_id"))
                .col(text("kind"))
                .col(text("status"))
                .col(text("due_on"))
                .col(uuid("assigned_to"))
                .col(big("created_at"))
                .foreign_key(&mut code(("visit", "status"), "visit_status"))
                .foreign_key(&mut references(
                    ("visit", "house_registration_id"),
                    "house_registration",
                ))
                .foreign_key(&mut references(("visit", "assigned_to"), "account"))
                .to_owned(),
        )
        .await?;

        // What a collector (协管员) earned: one row a registration; settled by the reviewer after the quality check.
        m.create_table(
            table("collector_credit")
                .col(id())
                .col(uuid("collector_id"))
                .col(text("kind"))
                .col(uuid("registration_id"))
                .col(text("status"))
                .col(text("earned_on"))
                .foreign_key(&mut code(("collector_credit", "kind"), "registration_kind"))
                .foreign_key(&mut code(("collector_credit", "status"), "credit_status"))
                .foreign_key(&mut references(("collector_credit", "collector_id"), "account"))
                .to_owned(),
        )
        .await?;
        unique(
            m,
            "ux_collector_credit_registration",
            "collector_credit",
            &["registration_id"],
        )
        .await
    }

    async fn down(&self, m: &SchemaManager) -> Result<(), DbErr> {
        drop_all(
            m,
            &[
                "collector_credit",
                "visit",
                "certificate",
                "registration_event",
                "residence_registration",
                "occupied_space",
                "house_registration",
                "lease",
                "credit_status",
                "visit_status",
                "registration_status",
                "registration_kind",
                "lease_status",
            ],
        )
        .await
    }
}
