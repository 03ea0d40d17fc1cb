//! A landlord drafts a listing of a house.

use super::{changed, next, own_in};
use crate::{
    Backend, DeedError, area,
    deed::Record,
    entity,
    house::{self, House},
};
use domain::{
    access::{Action, Actor, may},
    area::AreaLevel,
    facility::Facility,
    geo::Gcj02Point,
    id::{HouseId, ListingId},
    listing::{ListingAction, ListingParty, ListingStatus, ListingTerms},
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set};

/// Drafts a listing of an own house.
pub async fn create(
    backend: &Backend,
    actor: &Actor,
    house: HouseId,
    terms: ListingTerms,
) -> Result<ListingId, DeedError> {
    let (id, terms) = (ListingId::generate(), &terms);
    backend
        .deed(async |deed| {
            let house = house::find(backend, &deed.tx, house)
                .await?
                .ok_or(DeedError::NotFound)?;
            let permit = may(actor, Action::DraftListing, &house::own(house.landlord))?;
            draft(&house, terms, id, deed.now.as_millisecond())
                .insert(&deed.tx)
                .await?;
            deed.commit(permit, Record("listing", id.into()), serde_json::json!({}))
                .await?;
            Ok(id)
        })
        .await
}

fn draft(house: &House, terms: &ListingTerms, id: ListingId, now: i64) -> entity::listing::ActiveModel {
    entity::listing::ActiveModel {
        id: Set(id.into()),
        house_id: Set(Some(house.id.into())),
        landlord_id: Set(Some(house.landlord.into())),
        source: Set("own".to_owned()),
        source_key: Set(None),
        status: Set(ListingStatus::Draft.code().to_owned()),
        returned_reason: Set(None),
        verified: Set(false),
        version: Set(1),
        created_at: Set(now),
        updated_at: Set(now),
        submitted_at: Set(None),
        published_at: Set(None),
        confirmed_at: Set(None),
        ..columns(house, terms)
    }
}

/// Saves a draft. `version` is the one that was edited: two windows don't overwrite each other.
pub async fn update(
    backend: &Backend,
    actor: &Actor,
    id: ListingId,
    version: i32,
    terms: ListingTerms,
) -> Result<(), DeedError> {
    let terms = &terms;
    backend
        .deed(async |deed| {
            let (listing, permit) = own_in(&deed.tx, actor, id, Action::EditListing).await?;
            if listing.version != version {
                return Err(DeedError::Stale);
            }
            let status = next(&listing, ListingParty::Landlord, ListingAction::Edit)?;
            let house = house::find(backend, &deed.tx, listing.house)
                .await?
                .ok_or(DeedError::NotFound)?;
            // Claims the version first, so that the full row below can't overwrite a newer one.
            super::write(&deed.tx, &listing, status, deed.now, []).await?;
            let mut row = columns(&house, terms);
            row.id = Set(id.into());
            row.update(&deed.tx).await?;
            changed(&deed.tx, id, deed.now).await?;
            deed.commit(permit, Record("listing", id.into()), serde_json::json!({}))
                .await?;
            Ok(())
        })
        .await
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
