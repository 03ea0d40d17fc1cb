//! A landlord drafts a listing of a house.

use super::{Listing, changed, next, own_in};
use crate::{
    Backend, DeedError, area, audit, entity,
    house::{self, House},
};
use domain::{
    access::Actor,
    area::AreaLevel,
    facility::Facility,
    geo::Gcj02Point,
    id::{HouseId, ListingId},
    listing::{ListingAction, ListingParty, ListingStatus, ListingTerms},
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait};

/// Drafts a listing of an own house.
pub async fn create(
    backend: &Backend,
    actor: &Actor,
    house: HouseId,
    terms: ListingTerms,
) -> Result<ListingId, DeedError> {
    let tx = backend.database().begin().await?;
    let house = own_house(backend, &tx, actor, house).await?;
    let id = ListingId::generate();
    let now = backend.now().as_millisecond();
    let mut row = columns(&house, &terms);
    row.id = Set(id.into());
    row.house_id = Set(Some(house.id.into()));
    row.landlord_id = Set(Some(actor.id.into()));
    row.source = Set("own".to_owned());
    row.source_key = Set(None);
    row.status = Set(ListingStatus::Draft.code().to_owned());
    row.returned_reason = Set(None);
    row.verified = Set(false);
    row.version = Set(1);
    row.created_at = Set(now);
    row.updated_at = Set(now);
    row.submitted_at = Set(None);
    row.published_at = Set(None);
    row.confirmed_at = Set(None);
    row.insert(&tx).await?;
    record(backend, &tx, actor, id, "listing.draft").await?;
    tx.commit().await?;
    Ok(id)
}

/// Saves a draft. `version` is the one that was edited: two windows don't overwrite each other.
pub async fn update(
    backend: &Backend,
    actor: &Actor,
    id: ListingId,
    version: i32,
    terms: ListingTerms,
) -> Result<(), DeedError> {
    let tx = backend.database().begin().await?;
    let listing = own_in(&tx, actor, id).await?;
    if listing.version != version {
        return Err(DeedError::Stale);
    }
    let status = next(&listing, ListingParty::Landlord, ListingAction::Edit)?;
    let house = own_house(backend, &tx, actor, listing.house).await?;
    write_terms(backend, &tx, &listing, &house, &terms, status).await?;
    record(backend, &tx, actor, id, "listing.edit").await?;
    tx.commit().await?;
    backend.wake().notify_waiters();
    Ok(())
}

async fn write_terms(
    backend: &Backend,
    tx: &impl ConnectionTrait,
    listing: &Listing,
    house: &House,
    terms: &ListingTerms,
    status: ListingStatus,
) -> Result<(), DeedError> {
    let now = backend.now();
    // Claims the version first, so that the full row below can't overwrite a newer one.
    super::write(tx, listing, status, now, []).await?;
    let mut row = columns(house, terms);
    row.id = Set(listing.id.into());
    row.update(tx).await?;
    changed(tx, listing.id, now).await?;
    Ok(())
}

async fn own_house(
    backend: &Backend,
    tx: &impl ConnectionTrait,
    actor: &Actor,
    id: HouseId,
) -> Result<House, DeedError> {
    house::find(backend, tx, id)
        .await?
        .filter(|house| house.landlord == actor.id)
        .ok_or(DeedError::NotFound)
}

async fn record(
    backend: &Backend,
    tx: &impl ConnectionTrait,
    actor: &Actor,
    id: ListingId,
    action: &'static str,
) -> Result<(), DeedError> {
    let detail = serde_json::json!({});
    audit::record(backend, tx, Some(actor.id), action, "listing", Some(id.into()), detail).await?;
    Ok(())
}

/// The terms, and what is shown and searched of the house.
fn columns(house: &House, terms: &ListingTerms) -> entity::listing::ActiveModel {
    let community = house.address.community;
    let names = area::names(community);
    let code = |level| {
        community
            .at(level)
            .map(|code| code.as_str().to_owned())
            .unwrap_or_default()
    };
    let facilities = if house.lift {
        terms.facilities.with(Facility::Elevator)
    } else {
        terms.facilities.without(Facility::Elevator)
    };
    let estate = match house.address.estate.as_str() {
        "" => &house.address.road,
        _ => &house.address.estate,
    };
    let floor = match (house.address.floor, house.total_floors) {
        (Some(floor), Some(top)) => format!("{floor}/{top}"),
        (Some(floor), None) => floor.to_string(),
        (None, _) => String::new(),
    };
    let point = super::public_point(house);
    entity::listing::ActiveModel {
        space_no: Set(terms.space.map(i32::from)),
        mode: Set(terms.mode.code().to_owned()),
        title: Set(terms.title.clone()),
        description: Set(terms.description.clone()),
        rent_yuan: Set(terms.rent.into()),
        deposit_yuan: Set(terms.deposit.into()),
        payment_months: Set(terms.payment_months.into()),
        available_on: Set(terms.available_on.map(|day| day.to_string())),
        min_term_months: Set(terms.min_term_months.into()),
        // A set's bits fit a signed column: `FacilitySet` has no facility at the highest one.
        facilities: Set(i64::try_from(facilities.bits()).unwrap_or_default()),
        city: Set(names.city.to_owned()),
        district_code: Set(code(AreaLevel::District)),
        district: Set(names.district.to_owned()),
        street_code: Set(code(AreaLevel::Street)),
        street: Set(names.street.to_owned()),
        estate: Set(estate.clone()),
        rooms: Set(Some(house.layout.rooms.into())),
        halls: Set(Some(house.layout.halls.into())),
        baths: Set(Some(house.layout.baths.into())),
        area_x100: Set(terms.area.hundredths()),
        orientation: Set(house.orientations.display_zh()),
        lat_e6: Set(point.map(Gcj02Point::latitude_e6)),
        lng_e6: Set(point.map(Gcj02Point::longitude_e6)),
        floor: Set(floor),
        ..Default::default()
    }
}
