//! What PostgreSQL and SQLite have in common: the table, and the question in one statement.

use anyhow::{Context, Result};
use backend::search::ListingDocument;
use sea_orm::{QueryResult, TryGetable};

use super::{
    peer::Answer,
    shapes::{Ask, Near},
};

pub const COLUMNS: &str = "id BIGINT PRIMARY KEY, district TEXT NOT NULL, street TEXT NOT NULL, rooms INT NOT NULL, mode INT NOT NULL, \
     rent INT NOT NULL, facilities BIGINT NOT NULL, verified INT NOT NULL, confirmed BIGINT NOT NULL, \
     lat DOUBLE PRECISION NOT NULL, lng DOUBLE PRECISION NOT NULL";

pub fn quote(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

pub fn quoted(texts: &[String]) -> String {
    texts.iter().map(|text| quote(text)).collect::<Vec<_>>().join(",")
}

/// The values of [`COLUMNS`].
pub fn row(number: u64, listing: &ListingDocument, (lat, lng): (f64, f64)) -> String {
    format!(
        "{number},{},{},{},{},{},{},{},{},{lat},{lng}",
        quote(&listing.district),
        quote(&listing.street),
        listing.rooms,
        mode(listing.mode),
        listing.rent.get(),
        listing.facilities.bits(),
        u8::from(listing.verified),
        listing.confirmed_at.as_millisecond()
    )
}

fn mode(mode: domain::search::Mode) -> u8 {
    u8::from(mode == domain::search::Mode::Shared)
}

/// The page, how many there are, and counts of four groups. `own` are the conditions in the database's own words.
pub fn question(ask: &Ask, own: Vec<String>, from: &str, page: usize) -> String {
    let mut conditions = own;
    conditions.extend(ask.district.iter().map(|name| format!("district = {}", quote(name))));
    conditions.extend(ask.street.iter().map(|name| format!("street = {}", quote(name))));
    conditions.extend(ask.rooms.map(|rooms| format!("rooms = {rooms}")));
    conditions.extend(ask.mode.map(|wanted| format!("mode = {}", mode(wanted))));
    conditions.extend(ask.rent.map(|(min, max)| format!("rent BETWEEN {min} AND {max}")));
    let facilities = ask.facilities.iter().fold(0_u64, |all, one| all | 1 << one.bit());
    conditions.extend((facilities > 0).then(|| format!("facilities & {facilities} = {facilities}")));
    let conditions = match conditions.is_empty() {
        true => String::new(),
        false => format!("WHERE {}", conditions.join(" AND ")),
    };
    let by_distance = ask
        .near
        .as_ref()
        .filter(|near| near.nearest_first)
        .map(|near| format!("{}, id", near.square()));
    let order = match by_distance {
        Some(order) => order,
        None if ask.by_rent => "rent, confirmed DESC, id".into(),
        None => "verified DESC, confirmed DESC, id".into(),
    };
    format!(
        "WITH hit AS MATERIALIZED (SELECT id, district, street, rooms, mode, rent, verified, confirmed, lat, lng FROM {from} {conditions}), \
         best AS (SELECT id FROM hit ORDER BY {order} LIMIT {page} OFFSET {}) \
         SELECT 'best' AS kind, CAST(id AS TEXT) AS name, 0 AS n FROM best \
         UNION ALL SELECT 'total', '', count(*) FROM hit \
         UNION ALL SELECT 'district', district, count(*) FROM hit GROUP BY district \
         UNION ALL SELECT 'street', street, count(*) FROM hit GROUP BY street \
         UNION ALL SELECT 'rooms', CAST(rooms AS TEXT), count(*) FROM hit GROUP BY rooms \
         UNION ALL SELECT 'mode', CAST(mode AS TEXT), count(*) FROM hit GROUP BY mode",
        ask.offset
    )
}

pub fn answer(rows: &[QueryResult]) -> Result<Answer> {
    let mut answer = Answer::default();
    for row in rows {
        let kind = String::try_get_by(row, "kind").map_err(|_| anyhow::anyhow!("no kind"))?;
        match kind.as_str() {
            "best" => {
                let id = String::try_get_by(row, "name").map_err(|_| anyhow::anyhow!("no id"))?;
                answer.page.push(id.parse().context("not a number")?);
            }
            "total" => {
                let total = i64::try_get_by(row, "n").map_err(|_| anyhow::anyhow!("no total"))?;
                answer.total = total as u64;
            }
            _ => {}
        }
    }
    Ok(answer)
}

impl Near {
    /// The square of the distance in metres, on a plane that touches the earth here: exact enough for some kilometres.
    pub fn square(&self) -> String {
        let metres_north = 111_194.93;
        let metres_east = metres_north * self.lat.to_radians().cos();
        format!(
            "((lat - {lat}) * {metres_north} * (lat - {lat}) * {metres_north} + (lng - {lng}) * {metres_east} * (lng - {lng}) * {metres_east})",
            lat = self.lat,
            lng = self.lng
        )
    }

    /// Within the distance, and first within a box that an index can find.
    pub fn within(&self) -> String {
        let north = self.metres / 111_194.93;
        let east = north / self.lat.to_radians().cos();
        format!(
            "lat BETWEEN {} AND {} AND lng BETWEEN {} AND {} AND {} <= {}",
            self.lat - north,
            self.lat + north,
            self.lng - east,
            self.lng + east,
            self.square(),
            self.metres * self.metres
        )
    }
}
