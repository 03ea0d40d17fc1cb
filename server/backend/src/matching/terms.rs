//! The landlord writes the terms; what both sides confirm is the contract made of them.

use super::step::{MatchError, Step, community_of, house_of, seen_by, status_of};
use crate::{Backend, Error, area, entity, mail::Letter, person};
use domain::{
    access::{Action, Actor},
    address::StandardAddress,
    id::MatchId,
    matching::{Contract, MatchAction, Party, Payer, Terms, TypedTerms, allows},
    time::{format_date, parse_date},
};
use jiff::{SignedDuration, ToSpan};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, sea_query::Expr};
use uuid::Uuid;

/// What stands in the landlord's form: the terms that were written before, else what the listing says. `None` for everybody
/// else, and when nothing may be changed.
pub async fn prefill(backend: &Backend, landlord: &Actor, id: MatchId) -> Result<Option<TypedTerms>, Error> {
    let db = backend.database().reader();
    let Some((row, party)) = seen_by(db, landlord, id).await? else {
        return Ok(None);
    };
    if party != Party::Landlord || !allows(status_of(&row)?, party, MatchAction::WriteTerms) {
        return Ok(None);
    }
    if let Some(contract) = contract_of(&row)? {
        return Ok(Some(contract.terms.typed()));
    }
    let listing = entity::listing::Entity::find_by_id(row.listing_id).one(db).await?;
    let listing = listing.ok_or_else(|| Error::corrupt("matching", "listing_id", row.id))?;
    let tomorrow = backend.today().saturating_add(1.day());
    let available = listing.available_on.as_deref().and_then(|day| parse_date(day).ok());
    Ok(Some(TypedTerms {
        starts_on: format_date(available.map_or(tomorrow, |day| day.max(tomorrow))),
        months: listing.min_term_months.max(12).to_string(),
        rent: listing.rent_yuan.to_string(),
        payment_months: listing.payment_months.to_string(),
        deposit: listing.deposit_yuan.to_string(),
        deposit_return_days: "7".to_owned(),
        utilities: Payer::Tenant.to_string(),
        internet: Payer::Tenant.to_string(),
        property_fee: Payer::Landlord.to_string(),
        repairs: Payer::Landlord.to_string(),
        notice_days: "30".to_owned(),
        ..TypedTerms::default()
    }))
}

/// Writes the terms, in place of earlier ones; both sides confirm (again), and the tenant is told.
pub async fn write_terms(backend: &Backend, landlord: &Actor, id: MatchId, terms: Terms) -> Result<(), MatchError> {
    let terms = &terms;
    backend
        .deed(|deed| async move {
            let hours = deed.parameters().await?.answer_hours;
            let step = Step::begin(deed, landlord, id, Action::WriteTerms).await?;
            store_contract(&step, terms.clone()).await?;
            let letter = Letter::TermsReady {
                title: step.title().await?,
                match_id: id,
                answer_by: step.deed.now + SignedDuration::from_hours(i64::from(hours)),
            };
            step.tell_tenant(&letter).await?;
            step.finish().await
        })
        .await
}

/// Makes the contract of the terms and of everything that is on record now, and asks both sides (again).
pub(super) async fn store_contract(step: &Step, terms: Terms) -> Result<(), MatchError> {
    use entity::matching::Column;
    let landlord = person::own(&step.deed.tx, step.row.landlord_id.into()).await?;
    let contract = contract(step, landlord.as_ref(), terms).await?;
    let canonical = contract.canonical().map_err(Error::from)?;
    let hash = Contract::hash(&canonical);
    step.write(|update| {
        update
            .col_expr(Column::Terms, Expr::value(canonical))
            .col_expr(Column::TermsHash, Expr::value(hash.as_str()))
            .col_expr(Column::LandlordVersionId, Expr::value(landlord.map(|row| row.id)))
            .col_expr(Column::TenantConfirmedAt, Expr::value(None::<i64>))
            .col_expr(Column::LandlordConfirmedAt, Expr::value(None::<i64>))
    })
    .await
}

async fn contract(
    step: &Step,
    landlord: Option<&entity::person_version::Model>,
    terms: Terms,
) -> Result<Contract, Error> {
    let occupants = entity::occupant::Entity::find()
        .filter(entity::occupant::Column::MatchId.eq(step.row.id))
        .order_by_asc(entity::occupant::Column::No)
        .all(&step.deed.tx)
        .await?;
    let landlord = match landlord {
        Some(version) => version.name.clone(),
        None => account_name(&step.deed.tx, step.row.landlord_id).await?,
    };
    let house = house_of(&step.deed.tx, step.row.house_id).await?;
    let occupants: Vec<String> = occupants.into_iter().map(|row| row.name).collect();
    Ok(Contract {
        match_number: step.row.number.clone(),
        house: full_address(&house)?,
        space_no: step.row.space_no,
        landlord,
        tenant: occupants
            .first()
            .cloned()
            .ok_or_else(|| Error::corrupt("occupant", "match_id", step.row.id))?,
        occupants,
        terms,
    })
}

pub(super) async fn account_name(db: &impl sea_orm::ConnectionTrait, id: Uuid) -> Result<String, Error> {
    let row = entity::account::Entity::find_by_id(id).one(db).await?;
    row.map(|row| row.name)
        .ok_or_else(|| Error::corrupt("matching", "landlord_id", id))
}

/// The contract on record, as it was hashed.
pub(super) fn contract_of(row: &entity::matching::Model) -> Result<Option<Contract>, Error> {
    row.terms
        .as_deref()
        .map(serde_json::from_str)
        .transpose()
        .map_err(|_| Error::corrupt("matching", "terms", row.id))
}

pub(super) fn full_address(house: &entity::house::Model) -> Result<String, Error> {
    let address = address_of(house)?;
    Ok(address.display_full(area::names(address.community)))
}

pub(super) fn address_of(house: &entity::house::Model) -> Result<StandardAddress, Error> {
    let floor = match house.floor.as_str() {
        "" => None,
        floor => Some(floor.parse().map_err(|_| Error::corrupt("house", "floor", house.id))?),
    };
    Ok(StandardAddress {
        community: community_of(house)?,
        road: house.road.clone(),
        number: house.number.clone(),
        estate: house.estate.clone(),
        building: house.building.clone(),
        unit: house.unit.clone(),
        floor,
        room: house.room.clone(),
    })
}
