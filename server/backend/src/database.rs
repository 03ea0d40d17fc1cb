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
