//! Many rows at once, in the words that both databases understand.

use std::collections::BTreeMap;

use anyhow::Result;
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend};
use uuid::Uuid;

/// A value of a row.
pub enum Cell {
    Id(Uuid),
    Text(String),
    Number(i64),
    Flag(bool),
    Null,
}

impl From<Uuid> for Cell {
    fn from(id: Uuid) -> Self {
        Cell::Id(id)
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Cell::Text(text.to_owned())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Cell::Text(text)
    }
}

impl From<i64> for Cell {
    fn from(number: i64) -> Self {
        Cell::Number(number)
    }
}

impl From<i32> for Cell {
    fn from(number: i32) -> Self {
        Cell::Number(number.into())
    }
}

impl From<bool> for Cell {
    fn from(flag: bool) -> Self {
        Cell::Flag(flag)
    }
}

impl<T: Into<Cell>> From<Option<T>> for Cell {
    fn from(value: Option<T>) -> Self {
        value.map_or(Cell::Null, Into::into)
    }
}

/// Columns and their values: `cells! { "id" => id, "name" => "王" }`.
macro_rules! cells {
    ($($column:literal => $value:expr),* $(,)?) => {
        [$(($column, $crate::registration::rows::Cell::from($value))),*]
    };
}
pub(super) use cells;

/// Rows that are gathered by table and sent in large statements.
pub struct Rows<'a> {
    db: &'a DatabaseConnection,
    tables: BTreeMap<&'static str, (String, usize)>,
    sent: usize,
}

/// Rows a statement.
const STATEMENT: usize = 500;
/// Statements a transaction.
const TRANSACTION: usize = 400;

impl<'a> Rows<'a> {
    /// What is filled in is sound by itself: foreign keys are checked by nobody meanwhile, on this one connection.
    pub async fn begin(db: &'a DatabaseConnection) -> Result<Self> {
        for statement in match db.get_database_backend() {
            DbBackend::Postgres => ["SET session_replication_role = replica", "SET synchronous_commit = off"],
            _ => ["PRAGMA foreign_keys = OFF", "PRAGMA synchronous = OFF"],
        } {
            db.execute_unprepared(statement).await?;
        }
        db.execute_unprepared("BEGIN").await?;
        Ok(Self {
            db,
            tables: BTreeMap::new(),
            sent: 0,
        })
    }

    /// A row of a table; every row of it has the same columns.
    pub async fn add<const N: usize>(&mut self, table: &'static str, cells: [(&'static str, Cell); N]) -> Result<()> {
        let (statement, rows) = self.tables.entry(table).or_default();
        if *rows == 0 {
            let columns: Vec<String> = cells.iter().map(|(column, _)| format!("\"{column}\"")).collect();
            *statement = format!("INSERT INTO {table} ({}) VALUES ", columns.join(","));
        } else {
            statement.push(',');
        }
        statement.push('(');
        for (at, (_, cell)) in cells.iter().enumerate() {
            if at > 0 {
                statement.push(',');
            }
            write(statement, cell, self.db.get_database_backend());
        }
        statement.push(')');
        *rows += 1;
        if *rows == STATEMENT {
            *rows = 0;
            self.db.execute_unprepared(statement).await?;
            self.sent += 1;
            if self.sent.is_multiple_of(TRANSACTION) {
                self.db.execute_unprepared("COMMIT").await?;
                self.db.execute_unprepared("BEGIN").await?;
            }
        }
        Ok(())
    }

    /// Sends what is left, and lets the database look at what it holds.
    pub async fn end(self) -> Result<()> {
        for (statement, rows) in self.tables.values() {
            if *rows > 0 {
                self.db.execute_unprepared(statement).await?;
            }
        }
        self.db.execute_unprepared("COMMIT").await?;
        let statements: &[&str] = match self.db.get_database_backend() {
            DbBackend::Postgres => &[
                "RESET session_replication_role",
                "RESET synchronous_commit",
                "VACUUM ANALYZE",
            ],
            _ => &[
                "PRAGMA foreign_keys = ON",
                "PRAGMA synchronous = FULL",
                "ANALYZE",
                "PRAGMA wal_checkpoint(TRUNCATE)",
            ],
        };
        for statement in statements {
            self.db.execute_unprepared(statement).await?;
        }
        Ok(())
    }
}

fn write(statement: &mut String, cell: &Cell, backend: DbBackend) {
    match cell {
        Cell::Id(id) if backend == DbBackend::Postgres => statement.push_str(&format!("'{id}'")),
        Cell::Id(id) => statement.push_str(&format!("X'{}'", id.simple())),
        Cell::Text(text) => {
            statement.push('\'');
            statement.push_str(&text.replace('\'', "''"));
            statement.push('\'');
        }
        Cell::Number(number) => statement.push_str(&number.to_string()),
        Cell::Flag(flag) => statement.push_str(if *flag { "TRUE" } else { "FALSE" }),
        Cell::Null => statement.push_str("NULL"),
    }
}
