//! Short words for the columns that every table uses, so that the migrations read like the data dictionary.

use sea_orm_migration::prelude::*;

pub fn table(name: &'static str) -> TableCreateStatement {
    Table::create().table(Alias::new(name)).to_owned()
}

pub fn id() -> ColumnDef {
    ColumnDef::new(Alias::new("id"))
        .uuid()
        .not_null()
        .primary_key()
        .to_owned()
}

pub fn uuid(name: &'static str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).uuid().not_null().to_owned()
}

pub fn uuid_null(name: &'static str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).uuid().to_owned()
}

pub fn text(name: &'static str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).text().not_null().to_owned()
}

pub fn text_null(name: &'static str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).text().to_owned()
}

pub fn int(name: &'static str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).integer().not_null().to_owned()
}

pub fn int_null(name: &'static str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).integer().to_owned()
}

pub fn big(name: &'static str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).big_integer().not_null().to_owned()
}

pub fn big_null(name: &'static str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).big_integer().to_owned()
}

pub fn flag(name: &'static str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).boolean().not_null().to_owned()
}

/// A foreign key that refuses to lose what it points at: records of a public office are ended, never deleted.
pub fn references(from: (&'static str, &'static str), to: &'static str) -> ForeignKeyCreateStatement {
    ForeignKey::create()
        .name(format!("fk_{}_{}", from.0, from.1))
        .from(Alias::new(from.0), Alias::new(from.1))
        .to(Alias::new(to), Alias::new("id"))
        .on_delete(ForeignKeyAction::Restrict)
        .to_owned()
}

/// The columns name a person who is merged into nobody: an id, and a flag that is always false.
pub fn unmerged((from, [person, merged]): (&'static str, [&'static str; 2])) -> ForeignKeyCreateStatement {
    ForeignKey::create()
        .name(format!("fk_{from}_{person}"))
        .from_tbl(Alias::new(from))
        .from_col(Alias::new(person))
        .from_col(Alias::new(merged))
        .to_tbl(Alias::new("person"))
        .to_col(Alias::new("id"))
        .to_col(Alias::new("merged"))
        .on_delete(ForeignKeyAction::Restrict)
        .on_update(ForeignKeyAction::Restrict)
        .to_owned()
}

/// A list of codes as a table of its own, filled. A code that is added later is a row, not a new schema.
pub async fn codes(m: &SchemaManager<'_>, name: &'static str, values: &[&'static str]) -> Result<(), DbErr> {
    let code = ColumnDef::new(Alias::new("code"))
        .text()
        .not_null()
        .primary_key()
        .to_owned();
    m.create_table(table(name).col(code).to_owned()).await?;
    let mut rows = Query::insert()
        .into_table(Alias::new(name))
        .columns([Alias::new("code")])
        .to_owned();
    for value in values {
        rows.values_panic([Expr::value(*value)]);
    }
    m.execute(rows).await
}

/// The column holds a code of the list: the last guard of a state machine.
pub fn code(from: (&'static str, &'static str), list: &'static str) -> ForeignKeyCreateStatement {
    ForeignKey::create()
        .name(format!("fk_{}_{}", from.0, from.1))
        .from(Alias::new(from.0), Alias::new(from.1))
        .to(Alias::new(list), Alias::new("code"))
        .on_delete(ForeignKeyAction::Restrict)
        .to_owned()
}

pub async fn unique(m: &SchemaManager<'_>, name: &str, table: &str, columns: &[&str]) -> Result<(), DbErr> {
    create_index(m, name, table, columns, true).await
}

pub async fn index(m: &SchemaManager<'_>, name: &str, table: &str, columns: &[&str]) -> Result<(), DbErr> {
    create_index(m, name, table, columns, false).await
}

async fn create_index(
    m: &SchemaManager<'_>,
    name: &str,
    table: &str,
    columns: &[&str],
    unique: bool,
) -> Result<(), DbErr> {
    let mut statement = Index::create();
    statement.name(name).table(Alias::new(table));
    for column in columns {
        statement.col(Alias::new(*column));
    }
    if unique {
        statement.unique();
    }
    m.create_index(statement.to_owned()).await
}

/// A unique index over the rows where `condition` holds (both databases have partial indexes; the builder has none).
pub async fn unique_where(
    m: &SchemaManager<'_>,
    name: &str,
    table: &str,
    columns: &str,
    condition: &str,
) -> Result<(), DbErr> {
    let sql = format!("CREATE UNIQUE INDEX \"{name}\" ON \"{table}\" ({columns}) WHERE {condition}");
    m.get_connection().execute_unprepared(&sql).await.map(|_| ())
}

pub async fn drop_all(m: &SchemaManager<'_>, tables: &[&'static str]) -> Result<(), DbErr> {
    for table in tables {
        m.drop_table(Table::drop().table(Alias::new(*table)).to_owned()).await?;
    }
    Ok(())
}
