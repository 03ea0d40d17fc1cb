use crate::schema::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

/// How far each index has read `index_change`. Every node has an index of its own, and a new one at each rebuild: `id` is
/// that of the index's generation. An index without a row here is built anew, so that a row may go when nobody has seen its
/// index for long.
#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        m.create_table(
            table("index_reader")
                .col(id())
                .col(big("seq"))
                .col(big("seen_at"))
                .to_owned(),
        )
        .await
    }

    async fn down(&self, m: &SchemaManager) -> Result<(), DbErr> {
        drop_all(m, &["index_reader"]).await
    }
}
