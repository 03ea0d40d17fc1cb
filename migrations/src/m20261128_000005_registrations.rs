use crate::schema::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        lists(m).await?;
        leases(m).await?;
        registrations(m).await?;
        claims(m).await?;
        what_hangs_on_them(m).await
    }

    async fn down(&self, m: &SchemaManager) -> Result<(), DbErr> {
        drop_all(
            m,
            &[
                "collector_credit",
                "visit",
                "certificate",
                "event",
                "active_residence",
                "occupied_space",
                "residence_registration",
                "house_registration",
                "registration",
                "resident",
                "party",
                "lease",
                "credit_status",
                "visit_status",
                "registration_status",
                "registration_kind",
                "side",
                "lease_end",
                "lease_status",
                "lease_origin",
            ],
        )
        .await
    }
}

async fn lists(m: &SchemaManager<'_>) -> Result<(), DbErr> {
    codes(m, "lease_origin", &["match", "counter", "paper"]).await?;
    codes(m, "lease_status", &["running", "ended"]).await?;
    codes(m, "lease_end", &["term", "notice", "agreement", "centre", "renewed"]).await?;
    codes(m, "side", &["landlord", "tenant"]).await?;
    codes(m, "registration_kind", &["house", "residence"]).await?;
    codes(
        m,
        "registration_status",
        &["prefilled", "finalised", "accepted", "returned", "ended"],
    )
    .await?;
    codes(m, "visit_status", &["planned", "done", "cancelled"]).await?;
    codes(m, "credit_status", &["pending", "settled", "refused"]).await
}

async fn leases(m: &SchemaManager<'_>) -> Result<(), DbErr> {
    // Terms as they were signed, under their hash. A renewal or a change of terms is a new lease that names the previous one.
    m.create_table(
        table("lease")
            .col(id())
            .col(text("origin"))
            .col(uuid_null("match_id"))
            .col(uuid_null("previous_id"))
            .col(uuid("house_id"))
            .col(int_null("space_no"))
            .col(text("terms"))
            .col(text("terms_hash"))
            .col(text("starts_on"))
            .col(text("ends_on"))
            .col(int("rent_yuan"))
            .col(text("status"))
            .col(text_null("ended_on"))
            .col(text_null("end_kind"))
            .col(text_null("end_reason"))
            .col(big("created_at"))
            .col(uuid("created_by"))
            .col(int("version"))
            .check(Expr::cust("(origin = 'match') = (match_id IS NOT NULL)"))
            .check(Expr::cust("(status = 'ended') = (ended_on IS NOT NULL)"))
            .check(Expr::cust("(ended_on IS NULL) = (end_kind IS NULL)"))
            .foreign_key(&mut code(("lease", "origin"), "lease_origin"))
            .foreign_key(&mut code(("lease", "status"), "lease_status"))
            .foreign_key(&mut code(("lease", "end_kind"), "lease_end"))
            .foreign_key(&mut references(("lease", "match_id"), "matching"))
            .foreign_key(&mut references(("lease", "previous_id"), "lease"))
            .foreign_key(&mut references(("lease", "house_id"), "house"))
            .foreign_key(&mut references(("lease", "created_by"), "account"))
            .to_owned(),
    )
    .await?;
    // One completion a match, and one lease that follows another.
    unique(m, "ux_lease_match", "lease", &["match_id"]).await?;
    unique(m, "ux_lease_previous", "lease", &["previous_id"]).await?;
    index(m, "ix_lease_house", "lease", &["house_id"]).await?;

    // A side of a lease: a person as known at signing, or an organisation; with the account that sees it online, if there
    // is one.
    m.create_table(
        table("party")
            .col(id())
            .col(uuid("lease_id"))
            .col(text("side"))
            .col(int("no"))
            .col(uuid_null("person_id"))
            .col(uuid_null("version_id"))
            .col(uuid_null("organisation_id"))
            .col(uuid_null("account_id"))
            .check(Expr::cust("(person_id IS NULL) <> (organisation_id IS NULL)"))
            .check(Expr::cust("(person_id IS NULL) = (version_id IS NULL)"))
            .foreign_key(&mut code(("party", "side"), "side"))
            .foreign_key(&mut references(("party", "lease_id"), "lease"))
            .foreign_key(&mut references(("party", "person_id"), "person"))
            .foreign_key(&mut references(("party", "version_id"), "person_version"))
            .foreign_key(&mut references(("party", "organisation_id"), "organisation"))
            .foreign_key(&mut references(("party", "account_id"), "account"))
            .to_owned(),
    )
    .await?;
    unique(m, "ux_party_no", "party", &["lease_id", "side", "no"]).await?;
    index(m, "ix_party_person", "party", &["person_id"]).await?;
    index(m, "ix_party_account", "party", &["account_id"]).await?;

    // Everybody who really lives there (住房租赁条例 Art 37), from when to when.
    m.create_table(
        table("resident")
            .col(id())
            .col(uuid("lease_id"))
            .col(int("no"))
            .col(uuid("person_id"))
            .col(uuid("version_id"))
            .col(text("relation"))
            .col(flag("local"))
            .col(text("from_on"))
            .col(text_null("to_on"))
            .col(text("reason"))
            .col(int("stay_months"))
            .col(text_null("employer"))
            .col(text_null("guardian"))
            .foreign_key(&mut references(("resident", "lease_id"), "lease"))
            .foreign_key(&mut references(("resident", "person_id"), "person"))
            .foreign_key(&mut references(("resident", "version_id"), "person_version"))
            .to_owned(),
    )
    .await?;
    unique(m, "ux_resident_no", "resident", &["lease_id", "no"]).await?;
    unique(
        m,
        "ux_resident_person",
        "resident",
        &["lease_id", "person_id", "from_on"],
    )
    .await?;
    index(m, "ix_resident_person", "resident", &["person_id"]).await
}

