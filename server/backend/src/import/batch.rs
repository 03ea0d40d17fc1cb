//! Some hundred rows at once: one look-up, one insert, one transaction.

use super::{
    row::Offer,
    tally::{Options, Tally},
};
use crate::{
    Backend, Deed, DeedError, Error,
    entity::{index_change, listing},
    favourite,
    saved_search::{self, News},
};
use domain::{
    access::{Action, By, Subject, may},
    geo::Gcj02Point,
    id::ListingId,
    listing::ListingStatus,
};
use jiff::Timestamp;
use sea_orm::{
    ActiveModelTrait, ActiveValue::NotSet, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait,
    IntoActiveModel, QueryFilter,
};
use std::collections::HashMap;
use uuid::Uuid;

/// Writes the rows, each with its key, and says what became of them. Rows that change nothing leave no trace.
pub(super) async fn write(backend: &Backend, rows: &[(String, Offer)], options: Options) -> Result<Tally, DeedError> {
    if rows.is_empty() {
        return Ok(Tally::default());
    }
    backend
        .deed(async |deed| {
            let permit = may(By::Program, Action::ImportListings, &Subject::nowhere())?;
            let tally = write_all(&deed, rows, options).await?;
            if tally.imported + tally.updated > 0 {
                let detail = serde_json::json!({
                    "publish": options.publish,
                    "imported": tally.imported,
                    "updated": tally.updated,
                });
                deed.commit(permit, None, detail).await?;
            }
            Ok(tally)
        })
        .await
}

async fn write_all(deed: &Deed, rows: &[(String, Offer)], options: Options) -> Result<Tally, Error> {
    let mut tally = Tally::default();
    let (tx, now) = (&deed.tx, deed.now);
    let mut known = find(tx, rows).await?;
    let mut new = Vec::new();
    let mut seen_by_search = Vec::new();
    let mut news = Vec::new();
    for (key, offer) in rows {
        let Some(before) = known.remove(key) else {
            let row = fill(blank(key.clone(), now, options), offer.clone());
            if is_published(&row) {
                seen_by_search.push(row.id);
                news.push(News::online(row.id.into()));
            }
            new.push(row);
            continue;
        };
        let was_published = is_published(&before);
        let mut after = fill(before.clone(), offer.clone());
        if options.publish {
            publish(&mut after, now);
        }
        if after == before {
            tally.unchanged += 1;
            continue;
        }
        after.version += 1;
        after.updated_at = now.as_millisecond();
        if was_published || is_published(&after) {
            seen_by_search.push(after.id);
        }
        if is_published(&after) {
            let id = after.id.into();
            news.push(if was_published {
                News::changed(id, &before)?
            } else {
                News::online(id)
            });
        }
        after.into_active_model().reset_all().update(tx).await?;
        tally.updated += 1;
    }
    tally.imported += u64::try_from(new.len()).unwrap_or(u64::MAX);
    insert(tx, new).await?;
    tell_search(tx, seen_by_search, now).await?;
    saved_search::hear(deed.backend(), tx, news).await?;
    Ok(tally)
}

async fn find(tx: &impl ConnectionTrait, rows: &[(String, Offer)]) -> Result<HashMap<String, listing::Model>, Error> {
    let found = listing::Entity::find()
        .filter(listing::Column::SourceKey.is_in(rows.iter().map(|(key, _)| key.as_str())))
        .all(tx)
        .await?;
    Ok(found
        .into_iter()
        .filter_map(|row| Some((row.source_key.clone()?, row)))
        .collect())
}

async fn insert(tx: &impl ConnectionTrait, rows: Vec<listing::Model>) -> Result<(), Error> {
    if rows.is_empty() {
        return Ok(());
    }
    let rows = rows.into_iter().map(|row| row.into_active_model().reset_all());
    listing::Entity::insert_many(rows).exec_without_returning(tx).await?;
    Ok(())
}

async fn tell_search(tx: &impl ConnectionTrait, ids: Vec<Uuid>, now: Timestamp) -> Result<(), Error> {
    if ids.is_empty() {
        return Ok(());
    }
    let listings: Vec<ListingId> = ids.iter().copied().map(ListingId::from).collect();
    let changes = ids.into_iter().map(|id| index_change::ActiveModel {
        seq: NotSet,
        listing_id: Set(id),
        at: Set(now.as_millisecond()),
    });
    index_change::Entity::insert_many(changes)
        .exec_without_returning(tx)
        .await?;
    favourite::listing_changed(tx, &listings, now).await
}

fn is_published(row: &listing::Model) -> bool {
    row.status == ListingStatus::Published.code()
}

/// Puts a draft online. What was withdrawn, paused or taken down here with a reason stays so: a file doesn't overrule people.
fn publish(row: &mut listing::Model, now: Timestamp) {
    if row.status == ListingStatus::Draft.code() && row.returned_reason.is_none() {
        row.status = ListingStatus::Published.code().to_owned();
        row.published_at = Some(now.as_millisecond());
        row.confirmed_at = Some(now.as_millisecond());
    }
}

/// What an imported listing has before its row fills it: no house, no landlord, no terms but the rent.
fn blank(key: String, now: Timestamp, options: Options) -> listing::Model {
    let now_ms = now.as_millisecond();
    let mut row = listing::Model {
        id: ListingId::generate().into(),
        house_id: None,
        landlord_id: None,
        space_no: None,
        source: String::new(),
        source_key: Some(key),
        status: ListingStatus::Draft.code().to_owned(),
        returned_reason: None,
        mode: String::new(),
        title: String::new(),
        description: String::new(),
        rent_yuan: 0,
        // Zeros: the source doesn't say.
        deposit_yuan: 0,
        payment_months: 0,
        available_on: None,
        min_term_months: 0,
        facilities: 0,
        city: String::new(),
        district_code: String::new(),
        district: String::new(),
        street_code: String::new(),
        street: String::new(),
        estate: String::new(),
        rooms: None,
        halls: None,
        baths: None,
        area_x100: 0,
        orientation: String::new(),
        floor: String::new(),
        lat_e6: None,
        lng_e6: None,
        verified: false,
        version: 1,
        created_at: now_ms,
        updated_at: now_ms,
        submitted_at: None,
        published_at: None,
        confirmed_at: None,
    };
    if options.publish {
        publish(&mut row, now);
    }
    row
}

/// The listing with everything that the row says of it.
fn fill(row: listing::Model, offer: Offer) -> listing::Model {
    listing::Model {
        source: format!("import:{}", offer.source),
        mode: offer.mode.code().to_owned(),
        title: offer.title,
        description: offer.words,
        rent_yuan: offer.rent.into(),
        // Bits of facilities are far below the sign.
        facilities: offer.facilities.bits().cast_signed(),
        city: offer.city,
        district: offer.district,
        street: offer.street,
        estate: offer.estate,
        rooms: offer.rooms.map(i32::from),
        halls: offer.halls.map(i32::from),
        baths: offer.baths.map(i32::from),
        area_x100: offer.area.hundredths(),
        orientation: offer.orientations.display_zh(),
        floor: offer.floor,
        lat_e6: offer.point.map(Gcj02Point::latitude_e6),
        lng_e6: offer.point.map(Gcj02Point::longitude_e6),
        ..row
    }
}
