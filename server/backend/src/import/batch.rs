//! Some hundred rows at once: one look-up, one insert, one transaction.

use super::{
    row::Offer,
    tally::{Options, Tally},
};
use crate::{
    Backend, Deed, DeedError, Error, entity,
    error::{LISTING_SOURCE_KEY, violates},
    listing::{all_changed, write_version},
    saved_search::{self, News},
};
use domain::{
    access::{Action, By, Subject, may},
    geo::Gcj02Point,
    id::ListingId,
    listing::{ListingAction, ListingParty, ListingStatus},
};
use entity::listing::{Column, Entity, Model};
use jiff::Timestamp;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, Iterable, ModelTrait, QueryFilter,
    sea_query::Expr,
};
use std::collections::HashMap;

/// So often a batch is written when its listings change under it; each time it is read anew.
const TRIES: u32 = 5;

/// Writes the rows, each with its key, and says what became of them. Rows that change nothing leave no trace.
pub(super) async fn write(backend: &Backend, rows: &[(String, Offer)], options: Options) -> Result<Tally, DeedError> {
    let mut tries = 1;
    loop {
        match write_once(backend, rows, options).await {
            Err(DeedError::Stale) if tries < TRIES => tries += 1,
            done => return done,
        }
    }
}

async fn write_once(backend: &Backend, rows: &[(String, Offer)], options: Options) -> Result<Tally, DeedError> {
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

async fn write_all(deed: &Deed, rows: &[(String, Offer)], options: Options) -> Result<Tally, DeedError> {
    let (tx, now) = (&deed.tx, deed.now);
    let mut known = find(tx, rows).await?;
    let mut tally = Tally::default();
    let mut heard = Heard::default();
    let mut new = Vec::new();
    for (key, offer) in rows {
        let Some(before) = known.remove(key) else {
            let row = begin(key.clone(), offer.clone(), options, now);
            heard.note(None, &row)?;
            new.push(row);
            continue;
        };
        let Some(after) = refresh(&before, offer.clone(), options, now)? else {
            tally.unchanged += 1;
            continue;
        };
        update(tx, &before, &after, now).await?;
        heard.note(Some(&before), &after)?;
        tally.updated += 1;
    }
    tally.imported += u64::try_from(new.len()).unwrap_or(u64::MAX);
    insert(tx, new).await?;
    all_changed(tx, &heard.changed, now).await?;
    saved_search::hear(deed.backend(), tx, heard.news).await?;
    Ok(tally)
}

async fn find(tx: &impl ConnectionTrait, rows: &[(String, Offer)]) -> Result<HashMap<String, Model>, Error> {
    let found = Entity::find()
        .filter(Column::SourceKey.is_in(rows.iter().map(|(key, _)| key.as_str())))
        .all(tx)
        .await?;
    Ok(found
        .into_iter()
        .filter_map(|row| Some((row.source_key.clone()?, row)))
        .collect())
}

/// Stale: another import is at the same rows.
async fn insert(tx: &impl ConnectionTrait, rows: Vec<Model>) -> Result<(), DeedError> {
    if rows.is_empty() {
        return Ok(());
    }
    let rows = rows.into_iter().map(|row| row.into_active_model().reset_all());
    match Entity::insert_many(rows).exec_without_returning(tx).await {
        Err(error) if violates(&error, &LISTING_SOURCE_KEY) => Err(DeedError::Stale),
        done => Ok(done.map(|_| ())?),
    }
}

/// Writes what the file says anew, unless somebody else changed the listing since it was read (stale).
async fn update(tx: &impl ConnectionTrait, before: &Model, after: &Model, now: Timestamp) -> Result<(), DeedError> {
    let differs = |column: &Column| before.get(*column) != after.get(*column);
    let columns = Column::iter()
        .filter(|column| !matches!(column, Column::Status))
        .filter(differs)
        .map(|column| (column, Expr::value(after.get(column))));
    let read = (before.id.into(), before.version);
    write_version(tx, read, status(after)?, now, columns).await
}

/// Who has to hear of a batch.
#[derive(Default)]
struct Heard {
    /// Seen by the search, before or now.
    changed: Vec<ListingId>,
    news: Vec<News>,
}

impl Heard {
    fn note(&mut self, before: Option<&Model>, after: &Model) -> Result<(), Error> {
        let before = match before {
            Some(before) if status(before)?.is_public() => Some(before),
            _ => None,
        };
        let id = ListingId::from(after.id);
        let is_public = status(after)?.is_public();
        if is_public || before.is_some() {
            self.changed.push(id);
        }
        if is_public {
            self.news.push(match before {
                Some(before) => News::changed(id, before)?,
                None => News::online(id),
            });
        }
        Ok(())
    }
}

fn status(row: &Model) -> Result<ListingStatus, Error> {
    let corrupt = |_| Error::corrupt("listing", "status", row.id);
    row.status.parse().map_err(corrupt)
}

fn begin(key: String, offer: Offer, options: Options, now: Timestamp) -> Model {
    let mut row = fill(blank(key, now), offer);
    if options.publish {
        publish(&mut row, ListingStatus::Draft, now);
    }
    row
}

/// The listing as the file says it is; nothing where that is nothing new, or isn't for the file to say.
fn refresh(before: &Model, offer: Offer, options: Options, now: Timestamp) -> Result<Option<Model>, Error> {
    let Ok(status) = status(before)?.after(ListingParty::Source, ListingAction::Refresh) else {
        return Ok(None);
    };
    let mut after = fill(before.clone(), offer);
    if options.publish {
        publish(&mut after, status, now);
    }
    Ok((after != *before).then_some(after))
}

/// Puts a draft online. What was taken down here with a reason stays so: a file doesn't overrule people.
fn publish(row: &mut Model, status: ListingStatus, now: Timestamp) {
    let published = status.after(ListingParty::Source, ListingAction::Publish);
    if let (Ok(published), None) = (published, &row.returned_reason) {
        row.status = published.code().to_owned();
        row.published_at = Some(now.as_millisecond());
        row.confirmed_at = Some(now.as_millisecond());
    }
}

/// What an imported listing has before its row fills it: no house, no landlord, no terms but the rent.
fn blank(key: String, now: Timestamp) -> Model {
    let now_ms = now.as_millisecond();
    Model {
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
    }
}

/// The listing with everything that the row says of it.
fn fill(row: Model, offer: Offer) -> Model {
    Model {
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
