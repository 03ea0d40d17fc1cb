//! Listings of our own: drafted by a landlord, reviewed by a coordinator, searched by everybody.
//!
//! Every change that a search must see writes an `index_change` in its transaction: [`changed`].

mod add_photos;
mod change;
mod freshness;
mod link;
mod offer;
mod photo;
mod position;
mod review;
mod save;
mod still_there;

pub use add_photos::{NewPhoto, add_photos};
pub use change::{change, submit};
pub(crate) use freshness::CheckFreshness;
pub use freshness::{ToConfirm, expires_at, to_confirm, watch_published};
pub use link::Link;
pub(crate) use offer::release;
pub use photo::{Photo, PhotoFile, photo_file, photos};
pub use position::set_position;
pub use review::{Review, ReviewChecks, Waiting, publish, review, send_back, waiting};
pub use save::{create, update};
pub use still_there::{answer, still_there};

use crate::{
    Backend, Deed, DeedError, Error, entity,
    house::{self, House},
    saved_search::{self, News},
};
use domain::{
    access::{Action, Actor, Permit, may},
    facility::FacilitySet,
    geo::Gcj02Point,
    id::{AccountId, HouseId, ListingId},
    layout::Layout,
    listing::{ListingAction, ListingParty, ListingStatus, ListingTerms},
    measure::SquareMetres,
    money::Yuan,
    time,
};
use jiff::Timestamp;
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
    sea_query::Expr,
};
use uuid::Uuid;

/// A landlord's listing with what its owner and the staff see of it.
#[derive(Clone, Debug)]
pub struct Listing {
    pub id: ListingId,
    pub house: HouseId,
    pub landlord: AccountId,
    pub status: ListingStatus,
    /// Why it came back.
    pub returned_reason: Option<String>,
    pub terms: ListingTerms,
    pub layout: Option<Layout>,
    /// `列东街道 · 江滨新村`
    pub place: String,
    pub verified: bool,
    pub version: i32,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub submitted_at: Option<Timestamp>,
    pub published_at: Option<Timestamp>,
    /// When its landlord last said that it is still to let.
    pub confirmed_at: Option<Timestamp>,
}

impl Listing {
    /// When its landlord last said that it is to let: publishing it says so too.
    #[must_use]
    pub fn last_confirmed(&self) -> Timestamp {
        self.confirmed_at.or(self.published_at).unwrap_or(self.created_at)
    }
}

/// Tells the search that a listing changed, and who keeps it.
pub(crate) async fn changed(tx: &impl ConnectionTrait, id: ListingId, now: Timestamp) -> Result<(), Error> {
    all_changed(tx, &[id], now).await
}

/// [`changed`], for many at once.
pub(crate) async fn all_changed(tx: &impl ConnectionTrait, ids: &[ListingId], now: Timestamp) -> Result<(), Error> {
    if ids.is_empty() {
        return Ok(());
    }
    let changes = ids.iter().map(|id| entity::index_change::ActiveModel {
        seq: NotSet,
        listing_id: Set((*id).into()),
        at: Set(now.as_millisecond()),
    });
    entity::index_change::Entity::insert_many(changes)
        .exec_without_returning(tx)
        .await?;
    crate::favourite::listing_changed(tx, ids, now).await
}

/// One of our own listings, whatever its state. What the visitor may see of it is for the caller to decide.
pub async fn find(backend: &Backend, id: ListingId) -> Result<Option<Listing>, Error> {
    find_in(backend.database().reader(), id).await
}

/// The landlord's own listing; somebody else's does not exist.
pub async fn find_own(backend: &Backend, actor: &Actor, id: ListingId) -> Result<Option<Listing>, Error> {
    let listing = find(backend, id).await?;
    Ok(listing.filter(|listing| may(actor, Action::SeeListing, &house::own(listing.landlord)).is_ok()))
}

/// Whether there is any listing, of our own or imported.
pub async fn any(backend: &Backend) -> Result<bool, Error> {
    let one = entity::listing::Entity::find().one(backend.database().reader()).await?;
    Ok(one.is_some())
}