async fn registrations(m: &SchemaManager<'_>) -> Result<(), DbErr> {
    // What both kinds have in common; everything that hangs on a registration points here.
    m.create_table(
        table("registration")
            .col(id())
            .col(text("kind"))
            .col(uuid("lease_id"))
            // The community, all twelve digits: what a duty's area is compared with.
            .col(text("area_code"))
            .col(text_null("number"))
            .col(text("status"))
            .col(text("due_on"))
            .col(big("due_at"))
            .col(big("created_at"))
            .col(uuid("created_by"))
            .col(big_null("finalised_at"))
            .col(uuid_null("finalised_by"))
            .col(big_null("decided_at"))
            .col(uuid_null("decided_by"))
            .col(text_null("returned_reason"))
            .col(text_null("ended_on"))
            .col(int("version"))
            .check(Expr::cust("status IN ('prefilled', 'ended') OR number IS NOT NULL"))
            .check(Expr::cust("(status = 'returned') = (returned_reason IS NOT NULL)"))
            .check(Expr::cust("(status = 'ended') = (ended_on IS NOT NULL)"))
            .foreign_key(&mut code(("registration", "kind"), "registration_kind"))
            .foreign_key(&mut code(("registration", "status"), "registration_status"))
            .foreign_key(&mut references(("registration", "lease_id"), "lease"))
            .foreign_key(&mut references(("registration", "created_by"), "account"))
            .foreign_key(&mut references(("registration", "finalised_by"), "account"))
            .foreign_key(&mut references(("registration", "decided_by"), "account"))
            .to_owned(),
    )
    .await?;
    unique(m, "ux_registration_number", "registration", &["number"]).await?;
    index(m, "ix_registration_lease", "registration", &["lease_id"]).await?;
    // The queues: the leases of which something is in a state, in an area, the most urgent first. Few of many rows wait.
    index(
        m,
        "ix_registration_waiting",
        "registration",
        &["status", "area_code", "lease_id", "due_on"],
    )
    .await?;

    m.create_table(
        table("house_registration")
            .col(id())
            .col(uuid("lease_id"))
            .col(uuid("house_id"))
            .col(int_null("space_no"))
            .foreign_key(&mut references(("house_registration", "id"), "registration"))
            .foreign_key(&mut references(("house_registration", "lease_id"), "lease"))
            .foreign_key(&mut references(("house_registration", "house_id"), "house"))
            .to_owned(),
    )
    .await?;
    unique(m, "ux_house_registration_lease", "house_registration", &["lease_id"]).await?;

    m.create_table(
        table("residence_registration")
            .col(id())
            .col(uuid("house_registration_id"))
            .col(uuid("resident_id"))
            .col(uuid("person_id"))
            .col(text("place_kind"))
            .col(text("remind_on"))
            .foreign_key(&mut references(("residence_registration", "id"), "registration"))
            .foreign_key(&mut references(
                ("residence_registration", "house_registration_id"),
                "house_registration",
            ))
            .foreign_key(&mut references(("residence_registration", "resident_id"), "resident"))
            .foreign_key(&mut references(("residence_registration", "person_id"), "person"))
            .to_owned(),
    )
    .await?;
    unique(
        m,
        "ux_residence_registration_resident",
        "residence_registration",
        &["resident_id"],
    )
    .await?;
    index(
        m,
        "ix_residence_registration_house",
        "residence_registration",
        &["house_registration_id"],
    )
    .await?;
    index(
        m,
        "ix_residence_registration_person",
        "residence_registration",
        &["person_id"],
    )
    .await
}

