//! Houses: registered once by a landlord, listed and let many times.

pub(crate) mod door;
mod register;

pub use register::register;

use crate::{Backend, Error, access, area, crypto::Place, entity};
use domain::{
    access::{Action, Actor, Role, Side, Subject, may},
    address::StandardAddress,
    area::AreaCode,
    geo::GivenPoint,
    house::{DeclaredUse, LandOwnership, TitleKind},
    id::{AccountId, DoorId, HouseId},
    layout::Layout,
    measure::SquareMetres,
    orientation::Orientations,
    space::Space,
    time,
};
use jiff::Timestamp;
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use std::str::FromStr;
use uuid::Uuid;

/// A registered house, for its landlord and for the staff of its area: it holds the door and the title number.
#[derive(Clone, Debug)]
pub struct House {
    pub id: HouseId,
    /// The place that it is a record of.
    pub door: DoorId,
    pub landlord: AccountId,
    pub address: StandardAddress,
    pub layout: Layout,
    pub area: SquareMetres,
    pub orientations: Orientations,
    pub lift: bool,
    pub total_floors: Option<u8>,
    pub spaces: Vec<Space>,
    pub title_kind: TitleKind,
    pub title_number: String,
    pub declared_use: DeclaredUse,
    pub land_ownership: LandOwnership,
    /// As its landlord gave it.
    pub position: Option<GivenPoint>,
    pub declared_at: Timestamp,
    /// When a coordinator checked it.
    pub verified_at: Option<Timestamp>,
}

impl House {
    /// The address with the names of its areas.
    pub fn full_address(&self) -> String {
        self.address.display_full(area::names(self.address.community))
    }

    /// `列东街道 · 江滨新村 3幢2单元502室`, for its landlord and the staff.
    pub fn short_address(&self) -> String {
        short(&self.address)
    }
}

fn short(address: &StandardAddress) -> String {
    let names = area::names(address.community);
    format!("{} · {}", names.street, address.display_local())
}

/// [`House::short_address`] of a row, for lists.
pub(crate) fn short_address(row: &entity::house::Model) -> Result<String, Error> {
    address(row).map(|address| short(&address))
}

/// The community in which a row's house stands.
pub(crate) fn place(row: &entity::house::Model) -> Result<AreaCode, Error> {
    AreaCode::parse(&row.community_code).map_err(|_| Error::corrupt("house", "community_code", row.id))
}

/// Whether the house whose id stands in `column` is one that a coordinator answers for; of nobody else's is it. Asked of
/// each row, as few rows wait and a district has many houses.
pub(crate) fn is_within(actor: &Actor, column: impl ColumnTrait) -> Expr {
    use entity::house::{Column, Entity};
    Expr::exists(
        Query::select()
            .expr(Expr::value(1))
            .from(Entity)
            .and_where(Column::Id.into_expr().equals(column.as_column_ref()))
            .cond_where(access::within(actor, Role::Coordinator, Column::CommunityCode))
            .to_owned(),
    )
}

/// The landlord's own house; somebody else's does not exist.
pub async fn find_own(backend: &Backend, actor: &Actor, id: HouseId) -> Result<Option<House>, Error> {
    let house = find(backend, backend.database().reader(), id).await?;
    Ok(house.filter(|house| may(actor, Action::SeeHouse, &own(house.landlord)).is_ok()))
}

/// A house, or what hangs on it, as its landlord has to do with it: where it stands doesn't matter then.
pub(crate) fn own(landlord: AccountId) -> Subject {
    Subject::nowhere().with(Side::Landlord, landlord)
}

/// Every house of a landlord, the newest first.
pub async fn of_landlord(backend: &Backend, landlord: AccountId) -> Result<Vec<House>, Error> {
    let db = backend.database().reader();
    let rows = entity::house::Entity::find()
        .filter(entity::house::Column::LandlordId.eq(Uuid::from(landlord)))
        .order_by_desc(entity::house::Column::Id)
        .all(db)
        .await?;
    let mut houses = Vec::with_capacity(rows.len());
    for row in rows {
        houses.push(read(backend, db, row).await?);
    }
    Ok(houses)
}

