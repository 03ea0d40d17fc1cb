//! Places that people look for homes near: schools, works, stations. A table that the staff keeps; the search reads names out
//! of it, see `search::landmarks`.

mod save;

pub use save::{add, edit, set_active};

use crate::{Backend, Error, entity};
use domain::{geo::Gcj02Point, id::PlaceId, place::Kind, search::PlaceName, time};
use jiff::Timestamp;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

/// A line of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    pub id: PlaceId,
    pub name: PlaceName,
    pub kind: Kind,
    pub aliases: Vec<PlaceName>,
    pub point: Gcj02Point,
    /// Whether searches know it.
    pub active: bool,
    pub version: i32,
    pub updated_at: Timestamp,
}

/// Every place of the centre's city, kind by kind.
pub async fn all(backend: &Backend) -> Result<Vec<Place>, Error> {
    let rows = entity::place::Entity::find()
        .filter(entity::place::Column::CityCode.eq(&backend.config().centre.city_code))
        .order_by_asc(entity::place::Column::Name)
        .all(backend.database().reader())
        .await?;
    let mut places = rows.into_iter().map(read).collect::<Result<Vec<_>, _>>()?;
    places.sort_by_key(|place| place.kind);
    Ok(places)
}

pub async fn find(backend: &Backend, id: PlaceId) -> Result<Option<Place>, Error> {
    find_in(backend, backend.database().reader(), id).await
}

async fn find_in(backend: &Backend, db: &impl ConnectionTrait, id: PlaceId) -> Result<Option<Place>, Error> {
    let row = entity::place::Entity::find_by_id(id)
        .filter(entity::place::Column::CityCode.eq(&backend.config().centre.city_code))
        .one(db)
        .await?;
    row.map(read).transpose()
}

/// A number that grows with every change of the table.
pub(crate) async fn edition(backend: &Backend) -> Result<i64, Error> {
    let sum: Option<Option<i64>> = entity::place::Entity::find()
        .select_only()
        .column_as(entity::place::Column::Version.sum(), "edition")
        .into_tuple()
        .one(backend.database().reader())
        .await?;
    Ok(sum.flatten().unwrap_or(0))
}

fn read(row: entity::place::Model) -> Result<Place, Error> {
    let corrupt = |column| Error::corrupt("place", column, row.id);
    let name = |text: &str, column| PlaceName::parse(text).map_err(|_| corrupt(column));
    Ok(Place {
        id: row.id.into(),
        name: name(&row.name, "name")?,
        kind: row.kind.parse().map_err(|_| corrupt("kind"))?,
        aliases: row
            .aliases
            .lines()
            .map(|alias| name(alias, "aliases"))
            .collect::<Result<_, _>>()?,
        point: Gcj02Point::new(row.lat_e6, row.lng_e6).ok_or_else(|| corrupt("lat_e6"))?,
        active: row.active,
        version: row.version,
        updated_at: time::from_millis(row.updated_at).ok_or_else(|| corrupt("updated_at"))?,
    })
}