async fn claims(m: &SchemaManager<'_>) -> Result<(), DbErr> {
    // One open registration a unit: letting a room claims that room, letting the whole house claims every room in it. All
    // claims of a door are of the one record that holds it.
    m.create_table(
        table("occupied_space")
            .col(uuid("door_id"))
            .col(int("space_no"))
            .col(uuid("house_id"))
            .col(uuid("registration_id"))
            .primary_key(
                Index::create()
                    .name("pk_occupied_space")
                    .col(Alias::new("door_id"))
                    .col(Alias::new("space_no")),
            )
            .foreign_key(
                ForeignKey::create()
                    .name("fk_occupied_space_held_by")
                    .from_tbl(Alias::new("occupied_space"))
                    .from_col(Alias::new("door_id"))
                    .from_col(Alias::new("house_id"))
                    .to_tbl(Alias::new("door"))
                    .to_col(Alias::new("id"))
                    .to_col(Alias::new("held_by"))
                    .on_delete(ForeignKeyAction::Restrict)
                    .on_update(ForeignKeyAction::Restrict),
            )
            .foreign_key(&mut references(
                ("occupied_space", "registration_id"),
                "house_registration",
            ))
            .to_owned(),
    )
    .await?;
    index(m, "ix_occupied_space", "occupied_space", &["registration_id"]).await?;

    // One active residence a person, under whichever of their records: who is merged has none (`person_merged` is always
    // false).
    m.create_table(
        table("active_residence")
            .col(uuid("person_id"))
            .col(flag("person_merged").default(false))
            .col(uuid("registration_id"))
            .check(Expr::cust("NOT person_merged"))
            .primary_key(Index::create().name("pk_active_residence").col(Alias::new("person_id")))
            .foreign_key(&mut unmerged(("active_residence", ["person_id", "person_merged"])))
            .foreign_key(&mut references(
                ("active_residence", "registration_id"),
                "residence_registration",
            ))
            .to_owned(),
    )
    .await?;
    unique(m, "ux_active_residence", "active_residence", &["registration_id"]).await
}

async fn what_hangs_on_them(m: &SchemaManager<'_>) -> Result<(), DbErr> {
    // Each change of a record: which field, what it was and is, why, by what proof, who for whom. The present is the sum.
    m.create_table(
        table("event")
            .col(id())
            .col(uuid_null("registration_id"))
            .col(uuid_null("lease_id"))
            .col(uuid_null("person_id"))
            .col(text("field"))
            .col(text_null("old"))
            .col(text_null("new"))
            .col(text_null("reason"))
            .col(uuid_null("proof_id"))
            // In words, where the paper was seen and not kept.
            .col(text_null("shown_by"))
            .col(uuid_null("actor_id"))
            .col(text("as_right"))
            .col(uuid_null("for_person_id"))
            .col(big("at"))
            .check(Expr::cust(
                "CASE WHEN registration_id IS NULL THEN 0 ELSE 1 END + CASE WHEN lease_id IS NULL THEN 0 ELSE 1 END \
                    + CASE WHEN person_id IS NULL THEN 0 ELSE 1 END = 1",
            ))
            .foreign_key(&mut references(("event", "registration_id"), "registration"))
            .foreign_key(&mut references(("event", "lease_id"), "lease"))
            .foreign_key(&mut references(("event", "person_id"), "person"))
            .foreign_key(&mut references(("event", "proof_id"), "file"))
            .foreign_key(&mut references(("event", "actor_id"), "account"))
            .foreign_key(&mut references(("event", "for_person_id"), "person"))
            .to_owned(),
    )
    .await?;
    index(m, "ix_event_registration", "event", &["registration_id", "id"]).await?;
    index(m, "ix_event_lease", "event", &["lease_id", "id"]).await?;
    index(m, "ix_event_person", "event", &["person_id", "id"]).await?;

    m.create_table(
        table("certificate")
            .col(id())
            .col(text("code"))
            .col(uuid("registration_id"))
            .col(text("number"))
            .col(big("issued_at"))
            .foreign_key(&mut references(("certificate", "registration_id"), "registration"))
            .to_owned(),
    )
    .await?;
    unique(m, "ux_certificate_code", "certificate", &["code"]).await?;
    unique(m, "ux_certificate_registration", "certificate", &["registration_id"]).await?;

    m.create_table(
        table("visit")
            .col(id())
            .col(uuid("registration_id"))
            .col(text("kind"))
            .col(text("status"))
            .col(text("due_on"))
            .col(uuid("assigned_to"))
            .col(big("created_at"))
            .foreign_key(&mut code(("visit", "status"), "visit_status"))
            .foreign_key(&mut references(("visit", "registration_id"), "registration"))
            .foreign_key(&mut references(("visit", "assigned_to"), "account"))
            .to_owned(),
    )
    .await?;
    index(m, "ix_visit_registration", "visit", &["registration_id"]).await?;

    // What a collector (协管员) earned: one row a registration; settled by the reviewer after the quality check.
    m.create_table(
        table("collector_credit")
            .col(id())
            .col(uuid("collector_id"))
            .col(uuid("registration_id"))
            .col(text("status"))
            .col(text("earned_on"))
            .foreign_key(&mut code(("collector_credit", "status"), "credit_status"))
            .foreign_key(&mut references(("collector_credit", "collector_id"), "account"))
            .foreign_key(&mut references(("collector_credit", "registration_id"), "registration"))
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
