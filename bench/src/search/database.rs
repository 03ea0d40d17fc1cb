//! The corpus as published listings in a database of our own.

use std::{path::Path, process::Command};

use anyhow::{Context, Result, ensure};
use backend::search::ListingDocument;
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection};
use tokio::runtime::Runtime;
use uuid::Uuid;

use super::{corpus::Corpus, settings, sql::quote};

/// Makes the database, unless it holds the corpus from an earlier run.
pub fn fill(program: &str, data: &Path, corpus: &Corpus) -> Result<()> {
    let done = data.join("filled");
    if done.exists() {
        return Ok(());
    }
    // Half of an earlier try would be in the way.
    if data.exists() {
        std::fs::remove_dir_all(data)?;
    }
    std::fs::create_dir_all(data)?;
    let migrated = Command::new(program).arg("migrate").envs(settings(data, 0)).output()?;
    ensure!(
        migrated.status.success(),
        "migrate: {}",
        String::from_utf8_lossy(&migrated.stderr)
    );
    let (runtime, connection) = open(data)?;
    let run = |statement: &str| runtime.block_on(connection.execute_unprepared(statement));
    run("PRAGMA synchronous=OFF")?;
    let mut rows = Vec::new();
    for (at, listing) in corpus.listings().enumerate() {
        rows.push(row(at, &listing, corpus));
        if rows.len() == 2000 || at as u64 + 1 == corpus.size {
            run(&format!("INSERT INTO listing ({COLUMNS}) VALUES {}", rows.join(",")))?;
            rows.clear();
        }
    }
    run("ANALYZE")?;
    std::fs::write(done, "")?;
    Ok(())
}

/// The database of a data folder, beside the program that serves from it.
pub fn open(data: &Path) -> Result<(Runtime, DatabaseConnection)> {
    let file = std::fs::read_dir(data)?
        .flatten()
        .map(|entry| entry.path())
        .find(|path| path.extension().is_some_and(|extension| extension == "sqlite"))
        .context("no database in the data folder")?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let mut options = ConnectOptions::new(format!("sqlite://{}", file.display()));
    options.max_connections(1).sqlx_logging(false);
    let connection = runtime.block_on(Database::connect(options))?;
    runtime.block_on(connection.execute_unprepared("PRAGMA busy_timeout=5000"))?;
    Ok((runtime, connection))
}

const COLUMNS: &str = "id, source, source_key, status, mode, title, description, rent_yuan, deposit_yuan, payment_months, available_on, \
     min_term_months, facilities, city, district_code, district, street_code, street, estate, rooms, halls, baths, area_x100, orientation, \
     floor, verified, version, created_at, updated_at, published_at, confirmed_at, lat_e6, lng_e6";

fn row(at: usize, listing: &ListingDocument, corpus: &Corpus) -> String {
    let maybe = |number: u8| {
        if listing.rooms == 0 {
            "NULL".to_owned()
        } else {
            number.to_string()
        }
    };
    let street = corpus
        .streets
        .iter()
        .find(|street| street.name == listing.street)
        .map_or("", |street| street.code.as_str());
    let (published, confirmed) = (
        listing.published_at.as_millisecond(),
        listing.confirmed_at.as_millisecond(),
    );
    let values = [
        format!("X'{}'", Uuid::from(listing.id).simple()),
        quote(&listing.source),
        quote(&format!("bench:{at}")),
        quote("published"),
        quote(listing.mode.code()),
        quote(&listing.title),
        quote(&listing.description),
        listing.rent.get().to_string(),
        "0".into(),
        "0".into(),
        listing
            .available_on
            .map_or("NULL".into(), |date| quote(&date.to_string())),
        "0".into(),
        listing.facilities.bits().to_string(),
        quote(&listing.city),
        quote(street.get(..6).unwrap_or_default()),
        quote(&listing.district),
        quote(street),
        quote(&listing.street),
        quote(&listing.estate),
        maybe(listing.rooms),
        maybe(listing.halls),
        maybe(listing.baths),
        listing.area_x100.to_string(),
        quote(&listing.orientations.display_zh()),
        quote(""),
        u8::from(listing.verified).to_string(),
        "1".into(),
        published.to_string(),
        published.to_string(),
        published.to_string(),
        confirmed.to_string(),
        listing
            .point
            .map_or("NULL".into(), |point| point.latitude_e6().to_string()),
        listing
            .point
            .map_or("NULL".into(), |point| point.longitude_e6().to_string()),
    ];
    format!("({})", values.join(","))
}
