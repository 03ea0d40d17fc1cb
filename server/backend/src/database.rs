//! The connection to SQLite or PostgreSQL.

use crate::error::Error;
use sea_orm::{
    ConnectOptions, Database as Connector, DatabaseConnection, DatabaseTransaction, DbBackend, SqliteTransactionMode,
    TransactionOptions, TransactionTrait,
};
use std::time::Duration;

/// SQLite waits for the one writer at most this long; a public office would rather wait than retry.
const BUSY: Duration = Duration::from_secs(10);

#[derive(Clone, Debug)]
pub struct Database {
    connection: DatabaseConnection,
}

impl Database {
    /// Connects to `sqlite://PATH?mode=rwc` or `postgres://…`.
    pub async fn connect(url: &str) -> Result<Self, Error> {
        let mut options = ConnectOptions::new(url);
        options
            .sqlx_logging(false)
            .acquire_timeout(Duration::from_secs(15))
            .max_connections(16)
            .min_connections(1);
        if url.starts_with("sqlite:") {
            options.map_sqlx_sqlite_opts(|options| {
                use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
                options
                    .journal_mode(SqliteJournalMode::Wal)
                    .synchronous(SqliteSynchronous::Full)
                    .foreign_keys(true)
                    .busy_timeout(BUSY)
            });
        }
        Ok(Self {
            connection: Connector::connect(options).await?,
        })
    }

    pub fn reader(&self) -> &DatabaseConnection {
        &self.connection
    }

    /// Begins a transaction that will write: on SQLite it takes the write lock at once, since upgrading a reader later
    /// is answered with BUSY without waiting. Dropping it rolls back.
    pub async fn begin(&self) -> Result<DatabaseTransaction, Error> {
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..Default::default()
        };
        Ok(self.connection.begin_with_options(options).await?)
    }

    pub fn is_postgres(&self) -> bool {
        matches!(self.connection.get_database_backend(), DbBackend::Postgres)
    }
}

#[cfg(test)]
mod tests {
    use crate::test_support::Kind;
    use migrations::{Migrator, MigratorTrait};
    use sea_orm::{ConnectionTrait, Statement};

    /// Names of tables and indexes with their definitions, as the database tells them.
    async fn schema(bench: &crate::test_support::Bench) -> Vec<String> {
        let db = bench.backend.database().reader();
        let sql = match bench.kind {
            Kind::Sqlite => {
                "SELECT name || ': ' || coalesce(sql, '') FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' AND name NOT LIKE 'seaql_%' ORDER BY 1"
            }
            Kind::Postgres => {
                "SELECT * FROM (SELECT table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable FROM information_schema.columns \
                 WHERE table_schema = 'public' AND table_name NOT LIKE 'seaql_%' UNION SELECT indexdef FROM pg_indexes \
                 WHERE schemaname = 'public' AND tablename NOT LIKE 'seaql_%' UNION SELECT conname || ' ' || pg_get_constraintdef(oid) \
                 FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND conname NOT LIKE 'seaql_%') AS x(line) ORDER BY line"
            }
        };
        let rows = db
            .query_all_raw(Statement::from_string(db.get_database_backend(), sql))
            .await
            .unwrap();
        rows.iter()
            .map(|row| row.try_get_by_index::<String>(0).unwrap())
            .collect()
    }

    crate::both! {
        async fn migrations_go_up_down_and_up_again(bench: &Bench) {
            let db = bench.backend.database().reader();
            let fresh = schema(bench).await;
            assert!(fresh.iter().any(|line| line.contains("ux_residence_active_person")), "{fresh:?}");
            // One step at a time, so that each `down` is tried on its own.
            for _ in Migrator::migrations() {
                Migrator::down(db, Some(1)).await.unwrap();
            }
            assert_eq!(schema(bench).await, Vec::<String>::new());
            Migrator::up(db, None).await.unwrap();
            assert_eq!(schema(bench).await, fresh);
        }
    }
}
