//! The schema, one migration a noun group. Knows no entities, so that an old migration never changes its meaning.
//!
//! Conventions: instants are `BIGINT` unix milliseconds (`*_at`), dates `TEXT` `YYYY-MM-DD` (`*_on`), areas hundredths of
//! a square metre (`*_x100`), money whole yuan (`*_yuan`), encrypted values `TEXT` (`*_sealed`) with a keyed hash beside
//! them (`*_hash`) where equality must be asked. Lists of codes (roles, states, kinds) are tables that are referenced, so that a
//! new code is an insert on both databases; the program compares them with its enums at start. Constraint names are stable: `backend::error` maps them to domain errors.

pub use sea_orm_migration::prelude::MigratorTrait;
use sea_orm_migration::prelude::*;

mod m20261128_000001_accounts;
mod m20261128_000002_houses;
mod m20261128_000003_listings;
mod m20261128_000004_matching;
mod m20261128_000005_registrations;
mod m20261128_000006_system;
mod m20261128_000007_saved_searches;
mod m20261128_000008_favourites;
mod m20261128_000009_places;
mod m20261128_000020_index_reader;
mod m20261128_000021_letter_cool_down;
mod schema;

pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261128_000001_accounts::Migration),
            Box::new(m20261128_000002_houses::Migration),
            Box::new(m20261128_000003_listings::Migration),
            Box::new(m20261128_000004_matching::Migration),
            Box::new(m20261128_000005_registrations::Migration),
            Box::new(m20261128_000006_system::Migration),
            Box::new(m20261128_000007_saved_searches::Migration),
            Box::new(m20261128_000008_favourites::Migration),
            Box::new(m20261128_000009_places::Migration),
            Box::new(m20261128_000020_index_reader::Migration),
            Box::new(m20261128_000021_letter_cool_down::Migration),
        ]
    }
}
