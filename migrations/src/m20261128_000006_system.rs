use crate::schema::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        // Human numbers, one sequence a kind, area and year; a row lock keeps them without gaps.
        m.create_table(
            table("number_sequence")
                .col(text("kind"))
                .col(text("area_code"))
                .col(int("year"))
                .col(int("last"))
                .primary_key(
                    Index::create()
                        .col(Alias::new("kind"))
                        .col(Alias::new("area_code"))
                        .col(Alias::new("year")),
                )
                .to_owned(),
        )
        .await?;

        m.create_table(
            table("notice")
                .col(id())
                .col(uuid("account_id"))
                .col(text("template"))
                .col(text("lang"))
                .col(text("params"))
                .col(big("created_at"))
                .col(big_null("sent_at"))
                .foreign_key(&mut references(("notice", "account_id"), "account"))
                .to_owned(),
        )
        .await?;

        m.create_table(
            table("job")
                .col(id())
                .col(text("kind"))
                .col(text("payload"))
                .col(big("run_at"))
                .col(int("attempts"))
                .col(big_null("locked_until"))
                .col(big_null("done_at"))
                .col(big_null("failed_at"))
                .col(text_null("last_error"))
                .col(text_null("dedupe_key"))
                .col(big("created_at"))
                .to_owned(),
        )
        .await?;
        unique(m, "ux_job_dedupe_key", "job", &["dedupe_key"]).await?;
        index_due_jobs(m).await?;

        m.create_table(
            table("audit")
                .col(id())
                .col(big("at"))
                .col(uuid_null("actor_id"))
                // By what right: a side, a duty, the program.
                .col(text("as_right"))
                .col(text("action"))
                .col(text_null("subject_kind"))
                .col(uuid_null("subject_id"))
                .col(text("detail"))
                .to_owned(),
        )
        .await?;
        index(m, "ix_audit_subject", "audit", &["subject_id", "id"]).await?;

        // Dated parameters: the newest row with effective_on <= today wins over the default in the program.
        m.create_table(
            table("parameter")
                .col(text("key"))
                .col(text("effective_on"))
                .col(int("value"))
                .col(text("source"))
                .col(big("set_at"))
                .col(uuid_null("set_by"))
                .primary_key(Index::create().col(Alias::new("key")).col(Alias::new("effective_on")))
                .to_owned(),
        )
        .await
    }

    async fn down(&self, m: &SchemaManager) -> Result<(), DbErr> {
        drop_all(m, &["parameter", "audit", "job", "notice", "number_sequence"]).await
    }
}

/// The worker asks for due jobs that are neither done nor given up: few rows among many.
async fn index_due_jobs(m: &SchemaManager<'_>) -> Result<(), DbErr> {
    m.get_connection()
        .execute_unprepared(
            "CREATE INDEX \"ix_job_due\" ON \"job\" (run_at, id) WHERE done_at IS NULL AND failed_at IS NULL",
        )
        .await
        .map(|_| ())
}