/// Every listing of a landlord, the newest first.
pub async fn of_landlord(backend: &Backend, landlord: AccountId) -> Result<Vec<Listing>, Error> {
    entity::listing::Entity::find()
        .filter(entity::listing::Column::LandlordId.eq(Uuid::from(landlord)))
        .filter(entity::listing::Column::HouseId.is_not_null())
        .order_by_desc(entity::listing::Column::Id)
        .all(backend.database().reader())
        .await?
        .into_iter()
        .map(read)
        .collect()
}

/// Every listing of a house, the newest first.
pub async fn of_house(backend: &Backend, house: HouseId) -> Result<Vec<Listing>, Error> {
    entity::listing::Entity::find()
        .filter(entity::listing::Column::HouseId.eq(Uuid::from(house)))
        .filter(entity::listing::Column::LandlordId.is_not_null())
        .order_by_desc(entity::listing::Column::Id)
        .all(backend.database().reader())
        .await?
        .into_iter()
        .map(read)
        .collect()
}

pub(crate) async fn find_in(db: &impl ConnectionTrait, id: ListingId) -> Result<Option<Listing>, Error> {
    let row = entity::listing::Entity::find_by_id(id).one(db).await?;
    // An imported listing has neither house nor landlord here: nobody drafts, reviews or lets it with us.
    row.filter(|row| row.house_id.is_some() && row.landlord_id.is_some())
        .map(read)
        .transpose()
}

/// Where a home is, as far as the public may know: as maps show it, rounded.
fn public_point(house: &House) -> Option<Gcj02Point> {
    house.position.map(|position| position.to_gcj02().coarse())
}

/// Moves every listing of a house to where the house now is said to be. Who waits for homes near a place is told of those
/// that came into it.
async fn follow_position(deed: &Deed, house: &House) -> Result<(), Error> {
    use entity::listing::{Column, Entity};
    let (tx, point) = (&deed.tx, public_point(house));
    let of_house = Column::HouseId.eq(Uuid::from(house.id));
    let published = Entity::find()
        .filter(of_house.clone())
        .filter(Column::Status.eq(ListingStatus::Published.code()))
        .all(tx)
        .await?;
    Entity::update_many()
        .col_expr(Column::LatE6, Expr::value(point.map(Gcj02Point::latitude_e6)))
        .col_expr(Column::LngE6, Expr::value(point.map(Gcj02Point::longitude_e6)))
        .filter(of_house)
        .exec(tx)
        .await?;
    let mut news = Vec::new();
    for listing in published {
        changed(tx, listing.id.into(), deed.now).await?;
        news.push(News::changed(listing.id.into(), &listing)?);
    }
    saved_search::hear(deed.backend(), tx, news).await
}

/// The listing as its landlord acts on it within a deed.
async fn own_in(
    tx: &impl ConnectionTrait,
    actor: &Actor,
    id: ListingId,
    action: Action,
) -> Result<(Listing, Permit), DeedError> {
    let listing = find_in(tx, id).await?.ok_or(DeedError::NotFound)?;
    let permit = may(actor, action, &house::own(listing.landlord))?;
    Ok((listing, permit))
}

/// The right that an action of the table of states needs.
const fn right_to(action: ListingAction) -> Action {
    match action {
        ListingAction::Edit => Action::EditListing,
        ListingAction::Submit => Action::SubmitListing,
        ListingAction::Revise => Action::ReviseListing,
        ListingAction::Publish => Action::PublishListing,
        ListingAction::Return => Action::ReturnListing,
        ListingAction::Pause => Action::PauseListing,
        ListingAction::Resume => Action::ResumeListing,
        ListingAction::Reconfirm => Action::ReconfirmListing,
        ListingAction::Withdraw => Action::WithdrawListing,
        ListingAction::Expire => Action::ExpireListing,
        ListingAction::Refresh => Action::ImportListings,
    }
}

/// The state that an action leads to.
fn next(listing: &Listing, party: ListingParty, action: ListingAction) -> Result<ListingStatus, DeedError> {
    listing.status.after(party, action).map_err(|_| DeedError::Stale)
}