/// Other records of the same door, whoever made them. A claim may be disputed, so the coordinator decides.
pub async fn duplicates(backend: &Backend, house: &House) -> Result<Vec<House>, Error> {
    let db = backend.database().reader();
    let rows = entity::house::Entity::find()
        .filter(entity::house::Column::DoorId.eq(Uuid::from(house.door)))
        .filter(entity::house::Column::Id.ne(Uuid::from(house.id)))
        .order_by_asc(entity::house::Column::Id)
        .all(db)
        .await?;
    let mut houses = Vec::with_capacity(rows.len());
    for row in rows {
        houses.push(read(backend, db, row).await?);
    }
    Ok(houses)
}

pub(crate) async fn find(backend: &Backend, db: &impl ConnectionTrait, id: HouseId) -> Result<Option<House>, Error> {
    match entity::house::Entity::find_by_id(id).one(db).await? {
        Some(row) => read(backend, db, row).await.map(Some),
        None => Ok(None),
    }
}

fn title_place(id: Uuid) -> Place {
    Place {
        table: "house",
        column: "title_number_sealed",
        row: id,
    }
}

async fn read(backend: &Backend, db: &impl ConnectionTrait, row: entity::house::Model) -> Result<House, Error> {
    let corrupt = |column| Error::corrupt("house", column, row.id);
    let small = |number: i32, column| u8::try_from(number).map_err(|_| corrupt(column));
    let instant = |millis, column| time::from_millis(millis).ok_or_else(|| corrupt(column));
    let layout = Layout::new(
        small(row.rooms, "rooms")?,
        small(row.halls, "halls")?,
        small(row.baths, "baths")?,
    )
    .map_err(|_| corrupt("rooms"))?;
    let title_number = backend.keys().open(title_place(row.id), &row.title_number_sealed)?;
    Ok(House {
        id: row.id.into(),
        door: row.door_id.into(),
        landlord: row.landlord_id.into(),
        layout,
        area: SquareMetres::from_hundredths(row.area_x100).map_err(|_| corrupt("area_x100"))?,
        orientations: Orientations::read(&row.orientation),
        lift: row.lift,
        total_floors: row
            .total_floors
            .map(|floors| small(floors, "total_floors"))
            .transpose()?,
        spaces: spaces(db, row.id).await?,
        title_kind: row.title_kind.parse().map_err(|_| corrupt("title_kind"))?,
        title_number,
        declared_use: row.declared_use.parse().map_err(|_| corrupt("declared_use"))?,
        land_ownership: row.land_ownership.parse().map_err(|_| corrupt("land_ownership"))?,
        position: position(&row)?,
        declared_at: instant(row.declared_at, "declared_at")?,
        verified_at: row.verified_at.map(|at| instant(at, "verified_at")).transpose()?,
        address: address(&row)?,
    })
}

fn address(row: &entity::house::Model) -> Result<StandardAddress, Error> {
    let corrupt = |column| Error::corrupt("house", column, row.id);
    let floor = match row.floor.as_str() {
        "" => None,
        floor => Some(floor.parse().map_err(|_| corrupt("floor"))?),
    };
    Ok(StandardAddress {
        community: place(row)?,
        road: row.road.clone(),
        number: row.number.clone(),
        estate: row.estate.clone(),
        building: row.building.clone(),
        unit: row.unit.clone(),
        floor,
        room: row.room.clone(),
    })
}

fn position(row: &entity::house::Model) -> Result<Option<GivenPoint>, Error> {
    let (Some(latitude), Some(longitude), Some(system)) =
        (row.latitude_e6, row.longitude_e6, row.coordinate_system.as_deref())
    else {
        return Ok(None);
    };
    let position = system
        .parse()
        .ok()
        .and_then(|system| GivenPoint::new(latitude, longitude, system));
    let corrupt = || Error::corrupt("house", "latitude_e6", row.id);
    position.map(Some).ok_or_else(corrupt)
}

async fn spaces(db: &impl ConnectionTrait, house: Uuid) -> Result<Vec<Space>, Error> {
    let rows = entity::space::Entity::find()
        .filter(entity::space::Column::HouseId.eq(house))
        .order_by_asc(entity::space::Column::No)
        .all(db)
        .await?;
    rows.into_iter()
        .map(|row| {
            let corrupt = |column| Error::corrupt("space", column, row.house_id);
            Ok(Space {
                no: u8::try_from(row.no).map_err(|_| corrupt("no"))?,
                kind: FromStr::from_str(&row.kind).map_err(|_| corrupt("kind"))?,
                ordinal: u8::try_from(row.ordinal).map_err(|_| corrupt("ordinal"))?,
            })
        })
        .collect()
}
