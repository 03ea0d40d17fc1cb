//! The connections to SQLite or PostgreSQL: many that read, and on SQLite one that writes.
//!
//! Invariants: what reads can't write (the database itself refuses it); a deed holds one connection and takes no second
//! one, so that waiting writers never starve readers or each other.

use crate::error::Error;
use migrations::{Migrator, MigratorTrait};
use sea_orm::{
    ConnectOptions, Database as Connector, DatabaseConnection, DatabaseTransaction, DbBackend, SqliteTransactionMode,
    Statement, TransactionOptions, TransactionTrait,
};
use std::time::Duration;

/// SQLite waits for another process that writes at most this long; a public office would rather wait than retry.
const BUSY: Duration = Duration::from_secs(10);
/// So long a request waits for a connection. A database that is away is told within a second; SQLite's one writer may be
/// worth waiting for.
const PATIENCE: Duration = Duration::from_millis(900);
const WRITER_PATIENCE: Duration = Duration::from_secs(10);
const READERS: u32 = 16;
/// On PostgreSQL; SQLite has one writer anyway, and waiting for it here is fair while waiting in SQLite is not.
const WRITERS: u32 = 16;

tokio::task_local! {
    /// Set while a deed is done: whoever asks for another connection then would wait for the one that it holds.
    static DEED: ();
}

#[derive(Clone, Debug)]
pub struct Database {
    readers: DatabaseConnection,
    writers: DatabaseConnection,
}

impl Database {
    /// Connects to `sqlite://PATH?mode=rwc` or `postgres://…`.
    pub async fn connect(url: &str) -> Result<Self, Error> {
        // The writers come first: they may have to make the file.
        let writers = Connector::connect(options(url, Access::Write)).await?;
        let readers = Connector::connect(options(url, Access::Read)).await?;
        Ok(Self { readers, writers })
    }

    /// Tells of every statement that its writers send from now on, with its values: for measuring.
    pub fn tell_of_writes(&mut self, hear: impl Fn(&Statement) + Send + Sync + 'static) {
        self.writers.set_metric_callback(move |info| hear(info.statement));
    }

    /// For what only reads. Inside a deed its own connection reads.
    pub fn reader(&self) -> &DatabaseConnection {
        debug_assert!(DEED.try_with(|()| ()).is_err(), "a second connection inside a deed");
        &self.readers
    }

    /// For single statements of the program's own bookkeeping; what people do is a [`crate::Deed`].
    pub fn writer(&self) -> &DatabaseConnection {
        debug_assert!(DEED.try_with(|()| ()).is_err(), "a second connection inside a deed");
        &self.writers
    }

    /// Begins a transaction that will write: on SQLite it takes the write lock at once, since upgrading a reader later
    /// is answered with BUSY without waiting. Dropping it rolls back.
    pub(crate) async fn begin(&self) -> Result<DatabaseTransaction, Error> {
        Ok(self.writer().begin_with_options(writing()).await?)
    }

    /// Marks what `deed` does as done within a transaction.
    pub(crate) async fn within_deed<T>(deed: impl Future<Output = T>) -> T {
        DEED.scope((), deed).await
    }

    /// Brings the schema to this version, in one transaction on both databases: a program that is stopped meanwhile
    /// leaves the old schema or the new one.
    pub async fn migrate(&self) -> Result<(), Error> {
        let tx = self.begin().await?;
        Migrator::up(&tx, None).await?;
        tx.commit().await?;
        Ok(())
    }

    pub async fn close(&self) -> Result<(), Error> {
        self.readers.clone().close().await?;
        self.writers.clone().close().await?;
        Ok(())
    }

    pub fn is_postgres(&self) -> bool {
        matches!(self.readers.get_database_backend(), DbBackend::Postgres)
    }
}

fn writing() -> TransactionOptions {
    TransactionOptions {
        sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
        ..Default::default()
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Access {
    Read,
    Write,
}

fn options(url: &str, access: Access) -> ConnectOptions {
    let sqlite = url.starts_with("sqlite:");
    let (connections, patience) = match access {
        Access::Read => (READERS, PATIENCE),
        Access::Write if sqlite => (1, WRITER_PATIENCE),
        Access::Write => (WRITERS, PATIENCE),
    };
    let mut options = ConnectOptions::new(url);
    options
        .sqlx_logging(false)
        .acquire_timeout(patience)
        .max_connections(connections)
        .min_connections(1);
    if sqlite {
        options.map_sqlx_sqlite_opts(move |options| {
            use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
            let options = options
                .journal_mode(SqliteJournalMode::Wal)
                .synchronous(SqliteSynchronous::Full)
                .foreign_keys(true)
                .busy_timeout(BUSY);
            match access {
                Access::Read => options.pragma("query_only", "ON"),
                Access::Write => options,
            }
        });
    } else if access == Access::Read {
        options.map_sqlx_postgres_opts(|options| options.options([("default_transaction_read_only", "on")]));
    }
    options
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
            let db = bench.backend.database().writer();
            let fresh = schema(bench).await;
            assert!(fresh.iter().any(|line| line.contains("ux_registration_number")), "{fresh:?}");
            // One step at a time, so that each `down` is tried on its own.
            for _ in Migrator::migrations() {
                Migrator::down(db, Some(1)).await.unwrap();
            }
            assert_eq!(schema(bench).await, Vec::<String>::new());
            bench.backend.database().migrate().await.unwrap();
            assert_eq!(schema(bench).await, fresh);
        }

        async fn what_reads_can_t_write(bench: &Bench) {
            let refused = bench.backend.database().reader().execute_unprepared("DELETE FROM job").await;
            assert!(refused.is_err());
        }

        async fn migrating_that_is_stopped_leaves_the_old_schema(bench: &Bench) {
            let database = bench.backend.database();
            Migrator::down(database.writer(), None).await.unwrap();
            let nothing = schema(bench).await;
            let tx = database.begin().await.unwrap();
            Migrator::up(&tx, None).await.unwrap();
            drop(tx);
            assert_eq!(schema(bench).await, nothing);
            assert_eq!(Migrator::get_pending_migrations(database.writer()).await.unwrap().len(), Migrator::migrations().len());
        }
    }
}