/// Sets `columns` of a listing that is still in the version that was read. Refused: `listing-twice` (it is offered from now
/// on, and its rooms already are).
async fn write(
    tx: &impl ConnectionTrait,
    listing: &Listing,
    status: ListingStatus,
    now: Timestamp,
    columns: impl IntoIterator<Item = (entity::listing::Column, Expr)>,
) -> Result<(), DeedError> {
    write_version(tx, (listing.id, listing.version), status, now, columns).await?;
    offer::follow(tx, listing, status).await
}

/// [`write`], for what is no listing of our own and has no rooms here.
pub(crate) async fn write_version(
    tx: &impl ConnectionTrait,
    (id, version): (ListingId, i32),
    status: ListingStatus,
    now: Timestamp,
    columns: impl IntoIterator<Item = (entity::listing::Column, Expr)>,
) -> Result<(), DeedError> {
    use entity::listing::{Column, Entity};
    let mut statement = Entity::update_many()
        .col_expr(Column::Status, Expr::value(status.code()))
        .col_expr(Column::Version, Expr::value(version + 1))
        .col_expr(Column::UpdatedAt, Expr::value(now.as_millisecond()));
    for (column, value) in columns {
        statement = statement.col_expr(column, value);
    }
    let written = statement
        .filter(Column::Id.eq(Uuid::from(id)))
        .filter(Column::Version.eq(version))
        .exec(tx)
        .await?;
    if written.rows_affected == 0 {
        return Err(DeedError::Stale);
    }
    Ok(())
}

fn read(row: entity::listing::Model) -> Result<Listing, Error> {
    let id = row.id;
    let corrupt = |column| Error::corrupt("listing", column, id);
    let instant = |millis, column| time::from_millis(millis).ok_or_else(|| corrupt(column));
    let maybe = |millis: Option<i64>, column| millis.map(|millis| instant(millis, column)).transpose();
    let number = |number: Option<i32>| number.and_then(|number| u8::try_from(number).ok());
    let terms = ListingTerms {
        mode: row.mode.parse().map_err(|_| corrupt("mode"))?,
        space: row
            .space_no
            .map(|no| u8::try_from(no).map_err(|_| corrupt("space_no")))
            .transpose()?,
        area: SquareMetres::from_hundredths(row.area_x100).map_err(|_| corrupt("area_x100"))?,
        title: row.title,
        description: row.description,
        rent: Yuan::try_from(row.rent_yuan).map_err(|_| corrupt("rent_yuan"))?,
        deposit: Yuan::try_from(row.deposit_yuan).map_err(|_| corrupt("deposit_yuan"))?,
        payment_months: u8::try_from(row.payment_months).map_err(|_| corrupt("payment_months"))?,
        available_on: row
            .available_on
            .map(|day| day.parse().map_err(|_| corrupt("available_on")))
            .transpose()?,
        min_term_months: u16::try_from(row.min_term_months).map_err(|_| corrupt("min_term_months"))?,
        facilities: FacilitySet::from_bits(u64::try_from(row.facilities).map_err(|_| corrupt("facilities"))?),
    };
    let layout = number(row.rooms)
        .and_then(|rooms| Layout::new(rooms, number(row.halls).unwrap_or(0), number(row.baths).unwrap_or(0)).ok());
    Ok(Listing {
        id: id.into(),
        house: row.house_id.ok_or_else(|| corrupt("house_id"))?.into(),
        landlord: row.landlord_id.ok_or_else(|| corrupt("landlord_id"))?.into(),
        status: row.status.parse().map_err(|_| corrupt("status"))?,
        returned_reason: row.returned_reason,
        terms,
        layout,
        place: [row.street, row.estate]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" · "),
        verified: row.verified,
        version: row.version,
        created_at: instant(row.created_at, "created_at")?,
        updated_at: instant(row.updated_at, "updated_at")?,
        submitted_at: maybe(row.submitted_at, "submitted_at")?,
        published_at: maybe(row.published_at, "published_at")?,
        confirmed_at: maybe(row.confirmed_at, "confirmed_at")?,
    })
}
